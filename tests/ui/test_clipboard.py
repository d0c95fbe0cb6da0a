"""What was copied leaves the clipboard in time, and nothing else does."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from zhenlu.app.clipboard import LentClipboard

_NOTE = "主诉:咳嗽5天"


@pytest.fixture
def lent(qtbot: QtBot) -> LentClipboard:
    QGuiApplication.clipboard().clear()
    return LentClipboard(50)


def on_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_a_copied_note_leaves_the_clipboard_in_time(lent: LentClipboard, qtbot: QtBot) -> None:
    lent.lend(_NOTE)
    copied = on_clipboard()

    qtbot.waitUntil(lambda: on_clipboard() == "")

    assert copied == _NOTE


def test_what_the_person_copied_since_stays(lent: LentClipboard) -> None:
    lent.lend(_NOTE)
    QGuiApplication.clipboard().setText("电话簿")

    lent.take_back()

    assert on_clipboard() == "电话簿"


def test_the_same_words_copied_elsewhere_after_the_time_stay(lent: LentClipboard) -> None:
    lent.lend(_NOTE)
    lent.take_back()
    QGuiApplication.clipboard().setText(_NOTE)

    lent.take_back()

    assert on_clipboard() == _NOTE


def test_a_second_copy_has_its_whole_time(qtbot: QtBot) -> None:
    lent = LentClipboard(60_000)
    lent.lend("第一段")
    lent.lend(_NOTE)

    assert on_clipboard() == _NOTE
    assert lent.seconds == 60


def test_nothing_of_ours_is_left_at_the_end(lent: LentClipboard) -> None:
    lent.lend(_NOTE)

    lent.take_back()

    assert on_clipboard() == ""
