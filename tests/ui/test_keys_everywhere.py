"""Keys that hold wherever the person is, and the sheet that tells which do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from clinician import Clinician, at_the_window, made
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.application.templates import load
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit
from zhenlu.ui.keys import Action, key
from zhenlu.ui.shell.key_sheet import KeySheet
from zhenlu.ui.shell.workplace import Workplace
from zhenlu.ui.translation import translation
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.open_visit import OpenVisit

_SAMPLE = paths.resources() / "samples" / "zh-cough-fever.flac"
_ELSEWHERE = [Action.TODAY, Action.FOLLOW_UP, Action.SEARCH, Action.INSIGHTS, Action.ADMIN]


@pytest.fixture
def somebody(data_folder: Path, qtbot: QtBot) -> Iterator[Clinician]:
    made(data_folder / "store")
    clinician = at_the_window(data_folder / "store", qtbot, lambda: PlayedFile(_SAMPLE))
    clinician.window.show()
    clinician.sign_in()
    yield clinician
    clinician.window.close()


@pytest.fixture
def workplace(somebody: Clinician) -> Workplace:
    assert somebody.window.workplace is not None
    return somebody.window.workplace


@pytest.fixture
def sheet(somebody: Clinician) -> KeySheet:
    return somebody.window.window.keys


def test_a_recording_is_stopped_and_paused_from_any_page(
    somebody: Clinician, workplace: Workplace
) -> None:
    visit, asked = somebody.desks.visit, []
    template = load("outpatient-initial", Language.ZH)
    visit.show_ready(OpenVisit(Visit("1"), template))
    visit.recording.strip.show_capture(Capture.RECORDING)
    # What follows in the store and the engines is told by the journeys.
    visit.record_toggled.disconnect()
    visit.pause_toggled.disconnect()
    visit.record_toggled.connect(lambda: asked.append(("stop", workplace.page.place)))
    visit.pause_toggled.connect(lambda: asked.append(("pause", workplace.page.place)))

    for place in _ELSEWHERE:
        workplace.go(place)
        workplace.act(Action.PAUSE)
        workplace.act(Action.RECORD)

    assert asked == [(what, place) for place in _ELSEWHERE for what in ("pause", "stop")]


def test_a_patient_is_added_from_any_page(somebody: Clinician, workplace: Workplace) -> None:
    today = somebody.desks.today
    for place in (*_ELSEWHERE, Action.VISIT):
        today.adding.hide()
        workplace.go(place)

        workplace.act(Action.NEW_PATIENT)

        assert workplace.page is today
        assert today.adding.isVisible()


def test_the_list_of_what_is_due_leads_to_the_follow_ups(
    somebody: Clinician, workplace: Workplace
) -> None:
    somebody.desks.today.due.action_asked.emit()

    assert workplace.page is somebody.desks.follow_up


def test_what_runs_can_be_stopped_without_a_microphone(somebody: Clinician) -> None:
    strip = somebody.desks.visit.recording.strip
    button = strip.findChild(QPushButton, "record")
    strip.show_capture(Capture.GONE)
    strip.show_microphone("", "No microphone")
    while_gone = button.isEnabled()
    strip.show_capture(Capture.IDLE)

    assert while_gone
    assert not button.isEnabled()


@pytest.mark.parametrize(
    ("language", "record", "sign"),
    [(Language.ZH, "开始或停止录音", "签名"), (Language.EN, "Start or stop recording", "Sign")],
)
def test_the_sheet_tells_the_keys_of_the_page_in_its_language(
    workplace: Workplace, sheet: KeySheet, somebody: Clinician, language: Language,
    record: str, sign: str,
) -> None:  # fmt: skip
    translation().choose(language)
    for place in (*_ELSEWHERE, Action.VISIT):
        workplace.go(place)
        sheet.hide()
        somebody.key(Action.HELP)

        shown = [label.text() for label in sheet.findChildren(QLabel)]
        assert sheet.isVisible()
        assert record in shown
        assert (sign in shown) is (place in (Action.VISIT, Action.FOLLOW_UP))
        assert sheet.parentWidget().rect().contains(sheet.geometry())


def test_the_sheet_goes_with_esc_and_gives_the_focus_back(
    workplace: Workplace, sheet: KeySheet, somebody: Clinician, qtbot: QtBot
) -> None:
    workplace.go(Action.SEARCH)
    line = workplace.page.findChild(QLineEdit)
    line.setFocus()
    before = QApplication.focusWidget()
    somebody.key(Action.HELP)

    qtbot.keyClick(sheet, Qt.Key.Key_Escape)

    assert not sheet.isVisible()
    assert QApplication.focusWidget() is before


def test_the_sheet_names_every_key_there_is(
    workplace: Workplace, sheet: KeySheet, somebody: Clinician
) -> None:
    told = ""
    for place in (*_ELSEWHERE, Action.VISIT):
        workplace.go(place)
        sheet.hide()
        sheet.toggle(place)
        told += " ".join(keys for keys, _ in sheet.rows()) + " "

    inside = {Action.VISIT, Action.FOLLOW_UP, Action.SEARCH, Action.INSIGHTS}
    native = QKeySequence.SequenceFormat.NativeText
    assert [a for a in Action if a not in inside and key(a).toString(native) not in told] == []
