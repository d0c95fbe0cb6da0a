"""What a signature does beyond freezing the text: states, late entries, cosignatures, chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from clinic_at_work import STARTED, MovableClock, log_of, signed, written

from zhenlu.application.exporting import signature_of
from zhenlu.domain.errors import ActionForbidden, RecordAltered, RecordRefused
from zhenlu.domain.person import Person, Role
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access
from zhenlu.storage.database import ConstraintBroken
from zhenlu.storage.patients import Patients
from zhenlu.storage.record_document import unpacked
from zhenlu.storage.records import Records
from zhenlu.storage.visits import Visits


def state_of(access: Access, visit: str) -> VisitState:
    return Visits(access).get(visit).state


def test_a_signed_visit_is_signed_and_an_amended_one_amended(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    assert state_of(doctor, visit) is VisitState.SIGNED

    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    assert state_of(doctor, visit) is VisitState.AMENDED


@pytest.mark.parametrize("state", [VisitState.RECORDING, VisitState.TRANSCRIBING])
def test_what_is_still_coming_in_is_not_signed(
    doctor: Access, visit: str, state: VisitState
) -> None:
    Visits(doctor).move(visit, state)

    with pytest.raises(RecordRefused) as told:
        signed(doctor, visit, written())

    assert told.value.reason == "unfinished"
    assert state_of(doctor, visit) is state


@pytest.mark.parametrize(("hours", "late"), [(23, False), (25, True)])
def test_a_record_of_the_day_before_is_a_late_entry(
    doctor: Access, visit: str, clock: MovableClock, hours: int, late: bool
) -> None:
    clock.forward(hours=hours)

    signed(doctor, visit, written())

    assert Records(doctor).versions(visit)[0].is_late is late


def test_an_amendment_is_no_late_entry(doctor: Access, visit: str, clock: MovableClock) -> None:
    signed(doctor, visit, written())
    clock.forward(days=30)

    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    assert not Records(doctor).versions(visit)[1].is_late


def test_a_version_says_who_wrote_what_another_signed(
    as_role: Callable[[Role], Access], visit: str
) -> None:
    assistant, doctor = as_role(Role.ASSISTANT), as_role(Role.DOCTOR)
    Records(assistant).save_draft(visit, written())

    version = Records(doctor).sign(visit, written())

    assert (version.writer, version.author) == (assistant.person.id, doctor.person.id)


def test_a_second_person_cosigns_the_same_version(
    doctor: Access, second_doctor: Access, visit: str, patient: str
) -> None:
    version = signed(doctor, visit, written())

    cosigned = Records(second_doctor).cosign(version)

    (signature,) = cosigned.cosignatures
    assert (cosigned.id, cosigned.number) == (version, 1)
    assert (signature.person, signature.position) == (second_doctor.person.id, 2)
    assert Records(doctor).verify(patient) == 2
    assert log_of(doctor)[-2] == ("sign", "cosignature", "done")


def test_nobody_cosigns_what_they_signed(
    doctor: Access, second_doctor: Access, visit: str
) -> None:
    version = signed(doctor, visit, written())
    Records(second_doctor).cosign(version)

    for access in (doctor, second_doctor):
        with pytest.raises(RecordRefused) as told:
            Records(access).cosign(version)
        assert told.value.reason == "cosigned"


def test_a_version_that_was_replaced_is_not_cosigned(
    doctor: Access, second_doctor: Access, visit: str
) -> None:
    first = signed(doctor, visit, written())
    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    with pytest.raises(RecordRefused) as told:
        Records(second_doctor).cosign(first)

    assert told.value.reason == "superseded"


def test_a_nurse_cosigns_no_diagnosis(doctor: Access, nurse: Access, visit: str) -> None:
    version = signed(doctor, visit, written())

    with pytest.raises(ActionForbidden):
        Records(nurse).cosign(version)


def test_the_next_version_rests_on_the_cosignature(
    doctor: Access, second_doctor: Access, visit: str, patient: str
) -> None:
    version = signed(doctor, visit, written())
    cosigned = Records(second_doctor).cosign(version)

    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    later = Records(doctor).versions(visit)[1]
    assert later.previous == cosigned.cosignatures[0].digest
    assert (later.position, Records(doctor).verify(patient)) == (3, 3)


@pytest.mark.parametrize(
    "change",
    ["person = (SELECT id FROM person WHERE name = 'nurse')", "at = ''", "previous = ''",
     "digest = ''", "position = 7"],
)  # fmt: skip
def test_a_changed_cosignature_is_found(
    doctor: Access, second_doctor: Access, visit: str, patient: str, change: str
) -> None:
    Records(second_doctor).cosign(signed(doctor, visit, written()))
    doctor.db.execute("DROP TRIGGER cosignature_no_update")
    doctor.db.execute(f"UPDATE cosignature SET {change}")  # noqa: S608

    with pytest.raises(RecordAltered) as told:
        Records(doctor).verify(patient)

    assert told.value.params["position"] == 2


def test_a_removed_cosignature_is_found(
    doctor: Access, second_doctor: Access, visit: str, patient: str
) -> None:
    Records(second_doctor).cosign(signed(doctor, visit, written()))
    signed(doctor, visit, written("咳嗽4天"), "更正病程")
    doctor.db.execute("DROP TRIGGER cosignature_no_delete")
    doctor.db.execute("DELETE FROM cosignature")

    with pytest.raises(RecordAltered):
        Records(doctor).verify(patient)


@pytest.mark.parametrize(
    "change",
    ["writer = 'x'", "is_late = 1", "signed_as = 'nurse'", "form = 1", "form = 2", "form = 9"],
)
def test_writer_late_mark_and_part_are_under_the_signature(
    doctor: Access, visit: str, patient: str, change: str
) -> None:
    signed(doctor, visit, written())
    doctor.db.execute("DROP TRIGGER record_version_no_update")
    doctor.db.execute(f"UPDATE record_version SET {change}")  # noqa: S608

    with pytest.raises(RecordAltered):
        Records(doctor).verify(patient)


def test_a_version_of_the_second_form_still_holds(
    doctor: Access, visit: str, patient: str
) -> None:
    """Its digest covers everything but as what it was signed."""
    signed(doctor, visit, written())
    *told, document = doctor.db.execute(
        """
        SELECT id, visit, patient, number, position, author, at, reason, writer, is_late, document
        FROM record_version
        """
    ).fetchone()
    head = json.dumps([*told, 2, ""], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(head.encode() + b"\n" + unpacked(document)).hexdigest()
    doctor.db.execute("DROP TRIGGER record_version_no_update")
    doctor.db.execute("UPDATE record_version SET form = 2, signed_as = '', digest = ?", [digest])

    assert Records(doctor).verify(patient) == 1
    assert Records(doctor).versions(visit)[0].signed_as is None


def test_a_signature_keeps_the_part_in_which_it_was_given(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    (version,) = Records(doctor).versions(visit)
    now = replace(doctor.person, roles=frozenset({Role.NURSE}))

    class Book:
        def get(self, person_id: str) -> Person:
            assert person_id == now.id
            return now

    assert signature_of(Book(), version).role is Role.DOCTOR
    assert signature_of(Book(), replace(version, signed_as=None)).role is Role.NURSE


@pytest.mark.parametrize("change", ["UPDATE cosignature SET at = ''", "DELETE FROM cosignature"])
def test_the_database_changes_no_cosignature(
    doctor: Access, second_doctor: Access, visit: str, change: str
) -> None:
    Records(second_doctor).cosign(signed(doctor, visit, written()))

    with pytest.raises(ConstraintBroken):
        doctor.db.execute(change)


def test_a_version_that_is_not_there_is_told(doctor: Access) -> None:
    with pytest.raises(RecordRefused) as told:
        Records(doctor).cosign("never")

    assert told.value.reason == "version"


def test_what_was_signed_before_a_visit_is_told_the_latest_first(
    doctor: Access, patient: str, visit: str
) -> None:
    visits = [Visits(doctor).add(patient, started=STARTED + timedelta(days=n)) for n in (7, 14, 21)]
    week, fortnight, later = (each.id for each in visits)
    signed(doctor, visit, written("咳嗽1天"))
    signed(doctor, visit, written("咳嗽5天"), "更正病程")
    signed(doctor, week, written("咳嗽12天"))
    signed(doctor, later, written("咳嗽已愈"))
    stranger = Visits(doctor).add(Patients(doctor).add("李某").id, started=STARTED)
    signed(doctor, stranger.id, written("头痛2天"))
    Records(doctor).save_draft(fortnight, written("咳嗽19天"))

    earlier = Records(doctor).earlier(fortnight)

    assert [record.sections[0].text for record in earlier] == ["咳嗽12天", "咳嗽5天"]
    assert Records(doctor).earlier(visit) == ()


def test_of_two_visits_in_a_minute_only_the_first_is_earlier(
    doctor: Access, patient: str, visit: str
) -> None:
    again = Visits(doctor).add(patient, started=STARTED).id
    signed(doctor, visit, written())
    signed(doctor, again, written("咳嗽4天"))

    assert Records(doctor).earlier(visit) == ()
    assert len(Records(doctor).earlier(again)) == 1
