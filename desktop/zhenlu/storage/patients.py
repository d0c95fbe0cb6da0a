"""The patients of the clinic."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import PatientRefused
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.person import Permission
from zhenlu.storage import search_index
from zhenlu.storage.access import Access

_SELECT = "SELECT id, name, sex, born, number FROM patient"


@dataclass(frozen=True, slots=True)
class Patients:
    """Patients as one person may see and change them."""

    access: Access

    def add(
        self, name: str, sex: str = "", born: date | None = None, number: str = ""
    ) -> KnownPatient:
        """
        Raises:
            PatientRefused: Reasons "name", "number".
        """
        patient = _proper(KnownPatient(uuid4().hex, name, sex, born, number))
        with self._changing(AuditAction.CREATE, patient):
            self.access.db.execute("INSERT INTO patient VALUES (?, ?, ?, ?, ?)", _row(patient))
            search_index.enter_patient(self.access.db, patient)
        return patient

    def correct(self, patient: KnownPatient) -> KnownPatient:
        """Put the details of a patient right. Signed records keep what they said.

        Raises:
            PatientRefused: Reasons "unknown", "name", "number".
        """
        patient = _proper(patient)
        with self._changing(AuditAction.EDIT, patient):
            patient_id, *details = _row(patient)
            changed = self.access.db.execute(
                "UPDATE patient SET name = ?, sex = ?, born = ?, number = ? WHERE id = ?",
                [*details, patient_id],
            )
            if changed.rowcount == 0:
                raise PatientRefused("unknown")
            search_index.enter_patient(self.access.db, patient)
        return patient

    def get(self, patient_id: str) -> KnownPatient:
        """
        Raises:
            PatientRefused: Reason "unknown".
        """
        self.access.reading("patient", patient_id)
        found = self.access.db.execute(f"{_SELECT} WHERE id = ?", [patient_id]).fetchone()
        if found is None:
            raise PatientRefused("unknown")
        return _patient(found)

    def named(self, beginning: str, limit: int = 50) -> tuple[KnownPatient, ...]:
        """Patients whose name begins so, by name."""
        self.access.reading("patient")
        beginning = beginning.strip()
        # The character after every other one: the index answers this as a range.
        query = f"{_SELECT} WHERE name >= ? AND name < ? ORDER BY name, id LIMIT ?"
        found = self.access.db.execute(query, [beginning, beginning + "\U0010ffff", limit])
        return tuple(map(_patient, found))

    def _changing(
        self, action: AuditAction, patient: KnownPatient
    ) -> AbstractContextManager[None]:
        if patient.number:
            self._refuse_number_of_another(patient)
        return self.access.changing(Permission.WRITE_NOTES, action, "patient", patient.id)

    def _refuse_number_of_another(self, patient: KnownPatient) -> None:
        query = "SELECT 1 FROM patient WHERE number = ? AND id <> ?"
        if self.access.db.execute(query, [patient.number, patient.id]).fetchone():
            raise PatientRefused("number")


def _proper(patient: KnownPatient) -> KnownPatient:
    name, number = patient.name.strip(), patient.number.strip()
    if not name or not name.isprintable():
        raise PatientRefused("name")
    if patient.sex not in ("", "male", "female") or not number.isprintable():
        raise PatientRefused
    return replace(patient, name=name, number=number)


def _row(patient: KnownPatient) -> list[str]:
    born = patient.born.isoformat() if patient.born else ""
    return [patient.id, patient.name, patient.sex, born, patient.number]


def _patient(row: tuple[str, str, str, str, str]) -> KnownPatient:
    patient_id, name, sex, born, number = row
    return KnownPatient(
        patient_id, name, sex, date.fromisoformat(born) if born else None, number
    )
