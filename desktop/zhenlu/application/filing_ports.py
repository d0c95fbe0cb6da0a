"""What the clinic's encrypted store must offer filing: patients, visits, words, drafts, audio.

The calls know who is signed in, refuse what that person may not do and leave their row in
the audit log; the core asks and never checks a role by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from zhenlu.application.ports import AudioStream, Pcm
from zhenlu.domain.consent import Consent
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.follow_up import DueItem
from zhenlu.domain.intake import Intake
from zhenlu.domain.journal import Gap, JournalledVisit
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Correction, Language, Segment, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.domain.voice_print import EnrolledVoice


class PatientIndex(Protocol):
    """The patients of the clinic."""

    def add(
        self, name: str, sex: str = "", born: date | None = None, number: str = ""
    ) -> KnownPatient: ...

    def named(self, beginning: str, limit: int = 50) -> tuple[KnownPatient, ...]:
        """Patients whose name begins so."""
        ...


class VisitBook(Protocol):
    """The visits of the clinic."""

    def add(
        self,
        patient_id: str,
        kind: str = "first",
        department: str = "",
        started: datetime | None = None,
    ) -> Visit: ...

    def get(self, visit_id: str) -> Visit: ...

    def move(self, visit_id: str, state: VisitState) -> Visit: ...


class ConsentBook(Protocol):
    """What patients agreed to."""

    def require(self, visit_id: str) -> Consent:
        """
        Raises:
            ConsentMissing: Nothing may be recorded.
        """
        ...


class WordBook(Protocol):
    """What was said at each visit, as far as it is committed."""

    def begin(self, visit_id: str, language: Language) -> None: ...

    def append(self, visit_id: str, segments: Sequence[Segment]) -> None: ...

    def correct(self, visit_id: str, corrections: Sequence[Correction]) -> None: ...

    def of_visit(self, visit_id: str) -> Transcript | None: ...


class IntakeBook(Protocol):
    """What was answered before visits."""

    def of_visit(self, visit_id: str) -> Intake | None: ...


class DraftBook(Protocol):
    """Records: one that is being worked on for each visit, and those before it."""

    def save_draft(self, visit_id: str, record: Record) -> None: ...

    def draft(self, visit_id: str) -> Record | None: ...

    def earlier(self, visit_id: str) -> tuple[Record, ...]:
        """Signed records of the same patient's earlier visits, the latest first."""
        ...


class FollowUpBook(Protocol):
    """What visits promised for later."""

    def put(self, visit_id: str, items: Sequence[DueItem]) -> tuple[DueItem, ...]: ...


class VoiceBook(Protocol):
    """How the clinic's own clinicians sound."""

    def own(self) -> EnrolledVoice | None:
        """The voice of whoever is signed in, where enrolled."""
        ...


class Clinic(Protocol):
    """An open store and who opened it."""

    @property
    def patients(self) -> PatientIndex: ...

    @property
    def visits(self) -> VisitBook: ...

    @property
    def consents(self) -> ConsentBook: ...

    @property
    def transcripts(self) -> WordBook: ...

    @property
    def intakes(self) -> IntakeBook: ...

    @property
    def records(self) -> DraftBook: ...

    @property
    def follow_ups(self) -> FollowUpBook: ...

    @property
    def voices(self) -> VoiceBook: ...


class AudioPen(Protocol):
    """One visit's recording while it is being written."""

    def append(self, samples: Pcm) -> None: ...

    def close(self) -> None:
        """Return when all of it is on the disk."""
        ...


class AudioArchive(Protocol):
    """The encrypted audio of all visits."""

    def start(self, visit: str) -> AudioPen: ...

    def finish(self, visit: str) -> None:
        """Close a recording that broke off, as it is."""
        ...

    def read(self, visit: str, start_s: float = 0.0) -> AudioStream: ...

    def gaps(self, visit: str) -> tuple[Gap, ...]:
        """Where nothing was recorded."""
        ...

    def visits(self) -> tuple[JournalledVisit, ...]: ...

    def alone_with(self, visit: str) -> AbstractContextManager[None]:
        """
        Raises:
            JournalRefused: Reason "in_use", while another program works on the visit.
        """
        ...


__all__ = [
    "AudioArchive",
    "AudioPen",
    "Clinic",
    "ConsentBook",
    "DraftBook",
    "FollowUpBook",
    "IntakeBook",
    "PatientIndex",
    "VisitBook",
    "VoiceBook",
    "WordBook",
]
