"""A backup is made while the program works, is whole or is not there, and tells nothing."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import clinic_store as clinic
import pytest
from journal_audio import speech

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.backup import BackupHeader, BackupStep, Progress
from zhenlu.domain.errors import (
    ActionForbidden,
    BackupRefused,
    Cancelled,
    DiskRefused,
    StoreDamaged,
    StoreLocked,
)
from zhenlu.domain.person import Role
from zhenlu.storage import restore
from zhenlu.storage.backup import back_up
from zhenlu.storage.backup_file import read_header
from zhenlu.storage.database import writing
from zhenlu.storage.journal_writer import JournalWriter
from zhenlu.storage.store import Store
from zhenlu.storage.store_state import last_backup, remember_backup, reminder

_CANARY = "金丝雀在第七页歌唱"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    clinic.make(folder)
    with clinic.at_work(folder) as opened:
        visit = clinic.see(opened, _CANARY)
        clinic.record(opened, visit, 2)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data" / "store")
    return tmp_path / "data" / "store"


@pytest.fixture
def opened(folder: Path) -> Iterator[Store]:
    with clinic.at_work(folder) as store:
        yield store


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def backups_in_log(opened: Store) -> list[tuple[str, AuditResult]]:
    entries = opened.audit.entries()
    return [(e.object_id, e.result) for e in entries if e.action is AuditAction.BACKUP]


def test_the_header_tells_what_and_when_without_a_key(opened: Store, stick: Path) -> None:
    at = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)

    header = back_up(opened, stick / "a.zhenlu", now=lambda: at)

    assert read_header(stick / "a.zhenlu") == header
    assert (header.made, header.store, header.has_audio) == (at, opened.data_key.store, True)


def test_audio_can_be_left_out(opened: Store, stick: Path) -> None:
    header = back_up(opened, stick / "a.zhenlu", audio=False)

    assert not header.has_audio


def test_only_the_backup_is_left_on_the_stick_and_belongs_to_its_owner(
    opened: Store, folder: Path, stick: Path
) -> None:
    before = {path.name for path in folder.iterdir()}

    back_up(opened, stick / "a.zhenlu")

    assert [path.name for path in stick.iterdir()] == ["a.zhenlu"]
    assert {path.name for path in folder.iterdir()} - before <= {"state.json"}
    if os.name == "posix":
        assert stat.S_IMODE((stick / "a.zhenlu").stat().st_mode) == 0o600


def test_no_word_can_be_read_in_a_backup(opened: Store, stick: Path) -> None:
    back_up(opened, stick / "a.zhenlu")

    content = (stick / "a.zhenlu").read_bytes()
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        word = _CANARY.encode(encoding)
        assert word not in content
        assert base64.b64encode(word)[:-4] not in content
    assert b"SQLite format" not in content


def test_what_is_written_meanwhile_is_neither_held_up_nor_torn(
    opened: Store, folder: Path, stick: Path, tmp_path: Path
) -> None:
    begun, done, count = threading.Event(), threading.Event(), 0

    def work(other: Store, writer: JournalWriter) -> None:
        nonlocal count
        while not done.is_set():
            other.patients.add(f"{count:06}")
            writer.write(speech(0.2))
            count += 1
            begun.set()

    with clinic.at_work(folder) as other, closing(opened.open_journal()) as journal:
        writer = journal.start("running")
        worker = threading.Thread(target=work, args=(other, writer))
        worker.start()
        try:
            begun.wait()
            for number in range(3):
                back_up(opened, stick / f"{number}.zhenlu")
        finally:
            done.set()
            worker.join()
            writer.close()

    for number in range(3):
        path, place = stick / f"{number}.zhenlu", tmp_path / f"restored-{number}"
        restore.restore(path, restore.unlock(path, clinic.NAME, clinic.PASSPHRASE), place)
        with clinic.at_work(place) as found, closing(found.open_journal()) as audio:
            named = sorted(clinic.patients(found) - {_CANARY})
            # One moment: everything up to it, nothing after it.
            assert named == [f"{n:06}" for n in range(len(named))]
            assert 0 < len(named) <= count
            assert all(audio.integrity(visit).is_intact for visit in clinic.audio_s(audio))
            found.audit.verify()


def test_the_log_tells_of_a_backup(opened: Store, stick: Path) -> None:
    header = back_up(opened, stick / "a.zhenlu")

    assert backups_in_log(opened) == [(header.id, AuditResult.DONE)]


def test_who_may_not_is_refused_and_the_log_tells_of_it(opened: Store, stick: Path) -> None:
    opened.add_person("王护士", frozenset({Role.NURSE}), "a passphrase of her own")
    with clinic.at_work(opened.folder, "王护士", "a passphrase of her own") as nurse:
        with pytest.raises(ActionForbidden):
            back_up(nurse, stick / "a.zhenlu")

        assert backups_in_log(nurse) == [("", AuditResult.REFUSED)]
    assert list(stick.iterdir()) == []


def test_progress_goes_through_all_steps_up_to_their_ends(opened: Store, stick: Path) -> None:
    told: list[Progress] = []

    back_up(opened, stick / "a.zhenlu", on_progress=told.append)

    steps = list(dict.fromkeys(progress.step for progress in told))
    assert steps[-2:] == [BackupStep.WRITING, BackupStep.VERIFYING]
    assert all(0 <= progress.done <= progress.total for progress in told)
    assert told[-1].done == told[-1].total


@pytest.mark.parametrize("step", [BackupStep.WRITING, BackupStep.VERIFYING])
def test_a_backup_can_be_cancelled_at_any_step_and_leaves_nothing(
    opened: Store, folder: Path, stick: Path, step: BackupStep
) -> None:
    cancelled = threading.Event()

    def cancel(progress: Progress) -> None:
        if progress.step is step:
            cancelled.set()

    with pytest.raises(Cancelled):
        back_up(opened, stick / "a.zhenlu", on_progress=cancel, cancelled=cancelled)

    assert list(stick.iterdir()) == []
    assert not (folder / ".backup").exists()
    assert last_backup(folder) is None
    assert backups_in_log(opened) == [("", AuditResult.FAILED)]


def test_a_backup_can_be_cancelled_while_the_database_is_copied(
    opened: Store, stick: Path
) -> None:
    with writing(opened.db):
        for number in range(1_500):
            opened.patients.add(f"病人{number}")
    cancelled = threading.Event()

    def cancel(progress: Progress) -> None:
        assert progress.step is BackupStep.COPYING
        cancelled.set()

    with pytest.raises(Cancelled):
        back_up(opened, stick / "a.zhenlu", on_progress=cancel, cancelled=cancelled)

    assert list(stick.iterdir()) == []
    back_up(opened, stick / "a.zhenlu")


def test_a_stick_that_is_full_is_told_and_left_empty(
    opened: Store, folder: Path, small_disk: Path
) -> None:
    (small_disk / "filler").write_bytes(bytes(900_000))

    with pytest.raises(DiskRefused) as told:
        back_up(opened, small_disk / "a.zhenlu")

    assert told.value.reason == "backup"
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    assert last_backup(folder) is None
    assert clinic.patients(opened) == {_CANARY}


def test_a_stick_that_takes_no_large_files_is_told(
    opened: Store, stick: Path, file_size_limit: Callable[[int], AbstractContextManager[None]]
) -> None:
    size = opened.folder.joinpath("records.db").stat().st_size + 50_000

    # Room for each copy in the data folder, and too little for both in one file.
    with file_size_limit(size), pytest.raises(DiskRefused) as told:
        back_up(opened, stick / "a.zhenlu")

    assert told.value.reason == "backup_too_large"
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    ("where", "reason"),
    [("stick/taken", "exists"), ("no/where", "folder"), ("data/store/a", "inside")],
)
def test_places_that_will_not_do_are_refused(
    opened: Store, stick: Path, tmp_path: Path, where: str, reason: str
) -> None:
    (stick / "taken").write_bytes(b"somebody's")

    with pytest.raises(BackupRefused) as told:
        back_up(opened, tmp_path / where)

    assert told.value.reason == reason
    assert (stick / "taken").read_bytes() == b"somebody's"


def test_one_backup_at_a_time(opened: Store, stick: Path) -> None:
    refusals: list[StoreLocked] = []

    def another(progress: Progress) -> None:
        if progress.step is BackupStep.VERIFYING:
            with pytest.raises(StoreLocked) as told:
                back_up(opened, stick / "b.zhenlu")
            refusals.append(told.value)

    back_up(opened, stick / "a.zhenlu", on_progress=another)

    assert refusals[0].reason == "backup"


def test_damaged_data_is_not_backed_up(folder: Path, stick: Path) -> None:
    db = folder / "records.db"
    content = bytearray(db.read_bytes())
    content[-100] ^= 1
    db.write_bytes(content)

    with clinic.at_work(folder) as opened, pytest.raises(StoreDamaged):
        back_up(opened, stick / "a.zhenlu")

    assert list(stick.iterdir()) == []


_DIE_WHILE_WRITING = """
import os, sys
from pathlib import Path
from zhenlu.domain.backup import BackupStep
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
folder, target, name, passphrase = sys.argv[1:]
opened = store.sign_in(Path(folder), name, passphrase)
back_up(opened, Path(target),
        on_progress=lambda p: os._exit(7) if p.step is BackupStep.VERIFYING else None)
"""


def test_a_program_killed_in_a_backup_leaves_none_and_the_next_one_clears_up(
    folder: Path, stick: Path
) -> None:
    arguments = [str(folder), str(stick / "a.zhenlu"), clinic.NAME, clinic.PASSPHRASE]
    died = subprocess.run([sys.executable, "-c", _DIE_WHILE_WRITING, *arguments], check=False)
    assert died.returncode == 7
    assert [path.name for path in stick.iterdir()] == ["a.zhenlu.part"]

    with clinic.at_work(folder) as opened:
        back_up(opened, stick / "a.zhenlu")

    assert [path.name for path in stick.iterdir()] == ["a.zhenlu"]
    assert not (folder / ".backup").exists()


# Reminders

_MADE = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    header = BackupHeader("b1", _MADE, "s1", "1.0", ())
    remember_backup(tmp_path, header, tmp_path / "a.zhenlu")
    return tmp_path


@pytest.mark.parametrize(
    ("age", "days", "is_overdue"),
    [
        (timedelta(hours=1), 0, False),
        (timedelta(days=6, hours=23), 6, False),
        (timedelta(days=7), 7, True),
        (timedelta(hours=-2), 0, False),  # two computers' clocks
        (timedelta(days=-400), 0, True),  # set back: nobody knows how old it is
    ],
)
def test_a_backup_is_due_after_the_days_that_were_set(
    backed_up: Path, age: timedelta, days: int, is_overdue: bool
) -> None:
    told = reminder(backed_up, 7, _MADE + age)

    assert (told.days, told.is_overdue) == (days, is_overdue)
    assert told.last == last_backup(backed_up)


def test_without_a_backup_one_is_due(tmp_path: Path) -> None:
    told = reminder(tmp_path, 7, _MADE)

    assert (told.last, told.days, told.is_overdue) == (None, None, True)


def test_nobody_is_reminded_who_does_not_want_it(backed_up: Path) -> None:
    assert not reminder(backed_up, 0, _MADE + timedelta(days=900)).is_overdue


@pytest.mark.parametrize("content", ["", "[]", '{"backup": 3}', '{"backup": {"made": "x"}}'])
def test_a_spoilt_note_of_the_last_backup_counts_as_none(backed_up: Path, content: str) -> None:
    (backed_up / "state.json").write_text(content, encoding="utf-8")

    assert last_backup(backed_up) is None
