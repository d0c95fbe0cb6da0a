"""The closed door: what it asks, what it says, what it never shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.domain.errors import PassphraseRefused
from zhenlu.domain.transcript import Language
from zhenlu.ui.lock.lock_page import LockPage
from zhenlu.ui.translation import translation


@pytest.fixture
def page(qtbot: QtBot) -> LockPage:
    made = LockPage()
    qtbot.addWidget(made)
    made.ask(("Dr Li", "Nurse Wang"), "Nurse Wang")
    made.show()
    return made


def passphrase_of(page: LockPage) -> QLineEdit:
    return page.findChild(QLineEdit, "passphrase")


def test_enter_in_the_passphrase_asks_to_open(page: LockPage, qtbot: QtBot) -> None:
    passphrase_of(page).setText("a long passphrase")

    with qtbot.waitSignal(page.unlock_asked) as asked:
        qtbot.keyClick(passphrase_of(page), Qt.Key.Key_Return)

    assert asked.args == ["Nurse Wang", "a long passphrase"]


def test_an_empty_passphrase_asks_for_nothing(page: LockPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.unlock_asked):
        qtbot.keyClick(passphrase_of(page), Qt.Key.Key_Return)


def test_while_it_opens_nothing_can_be_pressed_twice(page: LockPage, qtbot: QtBot) -> None:
    passphrase_of(page).setText("a long passphrase")
    button = page.findChild(QPushButton, "unlock")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    with qtbot.assertNotEmitted(page.unlock_asked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_refusal_says_why_and_lets_the_person_type_again(page: LockPage, qtbot: QtBot) -> None:
    passphrase_of(page).setText("wrong")
    page.set_busy(is_busy=True)

    page.refuse(PassphraseRefused("wrong", left=4))

    problem = page.findChild(QLabel, "problem")
    assert problem.isVisible()
    assert problem.text()
    assert passphrase_of(page).selectedText() == "wrong"


def test_typing_takes_the_refusal_away(page: LockPage, qtbot: QtBot) -> None:
    page.refuse(PassphraseRefused("wrong", left=4))

    qtbot.keyClicks(passphrase_of(page), "x")

    assert not page.findChild(QLabel, "problem").isVisible()


def test_who_locked_it_is_the_only_one_to_come_back(page: LockPage) -> None:
    page.ask(("Dr Li", "Nurse Wang"), "Dr Li", locked_by="Dr Li")

    who = page.findChild(QComboBox, "who")
    assert [who.itemText(i) for i in range(who.count())] == ["Dr Li"]


def test_a_recording_behind_the_lock_shows_its_time_and_can_be_stopped(
    page: LockPage, qtbot: QtBot
) -> None:
    page.show_recording("03:42")

    button = page.findChild(QPushButton, "locked_recording")
    assert "03:42" in button.text()
    with qtbot.waitSignal(page.recording_toggled):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_other_language_holds_at_once(page: LockPage, qtbot: QtBot) -> None:
    translation().choose(Language.ZH)

    unlock = page.findChild(QPushButton, "unlock")
    qtbot.waitUntil(lambda: unlock.text() == "解锁")
