"""What visits promised for later, and the clinic's list of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import FollowUpUnknown
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.follow_up import DueItem, DueKind, DueState
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access
from zhenlu.storage.visits import patient_of

_SELECT = """
    SELECT due_item.id, visit, patient, kind, what, due, state, segments,
        patient.id, name, sex, born, number
    FROM due_item JOIN patient ON patient.id = due_item.patient
"""


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Promised revisits, tests and calls as one person may see and close them."""

    access: Access

    def put(self, visit_id: str, items: Sequence[DueItem]) -> tuple[DueItem, ...]:
        """Make these what a visit promised, in place of what is still due from it.

        What was done or cancelled already stays as it is. Call it again whenever the
        record is drafted anew.

        Returns:
            The items as kept, with the visit and its patient.

        Raises:
            ActionForbidden, VisitUnknown.
        """
        access = self.access
        told = Permission.WRITE_NOTES, AuditAction.EDIT, "follow_up", visit_id
        with access.changing(*told):
            patient = patient_of(access.db, visit_id)
            kept = tuple(replace(item, visit=visit_id, patient=patient) for item in items)
            access.db.execute(
                "DELETE FROM due_item WHERE visit = ? AND state = ?",
                [visit_id, DueState.DUE.value],
            )
            for item in kept:
                access.db.execute(
                    "INSERT OR IGNORE INTO due_item VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _row(item)
                )
        return kept

    def due(self, until: date) -> tuple[tuple[DueItem, KnownPatient], ...]:
        """What is due up to a day, the longest overdue first, with whom it is about."""
        self.access.reading("follow_up")
        query = f"{_SELECT} WHERE state = ? AND due <> '' AND due <= ? ORDER BY due, name"
        rows = self.access.db.execute(query, [DueState.DUE.value, until.isoformat()])
        return tuple((_item(row), _patient(row)) for row in rows)

    def of_patient(self, patient_id: str) -> tuple[DueItem, ...]:
        """Everything promised to a patient, by day; without a day last."""
        self.access.reading("patient", patient_id)
        query = f"{_SELECT} WHERE patient = ? ORDER BY due = '', due, due_item.rowid"
        return tuple(map(_item, self.access.db.execute(query, [patient_id])))

    def close(self, item_id: str, state: DueState) -> DueItem:
        """Mark an item as done or cancelled, or as due again.

        Raises:
            FollowUpUnknown, ActionForbidden.
        """
        access = self.access
        with access.changing(Permission.WRITE_NOTES, AuditAction.EDIT, "follow_up", item_id):
            changed = access.db.execute(
                "UPDATE due_item SET state = ? WHERE id = ?", [state.value, item_id]
            )
            if changed.rowcount == 0:
                raise FollowUpUnknown
            query = f"{_SELECT} WHERE due_item.id = ?"
            return _item(access.db.execute(query, [item_id]).fetchone())


_Row = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]


def _row(item: DueItem) -> list[str]:
    due = item.due.isoformat() if item.due else ""
    segments = json.dumps(item.segments)
    kind, state = item.kind.value, item.state.value
    return [item.id, item.visit, item.patient, kind, item.what, due, state, segments]


def _item(row: _Row) -> DueItem:
    item_id, visit, patient, kind, what, due, state, segments, *_ = row
    return DueItem(
        item_id, visit, patient, DueKind(kind), what,
        date.fromisoformat(due) if due else None, DueState(state), tuple(json.loads(segments)),
    )  # fmt: skip


def _patient(row: _Row) -> KnownPatient:
    patient_id, name, sex, born, number = row[8:]
    known = date.fromisoformat(born) if born else None
    return KnownPatient(patient_id, name, sex, known, number)
