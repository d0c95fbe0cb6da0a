"""The page of a running recording: lines put right where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from drafted_visit import SAID
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.application.live_events import Journalled, RolesChanged, Tentative
from zhenlu.application.templates import load
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.recording_view import RecordingView


@pytest.fixture
def view(recording_of: Callable[[Sequence[Segment]], RecordingView]) -> RecordingView:
    return recording_of(SAID)


def go_to(view: RecordingView, row: int) -> None:
    view.transcript.setFocus()
    view.transcript.setCurrentIndex(view.lines.index(row))


def test_a_digit_says_who_spoke_a_line(view: RecordingView, qtbot: QtBot) -> None:
    go_to(view, 1)

    with qtbot.waitSignal(view.role_given) as given:
        qtbot.keyClick(view.transcript, Qt.Key.Key_3)

    assert given.args == [2, "companion"]


def test_s_and_the_button_swap_doctor_and_patient(view: RecordingView, qtbot: QtBot) -> None:
    go_to(view, 0)
    with qtbot.waitSignal(view.swap_asked):
        qtbot.keyClick(view.transcript, Qt.Key.Key_S)
    with qtbot.waitSignal(view.swap_asked):
        view.findChild(QPushButton, "swap_live_roles").click()


def test_a_line_that_was_put_right_shows_how_it_was_heard(view: RecordingView) -> None:
    view.take(RolesChanged(0.0, 9.0, (Segment(2, "咳嗽五天了。", SpeakerRole.COMPANION),)))

    line = view.lines.line(1)
    assert (line.segment.role, line.heard) == (SpeakerRole.COMPANION, SAID[1].text)


def test_a_line_that_goes_to_another_speaker_is_no_corrected_line(view: RecordingView) -> None:
    moved = Segment(2, SAID[1].text, SpeakerRole.COMPANION, 2.5, 5.0)

    view.take(RolesChanged(0.0, 9.0, (moved,)))

    assert view.lines.line(1).heard == ""


def test_words_that_are_still_being_heard_cannot_be_put_right(view: RecordingView) -> None:
    view.take(Tentative(0.0, 9.0, "还有"))

    go_to(view, 3)

    assert not view.findChild(QToolButton, "role_patient").isEnabled()


@pytest.mark.parametrize("capture", [Capture.IDLE, Capture.CATCHING_UP])
def test_nothing_is_put_right_once_the_microphone_is_closed(
    view: RecordingView, capture: Capture
) -> None:
    go_to(view, 1)
    assert view.findChild(QToolButton, "role_patient").isEnabled()

    view.strip.show_capture(capture)

    assert not view.findChild(QToolButton, "role_patient").isEnabled()
    assert not view.findChild(QPushButton, "swap_live_roles").isEnabled()


def test_what_the_disk_has_of_one_visit_is_not_said_of_the_next(view: RecordingView) -> None:
    view.take(Journalled(0.0, 69.0, 68.0, 2.0, 0.0))
    assert "01:08" in _words(view)

    view.open(load("outpatient-initial", Language.ZH))

    assert "01:08" not in _words(view)


def _words(view: RecordingView) -> str:
    return " ".join(label.text() for label in view.strip.findChildren(QLabel))


def test_in_large_text_what_is_saved_has_the_room_of_the_keys(
    view: RecordingView, qtbot: QtBot
) -> None:
    view.resize(1258, 700)
    view.strip.show_capture(Capture.RECORDING)
    view.strip.show_microphone("USB")
    view.strip.show_journal(Journalled(0.0, 69.0, 68.0, 2.0, 0.0))

    theme().choose(Mode.LIGHT, 1.5)

    (saved,) = (each for each in view.strip.findChildren(QLabel) if "01:08" in each.text())
    qtbot.waitUntil(lambda: saved.width() >= saved.sizeHint().width())
    assert view.findChild(QPushButton, "flag").text() == "Flag"
    assert view.findChild(QPushButton, "flag").toolTip() == "Ctrl+B"


def test_in_large_text_what_to_say_first_and_the_record_key_are_whole(
    view: RecordingView, qtbot: QtBot
) -> None:
    view.resize(1258, 700)
    view.strip.show_capture(Capture.IDLE)

    theme().choose(Mode.LIGHT, 1.5)

    record = view.findChild(QPushButton, "record")
    (hint,) = (each for each in view.strip.findChildren(QLabel) if "first" in each.text())
    qtbot.waitUntil(lambda: record.width() >= record.sizeHint().width())
    assert "F9" in record.text()
    assert hint.height() >= hint.heightForWidth(hint.width())
