"""The main pages when nothing is known yet, when reading fails, and when there is too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from drafted_visit import SAID
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from zhenlu.app.follow_up_desk import FollowUpDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.search_desk import SearchDesk
from zhenlu.app.today_desk import TodayDesk
from zhenlu.application.consultation import Consultation
from zhenlu.application.live_events import Committed, Drafted
from zhenlu.application.templates import load
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.search import FoundRecord, Question
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit, VisitState
from zhenlu.engines.room import EngineRoom
from zhenlu.storage import store as stores
from zhenlu.ui.background import Background
from zhenlu.ui.follow_up.follow_up_page import FollowUpPage
from zhenlu.ui.keys import Action
from zhenlu.ui.review.decision_cards import FindingCard
from zhenlu.ui.review.section_editor import SectionEditor
from zhenlu.ui.search.found import Found
from zhenlu.ui.search.result_row import ResultRow
from zhenlu.ui.search.search_page import SearchPage
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.today.agenda import Agenda, AgendaVisit
from zhenlu.ui.today.today_page import TodayPage
from zhenlu.ui.today.visit_row import VisitRow
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.visit_page import VisitPage

_DAY = date(2026, 11, 24)
_LONG = "阿卜杜拉·穆罕默德·艾力" * 6
_TEMPLATE = load("outpatient-initial", Language.ZH)
#: A line every four seconds, two hours long.
_TWO_HOURS = tuple(
    Segment(i, f"第{i}句话，说了一些症状。", SpeakerRole.PATIENT, i * 4.0, i * 4.0 + 3)
    for i in range(1, 1801)
)


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def shown(page: QWidget, qtbot: QtBot) -> None:
    """As on the smallest screen that is supported."""
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()


def drafted(said: tuple[Segment, ...] = SAID) -> Record:
    drafting = Consultation(Visit("1"), lambda _language: _TEMPLATE)
    return drafting.from_transcript(Transcript(Language.ZH, said), None)


@pytest.fixture
def today(qtbot: QtBot) -> TodayPage:
    page = TodayPage(Notices())
    shown(page, qtbot)
    return page


@pytest.fixture
def search(qtbot: QtBot) -> SearchPage:
    page = SearchPage(Notices())
    shown(page, qtbot)
    return page


@pytest.fixture
def visit(qtbot: QtBot) -> VisitPage:
    page = VisitPage(Notices())
    shown(page, qtbot)
    return page


# Nothing known yet


def test_a_day_that_is_still_read_is_not_called_empty(today: TodayPage) -> None:
    assert "Looking up the day" in words(today.visits)
    assert "Nobody yet today" not in words(today.visits)

    today.show_agenda(Agenda(_DAY))

    assert "Nobody yet today" in words(today.visits)


def test_without_a_question_the_search_says_what_can_be_typed(search: SearchPage) -> None:
    search.show_found(Found(Question()))

    assert "Type a few letters" in words(search)


def test_without_a_visit_the_page_says_where_one_is_chosen(visit: VisitPage) -> None:
    assert "No visit is open" in words(visit)
    assert not visit.act(Action.SIGN)
    assert not visit.act(Action.RECORD)


def test_before_the_first_word_every_section_has_its_place(visit: VisitPage) -> None:
    visit.show_ready(OpenVisit(Visit("1"), _TEMPLATE))

    places = visit.recording.draft.findChildren(SectionEditor)
    assert [p.objectName() for p in places] == [f"growing_{s.id}" for s in _TEMPLATE.sections]
    assert all(place.text == "" for place in places)
    assert visit.recording.lines.rowCount() == 0


# Reading fails


@pytest.fixture
def broken(data_folder: Path, qtbot: QtBot) -> Iterator[Room]:
    """A session that may not look into notes: every question is refused."""
    roles = frozenset({Role.ADMIN})
    stores.create(data_folder / "store", "管理员", roles, "correct horse battery")
    opened = stores.sign_in(data_folder / "store", "管理员", "correct horse battery")
    journal = opened.open_journal()
    yield Room(opened, journal, EngineRoom(), lambda _language: _TEMPLATE)
    journal.close()
    opened.close()


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_a_day_that_cannot_be_read_is_told(
    today: TodayPage, broken: Room, background: Background, qtbot: QtBot
) -> None:
    notices = Notices()
    desk = TodayDesk(today, broken.store, background, notices)

    desk.refresh()

    qtbot.waitUntil(lambda: any(n.state == "danger" and n.text for n in notices.all))


def test_a_search_that_is_refused_is_told(
    search: SearchPage, broken: Room, background: Background, qtbot: QtBot
) -> None:
    notices = Notices()
    desk = SearchDesk(search, broken, background, notices)
    assert desk.parent() is search

    search.search_asked.emit("咳嗽")

    qtbot.waitUntil(lambda: any(n.state == "danger" and n.text for n in notices.all))


def test_a_list_of_who_is_due_that_cannot_be_read_is_told(
    broken: Room, background: Background, qtbot: QtBot
) -> None:
    page, notices = FollowUpPage(Notices()), Notices()
    shown(page, qtbot)
    desk = FollowUpDesk(page, broken, background, notices, lambda: datetime(2026, 11, 24, 10))

    desk.refresh()

    qtbot.waitUntil(lambda: any(n.state == "danger" and n.text for n in notices.all))


def test_a_lost_microphone_is_told_and_what_was_heard_stays(visit: VisitPage) -> None:
    visit.show_ready(OpenVisit(Visit("1"), _TEMPLATE))
    for line in SAID:
        visit.recording.take(Committed(0.0, line.end_s, line, line, 0.5))

    visit.recording.strip.show_capture(Capture.GONE)

    assert "microphone gone" in words(visit.recording.strip)
    assert visit.recording.lines.rowCount() == len(SAID)


# Too much


def test_long_names_and_a_full_day_fit(today: TodayPage, qtbot: QtBot) -> None:
    visits = tuple(
        AgendaVisit(f"v{i}", _DAY, "09:00", _LONG, reason=_LONG * 3, allergies=(_LONG, _LONG),
                    state=VisitState.DRAFTED, needed=40)
        for i in range(60)
    )  # fmt: skip

    today.show_agenda(Agenda(_DAY, visits, unsigned=visits))
    QApplication.processEvents()

    rows = today.visits.findChildren(VisitRow)
    assert len(rows) == 60
    assert today.width() == 1280
    assert all(row.width() <= today.visits.viewport().width() for row in rows)


def test_long_names_and_thirty_results_fit(search: SearchPage) -> None:
    patient = KnownPatient("p1", _LONG, "male", date(1980, 1, 1), "N" * 60)
    records = tuple(
        FoundRecord(f"v{i}", patient, "2026-11-24T09:00", "outpatient-initial",
                    VisitState.SIGNED, "allergy_history", "青霉素过敏。" * 40)
        for i in range(30)
    )  # fmt: skip
    search.line.setText("青霉素")

    search.show_found(Found(Question("青霉素"), (patient,), records))
    QApplication.processEvents()

    rows = search.findChildren(ResultRow)
    assert len(rows) == 31
    assert search.width() == 1280
    assert all(row.width() <= row.parentWidget().width() for row in rows)


def test_a_long_name_with_long_allergies_leaves_the_visit_its_width(visit: VisitPage) -> None:
    whom = Visit("1", patient=Patient(_LONG, "male", 56), started="2026-11-24T09:42")
    visit.show_ready(OpenVisit(whom, _TEMPLATE, allergies=(_LONG, _LONG)))
    QApplication.processEvents()

    assert visit.width() == 1280
    assert visit.minimumSizeHint().width() <= 1280


def test_two_hours_of_words_are_recorded_beside_a_draft(visit: VisitPage) -> None:
    visit.show_ready(OpenVisit(Visit("1"), _TEMPLATE))
    visit.recording.strip.show_capture(Capture.RECORDING)

    for line in _TWO_HOURS:
        visit.recording.take(Committed(0.0, line.end_s, line, line, 0.5))
    visit.recording.take(Drafted(0.0, 7200.0, drafted().sections, "rules", 1800))

    assert visit.recording.lines.rowCount() == 1800
    assert visit.recording.transcript.is_at_end
    draft = visit.recording.draft
    assert "青霉素" in draft.findChild(SectionEditor, "growing_allergy_history").text


def test_two_hours_and_forty_findings_are_reviewed(visit: VisitPage) -> None:
    findings = tuple(
        Finding(f"X{i}", Severity.WARNING, "diagnosis", "一条很长的提醒，" * 12) for i in range(40)
    )
    record = replace(
        drafted(), findings=findings, transcript=Transcript(Language.ZH, _TWO_HOURS)
    )

    visit.show_record(OpenVisit(Visit("1"), _TEMPLATE, record))
    QApplication.processEvents()

    cards = visit.review.decisions.findChildren(FindingCard)
    assert visit.review.lines.rowCount() == 1800
    assert len(cards) == 40
    assert visit.width() == 1280
    assert all(card.width() <= visit.review.decisions.width() for card in cards)


def test_a_record_without_a_word_is_reviewed_as_it_is(visit: VisitPage) -> None:
    empty = Record("outpatient-initial", Language.ZH)

    visit.show_record(OpenVisit(Visit("1"), _TEMPLATE, empty))

    assert visit.review.lines.rowCount() == 0
    assert "Nothing left to decide" in words(visit.review.decisions)
