"""The screen locks while nobody is there, and weighty acts take the passphrase again."""

from __future__ import annotations

import pytest

from zhenlu.application.events import Event, LockChanged
from zhenlu.application.locking import (
    CONFIRMED_FOR_S,
    GuardedAct,
    IdleLock,
    Reauthentication,
)
from zhenlu.domain.errors import PassphraseRefused, ScreenLocked, SettingRefused
from zhenlu.domain.journal import Moment

_RIGHT = "correct horse battery"


class _Check:
    """A store that knows one passphrase."""

    def confirm(self, passphrase: str) -> None:
        if passphrase != _RIGHT:
            raise PassphraseRefused("wrong")


class _Time:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.wall_s = self.monotonic_s = 1000.0

    def __call__(self) -> Moment:
        return Moment(self.wall_s, self.monotonic_s)

    def pass_s(self, seconds: float) -> None:
        self.wall_s += seconds
        self.monotonic_s += seconds


@pytest.fixture
def time() -> _Time:
    return _Time()


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def lock(time: _Time, told: list[Event]) -> IdleLock:
    return IdleLock(_Check(), time, told.append)


@pytest.fixture
def asking(time: _Time) -> Reauthentication:
    return Reauthentication(_Check(), time)


def test_after_ten_idle_minutes_it_locks_and_says_so(
    lock: IdleLock, time: _Time, told: list[Event]
) -> None:
    time.pass_s(599)
    lock.tick()
    assert not lock.is_locked

    time.pass_s(1)
    lock.tick()

    assert lock.is_locked
    assert told == [LockChanged(locked=True, recording=False)]


def test_another_idle_time_holds_at_once(lock: IdleLock, time: _Time) -> None:
    lock.allow(2)
    time.pass_s(120)
    lock.tick()

    assert lock.is_locked


def test_an_idle_time_that_no_clinic_may_allow_is_refused(lock: IdleLock) -> None:
    with pytest.raises(SettingRefused):
        lock.allow(31)


def test_every_sign_of_the_person_starts_the_time_anew(lock: IdleLock, time: _Time) -> None:
    for _ in range(5):
        time.pass_s(599)
        lock.active()

    lock.tick()

    assert not lock.is_locked
    assert lock.left_s == 600


def test_a_key_pressed_after_the_time_ran_out_locks_instead_of_extending(
    lock: IdleLock, time: _Time
) -> None:
    time.pass_s(601)

    lock.active()

    assert lock.is_locked


def test_a_night_asleep_counts_although_one_clock_stood_still(
    lock: IdleLock, time: _Time
) -> None:
    time.wall_s += 8 * 3600

    lock.active()

    assert lock.is_locked


def test_a_clock_set_back_does_not_keep_it_open(lock: IdleLock, time: _Time) -> None:
    time.pass_s(600)
    time.wall_s -= 86_400

    lock.tick()

    assert lock.is_locked


@pytest.mark.parametrize("minutes", [1, 30])
def test_the_clinic_chooses_one_to_thirty_minutes(time: _Time, minutes: int) -> None:
    lock = IdleLock(_Check(), time, lambda _: None, minutes)

    time.pass_s(60 * minutes)
    lock.tick()

    assert lock.is_locked


@pytest.mark.parametrize("minutes", [0, 31, -5])
def test_no_other_idle_time_is_taken(time: _Time, minutes: int) -> None:
    with pytest.raises(SettingRefused) as refused:
        IdleLock(_Check(), time, lambda _: None, minutes)

    assert refused.value.reason == "lock_minutes"


def test_no_patients_words_are_shown_while_locked(lock: IdleLock) -> None:
    assert lock.shown("咳嗽5天") == "咳嗽5天"

    lock.lock()

    with pytest.raises(ScreenLocked):
        lock.shown("咳嗽5天")


def test_words_are_withheld_at_once_even_if_no_timer_came(lock: IdleLock, time: _Time) -> None:
    time.pass_s(600)

    with pytest.raises(ScreenLocked):
        lock.shown("咳嗽5天")


def test_a_recording_goes_on_in_sight_while_locked(lock: IdleLock, told: list[Event]) -> None:
    lock.recording(True)
    lock.lock()
    lock.recording(False)

    assert told == [
        LockChanged(locked=False, recording=True),
        LockChanged(locked=True, recording=True),
        LockChanged(locked=True, recording=False),
    ]


def test_the_passphrase_unlocks(lock: IdleLock, time: _Time, told: list[Event]) -> None:
    time.pass_s(600)
    lock.tick()

    lock.unlock(_RIGHT)

    assert lock.shown("咳嗽") == "咳嗽"
    assert lock.left_s == 600
    assert told[-1] == LockChanged(locked=False, recording=False)


def test_a_wrong_passphrase_leaves_it_locked(lock: IdleLock) -> None:
    lock.lock()

    with pytest.raises(PassphraseRefused):
        lock.unlock("guess guess guess")

    assert lock.is_locked


def test_a_confirmation_serves_one_act_once(asking: Reauthentication) -> None:
    given = asking.confirm(GuardedAct.SIGN, "visit-1", _RIGHT)

    asking.spend(given, GuardedAct.SIGN, "visit-1")

    with pytest.raises(PassphraseRefused) as refused:
        asking.spend(given, GuardedAct.SIGN, "visit-1")
    assert refused.value.reason == "again"


@pytest.mark.parametrize(
    ("act", "object_id"), [(GuardedAct.DELETE, "visit-1"), (GuardedAct.SIGN, "visit-2")]
)
def test_a_confirmation_serves_nothing_else(
    asking: Reauthentication, act: GuardedAct, object_id: str
) -> None:
    given = asking.confirm(GuardedAct.SIGN, "visit-1", _RIGHT)

    with pytest.raises(PassphraseRefused):
        asking.spend(given, act, object_id)
    with pytest.raises(PassphraseRefused):
        asking.spend(given, GuardedAct.SIGN, "visit-1")


def test_a_confirmation_does_not_wait_for_ever(asking: Reauthentication, time: _Time) -> None:
    given = asking.confirm(GuardedAct.EXPORT, "visit-1", _RIGHT)
    time.pass_s(CONFIRMED_FOR_S + 1)

    with pytest.raises(PassphraseRefused):
        asking.spend(given, GuardedAct.EXPORT, "visit-1")


def test_a_wrong_passphrase_confirms_nothing(asking: Reauthentication) -> None:
    with pytest.raises(PassphraseRefused) as refused:
        asking.confirm(GuardedAct.SIGN, "visit-1", "guess guess guess")

    assert refused.value.reason == "wrong"
