"""When to take what: the ordered medicines as a grid of a day.

Only what was said fills a cell. A medicine whose frequency was not said, or that is taken
when needed, keeps its row with a note and no cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject

#: Parts of a day in the order of the grid's columns.
MORNING, NOON, EVENING, BEDTIME = range(4)

_TIMES_A_DAY = re.compile(
    r"每(?:日|天)(?P<zh>\d)次|(?P<en>\d)\s*times\s*(?:daily|a day)"
    r"|(?P<word>once|twice)\s+(?:daily|a day)"
)
_EVERY_HOURS = re.compile(r"每(?P<zh>\d{1,2})小时|every (?P<en>\d{1,2}) hours", re.IGNORECASE)
_WHEN_NEEDED = re.compile(
    r"必要时|需要时|疼痛时|发热时|as needed|when needed|if needed", re.IGNORECASE
)
_USUAL = {1: (MORNING,), 2: (MORNING, EVENING), 3: (MORNING, NOON, EVENING)}
_USUAL[4] = (MORNING, NOON, EVENING, BEDTIME)
_PLACES = (
    (MORNING, re.compile(r"早|晨|上午|morning|breakfast", re.IGNORECASE)),
    (NOON, re.compile(r"中午|午餐|午饭|noon|lunch|midday", re.IGNORECASE)),
    (EVENING, re.compile(r"晚(?!睡)|evening|dinner|supper|tea time", re.IGNORECASE)),
    (BEDTIME, re.compile(r"睡前|夜间|bedtime|at night|before bed", re.IGNORECASE)),
)
_MEALS = re.compile(
    r"[早午晚]?(?:饭|餐)(?:前|后|时|中)(?:半小时|1小时)?|空腹|随餐|with food|before food|after food"
    r"|before breakfast|before meals|after meals|on an empty stomach",
    re.IGNORECASE,
)
_UNITS_BY_TIME = re.compile(r"(?P<when>[早午晚]|睡前)(?:上|饭前)?(?P<n>\d+)(?P<u>单位|片|粒|mg)")
_ONE = {"早": MORNING, "午": NOON, "晚": EVENING, "睡前": BEDTIME}
_WORDS = {"once": 1, "twice": 2}


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One medicine of the grid.

    Attributes:
        cells: Dose in the morning, at noon, in the evening, at bedtime; "" for none.
        note: What the grid cannot say: meals, route, how long, when needed, how often.
        segments: Where it was said.
    """

    drug: str = field(repr=False)
    cells: tuple[str, str, str, str]
    note: str = field(default="", repr=False)
    segments: tuple[int, ...] = ()


def medication_schedule(facts: Sequence[Fact]) -> tuple[ScheduleRow, ...]:
    """The medicines ordered at this visit, the last order of each, in their order."""
    ordered: dict[str, Fact] = {}
    for fact in facts:
        if (
            fact.kind is FactKind.MEDICATION
            and fact.subject is Subject.PATIENT
            and fact.polarity is Polarity.PRESENT
            and fact.status is FactStatus.ORDERED
        ):
            ordered[fact.name] = fact
    return tuple(_row(fact) for fact in ordered.values())


def _row(fact: Fact) -> ScheduleRow:
    said = fact.attributes
    frequency, timing = said.get("frequency", ""), said.get("timing", "")
    space = " " if fact.unit.isascii() and fact.name.isascii() else ""
    dose = f"{fact.value}{space}{fact.unit}" if fact.value else "✓"
    apart = _by_time(f"{frequency} {timing}")
    if apart:
        cells = apart
    else:
        places = _places(frequency, timing, said.get("condition", ""))
        cells = tuple(dose if place in places else "" for place in range(4))
    meals = _MEALS.search(timing)
    days = said.get("days", "")
    notes = [
        said.get("condition", ""),
        frequency if not any(cells) else "",
        meals.group() if meals else "",
        said.get("route", "") if said.get("route", "") not in ("口服", "by mouth") else "",
        days,
    ]
    between = "，" if not fact.name.isascii() else ", "
    note = between.join(dict.fromkeys(n for n in notes if n))
    morning, noon, evening, bedtime = cells
    return ScheduleRow(fact.name, (morning, noon, evening, bedtime), note, fact.segments)


def _by_time(text: str) -> tuple[str, ...]:
    """早16单位、晚12单位: each part of the day with a dose of its own."""
    cells = ["", "", "", ""]
    for found in _UNITS_BY_TIME.finditer(text):
        cells[_ONE[found["when"]]] = found["n"] + found["u"]
    return tuple(cells) if any(cells) else ()


def _places(frequency: str, timing: str, condition: str) -> tuple[int, ...]:
    """Columns of a medicine; none where it is taken when needed or nobody said how often."""
    if condition or _WHEN_NEEDED.search(frequency) or _WHEN_NEEDED.search(timing):
        return ()
    named = tuple(place for place, words in _PLACES if words.search(f"{timing} {frequency}"))
    times = _times_a_day(frequency)
    if named and times in (0, len(named)):
        return named
    if times == 1 and named:
        return named[:1]
    return _USUAL.get(times, ())


def _times_a_day(frequency: str) -> int:
    """0 where no number of times a day was said."""
    found = _TIMES_A_DAY.search(frequency)
    if found:
        return int(found["zh"] or found["en"] or _WORDS[found["word"]])
    every = _EVERY_HOURS.search(frequency)
    hours = int(every["zh"] or every["en"]) if every else 0
    return 24 // hours if hours and 24 % hours == 0 and hours >= 6 else 0
