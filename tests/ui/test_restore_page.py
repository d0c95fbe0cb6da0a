"""A backup comes back while nobody is signed in, and tells before what gives way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.app.restore_desk import RestoreDesk
from zhenlu.app.start import build
from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.storage.backup import back_up
from zhenlu.ui.background import Background
from zhenlu.ui.lock.restore_page import RestorePage

OWN = "correct horse battery"


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder / "store"


@pytest.fixture
def recovery_key(folder: Path) -> str:
    return store.create(folder, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), OWN)


@pytest.fixture
def backup(folder: Path, recovery_key: str, tmp_path: Path) -> Path:
    """A backup of a clinic with one person."""
    opened = store.sign_in(folder, "李医生", OWN)
    back_up(opened, tmp_path / "clinic.zhenlu")
    opened.close()
    return tmp_path / "clinic.zhenlu"


class Restorer:
    """Somebody at the restore page."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot, self.background = qtbot, Background()
        self.page = RestorePage(has_store=folder.exists())
        self.desk = RestoreDesk(self.page, folder, self.background)
        qtbot.addWidget(self.page)
        self.page.show()

    def words(self, name: str) -> str:
        label = self.page.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def shows(self, name: str) -> bool:
        label = self.page.findChild(QLabel, name)
        return label is not None and label.isVisible()

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=30_000)

    def look_at(self, backup: Path) -> None:
        self.desk.look_at(str(backup))
        self.wait(lambda: "brings back" in self.words("restore_brings"))

    def open_with(self, typed: str, *, is_recovery: bool = False) -> None:
        who = self.page.findChild(QComboBox, "restore_who")
        line = self.page.findChild(QLineEdit, "restore_key")
        assert isinstance(who, QComboBox)
        assert isinstance(line, QLineEdit)
        who.setCurrentIndex(who.count() - 1 if is_recovery else 0)
        line.setText(typed)
        self.press("restore")

    def wait_for(self, words: str) -> None:
        self.wait(lambda: words in self.words("restore_outcome"))


def test_a_backup_comes_back_to_an_empty_computer(
    backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    elsewhere = tmp_path / "new computer" / "store"
    restorer = Restorer(elsewhere, qtbot)
    restorer.look_at(backup)
    assert "no data on this computer" in restorer.words("restore_gives_way")
    restorer.open_with(OWN)
    restorer.wait_for("is back")

    assert not restorer.shows("restore_gives_way")
    opened = store.sign_in(elsewhere, "李医生", OWN)
    opened.close()
    restorer.background.close()


def test_the_recovery_key_opens_a_backup(
    backup: Path, recovery_key: str, tmp_path: Path, qtbot: QtBot
) -> None:
    restorer = Restorer(tmp_path / "new" / "store", qtbot)
    restorer.look_at(backup)
    restorer.open_with(recovery_key, is_recovery=True)
    restorer.wait_for("is back")
    restorer.background.close()


def test_a_wrong_passphrase_restores_nothing(
    backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    restorer = Restorer(tmp_path / "new" / "store", qtbot)
    restorer.look_at(backup)
    restorer.open_with("not the passphrase")
    restorer.wait_for("passphrase")

    assert not (tmp_path / "new" / "store").exists()
    restorer.background.close()


def test_newer_data_gives_way_only_when_told_to(
    backup: Path, folder: Path, qtbot: QtBot
) -> None:
    opened = store.sign_in(folder, "李医生", OWN)
    opened.add_person("王护士", frozenset({Role.NURSE}), "another long passphrase")
    opened.close()
    restorer = Restorer(folder, qtbot)
    assert "gives way" in restorer.words("restore_gives_way")
    restorer.look_at(backup)
    restorer.open_with(OWN)
    restorer.wait_for("newer")
    assert set(store.names(folder)) == {"李医生", "王护士"}

    restorer.press("restore_despite")
    restorer.wait_for("is back")
    assert store.names(folder) == ("李医生",)
    assert list(folder.parent.glob("store.replaced-*"))
    restorer.background.close()


def test_a_file_that_is_no_backup_is_told_as_that(
    tmp_path: Path, qtbot: QtBot
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague", encoding="utf-8")
    restorer = Restorer(tmp_path / "store", qtbot)
    restorer.desk.look_at(str(letter))
    restorer.wait_for("letter.txt")

    assert not restorer.button("restore").isVisible()
    restorer.background.close()


def test_the_door_leads_to_a_backup_and_back(backup: Path, folder: Path, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = build(application, folder)
    qtbot.addWidget(window.window)
    window.show()
    link = window.window.findChild(QPushButton, "restore_backup")
    assert isinstance(link, QPushButton)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert isinstance(window.window.room, RestorePage)

    leave = window.window.findChild(QPushButton, "restore_leave")
    assert isinstance(leave, QPushButton)
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert window.window.findChild(QLineEdit, "passphrase") is not None
    window.close()


def test_data_that_came_here_while_the_page_was_open_is_not_called_none(
    backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "another" / "store"
    restorer = Restorer(folder, qtbot)
    restorer.look_at(backup)
    store.create(folder, "王医生", frozenset({Role.DOCTOR, Role.ADMIN}), OWN)
    restorer.open_with(OWN)
    restorer.wait_for("another clinic")

    assert "gives way" in restorer.words("restore_gives_way")
    restorer.background.close()
