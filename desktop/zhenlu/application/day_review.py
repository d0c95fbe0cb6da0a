"""The end of a day in figures: how it ran, what is left, what had to be written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zhenlu.domain.record import Record, Support
from zhenlu.domain.visit import SIGNED, Visit


@dataclass(frozen=True, slots=True)
class Hour:
    """Visits that began within one hour of the day."""

    hour: int
    signed: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A section and how much of it people wrote themselves.

    Attributes:
        title: As printed, in the record's language.
        share: Of its statements, 0 to 1.
        records: In how many records somebody changed it.
    """

    section: str
    title: str
    share: float
    records: int


@dataclass(frozen=True, slots=True)
class DayReview:
    """One day, and the records of the weeks before it.

    Attributes:
        hours: Without gaps from the first hour with a visit to the last.
        audio_s: Recorded on the day.
        rewritten: The most rewritten sections, the worst first.
        supported: Share of the drafts' statements that the words carried, 0 to 1; None
            where nothing was drafted.
    """

    day: date
    visits: int = 0
    signed: int = 0
    unsigned: int = 0
    due: int = 0
    audio_s: float = 0.0
    hours: tuple[Hour, ...] = ()
    rewritten: tuple[Rewritten, ...] = field(default=())
    supported: float | None = None


def hours_of(visits: Iterable[Visit]) -> tuple[Hour, ...]:
    """How a day's visits spread over its hours."""
    signed: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    for visit in visits:
        if visit.started:
            hour = datetime.fromisoformat(visit.started).hour
            (signed if visit.state in SIGNED else waiting)[hour] += 1
    seen = sorted({*signed, *waiting})
    if not seen:
        return ()
    return tuple(
        Hour(hour, signed[hour], waiting[hour]) for hour in range(seen[0], seen[-1] + 1)
    )


def most_rewritten(records: Sequence[Record], most: int = 6) -> tuple[Rewritten, ...]:
    """Sections by the share of their statements that people typed."""
    typed: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for record in records:
        for section in record.sections:
            own = [s for s in section.statements if not s.standing]
            by_hand = sum(s.support is Support.CLINICIAN for s in own)
            stated[section.id] += len(own)
            typed[section.id] += by_hand
            changed[section.id] += by_hand > 0
            titles[section.id] = section.title
    shares = [
        Rewritten(section, titles[section], typed[section] / stated[section], changed[section])
        for section in stated
        if typed[section]
    ]
    return tuple(sorted(shares, key=lambda each: -each.share)[:most])


def share_supported(records: Iterable[Record]) -> float | None:
    """Share of the drafted statements that the words carry; None where there are none."""
    supports = [
        statement.support
        for record in records
        for section in record.sections
        for statement in section.statements
        if not statement.standing and statement.support is not Support.CLINICIAN
    ]
    return supports.count(Support.SUPPORTED) / len(supports) if supports else None
