"""How a data folder is opened: quickly after a good end, carefully after a bad one."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import clinic_store as clinic
import pytest

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import Cancelled, DiskRefused, StoreDamaged, StoreLocked
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import writing
from zhenlu.storage.opening import OpenRecords, open_records
from zhenlu.storage.presence import alone, is_open

_NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    folder = tmp_path_factory.mktemp("made") / "store"
    clinic.make(folder)
    with clinic.at_work(folder) as opened:
        for number in range(60):
            opened.patients.add(f"病人{number}")
        return folder, opened.data_key


@pytest.fixture
def folder(made: tuple[Path, DataKey], tmp_path: Path) -> Path:
    """A copy that was checked and left in order at _NOW."""
    shutil.copytree(made[0], tmp_path / "store", ignore=shutil.ignore_patterns("state.json"))
    opened_by(made[1], tmp_path / "store").close()
    return tmp_path / "store"


@pytest.fixture
def key(made: tuple[Path, DataKey]) -> DataKey:
    return made[1]


def opened_by(key: DataKey, folder: Path, now: datetime = _NOW) -> OpenRecords:
    return open_records(folder, key, now)


def flip(path: Path, position: int) -> None:
    """Change a byte as a failing disk does: nobody wrote, so the time stays."""
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[position] ^= 0x40
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def was_checked(key: DataKey, folder: Path, now: datetime = _NOW) -> bool:
    opened = opened_by(key, folder, now)
    opened.close()
    return opened.was_checked


def test_what_was_left_in_order_is_not_read_through_again(key: DataKey, folder: Path) -> None:
    opened = opened_by(key, folder)
    with writing(opened.db):
        opened.db.execute("UPDATE patient SET sex = 'male'")
    opened.close()

    assert not was_checked(key, folder)


def test_a_copy_from_elsewhere_is_checked_once(made: tuple[Path, DataKey], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made[0], copy, copy_function=shutil.copyfile)

    assert [was_checked(made[1], copy) for _ in range(2)] == [True, False]


_DIE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.opening import open_records
folder, secret = sys.argv[1:]
opened = open_records(Path(folder), DataKey(bytes.fromhex(secret)), datetime.now(UTC))
print("open", flush=True)
sys.stdin.read()
os._exit(9)
"""


def other_program(key: DataKey, folder: Path) -> subprocess.Popen[str]:
    """Another program that has the folder open and will die without closing it."""
    process = subprocess.Popen(
        [sys.executable, "-c", _DIE, str(folder), key.secret.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_after_a_program_died_every_page_is_checked_once(key: DataKey, folder: Path) -> None:
    with other_program(key, folder) as died:
        died.kill()

    assert [was_checked(key, folder) for _ in range(2)] == [True, False]
    assert list(folder.glob("open-*")) == []


def test_opening_removes_copies_of_the_schema_whose_time_is_over(
    key: DataKey, folder: Path
) -> None:
    copy = folder / "backups" / "records-before-search.db"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(b"copy")
    os.utime(copy, (0, 0))

    opened_by(key, folder).close()

    assert not copy.exists()


def test_opening_removes_copies_from_before_a_deletion(folder: Path) -> None:
    copy = folder / "backups" / "records-before-search.db"
    with clinic.at_work(folder) as opened, closing(opened.open_journal()) as journal:
        patient = opened.patients.named("病人7")[0]
        visit = opened.visits.add(patient.id)
        opened.deletions(journal).delete(visit.id, "建错患者")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(b"one that could not be removed then")
        hour_before = opened.clock().timestamp() - 3600
        os.utime(copy, (hour_before, hour_before))

    with clinic.at_work(folder):
        assert not copy.exists()


def test_what_somebody_else_wrote_to_is_checked(key: DataKey, folder: Path) -> None:
    os.utime(folder / "records.db", (1e9, 1e9))

    assert was_checked(key, folder)


@pytest.mark.parametrize(
    ("later", "is_checked"),
    [(timedelta(days=29), False), (timedelta(days=31), True), (timedelta(days=-1), True)],
)
def test_every_page_is_checked_once_a_month_whatever_the_clock_says(
    key: DataKey, folder: Path, later: timedelta, is_checked: bool
) -> None:
    assert was_checked(key, folder, _NOW + later) is is_checked


@pytest.mark.parametrize("content", ["", "[1]", '{"left": 3, "checked": 4}'])
def test_a_spoilt_memory_costs_a_check_and_no_more(
    key: DataKey, folder: Path, content: str
) -> None:
    (folder / "state.json").write_text(content, encoding="utf-8")

    assert [was_checked(key, folder) for _ in range(2)] == [True, False]


def test_damage_is_told_at_every_opening_until_it_is_repaired(key: DataKey, folder: Path) -> None:
    with other_program(key, folder) as died:
        died.kill()
    path = folder / "records.db"
    flip(path, path.stat().st_size - 100)

    for _ in range(3):
        opened = opened_by(key, folder)
        assert opened.damage is not None
        assert opened.db.execute("SELECT count(*) FROM person").fetchone() == (1,)
        with pytest.raises(DiskRefused):
            opened.db.execute("DELETE FROM person")
        opened.close()


def test_damage_met_in_a_session_is_looked_into_at_the_next_opening(
    key: DataKey, folder: Path
) -> None:
    opened = opened_by(key, folder)
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'patient'"
    (page,) = opened.db.execute(query).fetchone()
    flip(folder / "records.db", (page - 1) * 4096 + 100)
    opened.db.execute("PRAGMA shrink_memory")
    with pytest.raises(StoreDamaged):
        opened.db.execute("SELECT * FROM patient").fetchall()
    opened.close()

    again = opened_by(key, folder)
    assert again.damage is not None
    again.close()


def test_every_page_can_be_checked_while_the_work_goes_on(key: DataKey, folder: Path) -> None:
    month_later = _NOW + timedelta(days=31)
    opened = opened_by(key, folder)

    with writing(opened.db):
        opened.db.execute("UPDATE patient SET sex = 'male'")
        opened.check(key, month_later, threading.Event())

    opened.close()
    assert not was_checked(key, folder, month_later)


def test_damage_found_while_the_work_goes_on_is_told_and_the_next_opening_is_careful(
    key: DataKey, folder: Path
) -> None:
    opened = opened_by(key, folder)
    path = folder / "records.db"
    flip(path, path.stat().st_size - 100)

    with pytest.raises(StoreDamaged) as told:
        opened.check(key, _NOW, threading.Event())

    opened.close()
    assert told.value.params["pages"] == 1
    again = opened_by(key, folder)
    assert again.damage is not None
    again.close()


def test_a_check_can_be_cancelled(key: DataKey, folder: Path) -> None:
    opened = opened_by(key, folder)
    cancelled = threading.Event()
    cancelled.set()

    with pytest.raises(Cancelled):
        opened.check(key, _NOW, cancelled)

    opened.close()


def test_damaged_data_tells_the_way_to_the_last_backup(folder: Path, tmp_path: Path) -> None:
    with clinic.at_work(folder) as opened:
        back_up(opened, tmp_path / "a.zhenlu")
    path = folder / "records.db"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)

    with clinic.at_work(folder) as opened:
        assert opened.damage is not None
        assert opened.damage.full_code == "store.damaged.backed_up"
        assert opened.damage.params["backup"] == str(tmp_path / "a.zhenlu")
        assert opened.damage.params["pages"] == 1


def test_a_store_can_be_closed_twice(folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        opened.close()


# Two programs on one folder


def test_two_programs_share_a_folder(folder: Path) -> None:
    with clinic.at_work(folder) as one, clinic.at_work(folder) as other:
        for number in range(5):
            one.patients.add(f"甲{number}")
            other.patients.add(f"乙{number}")

        assert [each.db["patient"].count for each in (one, other)] == [70, 70]
        one.audit.verify()


def test_the_folder_is_nobodys_own_while_another_program_has_it(
    key: DataKey, folder: Path
) -> None:
    with other_program(key, folder) as other:
        assert is_open(folder)
        with pytest.raises(StoreLocked) as told, alone(folder):
            pass
        other.kill()
        other.wait()

        assert not is_open(folder)

    assert told.value.reason == "open"


def test_the_one_that_leaves_first_does_not_speak_for_the_other(
    key: DataKey, folder: Path
) -> None:
    with other_program(key, folder) as other:
        opened_by(key, folder).close()
        other.kill()

    assert was_checked(key, folder)


def test_every_file_of_an_open_folder_belongs_to_its_owner_alone(
    key: DataKey, folder: Path
) -> None:
    if os.name != "posix":
        pytest.skip("permission bits are POSIX")
    with clinic.at_work(folder) as opened:
        clinic.record(opened, "v1", 1)
        open_modes = {stat.S_IMODE(f.stat().st_mode) for f in folder.rglob("*") if f.is_file()}

    left_modes = {stat.S_IMODE(f.stat().st_mode) for f in folder.rglob("*") if f.is_file()}
    assert open_modes | left_modes == {0o600}


# Disks and clocks


def test_a_read_only_folder_is_told_by_name_and_changes_nothing(
    folder: Path, without_privileges: Callable[[], AbstractContextManager[None]]
) -> None:
    for each in (folder.parent, *folder.parent.parents[:2]):
        each.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)

    with without_privileges(), pytest.raises(DiskRefused) as told:
        store.sign_in(folder, clinic.NAME, clinic.PASSPHRASE)

    assert told.value.reason == "store_read_only"


def test_a_clock_set_back_changes_no_order_of_the_log(folder: Path) -> None:
    year_ago = (_NOW - timedelta(days=365)).timestamp()
    with clinic.at_work(folder) as opened:
        opened.patients.add("先来")
    early = store.sign_in(folder, clinic.NAME, clinic.PASSPHRASE, lambda: year_ago)
    early.close()

    assert [warning.full_code for warning in early.warnings] == ["clock.set_back"]
    with clinic.at_work(folder) as opened:
        entries = list(opened.audit.entries())
        opened.audit.verify()

    assert [entry.row for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[-1].action is AuditAction.LOGIN


def test_a_clock_that_is_right_is_not_doubted(folder: Path) -> None:
    with clinic.at_work(folder) as opened:
        assert opened.warnings == ()
