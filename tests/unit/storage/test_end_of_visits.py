"""When a visit ended, and which version of it was printed last."""

from __future__ import annotations

import pytest
from clinic_at_work import MovableClock, signed, written

from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.visit import VisitState, local_minute
from zhenlu.storage.access import Access
from zhenlu.storage.exports import Exports
from zhenlu.storage.visit_list import VisitList
from zhenlu.storage.visits import Visits


def _recorded(access: Access, visit: str, *more: VisitState) -> None:
    for state in (VisitState.RECORDING, *more):
        Visits(access).move(visit, state)


def test_a_visit_ends_when_its_recording_stops(
    doctor: Access, visit: str, clock: MovableClock
) -> None:
    _recorded(doctor, visit)
    assert Visits(doctor).get(visit).ended == ""
    clock.forward(minutes=12)
    stopped = local_minute(clock.now)

    Visits(doctor).move(visit, VisitState.TRANSCRIBING)
    clock.forward(minutes=5)
    Visits(doctor).move(visit, VisitState.DRAFTING)

    assert Visits(doctor).get(visit).ended == stopped
    assert VisitList(doctor).one(visit).ended == stopped


def test_a_recording_that_goes_on_later_ends_later(
    doctor: Access, visit: str, clock: MovableClock
) -> None:
    _recorded(doctor, visit, VisitState.TRANSCRIBING, VisitState.INTERRUPTED)
    clock.forward(minutes=30)

    _recorded(doctor, visit, VisitState.TRANSCRIBING)

    assert Visits(doctor).get(visit).ended == local_minute(clock.now)


def test_what_broke_off_has_no_end_yet(doctor: Access, visit: str) -> None:
    _recorded(doctor, visit, VisitState.INTERRUPTED)

    assert Visits(doctor).get(visit).ended == ""


def test_a_record_without_a_recording_ends_with_its_signature(
    doctor: Access, visit: str, clock: MovableClock
) -> None:
    signed(doctor, visit, written())
    first = local_minute(clock.now)
    clock.forward(hours=2)
    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    assert Visits(doctor).get(visit).ended == first


def test_the_version_that_was_printed_last_is_known(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    assert Visits(doctor).get(visit).printed_version == 0

    Exports(doctor).enter_print(visit, 1)
    signed(doctor, visit, written("咳嗽4天"), "更正病程")

    assert VisitList(doctor).one(visit).printed_version == 1
    Exports(doctor).enter_print(visit, 2)
    assert Visits(doctor).get(visit).printed_version == 2


def test_a_printed_summary_is_no_version(doctor: Access, visit: str) -> None:
    signed(doctor, visit, written())
    Exports(doctor).enter_print(visit, 1)

    Exports(doctor).enter_print(visit)

    assert Visits(doctor).get(visit).printed_version == 1


def test_who_may_not_print_leaves_no_version(admin: Access, doctor: Access, visit: str) -> None:
    with pytest.raises(ActionForbidden):
        Exports(admin).enter_print(visit, 1)

    assert Visits(doctor).get(visit).printed_version == 0
