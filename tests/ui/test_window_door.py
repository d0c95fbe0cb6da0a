"""The way into the window and back behind the lock: real store, by object name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from clinician import PASSPHRASE, SHORT_VISITS, Clinician, made, opened
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language
from zhenlu.storage import store
from zhenlu.ui.keys import Action


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder / "store"


@pytest.fixture
def clinician(folder: Path, qtbot: QtBot) -> Iterator[Clinician]:
    somebody = opened(folder, qtbot, SHORT_VISITS[0].values[1], Language.ZH)
    yield somebody
    somebody.window.close()


def test_a_wrong_passphrase_is_told_and_opens_nothing(
    clinician: Clinician, folder: Path
) -> None:
    made(folder)
    clinician.window.show()
    clinician.type_into("passphrase", "not the passphrase")
    clinician.enter_in("passphrase")

    problem = clinician.window.window.findChild(QWidget, "problem")
    clinician.wait(problem.isVisible)
    assert clinician.window.desks is None


def test_locking_hides_every_name(clinician: Clinician, folder: Path) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    clinician.add_patient("王小明")

    clinician.key(Action.LOCK)

    clinician.wait(lambda: window.window.findChild(QLineEdit, "passphrase") is not None)
    room = window.window.room
    assert room is not None
    assert "王" not in " ".join(w.text() for w in room.findChildren(QPushButton))
    assert window.window.windowTitle() == "诊录"


def test_coming_back_after_the_lock_shows_the_same_place(
    clinician: Clinician, folder: Path
) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    place = window.workplace
    clinician.key(Action.LOCK)
    clinician.wait(lambda: window.window.room is not place)

    clinician.type_into("passphrase", PASSPHRASE)
    clinician.enter_in("passphrase")

    clinician.wait(lambda: window.window.room is place)


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(
    clinician: Clinician, folder: Path
) -> None:
    roles = frozenset({Role.DOCTOR, Role.ADMIN})
    recovery = store.create(folder, "李医生", roles, PASSPHRASE)
    window = clinician.window
    window.show()
    clinician.press("recover")
    clinician.type_into("lost_recovery_key", recovery.lower())
    clinician.type_into("lost_new_one", "another long passphrase")
    clinician.type_into("lost_new_again", "another long passphrase")
    clinician.press("lost_reset")
    clinician.wait(lambda: window.window.findChild(QLineEdit, "passphrase") is not None)

    clinician.type_into("passphrase", "another long passphrase")
    clinician.enter_in("passphrase")

    clinician.wait(lambda: window.desks is not None)


def test_a_recovery_key_with_a_slip_is_told(clinician: Clinician, folder: Path) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.press("recover")
    clinician.type_into("lost_recovery_key", "ABCDE-FGHJK")
    clinician.type_into("lost_new_one", "another long passphrase")
    clinician.type_into("lost_new_again", "another long passphrase")
    clinician.press("lost_reset")

    problem = window.window.findChild(QLabel, "lost_problem")
    clinician.wait(lambda: bool(problem.text()))
