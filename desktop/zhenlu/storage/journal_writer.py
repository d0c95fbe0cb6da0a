"""Takes sound from the microphone's thread and puts it on the disk from its own.

Nothing is dropped. While the disk refuses, what was handed in waits in memory and is
tried again; only when more than thirty seconds wait is the caller held up, and told.
What the engines may see comes through `on_committed`, after the disk has it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import DiskRefused, JournalRefused, StoreLocked, ZhenluError
from zhenlu.domain.journal import GapReason, MarkKind, Moment
from zhenlu.storage.journal_file import RATE_HZ
from zhenlu.storage.journal_pen import ROW_FRAMES, Pen

log = logging.getLogger(__name__)
_T = TypeVar("_T")

#: Audio that may wait for the disk before the caller has to wait too.
BACKLOG_S: Final = 30.0
#: Pause before a disk that refused is tried again.
RETRY_S: Final = 0.5


class WriterState(StrEnum):
    """How writing goes. `FAILED`: this recording can write no more."""

    WRITING = "writing"
    REFUSED = "refused"
    BEHIND = "behind"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WriterStatus:
    """Posted when the state of writing changes.

    Attributes:
        waiting_s: Seconds of audio not yet on the disk.
        error: Why, for `REFUSED` and `FAILED`.
    """

    state: WriterState
    waiting_s: float = 0.0
    error: ZhenluError | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Audio that is on the disk.

    Attributes:
        samples: int16, shape (n,) or (n, 2).
    """

    start_s: float
    samples: Pcm = field(repr=False)


OnCommitted = Callable[[Committed], None]
OnStatus = Callable[[WriterStatus], None]


@dataclass(slots=True)
class _Entry:
    """Something to be written. `samples` is empty for marks and gaps."""

    write: Callable[[], float | None]
    samples: Pcm = field(default_factory=lambda: np.zeros(0, np.int16), repr=False)


class JournalWriter:
    """One recording of one visit. Any thread may call it.

    Args:
        on_committed: Called on the writer's thread for each row, in order.
        on_status: Called when writing falters or recovers, on either thread.
        now: The clocks.
    """

    def __init__(
        self,
        pen: Pen,
        now: Callable[[], Moment],
        on_committed: OnCommitted | None = None,
        on_status: OnStatus | None = None,
    ) -> None:
        self._pen = pen
        self._now = now
        self._on_committed = on_committed
        self._on_status = on_status
        self._changed = threading.Condition()
        self._entries: deque[_Entry] = deque()
        self._held: Pcm = self._nothing()
        self._accepted = self._done = self._refusals = 0
        self._waiting_frames = 0
        self._error: ZhenluError | None = None
        self._failed = self._paused = self._ended = self._leaving = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def visit(self) -> str:
        return self._pen.visit

    @property
    def channels(self) -> int:
        return self._pen.channels

    @property
    def error(self) -> ZhenluError | None:
        """Why writing falters or failed; None while it goes well."""
        with self._changed:
            return self._error

    @property
    def written_s(self) -> float:
        """Seconds of this visit that are on the disk."""
        return self._pen.written_s

    @property
    def waiting_s(self) -> float:
        """Seconds handed in that are not yet on the disk."""
        with self._changed:
            return (self._waiting_frames + len(self._held)) / RATE_HZ

    def append(self, samples: Pcm) -> None:
        """Hand in audio of any length; whole seconds go to the disk, the rest waits for more.

        Returns at once unless more than `BACKLOG_S` waits for the disk.

        Args:
            samples: int16 at 16 kHz, shape (n,), or (n, 2) for a stereo visit.

        Raises:
            JournalRefused: "samples" (shape or type), "paused", "closed".
            StoreDamaged, JournalRefused: What made the writer fail for good.
        """
        self._refuse_strange(samples)
        with self._changed:
            self._refuse_unless_recording()
            # Joining copies: the microphone may use its buffer again.
            self._held = np.concatenate([self._held, samples])
            while len(self._held) >= ROW_FRAMES:
                self._hand_over(self._held[:ROW_FRAMES])
                self._held = self._held[ROW_FRAMES:]
            is_behind = self._is_behind()
        if is_behind:
            self._tell(WriterState.BEHIND)
            with self._changed:
                self._changed.wait_for(lambda: not self._is_behind() or self._has_stopped())
                self._refuse_if_failed()

    def write(self, samples: Pcm) -> None:
        """Append, and return when all of it is on the disk. Raises as `append` and `flush`."""
        self.append(samples)
        self.flush()

    def hand_over(self) -> None:
        """Have the disk take what is held, a part of a second too, without waiting for it.

        Raises:
            JournalRefused: "paused", "closed".
            StoreDamaged, JournalRefused: What made the writer fail for good.
        """
        with self._changed:
            self._refuse_unless_recording()
            self._hand_over_held()

    def flush(self) -> None:
        """Return when everything handed in so far is on the disk, part of a second included.

        Raises:
            DiskRefused: Reason "journal": the disk took nothing. The audio waits in memory
                and is tried again; it must not be handed in a second time.
            StoreDamaged, JournalRefused: What made the writer fail for good.
        """
        with self._changed:
            self._hand_over_held()
            wanted, refusals = self._accepted, self._refusals
            self._changed.wait_for(
                lambda: (
                    self._done >= wanted or self._has_stopped() or self._refusals > refusals
                )
            )
            if self._done >= wanted:
                return
            raise self._error or JournalRefused("closed", visit=self.visit)

    def pause(self) -> None:
        """Stop taking audio until `resume`. Does nothing while paused."""
        moment = self._now()
        with self._changed:
            if self._paused:
                return
            self._refuse_unless_recording()
            self._hand_over_held()
            self._add(_Entry(lambda: self._pen.mark(MarkKind.PAUSED, moment)))
            self._paused = True

    def resume(self) -> None:
        """Go on, with the pause recorded as a gap. Does nothing while recording."""
        moment = self._now()
        with self._changed:
            if not self._paused:
                return
            self._paused = False
            self._refuse_unless_recording()
            self._add(
                _Entry(
                    lambda: self._pen.gap_until(MarkKind.RESUMED, GapReason.PAUSED, moment)
                )
            )

    def gap(self, length_s: float, reason: GapReason) -> None:
        """Record that the next audio comes `length_s` after the last."""
        with self._changed:
            self._refuse_unless_recording()
            self._hand_over_held()
            self._add(_Entry(lambda: self._pen.gap(length_s, reason)))

    def close(self) -> None:
        """Write what is left and close the visit's audio.

        Raises:
            DiskRefused: As `flush`. The recording stays open and keeps trying; close it
                again, or `abandon` it.
        """
        moment = self._now()
        with self._changed:
            if self._leaving:
                return
            if not self._ended:
                self._refuse_if_failed()
                self._hand_over_held()
                self._add(_Entry(lambda: self._pen.stop(moment)))
                self._ended = True
        self.flush()
        self._leave()

    def abandon(self) -> Pcm:
        """Let go without closing: the visit can be reopened.

        Returns:
            The audio that no disk has, in order. After a writer failed it can be handed
            to the next one.
        """
        self._leave()
        with self._changed:
            waiting = [entry.samples for entry in self._entries if len(entry.samples)]
            return np.concatenate([*waiting, self._held])

    # Called with the condition held

    def _hand_over(self, samples: Pcm) -> None:
        moment = self._now()
        self._waiting_frames += len(samples)
        self._add(_Entry(lambda: self._pen.piece(samples, moment), samples))

    def _hand_over_held(self) -> None:
        if len(self._held):
            self._hand_over(self._held)
            self._held = self._nothing()

    def _add(self, entry: _Entry) -> None:
        self._entries.append(entry)
        self._accepted += 1
        self._changed.notify_all()

    def _is_behind(self) -> bool:
        return self._waiting_frames > BACKLOG_S * RATE_HZ

    def _has_stopped(self) -> bool:
        return self._failed or self._leaving

    def _refuse_unless_recording(self) -> None:
        self._refuse_if_failed()
        if self._ended or self._leaving:
            raise JournalRefused("closed", visit=self.visit)
        if self._paused:
            raise JournalRefused("paused", visit=self.visit)

    def _refuse_if_failed(self) -> None:
        if self._failed and self._error is not None:
            raise self._error

    # The writer's thread

    def _run(self) -> None:
        while (entry := self._next_entry()) is not None:
            try:
                start_s = entry.write()
            except (DiskRefused, StoreLocked) as error:
                self._refused(DiskRefused("journal", visit=self.visit, cause=error.full_code))
            except ZhenluError as error:
                self._fail(error)
                return
            else:
                self._finish(entry, start_s)

    def _next_entry(self) -> _Entry | None:
        with self._changed:
            self._changed.wait_for(lambda: self._entries or self._leaving)
            return None if self._leaving else self._entries[0]

    def _finish(self, entry: _Entry, start_s: float | None) -> None:
        with self._changed:
            self._entries.popleft()
            self._done += 1
            self._waiting_frames -= len(entry.samples)
            has_recovered = self._error is not None
            self._error = None
            self._changed.notify_all()
        if has_recovered:
            self._tell(WriterState.WRITING)
        if start_s is not None and self._on_committed is not None:
            self._guarded(self._on_committed, Committed(start_s, entry.samples))

    def _refused(self, error: DiskRefused) -> None:
        with self._changed:
            is_news = self._error is None
            self._error = error
            self._refusals += 1
            self._changed.notify_all()
        if is_news:
            log.warning("journal refused cause=%s", error.params["cause"])
            self._tell(WriterState.REFUSED, error)
        with self._changed:
            self._changed.wait_for(lambda: self._leaving, timeout=RETRY_S)

    def _fail(self, error: ZhenluError) -> None:
        with self._changed:
            self._error, self._failed = error, True
            self._changed.notify_all()
        log.error("journal failed code=%s", error.full_code)
        self._tell(WriterState.FAILED, error)

    def _tell(self, state: WriterState, error: ZhenluError | None = None) -> None:
        if self._on_status is not None:
            self._guarded(self._on_status, WriterStatus(state, self.waiting_s, error))

    @staticmethod
    def _guarded(call: Callable[[_T], None], value: _T) -> None:
        try:
            call(value)
        except Exception as error:
            # A listener's fault must never stop the recording.
            log.error("journal listener failed kind=%s", type(error).__name__)  # noqa: TRY400

    def _leave(self) -> None:
        with self._changed:
            if self._leaving:
                return
            self._leaving = True
            self._changed.notify_all()
        self._thread.join()
        self._pen.lay_down()

    def _nothing(self) -> Pcm:
        shape = (0,) if self._pen.channels == 1 else (0, self._pen.channels)
        return np.zeros(shape, dtype=np.int16)

    def _refuse_strange(self, samples: Pcm) -> None:
        kind = self._nothing()
        if samples.dtype != kind.dtype or (samples.ndim, samples.shape[1:]) != (
            kind.ndim, kind.shape[1:],
        ):
            raise JournalRefused("samples", visit=self.visit)
