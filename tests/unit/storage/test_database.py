"""What opening, damaging, sharing and filling an encrypted database tells the person."""

from __future__ import annotations

import random
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from zhenlu.domain.errors import DiskRefused, KeyWrong, StoreDamaged, StoreLocked, StoreMissing
from zhenlu.storage.database import Database, connect, encrypted_copy, writing

KEY = bytes(range(32))
_CANARY = "金丝雀在第七页歌唱"
_PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "records.db"


def filled(path: Path, rows: int = 400) -> None:
    """A database of many pages, everything in the main file."""
    db = connect(path, KEY)
    db["note"].insert_all(({"id": n, "text": _CANARY * 20} for n in range(rows)), pk="id")
    db.close()


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 0x40
    path.write_bytes(content)


Limit = Callable[[int], AbstractContextManager[None]]
Unprivileged = Callable[[], AbstractContextManager[None]]


def test_what_was_written_is_read_with_the_same_key(path: Path) -> None:
    filled(path, rows=3)

    db = connect(path, KEY)

    assert [row["text"] for row in db["note"].rows] == [_CANARY * 20] * 3
    db.close()


def test_a_commit_survives_power_cuts_and_temporary_tables_stay_in_memory(path: Path) -> None:
    db = connect(path, KEY)

    settings = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
    }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}
    db.close()


def test_no_file_of_the_store_holds_a_word_in_the_clear(path: Path) -> None:
    db = connect(path, KEY)
    db["note"].insert_all({"id": n, "text": _CANARY} for n in range(50))

    files = list(path.parent.iterdir())

    assert len(files) == 3  # the log and the shared memory are still there
    for file in files:
        for encoding in ("utf-8", "utf-16-le"):
            assert _CANARY.encode(encoding) not in file.read_bytes()
        assert b"SQLite format" not in file.read_bytes()
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are POSIX")
def test_every_file_belongs_to_its_owner_alone(path: Path) -> None:
    db = connect(path, KEY)
    db["note"].insert({"id": 1})

    modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    db.close()


def test_a_wrong_key_is_told_and_changes_nothing(path: Path) -> None:
    filled(path)
    before = path.read_bytes()

    with pytest.raises(KeyWrong):
        connect(path, bytes(32))

    assert path.read_bytes() == before


def test_a_wrong_key_is_told_when_reading_too(path: Path) -> None:
    filled(path)

    with pytest.raises(KeyWrong):
        connect(path, bytes(32), read_only=True)


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_byte_anywhere_after_the_salt_is_told_as_damage(path: Path, seed: int) -> None:
    filled(path)
    position = random.Random(seed).randrange(16, path.stat().st_size)
    flip(path, position)

    with pytest.raises(StoreDamaged) as told:
        connect(path, KEY)

    assert told.value.params["pages"] == 1


@pytest.mark.parametrize("position", range(16))
def test_damage_to_the_salt_at_the_start_loses_nothing(path: Path, position: int) -> None:
    filled(path)
    flip(path, position)

    db = connect(path, KEY)

    assert db["note"].count == 400
    db.close()


def test_a_damaged_file_still_gives_its_intact_pages_to_a_reader(path: Path) -> None:
    filled(path)
    flip(path, path.stat().st_size - 100)

    db = connect(path, KEY, read_only=True)

    assert db.execute("SELECT text FROM note WHERE id = 0").fetchone()[0] == _CANARY * 20
    with pytest.raises(StoreDamaged):
        db.execute("SELECT sum(length(text)) FROM note").fetchall()
    db.close()


def long_notes(path: Path) -> dict[int, bytes]:
    """A database whose notes each take a page of their own and three more."""
    notes = {n: random.Random(n).randbytes(13_000) for n in range(12)}
    db = connect(path, KEY)
    db["note"].insert_all(({"id": n, "text": text} for n, text in notes.items()), pk="id")
    db.close()
    return notes


def test_a_page_damaged_in_mid_session_costs_its_own_note_alone(path: Path) -> None:
    notes = long_notes(path)
    whole, lost = path.read_bytes(), []
    for page in range(3, len(whole) // _PAGE):
        path.write_bytes(whole)
        flip(path, page * _PAGE + 100)
        db = connect(path, KEY, check_pages=False)
        found = {}
        for n in notes:
            with suppress(StoreDamaged):
                found[n] = db.execute("SELECT text FROM note WHERE id = ?", [n]).fetchone()[0]
        db.close()

        # Zeros for a page that does not hold would be worse than no answer.
        assert all(text == notes[n] for n, text in found.items())
        lost.append(len(notes) - len(found))

    assert lost.count(1) > 0.8 * len(lost)


def test_a_session_that_met_damage_goes_on_writing_sound_pages(path: Path) -> None:
    long_notes(path)
    db = connect(path, KEY)
    flip(path, path.stat().st_size - 100)
    db.execute("PRAGMA shrink_memory")
    with pytest.raises(StoreDamaged):
        db.execute("SELECT sum(length(text)), max(text) FROM note").fetchall()

    with writing(db):
        db.execute("INSERT INTO note (id, text) VALUES (100, 'new')")

    assert db.execute("SELECT text FROM note WHERE id = 100").fetchone() == ("new",)
    assert db.met_damage
    db.close()


def test_a_write_that_meets_damage_is_undone_whole_and_can_be_done_elsewhere(path: Path) -> None:
    long_notes(path)
    db = connect(path, KEY)
    flip(path, path.stat().st_size - 100)
    db.execute("PRAGMA shrink_memory")

    def write_all() -> None:
        with writing(db):
            db.execute("INSERT INTO note (id, text) VALUES (100, 'new')")
            db.execute("UPDATE note SET text = text || 'x'")

    with pytest.raises(StoreDamaged):
        write_all()

    assert db.execute("SELECT count(*) FROM note WHERE id = 100").fetchone() == (0,)
    with writing(db):
        db.execute("INSERT INTO note (id, text) VALUES (101, 'later')")
    assert db.execute("SELECT text FROM note WHERE id = 101").fetchone() == ("later",)
    db.close()


@pytest.mark.parametrize("kept", [10 * _PAGE, 10 * _PAGE + 55, 100])
def test_a_file_cut_short_is_told_as_damage(path: Path, kept: int) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(StoreDamaged):
        connect(path, KEY)


def test_something_else_under_that_name_is_not_overwritten(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"a letter, not a database\n" * 10)

    with pytest.raises((StoreDamaged, KeyWrong)):
        connect(path, KEY)

    assert path.read_bytes() == b"a letter, not a database\n" * 10


def test_a_reader_does_not_make_a_database(path: Path) -> None:
    with pytest.raises(StoreMissing):
        connect(path, KEY, read_only=True)

    assert not path.exists()


def test_a_reader_cannot_write(path: Path) -> None:
    filled(path, rows=1)
    db = connect(path, KEY, read_only=True)

    with pytest.raises(DiskRefused) as told:
        db.execute("DELETE FROM note")

    assert told.value.reason == "store_read_only"
    db.close()


_HOLD = """
import sys
from pathlib import Path
from zhenlu.storage.database import connect, writing
db = connect(Path(sys.argv[1]), bytes(range(32)))
with writing(db):
    db.execute("INSERT INTO note (id) VALUES (1000)")
    print("held", flush=True)
    sys.stdin.read()
db.close()
"""


@pytest.fixture
def other_copy(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a write."""
    filled(path, rows=1)
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with process:
        yield process
        if process.stdin is not None and not process.stdin.closed:
            process.stdin.close()


@pytest.mark.usefixtures("other_copy")
def test_a_write_is_told_that_another_copy_holds_the_database(path: Path) -> None:
    db = connect(path, KEY, wait_s=0.05)

    with pytest.raises(StoreLocked), writing(db):
        pass

    db.close()


def test_a_write_waits_for_the_other_copy_to_finish(
    path: Path, other_copy: subprocess.Popen[str]
) -> None:
    db = connect(path, KEY, wait_s=30.0)
    assert other_copy.stdin is not None

    other_copy.stdin.close()
    with writing(db):
        db.execute("INSERT INTO note (id) VALUES (1001)")

    assert [row["id"] for row in db["note"].rows] == [0, 1000, 1001]
    db.close()


def test_a_full_disk_is_told_and_earlier_rows_are_kept(path: Path) -> None:
    filled(path, rows=10)
    db = connect(path, KEY)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskRefused) as told, writing(db):
        db["note"].insert_all({"id": n, "text": _CANARY * 20} for n in range(10, 200))

    assert told.value.reason == "store_full"
    assert db["note"].count == 10
    db.close()


def test_a_refused_write_is_told_and_the_database_opens_clean(
    path: Path, file_size_limit: Limit
) -> None:
    filled(path, rows=10)
    db = connect(path, KEY)

    with (
        file_size_limit(path.stat().st_size + 64 * 1024),
        pytest.raises(DiskRefused) as told,
        writing(db),
    ):
        db["note"].insert_all({"id": n, "text": _CANARY * 20} for n in range(10, 2000))

    assert told.value.reason in ("store_write", "store_full")
    db.close()
    again = connect(path, KEY)
    assert again["note"].count == 10
    again.close()


def test_a_read_only_folder_is_told(
    tmp_path: Path, without_privileges: Unprivileged
) -> None:
    folder = tmp_path / "frozen"
    folder.mkdir(mode=0o755)
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    folder.chmod(0o555)

    with without_privileges(), pytest.raises(DiskRefused) as told:
        connect(folder / "records.db", KEY)

    assert told.value.reason == "store_read_only"


def test_a_database_in_a_read_only_folder_can_still_be_read(
    tmp_path: Path, without_privileges: Unprivileged
) -> None:
    path = tmp_path / "frozen" / "records.db"
    filled(path, rows=5)
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)

    with without_privileges():
        db = connect(path, KEY, read_only=True)
        count = db["note"].count
        db.close()

    assert count == 5


_WRITE = """
import sys
from pathlib import Path
from zhenlu.storage.database import connect, writing
db = connect(Path(sys.argv[1]), bytes(range(32)))
for n in range(1, 100_000):
    with writing(db):
        db.execute("INSERT INTO note (id, text) VALUES (?, ?)", [n, "x" * 3000])
    print(n, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 40, 150])
def test_what_was_acknowledged_survives_a_kill(path: Path, lines: int) -> None:
    filled(path, rows=1)
    with subprocess.Popen(
        [sys.executable, "-c", _WRITE, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read()
    acknowledged = lines + rest.count("\n")

    db = connect(path, KEY)

    kept = {row["id"] for row in db["note"].rows}
    assert kept >= set(range(acknowledged + 1))
    assert len(kept) <= acknowledged + 2
    db.close()


def test_a_copy_opens_with_the_same_key_and_holds_the_same(path: Path, tmp_path: Path) -> None:
    filled(path)
    db = connect(path, KEY)

    encrypted_copy(db, tmp_path / "copy.db", KEY)
    db.close()

    copy = connect(tmp_path / "copy.db", KEY)
    assert copy["note"].count == 400
    assert _CANARY.encode() not in (tmp_path / "copy.db").read_bytes()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    copy.close()


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(
    path: Path, tmp_path: Path, file_size_limit: Limit
) -> None:
    filled(path)
    db = connect(path, KEY)
    target = tmp_path / "stick" / "copy.db"
    target.parent.mkdir()

    with file_size_limit(64 * 1024), pytest.raises(DiskRefused):
        encrypted_copy(db, target, KEY)

    assert list(target.parent.iterdir()) == []
    db.close()


def test_an_error_carries_no_word_of_the_row(path: Path) -> None:
    db: Database = connect(path, KEY)
    db["note"].insert({"id": 1, "text": _CANARY})
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")

    with pytest.raises(DiskRefused) as told, writing(db):
        db["note"].insert({"id": 2, "text": _CANARY * 5000})

    assert _CANARY not in repr(told.value)
    assert _CANARY not in str(told.value.params)
    assert told.value.__cause__ is None
    db.close()
