"""Facts of the records in force, in rows."""

from __future__ import annotations

from datetime import datetime

import pytest
from clinic_at_work import signed, written

from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.storage.access import Access
from zhenlu.storage.facts import Facts
from zhenlu.storage.records import Records
from zhenlu.storage.visits import Visits


def pressure(value: str) -> Fact:
    return Fact(FactKind.VITAL, "血压", 1, value=value, unit="mmHg")


def pressures(access: Access, patient: str) -> list[str]:
    return [fact.value for fact in Facts(access).course(patient, FactKind.VITAL, "血压")]


def test_a_draft_s_facts_are_there_until_a_version_is_signed(
    doctor: Access, visit: str, patient: str
) -> None:
    Records(doctor).save_draft(visit, written(facts=(pressure("150/95"),)))
    assert pressures(doctor, patient) == ["150/95"]

    signed(doctor, visit, written(facts=(pressure("140/90"), pressure("138/88"))))

    assert pressures(doctor, patient) == ["140/90", "138/88"]


def test_an_unsigned_amendment_does_not_speak_for_the_record(
    doctor: Access, visit: str, patient: str
) -> None:
    signed(doctor, visit, written(facts=(pressure("150/95"),)))

    Records(doctor).save_draft(visit, written(facts=(pressure("140/90"),)))

    assert pressures(doctor, patient) == ["150/95"]


def test_a_value_is_followed_over_the_visits_of_a_patient(
    doctor: Access, patient: str, visit: str
) -> None:
    later = Visits(doctor).add(patient, "revisit", started=datetime(2026, 3, 15, 9, 0)).id
    signed(doctor, later, written(facts=(pressure("138/86"),)))
    signed(doctor, visit, written(facts=(pressure("150/95"),)))

    course = Facts(doctor).course(patient, FactKind.VITAL, "血压")

    assert [(fact.started[:10], fact.value) for fact in course] == [
        ("2026-03-01", "150/95"),
        ("2026-03-15", "138/86"),
    ]


def test_a_denial_stays_a_denial(doctor: Access, visit: str, patient: str) -> None:
    denied = Fact(FactKind.ALLERGY, "药物", 1, Polarity.ABSENT)

    signed(doctor, visit, written(facts=(denied,)))

    (fact,) = Facts(doctor).course(patient, FactKind.ALLERGY, "药物")
    assert (fact.kind, fact.polarity) == (FactKind.ALLERGY, Polarity.ABSENT)
    assert "药物" not in repr(fact)


def test_an_admin_reads_no_fact(admin: Access, patient: str) -> None:
    with pytest.raises(ActionForbidden):
        Facts(admin).course(patient, FactKind.VITAL, "血压")
