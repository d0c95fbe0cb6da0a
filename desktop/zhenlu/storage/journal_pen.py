"""Writes one visit's audio and marks, each in a transaction of its own.

The pen belongs to one thread at a time; `journal_writer` puts it on one that nobody
waits for.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.journal import AudioState, GapReason, MarkKind, Moment
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal_file import RATE_HZ, JournalFile, Row, VisitRow
from zhenlu.storage.journal_seal import Codec, Place

#: Longest piece that makes one row.
ROW_FRAMES: Final = RATE_HZ


class Pen:
    """The end of a visit's recording, ready to be written on.

    Args:
        file: A connection for this pen alone; it closes it.
        lock: Held already; the pen releases it.
    """

    def __init__(self, file: JournalFile, visit: VisitRow, lock: FileLock) -> None:
        self._file = file
        self._visit = visit
        self._lock = lock
        self._seal = file.seal(visit)
        last = file.last_place(visit)
        numbers = file.numbers(visit)
        self._next = numbers[-1] + 1 if numbers else 0
        self._frames = last[0].end_frame if last else 0

    @property
    def visit(self) -> str:
        return self._visit.name

    @property
    def channels(self) -> int:
        return self._visit.channels

    @property
    def written_s(self) -> float:
        """Seconds of audio on the disk."""
        return self._frames / RATE_HZ

    def piece(self, samples: Pcm, moment: Moment) -> float:
        """Write up to a second of audio; it is on the disk when this returns.

        Args:
            samples: int16, shape (n,) or (n, 2), 1 ≤ n ≤ 16 000.

        Returns:
            Its position in seconds.

        Raises:
            JournalRefused: "in_use", if another recording wrote to this visit.
            DiskRefused, StoreLocked, StoreDamaged: Nothing was written.
        """
        number, frames = self._next, len(samples)
        place = Place(
            self.visit, number, number, self._frames, frames, self.channels, Codec.PCM
        )
        content = np.ascontiguousarray(samples, dtype="<i2").tobytes()
        row = Row(place, moment, self._seal.close(place, content))
        try:
            with self._file.writing():
                self._refuse_unless_open()
                self._file.add_piece(self._visit, row)
        except ConstraintBroken:
            raise JournalRefused("in_use", visit=self.visit) from None
        self._next += 1
        self._frames += frames
        return place.start_frame / RATE_HZ

    def mark(self, kind: MarkKind, moment: Moment) -> None:
        with self._file.writing():
            self._refuse_unless_open()
            self._file.add_mark(self._visit, kind, self._frames, moment)

    def gap(self, length_s: float, reason: GapReason) -> None:
        """Record that nothing was heard for so long; the audio goes on without a filler."""
        with self._file.writing():
            self._refuse_unless_open()
            self._file.add_gap(self._visit, self._frames, length_s, reason, exact=True)

    def gap_until(self, kind: MarkKind, reason: GapReason, moment: Moment) -> None:
        """Record a gap from the last thing that happened to now, and what ends it."""
        length_s, exact = moment.since(self._file.last_moment(self._visit))
        with self._file.writing():
            self._refuse_unless_open()
            self._file.add_gap(self._visit, self._frames, length_s, reason, exact)
            self._file.add_mark(self._visit, kind, self._frames, moment)

    def go_on(self, moment: Moment) -> None:
        """Open the visit again; from its last moment to now nothing was recorded.

        Where somebody had ended the recording that was on purpose.
        """
        was_ended = self._file.visit(self.visit).state is AudioState.CLOSED
        if was_ended:
            with self._file.writing():
                self._file.set_state(self._visit, AudioState.OPEN, None)
        reason = GapReason.PAUSED if was_ended else GapReason.INTERRUPTED
        self.gap_until(MarkKind.REOPENED, reason, moment)

    def stop(self, moment: Moment) -> None:
        """Close the visit's audio."""
        with self._file.writing():
            self._refuse_unless_open()
            self._file.add_mark(self._visit, MarkKind.STOPPED, self._frames, moment)
            self._file.set_state(self._visit, AudioState.CLOSED, self._frames)

    def lay_down(self) -> None:
        """Give back the connection and the visit."""
        self._file.close()
        self._lock.release()

    def _refuse_unless_open(self) -> None:
        if self._file.visit(self.visit).state is not AudioState.OPEN:
            raise JournalRefused("closed", visit=self.visit)
