"""A sealed visit stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clinic_at_work import MovableClock, log_of, signed, written
from journal_audio import recorded, speech

from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import ActionForbidden, VisitRefused, VisitSealed, VisitUnknown
from zhenlu.domain.transcript import Correction, Language, Segment
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.consents import Consents
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.deletion import Deletions
from zhenlu.storage.journal import Journal
from zhenlu.storage.records import Records
from zhenlu.storage.seals import Seals, seal_events
from zhenlu.storage.transcripts import Transcripts
from zhenlu.storage.visits import Visits


def test_nothing_of_a_sealed_visit_changes(
    doctor: Access, second_doctor: Access, visit: str, journal: Journal
) -> None:
    Transcripts(doctor).begin(visit, Language.ZH)
    Transcripts(doctor).append(visit, (Segment(1, "咳嗽"),))
    version = signed(doctor, visit, written())
    Records(doctor).save_draft(visit, written("头痛"))
    recorded(journal, speech(2), visit)
    Seals(doctor).seal(visit, "医疗纠纷")
    attempts: list[Callable[[], object]] = [
        lambda: Records(doctor).save_draft(visit, written()),
        lambda: Records(doctor).sign(visit, written("头痛"), "更正"),
        lambda: Records(second_doctor).cosign(version),
        lambda: Transcripts(doctor).begin(visit, Language.ZH),
        lambda: Transcripts(doctor).append(visit, (Segment(2, "发热"),)),
        lambda: Transcripts(doctor).correct(visit, (Correction(1, "头痛"),)),
        lambda: Visits(doctor).move(visit, VisitState.AMENDED),
        lambda: Consents(doctor).note(visit, ConsentMethod.ORAL, "zh/2026-11"),
        lambda: Consents(doctor).require(visit),
        lambda: Audio(doctor, journal).erase(visit),
        lambda: Deletions(doctor, Audio(doctor, journal)).delete(visit, "误建"),
    ]

    for attempt in attempts:
        with pytest.raises(VisitSealed):
            attempt()

    refused = [row for row in log_of(doctor) if row[2] == "refused"]
    assert len(refused) == len(attempts)
    assert len(Records(doctor).versions(visit)) == 1
    assert len(journal.span(visit, 0, 2).samples) == 32_000


def test_a_sealed_visit_can_be_read(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    Seals(doctor).seal(visit, "医疗纠纷")

    assert Records(doctor).versions(visit)[0].record == written()


def test_after_unsealing_it_changes_again(doctor: Access, visit: str) -> None:
    Seals(doctor).seal(visit, "医疗纠纷")
    Seals(doctor).unseal(visit, "双方同意")

    Records(doctor).save_draft(visit, written())

    assert not Seals(doctor).is_sealed(visit)


def test_both_are_on_record_with_their_reasons(
    doctor: Access, visit: str, clock: MovableClock
) -> None:
    Seals(doctor).seal(visit, "医疗纠纷")
    clock.forward(days=3)
    Seals(doctor).unseal(visit, "双方同意")

    told = [(event.is_sealed, event.reason) for event in seal_events(doctor.db, visit)]

    assert told == [(True, "医疗纠纷"), (False, "双方同意")]
    assert [row[0] for row in log_of(doctor)][-2:] == ["seal", "unseal"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_sealing_takes_a_reason(doctor: Access, visit: str, reason: str) -> None:
    with pytest.raises(VisitRefused) as told:
        Seals(doctor).seal(visit, reason)

    assert told.value.reason == "reason"


def test_what_is_not_sealed_cannot_be_unsealed(doctor: Access, visit: str) -> None:
    with pytest.raises(VisitRefused) as told:
        Seals(doctor).unseal(visit, "误操作")

    assert told.value.reason == "unsealed"


def test_a_visit_that_is_not_there_is_not_sealed(doctor: Access) -> None:
    with pytest.raises(VisitUnknown):
        Seals(doctor).seal("never", "医疗纠纷")


def test_a_nurse_seals_nothing(nurse: Access, visit: str) -> None:
    with pytest.raises(ActionForbidden):
        Seals(nurse).seal(visit, "医疗纠纷")


@pytest.mark.parametrize("change", ["UPDATE seal SET sealed = 0", "DELETE FROM seal"])
def test_the_database_lifts_no_seal(doctor: Access, visit: str, change: str) -> None:
    Seals(doctor).seal(visit, "医疗纠纷")

    with pytest.raises(ConstraintBroken):
        doctor.db.execute(change)
