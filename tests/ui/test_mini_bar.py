"""The small recorder: what it shows, and that it is in nobody's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.transcript import Language
from zhenlu.ui.mini_bar.mini_bar import MiniBar
from zhenlu.ui.translation import translation
from zhenlu.ui.visit.capture import Capture


@pytest.fixture
def bar(qtbot: QtBot) -> MiniBar:
    made = MiniBar()
    qtbot.addWidget(made)
    return made


def words(bar: MiniBar) -> str:
    return " ".join(label.text() for label in bar.findChildren(QLabel))


def test_it_stays_on_top_and_takes_no_focus(bar: MiniBar) -> None:
    flags = bar.windowFlags()

    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert bar.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_time_and_what_is_saved_stand_on_it(bar: MiniBar) -> None:
    bar.show_capture(Capture.RECORDING)
    bar.show_time(222.0)
    bar.show_journal(Journalled(0.0, 222.0, 220.0, 0.0, 0.0))

    assert "03:42" in words(bar)
    assert "03:40" in words(bar)


def test_silence_is_told_in_words(bar: MiniBar) -> None:
    bar.show_capture(Capture.RECORDING)
    bar.show_level(SoundLevel(-60.0, -70.0, -70.0, quiet_s=25.0))

    assert "no speech for 25 s" in words(bar)


def test_a_lost_microphone_is_told(bar: MiniBar) -> None:
    bar.show_capture(Capture.GONE)

    assert "microphone gone" in words(bar)


def test_its_button_stops(bar: MiniBar, qtbot: QtBot) -> None:
    bar.show_capture(Capture.RECORDING)
    button = bar.findChild(QPushButton, "mini_toggle")
    assert button.text() == "Stop"

    with qtbot.waitSignal(bar.toggle_asked):
        button.click()


def test_it_speaks_chinese_at_once(bar: MiniBar, qtbot: QtBot) -> None:
    bar.show_capture(Capture.PAUSED)

    translation().choose(Language.ZH)

    qtbot.waitUntil(lambda: "已暂停" in words(bar))


def test_no_name_is_left_on_it_without_a_patient(bar: MiniBar) -> None:
    bar.show_patient("王**")
    bar.show_patient("")

    assert "王" not in words(bar)
