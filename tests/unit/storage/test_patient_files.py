"""Everything about a patient, and who opened it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from clinic_at_work import log_of, signed, written

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import ActionForbidden, PatientRefused
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.transcript import Language, Segment
from zhenlu.export import patient_json
from zhenlu.storage.access import Access
from zhenlu.storage.audio import Audio
from zhenlu.storage.consents import Consents
from zhenlu.storage.deletion import Deletions
from zhenlu.storage.emergency import Emergencies
from zhenlu.storage.follow_ups import FollowUps
from zhenlu.storage.journal import Journal
from zhenlu.storage.patient_files import PatientFiles
from zhenlu.storage.patients import Patients
from zhenlu.storage.records import Records
from zhenlu.storage.seals import Seals
from zhenlu.storage.transcripts import Transcripts
from zhenlu.storage.visits import Visits


@pytest.fixture
def whole(doctor: Access, second_doctor: Access, visit: str, patient: str) -> str:
    """A patient with something of every kind, and a draft in a second visit."""
    Consents(doctor).note(visit, ConsentMethod.PROXY, "zh/2026-11", given_by="女儿")
    Transcripts(doctor).begin(visit, Language.ZH)
    Transcripts(doctor).append(visit, (Segment(1, "咳嗽五天了"),))
    Records(second_doctor).cosign(signed(doctor, visit, written()))
    FollowUps(doctor).put(visit, (DueItem("d", "", "", DueKind.REVISIT, "复诊", date(2026, 3, 4)),))
    Seals(doctor).seal(visit, "医疗纠纷")
    Records(doctor).save_draft(Visits(doctor).add(patient, "revisit").id, written("头痛"))
    return patient


def test_the_file_holds_everything_and_names_people(doctor: Access, whole: str) -> None:
    document = json.loads(
        json.dumps(patient_json.to_json(PatientFiles(doctor).whole(whole)), ensure_ascii=False)
    )

    second, first = document["visits"] if document["visits"][0]["draft"] else (
        document["visits"][1], document["visits"][0],
    )  # fmt: skip
    (version,) = first["versions"]
    assert document["patient"] == {
        "name": "王某", "sex": "male", "born": "1970-03-02", "number": "A-17",
    }  # fmt: skip
    assert (version["signed_by"], version["cosigned"][0]["by"]) == ("doctor", "second")
    assert version["record"]["sections"][0]["text"] == "咳嗽5天"
    assert first["transcript"][0]["text"] == "咳嗽五天了"
    assert (first["consents"][0]["given_by"], first["seals"][0]["reason"]) == ("女儿", "医疗纠纷")
    assert "撤回" in first["consents"][0]["notice"]
    assert second["draft"]["sections"][0]["text"] == "头痛"
    assert document["follow_ups"][0]["due"] == "2026-03-04"


def test_handing_it_out_is_in_the_log(doctor: Access, whole: str) -> None:
    PatientFiles(doctor).whole(whole)

    assert log_of(doctor)[-1] == ("export", "patient", "done")


def test_a_nurse_hands_out_nothing(nurse: Access, whole: str) -> None:
    with pytest.raises(ActionForbidden):
        PatientFiles(nurse).whole(whole)
    with pytest.raises(ActionForbidden):
        PatientFiles(nurse).accesses(whole)


def test_a_patient_who_is_not_there_is_told(doctor: Access) -> None:
    with pytest.raises(PatientRefused):
        PatientFiles(doctor).whole("nobody")


def test_who_opened_the_record_is_told_by_name_and_visit(
    doctor: Access, nurse: Access, whole: str, visit: str
) -> None:
    Records(nurse).versions(visit)

    lines = PatientFiles(doctor).accesses(whole)

    last = lines[-2]
    assert (last.person, last.action, last.object_kind) == ("nurse", AuditAction.VIEW, "record")
    assert last.visit == visit
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_nobody_else_s_rows_are_told(doctor: Access, whole: str) -> None:
    other = Patients(doctor).add("李四")
    signed(doctor, Visits(doctor).add(other.id).id, written())

    told = {line.visit for line in PatientFiles(doctor).accesses(whole)}

    assert told <= {visit.id for visit in Visits(doctor).of_patient(whole)} | {""}


def test_emergency_access_and_refusals_stand_out(
    doctor: Access, admin: Access, whole: str, visit: str
) -> None:
    with pytest.raises(ActionForbidden):
        Records(admin).versions(visit)
    Emergencies(admin).open("患者昏迷")
    Records(admin).versions(visit)

    lines = PatientFiles(admin).accesses(whole)
    results = [line.result for line in lines if line.person == "admin"]

    assert results == [AuditResult.REFUSED, AuditResult.EMERGENCY, AuditResult.DONE]


def test_a_deleted_visit_is_still_told(
    doctor: Access, patient: str, visit: str, journal: Journal
) -> None:
    Deletions(doctor, Audio(doctor, journal)).delete(visit, "建错患者")

    lines = PatientFiles(doctor).accesses(patient)
    document = patient_json.accesses_to_json(lines)

    assert AuditAction.DELETE in [line.action for line in lines if line.visit == visit]
    assert PatientFiles(doctor).whole(patient).deletions[0].reason == "建错患者"
    assert "王" not in json.dumps(document, ensure_ascii=False)
