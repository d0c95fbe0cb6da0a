"""A written prescription as numbers: single dose, times a day, days, route.

Reads what stands in a record ("0.5g,口服,每日3次,共5天", "500 mg by mouth twice daily for
5 days"), not how people speak; what is not written stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.application.quantities import milligrams
from zhenlu.domain.transcript import Language

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\d.])(?:(?:{_NUMBER})\s*[-~–至到]\s*)?(?P<value>{_NUMBER})\s*"
    r"(?P<unit>mg|毫克|g|克|μg|µg|ug|mcg|微克|micrograms?|milligrams?|grams?)"
    r"(?![A-Za-z]|\s*/\s*(?:kg|公斤))",
    re.IGNORECASE,
)
_WORDS = {
    "半": 0.5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "once": 1, "twice": 2, "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6,
}  # fmt: skip
_WORD = "|".join(word for word in _WORDS if word not in ("once", "twice"))
_PIECES = re.compile(
    rf"(?<![\d.×xX*/])(?<!共)(?:{_NUMBER}\s*[-~–至到]\s*)?(?P<value>{_NUMBER}|{_WORD})\s*"
    r"(?:片|粒|袋|包|支|丸|tablets?|capsules?|sachets?|puffs?|喷|揿|吸)(?!\s*/\s*盒|\s*[×xX*])",
    re.IGNORECASE,
)
_PACK = re.compile(
    rf"{_NUMBER}\s*(?:mg|g|μg|ug)\s*[×xX*]\s*\d+\s*(?:片|粒|袋|支|丸|tablets?|capsules?)?"
    r"(?:\s*[×xX*/]\s*\d*\s*盒)?"
)
_EACH_TIME = re.compile(r"(?:每次|一次|1次)\s*(?:服|用|口服)?\s*")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_ROUTES: tuple[tuple[str, str], ...] = (
    (
        "topical",
        r"外用|外涂|外敷|涂|贴|滴眼|滴耳|滴鼻|含漱|漱口|阴道|纳肛|塞肛|洗|软膏|乳膏|凝胶|鼻喷|喷鼻"
        r"|topical|appl(?:y|ied)|cream|ointment|gel\b|lotion|drops|nasal|mouthwash|vaginal|patch",
    ),
    ("inhaled", r"吸入|雾化|气雾|inhal|nebuli|puff"),
    (
        "injection",
        r"静滴|静脉|静推|肌注|肌内|肌肉注射|皮下|注射|\bIV\b|\bIM\b|\bSC\b|inject|intraven"
        r"|intramusc|subcut",
    ),
    ("oral", r"口服|冲服|嚼服|含服|顿服|\bpo\b|p\.o\.|by mouth|oral|tablet|capsule|syrup"),
)
_OFTEN: dict[Language, tuple[tuple[str, float], ...]] = {
    Language.ZH: (
        (r"(?:每日|每天|一日|一天|1日|1天|日)\s*(?:\d\s*[-~–至到]\s*)?(?P<n>[\d一两二三四五六])\s*次",
         0),
        (r"(?P<n>\d)\s*次\s*/\s*[日天d]", 0),
        (r"每\s*(?P<h>\d+)\s*(?:[-~–至到]\s*\d+\s*)?(?:个)?小时", 0),
        (r"(?i:\bq(?P<h>\d+)h\b)", 0),
        (r"每周\s*(?P<w>[\d一两二三])\s*次|(?P<w2>\d)\s*次\s*/\s*周", 0),
        (r"(?i:(?<![a-z])qid(?![a-z]))", 4),
        (r"(?i:(?<![a-z])tid(?![a-z]))|三餐|早中晚", 3),
        (r"(?i:(?<![a-z])bid(?![a-z]))|早晚各", 2),
        (r"隔日|(?i:(?<![a-z])qod(?![a-z]))", 0.5),
        (r"(?i:(?<![a-z])q[dn](?![a-z]))|每晚|睡前|每早|每晨|晨起|每日清晨", 1),
    ),
    Language.EN: (
        (rf"(?P<n>\d|{_WORD})\s*(?:times|x)\s*(?:a|per|each|/)?\s*(?:day|daily)", 0),
        (r"every\s*(?P<h>\d+)\s*(?:(?:-|–|to)\s*\d+\s*)?hours|\bq(?P<h2>\d+)h\b", 0),
        (rf"(?P<w>\d|once|twice|{_WORD})\s*(?:times\s*)?(?:a|per)?\s*week(?:ly)?", 0),
        (r"\bweekly\b", 1 / 7),
        (r"\bqid\b|\bqds\b|four times", 4),
        (r"\btid\b|\btds\b|three times|with (?:each|every) meal", 3),
        (r"\bbid\b|\bb\.i\.d\.|twice", 2),
        (r"every other day|alternate days", 0.5),
        (r"once|\bqd\b|\bod\b|\bqhs\b|daily|a day|nightly|(?:at|each|every) (?:night|bedtime)"
         r"|(?:in the|each|every) (?:morning|evening)", 1),
    ),
}  # fmt: skip
_ONCE = re.compile(
    r"顿服|单次|即刻|立即|嚼服|负荷|single dose|one dose|\bstat\b|loading", re.IGNORECASE
)
_DAYS = re.compile(
    r"(?<![\d.第])(?P<n>\d{1,3})\s*-?\s*(?P<u>天|日量|日(?=[,，。;；)）\s]|$)|周|个月|days?|weeks?"
    r"|months?)(?!\s*(?:后|内|前|复|later|ago)|\d)",
    re.IGNORECASE,
)
_IN_DAYS = {"天": 1, "日": 1, "日量": 1, "周": 7, "个月": 30, "day": 1, "week": 7, "month": 30}
_RETURN = re.compile(r"\b(?:in|within|after)\s+\d+\s*(?:days?|weeks?|months?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Regimen:
    """How a drug is to be taken.

    Attributes:
        mg: Single dose by weight.
        pieces: Tablets, capsules or sachets of a single dose, where told.
        per_day: Times a day; 0.5 for every other day.
        once: A single dose, no course.
        route: "oral", "injection", "inhaled", "topical", or "" where nothing tells.
    """

    mg: float | None = None
    pieces: float | None = None
    per_day: float | None = None
    once: bool = False
    days: int | None = None
    route: str = ""


def read(own: str, item: str, language: Language) -> Regimen:
    """The regimen of one drug.

    Args:
        own: Words from the drug's name to the next drug of the item.
        item: The whole item; route and days may serve several drugs of it.
    """
    mg, pieces = _dose(own)
    per_day, days = _per_day(own, language), _days(own) or _days(item)
    # 晨起顿服 is a daily dose taken at one go, 即刻嚼服 is one dose and no more.
    once = per_day is None and bool(_ONCE.search(own))
    return Regimen(mg, pieces, per_day, once, days, _route(own, item))


def _dose(own: str) -> tuple[float | None, float | None]:
    # 0.25g×24粒 is the pack, 10mg(2片) says the same twice: neither multiplies.
    plain = _PACK.sub(" ", _BRACKETS.sub(" ", own))
    each_time = _EACH_TIME.search(plain)
    told = plain[each_time.end() :] if each_time else ""
    amount = _AMOUNT.match(told) or _AMOUNT.search(plain) or _AMOUNT.search(own)
    pieces = next((_number(m["value"]) for m in _PIECES.finditer(plain)), None)
    if amount is None:
        return None, pieces
    each = milligrams(amount["value"], amount["unit"])
    counted = 1.0 if pieces is None else pieces
    return (None if each is None else each * counted), pieces


def _per_day(own: str, language: Language) -> float | None:
    for pattern, times in _OFTEN[language]:
        match = re.search(pattern, own, re.IGNORECASE)
        if match is None:
            continue
        named = {key: value for key, value in match.groupdict().items() if value}
        if hours := named.get("h") or named.get("h2"):
            return 24 / float(hours) if float(hours) else None
        if weekly := named.get("w") or named.get("w2"):
            return _number(weekly) / 7
        return _number(named["n"]) if "n" in named else times
    return None


def _days(text: str) -> int | None:
    match = next(_DAYS.finditer(_RETURN.sub(" ", text)), None)
    if match is None:
        return None
    unit = match["u"].casefold()
    return int(match["n"]) * _IN_DAYS.get(unit, _IN_DAYS.get(unit.removesuffix("s"), 1))


def _route(own: str, item: str) -> str:
    for text in (own, item):
        for route, pattern in _ROUTES:
            if re.search(pattern, text, re.IGNORECASE):
                return route
    return ""


def _number(said: str) -> float:
    word = _WORDS.get(said.casefold())
    return float(said) if word is None else float(word)
