"""Erases a visit's audio by destroying its key; the rows follow.

The key goes first, in a transaction of its own and with its place overwritten
(`secure_delete`), and the write-ahead log is emptied, so that from then on no row can be
opened even if the program dies before the rows are gone. What was copied elsewhere
before, a backup for instance, is not reached.
"""

from __future__ import annotations

import logging

from zhenlu.domain.errors import JournalRefused, StoreDamaged
from zhenlu.domain.journal import AudioState
from zhenlu.storage.journal_file import JournalFile, VisitRow

log = logging.getLogger(__name__)

#: Rows deleted in one transaction, so that a recording that runs meanwhile hardly waits.
_ROWS_TOGETHER = 64


def erase(file: JournalFile, visit: VisitRow) -> None:
    """Make a visit's audio unreadable for good, and check that it is.

    The visit, its marks and gaps stay: they say that there was audio and how long.

    Raises:
        StoreDamaged: If the key's page does not hold, or a key or row is left.
        DiskRefused, StoreLocked: The key may be gone already; erase again to finish.
    """
    if visit.state is not AudioState.ERASED:
        last = file.last_place(visit)
        frames = visit.frames if visit.frames is not None else last[0].end_frame if last else 0
        with file.writing():
            file.db.conn.execute("DELETE FROM visit_key WHERE visit = ?", [visit.id])
            file.set_state(visit, AudioState.ERASED, frames)
    _empty_log(file)
    _drop_rows(file, visit)
    _empty_log(file)
    _verify(file, visit)


def finish_erasures(file: JournalFile) -> int:
    """Drop rows that an erasure left behind when the program died; their key is gone."""
    left = [
        visit
        for visit in file.visits()
        if visit.state is AudioState.ERASED and file.numbers(visit, at_most=1)
    ]
    for visit in left:
        _drop_rows(file, visit)
    return len(left)


def _drop_rows(file: JournalFile, visit: VisitRow) -> None:
    after = -1
    while numbers := file.numbers(visit, after, _ROWS_TOGETHER):
        after = numbers[-1]
        try:
            with file.writing():
                file.drop_pieces(visit, numbers[0], numbers[-1])
        except StoreDamaged:
            log.warning("journal rows stay unreadable on a damaged page count=%d", len(numbers))


def _empty_log(file: JournalFile) -> None:
    """Older pages with the key on them leave the log. A reader at work keeps it a while."""
    busy = file.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        log.info("journal log kept for a reader; it empties when the reader is done")


def _verify(file: JournalFile, visit: VisitRow) -> None:
    try:
        file.seal(visit)
    except JournalRefused:
        return
    raise StoreDamaged(file="journal")
