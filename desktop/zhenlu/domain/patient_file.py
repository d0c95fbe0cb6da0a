"""What a patient may ask for: everything the clinic holds about them, and who opened it."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.consent import Consent
from zhenlu.domain.filed import Deletion, KnownPatient, RecordVersion, SealEvent
from zhenlu.domain.follow_up import DueItem
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Transcript
from zhenlu.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class VisitFile:
    """One visit with everything that is kept of it but its audio.

    Attributes:
        draft: What is written but not signed; None where there is none.
        transcript: What was heard, or answered before the visit; None where there is neither.
    """

    visit: Visit
    versions: tuple[RecordVersion, ...] = ()
    draft: Record | None = field(default=None, repr=False)
    transcript: Transcript | None = field(default=None, repr=False)
    consents: tuple[Consent, ...] = ()
    seals: tuple[SealEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientFile:
    """Everything about one patient.

    Attributes:
        names: Names of the people whose ids stand in it.
        at: When it was put together, ISO 8601 in UTC.
    """

    patient: KnownPatient
    visits: tuple[VisitFile, ...]
    follow_ups: tuple[DueItem, ...]
    deletions: tuple[Deletion, ...]
    names: dict[str, str]
    at: str


@dataclass(frozen=True, slots=True)
class AccessLine:
    """That somebody did something with what is kept of a patient.

    Attributes:
        at: ISO 8601 in UTC.
        person: By name.
        object_kind: "patient", "visit", "record", "transcript", …
        visit: Which visit it was about; "" for the patient as a whole.
    """

    at: str
    person: str
    action: AuditAction
    object_kind: str
    visit: str
    result: AuditResult
