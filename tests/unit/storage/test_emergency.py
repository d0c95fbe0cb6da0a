"""Emergency access: for a while, with a reason, and in plain sight."""

from __future__ import annotations

import pytest
from clinic_at_work import MovableClock, log_of, signed, written

from zhenlu.domain.errors import ActionForbidden, VisitRefused
from zhenlu.storage.access import Access
from zhenlu.storage.emergency import Emergencies
from zhenlu.storage.records import Records


def test_an_admin_reads_a_record_in_an_emergency(
    doctor: Access, admin: Access, visit: str
) -> None:
    signed(doctor, visit, written())

    Emergencies(admin).open("患者昏迷,查过敏史", 15)

    assert Records(admin).versions(visit)[0].record == written()


def test_what_was_read_under_it_stands_out_in_the_log(
    doctor: Access, admin: Access, visit: str
) -> None:
    Emergencies(admin).open("患者昏迷,查过敏史")
    Records(admin).versions(visit)

    assert log_of(admin)[-2:] == [
        ("emergency", "emergency", "done"),
        ("view", "record", "emergency"),
    ]


def test_it_ends_by_itself(admin: Access, visit: str, clock: MovableClock) -> None:
    Emergencies(admin).open("患者昏迷,查过敏史", 15)
    clock.forward(minutes=15)

    with pytest.raises(ActionForbidden):
        Records(admin).versions(visit)


def test_a_clock_set_back_does_not_open_it_again(
    admin: Access, visit: str, clock: MovableClock
) -> None:
    Emergencies(admin).open("患者昏迷,查过敏史", 15)
    clock.back(minutes=30)

    with pytest.raises(ActionForbidden):
        Records(admin).versions(visit)


def test_it_opens_notes_to_read_and_nothing_else(admin: Access, visit: str) -> None:
    Emergencies(admin).open("患者昏迷,查过敏史")

    with pytest.raises(ActionForbidden):
        Records(admin).save_draft(visit, written())


def test_it_opens_nothing_for_others(
    admin: Access, second_doctor: Access, visit: str
) -> None:
    Emergencies(second_doctor).open("会诊")

    with pytest.raises(ActionForbidden):
        Records(admin).versions(visit)


@pytest.mark.parametrize(("reason", "minutes"), [(" ", 15), ("抢救", 0), ("抢救", 61)])
def test_it_takes_a_reason_and_a_short_while(admin: Access, reason: str, minutes: int) -> None:
    with pytest.raises(VisitRefused) as told:
        Emergencies(admin).open(reason, minutes)

    assert told.value.reason == "emergency"


def test_who_watches_the_log_sees_every_time(admin: Access, doctor: Access) -> None:
    given = Emergencies(admin).open("患者昏迷,查过敏史", 20)

    assert Emergencies(admin).all() == (given,)
    with pytest.raises(ActionForbidden):
        Emergencies(doctor).all()
