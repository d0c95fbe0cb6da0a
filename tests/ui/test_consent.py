"""Whether a visit may be recorded: the chip in the header, a child's guardian, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafted_visit import Reviewer, at_the_day
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from zhenlu.domain.consent import Consent, ConsentMethod, ConsentScope
from zhenlu.ui.keys import Action
from zhenlu.ui.visit.consent_chip import ConsentChip

_LONG_MS = 120_000


@pytest.fixture
def reviewer(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    somebody = at_the_day(data_folder / "store", qtbot)
    yield opened(somebody)
    somebody.window.close()


@pytest.fixture
def beside_a_child(data_folder: Path, qtbot: QtBot) -> Iterator[Reviewer]:
    somebody = at_the_day(data_folder / "store", qtbot, year="2020")
    yield opened(somebody)
    somebody.window.close()


def opened(somebody: Reviewer) -> Reviewer:
    somebody.desks.open(somebody.visit)
    somebody.qtbot.waitUntil(lambda: somebody.desks.visit.opened is not None, timeout=30_000)
    return somebody


def chip(reviewer: Reviewer) -> ConsentChip:
    return reviewer.desks.visit.patient.consent


def consent(reviewer: Reviewer) -> Consent | None:
    shown = reviewer.desks.visit.opened
    return shown.consent if shown is not None else None


def note(reviewer: Reviewer, method: ConsentMethod, given_by: str = "") -> None:
    chip(reviewer).noted.emit(method, given_by)
    reviewer.qtbot.waitUntil(lambda: consent(reviewer) is not None, timeout=30_000)


def test_nobody_asked_yet(reviewer: Reviewer) -> None:
    assert consent(reviewer) is None
    assert reviewer.desks.visit.is_recording


@pytest.mark.filterwarnings("default")
def test_the_record_key_shows_the_consent_that_it_noted(reviewer: Reviewer) -> None:
    reviewer.desks.visit.act(Action.RECORD)

    reviewer.qtbot.waitUntil(lambda: consent(reviewer) is not None, timeout=_LONG_MS)

    assert consent(reviewer).method is ConsentMethod.ORAL
    assert reviewer.desks.recording.is_running


def test_a_refusal_leaves_a_record_to_type_and_no_record_button(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.REFUSED)

    assert not reviewer.desks.visit.is_recording
    assert not reviewer.part(QPushButton, "record_more").isVisible()
    reviewer.write("chief_complaint", "咳嗽3天")
    assert reviewer.text("chief_complaint") == "咳嗽3天"


def test_the_record_key_does_not_record_after_a_refusal(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.REFUSED)

    reviewer.desks.visit.act(Action.RECORD)

    assert not reviewer.desks.recording.visit


def test_recording_from_the_list_does_not_pass_over_a_refusal(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.REFUSED)

    reviewer.desks.record(reviewer.visit)

    reviewer.qtbot.waitUntil(
        lambda: any(n.topic == "consent" for n in reviewer.window.notices.all), timeout=30_000
    )
    assert not reviewer.desks.recording.visit


def test_agreeing_after_a_refusal_is_ready_to_record(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.REFUSED)
    note(reviewer, ConsentMethod.WRITTEN)

    reviewer.qtbot.waitUntil(lambda: reviewer.desks.visit.is_recording, timeout=30_000)


def test_who_agreed_for_the_patient_is_written_down(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.PROXY, "母亲")

    found = consent(reviewer)
    assert found is not None
    assert found.given_by == "母亲"
    assert "母亲" in chip(reviewer).text()


def test_taking_it_back_is_asked_once_and_then_done(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.ORAL)
    chip(reviewer).withdraw_asked.emit()
    assert reviewer.part(QFrame, "ask_bar").isVisible()

    reviewer.part(QPushButton, "confirm_withdrawal").click()

    reviewer.qtbot.waitUntil(
        lambda: bool((found := consent(reviewer)) and found.withdrawn), timeout=30_000
    )
    assert not reviewer.desks.visit.is_recording


def test_a_withdrawal_that_was_not_meant_changes_nothing(reviewer: Reviewer) -> None:
    note(reviewer, ConsentMethod.ORAL)
    chip(reviewer).withdraw_asked.emit()

    reviewer.part(QPushButton, "leave_question").click()
    reviewer.settle()

    found = consent(reviewer)
    assert found is not None
    assert not found.withdrawn


def test_a_childs_guardian_is_asked_before_anything_is_recorded(beside_a_child: Reviewer) -> None:
    beside_a_child.desks.visit.act(Action.RECORD)
    beside_a_child.settle()

    assert beside_a_child.part(QFrame, "ask_bar").isVisible()
    assert not beside_a_child.desks.recording.is_running


@pytest.mark.filterwarnings("default")
def test_the_guardian_starts_the_recording_and_a_withdrawal_ends_it(
    beside_a_child: Reviewer,
) -> None:
    desks = beside_a_child.desks
    desks.visit.act(Action.RECORD)
    beside_a_child.part(QPushButton, "guardian_mother").click()
    beside_a_child.qtbot.waitUntil(lambda: desks.recording.is_running, timeout=_LONG_MS)

    beside_a_child.part(QPushButton, "confirm_withdrawal").click()

    beside_a_child.qtbot.waitUntil(lambda: not desks.recording.visit, timeout=_LONG_MS)
    shown = desks.visit.opened
    assert shown is not None
    assert not shown.has_sound


def test_a_record_can_be_typed_without_asking(reviewer: Reviewer) -> None:
    assert reviewer.desks.visit.act(Action.BY_HAND)

    assert reviewer.editor("chief_complaint").hasFocus()
    reviewer.write("chief_complaint", "咳嗽3天")
    assert not reviewer.desks.visit.is_recording


def test_the_chip_does_not_offer_to_withdraw_what_was_not_given(qtbot: QtBot) -> None:
    made = ConsentChip()
    qtbot.addWidget(made)
    made.show_consent(
        Consent("1", "1", ConsentMethod.REFUSED, ConsentScope.RECORD, "zh/1", "", "")
    )

    last = made.menu().actions()[-1]
    assert not last.isEnabled()
    assert isinstance(made, QToolButton)
