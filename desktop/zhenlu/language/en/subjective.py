"""What the patient tells, as a note says it: complaint, course, past, medicines, family, habits."""

from __future__ import annotations

import re

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.language.en.daily_life import social_history
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.en.vocabulary import lexicon_of, symptom_group
from zhenlu.language.en.wording import (
    capital,
    character,
    complaint,
    duration,
    listing,
    medicine,
    modifiers,
    tested,
    vital,
)

_NOT_CHIEF = frozenset({"insomnia", "loss of appetite", "stress", "sweating"})


def _present(notes: Notes) -> list[int]:
    return notes.of(FactKind.SYMPTOM, polarity=Polarity.PRESENT)


def _main(notes: Notes) -> list[int]:
    """The complaint of the visit and what came with it in the same breath."""
    present = [
        at for at in _present(notes) if notes.facts[at].attributes.get("course") != "resolved"
    ] or _present(notes)
    if not present:
        return []
    chief = [at for at in present if notes.facts[at].name not in _NOT_CHIEF] or present
    first = chief[0]
    fact = notes.facts[first]
    together = [
        at
        for at in chief[1:]
        if notes.facts[at].segment == fact.segment
        and notes.facts[at].start - fact.end < 25
        and (not duration(notes.facts[at]) or duration(notes.facts[at]) == duration(fact))
    ]
    return [first, *together[:2]]


def _complaint_text(notes: Notes, main: list[int]) -> str:
    facts = [notes.facts[at] for at in main]
    names = listing([complaint(f) for f in facts])
    lasting = next((duration(f) for f in facts if duration(f)), "")
    return capital(f"{names} {lasting}".strip())


def chief_complaint(notes: Notes) -> list[Line]:
    """As in "Cough for 4 days", without a closing point; for a review what is reviewed."""
    main = _main(notes)
    reviewed = _reviewed(notes)
    if reviewed is not None:
        return [notes.line(f"Review of {notes.facts[reviewed].name}", [reviewed])]
    # A diagnosis made today is no complaint: where none was told, none is written.
    return [notes.line(_complaint_text(notes, main), main)] if main else []


def _reviewed(notes: Notes) -> int | None:
    """The illness whose review the clinician opens the visit with.

    It is the one named there; where none is named, a long-term illness, and only if the
    patient brings no complaint of their own.
    """
    opening = " ".join(
        s.text for s in list(notes.transcript)[:3] if s.role is not SpeakerRole.PATIENT
    )
    if not _REVIEW.search(opening):
        return None
    known = [
        *notes.of(FactKind.DIAGNOSIS, polarity=Polarity.PRESENT),
        *notes.of(
            FactKind.HISTORY,
            polarity=Polarity.PRESENT,
            where=lambda f: not f.attributes.get("procedure"),
        ),
    ]
    named = {m.term.name for m in lexicon_of("disease", "vital").find(opening)}
    if "blood pressure" in named:
        named.add("hypertension")
    if named & {"diabetes"}:
        named |= {"type 1 diabetes", "type 2 diabetes"}
    for at in known:
        if notes.facts[at].name in named:
            return at
    chronic = [at for at in known if notes.facts[at].kind is FactKind.HISTORY]
    return chronic[0] if chronic and not _present(notes) else None


_REVIEW = re.compile(r"\b(?:review|check(?:-?up)?|follow[- ]?up)\b", re.IGNORECASE)


def labelled_complaint(notes: Notes) -> list[Line]:
    """The complaint as first sentence of a Subjective, where it has no section of its own.

    Who is followed up was asked to come: what they tell of is no complaint.
    """
    if "chief_complaint" in notes.sections or notes.visit_kind == "followup":
        return []
    return [
        notes.line(f"Chief complaint: {line.text[0].lower() + line.text[1:]}.", line.facts)
        for line in chief_complaint(notes)
    ]


def present_illness(notes: Notes) -> list[Line]:
    """The course of the illness: each complaint with its details, then what was denied."""
    lines = []
    bare = []
    main = _main(notes)[:1]
    for at in [*main, *(at for at in _present(notes) if at not in main)]:
        if at in main and _is_bare(notes.facts[at]):
            name = complaint(notes.facts[at])
            named = f"{_article(notes.facts[at])}{name}"
            lines.append(notes.line(f"Reports {named}.", [at]))
        elif _is_bare(notes.facts[at]):
            bare.append(at)
        else:
            lines.append(_told(notes, at))
    if bare:
        names = listing([complaint(notes.facts[at]) for at in bare])
        also = "Also reports" if lines else "Reports"
        lines.append(notes.line(f"{also} {names}.", bare))
    lines += _home_readings(notes)
    lines += _tried(notes)
    lines += _contacts(notes)
    if "review_of_systems" not in notes.sections:
        lines += denials(notes)
    return lines


_COUNTED = frozenset(
    {"rash", "fall", "cough", "headache", "lump", "fever", "sore throat", "runny nose", "limp"}
    | {"tremor", "stiff neck", "red eye", "nosebleed", "dry mouth"}
)


def _article(fact: Fact) -> str:
    """The "a" of a complaint that can be counted, where no side stands before it."""
    return "a " if fact.name in _COUNTED and not fact.attributes.get("side") else ""


def _is_bare(fact: Fact) -> bool:
    """Whether nothing but the complaint itself was said."""
    return not (duration(fact) or character(fact) or modifiers(fact))


def _told(notes: Notes, at: int) -> Line:
    """One complaint with what was said of it."""
    fact = notes.facts[at]
    name = complaint(fact)
    lasting = duration(fact)
    if fact.value and fact.attributes.get("onset"):
        lasting = f"{lasting} (since {fact.attributes['onset']})"
    details = character(fact)
    changed = modifiers(fact)
    head = f"{name} {lasting}".strip()
    text = f"Reports {_article(fact)}{head}"
    if details:
        text += f", {', '.join(details)}"
    if changed:
        text += f"; {' and '.join(changed)}"
    return notes.line(f"{text}.", [at])


def _home_readings(notes: Notes) -> list[Line]:
    """What was measured before the visit."""
    own = notes.of(FactKind.VITAL, where=lambda f: f.attributes.get("by") == "self")
    lines = []
    for at in own:
        fact = notes.facts[at]
        when = fact.attributes.get("when", "")
        timed = f" {when}" if when and when != "fasting" else ""
        fasting = "fasting " if when == "fasting" else ""
        text = f"Home reading: {fasting}{vital(fact)}{timed}."
        lines.append(notes.line(text, [at]))
    told = notes.of(
        FactKind.TEST, status=FactStatus.DONE, where=lambda f: f.attributes.get("by") == "patient"
    )
    return lines + [
        notes.line(f"Reported by the patient: {tested(notes.facts[at])}.", [at]) for at in told
    ]


def _tried(notes: Notes) -> list[Line]:
    """Medicines taken for this illness, with their effect."""
    lines = []
    for at in notes.of(
        FactKind.MEDICATION,
        polarity=Polarity.PRESENT,
        status=(FactStatus.TAKEN, FactStatus.STOPPED),
    ):
        fact = notes.facts[at]
        effect = fact.attributes.get("effect", "")
        if not effect and fact.attributes.get("purpose"):
            lines.append(notes.line(f"Has taken {medicine(fact)}.", [at]))
        elif effect:
            words = {
                "no relief": "without relief",
                "partial relief": "with partial relief",
                "helpful": "with relief",
            }[effect]
            lines.append(notes.line(f"Has taken {medicine(fact)} {words}.", [at]))
    return lines


def _contacts(notes: Notes) -> list[Line]:
    """Others at home with the same complaint."""
    return [
        notes.line(f"{capital(_relative(notes.facts[at]))} also has {notes.facts[at].name}.", [at])
        for at in notes.of(FactKind.SYMPTOM, polarity=Polarity.PRESENT, subject=Subject.FAMILY)
    ]


def _relative(fact: Fact) -> str:
    return fact.attributes.get("relation", "") or "a relative"


def denials(notes: Notes) -> list[Line]:
    """What was asked and denied, by body system: "Denies chest pain or palpitations."."""
    denied = notes.of(FactKind.SYMPTOM, polarity=Polarity.ABSENT)
    groups: dict[str, list[int]] = {}
    for at in denied:
        groups.setdefault(symptom_group(notes.facts[at].name), []).append(at)
    lines = []
    together: list[int] = []
    left = len(denied)
    for group in groups.values():
        together += group
        left -= len(group)
        # A sentence holds what reads well in one breath; one or two are not left alone.
        if len(together) >= 4 and left >= 3:
            lines.append(_denial(notes, together))
            together = []
    if together:
        lines.append(_denial(notes, together))
    return lines


def _denial(notes: Notes, positions: list[int]) -> Line:
    names = [notes.facts[at].name for at in positions]
    return notes.line(f"Denies {listing(names, 'or')}.", positions)


def past_history(notes: Notes) -> list[Line]:
    """Known illnesses and operations, then what was denied."""
    lines = []
    for at in notes.of(FactKind.HISTORY, polarity=Polarity.PRESENT):
        lines.append(notes.line(f"{capital(_illness(notes.facts[at]))}.", [at]))
    denied = notes.of(FactKind.HISTORY, polarity=Polarity.ABSENT)
    general = [at for at in denied if notes.facts[at].name in ("chronic illness", "surgery")]
    named = [at for at in denied if at not in general and notes.facts[at].name != "pregnancy"]
    if named:
        names = listing([notes.facts[at].name for at in named], "or")
        lines.append(notes.line(f"No history of {names}.", named))
    for at in general:
        other = (
            "other "
            if any(
                f.kind is FactKind.HISTORY
                and f.polarity is Polarity.PRESENT
                and f.subject is Subject.PATIENT
                for f in notes.facts
            )
            else ""
        )
        words = {
            "chronic illness": f"No {other}known medical problems",
            "surgery": "No previous surgery",
        }[notes.facts[at].name]
        lines.append(notes.line(f"{words}.", [at]))
    for at in denied:
        if notes.facts[at].name == "pregnancy":
            lines.append(notes.line("Denies pregnancy.", [at]))
    return lines


def _illness(fact: Fact) -> str:
    text = fact.name
    since = fact.attributes.get("since", "")
    if since:
        if since.isdigit() and len(since) == 4:
            text += f" ({'' if fact.attributes.get('procedure') else 'since '}{since})"
        elif since.endswith("ago") or since.startswith("last"):
            text += f" ({since})"
        elif since == "childhood":
            text += " in childhood"
        else:
            text += f" for {since}"
    if control := fact.attributes.get("control"):
        text += f", {control}"
    return text


def _long_term(notes: Notes) -> list[int]:
    return notes.of(
        FactKind.MEDICATION,
        polarity=Polarity.PRESENT,
        status=(FactStatus.TAKEN, FactStatus.STOPPED),
        where=lambda f: not (f.attributes.get("effect") or f.attributes.get("purpose")),
    )


def long_term_medicines(notes: Notes) -> list[Line]:
    """As in "Takes amlodipine 5 mg once daily", where medicines have no section of their own."""
    if "medication_use" in notes.sections or notes.visit_kind == "revisit":
        return []
    return medicines_now(notes)


def treatment_since(notes: Notes) -> list[Line]:
    """What was taken since the last visit, where the visit is a revisit."""
    return medicines_now(notes) if notes.visit_kind == "revisit" else []


def medicines_now(notes: Notes) -> list[Line]:
    """What is taken, what was stopped before the visit, or that nothing is taken."""
    lines = []
    for at in _long_term(notes):
        fact = notes.facts[at]
        if fact.status is FactStatus.STOPPED:
            if fact.said_by.is_clinician and not fact.attributes.get("ended"):
                continue
            lines.append(notes.line(f"Stopped {medicine(fact)}.", [at]))
            continue
        text = f"Takes {medicine(fact)}"
        if fact.attributes.get("adherence"):
            text += f" ({fact.attributes['adherence']})"
        lines.append(notes.line(f"{text}.", [at]))
    for at in notes.of(FactKind.MEDICATION, polarity=Polarity.ABSENT):
        lines.append(notes.line("No regular medications.", [at]))
    return lines


def allergies(notes: Notes) -> list[Line]:
    """Each substance with its reaction, or that nothing is known."""
    lines = []
    for at in notes.of(FactKind.ALLERGY):
        fact = notes.facts[at]
        if fact.polarity is Polarity.ABSENT:
            words = (
                "No known drug allergies"
                if fact.name == "drug allergy"
                else f"Not allergic to {fact.name}"
            )
            lines.append(notes.line(f"{words}.", [at]))
            continue
        reaction = fact.attributes.get("reaction", "")
        shown = f" ({reaction})" if reaction else ""
        told = "Intolerance:" if fact.is_intolerance else "Allergic to"
        if fact.polarity is Polarity.UNCERTAIN:
            told = "Possible allergy, not confirmed:"
        lines.append(notes.line(f"{told} {fact.name}{shown}.", [at]))
    return lines


def family_history(notes: Notes) -> list[Line]:
    """Illnesses of relatives: "Father: heart attack."."""
    lines = []
    for at in notes.of(FactKind.HISTORY, subject=Subject.FAMILY):
        fact = notes.facts[at]
        if fact.polarity is Polarity.UNCERTAIN:
            continue
        if fact.polarity is Polarity.ABSENT:
            words = (
                "No relevant family history"
                if fact.name == "family history"
                else f"No family history of {fact.name}"
            )
            lines.append(notes.line(f"{words}.", [at]))
            continue
        since = f" ({fact.attributes['since']})" if fact.attributes.get("since") else ""
        lines.append(notes.line(f"{capital(_relative(fact))}: {fact.name}{since}.", [at]))
    for at in notes.of(FactKind.ALLERGY, subject=Subject.FAMILY):
        fact = notes.facts[at]
        lines.append(notes.line(f"{capital(_relative(fact))}: allergic to {fact.name}.", [at]))
    return lines


def _labelled(label: str, lines: list[Line]) -> list[Line]:
    """The first sentence of a group carries its label."""
    if not lines:
        return []
    first = lines[0]
    return [Line(f"{label}: {first.text}", first.facts, first.segments), *lines[1:]]


def labelled_past(notes: Notes) -> list[Line]:
    return _labelled("PMH", past_history(notes))


def labelled_medicines(notes: Notes) -> list[Line]:
    if "medication_use" in notes.sections:
        return []
    return _labelled("Medications", medicines_now(notes))


def labelled_allergies(notes: Notes) -> list[Line]:
    return _labelled("Allergies", allergies(notes))


def labelled_family(notes: Notes) -> list[Line]:
    return _labelled("FH", family_history(notes))


def labelled_social(notes: Notes) -> list[Line]:
    if "lifestyle" in notes.sections:
        return []
    return _labelled("SH", social_history(notes))
