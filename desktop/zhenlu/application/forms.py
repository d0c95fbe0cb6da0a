"""Typed fields of follow-up forms, filled from facts.

A field that was not said stays empty and is asked for; nothing is guessed. Which
facts fill a field is data in the template (`FieldSource`). Every value tells how it
came about (`FieldState`), so that a person sees what still needs a look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhenlu.application import due_dates, quantities
from zhenlu.application.proposals import PROPOSALS, Known
from zhenlu.domain.facts import Fact, FactStatus, Polarity, Subject
from zhenlu.domain.record import Evidence, FieldState, FieldValue, Section
from zhenlu.domain.template import FieldSource, FieldSpec, TemplateSection
from zhenlu.domain.transcript import Language, Transcript

_NOT_GIVEN = (FactStatus.STOPPED, FactStatus.REFUSED)
_AT_HOME = ("self", "patient")

#: Words heard with less certainty than this have to be looked at.
_WELL_HEARD = 0.6


@dataclass(frozen=True, slots=True)
class _Filled:
    """A value with the facts it rests on.

    Attributes:
        segments: Words it rests on that are no facts.
    """

    value: str = field(repr=False)
    facts: tuple[Fact, ...]
    state: FieldState = FieldState.SAID
    segments: tuple[int, ...] = ()


_OPEN = _Filled("", (), FieldState.MISSING)


def unless_filled(section: Section) -> Section:
    """The section without its "not mentioned" where a field of it is filled."""
    is_filled = any(value.value for value in section.fields)
    if is_filled and all(statement.standing for statement in section.statements):
        return replace(section, text="", statements=())
    return section


def fill(
    section: TemplateSection,
    facts: Sequence[Fact],
    transcript: Transcript,
    known: Known | None = None,
) -> tuple[FieldValue, ...]:
    """The section's typed fields in form order, "" where nothing was said.

    Args:
        known: Patient, time of the visit and earlier classes. Without a time, "in 2
            weeks" stays an interval; without an age the stricter target holds.
    """
    context = known or Known(transcript=transcript)
    own = [fact for fact in facts if fact.subject is Subject.PATIENT]
    filled = []
    for spec in section.fields:
        found = _said(spec, own, transcript, context) or _spoken(spec, transcript)
        if (found is None or found.state is FieldState.OUT_OF_RANGE) and spec.proposal:
            proposed = PROPOSALS[spec.proposal](spec, own, context)
            if proposed:
                found = _Filled(*proposed, FieldState.WORKED_OUT)
        found = found or _OPEN
        filled.append(
            FieldValue(
                spec.id,
                spec.title,
                found.value,
                spec.unit,
                _evidence(found, transcript),
                found.state,
                spec.target,
            )
        )
    return tuple(filled)


def _said(
    spec: FieldSpec, facts: Sequence[Fact], transcript: Transcript, known: Known
) -> _Filled | None:
    """The first source of the field that was said, read as the field's type asks."""
    refused = None
    for source in spec.sources:
        candidates = [fact for fact in facts if _answers(fact, source, transcript)]
        if not candidates:
            continue
        if spec.type == "date":
            found = _date(candidates, transcript, known.day)
        else:
            found = _READERS[spec.type](spec, source, candidates)
        if found is None:
            continue
        if found.state is not FieldState.OUT_OF_RANGE:
            return found
        refused = found
    return refused


def _spoken(spec: FieldSpec, transcript: Transcript) -> _Filled | None:
    """A choice suggested by the clinician's own words, for a person to confirm."""
    for choice, words in spec.spoken.items():
        for segment in transcript:
            if segment.role.is_clinician and any(w in segment.text for w in words):
                return _Filled(choice, (), FieldState.CONFIRM, (segment.id,))
    return None


def _answers(fact: Fact, source: FieldSource, transcript: Transcript) -> bool:
    if fact.kind is not source.kind or (source.names and fact.name not in source.names):
        return False
    when = fact.attributes.get("when", "")
    if source.when and not any(word in when for word in source.when):
        return False
    if not source.near and not source.not_near:
        return True
    said = "".join(segment.text for segment in transcript if segment.id in fact.segments)
    wanted = not source.near or any(word in said for word in source.near)
    return wanted and not any(word in said for word in source.not_near)


def _number(spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    """The last value said, one taken here before one taken at home."""
    here = [fact for fact in facts if fact.attributes.get("by") not in _AT_HOME]
    found: list[tuple[float, Fact]] = []
    for fact in (*reversed(here), *(f for f in reversed(facts) if f not in here)):
        if fact.polarity is Polarity.ABSENT:
            # 不吸烟 is an amount: none.
            value: float | None = 0.0 if spec.low == 0 else None
        else:
            value = _amount(fact, spec, source)
        if value is not None:
            found.append((value, fact))
    plausible = [(value, fact) for value, fact in found if _plausible(value, spec)]
    if not plausible:
        unlikely = tuple(fact for _, fact in found)
        return _Filled("", unlikely, FieldState.OUT_OF_RANGE) if unlikely else None
    value, fact = plausible[0]
    rivals = {other for other, of in plausible if (of in here) == (fact in here)}
    return _Filled(f"{value:g}", (fact,), _state(fact, told_differently=len(rivals) > 1))


def _state(*facts: Fact, told_differently: bool = False) -> FieldState:
    unsure = any(
        fact.attributes.get("by") in _AT_HOME
        or fact.confidence < _WELL_HEARD
        or fact.polarity is Polarity.UNCERTAIN
        for fact in facts
    )
    return FieldState.CONFIRM if unsure or told_differently else FieldState.SAID


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
    """A value out of range is left to be asked for; its evidence leads to what was said."""
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)


def _choice(spec: FieldSpec, source: FieldSource, facts: Sequence[Fact]) -> _Filled | None:
    """The choice whose words were said; where facts differ, the later in form order.

    Forms run from the wished-for to the worrying (规律 → 不服药, 无 → 有).
    """
    found = [(choice, fact) for fact in facts if (choice := _meant(source, _part(fact, source)))]
    if not found:
        return None
    chosen = max((choice for choice, _ in found), key=spec.choices.index)
    behind = tuple(fact for choice, fact in found if choice == chosen)
    state = _state(*behind, told_differently=len({choice for choice, _ in found}) > 1)
    return _Filled(chosen, behind, state)


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
        return _Filled(_joined(chosen, "、"), tuple(present)) if chosen else None
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
    return _Filled(_joined(said, "；"), tuple(used.values())) if said else None


def _joined(parts: Sequence[str], between: str) -> str:
    """A list with Chinese marks between its parts, or a semicolon where it is English."""
    return ("; " if parts[0].isascii() else between).join(parts)


def _usage(fact: Fact) -> str:
    """氨氯地平 5mg 每日1次."""
    dose = fact.value + fact.unit if fact.value else ""
    said = (fact.name, dose, fact.attributes.get("frequency"))
    return " ".join(part for part in said if part)


def _date(
    facts: Sequence[Fact], transcript: Transcript, visit_date: date | None
) -> _Filled | None:
    """The date as said or the interval, the last one that names a time."""
    for fact in reversed(facts):
        day = due_dates.due_date(fact, transcript, visit_date) if visit_date else None
        said = fact.attributes.get("date", "")
        is_zh = transcript.language is Language.ZH
        if not said and fact.value and fact.unit:
            said = f"{fact.value}{fact.unit}后" if is_zh else f"in {fact.value} {fact.unit}"
        if day is not None:
            behind = f"（{said}）" if is_zh else f" ({said})"
            shown = day.isoformat() + (behind if said else "")
            return _Filled(shown, (fact,), FieldState.WORKED_OUT)
        if said:
            return _Filled(said, (fact,))
    return None


_READERS: dict[
    str, Callable[[FieldSpec, FieldSource, Sequence[Fact]], _Filled | None]
] = {
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}


def _evidence(filled: _Filled, transcript: Transcript) -> tuple[Evidence, ...]:
    cited = {segment for fact in filled.facts for segment in fact.segments}
    cited.update(filled.segments)
    return tuple(
        Evidence(segment.id, segment.start_s, segment.end_s)
        for segment in transcript.heard
        if segment.id in cited
    )
