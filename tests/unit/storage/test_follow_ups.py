"""What visits promised, and the list of what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenlu.domain.errors import ActionForbidden, FollowUpUnknown, VisitUnknown
from zhenlu.domain.follow_up import DueItem, DueKind, DueState
from zhenlu.storage.access import Access
from zhenlu.storage.follow_ups import FollowUps
from zhenlu.storage.patients import Patients
from zhenlu.storage.visits import Visits

_REVISIT = DueItem("v-1", "", "", DueKind.REVISIT, "复诊", date(2026, 3, 4), segments=(7, 9))
_TEST = DueItem("v-2", "", "", DueKind.TEST, "复查血常规", date(2026, 3, 8))
_CALL = DueItem("v-3", "", "", DueKind.FOLLOWUP, "电话随访")


def test_what_a_visit_promised_comes_back_with_its_words_and_day(
    doctor: Access, visit: str, patient: str
) -> None:
    kept = FollowUps(doctor).put(visit, (_CALL, _TEST, _REVISIT))

    assert kept[2] == replace(_REVISIT, visit=visit, patient=patient)
    assert FollowUps(doctor).of_patient(patient) == (kept[2], kept[1], kept[0])


def test_the_due_list_holds_what_is_due_by_that_day(
    doctor: Access, visit: str, patient: str
) -> None:
    other = Patients(doctor).add("李四")
    theirs = Visits(doctor).add(other.id).id
    FollowUps(doctor).put(visit, (_REVISIT, _TEST, _CALL))
    FollowUps(doctor).put(theirs, (replace(_TEST, id="w-1", due=date(2026, 3, 2)),))

    due = FollowUps(doctor).due(date(2026, 3, 4))

    assert [(item.id, known.name) for item, known in due] == [("w-1", "李四"), ("v-1", "王某")]


def test_drafting_anew_replaces_what_is_still_due(
    doctor: Access, visit: str, patient: str
) -> None:
    FollowUps(doctor).put(visit, (_REVISIT, _TEST))
    FollowUps(doctor).close("v-2", DueState.DONE)

    FollowUps(doctor).put(visit, (replace(_REVISIT, due=date(2026, 3, 6)), _TEST))

    kept = FollowUps(doctor).of_patient(patient)
    assert [(item.id, item.due, item.state) for item in kept] == [
        ("v-1", date(2026, 3, 6), DueState.DUE),
        ("v-2", date(2026, 3, 8), DueState.DONE),
    ]


def test_what_is_done_is_due_no_more(doctor: Access, visit: str) -> None:
    FollowUps(doctor).put(visit, (_REVISIT,))

    closed = FollowUps(doctor).close("v-1", DueState.CANCELLED)

    assert closed.state is DueState.CANCELLED
    assert FollowUps(doctor).due(date(2027, 1, 1)) == ()


def test_what_is_not_there_is_told(doctor: Access) -> None:
    with pytest.raises(FollowUpUnknown):
        FollowUps(doctor).close("never", DueState.DONE)
    with pytest.raises(VisitUnknown):
        FollowUps(doctor).put("never", (_REVISIT,))


def test_an_admin_sees_no_due_list(admin: Access) -> None:
    with pytest.raises(ActionForbidden):
        FollowUps(admin).due(date(2026, 3, 4))
