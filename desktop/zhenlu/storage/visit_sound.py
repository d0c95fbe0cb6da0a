"""The journal as a live visit uses it: one recording at a time, written and read at once.

What the engines hear is always read back from the disk, so that an engine that fell
behind or died catches up from the journal and nothing has to be kept in memory for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from zhenlu.application.channels import mono
from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import DiskNews, SoundWriter
from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.journal import Gap
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_writer import Committed, WriterStatus

#: Held in the journal's folder while anybody records.
_LOCK_FILE = "recording.lock"


@contextmanager
def recording_alone(folder: Path) -> Iterator[None]:
    """The one recording that a data folder may have at a time.

    Raises:
        JournalRefused: Reason "recording", while another one goes on, in whatever window.
        DiskRefused: If the folder cannot be written.
    """
    lock = FileLock(folder / _LOCK_FILE)
    if not lock.take():
        raise JournalRefused("recording")
    try:
        yield
    finally:
        lock.release()


class JournalledSound:
    """One visit in the journal; implements `application.recording_ports.VisitSound`."""

    def __init__(self, journal: Journal, visit: str) -> None:
        self._journal = journal
        self._visit = visit

    def open(
        self,
        on_written: Callable[[float], None],
        on_news: Callable[[DiskNews], None],
        channels: int = 1,
    ) -> SoundWriter:
        """Begin the visit's recording, or go on with one that broke off.

        Raises:
            JournalRefused, StoreDamaged, DiskRefused, StoreLocked: As `Journal.start` and
                `Journal.reopen`.
        """

        def committed(row: Committed) -> None:
            on_written(row.start_s + len(row.samples) / RATE_HZ)

        def status(status: WriterStatus) -> None:
            code = status.error.full_code if status.error else ""
            on_news(DiskNews(status.state.value, status.waiting_s, code))

        try:
            return self._journal.start(self._visit, channels, committed, status)
        except JournalRefused as refused:
            if refused.reason != "exists":
                raise
        return self._journal.reopen(self._visit, on_committed=committed, on_status=status)

    def balance_db(self, start_s: float, end_s: float) -> float | None:
        """How much louder a stretch is at the first of two microphones; None for one.

        Raises:
            As `read`.
        """
        return self._journal.balance_db(self._visit, start_s, end_s)

    def gaps(self) -> tuple[Gap, ...]:
        """Where nothing was recorded.

        Raises:
            StoreLocked, StoreDamaged, DiskRefused: If the journal cannot be read now.
        """
        return self._journal.gaps(self._visit)

    def read(self, start: int, end: int) -> Pcm:
        """Samples `start` to `end`, mono; silence where a row does not open.

        Raises:
            JournalRefused: "unknown", "erased".
            StoreLocked, StoreDamaged, DiskRefused: If the journal cannot be read now.
        """
        sound = np.zeros(end - start, dtype=np.int16)
        for found in self._journal.passages(self._visit, start / RATE_HZ, end / RATE_HZ):
            if isinstance(found, Gap):
                continue
            at = round(found.start_s * RATE_HZ) - start
            heard = mono(found.samples)
            sound[at : at + len(heard)] = heard[: len(sound) - at]
        return sound


__all__ = ["JournalledSound", "recording_alone"]
