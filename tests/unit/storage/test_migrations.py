"""Upgrading the schema loses nothing, whatever fails on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zhenlu.domain.errors import DiskRefused, StoreNewer
from zhenlu.storage.database import Database, Migrations, connect
from zhenlu.storage.migrations import migrate
from zhenlu.storage.schema import RECORDS
from zhenlu.storage.schema_copies import COPIES_KEPT, thin_out_copies

KEY = bytes(range(32))


def first(db: Database) -> None:
    db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")


def second(db: Database) -> None:
    db.execute("ALTER TABLE note ADD COLUMN signed INTEGER")


def failing(db: Database) -> None:
    db.execute("DELETE FROM note")
    raise KeyError


def steps(*functions: Callable[[Database], None]) -> Migrations:
    made = Migrations("records")
    for function in functions:
        made()(function)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database at the first step with 200 notes."""
    path = tmp_path / "records.db"
    db = connect(path, KEY)
    migrate(db, path, KEY, steps(first))
    db["note"].insert_all({"id": n, "text": "x" * 500} for n in range(200))
    db.close()
    return path


def copies(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("backups/*"))


def test_a_new_database_needs_no_copy(path: Path) -> None:
    assert copies(path) == []


def test_before_each_step_a_whole_copy_is_kept(path: Path) -> None:
    db = connect(path, KEY)

    migrate(db, path, KEY, steps(first, second))

    db.close()
    assert copies(path) == ["records-before-second.db"]
    copy = connect(path.parent / "backups" / "records-before-second.db", KEY)
    assert copy["note"].count == 200
    assert "signed" not in copy["note"].columns_dict
    copy.close()


def test_a_step_that_fails_leaves_everything_as_it_was(path: Path) -> None:
    db = connect(path, KEY)

    with pytest.raises(KeyError):
        migrate(db, path, KEY, steps(first, failing))

    assert db["note"].count == 200
    assert [step.name for step in steps(first, failing).pending(db)] == ["failing"]
    db.close()


def test_steps_before_the_failing_one_stay(path: Path) -> None:
    db = connect(path, KEY)

    with pytest.raises(KeyError):
        migrate(db, path, KEY, steps(first, second, failing))

    assert "signed" in db["note"].columns_dict
    assert db["note"].count == 200
    db.close()


def test_without_room_for_the_copy_the_step_is_not_taken(
    path: Path, file_size_limit: Callable[[int], AbstractContextManager[None]]
) -> None:
    db = connect(path, KEY)

    with file_size_limit(16 * 1024), pytest.raises(DiskRefused):
        migrate(db, path, KEY, steps(first, second))

    assert "signed" not in db["note"].columns_dict
    assert copies(path) == []
    db.close()


def test_a_database_of_a_newer_program_is_left_alone(path: Path) -> None:
    db = connect(path, KEY)
    migrate(db, path, KEY, steps(first, second))

    with pytest.raises(StoreNewer):
        migrate(db, path, KEY, steps(first))

    db.close()


def test_the_program_s_own_steps_apply_once(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    db = connect(path, KEY)
    migrate(db, path, KEY)

    migrate(db, path, KEY)

    assert RECORDS.pending(db) == []
    assert copies(path) == []
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def copied(path: Path, step: str, age: timedelta) -> None:
    """A copy from before a step, of some age."""
    copy = path.parent / "backups" / f"records-before-{step}.db"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(b"copy")
    at = (_NOW - age).timestamp()
    os.utime(copy, (at, at))


def test_only_the_two_newest_copies_are_kept(path: Path) -> None:
    for days, step in enumerate(("fourth", "third", "second")):
        copied(path, step, timedelta(days=days))

    thin_out_copies(path, _NOW)

    assert copies(path) == ["records-before-fourth.db", "records-before-third.db"]


def test_no_copy_outlives_the_longest_term(path: Path) -> None:
    copied(path, "second", COPIES_KEPT + timedelta(seconds=1))
    copied(path, "third", COPIES_KEPT - timedelta(seconds=1))

    thin_out_copies(path, _NOW)

    assert copies(path) == ["records-before-third.db"]


def test_no_copy_from_before_a_deletion_stays(path: Path) -> None:
    copied(path, "second", timedelta(days=3))
    copied(path, "third", timedelta(days=1))

    thin_out_copies(path, _NOW, deleted=_NOW - timedelta(days=2))

    assert copies(path) == ["records-before-third.db"]


def test_what_else_lies_beside_the_copies_stays(path: Path) -> None:
    for name in ("clinic.zlb", "other-before-second.db"):
        (path.parent / "backups").mkdir(exist_ok=True)
        (path.parent / "backups" / name).write_bytes(b"")
        os.utime(path.parent / "backups" / name, (0, 0))

    thin_out_copies(path, _NOW)

    assert copies(path) == ["clinic.zlb", "other-before-second.db"]
