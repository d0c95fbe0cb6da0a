"""Promises of a visit: how long until they are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhenlu.domain.follow_up import DueItem, DueKind

ITEM = DueItem("v1-1", "v1", "p1", DueKind.REVISIT, "复查血压", date(2026, 3, 10), segments=(7,))


def test_a_promise_without_a_day_counts_no_days() -> None:
    assert replace(ITEM, due=None).days_left(date(2027, 1, 1)) is None


def test_days_left_turn_negative_once_the_day_has_passed() -> None:
    assert ITEM.days_left(date(2026, 3, 3)) == 7
    assert ITEM.days_left(date(2026, 3, 12)) == -2


def test_the_words_of_a_promise_stay_out_of_its_representation() -> None:
    assert "复查" not in repr(ITEM)
