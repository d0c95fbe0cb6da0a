"""One visit's sound on its way from the source to the journal; nothing may stop it.

Whatever the source tells is put in a queue and taken from there by a thread of its own,
so that a slow disk holds up neither the microphone nor anybody else. A journal that fails
for good is opened again and given what it could not write.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np

from zhenlu.application.channels import in_channels
from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import (
    DiskNews,
    SoundMeter,
    SoundSource,
    SoundWriter,
    VisitSound,
)
from zhenlu.domain.errors import DiskRefused, JournalRefused, StoreLocked, ZhenluError
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.level import SoundLevel

log = logging.getLogger(__name__)

RATE_HZ: Final = 16_000
#: Quiet after a voice in which an utterance ends: then the engine should not have to wait
#: until the journal's second is full. It reads the utterance from the first step on; the
#: voice detector needs 0.45 to 0.6 s to be sure that it is over. On the samples these steps
#: let an utterance end 0.5 s after its last sound at the median.
_HAND_OVER_QUIET_S: Final = (0.35, 0.45, 0.55, 0.65, 0.75, 1.0)
#: Pause before a journal that failed is opened again.
_REOPEN_S: Final = 1.0
#: Marks of the clock kept, in samples between them.
_MARK_EVERY: Final = RATE_HZ // 10


@dataclass(frozen=True, slots=True)
class Written:
    """The disk has everything up to `seconds`."""

    seconds: float
    waiting_s: float
    level: SoundLevel | None


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A stretch of sound ended at this sample; what comes next does not follow on it.

    Attributes:
        length_s: None while it goes on.
    """

    at: int
    reason: GapReason
    length_s: float | None


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The source has no more sound to give; nobody stopped it."""


@dataclass(frozen=True, slots=True)
class SoundEnded:
    """Everything is in the journal and the journal is closed."""

    samples: int


#: What a recording posts, from several threads.
RecordingNews: TypeAlias = Written | Interrupted | SourceEnded | SoundEnded | DiskNews


@dataclass(frozen=True, slots=True)
class _Sound:
    pcm: Pcm = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Lost:
    pass


@dataclass(frozen=True, slots=True)
class _Regained:
    missed_s: float


@dataclass(frozen=True, slots=True)
class _Pause:
    pass


@dataclass(frozen=True, slots=True)
class _Resume:
    pass


@dataclass(frozen=True, slots=True)
class _End:
    pass


_Order: TypeAlias = _Sound | _Lost | _Regained | _Pause | _Resume | _End


class Recording:
    """Joins a source to a journal. Any thread may call it; it listens to the source itself.

    Args:
        post: Told what happens, from several threads; must return at once.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        source: SoundSource,
        sound: VisitSound,
        meter: SoundMeter,
        post: Callable[[RecordingNews], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._visit = sound
        self._meter = meter
        self._post = post
        self._clock = clock
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._captured = _Captured()
        self._level: SoundLevel | None = None
        self._handed_over = 0
        self._paused_since: float | None = None
        self._stopping = threading.Event()
        self._writer: SoundWriter | None = None
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    @property
    def captured_s(self) -> float:
        """Seconds of sound that came, pauses not counted."""
        return self._captured.end / RATE_HZ

    @property
    def is_paused(self) -> bool:
        return self._paused_since is not None

    @property
    def waiting_s(self) -> float:
        """Seconds that are not on the disk yet."""
        return self.captured_s - (self._writer.written_s if self._writer else 0.0)

    def captured_at(self, audio_s: float) -> float:
        """When the sound of this second came, by `clock`."""
        return self._captured.when(round(audio_s * RATE_HZ))

    def gaps(self) -> tuple[Gap, ...]:
        """Where nothing was recorded; none where the journal cannot tell just now."""
        try:
            return self._visit.gaps()
        except ZhenluError as error:
            log.warning("gaps not read code=%s", error.full_code)
            return ()

    def start(self) -> float:
        """Open the journal, then the source: no sound comes before it can be kept.

        Returns:
            Seconds that the journal held already, for a visit that broke off.

        Raises:
            JournalRefused, StoreDamaged, DiskRefused, StoreLocked: From the journal.
            MicrophoneMissing: From the source. The visit stays open in the journal.
        """
        self._writer = self._visit.open(self._on_written, self._post, self._source.channels)
        held_s = self._writer.written_s
        self._captured.begin(round(held_s * RATE_HZ), self._clock())
        self._thread.start()
        try:
            self._source.start(self)
        except ZhenluError:
            self._orders.put(_End())
            self._thread.join()
            raise
        return held_s

    def pause(self) -> None:
        """Record nothing until `resume`. The source may go on for its meter."""
        self._source.pause()
        self._orders.put(_Pause())

    def resume(self) -> None:
        self._orders.put(_Resume())
        self._source.resume()

    def stop(self) -> None:
        """End capture. What was captured still goes to the disk; `SoundEnded` tells when."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._source.stop()
        self._orders.put(_End())

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the journal is closed, but no longer than this."""
        self._thread.join(timeout_s)

    # The source tells

    def sound(self, pcm: Pcm) -> None:
        self._orders.put(_Sound(pcm))

    def lost(self) -> None:
        self._orders.put(_Lost())

    def regained(self, missed_s: float) -> None:
        self._orders.put(_Regained(missed_s))

    def ended(self) -> None:
        self._stopping.set()
        self._post(SourceEnded())
        self._orders.put(_End())

    # The recording's own thread

    def _run(self) -> None:
        while not isinstance(order := self._orders.get(), _End):
            self._carry_out(order)
        self._close()

    def _carry_out(self, order: _Order) -> None:
        if isinstance(order, _Sound):
            if self._paused_since is None and len(order.pcm):
                self._record(order.pcm)
        elif isinstance(order, _Lost):
            self._safely(lambda writer: writer.hand_over())
            self._post(Interrupted(self._captured.end, GapReason.MICROPHONE, None))
        elif isinstance(order, _Regained):
            self._mark_gap(order.missed_s)
        elif isinstance(order, _Pause):
            if self._paused_since is None:
                self._paused_since = self._clock()
                self._safely(lambda writer: writer.pause())
                self._post(Interrupted(self._captured.end, GapReason.PAUSED, None))
        elif self._paused_since is not None:
            length_s = self._clock() - self._paused_since
            self._paused_since = None
            self._safely(lambda writer: writer.resume())
            self._post(Interrupted(self._captured.end, GapReason.PAUSED, length_s))

    def _record(self, pcm: Pcm) -> None:
        # Another microphone may have been plugged in since the journal was begun.
        pcm = in_channels(pcm, self._open_writer.channels)
        self._captured.add(len(pcm), self._clock())
        self._safely(lambda writer: writer.append(pcm), pcm)
        self._level = self._meter.hear(pcm)
        if self._level.quiet_s == 0.0:
            self._handed_over = 0
        due = sum(self._level.quiet_s >= quiet_s for quiet_s in _HAND_OVER_QUIET_S)
        if due > self._handed_over:
            self._handed_over = due
            self._safely(lambda writer: writer.hand_over())

    def _mark_gap(self, length_s: float) -> None:
        if self._paused_since is not None:
            return
        self._safely(lambda writer: writer.gap(length_s, GapReason.MICROPHONE))
        self._post(Interrupted(self._captured.end, GapReason.MICROPHONE, length_s))

    def _safely(self, write: Callable[[SoundWriter], None], pcm: Pcm | None = None) -> None:
        """Write; if the journal failed for good, open it anew and go on there."""
        try:
            write(self._open_writer)
        except ZhenluError as error:
            log.warning("journal broke off code=%s", error.full_code)
            self._post(DiskNews("failed", self.waiting_s, error.full_code))
            self._reopen(pcm)

    def _reopen(self, pcm: Pcm | None) -> None:
        unwritten = self._open_writer.abandon()
        if pcm is not None:
            unwritten = np.concatenate([unwritten, pcm])
        while True:
            try:
                self._writer = self._visit.open(
                    self._on_written, self._post, self._open_writer.channels
                )
                self._writer.append(unwritten)
            except ZhenluError as error:
                self._post(DiskNews("failed", len(unwritten) / RATE_HZ, error.full_code))
                # The sound that comes meanwhile waits in the queue.
                time.sleep(_REOPEN_S)
            else:
                return

    def _close(self) -> None:
        while True:
            try:
                self._open_writer.close()
                break
            except (DiskRefused, StoreLocked) as error:
                self._post(DiskNews("refused", self.waiting_s, error.full_code))
                time.sleep(_REOPEN_S)
            except JournalRefused as error:
                log.warning("journal not closed code=%s", error.full_code)
                break
            except ZhenluError as error:
                self._post(DiskNews("failed", self.waiting_s, error.full_code))
                self._reopen(None)
        self._post(SoundEnded(self._captured.end))

    @property
    def _open_writer(self) -> SoundWriter:
        assert self._writer is not None  # noqa: S101 - start() opened it
        return self._writer

    # The journal's thread

    def _on_written(self, seconds: float) -> None:
        self._post(Written(seconds, max(0.0, self.captured_s - seconds), self._level))


class _Captured:
    """Which sample came when; written by one thread, read by others."""

    def __init__(self) -> None:
        self.end = 0
        self._samples: list[int] = []
        self._times: list[float] = []

    def begin(self, samples: int, now: float) -> None:
        self.end = samples
        self._times.append(now)
        self._samples.append(samples)

    def add(self, samples: int, now: float) -> None:
        self.end += samples
        if self.end - self._samples[-1] >= _MARK_EVERY:
            # The time first: a reader that sees the sample must find its time.
            self._times.append(now)
            self._samples.append(self.end)

    def when(self, sample: int) -> float:
        place = min(bisect_left(self._samples, sample), len(self._samples) - 1)
        late_s = max(0, self._samples[place] - sample) / RATE_HZ
        return self._times[place] - late_s


__all__ = ["Interrupted", "Recording", "RecordingNews", "SoundEnded", "SourceEnded", "Written"]
