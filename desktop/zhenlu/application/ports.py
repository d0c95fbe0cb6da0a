"""What the outside must offer the core: the two engines.

Both calls block the caller's thread while a process of its own works; progress
comes through `on_event` on that same thread. The window calls them from a
background thread and posts the events to itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zhenlu.application.events import Event, HeardAgain, OnEvent
from zhenlu.domain.record import EngineUsed, Layer
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.domain.voice_print import VoicePrint

#: int16 mono samples at 16 000 Hz, shape (n,).
Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines without a pause between them that are to be read once more from their sound.

    Attributes:
        lines: Their ids.
        pcm: Their sound, with a little before and behind.
        terms: Words to favour: what else is known of the visit by now.
        before: What was said just before.
    """

    lines: tuple[int, ...]
    language: Language
    pcm: Pcm = field(repr=False)
    terms: tuple[str, ...] = field(default=(), repr=False)
    before: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AudioStream:
    """Audio to transcribe, read as it is needed so that hours stay small in memory.

    Attributes:
        duration_s: Length in seconds if the container tells it, else None.
        chunks: One-second-or-longer pieces of 16 kHz mono, in order. A live source gives
            shorter ones, and an empty one whenever nothing has come for a moment.
        balance_db: How much louder a stretch of the visit, from second to second, is at the
            first of two microphones; None for one microphone.
        meanwhile: Asked, on the thread that reads `chunks`, for something to read once more
            whenever nobody speaks and nothing waits; None where there is nothing.
            `HeardAgain` tells what came of it.
    """

    duration_s: float | None
    chunks: Iterable[Pcm] = field(repr=False)
    balance_db: Callable[[float, float], float | None] | None = None
    meanwhile: Callable[[], Passage | None] | None = None


@dataclass(frozen=True, slots=True)
class SpeechOptions:
    """How to listen.

    Attributes:
        language: None lets the engine decide once, from the first seconds of speech.
        terms: Words to favour (the patient's drugs, the department's terms).
        live: Someone watches the lines appear: commit each at its pause, even where
            reading several together would cost less or come out better.
        clinician: How the clinician of the visit sounds, where enrolled. The engine needs
            it for nothing; speakers are told by it afterwards.
    """

    language: Language | None = None
    terms: tuple[str, ...] = ()
    live: bool = False
    clinician: VoicePrint | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the speech engine made of the audio.

    Attributes:
        segments: Roles unknown, ids from 1.
        audio_s: Length of all audio read.
        speech_s: Seconds in which someone spoke.
        voices: How segments sound, by id, as far as the engine can tell.
    """

    language: Language
    segments: tuple[Segment, ...] = field(repr=False)
    audio_s: float = 0.0
    speech_s: float = 0.0
    load_s: float = 0.0
    work_s: float = 0.0
    voices: Mapping[int, VoicePrint] = field(default_factory=dict, repr=False)


class SpeechEngine(Protocol):
    """Turns audio into segments."""

    @property
    def used(self) -> EngineUsed: ...

    def transcribe(
        self,
        audio: AudioStream,
        options: SpeechOptions,
        on_event: OnEvent,
        cancelled: threading.Event,
    ) -> Heard:
        """Listen to all of it.

        Raises:
            Cancelled: If `cancelled` was set; answered within two seconds.
            EngineFailed: If the process died twice.
        """
        ...

    def read_again(
        self, passage: Passage, on_event: OnEvent, cancelled: threading.Event
    ) -> HeardAgain:
        """Read lines of a recording that is over once more, with more care.

        Raises:
            As `transcribe`.
        """
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PromptLine:
    """One committed line of the transcript as the drafting engine reads it."""

    id: int
    role: SpeakerRole
    start_s: float
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PromptFact:
    """What the rules found in lines, for a model that cannot see all of their words.

    Attributes:
        text: In one line (`claims.claim`).
        segments: Ids of the lines; at least one.
    """

    text: str = field(repr=False)
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that the *select* layer weighs: it stands on words that were said.

    Attributes:
        key: What the answer calls it.
        text: The claim in one line (`claims.claim`).
        segments: Ids of the segments behind it.
    """

    key: int
    text: str = field(repr=False)
    segments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionTask:
    """One section to draft.

    Attributes:
        belongs: What goes into the section, in the record's language.
        style: An example of its style.
        candidates: For the *select* layer.
        max_tokens: Upper bound on what may be generated.
        read_to: Id of the last line that the section is drafted from, where it is settled
            (`settling`); 0 for all lines.
    """

    section: str
    title: str
    belongs: str = ""
    style: str = ""
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    max_tokens: int = 256
    read_to: int = 0


@dataclass(frozen=True, slots=True)
class DraftTask:
    """Everything the drafting engine needs for one visit.

    Attributes:
        facts: In the order of the visit; they stand for words that do not fit in.
    """

    language: Language
    template: str
    lines: tuple[PromptLine, ...] = field(repr=False)
    sections: tuple[SectionTask, ...] = field(repr=False)
    facts: tuple[PromptFact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A sentence the model wrote or a claim it believes, with the segment ids it cites.

    Attributes:
        candidate: Key of the claim, or -1 for free writing.
    """

    section: str
    text: str = field(repr=False)
    segments: tuple[int, ...] = ()
    candidate: int = -1


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the drafting engine made of a task.

    Attributes:
        read_to: Id of the last line that fitted into the context; 0 for none.
        facts_to: Id of the last line of which a section was drafted from its facts and not
            from its words; 0 for none.
        prefill_tokens: Prompt tokens evaluated.
        saved_tokens: Prompt tokens spared, because they were in view or answered already.
        generated_tokens: Tokens written, without those of sections written ahead.
        complete: False where a section hit its token bound.
        prompts: As `EngineUsed.prompts`.
    """

    lines: tuple[DraftLine, ...] = field(repr=False)
    read_to: int = 0
    prefill_tokens: int = 0
    saved_tokens: int = 0
    generated_tokens: int = 0
    complete: bool = True
    load_s: float = 0.0
    work_s: float = 0.0
    prompts: str = ""
    facts_to: int = 0


@dataclass(frozen=True, slots=True)
class SectionWritten(Event):
    """All that the model wrote for one section, while it goes on with the next."""

    section: str
    lines: tuple[DraftLine, ...] = field(repr=False)


class DraftingEngine(Protocol):
    """Drafts sections from transcript lines."""

    @property
    def used(self) -> EngineUsed: ...

    @property
    def layer(self) -> Layer:
        """`select` for a pack that only weighs the rules' facts, `write` for an instruct model."""
        ...

    @property
    def weighs(self) -> frozenset[str]:
        """Sections in which a `select` pack has a say; empty for `write`."""
        ...

    def draft(
        self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event
    ) -> Drafted:
        """Draft every section of the task.

        Raises:
            Cancelled: If `cancelled` was set, also during prefill.
            EngineFailed: If the process died twice.
        """
        ...

    def read_ahead(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> int:
        """Do a part of the work on a visit that still goes on, so that its draft comes sooner.

        Reads lines, or writes one section that is settled.

        Returns:
            Prompt tokens evaluated; 0 when there is nothing left to do for this task.

        Raises:
            As `draft`.
        """
        ...

    def close(self) -> None: ...


__all__ = [
    "AudioStream",
    "Candidate",
    "DraftLine",
    "DraftTask",
    "Drafted",
    "DraftingEngine",
    "Heard",
    "OnEvent",
    "Passage",
    "Pcm",
    "PromptFact",
    "PromptLine",
    "SectionTask",
    "SectionWritten",
    "SpeechEngine",
    "SpeechOptions",
]
