"""Who may read the log sees what its rows are about, and no name in full."""

from __future__ import annotations

import pytest
from clinic_at_work import STARTED

from zhenlu.domain.audit import AuditAction, AuditEntry, AuditObject
from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.export import ExportReason
from zhenlu.storage.access import Access
from zhenlu.storage.audit_reading import AuditReading
from zhenlu.storage.exports import Exports

_LOOKED_AT = AuditAction.VIEW, "person"


def about(log: AuditReading, kind: str) -> tuple[AuditEntry, AuditObject | None]:
    """The newest row about a kind of thing, and what is known of the thing."""
    rows = log.rows()
    entry = [row for row in rows if row.object_kind == kind][-1]
    return entry, log.objects(rows).get(entry.about)


def test_a_visit_is_told_by_its_masked_patient_and_its_time(admin: Access, visit: str) -> None:
    entry, known = about(AuditReading(admin), "visit")

    assert entry.object_id == visit
    assert known is not None
    assert known.patient == "王**"
    assert known.started == STARTED.isoformat(timespec="minutes")


def test_a_patient_is_told_without_a_time(admin: Access, patient: str) -> None:
    entry, known = about(AuditReading(admin), "patient")

    assert entry.object_id == patient
    assert known == AuditObject("王**")


def test_a_copy_is_told_by_the_visit_that_it_was_made_of(
    doctor: Access, admin: Access, visit: str
) -> None:
    Exports(doctor).enter(visit, ExportReason.REFERRAL)

    entry, known = about(AuditReading(admin), "visit")

    assert entry.object_id == f"{visit}:referral"
    assert entry.about == visit
    assert known is not None
    assert known.patient == "王**"


def test_a_person_of_the_clinic_is_nobodys_patient(admin: Access) -> None:
    log = AuditReading(admin)
    log.access.note(*_LOOKED_AT, admin.person.id)

    assert admin.person.id not in log.objects(log.rows())


def test_more_rows_than_fit_one_statement_are_told(
    admin: Access, visit: str
) -> None:
    for number in range(1000):
        admin.note(*_LOOKED_AT, f"gone-{number}")
    log = AuditReading(admin)

    assert set(log.objects(log.rows())) >= {visit}


def test_telling_what_rows_are_about_leaves_the_chain_whole(admin: Access, visit: str) -> None:
    log = AuditReading(admin)
    rows = log.rows()

    log.objects(rows)

    assert log.verify() == len(rows) + 1
    assert visit


def test_who_may_not_read_the_log_learns_nothing_from_its_ids(
    nurse: Access, admin: Access, visit: str
) -> None:
    rows = AuditReading(admin).rows()
    assert visit

    with pytest.raises(ActionForbidden):
        AuditReading(nurse).objects(rows)
