"""A clinician writes into the draft while it fills: nothing overwrites them, nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafted_visit import SAID, Reviewer, at_the_day
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from zhenlu.application.consultation import Consultation
from zhenlu.application.hand_written import offer_for
from zhenlu.application.redrafting import is_written_by_hand
from zhenlu.application.templates import load
from zhenlu.domain.record import Record, Section, Support
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.ui.keys import Action
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.visit.growing_draft import GrowingDraft

_TEMPLATE = load("outpatient-initial", Language.ZH)
_LONG_MS = 120_000


def drafted(lines: int) -> Record:
    """The rules' draft of the first lines."""
    drafting = Consultation(Visit("1"), lambda _language: _TEMPLATE)
    return drafting.from_transcript(Transcript(Language.ZH, SAID[:lines]), None)


@pytest.fixture
def draft(qtbot: QtBot) -> GrowingDraft:
    made = GrowingDraft()
    qtbot.addWidget(made)
    made.resize(520, 260)
    made.open(_TEMPLATE)
    made.set_writable(is_writable=True)
    made.show()
    qtbot.waitExposed(made)
    return made


def editor(draft: GrowingDraft, section: str) -> SectionEditor:
    return draft.findChild(SectionEditor, f"growing_{section}")


def test_an_untouched_section_follows_the_visit(draft: GrowingDraft) -> None:
    draft.show_sections(drafted(2).sections)
    assert editor(draft, "allergy_history").text == ""

    draft.show_sections(drafted(3).sections)

    assert "青霉素" in editor(draft, "allergy_history").text


def test_what_is_typed_stays_while_the_draft_goes_on(draft: GrowingDraft, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor(draft, "chief_complaint"), "cough")

    draft.show_sections(drafted(3).sections)

    assert editor(draft, "chief_complaint").text == "cough"
    assert "青霉素" in editor(draft, "allergy_history").text


def test_the_caret_stays_in_its_words_while_the_section_grows(draft: GrowingDraft) -> None:
    draft.show_sections(drafted(2).sections)
    field = editor(draft, "history_of_present_illness")
    field.put_caret(2)
    before = field.text

    draft.show_sections(drafted(3).sections)
    field.show_section(Section("history_of_present_illness", "", before + "另有胸痛。"))

    assert field.text != before
    assert field.textCursor().position() == 2
    assert field.hasFocus()


def test_words_of_an_input_method_are_not_disturbed(draft: GrowingDraft) -> None:
    field = editor(draft, "allergy_history")
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("qing", []))

    draft.show_sections(drafted(3).sections)

    assert field.is_composing
    assert field.text == ""


def test_an_emptied_section_stays_empty_after_it_is_left(
    draft: GrowingDraft, qtbot: QtBot
) -> None:
    draft.show_sections(drafted(3).sections)
    field = editor(draft, "allergy_history")
    field.setFocus()
    field.selectAll()
    with qtbot.waitSignal(draft.section_written, timeout=3000) as told:
        qtbot.keyClick(field, Qt.Key.Key_Backspace)

    editor(draft, "chief_complaint").setFocus()
    draft.show_sections(drafted(3).sections)

    assert field.text == ""
    assert is_written_by_hand(told.args[0])


def test_undo_takes_back_what_was_typed_and_not_the_draft(
    draft: GrowingDraft, qtbot: QtBot
) -> None:
    draft.show_sections(drafted(3).sections)
    field = editor(draft, "allergy_history")
    was = field.text

    field.undo()
    assert field.text == was
    qtbot.keyClicks(field, "x")
    field.undo()

    assert field.text == was


def test_sections_that_grow_above_do_not_move_what_is_looked_at(draft: GrowingDraft) -> None:
    last = list(draft.sections.values())[-1]
    last.editor.setFocus()
    area = draft.findChild(QScrollArea)
    area.ensureWidgetVisible(last)
    before = last.mapToGlobal(last.rect().topLeft()).y()

    long = "咳嗽、咳黄痰三天,夜间为重,伴低热,无胸痛,无咯血。" * 8
    section = drafted(2).section("chief_complaint")
    assert section is not None
    grown = Section(section.id, section.title, long, section.statements)
    draft.show_sections([grown])

    assert editor(draft, "chief_complaint").text == long
    assert last.mapToGlobal(last.rect().topLeft()).y() == before


def test_a_pause_in_typing_tells_the_section_as_the_persons(
    draft: GrowingDraft, qtbot: QtBot
) -> None:
    draft.show_sections(drafted(3).sections)
    field = editor(draft, "allergy_history")
    field.moveCursor(QTextCursor.MoveOperation.End)

    with qtbot.waitSignal(draft.section_written, timeout=3000) as told:
        qtbot.keyClicks(field, " rash")

    section = told.args[0]
    assert section.id == "allergy_history"
    supports = [statement.support for statement in section.statements]
    assert supports == [Support.SUPPORTED, Support.CLINICIAN]


def test_before_the_recording_there_is_nothing_to_write_in(qtbot: QtBot) -> None:
    made = GrowingDraft()
    qtbot.addWidget(made)
    made.open(_TEMPLATE)
    made.set_writable(is_writable=False)

    qtbot.keyClicks(editor(made, "chief_complaint"), "cough")

    assert editor(made, "chief_complaint").text == ""


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    somebody = at_the_day(data_folder / "store", qtbot)
    somebody.desks.room.chosen[somebody.visit] = "outpatient-initial"
    yield somebody
    somebody.window.close()


@pytest.mark.filterwarnings("default")
def test_what_was_typed_during_the_visit_stands_in_its_record(reviewer: Reviewer) -> None:
    desks = reviewer.desks
    page = desks.visit
    desks.record(reviewer.visit)
    reviewer.qtbot.waitUntil(lambda: desks.recording.is_running, timeout=_LONG_MS)
    field = editor(page.recording.draft, "chief_complaint")
    field.setFocus()
    reviewer.qtbot.keyClicks(field, "by hand")

    reviewer.qtbot.waitUntil(lambda: not page.is_recording, timeout=_LONG_MS)

    assert reviewer.text("chief_complaint") == "by hand"
    record = desks.review.record
    assert record is not None
    assert offer_for(record, "chief_complaint")
    assert reviewer.part(QPushButton, "take_offer_chief_complaint").isVisible()
    assert reviewer.editor("chief_complaint").hasFocus()

    reviewer.part(QPushButton, "leave_offer_chief_complaint").click()

    reviewer.qtbot.waitUntil(
        lambda: not reviewer.part(QPushButton, "leave_offer_chief_complaint").isVisible()
    )
    assert reviewer.text("chief_complaint") == "by hand"


@pytest.mark.filterwarnings("default")
def test_opening_the_visit_that_is_recorded_leaves_it_as_it_is(reviewer: Reviewer) -> None:
    desks = reviewer.desks
    desks.record(reviewer.visit)
    reviewer.qtbot.waitUntil(lambda: desks.recording.is_running, timeout=_LONG_MS)

    desks.open(reviewer.visit)
    reviewer.settle()

    assert desks.recording.is_running
    desks.visit.act(Action.RECORD)
    assert not desks.recording.is_running
