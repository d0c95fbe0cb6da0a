"""Rows of the transcript: words, what nobody understood, and where nothing was recorded."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.transcript.line_editor import LineEditor
from zhenlu.ui.transcript.model import TranscriptModel
from zhenlu.ui.transcript.view import TranscriptView
from zhenlu.ui.translation import translation

FIRST = Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.5, 1.5)
UNCLEAR = Segment(2, "", start_s=2.0, end_s=4.0, unclear=True)
LATER = Segment(3, "咳嗽三天了。", SpeakerRole.PATIENT, 14.0, 16.0)
GONE = Gap(12.0, 72.0, GapReason.MICROPHONE)


@pytest.fixture
def lines(qtbot: QtBot) -> TranscriptModel:
    return TranscriptModel()


def _shown(lines: TranscriptModel) -> list[str]:
    return [lines.index(row).data() for row in range(lines.rowCount())]


def test_what_nobody_understood_is_a_row_in_either_language(lines: TranscriptModel) -> None:
    lines.show((FIRST, UNCLEAR))
    english = _shown(lines)
    translation().choose(Language.ZH)

    assert english == ["哪里不舒服?", "[unclear]"]
    assert _shown(lines) == ["哪里不舒服?", "[听不清]"]


def test_a_gap_stands_at_its_place_with_its_length(lines: TranscriptModel) -> None:
    lines.show((FIRST, UNCLEAR, LATER), gaps=(GONE,))
    translation().choose(Language.ZH)

    assert _shown(lines) == ["哪里不舒服?", "[听不清]", "[录音中断 01:12]", "咳嗽三天了。"]


def test_a_gap_gets_its_length_once_that_is_known(lines: TranscriptModel) -> None:
    lines.append(FIRST)
    lines.mark_gap(Gap(12.0, 0.0, GapReason.PAUSED))
    under_way = _shown(lines)[-1]
    lines.mark_gap(Gap(12.0, 5.0, GapReason.PAUSED))

    assert under_way == "[recording interrupted]"
    assert _shown(lines) == ["哪里不舒服?", "[recording interrupted 00:05, paused]"]


def test_words_from_before_a_gap_that_come_late_stand_before_it(lines: TranscriptModel) -> None:
    lines.append(FIRST)
    lines.mark_gap(GONE)
    lines.append(UNCLEAR)
    lines.append(LATER)

    assert _shown(lines) == [
        "哪里不舒服?", "[unclear]", "[recording interrupted 01:12]", "咳嗽三天了。",
    ]  # fmt: skip
    assert lines.row_of(LATER.id) == 3


def test_a_gap_is_nobodys_line_and_cannot_be_corrected(lines: TranscriptModel) -> None:
    lines.show((FIRST,), gaps=(GONE,))

    assert lines.line(1).segment.id == 0
    assert not lines.flags(lines.index(1)) & Qt.ItemFlag.ItemIsEditable


def test_a_screen_reader_is_told_who_spoke_in_its_language(lines: TranscriptModel) -> None:
    lines.show((FIRST, UNCLEAR))

    def told() -> list[str]:
        role = Qt.ItemDataRole.AccessibleTextRole
        return [lines.index(row).data(role) for row in range(lines.rowCount())]

    english = told()
    translation().choose(Language.ZH)

    assert english == ["00:00 Doctor 哪里不舒服?", "00:02 [unclear]"]
    assert told() == ["00:00 医生 哪里不舒服?", "00:02 [听不清]"]


def _heights(view: TranscriptView) -> list[int]:
    """Of every row, and that each stands below the one before."""
    QApplication.processEvents()
    model = view.model()
    places = [view.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(places))
    return [place.height() for place in places]


def test_a_row_is_measured_again_when_words_place_width_or_look_change(
    lines: TranscriptModel, qtbot: QtBot
) -> None:
    view = TranscriptView(lines)
    qtbot.addWidget(view)
    view.resize(400, 600)
    lines.show((FIRST, LATER))
    view.show()
    one_line = _heights(view)

    long = replace(FIRST, text=FIRST.text * 12)
    lines.change(long)
    longer = _heights(view)
    lines.mark_gap(Gap(0.1, 72.0, GapReason.MICROPHONE))
    moved = _heights(view)
    view.resize(260, 600)
    narrow = _heights(view)
    view.resize(400, 600)
    theme().choose(theme().mode, 1.5)
    large = _heights(view)

    assert one_line[0] == one_line[1]
    assert longer[0] > 2 * one_line[0]
    assert longer[1] == one_line[1]
    assert moved == [one_line[1], *longer]
    assert narrow[1] > moved[1]
    assert narrow[2] == moved[2]
    assert large[1] > moved[1]
    assert large[2] > moved[2]


def test_words_are_drawn_as_they_read_now(lines: TranscriptModel, qtbot: QtBot) -> None:
    view = TranscriptView(lines)
    qtbot.addWidget(view)
    view.resize(400, 200)
    lines.show((FIRST, LATER))
    view.show()
    before = view.grab().toImage()
    lines.change(replace(FIRST, text="哪里不痛快?"))
    changed = view.grab().toImage()
    lines.change(FIRST)

    assert changed != before
    assert view.grab().toImage() == before


def test_what_nobody_understood_is_filled_in_by_correcting_it(
    lines: TranscriptModel, qtbot: QtBot
) -> None:
    view = TranscriptView(lines)
    qtbot.addWidget(view)
    view.set_correctable(is_correctable=True)
    lines.show((FIRST, UNCLEAR))
    view.show()
    view.setCurrentIndex(lines.index(1))
    view.edit_line()
    editor = view.findChild(LineEditor, "line_editor")
    assert editor.toPlainText() == ""
    editor.setPlainText("对青霉素过敏。")

    with qtbot.waitSignal(view.words_given) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert told.args == [UNCLEAR.id, "对青霉素过敏。"]
