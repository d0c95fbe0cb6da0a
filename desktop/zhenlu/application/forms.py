"""Typed fields of follow-up forms, filled from facts.

A field that was not said stays empty and is asked for; nothing is guessed. Which
facts fill a field is data in the template (`FieldSource`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhenlu.application import proposals, quantities
from zhenlu.domain.facts import Fact, FactStatus, Polarity, Subject
from zhenlu.domain.record import Evidence, FieldValue
from zhenlu.domain.template import FieldSource, FieldSpec, TemplateSection
from zhenlu.domain.transcript import Language, Transcript

_NOT_GIVEN = (FactStatus.STOPPED, FactStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A value with the facts it rests on."""

    value: str = field(repr=False)
    facts: tuple[Fact, ...]


def fill(
    section: TemplateSection,
    facts: Sequence[Fact],
    transcript: Transcript,
    *,
    age_years: int | None = None,
    visit_date: date | None = None,
) -> tuple[FieldValue, ...]:
    """The section's typed fields in form order, "" where nothing was said.

    Args:
        age_years: For targets that depend on age; without it the stricter one holds.
        visit_date: Turns "in 2 weeks" into a date; without it the interval is printed.
    """
    own = [fact for fact in facts if fact.subject is Subject.PATIENT]
    filled = []
    for spec in section.fields:
        found = _said(spec, own, transcript, visit_date)
        if found is None and spec.proposal:
            proposed = proposals.PROPOSALS[spec.proposal](spec, own, age_years)
            found = _Filled(*proposed) if proposed else None
        value, used = (found.value, found.facts) if found else ("", ())
        evidence = _evidence(used, transcript)
        filled.append(FieldValue(spec.id, spec.title, value, spec.unit, evidence))
    return tuple(filled)


def _said(
    spec: FieldSpec, facts: Sequence[Fact], transcript: Transcript, visit_date: date | None
) -> _Filled | None:
    """The first source of the field that was said, read as the field's type asks."""
    for source in spec.sources:
        candidates = [fact for fact in facts if _answers(fact, source, transcript)]
        if not candidates:
            continue
        if spec.type == "date":
            found = _date(candidates, transcript.language, visit_date)
        else:
            found = _READERS[spec.type](spec, source, candidates)
        if found is not None:
            return found
    return None


def _answers(fact: Fact, source: FieldSource, transcript: Transcript) -> bool:
    if fact.kind is not source.kind or (source.names and fact.name not in source.names):
        return False
    if not source.near and not source.not_near:
        return True
    said = "".join(segment.text for segment in transcript if segment.id in fact.segments)
    wanted = not source.near or any(word in said for word in source.near)
    return wanted and not any(word in said for word in source.not_near)


def _number(spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    """The last value said, one taken here before one taken at home."""
    here = [fact for fact in facts if fact.attributes.get("by") != "self"]
    for fact in (*reversed(here), *(f for f in reversed(facts) if f not in here)):
        if fact.polarity is Polarity.ABSENT:
            # 不吸烟 is an amount: none.
            return _Filled("0", (fact,)) if spec.low == 0 else None
        value = _amount(fact, spec, source)
        if value is not None and _plausible(value, spec):
            return _Filled(f"{value:g}", (fact,))
    return None


def _amount(fact: Fact, spec: FieldSpec, source: FieldSource) -> float | None:
    if source.part in ("first", "second"):
        pair = re.fullmatch(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)", fact.value)
        return float(pair[1 if source.part == "first" else 2]) if pair else None
    if source.part == "value" and not source.units:
        return quantities.amount(fact.value, fact.unit or spec.unit, spec.unit)
    said = (fact.value + fact.unit, *fact.attributes.values())
    if source.part != "value":
        said = (fact.attributes.get(source.part, ""),)
    amounts = (quantities.amount_in(text, spec.unit) for text in said)
    return next((value for value in amounts if value is not None), None)


def _plausible(value: float, spec: FieldSpec) -> bool:
    """A value out of range is left to be asked for; the text still shows what was said."""
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)


def _choice(spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    """The choice whose words were said; where facts differ, the later in form order.

    Forms run from the wished-for to the worrying (规律 → 不服药, 无 → 有).
    """
    found = [(choice, fact) for fact in facts if (choice := _meant(source, _part(fact, source)))]
    if not found:
        return None
    chosen = max((choice for choice, _ in found), key=spec.choices.index)
    return _Filled(chosen, tuple(fact for choice, fact in found if choice == chosen))


def _part(fact: Fact, source: FieldSource) -> str:
    if source.part == "denied":
        return "denied" if fact.polarity is Polarity.ABSENT else "present"
    if source.part == "name":
        return "" if fact.polarity is Polarity.ABSENT else fact.name
    if source.part == "value":
        return fact.value
    if source.part == "any":
        return " ".join((fact.name, fact.value, *fact.attributes.values()))
    return fact.attributes.get(source.part, "")


def _meant(source: FieldSource, said: str) -> str:
    """The choice with the longest word found, so that 不规律 does not count as 规律."""
    best = max(
        ((len(word), choice) for choice, words in source.words.items() for word in words
         if word in said),
        default=(0, ""),
    )
    return best[1]


def _choices(spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    """Every box that applies.

    The first box of such a list is "none of it": ticked when that was said, or when
    as many boxes were denied as `thresholds.none_when_denied` asks and none was affirmed.
    The last box takes what the form does not name.
    """
    nothing, other = spec.choices[0], spec.choices[-1]
    by_name = {word: choice for choice, words in source.words.items() for word in words}
    present = [f for f in facts if f.polarity is Polarity.PRESENT]
    if present:
        ticked = {by_name.get(fact.name, other) for fact in present} - {nothing}
        chosen = [choice for choice in spec.choices if choice in ticked]
        return _Filled("、".join(chosen), tuple(present)) if chosen else None
    absent = [f for f in facts if f.polarity is Polarity.ABSENT and f.name in by_name]
    denied = {by_name[fact.name]: fact for fact in absent}
    if nothing in denied:
        return _Filled(nothing, (denied[nothing],))
    if len(denied) >= spec.thresholds.get("none_when_denied", len(spec.choices)):
        return _Filled(nothing, tuple(denied.values()))
    return None


def _text(_spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    used: dict[str, Fact] = {}
    for fact in facts:
        if fact.polarity is Polarity.PRESENT and fact.status not in _NOT_GIVEN:
            # The last mention holds: it carries the new dose.
            used[fact.name] = fact
    if source.part == "usage":
        lines = [_usage(fact) for fact in used.values()]
    else:
        lines = [_part(fact, source) for fact in used.values()]
    said = [line for line in lines if line]
    return _Filled("；".join(said), tuple(used.values())) if said else None


def _usage(fact: Fact) -> str:
    """氨氯地平 5mg 每日1次."""
    dose = fact.value + fact.unit if fact.value else ""
    said = (fact.name, dose, fact.attributes.get("frequency"))
    return " ".join(part for part in said if part)


def _date(
    facts: Sequence[Fact], language: Language, visit_date: date | None
) -> _Filled | None:
    """The date as said or the interval, the last one that names a time."""
    for fact in reversed(facts):
        if fact.attributes.get("date"):
            return _Filled(fact.attributes["date"], (fact,))
        if fact.value and fact.unit:
            interval = (
                f"{fact.value}{fact.unit}后"
                if language is Language.ZH
                else f"in {fact.value} {fact.unit}"
            )
            day = visit_date and quantities.later(visit_date, fact.value, fact.unit)
            return _Filled(f"{day.isoformat()}({interval})" if day else interval, (fact,))
    return None


_READERS: dict[
    str, Callable[[FieldSpec, FieldSource, Sequence[Fact]], _Filled | None]
] = {
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}


def _evidence(facts: Sequence[Fact], transcript: Transcript) -> tuple[Evidence, ...]:
    cited = {segment for fact in facts for segment in fact.segments}
    return tuple(
        Evidence(segment.id, segment.start_s, segment.end_s)
        for segment in transcript.heard
        if segment.id in cited
    )
