"""Consents as they are noted, asked for and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from clinic_at_work import STARTED, MovableClock, log_of, signed, written
from journal_audio import recorded, speech

from zhenlu.domain.consent import ConsentMethod, ConsentScope
from zhenlu.domain.errors import (
    ActionForbidden,
    ConsentMissing,
    JournalRefused,
    VisitSealed,
    VisitUnknown,
)
from zhenlu.domain.journal import AudioState
from zhenlu.domain.person import Role
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.consents import Consents
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.journal import Journal
from zhenlu.storage.patients import Patients
from zhenlu.storage.records import Records
from zhenlu.storage.seals import Seals
from zhenlu.storage.visits import Visits

_WORDING = "zh/2026-11"


def agreed(access: Access, visit: str) -> None:
    Consents(access).note(visit, ConsentMethod.ORAL, _WORDING)


@pytest.fixture
def child_visit(doctor: Access) -> str:
    child = Patients(doctor).add("小朋友", born=date(2020, 5, 1))
    return Visits(doctor).add(child.id, started=STARTED).id


def test_before_anybody_was_asked_nothing_may_start(doctor: Access, visit: str) -> None:
    with pytest.raises(ConsentMissing) as told:
        Consents(doctor).require(visit)

    assert told.value.reason == "none"


def test_a_visit_tells_how_the_patient_agreed(doctor: Access, visit: str) -> None:
    before = Visits(doctor).get(visit).consent

    Consents(doctor).note(visit, ConsentMethod.WRITTEN, _WORDING)

    assert before is None
    assert Visits(doctor).get(visit).consent is ConsentMethod.WRITTEN


def test_a_visit_has_no_consent_once_it_was_taken_back_or_refused(
    doctor: Access, visit: str
) -> None:
    agreed(doctor, visit)
    Consents(doctor).withdraw(visit)
    withdrawn = Visits(doctor).get(visit).consent
    agreed(doctor, visit)
    Consents(doctor).note(visit, ConsentMethod.REFUSED, _WORDING)

    assert withdrawn is None
    assert Visits(doctor).get(visit).consent is None


def test_a_noted_consent_says_who_how_what_and_when(
    doctor: Access, visit: str, clock: MovableClock
) -> None:
    Consents(doctor).note(visit, ConsentMethod.PROXY, _WORDING, ConsentScope.KEEP, " 女儿 ")

    standing = Consents(doctor).require(visit)

    assert (standing.method, standing.scope) == (ConsentMethod.PROXY, ConsentScope.KEEP)
    assert (standing.given_by, standing.wording) == ("女儿", _WORDING)
    assert standing.noted_by == doctor.person.id
    assert standing.at == clock.now.isoformat(timespec="milliseconds")


def test_the_last_answer_holds(doctor: Access, visit: str) -> None:
    agreed(doctor, visit)
    Consents(doctor).note(visit, ConsentMethod.REFUSED, _WORDING)

    with pytest.raises(ConsentMissing) as told:
        Consents(doctor).require(visit)

    assert told.value.reason == "refused"
    assert len(Consents(doctor).of_visit(visit)) == 2


def test_a_child_s_consent_needs_the_guardian(doctor: Access, child_visit: str) -> None:
    with pytest.raises(ConsentMissing):
        agreed(doctor, child_visit)

    Consents(doctor).note(child_visit, ConsentMethod.ORAL, _WORDING, given_by="父亲")

    assert Consents(doctor).require(child_visit).given_by == "父亲"


def test_a_birth_date_entered_later_takes_the_child_s_own_consent_away(
    doctor: Access, visit: str, patient: str
) -> None:
    agreed(doctor, visit)
    known = Patients(doctor).get(patient)
    Patients(doctor).correct(replace(known, born=date(2020, 5, 1)))

    with pytest.raises(ConsentMissing) as told:
        Consents(doctor).require(visit)

    assert told.value.reason == "guardian"


def test_an_admin_records_nobody(admin: Access, visit: str) -> None:
    with pytest.raises(ActionForbidden):
        Consents(admin).require(visit)


def test_a_visit_that_is_not_there_is_told(doctor: Access) -> None:
    with pytest.raises(VisitUnknown):
        agreed(doctor, "never")


@pytest.mark.parametrize("table", ["consent", "consent_withdrawal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET noted_by = ''", "DELETE FROM {}"])
def test_the_database_changes_no_consent(
    doctor: Access, visit: str, table: str, change: str
) -> None:
    agreed(doctor, visit)
    Consents(doctor).withdraw(visit)

    with pytest.raises(ConstraintBroken):
        doctor.db.execute(change.format(table))


def test_a_withdrawal_stops_the_recording_and_erases_the_audio(
    doctor: Access, visit: str, journal: Journal
) -> None:
    agreed(doctor, visit)
    writer = journal.start(visit)
    writer.append(speech(3))

    Audio(doctor, journal).withdraw(visit, stop=writer.close)

    assert journal.visit(visit).state is AudioState.ERASED
    with pytest.raises(JournalRefused) as told:
        journal.span(visit, 0, 1)
    assert told.value.reason == "erased"


def test_a_withdrawal_leaves_its_trace_and_bars_the_next_start(
    doctor: Access, visit: str, journal: Journal, clock: MovableClock
) -> None:
    agreed(doctor, visit)
    recorded(journal, speech(2), visit)
    clock.forward(minutes=5)

    Audio(doctor, journal).withdraw(visit)

    (answer,) = Consents(doctor).of_visit(visit)
    assert answer.withdrawn == clock.now.isoformat(timespec="milliseconds")
    assert ("delete", "audio", "done") in log_of(doctor)
    with pytest.raises(ConsentMissing):
        Consents(doctor).require(visit)


def test_what_was_signed_stays_after_a_withdrawal(
    doctor: Access, visit: str, journal: Journal
) -> None:
    agreed(doctor, visit)
    recorded(journal, speech(2), visit)
    signed(doctor, visit, written())

    Audio(doctor, journal).withdraw(visit)

    assert len(Records(doctor).versions(visit)) == 1


def test_nothing_can_be_withdrawn_twice(doctor: Access, visit: str) -> None:
    agreed(doctor, visit)
    Consents(doctor).withdraw(visit)

    with pytest.raises(ConsentMissing) as told:
        Consents(doctor).withdraw(visit)

    assert told.value.reason == "withdrawn"


def test_a_sealed_visit_keeps_its_audio_but_the_withdrawal_counts(
    doctor: Access, visit: str, journal: Journal
) -> None:
    agreed(doctor, visit)
    recorded(journal, speech(2), visit)
    Seals(doctor).seal(visit, "医疗纠纷")

    with pytest.raises(VisitSealed):
        Audio(doctor, journal).withdraw(visit)

    assert journal.visit(visit).state is AudioState.CLOSED
    assert Consents(doctor).of_visit(visit)[-1].withdrawn


def test_audio_that_is_in_use_is_not_called_erased(
    doctor: Access, visit: str, journal: Journal
) -> None:
    agreed(doctor, visit)
    writer = journal.start(visit)
    try:
        with pytest.raises(JournalRefused):
            Audio(doctor, journal).withdraw(visit)
    finally:
        writer.close()

    assert log_of(doctor)[-1] == ("delete", "audio", "failed")


def test_who_may_not_delete_erases_no_audio_by_hand(
    as_role: Callable[[Role], Access], visit: str, journal: Journal
) -> None:
    recorded(journal, speech(2), visit)

    with pytest.raises(ActionForbidden):
        Audio(as_role(Role.NURSE), journal).erase(visit)

    assert Audio(as_role(Role.DOCTOR), journal).erase(visit)
    assert not Audio(as_role(Role.DOCTOR), journal).erase(visit)
