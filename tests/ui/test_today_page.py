"""Home shows the day and what is owed, and takes the keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from clinician import at_the_window, made
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.audio.playback import PlayedFile
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import VisitState
from zhenlu.storage.store import Store
from zhenlu.ui.appearance.theme import Mode, theme
from zhenlu.ui.keys import Action
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.today.agenda import Agenda, AgendaDue, AgendaVisit
from zhenlu.ui.today.today_page import TodayPage
from zhenlu.ui.translation import translation

_DAY = date(2026, 11, 24)
_SAMPLE = paths.resources() / "samples" / "zh-cough-fever.flac"


def visit(number: int, state: VisitState, **more: object) -> AgendaVisit:
    return AgendaVisit(f"v{number}", _DAY, f"0{number}:00", "王**", state=state, **more)  # type: ignore[arg-type]


@pytest.fixture
def page(qtbot: QtBot) -> TodayPage:
    made = TodayPage(Notices())
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def corner(page: TodayPage, part: QWidget) -> QPoint:
    return part.mapTo(page, QPoint())


def texts(page: TodayPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(type(page.header.title)))


def test_an_empty_day_says_how_to_begin(page: TodayPage) -> None:
    page.show_agenda(Agenda(_DAY))

    assert "Ctrl+N" in texts(page)
    assert "Everything is signed." in texts(page)


@pytest.mark.parametrize(
    ("language", "told"),
    [(Language.ZH, "2026年11月24日 星期二"), (Language.EN, "Tuesday, 24 November 2026")],
)
def test_the_day_stands_above_with_its_weekday(
    page: TodayPage, language: Language, told: str
) -> None:
    translation().choose(language)

    page.show_agenda(Agenda(_DAY))

    assert page.header.title.text() == told


def test_the_next_who_waits_is_chosen(page: TodayPage) -> None:
    page.show_agenda(
        Agenda(_DAY, (visit(1, VisitState.SIGNED), visit(2, VisitState.PLANNED)))
    )

    assert page.visits.current is not None
    assert page.visits.current.id == "v2"


def test_arrow_and_enter_open_a_visit(page: TodayPage, qtbot: QtBot) -> None:
    page.show_agenda(
        Agenda(_DAY, (visit(1, VisitState.PLANNED), visit(2, VisitState.PLANNED)))
    )

    qtbot.keyClick(page.visits, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_asked) as opened:
        qtbot.keyClick(page.visits, Qt.Key.Key_Return)

    assert opened.args == ["v2"]


def test_the_record_key_records_the_chosen_visit(page: TodayPage, qtbot: QtBot) -> None:
    page.show_agenda(Agenda(_DAY, (visit(1, VisitState.PLANNED),)))

    with qtbot.waitSignal(page.record_asked) as asked:
        assert page.act(Action.RECORD)

    assert asked.args == ["v1"]


def test_a_signed_visit_is_not_recorded_over(page: TodayPage, qtbot: QtBot) -> None:
    page.show_agenda(Agenda(_DAY, (visit(1, VisitState.SIGNED),)))

    with qtbot.assertNotEmitted(page.record_asked):
        page.act(Action.RECORD)


def test_a_new_list_keeps_who_was_chosen(page: TodayPage, qtbot: QtBot) -> None:
    visits = (visit(1, VisitState.PLANNED), visit(2, VisitState.PLANNED))
    page.show_agenda(Agenda(_DAY, visits))
    qtbot.keyClick(page.visits, Qt.Key.Key_Down)

    page.show_agenda(Agenda(_DAY, visits))

    assert page.visits.current is not None
    assert page.visits.current.id == "v2"


def test_an_allergy_cannot_be_overlooked(page: TodayPage) -> None:
    page.show_agenda(
        Agenda(_DAY, (visit(1, VisitState.PLANNED, allergies=("青霉素",)),))
    )

    assert "青霉素" in texts(page)


def test_overdue_comes_with_its_days(page: TodayPage) -> None:
    page.show_agenda(Agenda(_DAY, due=(AgendaDue("d", "v1", "刘**", "复查血压", -3),)))

    assert "3 d overdue" in texts(page)


def test_signing_one_by_one_begins_with_the_oldest(page: TodayPage, qtbot: QtBot) -> None:
    page.show_agenda(
        Agenda(_DAY, unsigned=(visit(1, VisitState.DRAFTED), visit(2, VisitState.DRAFTED)))
    )

    with qtbot.waitSignal(page.open_asked) as opened:
        page.findChild(QPushButton, "unsigned_action").click()

    assert opened.args == ["v1"]


def test_in_large_text_what_is_owed_folds_above_the_list(page: TodayPage, qtbot: QtBot) -> None:
    drafted = visit(1, VisitState.DRAFTED)
    page.show_agenda(Agenda(_DAY, (drafted,), unsigned=(drafted,)))

    theme().choose(Mode.LIGHT, 1.5)

    qtbot.waitUntil(lambda: corner(page, page.unsigned).y() < corner(page, page.visits).y())
    qtbot.waitUntil(page.findChild(QPushButton, "unsigned_action").isVisible)


def test_with_room_again_what_is_owed_stands_beside_the_list(page: TodayPage, qtbot: QtBot) -> None:
    theme().choose(Mode.LIGHT, 1.5)

    theme().choose(Mode.LIGHT, 1.0)

    qtbot.waitUntil(lambda: corner(page, page.unsigned).x() > corner(page, page.visits).x())


def test_what_falls_due_tomorrow_is_listed_and_not_counted_as_due(page: TodayPage) -> None:
    due = [AgendaDue(f"d{days}", "v1", "刘**", "复查血压", days) for days in (-3, 0, 1)]

    page.show_agenda(Agenda(_DAY, due=tuple(due)))

    assert "in 1 d" in texts(page)
    assert page.due.count == "2"


def test_home_and_the_figures_count_the_same_due_follow_ups(
    data_folder: Path, qtbot: QtBot
) -> None:
    made(data_folder / "store")
    somebody = at_the_window(data_folder / "store", qtbot, lambda: PlayedFile(_SAMPLE))
    somebody.window.show()
    somebody.sign_in()
    with somebody.beside() as beside:
        _promise(beside, date.today())
    assert somebody.window.workplace is not None
    somebody.desks.today.refresh_asked.emit()
    somebody.wait(lambda: somebody.desks.today.due.count == "2")

    somebody.window.workplace.go(Action.INSIGHTS)

    insights = somebody.desks.insights
    somebody.wait(lambda: insights.review is not None)
    assert insights.review is not None
    assert insights.review.due == 2


def test_who_is_known_is_suggested_with_the_name_masked(
    data_folder: Path, qtbot: QtBot
) -> None:
    made(data_folder / "store")
    somebody = at_the_window(data_folder / "store", qtbot, lambda: PlayedFile(_SAMPLE))
    somebody.window.show()
    somebody.sign_in()
    with somebody.beside() as beside:
        beside.patients.add("王小明", "male", date(1980, 5, 4), "A-17")

    somebody.desks.today.adding.search_asked.emit("王")

    listed = somebody.desks.today.adding.findChild(QListWidget, "patient_matches")
    assert listed is not None
    somebody.wait(lambda: listed.count() == 1)
    assert listed.item(0).text() == "王**　1980-05-04 · A-17"


def _promise(clinic: Store, today: date) -> None:
    """Three days ago, today and tomorrow something falls due."""
    for days in (-3, 0, 1):
        patient = clinic.patients.add(f"王{days}", "male", None).id
        visit = clinic.visits.add(patient, "first").id
        due = today + timedelta(days=days)
        item = DueItem(visit, visit, patient, DueKind.FOLLOWUP, "140/90", due)
        clinic.follow_ups.put(visit, (item,))
