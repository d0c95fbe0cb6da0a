"""A visit and the states it may be in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import IllegalVisitState


class VisitState(StrEnum):
    """Where a visit stands. See `_NEXT` for what may follow what."""

    PLANNED = "planned"
    RECORDING = "recording"
    PAUSED = "paused"
    TRANSCRIBING = "transcribing"
    DRAFTING = "drafting"
    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    AMENDED = "amended"
    INTERRUPTED = "interrupted"
    EMPTY = "empty"


_NEXT: dict[VisitState, tuple[VisitState, ...]] = {
    # A record may be written and signed by hand, with no recording or after one that failed.
    VisitState.PLANNED: (
        VisitState.RECORDING,
        VisitState.TRANSCRIBING,
        VisitState.DRAFTING,
        VisitState.EMPTY,
        VisitState.SIGNED,
    ),
    VisitState.RECORDING: (VisitState.PAUSED, VisitState.TRANSCRIBING, VisitState.INTERRUPTED),
    VisitState.PAUSED: (VisitState.RECORDING, VisitState.TRANSCRIBING, VisitState.INTERRUPTED),
    VisitState.TRANSCRIBING: (VisitState.DRAFTING, VisitState.EMPTY, VisitState.INTERRUPTED),
    VisitState.DRAFTING: (VisitState.DRAFTED, VisitState.INTERRUPTED),
    VisitState.DRAFTED: (VisitState.REVIEWED, VisitState.DRAFTING, VisitState.SIGNED),
    VisitState.REVIEWED: (VisitState.DRAFTING, VisitState.SIGNED),
    VisitState.SIGNED: (VisitState.AMENDED,),
    VisitState.AMENDED: (VisitState.AMENDED,),
    VisitState.INTERRUPTED: (
        VisitState.RECORDING,
        VisitState.TRANSCRIBING,
        VisitState.DRAFTING,
        VisitState.SIGNED,
    ),
    VisitState.EMPTY: (VisitState.RECORDING, VisitState.TRANSCRIBING, VisitState.SIGNED),
}

_RECORDED = (VisitState.RECORDING, VisitState.PAUSED)
#: Words or sentences may still come in by themselves.
AT_WORK = (
    VisitState.RECORDING, VisitState.PAUSED, VisitState.TRANSCRIBING, VisitState.DRAFTING,
)  # fmt: skip
#: A record waits for its first signature.
UNSIGNED = (VisitState.DRAFTED, VisitState.REVIEWED)
SIGNED = (VisitState.SIGNED, VisitState.AMENDED)


def local_minute(at: datetime) -> str:
    """A moment as visits carry it: this computer's time, ISO 8601 to the minute."""
    return at.astimezone().replace(tzinfo=None).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Patient:
    """Who the visit is about, as far as the caller knows.

    Attributes:
        sex: "male", "female" or "" when unknown.
        age_years: Completed years; None when unknown. Infants: 0.
    """

    name: str = field(default="", repr=False)
    sex: str = ""
    age_years: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One encounter from planning to the signed record.

    Attributes:
        kind: "first", "revisit", "emergency" or "followup".
        started: Local time, ISO 8601 to the minute; "" when unknown.
        ended: When the recording stopped, or the record was signed where none was made;
            as `started`.
        printed_version: The version that was printed last; 0 where none was.
        consent: How the patient agreed to be recorded; None where nobody did, or where it
            was taken back.
    """

    id: str
    state: VisitState = VisitState.PLANNED
    patient: Patient = field(default_factory=Patient)
    kind: str = "first"
    department: str = ""
    started: str = ""
    ended: str = ""
    printed_version: int = 0
    consent: ConsentMethod | None = None

    @property
    def date(self) -> date | None:
        """The day of the visit; None when unknown."""
        return datetime.fromisoformat(self.started).date() if self.started else None

    @property
    def is_at_work(self) -> bool:
        """Whether words or sentences may still come in by themselves."""
        return self.state in AT_WORK

    def ends_with(self, state: VisitState) -> bool:
        """Whether this step ends it: its recording stops, or it is signed and none was made."""
        stops = self.state in _RECORDED and state is VisitState.TRANSCRIBING
        return stops or (state is VisitState.SIGNED and not self.ended)

    def to(self, state: VisitState) -> Visit:
        """Move on.

        Raises:
            IllegalVisitState: If this state may not follow the present one.
        """
        if state not in _NEXT[self.state]:
            raise IllegalVisitState(state=state.value, present=self.state.value)
        return replace(self, state=state)
