"""A drafted visit at the window: words put right, another template, versions of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drafted_visit import Reviewer, at_a_drafted_visit
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.domain.transcript import SpeakerRole
from zhenlu.ui.keys import Action
from zhenlu.ui.transcript.line_editor import LineEditor


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    somebody = at_a_drafted_visit(data_folder / "store", qtbot)
    yield somebody
    somebody.window.close()


def correct(reviewer: Reviewer, line: int, words: str) -> None:
    """Go to a line, press Enter, type, press Enter."""
    transcript = reviewer.review.transcript
    reviewer.go_to_line(line)
    reviewer.qtbot.keyClick(transcript, Qt.Key.Key_Return)
    editor = transcript.findChild(LineEditor, "line_editor")
    editor.setPlainText(words)
    reviewer.qtbot.keyClick(editor, Qt.Key.Key_Return)


def until(reviewer: Reviewer, so: Callable[[], bool]) -> None:
    reviewer.qtbot.waitUntil(so, timeout=20_000)


def test_corrected_words_reach_the_record(reviewer: Reviewer) -> None:
    correct(reviewer, 2, "咳嗽五天了,有黄痰。")

    until(reviewer, lambda: "5天" in reviewer.text("chief_complaint"))
    line = reviewer.review.lines.line(1)
    assert line.segment.text == "咳嗽五天了,有黄痰。"
    assert line.heard == "咳嗽三天了,有黄痰。"


def test_escape_leaves_the_words(reviewer: Reviewer) -> None:
    transcript = reviewer.review.transcript
    reviewer.go_to_line(2)
    reviewer.qtbot.keyClick(transcript, Qt.Key.Key_Return)
    editor = transcript.findChild(LineEditor, "line_editor")
    editor.setPlainText("别的")

    reviewer.qtbot.keyClick(editor, Qt.Key.Key_Escape)

    assert reviewer.review.lines.line(1).heard == ""


def test_one_click_gives_back_what_was_heard(reviewer: Reviewer) -> None:
    correct(reviewer, 2, "咳嗽五天了,有黄痰。")
    until(reviewer, lambda: reviewer.review.lines.line(1).heard != "")

    reviewer.part(QToolButton, "as_heard").click()

    until(reviewer, lambda: reviewer.review.lines.line(1).heard == "")
    assert "3天" in reviewer.text("chief_complaint")


def test_a_digit_says_who_spoke(reviewer: Reviewer) -> None:
    reviewer.go_to_line(3)
    reviewer.qtbot.keyClick(reviewer.review.transcript, Qt.Key.Key_3)

    until(
        reviewer,
        lambda: reviewer.review.lines.line(2).segment.role is SpeakerRole.COMPANION,
    )


def test_s_swaps_doctor_and_patient(reviewer: Reviewer) -> None:
    reviewer.go_to_line(1)
    reviewer.qtbot.keyClick(reviewer.review.transcript, Qt.Key.Key_S)

    until(reviewer, lambda: reviewer.review.lines.line(0).segment.role is SpeakerRole.PATIENT)
    assert reviewer.review.lines.line(1).segment.role is SpeakerRole.DOCTOR


def test_a_correction_can_be_undone(reviewer: Reviewer) -> None:
    correct(reviewer, 2, "咳嗽五天了,有黄痰。")
    until(reviewer, lambda: "5天" in reviewer.text("chief_complaint"))

    reviewer.window.notices.action_chosen.emit("undo")

    until(reviewer, lambda: "3天" in reviewer.text("chief_complaint"))
    assert reviewer.review.lines.line(1).heard == ""


def test_a_typed_section_offers_to_be_written_again(reviewer: Reviewer) -> None:
    reviewer.write("chief_complaint", "咳嗽3天,夜间明显")
    correct(reviewer, 2, "咳嗽五天了,有黄痰。")
    again = reviewer.part(QPushButton, "redraft_chief_complaint")
    until(reviewer, again.isVisible)
    assert reviewer.text("chief_complaint") == "咳嗽3天,夜间明显"

    again.click()

    until(reviewer, lambda: "5天" in reviewer.text("chief_complaint"))
    assert not again.isVisible()


def test_a_correction_outlives_the_window(reviewer: Reviewer) -> None:
    correct(reviewer, 2, "咳嗽五天了,有黄痰。")
    until(reviewer, lambda: "5天" in reviewer.text("chief_complaint"))

    assert reviewer.visit is not None
    reviewer.desks.open(reviewer.visit)

    until(reviewer, lambda: reviewer.review.lines.line(1).heard == "咳嗽三天了,有黄痰。")


def test_another_template_has_its_own_sections(reviewer: Reviewer) -> None:
    choice = reviewer.part(QComboBox, "template")
    choice.activated.emit(choice.findData("soap"))

    until(reviewer, lambda: reviewer.window.window.findChild(QTextEdit, "editor_plan") is not None)
    assert "咳嗽" in reviewer.text("subjective")


def test_an_amendment_asks_why_and_becomes_the_second_version(reviewer: Reviewer) -> None:
    reviewer.sign()
    reviewer.part(QPushButton, "amend").click()
    reviewer.enter(QLineEdit, "amend_reason", "补充既往史")
    until(reviewer, lambda: not reviewer.is_signed)
    reviewer.write("past_history", "高血压10年")

    reviewer.sign()

    opened = reviewer.desks.visit.opened
    assert opened is not None
    assert [v.reason for v in opened.versions] == ["", "补充既往史"]


def test_versions_show_what_an_amendment_changed(reviewer: Reviewer) -> None:
    reviewer.sign()
    reviewer.part(QPushButton, "amend").click()
    reviewer.enter(QLineEdit, "amend_reason", "补充既往史")
    until(reviewer, lambda: not reviewer.is_signed)
    reviewer.write("past_history", "高血压10年")

    reviewer.part(QToolButton, "versions").click()

    changes = reviewer.part(QTextEdit, "changes")
    assert "高血压10年" in changes.toPlainText()


def test_words_under_a_signature_are_not_corrected(reviewer: Reviewer) -> None:
    reviewer.sign()
    reviewer.go_to_line(2)

    reviewer.qtbot.keyClick(reviewer.review.transcript, Qt.Key.Key_Return)

    assert reviewer.review.transcript.findChild(LineEditor, "line_editor") is None


def test_a_line_lights_every_sentence_that_rests_on_it(reviewer: Reviewer) -> None:
    reviewer.go_to_line(2)

    record = reviewer.desks.review.record
    assert record is not None
    resting = {
        section.id
        for section in record.sections
        for _, _, statement in section.placed()
        if any(each.segment == 2 for each in statement.evidence)
    }
    assert len(resting) > 1
    for section in resting:
        assert reviewer.editor(section).extraSelections()


def test_the_next_evidence_is_walked_to(reviewer: Reviewer) -> None:
    reviewer.go_to_line(2)

    assert reviewer.review.act(Action.NEXT_EVIDENCE)


def test_an_amendment_can_be_given_up_after_one_question(reviewer: Reviewer) -> None:
    reviewer.sign()
    before = reviewer.text("past_history")
    reviewer.part(QPushButton, "amend").click()
    reviewer.enter(QLineEdit, "amend_reason", "补充既往史")
    until(reviewer, lambda: not reviewer.is_signed)
    reviewer.write("past_history", "另一句话")

    reviewer.part(QPushButton, "give_up_amendment").click()
    assert not reviewer.is_signed
    reviewer.part(QPushButton, "confirm_give_up").click()

    until(reviewer, lambda: reviewer.is_signed)
    assert reviewer.text("past_history") == before
    assert len(reviewer.desks.visit.opened.versions) == 1
    assert not reviewer.part(QPushButton, "give_up_amendment").isVisible()


def test_going_on_after_the_question_changes_nothing(reviewer: Reviewer) -> None:
    reviewer.sign()
    reviewer.part(QPushButton, "amend").click()
    reviewer.enter(QLineEdit, "amend_reason", "补充既往史")
    until(reviewer, lambda: not reviewer.is_signed)
    reviewer.part(QPushButton, "give_up_amendment").click()

    reviewer.part(QPushButton, "keep_amendment").click()
    reviewer.settle()

    assert not reviewer.is_signed
    assert reviewer.part(QPushButton, "give_up_amendment").isVisible()
    assert reviewer.part(QPushButton, "sign").isVisible()


def test_a_first_draft_has_nothing_to_give_up(reviewer: Reviewer) -> None:
    assert not reviewer.part(QPushButton, "give_up_amendment").isVisible()
