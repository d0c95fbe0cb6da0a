"""How fast the words behind a sentence are played."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.app.listening import keep_play_speed, play_speed
from zhenlu.app.window import preferences
from zhenlu.domain.record import Evidence, Statement, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.ui.review.evidence_dock import EvidenceDock


@pytest.fixture
def dock(qtbot: QtBot) -> EvidenceDock:
    made = EvidenceDock()
    qtbot.addWidget(made)
    said = Segment(1, "咳嗽三天了。", SpeakerRole.PATIENT, 1.0, 3.0)
    statement = Statement("咳嗽3天", Support.SUPPORTED, (Evidence(1, 1.0, 3.0),))
    made.set_sound(is_there=True)
    made.show_statement(statement, Transcript(Language.ZH, (said,)))
    return made


def test_the_button_goes_through_the_speeds_and_round(dock: EvidenceDock) -> None:
    chosen: list[float] = []
    dock.speed_chosen.connect(chosen.append)
    button = dock.findChild(QPushButton, "play_speed")

    shown = []
    for _ in range(4):
        button.click()
        shown.append(button.text())

    assert chosen == [1.25, 1.5, 0.75, 1.0]
    assert shown == ["1.25×", "1.5×", "0.75×", "1×"]


def test_what_is_playing_goes_on_at_the_new_speed(dock: EvidenceDock, qtbot: QtBot) -> None:
    dock.set_playing(is_playing=True)

    with qtbot.waitSignal(dock.play_asked) as asked:
        dock.findChild(QPushButton, "play_speed").click()

    assert asked.args == [0.5, 3.5]


def test_the_speed_is_kept_for_the_next_time() -> None:
    keep_play_speed(1.5)

    assert play_speed() == 1.5


@pytest.mark.parametrize("stored", ["", "fast", "1000", "nan"])
def test_nonsense_in_the_settings_is_the_usual_speed(stored: str) -> None:
    preferences().setValue("window/play_speed", stored)

    assert play_speed() == 1.0
