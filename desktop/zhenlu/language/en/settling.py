"""One fact for what was said several times; the last correction wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en.found import Found
from zhenlu.language.en.vocabulary import lexicon_of

#: Attributes that gather what was said of them; all others keep one value.
_GATHERED = frozenset({"quality", "aggravating", "relieving", "trigger", "site"})

#: Words that announce a medicine which is then named.
_GENERAL = frozenset(
    {"inhaler", "cream", "nasal spray", "eye drops", "ear drops", "painkillers", "antibiotics"}
    | {"laxatives", "steroids", "antihistamines", "anti-inflammatories", "sleeping tablets"}
)

_Key = tuple[FactKind, str, str, str]


def settle(found: Iterable[Found]) -> tuple[Fact, ...]:
    """Join the facts of a visit in the order of their first mention."""
    joined: dict[_Key, Fact] = {}
    for item in found:
        key = _key(item.fact)
        before = joined.get(key)
        joined[key] = item.fact if before is None else _join(before, item)
    facts = _drop_general(_reconcile_medicines(list(joined.values())))
    facts = _more_exact(_name_allergy(facts))
    return tuple(
        sorted(
            facts,
            key=lambda f: (
                f.segment if not f.also else min(f.segment, *f.also),
                f.segment,
                f.start,
            ),
        )
    )


def _key(fact: Fact) -> _Key:
    """What makes two mentions the same fact."""
    name = fact.name
    apart = ""
    if fact.kind is FactKind.MEDICATION:
        apart = fact.status.value
    elif fact.kind is FactKind.TEST:
        apart = (
            fact.status.value
            if not fact.value
            else f"{fact.status.value} {fact.attributes.get('when', '')}"
        )
    elif fact.kind is FactKind.VITAL:
        apart = (
            f"{fact.attributes.get('by', '')} {fact.attributes.get('when', '')} "
            f"{fact.attributes.get('side', '')} "
            f"{fact.segment if fact.attributes.get('by') else ''}"
        )
    elif fact.kind is FactKind.EXAM:
        apart = f"{fact.attributes.get('side', '')} {fact.attributes.get('site', '')}"
    elif (fact.kind is FactKind.HISTORY and fact.subject is not Subject.PATIENT) or (
        fact.kind is FactKind.SYMPTOM and fact.subject is not Subject.PATIENT
    ):
        apart = fact.attributes.get("relation", "")
    elif fact.kind is FactKind.INSTRUCTION and name == "return precautions":
        apart = str(fact.segment) + str(fact.start)
    return fact.kind, name, fact.subject.value, apart


def _join(before: Fact, item: Found) -> Fact:
    """The earlier fact with what the later mention adds or corrects."""
    later = item.fact
    if (
        later.kind in (FactKind.SYMPTOM, FactKind.HISTORY, FactKind.LIFESTYLE)
        and before.polarity is not later.polarity
    ):
        return _turned(before, item)
    if later.kind is FactKind.ALLERGY and before.polarity is not later.polarity:
        return _relabelled(before, item)
    told_again = later.attributes.get("frequency") or (
        later.attributes.get("timing") and later.segment > before.segments[-1]
    )
    if (
        later.status is FactStatus.ORDERED
        and later.value
        and told_again
        and later.kind is FactKind.MEDICATION
    ):
        # The dose that was said last in full is the one that is meant.
        item = Found(later, True)
    value, unit = before.value, before.unit
    if later.value and (not value or item.corrects):
        value, unit = later.value, later.unit
    attributes = dict(before.attributes)
    for key, word in later.attributes.items():
        if not word:
            continue
        known = attributes.get(key, "")
        admits = key == "adherence" and word == "misses doses"
        exact = key == "severity" and word.endswith("/10") and not known.endswith("/10")
        if not known or admits or exact or (item.corrects and key not in _GATHERED):
            attributes[key] = word
        elif key in _GATHERED and word not in known.split(", "):
            parts = [w for w in word.split(", ") if w not in known.split(", ")]
            attributes[key] = ", ".join([*known.split(", "), *parts][:4])
        elif key == "course":
            attributes[key] = word
        elif key == "finding" and later.segment == before.segment and word not in known:
            attributes[key] = f"{known}, {word}"
    if value and "duration_text" in attributes:
        attributes.pop("duration_text")
    return replace(
        before,
        value=value,
        unit=unit,
        attributes=attributes,
        also=tuple(sorted({*before.also, *later.segments} - {before.segment})),
        confidence=min(before.confidence, later.confidence),
    )


def _turned(before: Fact, item: Found) -> Fact:
    """A complaint denied here and reported there: what was told at length or last stands."""
    later = item.fact
    if later.polarity is Polarity.UNCERTAIN:
        return before
    if before.polarity is Polarity.UNCERTAIN or item.corrects:
        return later
    if before.polarity is Polarity.PRESENT and (before.value or before.attributes):
        return before
    return later


def _relabelled(before: Fact, item: Found) -> Fact:
    """An allergy told here and denied there: what was ruled out in so many words stays so."""
    if item.fact.polarity is Polarity.PRESENT:
        return item.fact
    if item.fact.polarity is Polarity.UNCERTAIN and item.corrects:
        return item.fact
    if item.fact.polarity is Polarity.ABSENT and item.corrects:
        return replace(item.fact, also=tuple(sorted({*before.segments} - {item.fact.segment})))
    return before


def _reconcile_medicines(facts: list[Fact]) -> list[Fact]:
    """A medicine ruled out or stopped last is no longer ordered, and the other way round."""
    ordered = {
        f.name: f for f in facts if f.kind is FactKind.MEDICATION and f.status is FactStatus.ORDERED
    }
    against = {
        f.name: f
        for f in facts
        if f.kind is FactKind.MEDICATION and f.status in (FactStatus.REFUSED, FactStatus.STOPPED)
    }
    kept = []
    for fact in facts:
        if fact.kind is FactKind.MEDICATION:
            if _given_up(fact, facts) or _class_declined(fact, facts) or _advised(fact, facts):
                continue
            if _ends_what_is_taken(fact, facts):
                fact = replace(fact, status=FactStatus.STOPPED)  # noqa: PLW2901
            other = against.get(fact.name)
            if (
                fact.status is FactStatus.ORDERED
                and other is not None
                and other.segments[-1] >= fact.segments[-1]
                and other.segment >= fact.segment
            ):
                continue
            chosen = ordered.get(fact.name)
            if (
                fact.status is FactStatus.REFUSED
                and chosen is not None
                and chosen.segments[-1] > fact.segments[-1]
            ):
                continue
            if (
                fact.status is FactStatus.ORDERED
                and fact.name in _GENERAL
                and _names_better(fact, facts)
            ):
                continue
        kept.append(_as_before(fact, facts))
    return kept


def _given_up(fact: Fact, facts: list[Fact]) -> bool:
    """Whether what was named as taken turns out to be stopped: "I ran out a month ago"."""
    return fact.status is FactStatus.TAKEN and any(
        f.kind is FactKind.MEDICATION
        and f.name == fact.name
        and f.status is FactStatus.STOPPED
        and not f.said_by.is_clinician
        and 0 <= f.segment - fact.segments[-1] <= 2
        for f in facts
    )


def _advised(fact: Fact, facts: list[Fact]) -> bool:
    """As in "Avoid NSAIDs": the advice says it already."""
    return fact.status is FactStatus.REFUSED and any(
        f.kind is FactKind.INSTRUCTION
        and f.name == f"avoid {fact.name}"
        and f.segment == fact.segment
        for f in facts
    )


def _class_declined(fact: Fact, facts: list[Fact]) -> bool:
    """As in "Atorvastatin twenty." "Can I leave the statin for now?": ordered and put off."""
    term = lexicon_of("drug").named(fact.name)
    group = str(term.extra.get("class", "")) if term else ""
    return (
        fact.status is FactStatus.ORDERED
        and lexicon_of("drug_class").named(group) is not None
        and any(
            f.kind is FactKind.MEDICATION
            and f.status is FactStatus.REFUSED
            and not f.said_by.is_clinician
            and f.name.rstrip("s") == group.rstrip("s")
            and 0 < f.segment - fact.segments[-1] <= 3
            for f in facts
        )
    )


def _ends_what_is_taken(fact: Fact, facts: list[Fact]) -> bool:
    """Whether a clinician rules out what the patient takes: "Don't take your methotrexate"."""
    return (
        fact.status is FactStatus.REFUSED
        and fact.said_by.is_clinician
        and any(
            f.kind is FactKind.MEDICATION
            and f.name == fact.name
            and f.status is FactStatus.TAKEN
            and f.polarity is Polarity.PRESENT
            and f.subject is Subject.PATIENT
            and f.segment < fact.segment
            for f in facts
        )
    )


def _names_better(fact: Fact, facts: list[Fact]) -> bool:
    """Whether the general word only announced a medicine that was then named."""
    return any(
        f.kind is FactKind.MEDICATION
        and f.status is FactStatus.ORDERED
        and f.name != fact.name
        and 0 <= f.segment - fact.segment <= 2
        for f in facts
    )


def _as_before(fact: Fact, facts: list[Fact]) -> Fact:
    """A medicine that goes on keeps the dose it has been taken at."""
    if fact.status is not FactStatus.ORDERED or fact.value:
        return fact
    if fact.attributes.get("action") != "continue":
        return fact
    taken = next(
        (
            f
            for f in facts
            if f.kind is FactKind.MEDICATION
            and f.name == fact.name
            and f.status is FactStatus.TAKEN
        ),
        None,
    )
    if taken is None or not taken.value:
        return fact
    attributes = {
        k: v
        for k, v in taken.attributes.items()
        if k in ("frequency", "timing", "route", "form", "said")
    } | fact.attributes
    return replace(
        fact,
        value=taken.value,
        unit=taken.unit,
        attributes=attributes,
        also=tuple(sorted({*fact.also, *taken.segments} - {fact.segment})),
    )


def _drop_general(facts: list[Fact]) -> list[Fact]:
    """A general denial gives way to what was named after all."""
    named_allergy = any(
        f.kind is FactKind.ALLERGY
        and not f.is_intolerance
        and f.polarity is Polarity.PRESENT
        and f.subject is Subject.PATIENT
        and lexicon_of("drug", "drug_class").named(f.name) is not None
        for f in facts
    )
    taken = any(
        f.kind is FactKind.MEDICATION
        and f.status is FactStatus.TAKEN
        and f.polarity is Polarity.PRESENT
        and not f.attributes.get("effect")
        for f in facts
    )
    ill = any(
        f.kind is FactKind.HISTORY
        and f.polarity is Polarity.PRESENT
        and f.subject is Subject.PATIENT
        for f in facts
    )
    dropped = {
        name
        for name, holds in (
            ("drug allergy", named_allergy),
            ("regular medication", taken),
            ("chronic illness", ill and False),
        )
        if holds
    }
    return [f for f in facts if not (f.polarity is Polarity.ABSENT and f.name in dropped)]


def _more_exact(facts: list[Fact]) -> list[Fact]:
    """As in "Tummy pain" asked and "lower belly" answered are one complaint."""
    kept = list(facts)
    for fact in facts:
        if fact.kind is not FactKind.SYMPTOM or fact.name not in (
            "abdominal pain",
            "back pain",
            "pain",
            "swelling",
        ):
            continue
        exact = next(
            (
                f
                for f in kept
                if f.kind is FactKind.SYMPTOM
                and f.name != fact.name
                and (
                    f.name.endswith(f" {fact.name}")
                    or (fact.name == "back pain" and f.name.endswith("back pain"))
                )
                and f.polarity is fact.polarity is Polarity.PRESENT
                and f.subject is fact.subject
                and not (
                    f.attributes.get("side")
                    and fact.attributes.get("side")
                    and f.attributes["side"] != fact.attributes["side"]
                )
            ),
            None,
        )
        if exact is None or fact not in kept:
            continue
        kept[kept.index(exact)] = _join(exact, Found(replace(fact, name=exact.name)))
        kept.remove(fact)
    return kept


def _name_allergy(facts: list[Fact]) -> list[Fact]:
    """A reaction told after the substance joins the allergy it belongs to."""
    nameless = [f for f in facts if f.kind is FactKind.ALLERGY and not f.name]
    kept = [f for f in facts if not (f.kind is FactKind.ALLERGY and not f.name)]
    for reaction in nameless:
        for at, fact in enumerate(kept):
            if (
                fact.kind is FactKind.ALLERGY
                and fact.polarity is Polarity.PRESENT
                and not fact.attributes.get("reaction")
                and 0 <= reaction.segment - fact.segment <= 2
            ):
                kept[at] = replace(
                    fact,
                    attributes={**fact.attributes, "reaction": reaction.attributes["reaction"]},
                    also=tuple(sorted({*fact.also, reaction.segment} - {fact.segment})),
                )
    return kept
