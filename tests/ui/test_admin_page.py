"""The manage page over a real store: what each sub-page does, and what it says when it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from zhenlu.app.admin_desk import AdminDesk
from zhenlu.app.engines import EngineRoom
from zhenlu.app.live_recording import Room
from zhenlu.app.pages import default_template
from zhenlu.domain.errors import PassphraseRefused, RecoveryKeyInvalid
from zhenlu.domain.person import Role
from zhenlu.storage import store
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notices

T = TypeVar("T", bound=QWidget)
OWN = "correct horse battery"
OTHER = "another long passphrase"


class Manager:
    """Somebody who is signed in and stands on the manage page."""

    def __init__(self, opened: store.Store, qtbot: QtBot) -> None:
        self.qtbot, self.store = qtbot, opened
        self.background = Background()
        self.room = Room(opened, opened.open_journal(), EngineRoom(), default_template)
        self.desk = AdminDesk(self.room, self.background, Notices())
        self.page = self.desk.page
        qtbot.addWidget(self.page)
        self.page.resize(1290, 698)
        self.page.show()
        self.page.entered()

    def part(self, kind: type[T], name: str) -> T:
        found: T | None = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def type_into(self, name: str, text: str) -> None:
        self.part(QLineEdit, name).setText(text)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.part(QPushButton, name), Qt.MouseButton.LeftButton)

    def words(self, name: str) -> str:
        return self.part(QLabel, name).text()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=20_000)

    def wait_for(self, name: str, words: str) -> None:
        self.wait(lambda: words in self.words(name))

    def close(self) -> None:
        self.page.left()
        self.desk.close()
        self.background.close()
        self.room.journal.close()
        self.store.close()


@pytest.fixture
def folder(data_folder: Path) -> Path:
    made = data_folder / "store"
    store.create(made, "李医生", frozenset({Role.DOCTOR, Role.ADMIN}), OWN)
    return made


@pytest.fixture
def manager(folder: Path, qtbot: QtBot) -> Iterator[Manager]:
    somebody = Manager(store.sign_in(folder, "李医生", OWN), qtbot)
    yield somebody
    somebody.close()


@pytest.fixture
def nurse(folder: Path, qtbot: QtBot) -> Iterator[Manager]:
    opened = store.sign_in(folder, "李医生", OWN)
    opened.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    opened.close()
    somebody = Manager(store.sign_in(folder, "王护士", OTHER), qtbot)
    yield somebody
    somebody.close()


# People


def fill_new_person(manager: Manager, own: str) -> None:
    manager.press("add_person")
    manager.type_into("new_person_name", "王护士")
    manager.part(QCheckBox, "new_role_doctor").setChecked(False)
    manager.part(QCheckBox, "new_role_nurse").setChecked(True)
    manager.type_into("new_person_passphrase", OTHER)
    manager.type_into("new_person_again", OTHER)
    manager.type_into("new_person_own", own)
    manager.press("new_person_send")


def test_a_person_is_added_and_can_sign_in(manager: Manager, folder: Path) -> None:
    manager.page.choose("people")
    fill_new_person(manager, OWN)
    manager.wait_for("people_done", "王护士")

    opened = store.sign_in(folder, "王护士", OTHER)
    assert opened.person.roles == {Role.NURSE}
    opened.close()


def test_nobody_is_added_with_a_wrong_passphrase_of_ones_own(
    manager: Manager, folder: Path
) -> None:
    manager.page.choose("people")
    fill_new_person(manager, "not my passphrase")
    manager.wait_for("people_problem", "passphrase")

    assert store.names(folder) == ("李医生",)


def test_a_new_person_is_not_sent_while_the_passphrases_differ(manager: Manager) -> None:
    manager.press("add_person")
    manager.type_into("new_person_name", "王护士")
    manager.type_into("new_person_passphrase", OTHER)
    manager.type_into("new_person_again", OTHER + "?")
    manager.type_into("new_person_own", OWN)

    assert not manager.part(QPushButton, "new_person_send").isEnabled()


def test_the_last_admin_cannot_end_their_own_account(manager: Manager) -> None:
    manager.wait(lambda: manager.page.findChild(QPushButton, "change_account") is not None)
    manager.press("change_account")
    manager.type_into("account_own", OWN)
    manager.press("account_end")

    manager.wait_for("people_problem", "李医生")


def test_roles_are_changed_under_ones_own_passphrase(manager: Manager, folder: Path) -> None:
    manager.store.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    manager.page.entered()
    manager.wait(lambda: len(manager.page.findChildren(QPushButton, "change_account")) == 2)
    rows = manager.page.findChildren(QPushButton, "change_account")
    manager.qtbot.mouseClick(rows[-1], Qt.MouseButton.LeftButton)
    manager.part(QCheckBox, "account_role_assistant").setChecked(True)
    manager.type_into("account_own", OWN)
    manager.press("account_send")
    manager.wait_for("people_done", "王护士")

    assert manager.store.people.named("王护士").roles == {Role.NURSE, Role.ASSISTANT}


def test_an_ended_account_opens_nothing(manager: Manager, folder: Path) -> None:
    manager.store.add_person("王护士", frozenset({Role.NURSE}), OTHER)
    manager.page.entered()
    manager.wait(lambda: len(manager.page.findChildren(QPushButton, "change_account")) == 2)
    rows = manager.page.findChildren(QPushButton, "change_account")
    manager.qtbot.mouseClick(rows[-1], Qt.MouseButton.LeftButton)
    manager.type_into("account_own", OWN)
    manager.press("account_end")
    manager.wait_for("people_done", "王护士")

    with pytest.raises(PassphraseRefused):
        store.sign_in(folder, "王护士", OTHER)


def test_a_nurse_may_change_her_passphrase_and_nobody_else(nurse: Manager, folder: Path) -> None:
    nurse.wait(lambda: nurse.page.findChild(QPushButton, "change_account") is not None)
    assert not nurse.part(QPushButton, "add_person").isVisible()
    nurse.press("own_passphrase")
    nurse.type_into("passphrase_own", OTHER)
    nurse.type_into("passphrase_new", OTHER + " new")
    nurse.type_into("passphrase_again", OTHER + " new")
    nurse.press("passphrase_send")
    nurse.wait_for("people_done", "changed")

    store.sign_in(folder, "王护士", OTHER + " new").close()


def test_a_new_recovery_key_is_shown_once_and_works(manager: Manager, folder: Path) -> None:
    manager.press("new_recovery_key")
    manager.type_into("recovery_own", OWN)
    manager.press("recovery_send")
    manager.wait(lambda: bool(manager.words("renewed_key")))
    key = manager.words("renewed_key").replace("  ", "-")
    manager.press("recovery_leave")

    assert manager.words("renewed_key") == ""
    manager.store.close()
    with pytest.raises(RecoveryKeyInvalid):
        store.reset_passphrase(folder, "李医生", key[:-1] + "?", OTHER)
    store.reset_passphrase(folder, "李医生", key, OTHER)


# Privacy and terms


def test_changed_terms_are_kept_and_hold_for_the_lock_at_once(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: manager.part(QSpinBox, "lock_minutes").value() == 10)
    manager.part(QSpinBox, "lock_minutes").setValue(5)
    manager.part(QComboBox, "audio_days").setCurrentIndex(1)
    with manager.qtbot.waitSignal(manager.desk.lock_minutes_changed, timeout=20_000) as told:
        manager.press("save_settings")

    assert told.args == [5]
    current = manager.store.settings.current()
    assert (current.lock_minutes, current.audio_days) == (5, 7)


def test_terms_cannot_be_saved_while_nothing_is_changed(manager: Manager) -> None:
    manager.page.choose("privacy")
    manager.wait(lambda: "Nothing is due" in manager.words("due_words"))

    assert not manager.part(QPushButton, "save_settings").isEnabled()


def test_a_nurse_sees_the_terms_and_why_she_cannot_change_them(nurse: Manager) -> None:
    nurse.page.choose("privacy")
    nurse.wait_for("privacy_problem", "nurse")

    assert not nurse.part(QSpinBox, "lock_minutes").isEnabled()
    assert not nurse.part(QPushButton, "save_settings").isVisible()
