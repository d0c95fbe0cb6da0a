"""The small recorder: what it shows, and that it is in nobody's way."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafted_visit import at_a_drafted_visit
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from zhenlu.application.live_events import Journalled
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.transcript import Language
from zhenlu.ui.mini_bar.mini_bar import MiniBar
from zhenlu.ui.mini_bar.tray import Tray
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


def test_text_that_is_behind_is_told_in_place_of_what_is_saved(bar: MiniBar) -> None:
    bar.show_capture(Capture.RECORDING)

    bar.show_journal(Journalled(0.0, 222.0, 220.0, 14.0, 0.0))

    assert "text 14 s behind" in words(bar)


def test_sound_that_the_disk_does_not_take_is_told(bar: MiniBar) -> None:
    bar.show_capture(Capture.RECORDING)
    bar.show_journal(Journalled(0.0, 222.0, 213.0, 0.0, 9.0, disk="refused"))

    assert "9 s not on the disk" in words(bar)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_longer_words_leave_the_buttons_where_they_are(bar: MiniBar, qtbot: QtBot) -> None:
    bar.show_capture(Capture.RECORDING)
    bar.show_patient("Montgomery-Featherstonehaugh***")
    bar.show_journal(Journalled(0.0, 222.0, 220.0, 0.0, 0.0))
    bar.show_at_corner()
    before, right = bar.width(), bar.geometry().right()

    bar.show_journal(Journalled(0.0, 222.0, 213.0, 0.0, 9.0, disk="refused"))

    qtbot.waitUntil(lambda: bar.width() > before)
    assert bar.geometry().right() == right


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
@pytest.mark.parametrize("language", list(Language))
def test_it_is_as_wide_paused_and_stopped_as_it_is_recording(
    bar: MiniBar, qtbot: QtBot, language: Language
) -> None:
    translation().choose(language)
    bar.show_patient("J***")
    bar.show_journal(Journalled(0.0, 222.0, 220.0, 0.0, 0.0))
    bar.show_capture(Capture.RECORDING)
    bar.show_at_corner()
    widths = {bar.sizeHint().width()}

    for capture in (Capture.PAUSED, Capture.CATCHING_UP, Capture.IDLE):
        bar.show_capture(capture)
        widths.add(bar.sizeHint().width())

    assert len(widths) == 1


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


def test_sections_are_copied_from_it_once_there_is_a_record(bar: MiniBar, qtbot: QtBot) -> None:
    copy = bar.findChild(QPushButton, "mini_copy")
    assert copy.isHidden()
    bar.show_record(is_there=True)
    assert not copy.isHidden()

    with qtbot.waitSignal(bar.copy_asked):
        copy.click()
    bar.show_copied("主诉")

    assert "copied 主诉" in words(bar)


def test_nothing_is_copied_from_it_while_it_records(bar: MiniBar) -> None:
    bar.show_record(is_there=True)

    bar.show_capture(Capture.RECORDING)

    assert bar.findChild(QPushButton, "mini_copy").isHidden()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_it_copies_section_by_section_and_nothing_behind_the_lock(
    data_folder: Path, qtbot: QtBot
) -> None:
    reviewer = at_a_drafted_visit(data_folder / "store", qtbot)
    reviewer.editor("past_history").setFocus()
    record = reviewer.desks.review.record
    assert record is not None
    written = [section.text for section in record.sections if section.text]
    bar = reviewer.desks.mini.bar
    copy = bar.findChild(QPushButton, "mini_copy")

    copied = []
    for _ in written:
        copy.click()
        copied.append(QApplication.clipboard().text())
    assert reviewer.desks.mini.copy_next()
    reviewer.window.lock()
    qtbot.waitUntil(copy.isHidden)
    QApplication.clipboard().clear()

    assert not reviewer.desks.mini.copy_next()
    assert not QApplication.clipboard().text()
    assert all(text in lent for text, lent in zip(written, copied, strict=True))
    reviewer.window.close()


def test_its_button_names_the_key_that_works_over_other_programs(bar: MiniBar) -> None:
    bar.show_capture(Capture.RECORDING)

    bar.show_key("Ctrl+F9")

    assert bar.findChild(QPushButton, "mini_toggle").text() == "Stop  Ctrl+F9"


def test_it_speaks_chinese_at_once(bar: MiniBar, qtbot: QtBot) -> None:
    bar.show_capture(Capture.PAUSED)

    translation().choose(Language.ZH)

    qtbot.waitUntil(lambda: "已暂停" in words(bar))


def test_no_name_is_left_on_it_without_a_patient(bar: MiniBar) -> None:
    bar.show_patient("王**")
    bar.show_patient("")

    assert "王" not in words(bar)


@pytest.fixture
def tray(qtbot: QtBot) -> Tray:
    made = Tray()
    qtbot.addWidget(made)
    return made


def test_the_tray_says_what_the_recorder_does_and_offers_its_keys(tray: Tray, qtbot: QtBot) -> None:
    tray.show_capture(Capture.RECORDING)
    tray.show_time(222.4)

    assert tray.sign.toolTip() == "Recording 03:42"
    assert [action.text() for action in tray.actions()] == ["Show the window", "Stop", "Pause"]
    with qtbot.waitSignal(tray.toggle_asked):
        tray.toggle.trigger()


def test_the_tray_speaks_chinese_at_once(tray: Tray, qtbot: QtBot) -> None:
    tray.show_capture(Capture.PAUSED)

    translation().choose(Language.ZH)

    qtbot.waitUntil(lambda: tray.pause.text() == "接着录")
    assert "已暂停" in tray.sign.toolTip()


def test_nothing_can_be_paused_while_nothing_is_recorded(tray: Tray) -> None:
    tray.show_capture(Capture.IDLE)

    assert not tray.pause.isEnabled()
