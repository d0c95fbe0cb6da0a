"""Medicines of a visit: taken, ordered, stopped, refused, with dose and course."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked_medicines import (
    ENDED,
    Topic,
    asked_medicine,
    dose_asked,
    new_dose,
    topic_of,
)
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.named_medicines import medicines_named
from zhenlu.language.en.orders import CONTINUE, MIGHT, NOT_ORDERED, dosed, gives_order
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.en.refusals import Refusals
from zhenlu.language.en.regimen import (
    DOSE_UNITS,
    course,
    experience,
    frequency,
    regimen,
    said_as,
    shared_course,
    single_dose,
    timing,
)
from zhenlu.language.en.restated_doses import said_anew, without_doubted
from zhenlu.language.en.standing import ASKS_MEDICINES, standing_of
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.en.wished import Wished

_GENERAL_DENIAL = re.compile(
    r"\b(?:not (?:on|taking) (?:any|anything)|no (?:regular )?(?:medications?|medicines?|tablets"
    r"|meds)|don't take (?:any|anything)|isn't on any|takes nothing|nothing regular"
    r"|no regular)\b",
    re.IGNORECASE,
)


#: Questions about what was done for this illness, not about what is taken for good.
_TRIED = re.compile(
    r"\b(?:(?:taken|tried|taking|take|given (?:him|her)|done|using|used) (?:anything|something"
    r"|any \w+)"
    r"|what (?:have you|has he|has she) (?:taken|tried|given|used|been taking)"
    r"|anything for (?:it|the|this|that)"
    r"|tried anything|what are you taking for)\b",
    re.IGNORECASE,
)


#: As in "My father had it, he was on the insulin".
_WAS_ON_IT = re.compile(r"\b(?:he|she|they) (?:was|were) (?:on|taking) (?:the )?$", re.IGNORECASE)


def treatments(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Medication facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    last: tuple[Said, str, int] | None = None
    wished, refusals = Wished(), Refusals()
    topic: Topic | None = None
    for remark in remarks:
        named = medicines_named(remark)
        topic = topic_of(remark, topic)
        declined = refusals.of(remark, wished.named, found)
        found = [*without_doubted(remark, topic, found), *declined]
        found += wished.turned_down(remark, named)
        turned_down = {f.fact.name for f in declined}
        named = [
            s for s in named if not declined or (s.kind == "drug" and s.name not in turned_down)
        ]
        asked = asked_medicine(remark, named, found)
        if asked is not None:
            found.append(asked[1])
            last = (asked[0], asked[1].fact.status.value, remark.segment.id)
            if not named:
                continue
        if not named:
            by_topic = (
                said_anew(remark, topic, found)
                or dose_asked(remark, topic)
                or new_dose(remark, topic, found)
            )
            if by_topic is not None and topic is not None:
                found.append(by_topic)
                last = (topic.said, by_topic.fact.status.value, remark.segment.id)
                continue
            found += _unnamed(remark, last)
            found += _denied_all(remark)
            if last is not None and not remark.asks and remark.by_clinician:
                found += _more_of_order(remark, last, found)
            found += _by_form(remark, found)
            continue
        for number, said in enumerate(named):
            end = named[number + 1].start if number + 1 < len(named) else len(remark.text)
            status = standing_of(remark, said)
            if status is None or (status is FactStatus.ORDERED and _echoed(remark, said, found)):
                continue
            whose = owner(remark, said.start, relations)
            theirs = status is FactStatus.TAKEN or _WAS_ON_IT.search(remark.text[: said.start])
            if whose.subject is not Subject.PATIENT and theirs:
                continue
            attributes, value, unit = regimen(remark, said, end, number == 0)
            if status is FactStatus.ORDERED and (days := shared_course(remark.text)):
                attributes.setdefault("days", days)
            if status is FactStatus.REFUSED:
                attributes, value, unit = {}, "", ""
            attributes |= _circumstances(remark, said, status)
            fact = remark.fact(
                FactKind.MEDICATION,
                said.name,
                said.start,
                said.end,
                value=value,
                unit=unit,
                attributes=attributes,
                status=status,
                also=remark.also if remark.reply else (),
            )
            found.append(Found(fact, remark.corrects))
            if status in (FactStatus.ORDERED, FactStatus.TAKEN, FactStatus.STOPPED):
                last = (said, status.value, remark.segment.id)
        found += _denied_all(remark) if not named else []
    return found


def _circumstances(remark: Remark, said: Said, status: FactStatus) -> dict[str, str]:
    """How it worked, what an order changes, and the name that was spoken."""
    attributes: dict[str, str] = {}
    before = remark.text[: said.start]
    if status in (FactStatus.TAKEN, FactStatus.STOPPED) and not remark.by_clinician:
        attributes |= experience(remark.text, said)
        if any(_TRIED.search(q.text) for q in remark.questions):
            attributes["purpose"] = "present illness"
    if status is FactStatus.ORDERED and CONTINUE.search(before):
        attributes["action"] = "continue"
    elif status is FactStatus.ORDERED and re.search(
        r"\bincrease|go up|double|put (?:it|that) up\b", before, re.IGNORECASE
    ):
        attributes["action"] = "increase"
    if status is FactStatus.STOPPED and remark.dictated and remark.part != "plan":
        attributes["ended"] = "before the visit"
    if said.term.extra.get("unlisted"):
        attributes["unknown"] = "yes"
    return attributes | said_as(said)


def _echoed(remark: Remark, said: Said, found: Sequence[Found]) -> bool:
    """As in "Zoloft fifty." "Zoloft, fifty milligrams, okay": repeats what is taken."""
    if gives_order(remark.text):
        return False
    return any(
        f.fact.name == said.name
        and f.fact.status is FactStatus.TAKEN
        and 0 < remark.segment.id - f.fact.segments[-1] <= 2
        for f in found
    )


#: As in "It's twenty now, they raised it": the dose said before is not today's.
_NOW = re.compile(
    r"\b(?:it's|it is|that's|(?:I'm|he's|she's) on|it went up to)\s+(\d+(?:\.\d+)?)"
    r"(?:\s*(?:mg|milligrams?))?\s+(?:now|these days)\b",
    re.IGNORECASE,
)


#: As in "he's supposed to have the brown one but it ran out": not the one named before.
_ANOTHER_ONE = re.compile(
    r"\b(?:brown|other|purple|orange|pink|green|white|yellow) (?:one|inhaler|puffer|tablets?)\b",
    re.IGNORECASE,
)


def _ended_it(text: str) -> bool:
    """As in "Oh, she says it finished two months ago", said of the medicine named before."""
    return bool(ENDED.search(text)) and len(text) < 80 and not _ANOTHER_ONE.search(text)


def _unnamed(remark: Remark, last: tuple[Said, str, int] | None) -> list[Found]:
    """As in "I stopped it", "I never miss them": more about the medicine named before."""
    if last is None or remark.asks or remark.by_clinician:
        return []
    said, status, segment = last
    text = remark.text
    if status == "taken" and (
        (_ended_it(text) and remark.segment.id - segment <= 2)
        or re.search(
        r"\bI (?:stopped|came off|quit) (?:it|them|taking (?:it|them))\b|\bso I stopped\b",
        text,
        re.IGNORECASE,
        )
    ):
        fact = remark.fact(FactKind.MEDICATION, said.name, status=FactStatus.STOPPED)
        return [Found(fact, True)]
    raised = _NOW.search(text)
    if status == "taken" and raised and remark.segment.id - segment <= 2:
        fact = remark.fact(
            FactKind.MEDICATION,
            said.name,
            value=raised.group(1),
            unit="mg",
            status=FactStatus.TAKEN,
        )
        return [Found(fact, True)]
    if (
        status == "taken"
        and re.search(r"\b(?:it|them|they|that|the \w+)\b", text)
        and remark.segment.id - segment <= 3
    ):
        attributes = experience(text, Said(said.name, said.kind, 0, 0, said.term))
        about = re.search(
            r"\b(?:it|they|that|them|the \w+)(?:'s|'re|'ve)? (?:[\w']+ ){0,2}(?:help|work"
            r"|do much|do anything"
            r"|touch)\w*|\b(?:miss|forget"
            r"|edge off|brings? (?:it|the fever) down|doses?)\w*\b",
            text,
            re.IGNORECASE,
        )
        if attributes and about and len(text) < 90:
            fact = remark.fact(
                FactKind.MEDICATION, said.name, attributes=attributes, status=FactStatus.TAKEN
            )
            return [Found(fact)]
    if status == "taken" and remark.questions and not mentions.symptoms(text):
        found = quantities(text)
        dose = next((q for q in found if q.unit in DOSE_UNITS), None) or _bare(text, found)
        often = frequency(found, text)
        if dose or (
            often
            and any(re.search(r"\b(?:dose|take|taking|often)\b", q.text) for q in remark.questions)
        ):
            attributes = (
                {"frequency": often}
                | timing(text)
                | experience(text, Said(said.name, said.kind, 0, 0, said.term))
            )
            fact = remark.fact(
                FactKind.MEDICATION,
                said.name,
                value=dose.value if dose else "",
                unit=dose.unit if dose else "",
                attributes=attributes,
                status=FactStatus.TAKEN,
                also=remark.also,
            )
            return [Found(fact)]
    return []


def _bare(text: str, found: Sequence[Quantity]) -> Quantity | None:
    """As in "Yes. Five hundred, twice a day": a dose that opens the answer without its unit."""
    match = re.search(
        r"(?:^\W*|,\s*)(\d+(?:\.\d+)?)(?=\W*$|,| (?:once|twice|\d+ times|in the|at night))", text
    )
    if match is None or float(match.group(1)) < 5:
        return None
    return next(
        (replace(q, unit="mg") for q in found if q.start == match.start(1) and not q.unit), None
    )


def _by_form(remark: Remark, found: Sequence[Found]) -> list[Found]:
    """As in "And the gel, three times a day": the medicine in use that has this form."""
    if remark.asks or not remark.by_clinician:
        return []
    match = re.search(
        r"\bthe (gel|cream|ointment|lotion|inhaler|spray|drops|patch|syrup)\b",
        remark.text,
        re.IGNORECASE,
    )
    if (
        match is None
        or NOT_ORDERED.search(remark.text[: match.start()])
        or MIGHT.search(remark.text[: match.start()])
        or not dosed(remark.text, Said("", "", 0, match.end(), lexicon_of("drug").terms[0]))
    ):
        return []
    for item in reversed(found):
        if (
            item.fact.status is FactStatus.TAKEN
            and item.fact.attributes.get("form") == match.group(1).lower()
        ):
            near = quantities(remark.text[match.end() :])
            attributes = {
                "frequency": frequency(near, remark.text[match.end() :]),
                "form": item.fact.attributes["form"],
                "route": item.fact.attributes.get("route", ""),
                "said": item.fact.attributes.get("said", ""),
                "action": "continue",
            }
            fact = remark.fact(
                FactKind.MEDICATION,
                item.fact.name,
                match.start(),
                match.end(),
                attributes=attributes,
                status=FactStatus.ORDERED,
                also=(item.fact.segment,),
            )
            return [Found(fact)]
    return []


def _more_of_order(remark: Remark, last: tuple[Said, str, int], found: list[Found]) -> list[Found]:
    """As in "Take it with food for a week": the course of the medicine just ordered."""
    said, status, _ = last
    text = re.sub(r"\b(?:rather than|instead of)\b[^,.;]*", "", remark.text, flags=re.IGNORECASE)
    if status != "ordered" or not found or remark.segment.id - found[-1].fact.segment > 0:
        return []
    if not re.search(
        r"\b(?:take|use|apply|start (?:on|with|at|off)|it|them|that's|tablets?|puffs?)\b",
        text,
        re.IGNORECASE,
    ) or re.search(
        r"\b(?:come back|see you|review|call|if (?:you|it|there))\b", text, re.IGNORECASE
    ):
        return []
    near = quantities(text)
    dose = single_dose(near)
    attributes = {"frequency": frequency(near, text), "days": course(near, text)} | timing(text)
    if not dose and not any(attributes.values()):
        return []
    fact = remark.fact(
        FactKind.MEDICATION,
        said.name,
        value=dose.value if dose else "",
        unit=dose.unit if dose else "",
        attributes=attributes,
        status=FactStatus.ORDERED,
    )
    return [Found(fact)]


def _denied_all(remark: Remark) -> list[Found]:
    """As in "I'm not on any medication"."""
    if remark.asks or (remark.by_clinician and not remark.dictated):
        return []
    asked = [
        q
        for q in remark.questions
        if ASKS_MEDICINES.search(q.text)
        and not re.search(r"\ballerg|side effect", q.text, re.IGNORECASE)
    ]
    nothing = (
        bool(asked)
        and (remark.reply == "no" or re.match(r"nothing\b", remark.text, re.IGNORECASE))
        and not re.search(r"\b(?:else|other)\b", asked[-1].text)
    )
    if not nothing and not _GENERAL_DENIAL.search(remark.text):
        return []
    fact = remark.fact(
        FactKind.MEDICATION,
        "regular medication",
        polarity=Polarity.ABSENT,
        status=FactStatus.TAKEN,
        also=remark.also,
    )
    return [Found(fact)]
