"""What is possible in any language."""

from __future__ import annotations

import pytest

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.language.plausibility import may_be_taken, without_endless_duration

_YEARS = {"年": 1.0, "months": 1 / 12}


@pytest.mark.parametrize(("times", "possible"), [("4", True), ("4-6", True), ("100", False)])
def test_a_medicine_is_taken_at_most_every_other_hour(times: str, possible: bool) -> None:
    assert may_be_taken(times) is possible


@pytest.mark.parametrize(
    ("value", "unit"), [("100", "年"), ("100-110", "年"), ("200", "months"), ("long", "年")]
)
def test_a_duration_that_somebody_lives_to_stays(value: str, unit: str) -> None:
    told = Fact(FactKind.SYMPTOM, "cough", 1, value=value, unit=unit)

    assert without_endless_duration(told, _YEARS) == told


def test_the_longer_end_of_a_duration_counts() -> None:
    told = Fact(FactKind.SYMPTOM, "cough", 1, value="3-200", unit="年")

    assert without_endless_duration(told, _YEARS) == Fact(FactKind.SYMPTOM, "cough", 1)
