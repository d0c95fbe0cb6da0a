"""Journal files as a power cut or a failing disk leaves them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from journal_audio import KEY, speech

from zhenlu.domain.errors import StoreDamaged
from zhenlu.storage.database import connect
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_seal import derived

PAGE_BYTES = 4096


def copy_cut(folder: Path, path: Path, **sizes: int) -> Path:
    """A copy of a journal's files in a folder made anew, cut to these sizes.

    Args:
        sizes: `database` and `log`, in bytes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for ending, name in (("", "database"), ("-wal", "log")):
        source = path.with_name(path.name + ending)
        if source.exists():
            content = source.read_bytes()
            (folder / source.name).write_bytes(content[: sizes.get(name, len(content))])
    return folder / path.name


def damage(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE_BYTES + 100)
        file.write(b"\xff" * 64)


def unwritable(path: Path, folder: Path, visit: str = "v1") -> Path:
    """A copy whose damage shows only when a row is added."""
    for page in range(path.stat().st_size // PAGE_BYTES):
        copy = copy_cut(folder, path)
        damage(copy, page)
        try:
            with closing(Journal.open(copy, KEY)) as journal:
                writer = journal.reopen(visit)
        except StoreDamaged:
            continue
        try:
            writer.write(speech(1))
        except StoreDamaged:
            again = copy_cut(folder, path)
            damage(again, page)
            return again
        finally:
            writer.abandon()
    raise AssertionError("no page bears out the test")


def opens_clean(path: Path) -> None:
    """Every page's MAC and the structure of the whole file, as `connect` checks them."""
    connect(path, derived(KEY, "database")).conn.close()


def checkpointed(path: Path) -> None:
    """Move the log's pages into the database and empty it."""
    db = connect(path, derived(KEY, "database"), check_pages=False)
    assert db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    db.conn.close()
