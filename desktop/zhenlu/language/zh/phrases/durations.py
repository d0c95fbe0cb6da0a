"""Spans of time as a record writes them: 5天, 2个月, 半年."""

from __future__ import annotations

import re

from zhenlu.language.zh.phrases.noted import Noted

#: Length of a unit in days, for putting symptoms in order of onset.
_DAYS = {"分": 1 / 1440, "分钟": 1 / 1440, "小时": 1 / 24, "天": 1, "日": 1, "周": 7, "月": 30}
_DAYS |= {"个月": 30, "年": 365}
_PLAIN_SPAN = re.compile(r"^[\d.\-~半数余多]+(?:分钟|小时|天|日|周|个月|年)(?:余|多)?$")


def span(value: str, unit: str) -> str:
    """5 + 天 → 5天, 2 + 月 → 2个月, 半 + 月 → 半个月; "" where nothing was said."""
    if not value:
        return ""
    if unit in ("月", "个月"):
        return f"{value}个月"
    if unit == "分":
        unit = "分钟"
    return f"{value}{unit}"


def duration(noted: Noted) -> str:
    """How long a symptom has lasted."""
    said = span(noted.fact.value, noted.fact.unit)
    return said or noted.detail("duration_text")


def days(noted: Noted) -> float | None:
    """How long a symptom has lasted in days, the lower end of a range; None if not said."""
    scale = _DAYS.get(noted.fact.unit)
    if scale is None or not noted.fact.value:
        return None
    if noted.fact.value.startswith("半"):
        return 0.5 * scale
    number = re.match(r"\d+(?:\.\d+)?", noted.fact.value)
    return float(number.group()) * scale if number else 3 * scale


def is_plain_span(text: str) -> bool:
    """Whether a text is a length of time (12年) and no date or time of day."""
    return bool(_PLAIN_SPAN.match(text))
