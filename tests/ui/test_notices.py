"""The line of news: the worst first, the rest a step away, each with its own button."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.ui.shell.notices import Notice, NoticeBar, Notices

_WORK = Notice("write-up", "info", "Writing up", "Cancel")
_REMINDER = Notice("backup", "warning", "Nothing was backed up yet", "Back up")


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def bar(notices: Notices, qtbot: QtBot) -> NoticeBar:
    made = NoticeBar(notices)
    qtbot.addWidget(made)
    notices.show(_WORK)
    notices.show(_REMINDER)
    return made


def test_work_behind_worse_news_can_be_cancelled(
    bar: NoticeBar, notices: Notices, qtbot: QtBot
) -> None:
    assert bar.shown == _REMINDER
    bar.findChild(QPushButton, "notice_more").click()

    with qtbot.waitSignal(notices.action_chosen) as chosen:
        bar.findChild(QPushButton, "notice_action").click()

    assert chosen.args == ["write-up"]


def test_progress_stays_in_sight_once_it_was_stepped_to(bar: NoticeBar, notices: Notices) -> None:
    bar.findChild(QPushButton, "notice_more").click()

    notices.show(Notice("write-up", "info", "Writing up 00:10", "Cancel"))

    assert bar.shown is not None
    assert bar.shown.text == "Writing up 00:10"


def test_what_gets_worse_comes_first_again(bar: NoticeBar, notices: Notices) -> None:
    bar.findChild(QPushButton, "notice_more").click()

    notices.show(Notice("disk", "danger", "The disk does not take the recording"))

    assert bar.shown is not None
    assert bar.shown.topic == "disk"


def test_long_news_takes_two_lines_before_it_is_cut(
    bar: NoticeBar, notices: Notices, qtbot: QtBot
) -> None:
    words = "Chest pain with shortness of breath: rule out pulmonary embolism and ACS first."
    bar.resize(560, 48)
    bar.show()
    qtbot.waitExposed(bar)

    notices.show(Notice("flag", "danger", words))

    (told,) = (label for label in bar.findChildren(QLabel) if label.accessibleName() == words)
    assert told.text().count("\n") == 1
    assert told.text().replace("\n", " ") == words


def test_after_the_last_the_worst_stands_there_again(bar: NoticeBar) -> None:
    more = bar.findChild(QPushButton, "notice_more")
    more.click()
    more.click()

    assert bar.shown == _REMINDER
