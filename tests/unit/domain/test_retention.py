"""Terms by moving time, and by clocks that are wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.consent import ConsentScope
from zhenlu.domain.errors import SettingRefused
from zhenlu.domain.retention import (
    DAY_S,
    KeptClock,
    audio_days,
    audio_is_due,
    day_counted,
    record_kept_until,
)

_NOW = 1_800_000_000.0
_YEAR = 365 * DAY_S


def days(count: float) -> float:
    return count * DAY_S


def used_daily(clock: KeptClock, now: float, count: int) -> KeptClock:
    """A look at the clock on each of so many further days."""
    for day in range(1, count + 1):
        clock = clock.seeing(now + days(day))
    return clock


def test_a_right_clock_is_followed() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW + days(10))

    assert clock == KeptClock(_NOW + days(10), _NOW + days(10))


def test_a_computer_that_was_off_for_weeks_is_believed() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW + days(40))

    assert not clock.is_doubted
    assert clock.kept_s == _NOW + days(40)


def test_audio_goes_after_its_days_and_not_before() -> None:
    clock = KeptClock.starting(_NOW)

    assert not audio_is_due(_NOW, clock.seeing(_NOW + days(6.9)), 7)
    assert audio_is_due(_NOW, clock.seeing(_NOW + days(7)), 7)
    assert audio_is_due(_NOW, clock, 0)
    assert not audio_is_due(_NOW, clock.seeing(_NOW + days(40)), None)


def test_a_clock_set_back_ends_no_term_early_when_it_is_put_right() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW - _YEAR)
    signed = clock.kept_s

    right = clock.seeing(_NOW + days(1))

    assert not audio_is_due(signed, right, 7)
    assert audio_is_due(signed, right.seeing(_NOW + days(8)), 7)


def test_a_clock_put_right_by_halves_ends_no_term_early() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW - _YEAR)

    clock = clock.seeing(_NOW - _YEAR / 2)

    assert clock.kept_s <= _NOW + days(1)


def test_a_clock_set_back_for_good_lengthens_no_term_for_ever() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW - 10 * _YEAR)

    clock = used_daily(clock, _NOW - 10 * _YEAR, 30)

    assert audio_is_due(_NOW, clock, 30)


def test_a_clock_set_back_every_day_lengthens_no_term_for_ever() -> None:
    clock = KeptClock.starting(_NOW)

    for _ in range(60):
        clock = clock.seeing(_NOW - days(1)).seeing(_NOW - days(0.5))

    assert audio_is_due(_NOW, clock, 30)


def test_a_clock_that_jumped_ahead_ends_no_term() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW + 10 * _YEAR)

    assert clock.is_doubted
    assert not audio_is_due(_NOW, clock, 7)
    assert audio_is_due(_NOW, clock, 0)


def test_a_doubted_clock_is_believed_again_when_it_is_put_right() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW + 10 * _YEAR).seeing(_NOW + days(2))

    assert not clock.is_doubted
    assert clock.kept_s == _NOW + days(2)


def test_a_doubted_clock_is_believed_when_somebody_confirms_the_date() -> None:
    ahead = _NOW + days(90)

    clock = KeptClock.starting(_NOW).seeing(ahead).confirmed(ahead)

    assert (clock.kept_s, clock.is_doubted) == (ahead, False)


def test_the_kept_clock_never_goes_back() -> None:
    clock = KeptClock.starting(_NOW)
    for now in (_NOW + 5, _NOW - _YEAR, _NOW + _YEAR, _NOW - 2, _NOW + days(44), _NOW):
        later = clock.seeing(now)
        assert later.kept_s >= clock.kept_s
        clock = later


@pytest.mark.parametrize(
    ("chosen", "scope", "expected"),
    [
        (0, ConsentScope.KEEP, 0),
        (7, ConsentScope.RECORD, 7),
        (None, ConsentScope.KEEP, None),
        (None, ConsentScope.RECORD, 30),
    ],
)
def test_audio_is_kept_on_only_where_the_patient_agreed(
    chosen: int | None, scope: ConsentScope, expected: int | None
) -> None:
    assert audio_days(ClinicSettings(audio_days=chosen), scope) == expected


def test_a_record_is_kept_fifteen_years_after_the_last_visit() -> None:
    assert record_kept_until(date(2026, 3, 1), ClinicSettings()) == date(2041, 3, 1)
    assert record_kept_until(date(2028, 2, 29), ClinicSettings()) == date(2043, 3, 1)


def test_a_clock_ahead_of_the_count_makes_no_record_old() -> None:
    clock = KeptClock.starting(_NOW).seeing(_NOW + 20 * _YEAR)
    ahead = datetime.fromtimestamp(_NOW + 20 * _YEAR, UTC)

    assert day_counted(clock, ahead).year == datetime.fromtimestamp(_NOW, UTC).year


@pytest.mark.parametrize(
    "wrong",
    [
        {"record_years": 14},
        {"audio_days": 3},
        {"audio_days": -1},
        {"lock_minutes": 0},
        {"lock_minutes": 31},
        {"backup_days": 0},
        {"department": "科" * 41},
        {"department": "内科\n外科"},
        {"clinic": "康" * 61},
        {"address": "河滨路\n8 号"},
        {"phone": "5" * 41},
    ],
)
def test_what_the_standards_do_not_allow_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingRefused) as told:
        ClinicSettings(**wrong)

    assert told.value.reason == next(iter(wrong))
