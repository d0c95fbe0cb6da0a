"""What the clinic keeps: patients it knows, and signed versions of their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhenlu.domain.person import Permission
from zhenlu.domain.record import Record
from zhenlu.domain.visit import Patient

#: Forms that a nurse keeps and signs herself.
NURSING_TEMPLATES = frozenset({"nursing-followup", "followup-hypertension", "followup-diabetes"})


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """A patient of the clinic.

    Attributes:
        sex: "male", "female" or "" when unknown.
        number: The clinic's own number for the patient, or "".
    """

    id: str
    name: str = field(repr=False)
    sex: str = ""
    born: date | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)

    def on(self, day: date | None) -> Patient:
        """As the patient was on the day of a visit, with the age in completed years."""
        if self.born is None or day is None:
            return Patient(self.name, self.sex)
        had_birthday = (day.month, day.day) >= (self.born.month, self.born.day)
        age = day.year - self.born.year - (not had_birthday)
        return Patient(self.name, self.sex, age if age >= 0 else None)


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A signed record. It never changes; what is put right later is a further version.

    Attributes:
        number: Counts from 1 within the visit.
        position: Counts from 1 over all signed versions of the patient, in order of signing.
        author: Id of the person who signed.
        at: When, ISO 8601 in UTC.
        reason: Why there is a further version; "" for the first.
        previous: SHA-256 of the patient's version before it, as hex; "" for the first.
        digest: SHA-256 over this version with everything it rests on, and `previous`.
    """

    id: str
    visit: str
    patient: str
    number: int
    position: int
    author: str
    at: str
    reason: str = field(repr=False)
    previous: str
    digest: str
    record: Record = field(repr=False)


def needed_to_sign(record: Record) -> Permission:
    """Which permission a signature under this record takes.

    A nursing form without a diagnosis is a nurse's to sign; everything else a doctor's.
    """
    diagnosis = record.section("diagnosis")
    states_diagnosis = diagnosis is not None and bool(diagnosis.text.strip())
    if record.template in NURSING_TEMPLATES and not states_diagnosis:
        return Permission.SIGN_NURSING
    return Permission.SIGN_RECORD
