"""The visits of the clinic and where each stands."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import PatientRefused, VisitUnknown
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.person import Permission
from zhenlu.domain.visit import Visit, VisitState, local_minute
from zhenlu.storage.access import Access
from zhenlu.storage.clinic_settings import settings_in
from zhenlu.storage.database import Database

#: The last answer about the recording holds, unless it was no or was taken back.
_SELECT = """
    SELECT visit.id, state, kind, department, started, ended, printed_version,
        patient.id, name, sex, born, (
        SELECT CASE WHEN consent_withdrawal.at IS NULL AND method <> 'refused' THEN method END
        FROM consent LEFT JOIN consent_withdrawal ON consent_withdrawal.consent = consent.id
        WHERE consent.visit = visit.id ORDER BY consent.rowid DESC LIMIT 1
    )
    FROM visit JOIN patient ON patient.id = visit.patient
"""

#: A row of `_SELECT`.
_Row = tuple[str, str, str, str, str, str, int, str, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits as one person may see and change them."""

    access: Access

    def add(
        self,
        patient_id: str,
        kind: str = "first",
        department: str = "",
        started: datetime | None = None,
    ) -> Visit:
        """Plan or begin a visit of a known patient.

        Args:
            department: The clinic's own where it is not given.
            started: This computer's time; None while it is planned without one.

        Raises:
            PatientRefused: Reason "unknown".
        """
        visit_id = uuid4().hex
        told = started.isoformat(timespec="minutes") if started else ""
        department = department.strip() or settings_in(self.access.db).department
        row = [visit_id, patient_id, VisitState.PLANNED.value, kind, department, told]
        with self._changing(AuditAction.CREATE, visit_id):
            known = "SELECT 1 FROM patient WHERE id = ?"
            if self.access.db.execute(known, [patient_id]).fetchone() is None:
                raise PatientRefused("unknown")
            self.access.db.execute(
                "INSERT INTO visit (id, patient, state, kind, department, started)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            return visit_in(self.access.db, visit_id)

    def get(self, visit_id: str) -> Visit:
        """
        Raises:
            VisitUnknown
        """
        self.access.reading("visit", visit_id)
        return visit_in(self.access.db, visit_id)

    def patient_of(self, visit_id: str) -> str:
        """Id of the patient of a visit.

        Raises:
            VisitUnknown
        """
        self.access.reading("visit", visit_id)
        return patient_of(self.access.db, visit_id)

    def move(self, visit_id: str, state: VisitState) -> Visit:
        """Take a visit to its next state.

        Raises:
            VisitUnknown
            IllegalVisitState: If this state may not follow the present one.
        """
        with self._changing(AuditAction.EDIT, visit_id):
            visit = visit_in(self.access.db, visit_id)
            return move_in(self.access.db, visit, state, self.access.clock())

    def of_patient(self, patient_id: str) -> tuple[Visit, ...]:
        """A patient's visits, the latest first."""
        self.access.reading("patient", patient_id)
        query = f"{_SELECT} WHERE visit.patient = ? ORDER BY started DESC, visit.rowid DESC"
        return tuple(map(_visit, self.access.db.execute(query, [patient_id])))

    def of_day(self, day: date) -> tuple[Visit, ...]:
        """A day's visits in their order."""
        self.access.reading("visit")
        query = f"{_SELECT} WHERE started >= ? AND started < ? ORDER BY started, visit.rowid"
        # ISO times of a day lie between the bare date and the date with a later letter.
        bounds = [day.isoformat(), day.isoformat() + "U"]
        return tuple(map(_visit, self.access.db.execute(query, bounds)))

    def _changing(self, action: AuditAction, visit_id: str) -> AbstractContextManager[None]:
        return self.access.changing(Permission.WRITE_NOTES, action, "visit", visit_id, visit_id)


def visit_in(db: Database, visit_id: str) -> Visit:
    """A visit for another repository, which notes what it does with it.

    Raises:
        VisitUnknown
    """
    found = db.execute(f"{_SELECT} WHERE visit.id = ?", [visit_id]).fetchone()
    if found is None:
        raise VisitUnknown
    return _visit(found)


def patient_of(db: Database, visit_id: str) -> str:
    """Id of the patient of a visit.

    Raises:
        VisitUnknown
    """
    found = db.execute("SELECT patient FROM visit WHERE id = ?", [visit_id]).fetchone()
    if found is None:
        raise VisitUnknown
    return str(found[0])


def move_in(db: Database, visit: Visit, state: VisitState, now: datetime) -> Visit:
    """Take a visit to its next state, inside another repository's change.

    Args:
        now: When it ended, if this step ends it.

    Raises:
        IllegalVisitState: If this state may not follow the present one.
    """
    moved = visit.to(state)
    if visit.ends_with(state):
        moved = replace(moved, ended=local_minute(now))
    values = [state.value, moved.ended, visit.id]
    db.execute("UPDATE visit SET state = ?, ended = ? WHERE id = ?", values)
    return moved


def _visit(row: _Row) -> Visit:
    visit_id, state, kind, department, started, ended, printed = row[:7]
    patient_id, name, sex, born, consent = row[7:]
    known = KnownPatient(patient_id, name, sex, date.fromisoformat(born) if born else None)
    day = datetime.fromisoformat(started).date() if started else None
    agreed = ConsentMethod(consent) if consent else None
    return Visit(
        visit_id, VisitState(state), known.on(day), kind, department, started, ended, printed,
        agreed,
    )  # fmt: skip
