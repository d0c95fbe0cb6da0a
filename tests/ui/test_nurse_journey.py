"""J3: who is due is begun, spoken, confirmed and signed; the next contact stands on the list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from clinician import LONG_MS, SPOKEN, Clinician, give_passphrase, made, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import VisitState
from zhenlu.storage.store import Store
from zhenlu.ui.keys import Action

_SAMPLES = paths.resources() / "samples"


def due_since_yesterday(store: Store, language: Language, diagnosis: str, what: str) -> None:
    """A patient with hypertension who should have been called yesterday."""
    patient = store.patients.add("刘秀英", "female", date(1959, 3, 1))
    started = datetime.now() - timedelta(days=90)
    visit = store.visits.add(patient.id, "revisit", started=started)
    store.visits.move(visit.id, VisitState.DRAFTING)
    facts = (Fact(FactKind.DIAGNOSIS, diagnosis, 1),)
    store.records.save_draft(visit.id, Record("outpatient-revisit", language, facts=facts))
    store.visits.move(visit.id, VisitState.DRAFTED)
    yesterday = date.today() - timedelta(days=1)
    item = DueItem("due-1", visit.id, patient.id, DueKind.FOLLOWUP, what, yesterday)
    store.follow_ups.put(visit.id, (item,))


def confirm_all(clinician: Clinician) -> None:
    """Enter takes what has to be looked at, one value after the other."""
    page = clinician.desks.follow_up
    assert page.shown is not None
    for _ in page.shown.waiting:
        clinician.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    clinician.wait(lambda: page.shown is not None and not page.shown.waiting)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("language", "spoken", "diagnosis", "what", "systolic", "days"),
    [
        pytest.param(
            Language.ZH, _SAMPLES / "zh-hypertension-followup.flac", "高血压", "复查血压",
            "142", 14, id="zh",
        ),
        pytest.param(
            Language.EN, SPOKEN / "en-blood-pressure.flac", "hypertension",
            "blood pressure check", "138", 28, id="en",
        ),
    ],
)  # fmt: skip
def test_a_nurse_follows_up_who_is_due(
    data_folder: Path,
    qtbot: QtBot,
    language: Language,
    spoken: Path,
    diagnosis: str,
    what: str,
    systolic: str,
    days: int,
) -> None:
    made(data_folder / "store", "王护士", Role.NURSE)
    clinician = opened(data_folder / "store", qtbot, spoken, language)
    clinician.window.show()
    clinician.sign_in()
    desks = clinician.desks
    with clinician.beside() as beside:
        due_since_yesterday(beside, language, diagnosis, what)
    clinician.key(Action.FOLLOW_UP)
    page = desks.follow_up
    clinician.wait(lambda: page.due.current is not None)
    form = clinician.part(QComboBox, "due_form")
    assert isinstance(form, QComboBox)
    assert form.currentData() == "followup-hypertension"

    qtbot.keyClick(page.due, Qt.Key.Key_Return)
    clinician.wait(lambda: desks.visit.opened is not None)
    clinician.key(Action.RECORD)
    # To its end: a plan is said last, and without one the form does not sign.
    clinician.wait(lambda: page.shown is not None, LONG_MS)
    assert clinician.window.workplace is not None
    assert clinician.window.workplace.page is page
    value = clinician.part(QLineEdit, "value_systolic")
    assert isinstance(value, QLineEdit)
    assert value.text() == systolic
    confirm_all(clinician)
    clinician.key(Action.SIGN)
    give_passphrase(page, qtbot)

    clinician.wait(lambda: page.shown is not None and page.shown.opened.is_signed)
    clinician.wait(lambda: all(r.entry.id != "due-1" for r in page.due.rows))
    with clinician.beside() as beside:
        following = beside.follow_ups.due(date.today() + timedelta(days=60))
    assert {item.due for item, _ in following} == {date.today() + timedelta(days=days)}
    clinician.window.close()
