"""Amounts in the unit that a form asks for."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: unit said → (unit of the form, factor)
_SAME: dict[str, tuple[str, float]] = {
    "公斤": ("kg", 1),
    "千克": ("kg", 1),
    "斤": ("kg", 0.5),
    "厘米": ("cm", 1),
    "米": ("cm", 100),
    "m": ("cm", 100),
    "根/天": ("支/天", 1),
    "支/日": ("支/天", 1),
    "包/天": ("支/天", 20),
    "两/日": ("两/天", 1),
    "per minute": ("次/分", 1),
    "/min": ("次/分", 1),
    "小时": ("分钟/次", 60),
    "个小时": ("分钟/次", 60),
    "分钟": ("分钟/次", 1),
    "钟头": ("分钟/次", 60),
}

#: "每周5次", "5次/周", "一天10支": amount, counted thing and period in either order.
_RATE = re.compile(
    r"(?:(?:每|一)?(?P<before>天|日|周|星期|礼拜|晚|早)[^\d]{0,4})?"
    r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>次|支|根|包|两|小时|个小时|钟头|分钟)"
    r"(?:/(?P<after>天|日|周|次))?"
)
_PER_DAY = frozenset("天日晚早")

_IN_MG = {
    "mg": 1.0,
    "毫克": 1.0,
    "milligram": 1.0,
    "g": 1000.0,
    "克": 1000.0,
    "gram": 1000.0,
    "μg": 0.001,  # Greek mu
    "µg": 0.001,  # the micro sign
    "ug": 0.001,
    "mcg": 0.001,
    "微克": 0.001,
    "microgram": 0.001,
}

_DAYS = {
    "天": 1,
    "日": 1,
    "周": 7,
    "星期": 7,
    "礼拜": 7,
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
}
_MONTHS = {"月": 1, "个月": 1, "month": 1, "months": 1}


def amount(value: str, unit: str, wanted: str) -> float | None:
    """A plain number in the wanted unit; None for a range or another quantity."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return None
    if unit == wanted:
        return float(value)
    known, factor = _SAME.get(unit, ("", 1.0))
    return float(value) * factor if known == wanted else None


def milligrams(value: str, unit: str) -> float | None:
    """A weight in mg; None for another unit."""
    factor = _IN_MG.get(unit.casefold().removesuffix("s"))
    return None if factor is None else float(value) * factor


def amount_in(text: str, wanted: str) -> float | None:
    """The number in a wording such as 每周5次, 一天10支 or 30分钟, in the wanted unit."""
    for found in _RATE.finditer(text):
        value, unit = found["value"], found["unit"]
        period = found["after"] or found["before"] or ""
        if wanted == "次/周" and unit == "次" and period:
            return float(value) * (7 if period in _PER_DAY else 1)
        if wanted == "分钟/次":
            converted = amount(value, unit, wanted)
            if converted is not None:
                return converted
        elif period in _PER_DAY or not period:
            # 抽烟10支 without a period is told by the day.
            converted = amount(value, f"{unit}/天", wanted)
            if converted is not None:
                return converted
    if wanted == "次/周" and re.search(r"每[天日晚早]", text):
        return 7.0
    return None


def later(day: date, value: str, unit: str) -> date | None:
    """The day after an interval; None for a range or an unknown unit."""
    if not re.fullmatch(r"\d{1,3}", value):
        return None
    if unit in _DAYS:
        return day + timedelta(days=int(value) * _DAYS[unit])
    if unit in _MONTHS:
        months = day.year * 12 + day.month - 1 + int(value)
        year, month = divmod(months, 12)
        return _last_valid(year, month + 1, day.day)
    return None


def _last_valid(year: int, month: int, day: int) -> date:
    """One month after 31 January is the last of February."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
