"""Red flags: the danger signs of the triage table, in the record, the facts and what was said.

What a sign is, how urgent it is and where the patient belongs stands in resources/triage
alone; a rule of this group only says under which number of the catalogue it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhenlu.application import triage
from zhenlu.application.rules import scope, vitals
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.application.triage_table import table
from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.domain.triage import RedFlag
from zhenlu.domain.visit import Patient

_CURRENT = (
    "chief_complaint",
    "history_of_present_illness",
    "vital_signs",
    "physical_exam",
    "auxiliary_exam",
)
#: Vitals as the rules call them, by their name in the triage table.
_VITALS = {
    "temperature": "temperature",
    "blood_pressure": "blood_pressure",
    "heart_rate": "pulse",
    "respiratory_rate": "respiration",
    "oxygen_saturation": "oxygen_saturation",
    "blood_glucose": "glucose",
}
#: Under what a danger sign without a rule of its own is kept.
_NO_RULE = "level {level}"
_MONTHS_OLD = {Language.ZH: "{months}个月大", Language.EN: "{months} months old"}
#: From here on an age in months is no sign of its own.
_YOUNG_MONTHS = 3


def red_flag(note: Note, rule: Rule) -> Iterator[Hit]:
    """The most urgent danger sign that the triage table gives this rule's number."""
    yield from _looked_for(note).get(rule.id, ())[:1]


def other_red_flag(note: Note, rule: Rule) -> Iterator[Hit]:
    """Every danger sign without a number of its own, of the levels that the rule names."""
    first, last = int(rule.thresholds["from_level"]), int(rule.thresholds["to_level"])
    for level in range(first, last + 1):
        yield from _looked_for(note).get(_NO_RULE.format(level=level), ())


def _looked_for(note: Note) -> Mapping[str, Sequence[Hit]]:
    if note.danger is None:
        note.danger = _danger(note)
    return note.danger


@dataclass(slots=True)
class _Written:
    """The record's own words, made ready for a table that reads facts and utterances.

    Attributes:
        places: Section and span behind each number −1, −2, … that stands for a segment.
    """

    places: list[tuple[str, int, int]] = field(default_factory=list)
    sentences: list[Segment] = field(default_factory=list, repr=False)
    values: list[Fact] = field(default_factory=list, repr=False)

    def number(self, section: str, start: int, end: int) -> int:
        self.places.append((section, start, end))
        return -len(self.places)


def _danger(note: Note) -> dict[str, list[Hit]]:
    """The signs that were found, by rule or else by level, the most urgent first."""
    written = _written(note)
    patient = Patient(sex=note.sex, age_years=note.age_years)
    flags = triage.red_flags(
        (*note.record.facts, *written.values),
        patient,
        note.language,
        (*note.record.transcript, *written.sentences),
    )
    found: dict[str, list[Hit]] = {}
    for flag in flags:
        told = flag.rule or _NO_RULE.format(level=flag.level.value)
        found.setdefault(told, []).append(_hit(flag, written.places))
    return found


def _hit(flag: RedFlag, places: Sequence[tuple[str, int, int]]) -> Hit:
    own = [places[-number - 1] for number in flag.segments if number < 0]
    section, start, end = min(own, key=places.index, default=("", -1, -1))
    said = tuple(number for number in flag.segments if number > 0)
    params = {
        "presentation": flag.presentation,
        "action": flag.action,
        "department": flag.department,
        "level": str(flag.level.value),
    }
    return Hit(section, start, end, said, params)


def _written(note: Note) -> _Written:
    made = _Written()
    for section, text in note.texts(*_CURRENT):
        for sentence in scope.sentences(text):
            bare = sentence.text.strip()
            start = sentence.start + sentence.text.find(bare)
            number = made.number(section, start, start + len(bare))
            made.sentences.append(Segment(number, bare, role=SpeakerRole.PATIENT))
    names = table().vitals
    for told, ours in _VITALS.items():
        for value in vitals.measured(note, ours):
            if value.section:
                number = made.number(value.section, value.start, value.end)
                pair = "" if value.second is None else f"/{value.second:g}"
                reading = f"{value.value:g}{pair}"
                name = names[told][note.language][0]
                made.values.append(Fact(FactKind.VITAL, name, number, value=reading))
    months = _months(note)
    if months is not None and months < _YOUNG_MONTHS:
        # A newborn without months is taken as one: the safer reading.
        age = _MONTHS_OLD[note.language].format(months=max(months, 1))
        made.sentences.append(Segment(0, age, role=SpeakerRole.PATIENT))
    return made


def _months(note: Note) -> int | None:
    """Age in completed months; None where only a year or more is known."""
    told = note.known("age_months")
    if told.isdigit():
        return int(told)
    return 0 if note.age_years == 0 else None


CHECKS: dict[str, Check] = {"red_flag": red_flag, "other_red_flag": other_red_flag}
NEEDED = {"other_red_flag": frozenset({"from_level", "to_level"})}
