"""What a data folder remembers of itself in the clear: its last backup, and how it was left.

    store/state.json  {"backup": {…}, "left": {…}, "checked": "…"}

Nothing in it is secret and nothing depends on it: without it the folder is checked once
more, and nobody knows where the last backup lies.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from zhenlu.domain.backup import BackupHeader, LastBackup, Reminder
from zhenlu.whole_file import write_whole

_FILE = "state.json"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileMark:
    """By what it shows that nobody touched a file meanwhile."""

    bytes: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> FileMark | None:
        """None where there is no such file."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_size, found.st_mtime_ns)


def last_backup(folder: Path) -> LastBackup | None:
    """The last backup that was made of this data folder or restored into it."""
    entry = _read(folder).get("backup", {})
    try:
        made = datetime.fromisoformat(entry["made"]).astimezone(UTC)
        return LastBackup(str(entry["id"]), made, str(entry["path"]), bool(entry["has_audio"]))
    except (KeyError, TypeError, ValueError):
        return None


def remember_backup(folder: Path, header: BackupHeader, path: Path) -> None:
    """Keep where the last backup is, for the day on which it is needed."""
    entry = {
        "id": header.id,
        "made": header.made.isoformat(timespec="seconds"),
        "path": str(path.absolute()),
        "has_audio": header.has_audio,
    }
    _write(folder, backup=entry)


def reminder(folder: Path, every_days: int, now: datetime) -> Reminder:
    """Whether a backup is due.

    Args:
        every_days: As the clinic set it; 0 for never.
        now: With its time zone.
    """
    last = last_backup(folder)
    if last is None:
        return Reminder(None, None, is_overdue=every_days > 0)
    age = now - last.made
    # Made in the future: a clock was set back, and how long ago it was nobody can tell.
    is_overdue = age >= every_days * _DAY or age < -_DAY
    return Reminder(last, max(0, age.days), is_overdue=every_days > 0 and is_overdue)


def left_as(folder: Path) -> FileMark | None:
    """The records database as the last program left it; None if none left it in order."""
    entry = _read(folder).get("left", {})
    try:
        return FileMark(int(entry["bytes"]), int(entry["changed_ns"]))
    except (KeyError, TypeError, ValueError):
        return None


def remember_leaving(folder: Path, mark: FileMark) -> None:
    _write(folder, left={"bytes": mark.bytes, "changed_ns": mark.changed_ns})


def checked_at(folder: Path) -> datetime | None:
    """When every page was last checked."""
    try:
        return datetime.fromisoformat(_read(folder)["checked"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return None


def remember_check(folder: Path, at: datetime) -> None:
    _write(folder, checked=at.isoformat(timespec="seconds"))


def _read(folder: Path) -> dict[str, Any]:
    try:
        entry = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _write(folder: Path, **entries: object) -> None:
    text = json.dumps({**_read(folder), **entries}, ensure_ascii=False, indent=1) + "\n"
    # A full or read-only disk costs a check and a reminder, not the work.
    with suppress(OSError):
        write_whole(folder / _FILE, text.encode("utf-8"))
