"""Measured values as they stand in the text, and values that cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from zhenlu import paths
from zhenlu.application.resource_files import read_model
from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.domain.transcript import Language

_FILE = "vitals.toml"
_GAP = r"[^\d\n。;；,，]{0,8}?"
#: mg/dL of glucose in one mmol/L.
_MG_PER_DL = 18.0
_PARTS = ("vital_signs", "physical_exam", "auxiliary_exam", "history_of_present_illness")


class _VitalEntry(BaseModel):
    """One `[[vital]]` of vitals.toml: what it is called and what can be entered."""

    model_config = ConfigDict(extra="forbid")

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    low: float
    high: float
    low_second: float | None = None
    high_second: float | None = None
    source: str


class _VitalsFile(BaseModel):
    vital: tuple[_VitalEntry, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A value found in the record.

    Attributes:
        id: `temperature`, `blood_pressure` …
        second: Diastolic pressure, else None.
        section: Where it stands; "" for one that only a fact tells.
    """

    id: str
    value: float
    second: float | None
    section: str
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()


def measured(note: Note, *ids: str) -> Iterator[Measured]:
    """Values of these vitals in the record's text, then those of the facts."""
    for section_id, text in note.texts(*_PARTS):
        for entry in _known():
            if not ids or entry.id in ids:
                yield from _in_text(entry, section_id, text, note.language)
    for fact in note.record.facts:
        if fact.kind is not FactKind.VITAL or fact.subject is not Subject.PATIENT:
            continue
        numbers = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/(\d+))?", fact.value)
        entry_ids = (e.id for e in _known() if fact.name in (*e.zh, *e.en))
        vital = next(entry_ids, None)
        if numbers and vital and fact.polarity is Polarity.PRESENT and (not ids or vital in ids):
            second = float(numbers[2]) if numbers[2] else None
            value = float(numbers[1])
            if vital == "glucose" and fact.unit.casefold() == "mg/dl":
                value /= _MG_PER_DL
            yield Measured(vital, value, second, "", segments=fact.segments)


def implausible_value(note: Note, _rule: Rule) -> Iterator[Hit]:
    """Outside of what can be entered, or diastolic not below systolic."""
    limits = {entry.id: entry for entry in _known()}
    for found in measured(note):
        entry = limits[found.id]
        inside = entry.low <= found.value <= entry.high
        if found.second is not None and entry.low_second is not None:
            highest = entry.high_second or entry.high
            inside = inside and entry.low_second <= found.second <= highest
            inside = inside and found.second < found.value
        if not inside and found.section:
            yield Hit(found.section, found.start, found.end)


def emergency_signs_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """Temperature, pulse, respiration, pressure and consciousness of an emergency.

    A small child's pressure is not asked for.
    """
    found = {value.id for value in measured(note) if value.section}
    wanted = ["temperature", "pulse", "respiration"]
    if note.age_years is None or note.age_years >= rule.thresholds["pressure_from_years"]:
        wanted.append("blood_pressure")
    absent = [vital for vital in wanted if vital not in found]
    examined = " ".join(text for _, text in note.texts("vital_signs", "physical_exam"))
    if not words.holds(examined, rule.words("consciousness", note.language)):
        absent.append("consciousness")
    if absent:
        named = [word for key in absent for word in rule.words(f"{key}_name", note.language)]
        missing = words.listed(named, note.language)
        yield Hit(note.place("vital_signs"), params={"missing": missing})


def exam_contradicts_vitals(note: Note, rule: Rule) -> Iterator[Hit]:
    """心率齐80 beside a pulse of 120, 体温正常 beside 38.5℃."""
    rates = {
        section: [v for v in measured(note, "pulse") if v.section == section]
        for section in (note.place("vital_signs"), note.place("physical_exam"))
    }
    vital, exam = rates[note.place("vital_signs")], rates[note.place("physical_exam")]
    irregular = words.holds(note.whole(), rule.words("irregular", note.language))
    if len(rates) == 2 and vital and exam and not irregular:
        apart = abs(vital[0].value - exam[0].value)
        if apart > rule.thresholds["beats_apart"]:
            yield Hit(exam[0].section, exam[0].start, exam[0].end)
    yield from _called_normal(note, rule)


def _called_normal(note: Note, rule: Rule) -> Iterator[Hit]:
    section, text = note.place("physical_exam"), note.text("physical_exam")
    high = rule.thresholds
    for vital, group, raised in (
        ("temperature", "normal_temperature", high["temperature"]),
        ("blood_pressure", "normal_pressure", high["systolic"]),
        ("pulse", "normal_pulse", high["pulse"]),
    ):
        called = next(words.spans(text, rule.words(group, note.language)), None)
        today = (v for v in measured(note, vital) if v.section == note.place("vital_signs"))
        if called and any(value.value >= raised for value in today):
            yield Hit(section, *called)


def _in_text(
    entry: _VitalEntry, section_id: str, text: str, language: Language
) -> Iterator[Measured]:
    for match in _pattern(entry.id, language).finditer(text):
        value = float(match["value"])
        second = float(match["second"]) if match["second"] else None
        if entry.id == "temperature" and (match["f"] or 90 <= value <= 110):
            value = (value - 32) / 1.8
        if entry.id == "glucose" and match["mg"]:
            value /= _MG_PER_DL
        if entry.id == "blood_pressure" and second is None:
            continue
        yield Measured(entry.id, value, second, section_id, *match.span())


@cache
def _pattern(vital: str, language: Language) -> re.Pattern[str]:
    entry = next(entry for entry in _known() if entry.id == vital)
    names = entry.zh + entry.en if language is Language.ZH else entry.en
    spelled = [re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 1]
    # One letter is a name only right before a value of two digits: T38.5, not T4.
    letters = "".join(name for name in names if len(name) == 1)
    named = rf"(?<![A-Za-z])(?:{'|'.join(spelled)})(?![A-Za-z音]){_GAP}"
    if letters:
        named = rf"(?:{named}|(?<![A-Za-z])[{letters}]\s?[:：]?\s?(?=\d\d))"
    value = r"(?P<value>\d{1,4}(?:\.\d+)?)(?:\s*/\s*(?P<second>\d{1,4}))?"
    unit = r"(?:(?P<f>°?F(?![A-Za-z])|℉)|(?P<mg>mg/dl))"
    return re.compile(rf"{named}{value}(?!\d)\s*(?:-\s?\d+(?:\.\d+)?)?\s*{unit}?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _known() -> tuple[_VitalEntry, ...]:
    return read_model(paths.resources() / "rules" / _FILE, _VitalsFile).vital


CHECKS: dict[str, Check] = {
    "implausible_value": implausible_value,
    "emergency_signs_missing": emergency_signs_missing,
    "exam_contradicts_vitals": exam_contradicts_vitals,
}
NEEDED = {
    "emergency_signs_missing": frozenset({"pressure_from_years"}),
    "exam_contradicts_vitals": frozenset({"beats_apart", "temperature", "systolic", "pulse"}),
}
