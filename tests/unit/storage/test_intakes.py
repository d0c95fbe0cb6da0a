"""What was answered before a visit is kept until the visit begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clinic_at_work import log_of, written

from zhenlu.domain.errors import ActionForbidden, VisitRefused, VisitSealed, VisitUnknown
from zhenlu.domain.intake import Answer, Intake
from zhenlu.domain.person import Role
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access
from zhenlu.storage.intakes import Intakes
from zhenlu.storage.patient_files import PatientFiles
from zhenlu.storage.records import Records
from zhenlu.storage.seals import Seals
from zhenlu.storage.visits import Visits

_FIRST = Answer("duration", "3天", "咳嗽3天")
_HOSTILE = "青霉素\"; DROP TABLE intake; --"
_SECOND = Answer("allergy", _HOSTILE, f"{_HOSTILE}过敏")


def _intake(*answers: Answer) -> Intake:
    return Intake("cough", Language.ZH, SpeakerRole.COMPANION, answers)


def test_what_was_answered_comes_back_as_it_was(doctor: Access, visit: str) -> None:
    Intakes(doctor).put(visit, _intake(_FIRST, _SECOND))

    assert Intakes(doctor).of_visit(visit) == _intake(_FIRST, _SECOND)


def test_a_later_answer_takes_the_place_of_the_earlier(doctor: Access, visit: str) -> None:
    Intakes(doctor).put(visit, _intake(_FIRST))
    Intakes(doctor).put(visit, _intake(Answer("duration", "4天", "咳嗽4天")))

    kept = Intakes(doctor).of_visit(visit)
    assert kept is not None
    assert [answer.says for answer in kept.answers] == ["咳嗽4天"]


def test_where_nobody_was_asked_there_is_none(doctor: Access, visit: str) -> None:
    assert Intakes(doctor).of_visit(visit) is None


def test_the_log_tells_once_that_somebody_was_asked(doctor: Access, visit: str) -> None:
    Intakes(doctor).put(visit, _intake(_FIRST))
    Intakes(doctor).put(visit, _intake(_FIRST, _SECOND))

    assert log_of(doctor).count(("create", "intake", "done")) == 1


def test_the_log_tells_who_read_the_answers(doctor: Access, nurse: Access, visit: str) -> None:
    Intakes(doctor).put(visit, _intake(_FIRST))

    Intakes(nurse).of_visit(visit)

    assert log_of(doctor)[-1] == ("view", "intake", "done")


def test_answers_do_not_change_once_the_visit_is_recorded(doctor: Access, visit: str) -> None:
    Visits(doctor).move(visit, VisitState.RECORDING)

    with pytest.raises(VisitRefused) as told:
        Intakes(doctor).put(visit, _intake(_FIRST))

    assert told.value.reason == "begun"
    assert Intakes(doctor).of_visit(visit) is None


def test_answers_do_not_change_once_a_record_is_typed(doctor: Access, visit: str) -> None:
    Records(doctor).save_draft(visit, written())

    with pytest.raises(VisitRefused):
        Intakes(doctor).put(visit, _intake(_FIRST))


def test_a_sealed_visit_takes_no_answers(doctor: Access, visit: str) -> None:
    Seals(doctor).seal(visit, "医疗纠纷")

    with pytest.raises(VisitSealed):
        Intakes(doctor).put(visit, _intake(_FIRST))


def test_who_may_not_record_may_not_fill_it_in(
    as_role: Callable[[Role], Access], visit: str
) -> None:
    with pytest.raises(ActionForbidden):
        Intakes(as_role(Role.ADMIN)).put(visit, _intake(_FIRST))


def test_a_visit_nobody_knows_is_refused(doctor: Access) -> None:
    with pytest.raises(VisitUnknown):
        Intakes(doctor).put("nobody", _intake(_FIRST))


def test_no_answer_shows_in_what_a_program_prints_of_itself() -> None:
    assert "DROP" not in repr(_intake(_SECOND))


def test_answers_before_anything_was_said_are_in_the_patient_s_file(
    doctor: Access, visit: str, patient: str
) -> None:
    Intakes(doctor).put(visit, _intake(_FIRST))

    (found,) = PatientFiles(doctor).whole(patient).visits

    assert found.transcript is not None
    assert [line.text for line in found.transcript] == ["咳嗽3天"]
