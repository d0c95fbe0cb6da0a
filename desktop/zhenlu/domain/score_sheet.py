"""What a check of many records shows: points of each, and a sheet by doctor and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.domain.finding import Severity


class Grade(StrEnum):
    """甲级, 乙级, 丙级."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class RecordScore:
    """One record of the archive after its check.

    Attributes:
        id: The archive's own name for the record; never a patient's words.
        doctor: Who signed it; "" when unknown.
        month: "2026-03"; "" when the day of the visit is unknown.
        points: 100 less what its findings cost, not below 0.
        counts: Open findings by loudness.
        rules: Rules that spoke and were not overridden, each once.
    """

    id: str
    doctor: str
    month: str
    points: float
    grade: Grade
    counts: dict[Severity, int] = field(default_factory=dict, hash=False)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A doctor's month.

    Attributes:
        points: Mean of the records.
        grades: How many records had which.
        frequent: The rules that spoke most often, with how many records they spoke on.
    """

    doctor: str
    month: str
    records: int
    points: float
    grades: dict[Grade, int] = field(default_factory=dict, hash=False)
    counts: dict[Severity, int] = field(default_factory=dict, hash=False)
    frequent: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The whole archive.

    Attributes:
        records: Every record, in the order of the archive.
        unreadable: Names of what could not be read as a record.
    """

    records: tuple[RecordScore, ...] = ()
    unreadable: tuple[str, ...] = ()

    def lines(self, most_frequent: int = 5) -> tuple[SheetLine, ...]:
        """One line a doctor and month, by doctor, then month."""
        groups: dict[tuple[str, str], list[RecordScore]] = {}
        for score in self.records:
            groups.setdefault((score.doctor, score.month), []).append(score)
        return tuple(
            _line(doctor, month, groups[doctor, month], most_frequent)
            for doctor, month in sorted(groups)
        )


def _line(doctor: str, month: str, scores: list[RecordScore], most_frequent: int) -> SheetLine:
    rules = Counter(rule for score in scores for rule in score.rules)
    frequent = sorted(rules.items(), key=lambda entry: (-entry[1], entry[0]))
    return SheetLine(
        doctor,
        month,
        len(scores),
        round(sum(score.points for score in scores) / len(scores), 1),
        dict(Counter(score.grade for score in scores)),
        _summed(score.counts for score in scores),
        tuple(frequent[:most_frequent]),
    )


def _summed(counts: Iterable[dict[Severity, int]]) -> dict[Severity, int]:
    total: Counter[Severity] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)
