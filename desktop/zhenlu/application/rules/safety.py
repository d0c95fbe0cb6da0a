"""Red flags: signs that must not wait, from the record, the facts and the patient's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zhenlu.application.rules import scope, vitals, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.transcript import Language

_CURRENT = (
    "chief_complaint",
    "history_of_present_illness",
    "vital_signs",
    "physical_exam",
    "auxiliary_exam",
)
_TELLING = (FactKind.SYMPTOM, FactKind.EXAM)
_MINUTES = re.compile(r"(?P<count>\d+)\s*(?:多|几)?\s*(?:分钟|min(?:ute)?s?\b)")
_HOURS = re.compile(
    r"(?:半|\d+|[一二两三四五六七八九十几])\s*个?\s*多?(?:小时|钟头)"
    r"|(?:half an|an|\d+|several)\s+hours?"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that fulfils a condition, with its place."""

    section: str = ""
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
    context: str = field(default="", repr=False)


def red_flag(note: Note, rule: Rule) -> Iterator[Hit]:
    """Any combination of the rule's `when` is fulfilled."""
    age, limits = note.age_years, rule.thresholds
    if age is not None and not limits.get("min_age", 0) <= age <= limits.get("max_age", 200):
        return
    for combination in rule.when:
        signs = [_sign(note, rule, condition) for condition in combination]
        if all(sign is not None for sign in signs):
            first = next((s for s in signs if s and s.section), signs[0])
            segments = sorted({n for sign in signs if sign for n in sign.segments})
            if first is not None:
                yield Hit(first.section, first.start, first.end, tuple(segments))
            return


def _sign(note: Note, rule: Rule, condition: str) -> Sign | None:
    if condition in _VALUES:
        return _value(note, rule, condition)
    if condition in _AGES:
        return Sign() if _AGES[condition](note, rule.thresholds[condition]) else None
    if condition.startswith("lasting "):
        named = condition.removeprefix("lasting ")
        lasting = (s for s in _told(note, rule, named) if _lasts(s.context, rule))
        return next(lasting, None)
    return next(_told(note, rule, condition), None)


def _told(note: Note, rule: Rule, group: str) -> Iterator[Sign]:
    """Affirmed mentions of a word group: record, then facts, then the patient's own words."""
    listed = rule.words(group, note.language)
    past = rule.words("past", note.language)
    for section_id, text in note.texts(*_CURRENT):
        for start, end in _affirmed(text, listed, past, note.language):
            context = next(
                (s.text for s in scope.sentences(text) if s.start <= start < s.end), text
            )
            yield Sign(section_id, start, end, context=context)
    for fact in note.record.facts:
        if _is_current(fact):
            told = " ".join((fact.name, *fact.attributes.values()))
            if words.holds(told, listed):
                context = f"{told} {fact.value}{fact.unit}"
                yield Sign(segments=fact.segments, context=context)
    other_time = rule.words("other_time", note.language)
    for segment in note.patient_side():
        if words.holds(segment.text, listed) and not words.holds(segment.text, other_time):
            for _ in _affirmed(segment.text, listed, past, note.language):
                yield Sign(segments=(segment.id,), context=segment.text)


def _affirmed(
    text: str, listed: tuple[str, ...], past: tuple[str, ...], language: Language
) -> Iterator[tuple[int, int]]:
    if not words.holds(text, listed):
        return
    for clause in scope.clauses(text, language):
        if not words.holds(clause.text, listed):
            continue
        if scope.conditional(clause, language) or words.holds(clause.text, past):
            continue
        # A question mark ends the clause, so it is looked for right behind it.
        asked = text[clause.end : clause.end + 1] in ("?", "？")
        if asked or scope.is_question(clause.text, language):
            continue
        for start, end in words.spans(clause.text, listed):
            place = (start + clause.start, end + clause.start)
            if not scope.denied(clause, *place, language) and not scope.of_relative(
                clause, place[0], language
            ):
                yield place


def _is_current(fact: Fact) -> bool:
    return (
        fact.kind in _TELLING
        and fact.subject is Subject.PATIENT
        and fact.polarity is Polarity.PRESENT
    )


def _lasts(context: str, rule: Rule) -> bool:
    """Whether the sentence gives minutes from the limit on, or hours."""
    minutes = (int(match["count"]) for match in _MINUTES.finditer(context))
    limit = rule.thresholds.get("lasting_minutes", 0)
    return any(count >= limit for count in minutes) or bool(_HOURS.search(context))


#: Limit that may stand as a condition → vital, whether it counts upwards, of the second value.
_VALUES = {
    "oxygen_low": ("oxygen_saturation", False, False),
    "systolic_low": ("blood_pressure", False, False),
    "systolic_high": ("blood_pressure", True, False),
    "diastolic_high": ("blood_pressure", True, True),
    "systolic_raised": ("blood_pressure", True, False),
    "diastolic_raised": ("blood_pressure", True, True),
    "glucose_low": ("glucose", False, False),
    "glucose_high": ("glucose", True, False),
    "temperature_high": ("temperature", True, False),
}


def _months(note: Note) -> int | None:
    """Age in completed months; None where only a year or more is known."""
    told = note.known("age_months")
    if told.isdigit():
        return int(told)
    # A newborn without months is taken as one: the safer reading.
    return 0 if note.age_years == 0 else None


#: Limit that may stand as a condition → whether the patient's age fulfils it.
_AGES: dict[str, Callable[[Note, float], bool]] = {
    "months_under": lambda note, limit: (months := _months(note)) is not None and months < limit,
    "years_under": lambda note, limit: note.age_years is not None and note.age_years < limit,
    "years_from": lambda note, limit: note.age_years is not None and note.age_years >= limit,
}
#: Low limits that themselves count: glucose of 3.9 is already low.
_INCLUSIVE = ("glucose_low",)


def _value(note: Note, rule: Rule, condition: str) -> Sign | None:
    vital, upwards, second = _VALUES[condition]
    limit = rule.thresholds[condition]
    for found in vitals.measured(note, vital):
        value = found.second if second else found.value
        if value is None:
            continue
        reached = value >= limit if upwards else value < limit
        if reached or (condition in _INCLUSIVE and value == limit):
            return Sign(found.section, found.start, found.end, found.segments)
    return None


CHECKS: dict[str, Check] = {"red_flag": red_flag}
