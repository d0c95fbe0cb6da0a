"""When something is due: dates and weekdays as people say them, counted from the visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from zhenlu.application import quantities
from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.extraction import read_numbers

_WEEKDAYS_ZH = {"一": 0, "1": 0, "二": 1, "2": 1, "三": 2, "3": 2, "四": 3, "4": 3}
_WEEKDAYS_ZH |= {"五": 4, "5": 4, "六": 5, "6": 5, "日": 6, "天": 6}
_WEEKDAYS_EN = {
    name: at
    for at, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_MONTHS_EN = {
    name: at
    for at, name in enumerate(
        (
            "january", "february", "march", "april", "may", "june",
            "july", "august", "september", "october", "november", "december",
        ),
        start=1,
    )
}  # fmt: skip

#: 下周一 and 周五, not 每周一 nor 一周一次.
_ZH_WEEKDAY = re.compile(
    r"(?<![每一二两三四五六七八九十几\d个])(?P<next>下下|下|本|这)?个?(?:周|星期|礼拜)"
    r"(?P<day>[一二三四五六日天1-6])(?![次回片\d])"
)
_ZH_NEAR = re.compile(r"大后天|后天|明天|明早|明日")
_ZH_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]|(?<!\d)(?P<only>\d{1,2})号"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_EN_WEEKDAY = re.compile(
    rf"\b(?:(?P<next>next|this|on)\s+)?(?P<day>{'|'.join(_WEEKDAYS_EN)})\b", re.IGNORECASE
)
_EN_NEAR = re.compile(r"\b(?:the day after tomorrow|tomorrow)\b", re.IGNORECASE)
_EN_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{'|'.join(_MONTHS_EN)})"
    rf"|(?P<month2>{'|'.join(_MONTHS_EN)})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
_ZH_INTERVAL = re.compile(
    r"(?<![\d.])(?P<n>0\.5|\d{1,3}|半)(?:个)?(?P<u>天|周|星期|礼拜|月|年)(?:以|之)?后"
)
_EN_INTERVAL = re.compile(
    r"\bin (?:about )?(?P<n>\d{1,3}|an?)\s+(?P<u>days?|weeks?|months?|years?)\b", re.IGNORECASE
)
_HALF = {"月": (15, "天"), "年": (6, "月"), "天": (1, "天")}
_NEAR_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明日": 1}


def due_date(fact: Fact, transcript: Transcript, visit_date: date) -> date | None:
    """The day a promise falls on; None where none was said or a range was.

    A date or weekday in the fact, then one in the words right around it, then the
    interval counted from the visit.
    """
    language = transcript.language
    said = fact.attributes.get("date", "")
    if said and (day := day_in(said, language, visit_date)):
        return day
    if not fact.value and fact.attributes.get("condition"):
        return None  # a day beside a condition belongs to another promise
    near = _words_around(fact, transcript)
    if near and (day := day_in(near, language, visit_date)):
        return day
    return quantities.later(visit_date, fact.value, fact.unit) if fact.value else None


def day_in(text: str, language: Language, visit_date: date) -> date | None:
    """The first day that a wording names, on or after the visit.

    下周一 is the Monday of the next calendar week, 周五 the next Friday to come.
    """
    iso = _ISO.search(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    text = read_numbers(text, language)
    for read in _READERS[language]:
        day = read(text, visit_date)
        if day is not None:
            return day
    return None


def _words_around(fact: Fact, transcript: Transcript) -> str:
    """The clause that holds the mention."""
    text = next((s.text for s in transcript if s.id == fact.segment), "")
    if not text or fact.end <= fact.start:
        return text
    stops = "。;；!！?？\n" if transcript.language is Language.ZH else ".;!?\n"
    start = max((text.rfind(stop, 0, fact.start) for stop in stops), default=-1) + 1
    ends = [at for stop in stops if (at := text.find(stop, fact.end)) >= 0]
    return text[start : min(ends, default=len(text))]


def _weekday(day: date, wanted: int, weeks: int) -> date:
    monday = day - timedelta(days=day.weekday())
    return monday + timedelta(weeks=weeks, days=wanted)


def _coming(day: date, wanted: int) -> date:
    """The next such weekday after the visit."""
    ahead = (wanted - day.weekday()) % 7 or 7
    return day + timedelta(days=ahead)


def _zh_weekday(text: str, visit_date: date) -> date | None:
    found = _ZH_WEEKDAY.search(text)
    if not found:
        return None
    wanted = _WEEKDAYS_ZH[found["day"]]
    if found["next"] in ("下", "下下"):
        return _weekday(visit_date, wanted, len(found["next"]))
    return _coming(visit_date, wanted)


def _zh_near(text: str, visit_date: date) -> date | None:
    found = _ZH_NEAR.search(text)
    return visit_date + timedelta(days=_NEAR_DAYS[found.group()]) if found else None


def _zh_date(text: str, visit_date: date) -> date | None:
    found = _ZH_DATE.search(text)
    if not found:
        return None
    if found["only"]:
        return _next_of_month(visit_date, int(found["only"]))
    if found["year"]:
        return _date(int(found["year"]), int(found["month"]), int(found["day"]))
    return _next_date(visit_date, int(found["month"]), int(found["day"]))


def _en_weekday(text: str, visit_date: date) -> date | None:
    found = _EN_WEEKDAY.search(text)
    if not found:
        return None
    wanted = _WEEKDAYS_EN[found["day"].casefold()]
    if (found["next"] or "").casefold() == "next" or re.search(r"next week", text, re.IGNORECASE):
        return _weekday(visit_date, wanted, 1)
    return _coming(visit_date, wanted)


def _en_near(text: str, visit_date: date) -> date | None:
    found = _EN_NEAR.search(text)
    if not found:
        return None
    return visit_date + timedelta(days=1 if found.group().casefold() == "tomorrow" else 2)


def _en_date(text: str, visit_date: date) -> date | None:
    found = _EN_DATE.search(text)
    if not found:
        return None
    month = _MONTHS_EN[(found["month"] or found["month2"]).casefold()]
    return _next_date(visit_date, month, int(found["day"] or found["day2"]))


def _zh_interval(text: str, visit_date: date) -> date | None:
    found = _ZH_INTERVAL.search(text)
    if not found:
        return None
    number, unit = found["n"], found["u"]
    if number in ("半", "0.5"):
        count, unit = _HALF.get(unit, (0, unit))
        number = str(count)
    return _later(visit_date, number, unit)


def _en_interval(text: str, visit_date: date) -> date | None:
    found = _EN_INTERVAL.search(text)
    if not found:
        return None
    number = "1" if found["n"].casefold() in ("a", "an") else found["n"]
    return _later(visit_date, number, found["u"].casefold())


def _later(visit_date: date, number: str, unit: str) -> date | None:
    if unit in ("年", "year", "years"):
        return quantities.later(visit_date, str(int(number) * 12), "月")
    return quantities.later(visit_date, number, unit)


def _next_date(visit_date: date, month: int, day: int) -> date | None:
    """This year's date, next year's where this year's has passed."""
    this = _date(visit_date.year, month, day)
    if this is not None and this >= visit_date:
        return this
    return _date(visit_date.year + 1, month, day)


def _next_of_month(visit_date: date, day: int) -> date | None:
    if day >= visit_date.day:
        return _date(visit_date.year, visit_date.month, day)
    month = visit_date.month % 12 + 1
    return _date(visit_date.year + (month == 1), month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: dict[Language, tuple[Callable[[str, date], date | None], ...]] = {
    Language.ZH: (_zh_date, _zh_near, _zh_weekday, _zh_interval),
    Language.EN: (_en_date, _en_near, _en_weekday, _en_interval),
}
