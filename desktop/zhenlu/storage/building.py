"""Builds a new data folder under another name, so that there is none or a complete one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhenlu.domain.errors import DiskRefused


@contextmanager
def built_aside(folder: Path) -> Iterator[Path]:
    """A neighbour that takes the folder's place when everything in it is done.

    Raises:
        DiskRefused: Reason "store_write".
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        building = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".store-"))
    except OSError:
        raise DiskRefused("store_write", file=folder.name) from None
    try:
        yield building
        try:
            # An empty folder that was there before gives way; anything in it does not.
            if folder.is_dir():
                folder.rmdir()
            building.rename(folder)
        except OSError:
            raise DiskRefused("store_write", file=folder.name) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
