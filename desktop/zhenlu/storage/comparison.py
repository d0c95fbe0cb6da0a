"""What a data folder holds that a backup of it does not.

The audit log tells: both begin alike, and the chain makes sure that where they agree in
one row they agree in all before it. What comes after the last common row would be lost.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.backup import Loss
from zhenlu.domain.errors import JournalRefused
from zhenlu.domain.journal import AudioState
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import Database, connect
from zhenlu.storage.journal import JOURNAL_FILE
from zhenlu.storage.journal_file import JournalFile, VisitRow
from zhenlu.storage.opening import RECORDS_FILE

#: Acts after which the data is as before.
_CHANGES_NOTHING = (
    AuditAction.VIEW,
    AuditAction.LOGIN,
    AuditAction.PRINT,
    AuditAction.COPY,
    AuditAction.EXPORT,
    AuditAction.BACKUP,
    AuditAction.RESTORE,
)


def loss(present: Path, restored: Path, data_key: DataKey) -> Loss:
    """What restoring one folder over the other would lose; both have this data key.

    Raises:
        StoreDamaged: If the present one cannot be read far enough to tell.
        KeyWrong, StoreLocked, DiskRefused.
    """
    records = Loss()
    if (present / RECORDS_FILE).is_file():
        with (
            closing(connect(present / RECORDS_FILE, data_key.records, read_only=True)) as old,
            closing(connect(restored / RECORDS_FILE, data_key.records, read_only=True)) as new,
        ):
            records = _records_lost(old, new)
    audio = _audio_lost(present / JOURNAL_FILE, restored / JOURNAL_FILE, data_key)
    return Loss(records.rows, records.changes, records.records, audio, records.since)


def erased(journal: Path, data_key: DataKey) -> tuple[str, ...]:
    """Visits whose audio was erased for good."""
    if not journal.is_file():
        return ()
    with closing(JournalFile(journal, data_key.journal, read_only=True)) as file:
        return tuple(v.name for v in file.visits() if v.state is AudioState.ERASED)


def _records_lost(old: Database, new: Database) -> Loss:
    after = [_last_common_row(old, new)]
    rows, since = old.execute("SELECT count(*), min(at) FROM audit WHERE row > ?", after).fetchone()
    idle = [action.value for action in _CHANGES_NOTHING]
    blanks = ", ".join("?" * len(idle))
    (changes,) = old.execute(
        f"SELECT count(*) FROM audit WHERE row > ? AND result = ? AND action NOT IN ({blanks})",  # noqa: S608
        [*after, AuditResult.DONE.value, *idle],
    ).fetchone()
    query = "SELECT id FROM record_version"
    kept = {version for (version,) in new.execute(query)}
    records = sum(version not in kept for (version,) in old.execute(query))
    return Loss(rows, changes, records, since=since or "")


def _last_common_row(old: Database, new: Database) -> int:
    low, high = 0, min(map(_rows, (old, new)))
    while low < high:
        middle = (low + high + 1) // 2
        if _mac(old, middle) == _mac(new, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _rows(db: Database) -> int:
    return int(db.execute("SELECT coalesce(max(row), 0) FROM audit").fetchone()[0])


def _mac(db: Database, row: int) -> bytes:
    found = db.execute("SELECT mac FROM audit WHERE row = ?", [row]).fetchone()
    return bytes(found[0]) if found else b""


def _audio_lost(present: Path, restored: Path, data_key: DataKey) -> int:
    """Visits with more audio than in the backup. Without audio in it the present one stays."""
    if not (present.is_file() and restored.is_file()):
        return 0
    with (
        closing(JournalFile(present, data_key.journal, read_only=True)) as old,
        closing(JournalFile(restored, data_key.journal, read_only=True)) as new,
    ):
        return sum(
            _frames(old, visit) > _frames_of(new, visit.name)
            for visit in old.visits()
            if visit.state is not AudioState.ERASED
        )


def _frames_of(file: JournalFile, name: str) -> int:
    try:
        return _frames(file, file.visit(name))
    except JournalRefused:
        return -1


def _frames(file: JournalFile, visit: VisitRow) -> int:
    last = file.last_place(visit)
    return visit.frames if visit.frames is not None else last[0].end_frame if last else 0
