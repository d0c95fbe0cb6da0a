"""Which programs have a data folder open, and whether the last one left it in order.

    store/open-<number>.lock  one for each program that has the folder open, locked by it
    .store.gate               beside the folder; held while one comes in or the folder is exchanged

Several programs may share a folder: SQLite lets one write at a time, the others wait, and
a recording holds its visit. Only exchanging the whole folder needs it for oneself. A
program that dies leaves its file behind without its lock: that is how the next one knows
that it has to check every page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from zhenlu.domain.errors import DiskRefused, StoreLocked
from zhenlu.storage.file_lock import FileLock
from zhenlu.whole_file import flush_folder

_PATTERN = "open-*.lock"
_GATE_WAIT_S = 5.0
_GATE_RETRY_S = 0.02


@dataclass(frozen=True, slots=True)
class Presence:
    """One program's stay in a data folder.

    Attributes:
        orphans: What programs that died left behind.
    """

    lock: FileLock
    orphans: tuple[Path, ...]

    @classmethod
    def begin(cls, folder: Path) -> Presence:
        """Come in.

        Raises:
            StoreLocked: Reason "restoring", while the folder is being exchanged.
            DiskRefused: If the folder cannot be written.
        """
        with _gate(folder):
            orphans = tuple(path for path in folder.glob(_PATTERN) if not _is_live(path))
            lock = FileLock(folder / f"open-{uuid4().hex[:12]}.lock")
            lock.take()
            # After a power cut it has to be there as surely as what was written since.
            flush_folder(folder)
        return cls(lock, orphans)

    @property
    def has_ended(self) -> bool:
        return not self.lock.is_held

    def settle(self) -> None:
        """Every page was checked: whatever died before did no harm."""
        for path in self.orphans:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def refuse_company(self, folder: Path) -> None:
        """
        Raises:
            StoreLocked: Reason "open", while another program has the folder open.
        """
        others = (path for path in folder.glob(_PATTERN) if path != self.lock.path)
        if any(map(_is_live, others)):
            raise StoreLocked("open", folder=str(folder))

    def end(self, *, in_order: bool) -> None:
        """Go. What is not in order is left for the next program to check."""
        if in_order:
            self.lock.release()
        else:
            self.lock.let_go()


def is_open(folder: Path) -> bool:
    """Whether any program has it open."""
    return any(map(_is_live, folder.glob(_PATTERN)))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The folder for oneself; nobody comes in meanwhile.

    Raises:
        StoreLocked: Reasons "open", "restoring".
    """
    with _gate(folder):
        if is_open(folder):
            raise StoreLocked("open", folder=str(folder))
        yield


def _is_live(path: Path) -> bool:
    lock = FileLock(path)
    try:
        is_free = lock.take()
    except DiskRefused:
        return True
    lock.let_go()
    return not is_free


@contextmanager
def _gate(folder: Path) -> Iterator[None]:
    lock = FileLock(folder.with_name(f".{folder.name}.gate"))
    until = time.monotonic() + _GATE_WAIT_S
    # Who may not write beside the folder cannot exchange it either, and nobody waits for them.
    with suppress(DiskRefused):
        while not lock.take():
            if time.monotonic() > until:
                raise StoreLocked("restoring", folder=str(folder))
            time.sleep(_GATE_RETRY_S)
    try:
        yield
    finally:
        lock.release()
