"""A dose said anew after a correction: "Seven and a half mils. No, older age band. Five mils."

What the clinician says last stands. Where the dose is only doubted ("Let me check that") it is
taken away: no dose is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked_medicines import Topic
from zhenlu.language.en.found import Found
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.en.regimen import DOSE_UNITS, regimen, said_as
from zhenlu.language.en.vocabulary import lexicon_of

_TAKES_BACK = re.compile(
    r"\b(?:no|not|sorry|wait|hang on|hold on|hmm|wrong|misread|actually|instead|then|too much"
    r"|too high|too low|too strong|correction|I mean|I meant|beg your pardon|neither"
    r"|what am I saying)\b",
    re.IGNORECASE,
)
#: As in "Let me check that", "I'll look it up", "Then that dose is wrong".
_IN_DOUBT = re.compile(
    r"\b(?:let me|I'll|I will|I need to|I'd better|I have to|we need to) (?:just |quickly )?"
    r"(?:(?:double[- ])?check|look|work|recalculate|confirm)(?:ing)?(?: (?:that|it|this|the dose|up"
    r"|out|again))+"
    r"|\b(?:that|the|this) dose(?:'s| is)? (?:wrong|not right|too (?:high|low|much|big|strong))",
    re.IGNORECASE,
)
#: What may stand before a dose that opens its sentence or follows a pause.
_LEAD = re.compile(
    r"(?:^|,)\W*(?:(?:no|nope|neither|sorry|goodness|gosh|heavens|god|oh|well|so|right|okay|it's|that's"
    r"|just|make it|make that|only|never mind|wait|hang on|actually|not at all"
    r"|let's|we'll|I'll|you|him|her|give|have|take|say|do|try|go|call it|with|for|then|good catch"
    r"|not (?:\d+(?:\.\d+)?|that))\W+)*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:after|from|later|next|increase|up to|maximum|max|at most|no more than|if|when|until"
    r"|come back|see (?:me|you)|review|blood)\b",
    re.IGNORECASE,
)


def without_doubted(
    remark: Remark, topic: Topic | None, found: Sequence[Found]
) -> list[Found]:
    """What was found, without the dose that the clinician doubts here."""
    if not remark.by_clinician or remark.asks or topic is None or not _IN_DOUBT.search(remark.text):
        return [*found]
    if not _TAKES_BACK.search(_turn(remark)) or remark.segment.id - topic.segment > 2:
        return [*found]
    return [
        replace(item, fact=replace(item.fact, value="", unit=""))
        if _is_ordered(item, topic, remark)
        else item
        for item in found
    ]


def said_anew(remark: Remark, topic: Topic | None, found: Sequence[Found]) -> Found | None:
    """The dose, or how often, that a clinician tells of the medicine without naming it again."""
    if not remark.by_clinician or remark.asks or topic is None:
        return None
    told = next((q for q in quantities(remark.text) if _is_use(q)), None)
    if told is None or not _is_led_in(remark.text[: told.start], told):
        return None
    if remark.segment.id - topic.segment > 2 or _LATER.search(remark.text):
        return None
    ordered = [item for item in found if _is_ordered(item, topic, remark)]
    if remark.dictated and not ordered:
        return None
    if not (_asked_of(remark, topic) or _puts_right(remark, topic, ordered, told)):
        return None
    said = replace(topic.said, start=told.start, end=told.start)
    attributes, value, unit = regimen(remark, said, len(remark.text), True)
    fact = remark.fact(
        FactKind.MEDICATION,
        _meant(topic, found),
        value=value,
        unit=unit,
        attributes=attributes | said_as(topic.said),
        status=ordered[-1].fact.status if ordered else FactStatus.ORDERED,
    )
    return Found(fact, True)


def _is_led_in(before: str, told: Quantity) -> bool:
    """Whether a dose opens its sentence or follows a pause; how often only opens one.

    "Ice it twenty minutes, four times a day" says nothing of the medicine.
    """
    lead = _LEAD.search(before)
    return lead is not None and (lead.start() == 0 or told.unit in DOSE_UNITS)


def _puts_right(remark: Remark, topic: Topic, ordered: Sequence[Found], told: Quantity) -> bool:
    """Whether this dose takes the place of one of its sort, or was announced by a correction."""
    announced = _TAKES_BACK.search(_turn(remark))
    if not ordered:
        return bool(announced) and topic.segment == remark.segment.id
    before = ordered[-1].fact
    if told.unit in DOSE_UNITS and not remark.dictated:
        return before.unit == told.unit or not before.unit or bool(announced)
    return bool(announced) or (not remark.dictated and remark.segment.id > before.segment)


def _asked_of(remark: Remark, topic: Topic) -> bool:
    """As in "Is the methotrexate four a day or ten?" "Once a week, ten milligrams"."""
    named = lexicon_of("drug")
    return any(
        m.term.name == topic.said.name for q in remark.questions for m in named.find(q.text)
    )


def _meant(topic: Topic, found: Sequence[Found]) -> str:
    """Plain "insulin" is the one that is taken."""
    if topic.said.name != "insulin":
        return topic.said.name
    taken = [f.fact.name for f in found if f.fact.name.startswith("insulin ")]
    return taken[-1] if taken else topic.said.name


def _is_ordered(item: Found, topic: Topic, remark: Remark) -> bool:
    """Whether the clinician gave this medicine; a note told in one breath may only name it."""
    noted = remark.dictated and item.fact.segment == remark.segment.id
    given = item.fact.status is FactStatus.ORDERED or (
        noted and item.fact.status is FactStatus.TAKEN
    )
    return item.fact.name == topic.said.name and given


def _is_use(quantity: Quantity) -> bool:
    return quantity.unit in DOSE_UNITS or quantity.unit.startswith("times_per_")


def _turn(remark: Remark) -> str:
    """The words of the turn up to this remark, and its own."""
    return remark.reading.text[: remark.offset + len(remark.text)]
