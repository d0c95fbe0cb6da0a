"""The audio journal: what was said, encrypted on the disk before anything else sees it.

    journal = Journal.open(folder / "journal.db", key)
    writer = journal.start("visit-7", on_committed=to_the_speech_engine)
    writer.append(samples) …  writer.close()
    engine.transcribe(journal.read("visit-7"), …)
    journal.compress("visit-7")  …  journal.erase("visit-7")

After a crash `unfinished()` names the visits that broke off; `reopen` goes on with one,
`finish` closes it as it is. Nothing decrypted touches the disk.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from zhenlu.application.channels import mono
from zhenlu.application.ports import AudioStream, Pcm
from zhenlu.domain.errors import JournalRefused, StoreDamaged, ZhenluError
from zhenlu.domain.journal import (
    AudioState,
    Gap,
    Integrity,
    JournalledVisit,
    Mark,
    MarkKind,
    Moment,
)
from zhenlu.storage import (
    journal_compression,
    journal_erasure,
    journal_reading,
    journal_recovery,
)
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal_compression import Compressed
from zhenlu.storage.journal_file import RATE_HZ, JournalFile, VisitRow
from zhenlu.storage.journal_pen import Pen
from zhenlu.storage.journal_reading import Passage
from zhenlu.storage.journal_writer import JournalWriter, OnCommitted, OnStatus

log = logging.getLogger(__name__)

#: Name of the journal's file in a clinic's folder.
JOURNAL_FILE = "journal.db"


@dataclass(frozen=True, slots=True)
class Span:
    """Audio around a sentence, for the ear.

    Attributes:
        samples: int16 at 16 kHz, shape (n,) or (n, 2).
        gaps: What is missing in it, recorded gaps and damage.
    """

    samples: Pcm = field(repr=False)
    gaps: tuple[Gap, ...] = ()


class Journal:
    """The journal of one data folder. Any thread may call it."""

    def __init__(
        self, path: Path, key: bytes, file: JournalFile, clock: Callable[[], Moment], *,
        is_read_only: bool,
    ) -> None:
        self._path = path
        self._key = key
        self._file = file
        self._clock = clock
        self._turn = threading.RLock()
        self.is_read_only = is_read_only

    @classmethod
    def open(cls, path: Path, key: bytes, clock: Callable[[], Moment] = Moment.now) -> Journal:
        """Open the journal, or make it where there is none.

        A damaged file opens for reading; `journal_recovery.rebuild` makes a sound one of it.

        Args:
            key: 32 bytes, the same each time.

        Raises:
            KeyWrong: If it was made under another key. Nothing is changed.
            StoreDamaged: If so little holds that it cannot even be read.
            StoreNewer: If a newer version of the program made it.
            StoreLocked, DiskRefused: As `database.connect`.
        """
        journal_recovery.finish_exchange(path)
        try:
            file = JournalFile(path, key)
            journal_erasure.finish_erasures(file)
        except StoreDamaged:
            log.warning("journal damaged, opened for reading")
            file = JournalFile(path, key, read_only=True)
            return cls(path, key, file, clock, is_read_only=True)
        return cls(path, key, file, clock, is_read_only=False)

    def close(self) -> None:
        """Let go of the file. Recordings have connections of their own and go on."""
        self._file.close()

    @contextmanager
    def alone_with(self, visit: str) -> Iterator[None]:
        """Around taking in, hearing or drafting a visit: one program does so at a time.

        Raises:
            JournalRefused: "in_use", while another one does.
            DiskRefused: If the folder cannot be written.
        """
        lock = FileLock(self._path.with_name(f"visit-{visit}.lock"))
        if not lock.take():
            raise JournalRefused("in_use", visit=visit)
        try:
            yield
        finally:
            lock.release()

    # Recording

    def start(
        self,
        visit: str,
        channels: int = 1,
        on_committed: OnCommitted | None = None,
        on_status: OnStatus | None = None,
    ) -> JournalWriter:
        """Begin a visit's recording.

        Raises:
            JournalRefused: "exists" (reopen it instead), "channels" (1 or 2).
            StoreDamaged: If the journal opened for reading only.
            DiskRefused, StoreLocked: Nothing was begun.
        """
        if channels not in (1, 2):
            raise JournalRefused("channels", visit=visit)
        self._refuse_damaged()
        moment = self._clock()
        with self._turn, self._file.writing():
            row = self._file.add_visit(visit, channels, moment)
            self._file.add_mark(row, MarkKind.STARTED, 0, moment)
        return self._writer(row, on_committed, on_status)

    def reopen(
        self,
        visit: str,
        on_committed: OnCommitted | None = None,
        on_status: OnStatus | None = None,
    ) -> JournalWriter:
        """Go on with a visit that broke off or was ended; the time since becomes a gap.

        Raises:
            JournalRefused: "unknown", "erased", "in_use".
            DiskRefused, StoreLocked, StoreDamaged: It stays as it was.
        """
        self._refuse_damaged()
        row = self._row(visit)
        if row.state is AudioState.ERASED:
            raise JournalRefused(row.state.value, visit=visit)
        return self._writer(row, on_committed, on_status, goes_on=True)

    def finish(self, visit: str) -> None:
        """Close a visit that broke off, as it is. Raises as `reopen`, and "closed"."""
        self._refuse_damaged()
        row = self._row(visit)
        self._refuse_unless_open(row)
        with self._held(row) as lock:
            pen = Pen(JournalFile(self._path, self._key), row, lock)
            try:
                pen.stop(self._clock())
            finally:
                pen.lay_down()

    # Knowing

    def visits(self) -> tuple[JournalledVisit, ...]:
        """All visits with audio, in the order in which they were begun."""
        moment = self._clock()
        with self._turn:
            return tuple(self._file.described(row, moment) for row in self._file.visits())

    def visit(self, visit: str) -> JournalledVisit:
        """
        Raises:
            JournalRefused: "unknown".
        """
        with self._turn:
            return self._file.described(self._file.visit(visit), self._clock())

    def unfinished(self) -> tuple[JournalledVisit, ...]:
        """Visits that broke off: open, and no recording is at work on them."""
        return tuple(
            visit
            for visit in self.visits()
            if visit.state is AudioState.OPEN and not self._is_in_use(visit.visit)
        )

    def marks(self, visit: str) -> tuple[Mark, ...]:
        """What was done to a recording, in that order whatever the clock said."""
        with self._turn:
            return self._file.marks(self._file.visit(visit))

    def gaps(self, visit: str) -> tuple[Gap, ...]:
        """Gaps as they were recorded."""
        with self._turn:
            return self._file.gaps(self._file.visit(visit))

    def integrity(self, visit: str) -> Integrity:
        """Open every row of a visit and report what does not. Reads all of it."""
        with closing(self._reading()) as file:
            return journal_reading.integrity(file, file.visit(visit))

    # Reading

    def read(self, visit: str, start_s: float = 0.0) -> AudioStream:
        """The audio as the engines want it: mono, in order, from memory.

        What does not open is left out; `passages` tells where. It can be iterated more
        than once and from another thread.

        Raises:
            JournalRefused: "unknown", "erased", "span".
        """
        self._refuse_strange_span(visit, start_s, None)
        with self._turn:
            row = self._file.visit(visit)
            self._file.seal(row)
            length_s = self._file.described(row, self._clock()).length_s
        return AudioStream(
            max(0.0, length_s - start_s),
            _Chunks(self, visit, start_s),
            partial(self.balance_db, visit) if row.channels == 2 else None,
        )

    def passages(
        self, visit: str, start_s: float = 0.0, end_s: float | None = None
    ) -> Iterator[Passage | Gap]:
        """The audio with its positions, and a gap wherever some of it does not open.

        Raises:
            JournalRefused: "unknown", "erased", "span".
        """
        self._refuse_strange_span(visit, start_s, end_s)
        with closing(self._reading()) as file:
            yield from journal_reading.passages(file, file.visit(visit), start_s, end_s)

    def balance_db(self, visit: str, start_s: float, end_s: float) -> float | None:
        """How much louder a stretch is at the first of two microphones; None for one.

        Raises as `passages`.
        """
        if self.visit(visit).channels == 1:
            return None
        energy = np.ones(2)
        for found in self.passages(visit, start_s, end_s):
            if isinstance(found, Passage):
                energy += (found.samples.astype(np.float64) ** 2).sum(axis=0)
        return float(10 * np.log10(energy[0] / energy[1]))

    def span(self, visit: str, start_s: float, end_s: float) -> Span:
        """A stretch of audio to play as evidence. Raises as `passages`."""
        found = list(self.passages(visit, start_s, end_s))
        heard = [passage.samples for passage in found if isinstance(passage, Passage)]
        gaps = [gap for gap in found if isinstance(gap, Gap)]
        gaps += [gap for gap in self.gaps(visit) if start_s <= gap.at_s <= end_s]
        samples = np.concatenate(heard) if heard else np.zeros(0, dtype=np.int16)
        return Span(samples, tuple(sorted(gaps, key=lambda gap: gap.at_s)))

    # Afterwards

    def compress(self, visit: str) -> Compressed:
        """Turn a closed visit's rows into FLAC, sample for sample the same.

        Raises:
            JournalRefused: "unknown", "open", "erased", "in_use".
            DiskRefused, StoreLocked: What was done so far holds; call it again.
        """
        self._refuse_damaged()
        row = self._row(visit)
        if row.state is AudioState.OPEN:
            raise JournalRefused("open", visit=visit)
        with self._held(row), closing(JournalFile(self._path, self._key)) as file:
            done = journal_compression.compress(file, row)
        log.info(
            "journal compressed rows=%d bytes=%d to=%d",
            done.rows, done.before_bytes, done.after_bytes,
        )
        return done

    def erase(self, visit: str) -> None:
        """Make a visit's audio unreadable for good: its key first, then its rows.

        Raises:
            JournalRefused: "unknown", "in_use".
            StoreDamaged, DiskRefused, StoreLocked: Erase again to finish.
        """
        self._refuse_damaged()
        row = self._row(visit)
        with self._held(row), closing(JournalFile(self._path, self._key)) as file:
            journal_erasure.erase(file, row)
        log.info("journal erased")

    # Inside

    def _writer(
        self,
        row: VisitRow,
        on_committed: OnCommitted | None,
        on_status: OnStatus | None,
        goes_on: bool = False,
    ) -> JournalWriter:
        lock = self._lock(row)
        file = None
        try:
            file = JournalFile(self._path, self._key)
            pen = Pen(file, row, lock)
            if goes_on:
                pen.go_on(self._clock())
        except ZhenluError:
            if file is not None:
                file.close()
            lock.release()
            raise
        return JournalWriter(pen, self._clock, on_committed, on_status)

    def _lock(self, row: VisitRow) -> FileLock:
        lock = FileLock(self._path.with_name(f"{self._path.name}-{row.id}.lock"))
        if not lock.take():
            raise JournalRefused("in_use", visit=row.name)
        return lock

    @contextmanager
    def _held(self, row: VisitRow) -> Iterator[FileLock]:
        lock = self._lock(row)
        try:
            yield lock
        finally:
            lock.release()

    def _is_in_use(self, visit: str) -> bool:
        if self.is_read_only:
            return False
        lock = FileLock(self._path.with_name(f"{self._path.name}-{self._row(visit).id}.lock"))
        is_free = lock.take()
        lock.release()
        return not is_free

    def _row(self, visit: str) -> VisitRow:
        with self._turn:
            return self._file.visit(visit)

    def _reading(self) -> JournalFile:
        return JournalFile(self._path, self._key, read_only=True)

    def _refuse_damaged(self) -> None:
        if self.is_read_only:
            raise StoreDamaged(file=self._path.name)

    @staticmethod
    def _refuse_unless_open(row: VisitRow) -> None:
        if row.state is not AudioState.OPEN:
            raise JournalRefused(row.state.value, visit=row.name)

    @staticmethod
    def _refuse_strange_span(visit: str, start_s: float, end_s: float | None) -> None:
        if start_s < 0 or (end_s is not None and end_s < start_s):
            raise JournalRefused("span", visit=visit)


@dataclass(frozen=True, slots=True)
class _Chunks:
    """A visit's audio in mono, read from the journal whenever it is iterated."""

    journal: Journal
    visit: str
    start_s: float

    def __iter__(self) -> Iterator[Pcm]:
        waiting: list[Pcm] = []
        for found in self.journal.passages(self.visit, self.start_s):
            if isinstance(found, Passage):
                waiting.append(mono(found.samples))
            # A pause leaves rows shorter than the engines expect.
            if sum(map(len, waiting)) >= RATE_HZ:
                yield np.concatenate(waiting)
                waiting = []
        if waiting:
            yield np.concatenate(waiting)


__all__ = ["JOURNAL_FILE", "RATE_HZ", "Journal", "Span"]
