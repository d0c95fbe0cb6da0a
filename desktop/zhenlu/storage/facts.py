"""The facts of every visit's record in force, in rows: for searching and for courses.

The record keeps its facts itself, with the words behind them. These rows are drawn from it
whenever it is filed, in the same transaction, and can be drawn again at any time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.filed import FiledFact
from zhenlu.domain.record import Record
from zhenlu.storage.access import Access
from zhenlu.storage.database import Database

_SELECT = """
    SELECT fact.visit, fact.started, place, fact.kind, name, polarity, subject, status, value, unit
    FROM fact JOIN visit ON visit.id = fact.visit
"""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as one person may read them."""

    access: Access

    def course(self, patient_id: str, kind: FactKind, name: str) -> tuple[FiledFact, ...]:
        """What was found of one thing over a patient's visits (blood pressure), oldest first."""
        self.access.reading("patient", patient_id)
        rows = self.access.db.execute(
            f"{_SELECT} WHERE patient = ? AND fact.kind = ? AND name = ?"
            " ORDER BY fact.started, visit.rowid, place",
            [patient_id, kind.value, name],
        )
        return tuple(map(_fact, rows))


def enter(db: Database, visit_id: str, record: Record) -> None:
    """Draw the rows of a visit from its record, in place of those before."""
    db.execute("DELETE FROM fact WHERE visit = ?", [visit_id])
    (started,) = db.execute("SELECT started FROM visit WHERE id = ?", [visit_id]).fetchone()
    db.conn.executemany(
        "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                visit_id, place, fact.kind.value, fact.name, fact.polarity.value,
                fact.subject.value, fact.status.value, fact.value, fact.unit,
                *_numbers(fact.value), started,
            ]
            for place, fact in enumerate(record.facts)
        ],
    )  # fmt: skip


def _numbers(value: str) -> tuple[float | None, float | None]:
    """The first two numbers in a value: of 150/95 both, of 38.5 one."""
    found = [float(number) for number in _NUMBER.findall(value)[:2]]
    first, second, *_ = [*found, None, None]
    return first, second


def _fact(row: tuple[str, str, int, str, str, str, str, str, str, str]) -> FiledFact:
    visit, started, place, kind, name, polarity, subject, status, value, unit = row
    return FiledFact(
        visit, started, place, FactKind(kind), name, Polarity(polarity), Subject(subject),
        FactStatus(status), value, unit,
    )  # fmt: skip
