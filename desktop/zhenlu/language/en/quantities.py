"""Numbers with what they count: durations, doses, frequencies, measurements.

Works on tidied text; spoken and written forms of one content give equal values and units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = r"(?P<value>\d+(?:\.\d+)?(?:\s*(?:to|or|-|–)\s*\d+(?:\.\d+)?)?)"

_TIME = (
    ("second", r"seconds?|secs?"),
    ("minute", r"minutes?|mins?"),
    ("hour", r"hours?|hrs?"),
    ("day", r"days?|nights?"),
    ("week", r"weeks?|wks?"),
    ("month", r"months?"),
    ("year", r"years?|yrs?"),
)
_AMOUNT = (
    ("mcg", r"micrograms?|mcgs?|ug|µg|μg"),
    ("mg/dL", r"mg/dl|milligrams? per de[cs]ilit(?:re|er)s?"),
    ("mmol/L", r"mmol/l|mmols?|millimoles?(?: per lit(?:re|er))?"),
    ("mg/L", r"mg/l|milligrams? per lit(?:re|er)"),
    ("mg", r"milligrams?|mgs?|milli(?:g|s)"),
    ("mmHg", r"mm\s?hg|millimet(?:re|er)s of mercury"),
    ("mL", r"millilit(?:re|er)s?|mls?|mils?|cc"),
    ("g/L", r"g/l|grams? per lit(?:re|er)"),
    ("g/dL", r"g/dl"),
    ("kg/m2", r"kg/m2"),
    ("kg", r"kilograms?|kilos?|kgs?"),
    ("lb", r"pounds?|lbs?"),
    ("stone", r"stone"),
    ("cm", r"centimet(?:re|er)s?|cms?"),
    ("g", r"grams?|g|gm"),
    ("L", r"lit(?:re|er)s?"),
    ("%", r"%|percent|per cent"),
    ("℃", r"℃|°\s?c|degrees? (?:c|celsius|centigrade)|celsius"),
    ("℉", r"℉|°\s?f|degrees? (?:f|fahrenheit)|fahrenheit|f(?=[\s.,]|$)"),
    ("x10^9/L", r"x\s?10\^9/l"),
    ("umol/L", r"umol/l|µmol/l|micromol(?:es)?(?: per lit(?:re|er))?"),
    ("per_minute", r"per minute|a minute|beats? per minute|bpm|breaths? (?:per|a) minute|/min"),
    ("tablet", r"tablets?|tabs?|pills?"),
    ("capsule", r"capsules?|caps"),
    ("puff", r"puffs?"),
    ("drop", r"drops?"),
    ("spray", r"sprays?"),
    ("sachet", r"sachets?"),
    ("teaspoon", r"teaspoons?|tsp"),
    ("tablespoon", r"tablespoons?|tbsp"),
    ("unit", r"units?"),
    ("cigarette", r"cigarettes?|cigs?|smokes"),
    ("pack", r"packs?"),
    ("glass", r"glass(?:es)?"),
    ("pint", r"pints?"),
    ("drink", r"drinks?"),
    ("beer", r"beers?"),
    ("bottle", r"bottles?"),
)
_ANY_TIME = "|".join(pattern for _, pattern in _TIME)
_COUNTED = re.compile(
    _RANGE
    + r"(?:\s*[-–]\s*|\s*)(?:(?:more|full|whole|straight|good|or so)\s+)?(?:"
    + "|".join(f"(?P<u{i}>{pattern})" for i, (_, pattern) in enumerate((*_TIME, *_AMOUNT)))
    + r")(?![\w/])",
    re.IGNORECASE,
)
_NAMES = tuple(name for name, _ in (*_TIME, *_AMOUNT))

#: "45F" opens a note on a woman; nobody has that temperature.
_AGE_AND_SEX = re.compile(r"[1-8]?\d ?F")
#: "BD 5/7", "review 1/52": days, weeks and months as they are written in British notes.
_OF_SEVEN = re.compile(
    r"(?:\b(?:for|in|x|review|F/?U|BD|TDS|QDS|OD|PRN|daily|nocte|pain|cough|fever|rash|D&V|"
    r"diarrhoea"
    r"|vomiting|headache|dizziness|SOB|\w+ness|\w+ing|\w+ache) |^)"
    r"(?P<time>(?P<value>\d{1,2})/(?P<of>7|52))(?![\d/])",
    re.IGNORECASE,
)
_HOURS = re.compile(rf"\b(?:every|q)\s*{_RANGE}\s*(?:hours?|hrs?|hourly|h)\b", re.IGNORECASE)
_HOURLY = re.compile(rf"\b{_RANGE}[- ]hourly\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:"
    r"(?P<count>\d+(?:\s*(?:to|or|-)\s*\d+)?)\s*(?:(?:times|x)\s*(?:/|a |per |each |every "
    r"|in a )|/\s*|a |per )(?P<per>day|week|night|month)\b(?!s? (?:ago|off|or))"
    r"|(?P<count2>\d+(?:\s*(?:to|or|-)\s*\d+)?)\s*(?:times|x)\s*(?P<per2>daily|weekly|nightly)"
    r"|(?P<word>once|twice|thrice)\s*(?:(?:a|per|every|each)\s+)?(?P<per3>day|week|night|month"
    r"|daily|weekly|nightly)\b"
    r"|(?P<latin>bid|b\.i\.d\.?|bd|tid|t\.i\.d\.?|tds|qid|q\.i\.d\.?|qds)\b"
    r"|(?P<daily>(?:one (?:a|per|each|every) (?:day|night|morning)|one daily|(?:every"
    r"|each) (?:single )?day|daily|once daily|od|qd)(?! life| activit"
    r"| routine| living| wear))\b"
    r"|(?P<weekly>weekly|(?:every|each) week)\b"
    r")",
    re.IGNORECASE,
)
_PER_DOSE = re.compile(r"(?<=\w)\s+(?:a|per|each|every)\s+(?P<per>day|night)\b", re.IGNORECASE)
_LATIN = {"bid": "2", "bd": "2", "tid": "3", "tds": "3", "qid": "4", "qds": "4"}
_WORDS = {"once": "1", "twice": "2", "thrice": "3"}
_PERIOD = {
    "day": "day",
    "daily": "day",
    "night": "day",
    "nightly": "day",
    "week": "week",
    "weekly": "week",
    "month": "month",
}
_OCCASIONS = re.compile(
    r"\b(?P<value>\d+(?:\s*(?:to|or|-)\s*\d+)?)\s+times\b|\b(?P<word>twice)\b", re.IGNORECASE
)
_ONE = re.compile(
    r"\b(?:(?:for|in|about|after|past|last|within|over|only|almost|nearly|around|maybe|the|every"
    r"|of|by|under|take|is|was|been|like|be|takes|probably|just|got)\s+)"
    rf"(?P<one>an?\s+(?P<unit>{_ANY_TIME}))\b(?! and)"
    rf"|\b(?P<one2>an?\s+(?P<unit2>{_ANY_TIME}))\s+(?:ago|or (?:so|two)|later|now|long|course"
    rf"|back|earlier|or more)\b"
    rf"|^(?P<one3>an?\s+(?P<unit3>{_ANY_TIME}))[.,!]?\s*$",
    re.IGNORECASE,
)
_FORTNIGHT = re.compile(r"\b(?:a|every|one)?\s*fortnight\b", re.IGNORECASE)
_PRESSURE = re.compile(
    r"(?<![\d/.])(?P<value>\d{2,3}/\d{2,3})(?![\d/])(?:\s*mm\s?hg)?", re.IGNORECASE
)
_SCORE = re.compile(r"(?<![\d/.])(?P<value>\d{1,2}(?:\.\d)?/10)(?![\d/])")
_BARE = re.compile(r"(?<![\d/.\w^])\d+(?:\.\d+)?(?:\s*(?:to|-)\s*\d+(?:\.\d+)?)?(?![\d/\w^])")

#: The unit that a measured quantity has when nobody says it.
_CONTEXT = (
    (r"temp(?:erature)?|fever|℃|thermometer", "℃"),
    (
        r"pulse|heart rate|HR|heartbeat|resp(?:iratory)? rate|breathing rate|respirations"
        r"|resps|RR",
        "per_minute",
    ),
    (r"sats?|saturations?|O2|oxygen(?: levels?| saturation)?|SpO2", "%"),
    (r"weigh(?:s|t|ing|ed)?", "kg"),
    (r"HbA1c", "%"),
    (r"sugars?|glucose", "mmol/L"),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        unit: Canonical unit; "" where none was said and none is plain from the words.
    """

    value: str
    unit: str
    start: int
    end: int


def plain(number: str) -> str:
    """As in "5.0" as "5", "3 to 4" as "3-4"."""
    parts = re.split(r"\s*(?:to|or|-|–)\s*", number.strip())
    clean = [
        re.sub(r"(\.\d*?)0+$", r"\1", p).rstrip(".") if "." in p else (p.lstrip("0") or "0")
        for p in parts
    ]
    return "-".join(clean)


def quantities(text: str) -> tuple[Quantity, ...]:  # noqa: PLR0912
    """All quantities of a text from left to right, each character in one of them at most."""
    found: list[Quantity] = []

    def add(quantity: Quantity) -> None:
        if all(quantity.end <= q.start or quantity.start >= q.end for q in found):
            found.append(quantity)

    for match in _HOURS.finditer(text):
        add(Quantity(plain(match.group("value")), "hours_apart", match.start(), match.end()))
    for match in _HOURLY.finditer(text):
        add(Quantity(plain(match.group("value")), "hours_apart", match.start(), match.end()))
    for match in _OFTEN.finditer(text):
        add(_often(match))
    for match in _PRESSURE.finditer(text):
        if _is_pressure(match.group("value")):
            add(Quantity(match.group("value"), "mmHg", match.start(), match.end()))
    for match in _SCORE.finditer(text):
        add(Quantity(match.group("value"), "score", match.start(), match.end()))
    for match in _COUNTED.finditer(text):
        if not _AGE_AND_SEX.fullmatch(match.group()):
            add(_counted(match))
    for match in _OCCASIONS.finditer(text):
        value = plain(match.group("value")) if match.group("value") else "2"
        add(Quantity(value, "times", match.start(), match.end()))
    for match in _ONE.finditer(text):
        which = next(n for n in ("one", "one2", "one3") if match.group(n))
        unit = match.group(which.replace("one", "unit"))
        add(Quantity("1", _time_unit(unit), match.start(which), match.end(which)))
    for match in _OF_SEVEN.finditer(text):
        unit = "day" if match["of"] == "7" else "week"
        add(Quantity(plain(match["value"]), unit, match.start("time"), match.end("time")))
    for match in _FORTNIGHT.finditer(text):
        add(Quantity("2", "week", match.start(), match.end()))
    for quantity in list(found):
        if quantity.unit in _DOSE_UNITS and (more := _PER_DOSE.match(text, quantity.end)):
            add(Quantity("1", "times_per_day", more.start(), more.end()))
    for match in _BARE.finditer(text):
        unit = _context_unit(text, match)
        add(Quantity(plain(match.group()), unit, match.start(), match.end()))
    return tuple(sorted(found, key=lambda q: q.start))


_DOSE_UNITS = frozenset(
    {
        "mg",
        "g",
        "mcg",
        "mL",
        "tablet",
        "capsule",
        "puff",
        "drop",
        "spray",
        "sachet",
        "teaspoon",
        "unit",
    }
)


def _often(match: re.Match[str]) -> Quantity:
    if match.group("latin"):
        value, period = _LATIN[match.group("latin").lower().replace(".", "")], "day"
    elif match.group("daily"):
        value, period = "1", "day"
    elif match.group("weekly"):
        value, period = "1", "week"
    elif match.group("word"):
        value, period = _WORDS[match.group("word").lower()], _PERIOD[match.group("per3").lower()]
    else:
        value = plain(match.group("count") or match.group("count2"))
        period = _PERIOD[(match.group("per") or match.group("per2")).lower()]
    return Quantity(value, f"times_per_{period}", match.start(), match.end())


_TWO_TENS = re.compile(r"(?P<least>[1-9]0)(?P<most>[1-9]0)")


def _counted(match: re.Match[str]) -> Quantity:
    which = next(i for i in range(len(_NAMES)) if match.group(f"u{i}"))
    value = plain(match.group("value"))
    # "Twenty thirty seconds" is no year: from the one to the other.
    two = _TWO_TENS.fullmatch(value)
    if two and which < len(_TIME) and two["least"] < two["most"]:
        value = f"{two['least']}-{two['most']}"
    return Quantity(value, _NAMES[which], match.start(), match.end())


def _time_unit(word: str) -> str:
    return next(name for name, pattern in _TIME if re.fullmatch(pattern, word, re.IGNORECASE))


def _is_pressure(value: str) -> bool:
    upper, lower = (int(part) for part in value.split("/"))
    return 60 <= upper <= 280 and 30 <= lower <= 180 and upper > lower


#: What is measured in degrees of an angle: "straight leg raise positive at forty degrees".
_ANGLE = re.compile(
    r"\b(?:leg rais\w+|SLR|flex\w*|exten(?:d|ds|sion)|abduct\w*|adduct\w*|rotat\w*|elevat\w*"
    r"|bends?|bending|range of|dorsiflex\w*)\b[^.;?!\d]{0,50}$",
    re.IGNORECASE,
)


def _context_unit(text: str, match: re.Match[str]) -> str:  # noqa: PLR0911
    """The unit that the words before a bare number imply."""
    before = text[max(0, match.start() - 34) : match.start()]
    first = float(plain(match.group()).split("-")[0])
    after = text[match.end() : match.end() + 9]
    if re.match(r"\s*degrees?\b", after, re.IGNORECASE):
        if _ANGLE.search(text[: match.start()]):
            return "degree"
        return "℃" if 33 <= first <= 43 else ("℉" if 92 <= first <= 110 else "degree")
    nearest = ""
    nearest_at = -1
    for pattern, unit in _CONTEXT:
        for hit in re.finditer(rf"\b(?:{pattern})(?!\w)", before, re.IGNORECASE):
            if hit.start() > nearest_at and not re.search(r"[.;?!]\s|\d", before[hit.end() :]):
                nearest, nearest_at = unit, hit.start()
    if nearest == "℃":
        return "℃" if 34 <= first <= 43 else ("℉" if 93 <= first <= 109 else "")
    if nearest == "mmol/L":
        return "mmol/L" if first < 35 else "mg/dL"
    if nearest == "%" and not 3 <= first <= 100:
        return ""
    if nearest == "kg" and first > 300:
        return ""
    if not nearest and "." in match.group() and 35 <= first <= 42.5:
        return "℃"
    if not nearest and "." in match.group() and 96 <= first <= 106:
        return "℉"
    return nearest
