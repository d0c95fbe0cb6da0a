"""Copies of a database from before its schema was changed: where they lie, and for how long.

Only the newest are kept, none for longer than a clinic may keep audio after the signature,
and none from before a deletion: it would give back what has to be gone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from zhenlu.domain.clinic import AUDIO_DAYS
from zhenlu.storage.database import Database

_FOLDER = "backups"
MOST_COPIES = 2
COPIES_KEPT = timedelta(days=max(AUDIO_DAYS))


def copy_path(path: Path, step: str) -> Path:
    """Where the copy from before a step goes; its folder is made."""
    folder = path.parent / _FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{path.stem}-before-{step}{path.suffix}"


def thin_out_copies(path: Path, now: datetime, deleted: datetime | None = None) -> None:
    """Remove the copies of a database whose time is over; at opening and once a day.

    Args:
        deleted: When something was last deleted; no copy from before it stays.
    """
    oldest = now.timestamp() - COPIES_KEPT.total_seconds()
    if deleted is not None:
        oldest = max(oldest, deleted.timestamp())
    newest_first = sorted(_copies(path), key=lambda copy: copy.stat().st_mtime, reverse=True)
    for place, copy in enumerate(newest_first):
        if place >= MOST_COPIES or copy.stat().st_mtime < oldest:
            _remove(copy)


def remove_copies(db: Database) -> None:
    """Remove every copy of this database: what was deleted from it must not come back."""
    _number, _name, path = db.execute("PRAGMA database_list").fetchone()
    for copy in _copies(Path(path)):
        _remove(copy)


def _copies(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{_FOLDER}/{path.stem}-before-*{path.suffix}"))


def _remove(copy: Path) -> None:
    # One that cannot be removed now is removed at the next opening.
    with suppress(OSError):
        copy.unlink()
