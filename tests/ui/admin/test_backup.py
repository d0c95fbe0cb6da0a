"""A backup written, read back, refused and cancelled from the window."""

from __future__ import annotations

from pathlib import Path

from admin_manager import OTHER, Manager
from PySide6.QtWidgets import QPushButton

from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.ui.parts.running import Running


def test_a_backup_is_written_verified_and_remembered(manager: Manager, tmp_path: Path) -> None:
    target = tmp_path / "clinic.zhenlu"
    manager.page.choose("backup")
    manager.wait_for("last_backup", "no backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_done", "read back")
    manager.wait_for("last_backup", "made today")

    manager.desk.backup.verify(str(target))
    manager.wait_for("backup_done", "It holds")


def test_a_backup_that_was_altered_does_not_verify(manager: Manager, tmp_path: Path) -> None:
    target = tmp_path / "clinic.zhenlu"
    manager.page.choose("backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_done", "read back")
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)

    manager.desk.backup.verify(str(target))
    manager.wait_for("backup_problem", "clinic.zhenlu")


def test_a_backup_does_not_take_the_place_of_another_file(
    manager: Manager, tmp_path: Path
) -> None:
    target = tmp_path / "clinic.zhenlu"
    target.write_text("something else", encoding="utf-8")
    manager.page.choose("backup")
    manager.desk.backup.write_to(str(target))
    manager.wait_for("backup_problem", "clinic.zhenlu")

    assert target.read_text(encoding="utf-8") == "something else"


def test_a_cancelled_backup_leaves_no_file(manager: Manager, tmp_path: Path) -> None:
    manager.page.choose("backup")
    running = manager.part(Running, "backup_running")
    gate = manager.hold(manager.desk.backup.aside)
    manager.desk.backup.write_to(str(tmp_path / "clinic.zhenlu"))
    manager.press("backup_cancel")
    gate.set()
    manager.wait(lambda: not running.is_on)

    assert list(tmp_path.glob("clinic*")) == []


def test_a_nurse_is_told_that_backups_are_not_hers(nurse: Manager) -> None:
    nurse.page.choose("backup")
    nurse.wait_for("backup_problem", "administrator")

    assert not nurse.part(QPushButton, "back_up").isVisible()


def test_a_backup_of_another_clinic_is_told_as_that(manager: Manager, tmp_path: Path) -> None:
    store.create(tmp_path / "other", "赵医生", frozenset({Role.ADMIN}), OTHER)
    opened = store.sign_in(tmp_path / "other", "赵医生", OTHER)
    back_up(opened, tmp_path / "other.zhenlu")
    opened.close()
    manager.page.choose("backup")
    manager.desk.backup.verify(str(tmp_path / "other.zhenlu"))

    manager.wait_for("backup_problem", "other data")
