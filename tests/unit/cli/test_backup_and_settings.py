"""`zhenlu backup`, `restore`, `settings` and the rest of `people`, on a real store."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenlu.cli.app import app
from zhenlu.domain.errors import (
    ActionForbidden,
    BackupBroken,
    BackupRefused,
    Cancelled,
    PassphraseRefused,
    PersonRefused,
    RestoreRefused,
    SettingRefused,
    ZhenluError,
)

Run = Callable[..., str]
Fails = Callable[..., ZhenluError]

_DRAFT = "draft", "notes.txt", "--layer", "rules", "-q", "--file", "--patient"


@pytest.fixture
def backed_up(run: Run) -> Path:
    """A backup that holds one visit of 王某."""
    run(*_DRAFT, "王某")
    run("backup", "clinic.zhenlu-backup", "-q")
    return Path("clinic.zhenlu-backup")


def patients(run: Run) -> list[str]:
    return [visit["patient"] for visit in json.loads(run("records", "list", "-f", "json"))]


def lose_the_folder() -> None:
    shutil.rmtree("data/store")


def test_a_backup_restores_on_another_computer(run: Run, backed_up: Path) -> None:
    lose_the_folder()

    shown = run("restore", backed_up, "-q")

    assert "已恢复" in shown
    assert patients(run) == ["王某"]


def test_the_recovery_key_restores_where_nobody_knows_a_passphrase(
    run: Run, clinic: Path
) -> None:
    Path("paper.txt").write_text(run("people", "recovery-key"), encoding="utf-8")
    run("backup", "clinic.bak", "-q")
    lose_the_folder()

    run("restore", "clinic.bak", "--recovery-key-file", "paper.txt", "-q")

    assert patients(run) == []


def test_a_folder_that_is_there_gives_way_only_when_told_and_is_kept(
    run: Run, backed_up: Path, fails: Fails
) -> None:
    assert fails(RestoreRefused, "restore", backed_up, "-q").reason == "exists"

    shown = run("restore", backed_up, "--replace", "-q")

    assert "原来的数据保留在" in shown
    assert len(list(Path("data").glob("store.replaced-*"))) == 1


def test_newer_data_is_not_overwritten_silently(
    run: Run, backed_up: Path, fails: Fails
) -> None:
    run(*_DRAFT, "赵某")

    assert fails(RestoreRefused, "restore", backed_up, "--replace", "-q").reason == "newer"
    assert patients(run) == ["赵某", "王某"]

    assert "备份没有的内容" in run("restore", backed_up, "--replace", "--accept-loss", "-q")
    assert patients(run) == ["王某"]


def test_a_changed_backup_is_told_and_restores_nothing(
    run: Run, backed_up: Path, fails: Fails
) -> None:
    content = bytearray(backed_up.read_bytes())
    content[len(content) // 2] ^= 1
    backed_up.write_bytes(content)
    lose_the_folder()

    fails(BackupBroken, "restore", backed_up, "--check", "-q")
    fails(BackupBroken, "restore", backed_up, "-q")

    assert not Path("data/store").exists()


def test_a_backup_is_checked_without_restoring(run: Run, backed_up: Path) -> None:
    assert "备份完好" in run("restore", backed_up, "--check", "-q")


def test_a_file_that_is_there_is_not_written_over(
    run: Run, backed_up: Path, fails: Fails
) -> None:
    assert fails(BackupRefused, "backup", backed_up, "-q").reason == "exists"


def test_a_nurse_makes_no_backup(fails: Fails) -> None:
    fails(ActionForbidden, "backup", "clinic.bak", "-q", as_wang=True)

    assert not Path("clinic.bak").exists()


def test_cancelling_leaves_nothing_half(
    run: Run, fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def pressed() -> Iterator[threading.Event]:
        cancelled = threading.Event()
        cancelled.set()
        yield cancelled

    monkeypatch.setattr("zhenlu.cli.cancelling.cancelled_by_interrupt", pressed)
    before = sorted(Path().rglob("*"))

    fails(Cancelled, "backup", "clinic.bak", "-q")

    left = {path.name for path in Path().rglob("*")} - {path.name for path in before}
    assert not any("bak" in name or "part" in name for name in left)


@pytest.mark.usefixtures("clinic")
def test_progress_is_told_in_a_pipe() -> None:
    line = ["backup", "clinic.bak", "--as", "李医生", "--passphrase-file", "li.txt"]
    done = CliRunner().invoke(app, line, catch_exceptions=False)

    assert "写入备份 100%" in done.stderr
    assert "核对备份 100%" in done.stderr


def test_without_a_file_it_says_when_the_last_backup_was_made(run: Run) -> None:
    assert "还没有备份过" in run("backup")

    run("backup", "clinic.bak", "-q")

    assert "clinic.bak（0 天前）" in run("backup")


def test_the_clinics_settings_are_shown_and_changed(run: Run) -> None:
    run("settings", "--audio-days", "30", "--lock-minutes", "5", "--clinic", " 康宁社区诊所")

    assert json.loads(run("settings", "-f", "json")) == {
        "audio_days": 30,
        "record_years": 15,
        "lock_minutes": 5,
        "backup_days": 7,
        "department": "",
        "clinic": "康宁社区诊所",
        "address": "",
        "phone": "",
    }
    assert "无操作多少分钟后锁定（1-30）: 5" in run("settings")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--lock-minutes", "31"), ("--record-years", "14"), ("--backup-days", "0")],
)
def test_what_the_standards_do_not_allow_is_refused(
    run: Run, fails: Fails, option: str, value: str
) -> None:
    fails(SettingRefused, "settings", option, value)

    assert json.loads(run("settings", "-f", "json"))["record_years"] == 15


def test_a_nurse_changes_no_settings(fails: Fails) -> None:
    fails(ActionForbidden, "settings", "--lock-minutes", "5", as_wang=True)


def test_roles_change(run: Run, fails: Fails) -> None:
    assert "护士, 助理" in run("people", "roles", "王护士", "-r", "nurse", "-r", "assistant")

    error = fails(PersonRefused, "people", "roles", "李医生", "-r", "doctor")
    assert error.reason == "last_admin"


def test_an_account_that_ended_signs_in_no_more(run: Run, fails: Fails) -> None:
    run("people", "end", "王护士")

    fails(PassphraseRefused, "people", "list", as_wang=True)
    assert "王护士  账号已停用" in run("people", "list")
