"""Makes a sound journal out of a damaged one. The damaged file is kept beside it.

Rows travel as they are, still sealed: what could be opened before can be opened after,
and a row on a broken page is missing afterwards and reported as missing.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from zhenlu.domain.errors import DiskRefused, StoreDamaged
from zhenlu.domain.journal import GapReason
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.journal_file import JournalFile, VisitRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was saved.

    Attributes:
        kept: The damaged file, under its new name.
        visits: Visits saved, whole or in part.
        lost_visits: Visits whose own row or key could not be read.
        rows: Rows of audio saved.
        lost_rows: Rows known to have been there.
    """

    kept: Path
    visits: int = 0
    lost_visits: int = 0
    rows: int = 0
    lost_rows: int = 0


def rebuild(path: Path, key: bytes) -> Rebuilt:
    """Copy everything that can be read into a new journal and put it in the old one's place.

    No `Journal` may have the file open. A file of which nothing can be read is only set
    aside, so that recording can go on in a new one.

    Raises:
        KeyWrong: If it was made under another key. Nothing is changed.
        DiskRefused: Reason "write". The old file is where it was.
    """
    fresh_path = _fresh(path)
    _remove(fresh_path)
    visits = lost_visits = rows = lost_rows = 0
    try:
        with closing(JournalFile(fresh_path, key)) as fresh:
            for found in _copied(path, key, fresh):
                if found is None:
                    lost_visits += 1
                    continue
                visits, rows, lost_rows = visits + 1, rows + found[0], lost_rows + found[1]
        kept = _exchange(path, fresh_path)
    except OSError as error:
        raise DiskRefused("write", file=path.name) from error
    finally:
        _remove(fresh_path)
    log.warning("journal rebuilt visits=%d rows=%d lost=%d", visits, rows, lost_rows)
    return Rebuilt(kept, visits, lost_visits, rows, lost_rows)


def _copied(path: Path, key: bytes, fresh: JournalFile) -> list[tuple[int, int] | None]:
    try:
        damaged = JournalFile(path, key, read_only=True)
    except StoreDamaged:
        return []
    with closing(damaged):
        return [_copy_visit(damaged, fresh, name) for name in _names(damaged)]


def _names(damaged: JournalFile) -> list[str]:
    """Names of all visits; the index of names alone holds them."""
    try:
        rows = damaged.query("SELECT name FROM visit ORDER BY name")
    except StoreDamaged:
        return []
    return [name for (name,) in rows]


def _copy_visit(damaged: JournalFile, fresh: JournalFile, name: str) -> tuple[int, int] | None:
    """Rows saved and lost; None where the visit itself cannot be read."""
    try:
        old = damaged.visit(name)
        wrapped = damaged.wrapped_key(old)
    except StoreDamaged:
        return None
    with fresh.writing():
        new = fresh.add_visit(name, old.channels, old.started)
        fresh.db.conn.execute("DELETE FROM visit_key WHERE visit = ?", [new.id])
        if wrapped is not None:
            fresh.db.conn.execute("INSERT INTO visit_key VALUES (?, ?)", [new.id, wrapped])
        if old.frames is not None:
            fresh.set_state(new, old.state, old.frames)
    _copy_remarks(damaged, fresh, old, new)
    return _copy_rows(damaged, fresh, old, new)


def _copy_remarks(
    damaged: JournalFile, fresh: JournalFile, old: VisitRow, new: VisitRow
) -> None:
    for table, columns in (
        ("mark", "kind, frame, wall_s, monotonic_s"),
        ("gap", "frame, length_s, exact, reason"),
    ):
        try:
            found = damaged.query(
                f"SELECT {columns} FROM {table} WHERE visit = ? ORDER BY id",  # noqa: S608
                old.id,
            )
        except StoreDamaged:
            continue
        with fresh.writing():
            fresh.db.conn.executemany(
                f"INSERT INTO {table} (visit, {columns}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
                [(new.id, *values) for values in found],
            )


def _copy_rows(
    damaged: JournalFile, fresh: JournalFile, old: VisitRow, new: VisitRow
) -> tuple[int, int]:
    saved = lost = lost_at_end = end_frame = 0
    try:
        numbers = damaged.numbers(old)
    except StoreDamaged:
        numbers = []
    for number in numbers:
        try:
            row = damaged.piece(old, number)
            if row is not None:
                with fresh.writing():
                    fresh.add_piece(new, row)
                saved, lost_at_end, end_frame = saved + 1, 0, row.place.end_frame
        except (StoreDamaged, ConstraintBroken):
            lost, lost_at_end = lost + 1, lost_at_end + 1
    if lost_at_end and old.frames is None:
        # Between rows a loss shows by itself; after the last one only this tells of it.
        with fresh.writing():
            lost_s = float(lost_at_end)  # a second a row
            fresh.add_gap(new, end_frame, lost_s, GapReason.DAMAGED, exact=False)
    return saved, lost


def finish_exchange(path: Path) -> None:
    """Put a rebuilt journal in its place where a power cut came between the two steps.

    The damaged one is moved away only when the new one is whole.
    """
    fresh = _fresh(path)
    if fresh.exists() and not path.exists():
        _set_aside_companions(path, _kept(path, _last_kept(path)))
        fresh.replace(path)


def _exchange(path: Path, fresh: Path) -> Path:
    kept = _kept(path, _last_kept(path) + 1)
    path.replace(kept)
    # A log left beside the new database would be taken for its own.
    _set_aside_companions(path, kept)
    fresh.replace(path)
    return kept


def _set_aside_companions(path: Path, kept: Path) -> None:
    for ending in ("-wal", "-shm"):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.replace(kept.with_name(kept.name + ending))


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}.rebuilding")


def _kept(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.damaged-{number}")


def _last_kept(path: Path) -> int:
    return next(number for number in count() if not _kept(path, number + 1).exists())


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
