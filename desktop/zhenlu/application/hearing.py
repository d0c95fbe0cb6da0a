"""Takes a visit that is being recorded to the speech engine, as the journal grows.

The engine hears one stretch after the other: from the beginning, a pause or a gap to the
next one. What it reads comes from the journal, so that an engine that was slow, frozen or
dead goes on where its last settled second was, and no sound is ever dropped.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from zhenlu.application.events import (
    AudioHeard,
    EngineLoading,
    EngineReady,
    EngineRestarted,
    Event,
    HeardAgain,
    LanguageDetected,
    SegmentCommitted,
    UtteranceUnderWay,
)
from zhenlu.application.ports import AudioStream, Passage, Pcm, SpeechEngine, SpeechOptions
from zhenlu.application.recording_ports import VisitSound
from zhenlu.domain.errors import Cancelled, ZhenluError
from zhenlu.domain.transcript import Segment

log = logging.getLogger(__name__)

RATE_HZ: Final = 16_000
#: How long to wait for sound before the engine is given a moment of its own.
_MOMENT_S: Final = 0.05
#: Read from the journal at once.
_READ: Final = 20 * RATE_HZ
#: Pauses before an engine that failed is tried again, the last one for good.
_RETRY_S: Final = (0.5, 1.0, 2.0, 5.0)
#: Failures in a row after which no more is tried once the recording has ended.
_LAST_TRIES: Final = 3
_NOTHING: Pcm = np.zeros(0, dtype=np.int16)


@dataclass(frozen=True, slots=True)
class HearingFailed:
    """The engine failed. It is tried again unless `for_good`."""

    code: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class HearingEnded:
    """All of the recording was heard, or all that could be.

    Attributes:
        heard: Samples settled.
        load_s: Seconds for which the engine was loading.
    """

    heard: int
    load_s: float


class Hearing:
    """Follows one recording with a speech engine on a thread of its own.

    Args:
        start: Sample from which to hear, for a visit of which a part was heard before.
        post: Told what the engine tells, with times of the recording, and `HearingFailed`,
            `HearingEnded`; on the hearing's thread.
        meanwhile: As `AudioStream.meanwhile`.
    """

    def __init__(
        self,
        engine: SpeechEngine,
        sound: VisitSound,
        options: SpeechOptions,
        post: Callable[[Event | HearingFailed | HearingEnded], None],
        start: int = 0,
        meanwhile: Callable[[], Passage | None] | None = None,
    ) -> None:
        self._meanwhile = meanwhile
        self._engine = engine
        self._sound = sound
        self._options = replace(options, live=True)
        self._post = post
        self._cancelled = threading.Event()
        self._grown = threading.Condition()
        self._written = self._settled = self._taken = start
        self._ends: list[int] = []
        self._last: int | None = None
        self._load_s = 0.0
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def settled_s(self) -> float:
        """Everything before this second is decided."""
        return self._settled / RATE_HZ

    @property
    def backlog_s(self) -> float:
        """Seconds in the journal that the engine has not taken yet."""
        return max(0, self._written - self._taken) / RATE_HZ

    @property
    def _is_over(self) -> bool:
        return self._last is not None and self._settled >= self._last

    def written(self, seconds: float) -> None:
        """The journal has everything up to here."""
        with self._grown:
            self._written = max(self._written, round(seconds * RATE_HZ))
            self._grown.notify_all()

    def stretch_ends(self, sample: int) -> None:
        """What comes after this sample does not follow on what came before it."""
        with self._grown:
            self._ends.append(sample)
            self._grown.notify_all()

    def recording_ended(self, samples: int) -> None:
        """There will be no more sound than this."""
        with self._grown:
            self._ends.append(samples)
            self._last = samples
            self._grown.notify_all()

    def cancel(self) -> None:
        """Break off; what was committed stands."""
        self._cancelled.set()
        with self._grown:
            self._grown.notify_all()

    def join(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()

    # The hearing's thread

    def _run(self) -> None:
        failures, settled = 0, self._settled
        while not self._cancelled.is_set() and not self._is_over:
            try:
                self._hear_stretch(self._settled)
            except Cancelled:
                break
            except ZhenluError as error:
                failures = 1 if self._settled > settled else failures + 1
                settled = self._settled
                for_good = self._last is not None and failures >= _LAST_TRIES
                log.warning("hearing failed code=%s settled_s=%.1f", error.full_code,
                            self.settled_s)
                self._post(HearingFailed(error.full_code, for_good))
                if for_good:
                    break
                self._cancelled.wait(_RETRY_S[min(failures, len(_RETRY_S)) - 1])
        self._post(HearingEnded(self._settled, self._load_s))

    def _hear_stretch(self, start: int) -> None:
        def tell(event: Event) -> None:
            if isinstance(event, AudioHeard):
                self._settled = max(self._settled, start + round(event.audio_s * RATE_HZ))
            elif isinstance(event, LanguageDetected):
                # Decided once for the visit, whatever is said after a pause.
                self._options = replace(self._options, language=event.language)
                self._post(event)
            elif isinstance(event, SegmentCommitted):
                placed = _placed(event.segment, start / RATE_HZ)
                balance_db = self._sound.balance_db(placed.start_s, placed.end_s)
                self._post(SegmentCommitted(placed, event.voice, balance_db))
            elif isinstance(
                event,
                HeardAgain | UtteranceUnderWay | EngineLoading | EngineReady | EngineRestarted,
            ):
                self._post(event)

        stream = AudioStream(None, self._pieces(start), meanwhile=self._meanwhile)
        heard = self._engine.transcribe(stream, self._options, tell, self._cancelled)
        self._load_s += heard.load_s
        self._settled = max(self._settled, self._end_of_stretch(start) or 0)

    def _pieces(self, start: int) -> Iterator[Pcm]:
        position = self._taken = start
        while not self._cancelled.is_set():
            with self._grown:
                self._grown.wait_for(
                    lambda position=position: (  # type: ignore[misc]
                        self._written > position or self._end_of_stretch(start) == position
                    ),
                    timeout=_MOMENT_S,
                )
                end = self._end_of_stretch(start)
                until = self._written if end is None else min(self._written, end)
            if end is not None and position >= end:
                return
            if until > position:
                until = min(until, position + _READ)
                yield self._sound.read(position, until)
                position = self._taken = until
            else:
                yield _NOTHING

    def _end_of_stretch(self, start: int) -> int | None:
        """Where the stretch from `start` ends, or None while that is not known."""
        if self._last is not None and start >= self._last:
            return start
        return min((end for end in self._ends if end > start), default=None)


def _placed(segment: Segment, start_s: float) -> Segment:
    """A segment of a stretch at its place in the recording."""
    if not start_s:
        return segment
    words = tuple(
        replace(
            word,
            start_s=round(word.start_s + start_s, 3),
            end_s=round(word.end_s + start_s, 3),
        )
        for word in segment.words
    )
    return replace(
        segment,
        start_s=round(segment.start_s + start_s, 3),
        end_s=round(segment.end_s + start_s, 3),
        words=words,
    )


__all__ = ["Hearing", "HearingEnded", "HearingFailed"]
