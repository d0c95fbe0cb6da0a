"""Patients, visits and signed records as the people of a clinic keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from clinic_at_work import STARTED, log_of, signed, written

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import (
    ActionForbidden,
    IllegalVisitState,
    PatientRefused,
    RecordAltered,
    RecordRefused,
    VisitUnknown,
)
from zhenlu.domain.person import Role
from zhenlu.domain.record import Section
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access
from zhenlu.storage.database import ConstraintBroken, Database
from zhenlu.storage.patients import Patients
from zhenlu.storage.record_document import document_of
from zhenlu.storage.records import Records
from zhenlu.storage.visits import Visits


def unlocked(db: Database) -> Database:
    for trigger in ("record_version_no_update", "record_version_no_delete"):
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    return db


def test_a_patient_is_kept_and_found_by_the_beginning_of_the_name(doctor: Access) -> None:
    patients = Patients(doctor)
    wang = patients.add("王小明", "male", date(1970, 3, 2), "A-17")
    patients.add("李四")

    assert patients.get(wang.id) == wang
    assert patients.named("王") == (wang,)
    assert [each.name for each in patients.named("")] == ["李四", "王小明"]


def test_a_number_belongs_to_one_patient(doctor: Access, patient: str) -> None:
    with pytest.raises(PatientRefused) as told:
        Patients(doctor).add("赵某", number="A-17")

    assert told.value.reason == "number"
    assert Patients(doctor).get(patient).number == "A-17"


def test_details_are_put_right(doctor: Access, patient: str) -> None:
    known = Patients(doctor).get(patient)

    Patients(doctor).correct(replace(known, name="汪某"))

    assert Patients(doctor).get(patient).name == "汪某"


@pytest.mark.parametrize("name", ["", "  ", "王\n某"])
def test_a_patient_needs_a_name(doctor: Access, name: str) -> None:
    with pytest.raises(PatientRefused):
        Patients(doctor).add(name)


def test_what_is_not_there_is_told(doctor: Access) -> None:
    with pytest.raises(PatientRefused):
        Patients(doctor).get("nobody")
    with pytest.raises(VisitUnknown):
        Visits(doctor).get("never")
    with pytest.raises(VisitUnknown):
        Records(doctor).save_draft("never", written())
    with pytest.raises(PatientRefused):
        Visits(doctor).add("nobody")


def test_a_visit_knows_its_patient_with_the_age_on_that_day(doctor: Access, visit: str) -> None:
    known = Visits(doctor).get(visit)

    assert (known.patient.name, known.patient.age_years) == ("王某", 55)
    assert (known.started, known.state) == ("2026-03-01T09:42", VisitState.PLANNED)


def test_a_visit_moves_only_where_it_may(doctor: Access, visit: str) -> None:
    Visits(doctor).move(visit, VisitState.RECORDING)

    with pytest.raises(IllegalVisitState):
        Visits(doctor).move(visit, VisitState.SIGNED)

    assert Visits(doctor).get(visit).state is VisitState.RECORDING


def test_visits_are_listed_by_patient_and_by_day(doctor: Access, patient: str, visit: str) -> None:
    visits = Visits(doctor)
    midnight = visits.add(patient, started=datetime(2026, 3, 2)).id
    late = visits.add(patient, started=datetime(2026, 3, 1, 23, 59)).id

    assert [v.id for v in visits.of_patient(patient)] == [midnight, late, visit]
    assert [v.id for v in visits.of_day(date(2026, 3, 1))] == [visit, late]


def test_a_draft_comes_back_as_it_was(doctor: Access, visit: str) -> None:
    Records(doctor).save_draft(visit, written("头痛"))
    Records(doctor).save_draft(visit, written())

    assert Records(doctor).draft(visit) == written()


def test_a_signed_version_is_the_record_as_it_was_shown(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())

    (version,) = Records(doctor).versions(visit)

    assert version.record == written()
    assert (version.number, version.position, version.previous) == (1, 1, "")
    assert version.author == doctor.person.id
    assert Records(doctor).draft(visit) is None


def test_a_draft_that_changed_under_the_hand_is_not_signed(doctor: Access, visit: str) -> None:
    Records(doctor).save_draft(visit, written("头痛"))

    with pytest.raises(RecordRefused) as told:
        Records(doctor).sign(visit, written())

    assert told.value.reason == "changed"
    assert Records(doctor).versions(visit) == ()


def test_nothing_is_signed_where_there_is_no_draft(doctor: Access, visit: str) -> None:
    with pytest.raises(RecordRefused) as told:
        Records(doctor).sign(visit, written())

    assert told.value.reason == "draft"


def test_a_correction_is_a_further_version_with_its_reason(doctor: Access, visit: str) -> None:
    first = signed(doctor, visit, written())
    with pytest.raises(RecordRefused) as told:
        signed(doctor, visit, written("咳嗽4天"))

    signed(doctor, visit, written("咳嗽4天"), "患者更正病程")

    assert told.value.reason == "reason"
    old, new = Records(doctor).versions(visit)
    assert (old.id, old.record) == (first, written())
    assert (new.number, new.reason, new.previous) == (2, "患者更正病程", old.digest)
    assert log_of(doctor)[-2:] == [("amend", "record", "done"), ("view", "record", "done")]


def test_versions_of_one_patient_are_chained_over_visits(
    doctor: Access, patient: str, visit: str
) -> None:
    signed(doctor, visit, written())
    second = Visits(doctor).add(patient, "revisit").id

    signed(doctor, second, written())

    (first,), (later,) = Records(doctor).versions(visit), Records(doctor).versions(second)
    assert later.previous == first.digest
    assert Records(doctor).verify(patient) == 2


@pytest.mark.parametrize("statement", ["UPDATE record_version SET reason = 'x'",
                                       "DELETE FROM record_version"])  # fmt: skip
def test_the_database_refuses_to_change_a_version(
    doctor: Access, visit: str, patient: str, statement: str
) -> None:
    signed(doctor, visit, written())

    with pytest.raises(ConstraintBroken):
        doctor.db.execute(statement)

    assert Records(doctor).verify(patient) == 1


@pytest.mark.parametrize(
    "change",
    [
        "document = (SELECT document FROM record_version WHERE position = 1)",
        "document = x'7b7d'",
        "document = x'78'",
        "author = (SELECT id FROM person WHERE name = 'nurse')",
        "at = '2020-01-01T00:00:00.000+00:00'",
        "reason = 'x'",
        "number = 7",
        "digest = ''",
        "previous = 'x'",
    ],
)
def test_a_changed_version_is_found_and_placed(
    doctor: Access, visit: str, patient: str, change: str
) -> None:
    for reason in ("", "a", "b"):
        signed(doctor, visit, written(f"第{reason}稿"), reason)
    unlocked(doctor.db).execute(
        f"UPDATE record_version SET {change} WHERE position = 2"  # noqa: S608
    )

    with pytest.raises(RecordAltered) as told:
        Records(doctor).verify(patient)

    assert told.value.params["position"] == 2


def test_a_removed_version_is_found(doctor: Access, visit: str, patient: str) -> None:
    for reason in ("", "a", "b"):
        signed(doctor, visit, written(f"第{reason}稿"), reason)
    unlocked(doctor.db).execute("DELETE FROM record_version WHERE position = 1")

    with pytest.raises(RecordAltered):
        Records(doctor).verify(patient)


def test_a_nurse_signs_a_follow_up_but_no_diagnosis(
    as_role: Callable[[Role], Access], visit: str
) -> None:
    nurse = as_role(Role.NURSE)
    diagnosed = replace(
        written(template="nursing-followup"),
        sections=(Section("diagnosis", "诊断", "原发性高血压"),),
    )

    for refused in (written(), diagnosed):
        with pytest.raises(ActionForbidden):
            signed(nurse, visit, refused)
    signed(nurse, visit, written(template="nursing-followup"))

    assert len(Records(nurse).versions(visit)) == 1


def test_an_assistant_writes_but_does_not_sign(
    as_role: Callable[[Role], Access], visit: str
) -> None:
    with pytest.raises(ActionForbidden):
        signed(as_role(Role.ASSISTANT), visit, written(template="nursing-followup"))

    assert Records(as_role(Role.ASSISTANT)).draft(visit) is not None


def test_an_admin_reads_no_note_and_the_attempt_is_in_the_log(
    as_role: Callable[[Role], Access], patient: str, visit: str
) -> None:
    admin = as_role(Role.ADMIN)
    attempts: list[Callable[[], object]] = [
        lambda: Records(admin).draft(visit),
        lambda: Records(admin).versions(visit),
        lambda: Records(admin).verify(patient),
        lambda: Records(admin).save_draft(visit, written()),
        lambda: Visits(admin).get(visit),
        lambda: Visits(admin).of_day(STARTED.date()),
        lambda: Visits(admin).of_patient(patient),
        lambda: Patients(admin).get(patient),
        lambda: Patients(admin).named(""),
        lambda: Patients(admin).add("赵"),
    ]

    for attempt in attempts:
        with pytest.raises(ActionForbidden):
            attempt()

    refused = [e for e in admin.audit.entries() if e.result is AuditResult.REFUSED]
    assert len(refused) == len(attempts)
    assert {entry.person for entry in refused} == {admin.person.id}


def test_every_act_leaves_one_row_without_a_word_of_the_patient(
    doctor: Access, patient: str, visit: str
) -> None:
    signed(doctor, visit, written())
    Records(doctor).versions(visit)

    assert log_of(doctor) == [
        ("create", "patient", "done"),
        ("create", "visit", "done"),
        ("edit", "draft", "done"),
        ("sign", "record", "done"),
        ("view", "record", "done"),
    ]
    assert "王" not in str(list(doctor.audit.entries()))
    assert AuditAction.SIGN in [e.action for e in doctor.audit.entries()]
    assert doctor.audit.verify() == 5


def test_no_repr_shows_a_word_of_the_patient(doctor: Access, patient: str, visit: str) -> None:
    signed(doctor, visit, written())

    shown = repr((Patients(doctor).get(patient), Visits(doctor).get(visit)))
    shown += repr(Records(doctor).versions(visit))

    assert "王某" not in shown
    assert "咳嗽" not in shown
    assert "1970" not in shown


def test_a_document_that_cannot_be_read_is_told_without_a_word_of_it(
    doctor: Access, visit: str
) -> None:
    signed(doctor, visit, written())
    for wrong in ("x'7800'", "CAST('{\"template\": \"咳嗽\"}' AS BLOB)"):
        unlocked(doctor.db).execute(f"UPDATE record_version SET document = {wrong}")  # noqa: S608

        with pytest.raises(RecordAltered) as told:
            Records(doctor).versions(visit)

        assert told.value.reason == "document"
        assert told.value.__suppress_context__


def test_a_record_from_before_compression_is_read_and_holds(
    doctor: Access, visit: str, patient: str
) -> None:
    signed(doctor, visit, written())
    unlocked(doctor.db).execute(
        "UPDATE record_version SET document = ?", [document_of(written())]
    )

    assert Records(doctor).versions(visit)[0].record == written()
    assert Records(doctor).verify(patient) == 1


def test_an_amendment_that_is_given_up_leaves_the_signed_version(
    doctor: Access, visit: str
) -> None:
    records = Records(doctor)
    version = signed(doctor, visit, written())
    records.save_draft(visit, written("另一句话"))

    stands = records.give_up_amendment(visit)

    assert stands.id == version
    assert records.draft(visit) is None
    assert [each.record for each in records.versions(visit)] == [written()]
    assert ("delete", "draft", "done") in log_of(doctor)


def test_a_first_draft_is_not_thrown_away(doctor: Access, visit: str) -> None:
    records = Records(doctor)
    records.save_draft(visit, written())

    with pytest.raises(RecordRefused) as refused:
        records.give_up_amendment(visit)

    assert refused.value.reason == "amendment"
    assert records.draft(visit) == written()


def test_without_an_amendment_there_is_nothing_to_give_up(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())

    with pytest.raises(RecordRefused):
        Records(doctor).give_up_amendment(visit)
