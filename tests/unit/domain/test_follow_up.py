"""Promises of a visit: what is due, what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhenlu.domain.follow_up import DueItem, DueKind, DueState

ITEM = DueItem("v1-1", "v1", "p1", DueKind.REVISIT, "复查血压", date(2026, 3, 10), segments=(7,))


def test_an_open_promise_is_overdue_the_day_after_its_day() -> None:
    assert not ITEM.overdue(date(2026, 3, 10))
    assert ITEM.overdue(date(2026, 3, 11))


def test_a_promise_that_was_kept_or_called_off_is_never_overdue() -> None:
    late = date(2027, 1, 1)
    assert not replace(ITEM, state=DueState.DONE).overdue(late)
    assert not replace(ITEM, state=DueState.CANCELLED).overdue(late)


def test_a_promise_without_a_day_is_never_overdue_and_counts_no_days() -> None:
    open_ended = replace(ITEM, due=None)
    assert not open_ended.overdue(date(2027, 1, 1))
    assert open_ended.days_left(date(2027, 1, 1)) is None


def test_days_left_turn_negative_once_the_day_has_passed() -> None:
    assert ITEM.days_left(date(2026, 3, 3)) == 7
    assert ITEM.days_left(date(2026, 3, 12)) == -2


def test_the_words_of_a_promise_stay_out_of_its_representation() -> None:
    assert "复查" not in repr(ITEM)
