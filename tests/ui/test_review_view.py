"""The record beside its words: what is lit, what is told, what the keys do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Coverage, LedgerItem, Record, Section, Statement, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.review.decision_cards import FindingCard, LedgerCard
from zhenlu.ui.review.review_view import ReviewView
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.review.section_row import SectionRow

_SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
)


@pytest.fixture
def record() -> Record:
    drafting = Consultation(Visit("1"), lambda language: load("outpatient-initial", language))
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


@pytest.fixture
def view(qtbot: QtBot, record: Record) -> ReviewView:
    made = ReviewView()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.open(record, load(record.template, record.language))
    made.show()
    qtbot.waitExposed(made)
    return made


def editor(view: ReviewView, section: str) -> SectionEditor:
    return view.findChild(SectionEditor, f"editor_{section}")


def lit(view: ReviewView) -> set[int]:
    lines = (view.lines.line(row) for row in range(view.lines.rowCount()))
    return {line.segment.id for line in lines if line.is_evidence}


def test_the_sentence_with_the_caret_lights_its_words(view: ReviewView) -> None:
    editor(view, "allergy_history").setFocus()
    editor(view, "allergy_history").go_to(1, 1)

    assert lit(view) == {3}


def test_of_two_signs_in_one_line_the_worst_is_drawn(view: ReviewView) -> None:
    doubtful = Statement("咳嗽。", Support.UNSUPPORTED)
    wrong = Statement("发热。", Support.CONFLICTING)
    written = editor(view, "diagnosis")

    written.show_section(Section("diagnosis", "", "咳嗽。发热。", (doubtful, wrong)))

    assert [sign for _, sign, _ in written.signs()] == ["≠", "?"]


def test_leaving_the_sheet_puts_the_light_out(view: ReviewView) -> None:
    editor(view, "allergy_history").go_to(1, 1)

    view.transcript.setFocus()

    assert lit(view) == set()


def test_typing_is_told_after_a_pause_and_only_once(view: ReviewView, qtbot: QtBot) -> None:
    field = editor(view, "past_history")
    field.setFocus()

    with qtbot.waitSignal(view.section_settled, timeout=3000) as settled:
        qtbot.keyClicks(field, "HTN")

    assert settled.args == ["past_history", field.text]
    assert "HTN" in field.text


def test_tab_goes_from_section_to_section(view: ReviewView, qtbot: QtBot) -> None:
    first, second = editor(view, "chief_complaint"), editor(view, "history_of_present_illness")
    first.setFocus()

    qtbot.keyClick(first, Qt.Key.Key_Tab)

    assert second.hasFocus()


def test_a_new_record_leaves_alone_what_is_being_typed(
    view: ReviewView, record: Record, qtbot: QtBot
) -> None:
    field = editor(view, "past_history")
    qtbot.keyClicks(field, "HTN")

    view.show_record(record)

    assert "HTN" in field.text


def test_what_is_still_being_typed_is_told_before_the_page_is_left(
    view: ReviewView, qtbot: QtBot
) -> None:
    qtbot.keyClicks(editor(view, "past_history"), "HTN")

    with qtbot.waitSignal(view.section_settled):
        view.settle()


def test_a_change_by_the_program_can_be_undone(view: ReviewView, record: Record) -> None:
    field = editor(view, "allergy_history")
    before = field.text
    sections = tuple(
        replace(s, text="另一句话") if s.id == "allergy_history" else s for s in record.sections
    )

    view.show_record(replace(record, sections=sections))
    field.undo()

    assert field.text == before


def test_the_record_key_of_decisions_walks_worst_first(
    view: ReviewView, record: Record, qtbot: QtBot
) -> None:
    worst = Finding("S01", Severity.ERROR, "diagnosis", "要写理由")
    view.show_record(replace(record, findings=(worst, *record.findings)))

    view.act(Action.NEXT_DECISION)

    card = view.focusWidget()
    assert isinstance(card, FindingCard)
    assert card.finding == worst


def test_a_blocking_finding_asks_for_a_reason(
    view: ReviewView, record: Record, qtbot: QtBot
) -> None:
    worst = Finding("S01", Severity.ERROR, "diagnosis", "要写理由")
    view.show_record(replace(record, findings=(worst,)))
    view.act(Action.NEXT_DECISION)
    card = view.focusWidget()
    qtbot.keyClick(card, Qt.Key.Key_1)
    reason = card.findChild(QLineEdit, "reason")
    qtbot.keyClicks(reason, "seen")

    with qtbot.waitSignal(view.decisions.finding_overridden) as overridden:
        qtbot.keyClick(reason, Qt.Key.Key_Return)

    assert overridden.args == [worst, "seen"]


def test_a_ledger_line_is_written_or_left(view: ReviewView, record: Record, qtbot: QtBot) -> None:
    item = LedgerItem("allergy", "青霉素", "allergy_history", 3)
    ledger = replace(record.ledger, said_not_written=(item,), written_not_said=())
    view.show_record(replace(record, ledger=ledger, findings=()))
    card = view.decisions.findChild(LedgerCard)

    with qtbot.waitSignal(view.decisions.item_agreed) as agreed:
        qtbot.keyClick(card, Qt.Key.Key_1)
    with qtbot.waitSignal(view.decisions.item_settled) as settled:
        qtbot.keyClick(card, Qt.Key.Key_2)

    assert agreed.args == settled.args == [item]


def test_a_signed_record_cannot_be_typed_into(view: ReviewView, qtbot: QtBot) -> None:
    view.set_read_only(is_read_only=True)
    before = editor(view, "past_history").text

    qtbot.keyClicks(editor(view, "past_history"), "x")

    assert editor(view, "past_history").text == before


def test_a_signed_record_waits_for_nothing_more(view: ReviewView) -> None:
    unsaid = editor(view, "auxiliary_exam")
    hints = [
        *view.decisions.findChildren(QLabel),
        *view.findChild(SectionRow, "section_chief_complaint").findChildren(QLabel),
    ]
    count = len(editor(view, "chief_complaint").text)
    known = {"F7", "next", f"{count} of 20"}
    assert unsaid.placeholderText() != ""
    writing = {hint.text() for hint in hints if hint.isVisible()}

    view.set_read_only(is_read_only=True)

    assert unsaid.placeholderText() == ""
    assert not view.words.bar.isVisible()
    reading = {hint.text() for hint in hints if hint.isVisible()}
    assert known & writing == known
    assert known & reading == set()


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_what_was_not_mentioned_is_said_in_a_colour_that_can_be_read(
    view: ReviewView, mode: Mode
) -> None:
    theme().choose(mode, 1.0)

    shade = editor(view, "auxiliary_exam").palette().color(QPalette.ColorRole.PlaceholderText)

    # Of a sheet's own colour Qt makes half of it, which is too faint to be read.
    assert shade == theme().colour("faint")


def test_the_sheet_is_as_wide_beside_its_scroll_bar_as_without(view: ReviewView) -> None:
    # Or text that fits only without the bar has it shown and hidden without an end.
    written = editor(view, "diagnosis")
    areas = view.findChildren(QScrollArea)
    sheet = next(each for each in areas if each.isAncestorOf(written))
    widths = set()
    for height in (2000, 400):
        view.resize(1400, height)
        QApplication.processEvents()
        widths.add((sheet.viewport().width(), sheet.verticalScrollBar().maximum() > 0))

    assert {is_scrolled for _, is_scrolled in widths} == {False, True}
    assert len({width for width, _ in widths}) == 1


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("amoxicillin conflicts", "Amoxicillin conflicts"),
        ("eGFR is low", "eGFR is low"),
        ("缺主诉", "缺主诉"),
    ],
)
def test_a_finding_begins_like_a_sentence(qtbot: QtBot, message: str, shown: str) -> None:
    card = FindingCard(Finding("A01", Severity.ERROR, "diagnosis", message))
    qtbot.addWidget(card)

    assert card.title.text() == shown


def test_a_finding_that_asks_for_an_answer_keeps_the_column_for_its_words(
    view: ReviewView, record: Record
) -> None:
    blocking = Finding("A01", Severity.ERROR, "diagnosis", "阿莫西林与所记过敏（青霉素）冲突")
    view.show_record(replace(record, findings=(blocking,)))
    QApplication.processEvents()

    card = view.decisions.findChildren(FindingCard)[-1]

    assert card.tag.isVisible()
    assert card.tag.geometry().top() > card.title.geometry().bottom()
    assert card.title.geometry().right() > card.width() - 20


@pytest.mark.parametrize("width", [1294, 1368])
def test_what_the_record_covers_is_said_in_full_beside_every_title(
    view: ReviewView, record: Record, width: int, qtbot: QtBot
) -> None:
    part = Coverage(audio_s=728.0, model_read_to_s=600.0)
    view.resize(width, 700)
    longest = load("patient-handout", Language.EN)
    view.open(replace(record, coverage=part), longest, templates=())
    QApplication.processEvents()

    told = next(each for each in view.head.findChildren(QLabel) if "12:08" in each.text())

    assert told.text() == "Recording 12:08; the model read to 10:00"
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()))
    assert told.width() > 100


def test_two_hours_of_words_are_listed(view: ReviewView, record: Record) -> None:
    many = tuple(
        Segment(i, f"第{i}句话,说了一些症状。", SpeakerRole.PATIENT, i * 4.0, i * 4.0 + 3)
        for i in range(1, 1801)
    )

    view.open(
        replace(record, transcript=Transcript(Language.ZH, many)),
        load(record.template, record.language),
    )

    assert view.lines.rowCount() == 1800


def test_forty_findings_are_all_there(view: ReviewView, record: Record) -> None:
    findings = tuple(
        Finding(f"X{i}", Severity.WARNING, "diagnosis", f"第{i}条提醒") for i in range(40)
    )

    view.show_record(replace(record, findings=findings))

    assert len(view.decisions.findChildren(FindingCard)) >= 40


def test_copying_without_a_section_at_work_goes_on_with_the_next_one(
    view: ReviewView, record: Record
) -> None:
    copied: list[str] = []
    view.copy_asked.connect(copied.append)
    view.transcript.setFocus()

    view.act(Action.COPY_SECTION)
    view.act(Action.COPY_SECTION)

    assert copied == [s.id for s in record.sections if s.text][:2]


def test_after_the_last_section_copying_begins_again(view: ReviewView, record: Record) -> None:
    copied: list[str] = []
    view.copy_asked.connect(copied.append)
    view.transcript.setFocus()
    written = [s.id for s in record.sections if s.text]

    for _ in range(len(written) + 1):
        view.act(Action.COPY_SECTION)

    assert copied == [*written, written[0]]


# Where three columns are too many


@pytest.fixture
def narrow(view: ReviewView, qtbot: QtBot) -> ReviewView:
    """In large text: two columns, and the decisions behind a tab."""
    theme().choose(Mode.LIGHT, 1.5)
    view.resize(1294, 700)
    qtbot.waitUntil(lambda: view.side.is_tabbed)
    return view


def test_in_large_text_the_decisions_wait_behind_a_tab_that_counts_them(
    narrow: ReviewView,
) -> None:
    tab = narrow.findChild(QToolButton, "decisions_tab")

    assert tab.isVisible()
    assert str(narrow.decisions.count) in tab.text()
    assert not narrow.decisions.isVisible()


def test_the_next_decision_brings_its_tab_out(narrow: ReviewView) -> None:
    narrow.act(Action.NEXT_DECISION)

    assert narrow.decisions.isVisible()
    assert isinstance(narrow.focusWidget(), FindingCard | LedgerCard)


def test_the_tabs_lead_from_the_words_to_the_decisions_and_back(
    narrow: ReviewView, qtbot: QtBot
) -> None:
    for tab, pane in (("decisions_tab", narrow.decisions), ("words_tab", narrow.words)):
        qtbot.mouseClick(narrow.findChild(QToolButton, tab), Qt.MouseButton.LeftButton)

        assert pane.isVisible()


def test_with_room_again_the_decisions_have_their_column(
    narrow: ReviewView, qtbot: QtBot
) -> None:
    theme().choose(Mode.LIGHT, 1.0)

    qtbot.waitUntil(lambda: not narrow.side.is_tabbed)
    assert narrow.words.isVisible()
    assert narrow.decisions.isVisible()
    assert not narrow.findChild(QToolButton, "decisions_tab").isVisible()


def test_that_the_patient_filled_it_in_is_not_counted(qtbot: QtBot) -> None:
    part = next(p for p in load("outpatient-initial", Language.ZH).sections if p.max_chars == 20)
    line = SectionRow(part)
    qtbot.addWidget(line)
    line.editor.write("咳嗽4天（患者自填）")

    assert line.findChild(Label, f"length_{part.id}").text() == "4 of 20"
