"""The whole window, as a clinician uses it: real store, real starter engines, by object name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from clinician import LONG_MS, PASSPHRASE, Clinician, made, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from zhenlu import paths
from zhenlu.domain.audit import AuditAction
from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.level import MicrophoneCheck
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import VisitState
from zhenlu.storage import store
from zhenlu.ui.keys import Action
from zhenlu.ui.visit.capture import Capture


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder / "store"


@pytest.fixture
def clinician(folder: Path, qtbot: QtBot) -> Iterator[Clinician]:
    somebody = opened(folder, qtbot, 16.0)
    yield somebody
    somebody.window.close()


@pytest.mark.parametrize("language", list(Language))
def test_somebody_who_never_saw_it_gets_from_nothing_to_the_day(
    folder: Path, qtbot: QtBot, language: Language
) -> None:
    clinician = opened(folder, qtbot, 16.0, language=language)
    window = clinician.window
    window.show()
    first = window.first_run
    assert first is not None

    clinician.type_into("first_name", "李医生")
    clinician.press("step_next")
    clinician.type_into("new_passphrase", PASSPHRASE)
    clinician.type_into("same_passphrase", PASSPHRASE)
    clinician.press("step_next")
    recovery = first.page.recovery
    clinician.wait(lambda: bool(recovery.key))
    clinician.type_into("recovery_answer", recovery.key.split("-")[recovery.asked_group])
    clinician.press("step_next")
    first.page.microphone.show_check(MicrophoneCheck(-12.0, -20.0, -60.0, True))
    clinician.press("step_next")
    clinician.press("step_next")

    clinician.wait(lambda: window.desks is not None)
    assert window.workplace is not None
    assert window.workplace.page.place is Action.TODAY
    window.close()


def test_a_recovery_key_that_was_not_kept_holds_the_first_run(clinician: Clinician) -> None:
    clinician.window.show()
    clinician.type_into("first_name", "李医生")
    clinician.press("step_next")
    clinician.type_into("new_passphrase", PASSPHRASE)
    clinician.type_into("same_passphrase", PASSPHRASE)
    clinician.press("step_next")
    first = clinician.window.first_run
    assert first is not None
    clinician.wait(lambda: bool(first.page.recovery.key))

    clinician.type_into("recovery_answer", "AAAAA")

    assert not clinician.part(QPushButton, "step_next").isEnabled()


def test_a_wrong_passphrase_is_told_and_opens_nothing(
    clinician: Clinician, folder: Path
) -> None:
    made(folder)
    clinician.window.show()
    clinician.type_into("passphrase", "not the passphrase")
    clinician.enter_in("passphrase")

    problem = clinician.window.window.findChild(QWidget, "problem")
    clinician.wait(problem.isVisible)
    assert clinician.window.desks is None


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("language", "sound", "word"),
    [(Language.ZH, "zh-cough-fever.flac", "咳嗽"), (Language.EN, "en-low-back-pain.flac", "pain")],
)
def test_a_visit_is_recorded_reviewed_signed_and_copied(
    folder: Path, qtbot: QtBot, language: Language, sound: str, word: str
) -> None:
    made(folder)
    clinician = opened(folder, qtbot, 16.0, sound, language)
    window = clinician.window
    window.show()
    clinician.sign_in()
    desks = window.desks
    assert desks is not None
    clinician.add_patient("王小明")

    clinician.key(Action.RECORD)
    clinician.wait(lambda: desks.recording.is_running)
    strip = desks.visit.recording.strip
    clinician.wait(lambda: desks.visit.recording.lines.rowCount() > 3, LONG_MS)
    clinician.wait(lambda: not desks.visit.is_recording, LONG_MS)
    assert strip.capture is Capture.IDLE

    clinician.settle_and_sign()
    clinician.key(Action.COPY_RECORD)

    assert word in QApplication.clipboard().text()
    logged = desks.room.store.audit
    clinician.wait(lambda: AuditAction.COPY in [entry.action for entry in logged.entries()])
    clinician.window.close()


def test_locking_hides_every_name(clinician: Clinician, folder: Path) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    clinician.add_patient("王小明")

    clinician.key(Action.LOCK)

    clinician.wait(lambda: window.window.findChild(QLineEdit, "passphrase") is not None)
    room = window.window.room
    assert room is not None
    assert "王" not in " ".join(w.text() for w in room.findChildren(QPushButton))
    assert window.window.windowTitle() == "诊录"


def test_coming_back_after_the_lock_shows_the_same_place(
    clinician: Clinician, folder: Path
) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    place = window.workplace
    clinician.key(Action.LOCK)
    clinician.wait(lambda: window.window.room is not place)

    clinician.type_into("passphrase", PASSPHRASE)
    clinician.enter_in("passphrase")

    clinician.wait(lambda: window.window.room is place)


@pytest.mark.filterwarnings("default")
def test_a_visit_that_broke_off_is_offered_and_written_up(folder: Path, qtbot: QtBot) -> None:
    made(folder)
    before = opened(folder, qtbot, 4.0)
    before.window.show()
    before.sign_in()
    before.add_patient("王小明")
    before.key(Action.RECORD)
    assert before.window.desks is not None
    lines = before.window.desks.visit.recording.lines
    before.wait(lambda: lines.rowCount() >= 2, LONG_MS)
    before.window.close()

    after = opened(folder, qtbot, 16.0)
    try:
        after.window.show()
        after.sign_in()
        card = after.window.window.findChild(QWidget, "unfinished")
        after.wait(card.isVisible)
        after.press("finish_unfinished")
        desks = after.window.desks
        assert desks is not None
        after.wait(lambda: desks.visit.opened is not None, LONG_MS)
        assert desks.visit.opened is not None
        record = desks.visit.opened.record
        assert record is not None
        assert len(record.transcript) >= 2
    finally:
        after.window.close()


@pytest.mark.filterwarnings("default")
def test_a_file_of_a_recorder_pen_becomes_a_record(clinician: Clinician, folder: Path) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    desks = window.desks
    assert desks is not None

    desks.import_file(str(paths.resources() / "samples" / "zh-cough-fever.flac"))
    clinician.type_into("patient_name", "王小明")
    clinician.enter_in("patient_name")

    clinician.wait(lambda: desks.visit.opened is not None, LONG_MS)
    assert desks.visit.opened is not None
    record = desks.visit.opened.record
    assert record is not None
    complaint = record.section("chief_complaint")
    assert complaint is not None
    assert "咳嗽" in complaint.text


def test_a_file_without_sound_is_told_and_the_patient_stays(
    clinician: Clinician, folder: Path, tmp_path: Path
) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.sign_in()
    desks = window.desks
    assert desks is not None
    (tmp_path / "broken.mp3").write_bytes(b"no sound at all")

    desks.import_file(str(tmp_path / "broken.mp3"))
    clinician.type_into("patient_name", "王小明")
    clinician.enter_in("patient_name")

    clinician.wait(lambda: any(n.state == "danger" for n in window.notices.all))
    # The file is read beside the list.
    clinician.wait(lambda: desks.today.visits.current is not None)


@pytest.mark.filterwarnings("default")
def test_a_nurse_follows_up_who_is_due(folder: Path, qtbot: QtBot) -> None:
    """Due list, Enter, record, confirm, sign: the next contact stands on the list."""
    store.create(folder, "王护士", frozenset({Role.NURSE, Role.ADMIN}), PASSPHRASE)
    somebody = opened(folder, qtbot, 16.0, "zh-hypertension-followup.flac")
    try:
        somebody.window.show()
        somebody.sign_in()
        desks = somebody.window.desks
        assert desks is not None
        due_since_yesterday(desks.room.store)
        somebody.key(Action.FOLLOW_UP)
        somebody.wait(lambda: desks.follow_up.due.current is not None)
        form = somebody.part(QComboBox, "due_form")
        assert isinstance(form, QComboBox)
        assert form.currentData() == "followup-hypertension"

        qtbot.keyClick(desks.follow_up.due, Qt.Key.Key_Return)
        somebody.wait(lambda: desks.visit.opened is not None)
        somebody.key(Action.RECORD)
        # To its end: a plan is said last, and without one the form does not sign.
        somebody.wait(lambda: desks.follow_up.shown is not None, LONG_MS)

        page = desks.follow_up
        assert page.shown is not None
        assert somebody.window.workplace is not None
        assert somebody.window.workplace.page is page
        assert page.shown.waiting
        for _ in page.shown.waiting:
            qtbot.keyClick(page.form.focusWidget(), Qt.Key.Key_Return)
        somebody.wait(lambda: page.shown is not None and not page.shown.waiting)
        somebody.key(Action.SIGN)
        passphrase = page.findChild(QLineEdit, "sign_passphrase")
        somebody.wait(passphrase.isVisible)
        passphrase.setText(PASSPHRASE)
        qtbot.keyClick(passphrase, Qt.Key.Key_Return)

        somebody.wait(lambda: page.shown is not None and page.shown.opened.is_signed)
        somebody.wait(lambda: all(r.entry.id != "due-1" for r in page.due.rows))
    finally:
        somebody.window.close()


def due_since_yesterday(opened_store: store.Store) -> None:
    """A patient with hypertension who should have been called yesterday."""
    patient = opened_store.patients.add("刘秀英", "female", date(1959, 3, 1))
    started = datetime.now() - timedelta(days=90)
    visit = opened_store.visits.add(patient.id, "revisit", started=started)
    fact = Fact(FactKind.DIAGNOSIS, "高血压", 1)
    opened_store.visits.move(visit.id, VisitState.DRAFTING)
    record = Record("outpatient-revisit", Language.ZH, facts=(fact,))
    opened_store.records.save_draft(visit.id, record)
    opened_store.visits.move(visit.id, VisitState.DRAFTED)
    yesterday = date.today() - timedelta(days=1)
    item = DueItem("due-1", visit.id, patient.id, DueKind.FOLLOWUP, "复查血压", yesterday)
    opened_store.follow_ups.put(visit.id, (item,))


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(
    clinician: Clinician, folder: Path
) -> None:
    roles = frozenset({Role.DOCTOR, Role.ADMIN})
    recovery = store.create(folder, "李医生", roles, PASSPHRASE)
    window = clinician.window
    window.show()
    clinician.press("recover")
    clinician.type_into("lost_recovery_key", recovery.lower())
    clinician.type_into("lost_new_one", "another long passphrase")
    clinician.type_into("lost_new_again", "another long passphrase")
    clinician.press("lost_reset")
    clinician.wait(lambda: window.window.findChild(QLineEdit, "passphrase") is not None)

    clinician.type_into("passphrase", "another long passphrase")
    clinician.enter_in("passphrase")

    clinician.wait(lambda: window.desks is not None)


def test_a_recovery_key_with_a_slip_is_told(clinician: Clinician, folder: Path) -> None:
    made(folder)
    window = clinician.window
    window.show()
    clinician.press("recover")
    clinician.type_into("lost_recovery_key", "ABCDE-FGHJK")
    clinician.type_into("lost_new_one", "another long passphrase")
    clinician.type_into("lost_new_again", "another long passphrase")
    clinician.press("lost_reset")

    problem = window.window.findChild(QLabel, "lost_problem")
    clinician.wait(lambda: bool(problem.text()))
