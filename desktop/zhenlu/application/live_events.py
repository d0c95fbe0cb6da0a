"""What happens while a visit is recorded, as frozen messages to whoever shows it.

All of them come from one thread, in order. Positions are seconds of recorded audio.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.application.events import Event
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Finding
from zhenlu.domain.journal import GapReason
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class LiveEvent(Event):
    """Base of what a live visit tells.

    Attributes:
        t_wall: Seconds since 1970, UTC.
        audio_s: Audio captured so far.
    """

    t_wall: float
    audio_s: float


@dataclass(frozen=True, slots=True)
class Journalled(LiveEvent):
    """The disk has all audio up to `written_s`.

    Attributes:
        backlog_s: Audio on the disk that the speech engine has not settled yet.
        waiting_s: Audio in memory that the disk has not taken yet.
        disk: "writing", "refused", "behind" or "failed"; `code` says why.
    """

    written_s: float
    backlog_s: float
    waiting_s: float
    level: SoundLevel | None = None
    disk: str = "writing"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Tentative(LiveEvent):
    """What the utterance under way says so far; may change. Empty when it is over."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Committed(LiveEvent):
    """A line of the transcript; its words never change, nor that it was not understood.

    Attributes:
        segment: As it reads: spelling put right, speaker named as far as can be told.
        heard: As it was recognised.
        latency_s: Seconds since its last word was spoken.
    """

    segment: Segment
    heard: Segment
    latency_s: float


@dataclass(frozen=True, slots=True)
class RolesChanged(LiveEvent):
    """Earlier lines turned out to be somebody else's, or a person put them right.

    `segments` as they read now.
    """

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class LinesReadAgain(LiveEvent):
    """There was time to read doubted lines once more, with more care.

    Attributes:
        segments: Those with a new version, as they read now; the first one is kept.
        offered: What else a line may have been, by id, where a number, a side or a denial
            depends on it: it stays as it is until a person decides.
    """

    segments: tuple[Segment, ...]
    offered: Mapping[int, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FactsFound(LiveEvent):
    """Everything known after line `read_to`."""

    facts: tuple[Fact, ...] = field(repr=False)
    read_to: int


@dataclass(frozen=True, slots=True)
class Drafted(LiveEvent):
    """Sections as they stand now.

    Attributes:
        layer: "rules", or the layer of the model whose sentences are in it.
        read_to: Id of the last line that is in it.
        final: Nothing more will be said.
    """

    sections: tuple[Section, ...] = field(repr=False)
    layer: str
    read_to: int
    final: bool = False


@dataclass(frozen=True, slots=True)
class FindingRaised(LiveEvent):
    """A rule fired that had not fired before."""

    finding: Finding = field(repr=False)


@dataclass(frozen=True, slots=True)
class GapMarked(LiveEvent):
    """Nothing was recorded for `length_s`; None while that is not known yet."""

    at_s: float
    reason: GapReason
    length_s: float | None


class EngineState(StrEnum):
    """How an engine does."""

    LOADING = "loading"
    READY = "ready"
    RESTARTED = "restarted"  # its process died; a new one goes on where it stopped
    FAILED = "failed"  # it will be tried again; the recording goes on
    GIVEN_UP = "given_up"  # not tried again in this visit
    READ_AHEAD = "read_ahead"  # the drafting engine has read what was said so far


@dataclass(frozen=True, slots=True)
class EngineNews(LiveEvent):
    """Something happened to an engine.

    Attributes:
        engine: "speech" or "drafting".
        code: The error's code for a failure.
        tokens: Prompt tokens read, for `READ_AHEAD`.
        seconds: What loading took.
    """

    engine: str
    state: EngineState
    code: str = ""
    tokens: int = 0
    seconds: float = 0.0


class StopReason(StrEnum):
    """Why no more audio comes. What was recorded is worked on all the same."""

    PERSON = "person"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class CaptureStopped(LiveEvent):
    """No more audio will be recorded; hearing and drafting go on."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class VisitFinished(LiveEvent):
    """The last event: everything recorded is heard, drafted and checked.

    Attributes:
        heard_to_s: Less than the audio only where the speech engine failed for good.
    """

    record: Record = field(repr=False)
    heard_to_s: float


__all__ = [
    "CaptureStopped",
    "Committed",
    "Drafted",
    "EngineNews",
    "EngineState",
    "FactsFound",
    "FindingRaised",
    "GapMarked",
    "Journalled",
    "LinesReadAgain",
    "LiveEvent",
    "RolesChanged",
    "StopReason",
    "Tentative",
    "VisitFinished",
]
