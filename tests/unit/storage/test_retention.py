"""The clinic's terms, applied to a journal while a test moves the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic_at_work import MovableClock, log_of, signed, written
from journal_audio import recorded, speech

from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.consent import ConsentMethod, ConsentScope
from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.journal import AudioState
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.clinic_settings import Settings
from zhenlu.storage.consents import Consents
from zhenlu.storage.journal import Journal
from zhenlu.storage.journal_writer import JournalWriter
from zhenlu.storage.retention import Retention
from zhenlu.storage.seals import Seals


@pytest.fixture
def retention(doctor: Access, journal: Journal, visit: str) -> Retention:
    """Of a clinic with one recorded visit."""
    recorded(journal, speech(2), visit)
    return Retention(doctor, Audio(doctor, journal))


@pytest.fixture
def running(journal: Journal) -> Iterator[JournalWriter]:
    """A recording that goes on in another visit."""
    writer = journal.start("other")
    writer.append(speech(1))
    yield writer
    writer.close()


def keep_audio(admin: Access, days: int | None) -> None:
    Settings(admin).change(ClinicSettings(audio_days=days))


def test_by_default_audio_goes_with_the_signature(
    retention: Retention, doctor: Access, visit: str
) -> None:
    assert retention.apply() == ()

    signed(doctor, visit, written())

    assert retention.due().audio == (visit,)
    assert retention.apply() == (visit,)
    assert retention.audio.journal.visit(visit).state is AudioState.ERASED
    assert log_of(doctor)[-1] == ("delete", "audio", "done")
    assert retention.apply() == ()


@pytest.mark.parametrize("days", [7, 30])
def test_audio_stays_for_the_days_that_the_clinic_chose(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock, days: int
) -> None:
    keep_audio(admin, days)
    signed(doctor, visit, written())

    clock.forward(days=days, minutes=-1)
    assert retention.apply() == ()
    clock.forward(minutes=1)

    assert retention.apply() == (visit,)


def test_a_later_version_does_not_start_the_term_anew(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, 7)
    signed(doctor, visit, written())
    clock.forward(days=6)
    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    clock.forward(days=1)

    assert retention.apply() == (visit,)


def test_audio_is_kept_where_clinic_and_patient_agree(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, None)
    Consents(doctor).note(visit, ConsentMethod.WRITTEN, "zh/2026-11", ConsentScope.KEEP)
    signed(doctor, visit, written())

    for _ in range(60):
        clock.forward(days=40)
        assert retention.apply() == ()


def test_a_clock_set_back_at_signing_ends_the_term_neither_early_nor_never(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, 7)
    retention.due()
    clock.back(days=400)
    signed(doctor, visit, written())
    clock.forward(days=401)

    assert retention.apply() == ()
    clock.forward(days=7)

    assert retention.apply() == (visit,)


def test_a_clock_that_stays_back_still_ends_the_term(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, 7)
    signed(doctor, visit, written())
    clock.back(days=4000)

    looks = 0
    while not retention.apply():
        clock.forward(days=1)
        looks += 1

    assert looks == 7


def test_a_date_that_jumped_ahead_erases_nothing_until_it_is_confirmed(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, 7)
    signed(doctor, visit, written())
    clock.forward(days=100)

    assert retention.due().is_doubted
    assert retention.apply() == ()
    Retention(admin, retention.audio).confirm_date()

    assert retention.apply() == (visit,)


def test_what_was_signed_under_a_doubted_date_keeps_its_whole_term(
    retention: Retention, doctor: Access, admin: Access, visit: str, clock: MovableClock
) -> None:
    keep_audio(admin, 7)
    retention.due()
    clock.forward(days=100)
    signed(doctor, visit, written())
    clock.forward(hours=2)

    Retention(admin, retention.audio).confirm_date()

    assert retention.apply() == ()
    clock.forward(days=7)
    assert retention.apply() == (visit,)


def test_a_doctor_does_not_confirm_the_date(retention: Retention) -> None:
    with pytest.raises(ActionForbidden):
        retention.confirm_date()


def test_a_withdrawal_whose_erasure_failed_is_made_up_for(
    retention: Retention, doctor: Access, visit: str
) -> None:
    Consents(doctor).note(visit, ConsentMethod.ORAL, "zh/2026-11")
    Consents(doctor).withdraw(visit)

    assert retention.apply() == (visit,)


def test_a_sealed_visit_waits(retention: Retention, doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    Seals(doctor).seal(visit, "医疗纠纷")

    assert retention.apply() == ()
    Seals(doctor).unseal(visit, "双方同意")

    assert retention.apply() == (visit,)


def test_a_running_recording_is_left_alone(
    retention: Retention, running: JournalWriter, visit: str, doctor: Access
) -> None:
    signed(doctor, visit, written())

    assert retention.apply() == (visit,)
    running.append(speech(1))
