"""What the clinic keeps: patients it knows, and signed versions of their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.person import Permission, Role
from zhenlu.domain.record import Record
from zhenlu.domain.visit import Patient, Visit

#: A record belongs to the visit it is about; one written a day later says so
#: (病历书写基本规范 art. 14, to be verified).
LATE_AFTER = timedelta(hours=24)
#: Forms that a nurse keeps and signs herself.
NURSING_TEMPLATES = frozenset({
    "nursing-followup",
    "followup-hypertension",
    "followup-diabetes",
    "sbar",
})


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
class Cosignature:
    """A second person's signature under a version.

    Attributes:
        position: Counts with the versions, over all signatures of the patient.
        person: Id of who cosigned.
        at: When, ISO 8601 in UTC.
        digest: SHA-256 over this signature, the version's digest and the signature before.
    """

    id: str
    version: str
    position: int
    person: str
    at: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A signed record. It never changes; what is put right later is a further version.

    Attributes:
        number: Counts from 1 within the visit.
        position: Counts from 1 over all signatures of the patient, in order of signing.
        author: Id of the person who signed.
        at: When, ISO 8601 in UTC.
        reason: Why there is a further version; "" for the first.
        previous: SHA-256 of the patient's signature before it, as hex; "" for the first.
        digest: SHA-256 over this version with everything it rests on, and `previous`.
        writer: Id of who last wrote the draft; may be another than who signed.
        is_late: Written more than `LATE_AFTER` after the visit: 补记.
        cosignatures: In the order they were given.
        signed_as: The author's part when they signed; None where it was not noted yet.
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
    writer: str = ""
    is_late: bool = False
    cosignatures: tuple[Cosignature, ...] = ()
    signed_as: Role | None = None


@dataclass(frozen=True, slots=True)
class SealEvent:
    """That somebody sealed a visit or lifted the seal.

    Attributes:
        is_sealed: What holds from then on.
        person: Id of who did it.
        at: When, ISO 8601 in UTC.
    """

    is_sealed: bool
    person: str
    at: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FiledFact:
    """A fact of a visit's record in force, for looking up and for the course of a value.

    Attributes:
        started: When the visit was, local time, ISO 8601; "" when unknown.
        place: Position in the record's fact list.
    """

    visit: str
    started: str
    place: int
    kind: FactKind
    name: str = field(repr=False)
    polarity: Polarity
    subject: Subject
    status: FactStatus
    value: str = field(repr=False)
    unit: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is left of a deleted visit.

    Attributes:
        person: Id of who deleted it.
        at: When, ISO 8601 in UTC.
    """

    visit: str
    patient: str
    person: str
    at: str
    reason: str = field(repr=False)


def is_late(visit: Visit, written: datetime) -> bool:
    """Whether a first version written then is a late entry.

    Args:
        written: With its time zone.
    """
    if not visit.started:
        return False
    return written - datetime.fromisoformat(visit.started).astimezone() > LATE_AFTER


def needed_to_sign(record: Record) -> Permission:
    """Which permission a signature under this record takes.

    A nursing form without a diagnosis is a nurse's to sign; everything else a doctor's.
    """
    diagnosis = record.section("diagnosis")
    states_diagnosis = diagnosis is not None and bool(diagnosis.text.strip())
    if record.template in NURSING_TEMPLATES and not states_diagnosis:
        return Permission.SIGN_NURSING
    return Permission.SIGN_RECORD
