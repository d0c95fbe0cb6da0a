"""Dictating into a section: the record key with the caret in it, and the same key to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from drafted_visit import PASSPHRASE, SAID, Reviewer, at_a_drafted_visit
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.journal import AudioState, JournalledVisit
from zhenlu.domain.record import Section, Support
from zhenlu.storage import store
from zhenlu.ui.keys import Action
from zhenlu.ui.review.section_editor import SectionEditor

_LONG_MS = 120_000


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    somebody = at_a_drafted_visit(data_folder / "store", qtbot)
    yield somebody
    somebody.window.close()


def section_of(reviewer: Reviewer, section_id: str) -> Section:
    record = reviewer.desks.review.record
    found = record.section(section_id) if record is not None else None
    assert found is not None
    return found


@pytest.mark.filterwarnings("default")
def test_spoken_words_stand_in_the_section_with_the_caret(reviewer: Reviewer) -> None:
    desks, page = reviewer.desks, reviewer.desks.visit
    others = {s.id: s.text for s in desks.review.record.sections if s.id != "past_history"}
    reviewer.editor("past_history").setFocus()

    assert page.act(Action.RECORD)
    assert not reviewer.review.sign_bar.isEnabled()
    reviewer.qtbot.waitUntil(
        lambda: any(s.evidence and s.evidence[0].segment > len(SAID)
                    for s in section_of(reviewer, "past_history").statements),
        timeout=_LONG_MS,
    )  # fmt: skip
    page.act(Action.RECORD)
    reviewer.qtbot.waitUntil(lambda: not desks.dictation.visit, timeout=_LONG_MS)
    reviewer.settle()

    dictated = section_of(reviewer, "past_history").statements[-1]
    assert dictated.support is Support.CLINICIAN
    assert not any(s.standing for s in section_of(reviewer, "past_history").statements)
    assert dictated.text in reviewer.text("past_history")
    assert reviewer.review.lines.rowCount() == len(desks.review.record.transcript)
    assert {s.id: s.text for s in desks.review.record.sections if s.id in others} == others
    assert desks.visit.opened.visit.state.value == "drafted"
    assert reviewer.review.sign_bar.isEnabled()


@pytest.mark.filterwarnings("default")
def test_two_dictations_lie_one_behind_the_other_in_the_visits_sound(reviewer: Reviewer) -> None:
    desks = reviewer.desks
    for section in ("past_history", "physical_exam"):
        reviewer.part(QToolButton, f"dictate_{section}").click()
        reviewer.qtbot.waitUntil(
            lambda section=section: any(
                each.evidence for each in section_of(reviewer, section).statements
            ),
            timeout=_LONG_MS,
        )
        reviewer.review.end_dictation()
        reviewer.qtbot.waitUntil(lambda: not desks.dictation.visit, timeout=_LONG_MS)
        reviewer.settle()

    first, second = (
        section_of(reviewer, each).statements[-1].evidence[0]
        for each in ("past_history", "physical_exam")
    )
    assert first.end_s <= second.start_s
    desks.room.engines.close()


@pytest.mark.filterwarnings("default")
def test_what_was_dictated_is_kept_when_the_program_ends(
    reviewer: Reviewer, data_folder: Path
) -> None:
    def sound() -> tuple[JournalledVisit, ...]:
        return reviewer.desks.room.journal.visits()

    reviewer.part(QToolButton, "dictate_past_history").click()
    reviewer.qtbot.waitUntil(lambda: any(v.length_s >= 1.0 for v in sound()), timeout=_LONG_MS)

    reviewer.window.close()

    with closing(store.sign_in(data_folder / "store", "李医生", PASSPHRASE)) as again:
        journal = again.open_journal()
        (visit,) = journal.visits()
        journal.close()
    assert visit.state is AudioState.CLOSED
    assert visit.length_s >= 1.0


def test_without_the_caret_in_a_section_the_key_dictates_nothing(reviewer: Reviewer) -> None:
    reviewer.review.transcript.setFocus()

    assert not reviewer.desks.visit.act(Action.RECORD)


@pytest.mark.filterwarnings("default")
def test_after_a_no_nothing_is_dictated_either(reviewer: Reviewer) -> None:
    reviewer.desks.visit.patient.consent.noted.emit(ConsentMethod.REFUSED, "")
    reviewer.settle()
    reviewer.part(QToolButton, "dictate_past_history").click()
    reviewer.settle()

    assert not reviewer.desks.dictation.visit
    worst = reviewer.window.notices.worst
    assert worst is not None
    assert worst.state == "danger"
    assert not reviewer.part(QPushButton, "stop_dictation_past_history").isVisible()


@pytest.mark.parametrize(
    ("before", "caret", "after"),
    [
        ("", 0, "皮疹。"),
        ("神清。", 3, "神清。皮疹。"),
        ("神清", 2, "神清。皮疹。"),
        ("神清，双肺清。", 3, "神清，皮疹。双肺清。"),
    ],
)
def test_a_sentence_is_put_at_the_caret(
    qtbot: QtBot, before: str, caret: int, after: str
) -> None:
    editor = SectionEditor()
    qtbot.addWidget(editor)
    editor.show_section(Section("physical_exam", "", before))
    editor.put_caret(caret)

    editor.mark_dictation()
    editor.dictate("皮疹。")

    assert editor.text == after


def test_the_next_sentence_follows_the_one_before(qtbot: QtBot) -> None:
    editor = SectionEditor()
    qtbot.addWidget(editor)
    editor.show_section(Section("physical_exam", "", "A fine day."))
    editor.put_caret(len("A fine day."))

    editor.mark_dictation()
    editor.dictate("Chest clear.")
    editor.dictate("No rash.")

    assert editor.text == "A fine day. Chest clear. No rash."
