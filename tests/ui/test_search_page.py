"""Find: results while typing, read as understood, the keyboard leads through them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from zhenlu.domain.facts import FactKind
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord, Question, WantedFact
from zhenlu.domain.visit import VisitState
from zhenlu.ui.search.found import Found
from zhenlu.ui.search.search_page import SearchPage
from zhenlu.ui.shell.notices import Notices

_WANG = KnownPatient("p1", "王小明", "male", date(1980, 1, 1))
_RECORDS = tuple(
    FoundRecord(f"v{i}", _WANG, f"2026-11-2{i}T09:00", "outpatient-initial", VisitState.SIGNED,
                "allergy_history", "青霉素过敏。")
    for i in range(3)
)  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot) -> SearchPage:
    made = SearchPage(Notices())
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def shown(page: SearchPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(type(page.header.title)))


def test_a_pause_in_typing_asks_once(page: SearchPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.search_asked) as asked:
        qtbot.keyClicks(page.line, "wxm")

    assert asked.args == ["wxm"]


def test_names_are_masked_in_the_list(page: SearchPage) -> None:
    page.line.setText("王小明")

    page.show_found(Found(Question("王小明"), (_WANG,), _RECORDS))

    assert "王小明" not in shown(page)


def test_the_first_result_is_shown_beside_the_list(page: SearchPage, qtbot: QtBot) -> None:
    page.line.setText("青霉素")

    with qtbot.waitSignal(page.preview_asked) as asked:
        page.show_found(Found(Question("青霉素"), records=_RECORDS))

    assert asked.args == [_RECORDS[0]]


def test_arrow_and_enter_open_a_record(page: SearchPage, qtbot: QtBot) -> None:
    page.line.setText("青霉素")
    page.show_found(Found(Question("青霉素"), records=_RECORDS))

    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_asked) as opened:
        qtbot.keyClick(page.line, Qt.Key.Key_Return)

    assert opened.args == ["v1"]


def test_a_patient_leads_to_their_records(page: SearchPage, qtbot: QtBot) -> None:
    page.line.setText("wxm")
    page.show_found(Found(Question("wxm"), (_WANG,)))

    with qtbot.waitSignal(page.search_asked, check_params_cb=lambda asked: asked == "王小明"):
        qtbot.keyClick(page.line, Qt.Key.Key_Return)
    page.show_found(Found(Question("王小明", words=(("王小明",),)), (_WANG,), _RECORDS))

    assert "patient: 王**" in shown(page)
    assert "王小明" not in shown(page) + page.line.text()


def test_the_page_says_how_the_question_was_read(page: SearchPage) -> None:
    page.line.setText("上个月血压高的")
    question = Question(
        "上个月血压高的",
        facts=(WantedFact(FactKind.VITAL, ("血压",), at_least=(140.0, 90.0)),),
        since=date(2026, 10, 1),
        until=date(2026, 10, 31),
    )

    page.show_found(Found(question, records=_RECORDS))

    assert "血压 ≥ 140/90" in shown(page)
    assert "2026-10-01" in shown(page)


def test_nothing_found_says_what_to_try(page: SearchPage) -> None:
    page.line.setText("xyz")

    page.show_found(Found(Question("xyz")))

    assert "Nothing found" in shown(page)


def test_who_is_only_found_in_a_record_is_not_counted_as_nobody(page: SearchPage) -> None:
    page.line.setText("青霉素")

    page.show_found(Found(Question("青霉素"), records=_RECORDS))

    told = page.findChild(QLabel, "search_count")
    assert told is not None
    assert told.text().startswith("records: 3")


def test_patients_and_records_are_counted_apart(page: SearchPage) -> None:
    page.line.setText("王小明")

    page.show_found(Found(Question("王小明"), (_WANG,), _RECORDS))

    told = page.findChild(QLabel, "search_count")
    assert told is not None
    assert told.text().startswith("patients: 1 · records: 3")
