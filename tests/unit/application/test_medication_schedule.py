"""The grid of a day: a cell only where somebody said when."""

from __future__ import annotations

import pytest

from zhenlu.application.medication_schedule import ScheduleRow, medication_schedule
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity


def drug(
    name: str = "氨溴索", value: str = "30", unit: str = "mg", **said: str
) -> Fact:
    return Fact(
        FactKind.MEDICATION,
        name,
        5,
        value=value,
        unit=unit,
        attributes=said,
        status=FactStatus.ORDERED,
    )


def row(fact: Fact) -> ScheduleRow:
    (only,) = medication_schedule([fact])
    return only


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ({"frequency": "每日1次"}, ("30mg", "", "", "")),
        ({"frequency": "每日2次"}, ("30mg", "", "30mg", "")),
        ({"frequency": "每日3次"}, ("30mg", "30mg", "30mg", "")),
        ({"frequency": "每日4次"}, ("30mg", "30mg", "30mg", "30mg")),
        ({"frequency": "每8小时1次"}, ("30mg", "30mg", "30mg", "")),
        ({"frequency": "每日1次", "timing": "睡前"}, ("", "", "", "30mg")),
        ({"frequency": "每日1次", "timing": "晚饭后"}, ("", "", "30mg", "")),
        ({"timing": "早晨"}, ("30mg", "", "", "")),
    ],
)
def test_a_frequency_fills_the_parts_of_the_day(
    said: dict[str, str], cells: tuple[str, ...]
) -> None:
    assert row(drug(**said)).cells == cells


@pytest.mark.parametrize(
    ("frequency", "cells"),
    [
        ("once daily", ("30 mg", "", "", "")),
        ("twice daily", ("30 mg", "", "30 mg", "")),
        ("3 times daily", ("30 mg", "30 mg", "30 mg", "")),
        ("at night", ("", "", "", "30 mg")),
    ],
)
def test_an_english_frequency_fills_them_too(
    frequency: str, cells: tuple[str, ...]
) -> None:
    assert row(drug("guaifenesin", frequency=frequency)).cells == cells


def test_insulin_with_its_own_dose_by_time_keeps_both() -> None:
    assert row(drug("胰岛素", "", "", timing="早16单位、晚12单位")).cells == (
        "16单位",
        "",
        "12单位",
        "",
    )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"frequency": "必要时"},
        {"frequency": "每日3次", "condition": "发热"},
        {"frequency": "隔日1次"},
    ],
    ids=["nothing said", "when needed", "on a condition", "every other day"],
)
def test_what_has_no_fixed_time_fills_no_cell(said: dict[str, str]) -> None:
    assert not any(row(drug(**said)).cells)


def test_a_frequency_the_grid_cannot_show_stands_in_the_note() -> None:
    assert "隔日1次" in row(drug(frequency="隔日1次")).note


def test_meals_route_and_days_stand_in_the_note() -> None:
    note = row(drug(frequency="每日2次", timing="饭后", route="雾化吸入", days="5天")).note

    assert note == "饭后，雾化吸入，5天"


def test_a_medicine_without_a_dose_is_ticked() -> None:
    assert row(drug(value="", unit="", frequency="每日1次")).cells[0] == "✓"


def test_only_what_was_ordered_stands_in_the_grid() -> None:
    taken = Fact(FactKind.MEDICATION, "氨氯地平", 1, status=FactStatus.TAKEN)
    refused = Fact(FactKind.MEDICATION, "头孢克肟", 2, status=FactStatus.REFUSED)
    absent = Fact(FactKind.MEDICATION, "华法林", 3, Polarity.ABSENT, status=FactStatus.ORDERED)

    assert medication_schedule([taken, refused, absent]) == ()


def test_the_last_order_of_a_medicine_holds() -> None:
    first, second = drug(value="30"), drug(value="60", frequency="每日1次")

    (only,) = medication_schedule([first, second])

    assert only.cells[0] == "60mg"


def test_no_medicine_stands_in_a_rows_representation() -> None:
    assert "氨溴索" not in repr(row(drug()))
