"""What happens while a visit is worked on, as frozen messages.

Everything that is not the thread owning the visit tells it by posting one of
these through a single callable: a queued signal in the window, a plain call on
the command line, `list.append` in a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zhenlu.domain.record import Section
from zhenlu.domain.transcript import Language, Segment
from zhenlu.domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""


#: Whoever is told; returns soon.
OnEvent = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class EngineLoading(Event):
    """A worker process loads its pack. `engine` is "speech" or "drafting"."""

    engine: str
    pack: str


@dataclass(frozen=True, slots=True)
class EngineReady(Event):
    engine: str
    load_s: float


@dataclass(frozen=True, slots=True)
class EngineRestarted(Event):
    """A worker died once and was started again; the work goes on."""

    engine: str


@dataclass(frozen=True, slots=True)
class EngineGivenUp(Event):
    """An engine failed for good; the work went on without it. `code` is the error's."""

    engine: str
    code: str


@dataclass(frozen=True, slots=True)
class LanguageDetected(Event):
    language: Language
    confidence: float


@dataclass(frozen=True, slots=True)
class AudioHeard(Event):
    """Progress: all audio before `audio_s` is transcribed."""

    audio_s: float
    total_s: float | None


@dataclass(frozen=True, slots=True)
class SegmentCommitted(Event):
    """A line that will not change: words, or that somebody was not understood.

    Attributes:
        voice: How it sounds, where the engine can tell.
        balance_db: How much louder it is at the first of two microphones, where there are.
    """

    segment: Segment
    voice: VoicePrint | None = None
    balance_db: float | None = None


@dataclass(frozen=True, slots=True)
class HeardAgain(Event):
    """What a second, more careful reading made of lines that were committed before.

    Attributes:
        lines: Their ids.
        readings: One a line, in their order; none where nothing sure was understood.
    """

    lines: tuple[int, ...]
    readings: tuple[Segment, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class UtteranceUnderWay(Event):
    """What is being said just now, as far as it can be told; "" once it is committed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PromptRead(Event):
    """Progress of the drafting engine through the prompt."""

    tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class SectionDrafted(Event):
    """A section is ready to be shown; `layer` tells who drafted it."""

    section: Section = field(repr=False)
    layer: str


@dataclass(frozen=True, slots=True)
class StepStarted(Event):
    """A named step of the flow began: "transcribing", "drafting", "checking"."""

    step: str


@dataclass(frozen=True, slots=True)
class LockChanged(Event):
    """The screen was locked or unlocked, or a recording began or ended.

    Attributes:
        recording: Microphones are open: the sign for it stays in sight while locked.
    """

    locked: bool
    recording: bool
