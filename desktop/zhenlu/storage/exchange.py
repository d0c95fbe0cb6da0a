"""Puts a restored data folder in the place of the one that is there, which is kept.

    .store.restored       whole and proved, about to take the place
    store.replaced-…      what was there before; a person removes it

Two renames; a power cut between them leaves no folder, and the next start finishes.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from zhenlu.domain.errors import DiskRefused
from zhenlu.storage.presence import alone
from zhenlu.whole_file import flush_folder


def exchange(folder: Path, building: Path, now: datetime) -> Path | None:
    """Let a folder that is ready take the place. The caller is alone with it.

    Returns:
        Where the old folder is now; None where there was none.

    Raises:
        DiskRefused: Reason "restore". What was there is there again or still.
    """
    ready, kept = _ready(folder), None
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        kept = _free_name(folder, now) if folder.exists() else None
        shutil.rmtree(ready, ignore_errors=True)
        building.rename(ready)
        if kept is not None:
            folder.rename(kept)
        ready.rename(folder)
        flush_folder(folder.parent)
    except OSError:
        if kept is not None and kept.exists() and not folder.exists():
            kept.rename(folder)
        raise DiskRefused("restore", file=folder.name) from None
    return kept


def finish(folder: Path) -> None:
    """Put a restored folder in its place where a power cut came between the two steps.

    Raises:
        DiskRefused: Reason "restore".
        StoreLocked: Reason "restoring", while the restore is still going on.
    """
    if folder.exists() or not _ready(folder).exists():
        return
    with alone(folder):
        try:
            if not folder.exists():
                _ready(folder).rename(folder)
        except OSError:
            raise DiskRefused("restore", file=folder.name) from None


def _ready(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.restored")


def _free_name(folder: Path, now: datetime) -> Path:
    stamp = now.astimezone().strftime("%Y%m%d-%H%M%S")
    kept, number = folder.with_name(f"{folder.name}.replaced-{stamp}"), 1
    while kept.exists():
        number += 1
        kept = folder.with_name(f"{folder.name}.replaced-{stamp}-{number}")
    return kept
