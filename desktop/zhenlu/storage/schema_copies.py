"""Copies of a database from before its schema was changed: where they lie, and for how long.

They hold what was deleted since, so that only the newest are kept, and none for longer than
a clinic may keep audio after the signature.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from zhenlu.domain.clinic import AUDIO_DAYS

_FOLDER = "backups"
MOST_COPIES = 2
COPIES_KEPT = timedelta(days=max(AUDIO_DAYS))


def copy_path(path: Path, step: str) -> Path:
    """Where the copy from before a step goes; its folder is made."""
    folder = path.parent / _FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{path.stem}-before-{step}{path.suffix}"


def thin_out_copies(path: Path, now: datetime) -> None:
    """Remove the copies of a database whose time is over; at opening and once a day."""
    oldest = now.timestamp() - COPIES_KEPT.total_seconds()
    copies = path.parent.glob(f"{_FOLDER}/{path.stem}-before-*{path.suffix}")
    newest_first = sorted(copies, key=lambda copy: copy.stat().st_mtime, reverse=True)
    for place, copy in enumerate(newest_first):
        if place >= MOST_COPIES or copy.stat().st_mtime < oldest:
            # One that cannot be removed now is removed at the next opening.
            with suppress(OSError):
                copy.unlink()
