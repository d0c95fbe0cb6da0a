"""Gets the audio journal going again after whatever happened, in one call.

    restarted = restart(path, key)                       at the start of the program
    restarted = restart(path, key, failed=writer)        when a recording's writer failed
    restarted.unfinished                                 visits that broke off: length, gap, damage
    restarted.writer                                     the failed recording, going on

A damaged journal is rebuilt and the damaged file kept; what the failed writer held in
memory goes into the rebuilt one, behind the visit's last row that could be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhenlu.domain.errors import (
    JournalRebuilt,
    JournalRefused,
    StoreDamaged,
    StoreLocked,
    ZhenluError,
)
from zhenlu.domain.journal import Integrity, JournalledVisit, Moment
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_recovery import Rebuilt, rebuild
from zhenlu.storage.journal_writer import JournalWriter, OnCommitted, OnStatus

if TYPE_CHECKING:
    from zhenlu.storage.store import Store


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A visit that broke off.

    Attributes:
        visit: How long it is, and how long ago its last second came.
        integrity: What of it can be heard.
    """

    visit: JournalledVisit
    integrity: Integrity


@dataclass(frozen=True, slots=True)
class Restarted:
    """A journal that can be written to.

    Attributes:
        unfinished: Visits nobody records at the moment; `Journal.reopen` goes on with one.
        rebuilt: Set where it had to be rebuilt: what was saved, where the damaged one is.
        writer: The recording that failed before, going on with what it had in memory.
    """

    journal: Journal
    unfinished: tuple[Unfinished, ...]
    rebuilt: Rebuilt | None = None
    writer: JournalWriter | None = None


def restart(
    path: Path,
    key: bytes,
    clock: Callable[[], Moment] = Moment.now,
    *,
    failed: JournalWriter | None = None,
    on_committed: OnCommitted | None = None,
    on_status: OnStatus | None = None,
    before_rebuilding: Callable[[], None] = lambda: None,
) -> Restarted:
    """Open the journal, rebuilding it where it is damaged, and go on with a failed recording.

    The caller's own `Journal` of this file is to be closed before.

    Args:
        failed: A recording whose writer failed for good; it is abandoned here.
        before_rebuilding: Raises what speaks against exchanging the file.

    Raises:
        StoreLocked: Reason "recording", if it has to be rebuilt while another program
            records into it. Everything stays as it is.
        KeyWrong, StoreNewer, StoreLocked, DiskRefused: As `Journal.open` and `rebuild`;
            the audio of `failed` can be had from its `abandon`, again and again.
    """
    waiting = failed.abandon() if failed is not None else None
    is_damaged = failed is not None and isinstance(failed.error, StoreDamaged)
    journal, rebuilt = None, None
    if not is_damaged:
        journal = _writable(path, key, clock)
    if journal is None:
        _refuse_while_recording(path)
        before_rebuilding()
        rebuilt = rebuild(path, key)
        journal = Journal.open(path, key, clock)
    writer = None
    if failed is not None and waiting is not None:
        writer = _gone_on(journal, failed, on_committed, on_status)
        if len(waiting):
            writer.append(waiting)
    unfinished = tuple(
        Unfinished(visit, journal.integrity(visit.visit)) for visit in journal.unfinished()
    )
    return Restarted(journal, unfinished, rebuilt, writer)


def working_journal(opened: Store) -> tuple[Journal, ZhenluError | None]:
    """A store's journal to record into and to hear, rebuilt first where it is damaged.

    Returns:
        The journal, and what a person has to be told: `JournalRebuilt`, or `StoreLocked`
        where another program keeps it from being rebuilt and it can only be read.

    Raises:
        KeyWrong, StoreNewer, StoreLocked, StoreDamaged, DiskRefused.
    """
    with suppress(StoreDamaged):
        journal = opened.open_journal()
        if not journal.is_read_only:
            return journal, None
        journal.close()
    try:
        restarted = opened.restart_journal()
    except StoreLocked as locked:
        return opened.open_journal(), locked
    rebuilt = restarted.rebuilt
    if rebuilt is None:
        return restarted.journal, None
    saved = JournalRebuilt(visits=rebuilt.visits, lost=rebuilt.lost_rows, file=rebuilt.kept.name)
    return restarted.journal, saved


def _writable(path: Path, key: bytes, clock: Callable[[], Moment]) -> Journal | None:
    """None where it is damaged."""
    with suppress(StoreDamaged):
        journal = Journal.open(path, key, clock)
        if not journal.is_read_only:
            return journal
        journal.close()
    return None


def _gone_on(
    journal: Journal,
    failed: JournalWriter,
    on_committed: OnCommitted | None,
    on_status: OnStatus | None,
) -> JournalWriter:
    try:
        return journal.reopen(failed.visit, on_committed, on_status)
    except JournalRefused as refused:
        if refused.reason != "unknown":
            raise
    # Not even the visit's own row could be saved: what comes is saved all the same.
    return journal.start(failed.visit, failed.channels, on_committed, on_status)


def _refuse_while_recording(path: Path) -> None:
    for held in path.parent.glob(f"{path.name}-*.lock"):
        lock = FileLock(held)
        if not lock.take():
            raise StoreLocked("recording", file=path.name)
        lock.release()
