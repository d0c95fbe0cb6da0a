"""Spoken numerals as digits: "one forty over ninety" becomes 140/90.

Words that are no numbers stay as they are: "one of them", "no one", "at once",
"a couple of days". Full-width characters become half-width.
"""

from __future__ import annotations

import re

from zhenlu.language.reading import Reading

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine".split()  # noqa: SIM905
    )
}
_TEENS = {
    word: number
    for number, word in enumerate(
        [
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        start=10,
    )
}
_TENS = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        start=2,
    )
} | {"fourty": 40, "ninty": 90}
_SIMPLE = _UNITS | _TEENS | _TENS

#: Nouns that make a bare "one" or "half a" a quantity.
_MEASURED = (
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|tablets?|tabs?|capsules?|pills?"
    r"|puffs?|drops?|sprays?|teaspoons?|tablespoons?|sachets?|spoonfuls?|doses?|times?|milligrams?"
    r"|grams?|micrograms?|mgs?|mls?|mcg|millilit(?:re|er)s?|lit(?:re|er)s?|units?|pints?"
    r"|glass(?:es)?"
    r"|cigarettes?|packs?|drinks?|bottles?|beers?|episodes?|percent|degrees?|kilos?|pounds?|stone)"
)
_BEFORE_ONE = re.compile(r"\b(?:type|stage|grade|number|point|over|to|or)[\s-]+$", re.IGNORECASE)
_AFTER_ONE = re.compile(
    rf"[\s-]+(?:{_MEASURED}\b|(?:to|or)[\s-]+(?:two|three|2|3)\b|and\s+a\s+half\b|over\b)",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(r"\b(?:no|any|every|some|the|this|that|which)[\s-]+$", re.IGNORECASE)

_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_JOIN = re.compile(r"(?:\s+|\s*-\s*)\Z")

_SEPARATED = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,]*\d)")
_OVER = re.compile(r"\b(\d{2,3})\s*(?:over|/)\s*(\d{2,3})\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(\d{1,2}(?:\.\d)?)\s+out\s+of\s+(10|ten|5|6|15)\b", re.IGNORECASE)
_HALF_A = re.compile(rf"\bhalf\s+(?:an?|of\s+an?)\s+(?={_MEASURED}\b)", re.IGNORECASE)
_A_GRAM = re.compile(r"\ba (?=gram(?:me)?(?: of)?\b)", re.IGNORECASE)
#: "in to days": recognisers write "to" and "too" for the number.
_TWO_MISHEARD = re.compile(
    r"(?<=\bin )to{1,2}(?= (?:day|week|month|year|hour)s\b)"
    r"|(?<=\b(?:for|ago|ast) )to{1,2}(?= (?:day|week|month|year|hour)s\b)"
    r"|(?<=\btake )to{1,2}(?= (?:tablet|capsule|puff|pill)s\b)",
    re.IGNORECASE,
)
_AND_HALF = re.compile(r"\b(\d+)\s+and\s+a\s+half\b", re.IGNORECASE)
_ONE_AND_HALF = re.compile(
    r"\ban?\s+(day|week|month|year|hour|tablet|pill|pack)\s+and\s+a\s+half\b", re.IGNORECASE
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2019: 0x27,
    0x2018: 0x27,
    0x201C: 0x22,
    0x201D: 0x22,
    0x2013: 0x2D,
}


def read(text: str) -> Reading:
    """Normalise spoken and written numerals of a text."""
    reading = Reading(text.translate(_WIDE), tuple(range(len(text) + 1)))
    reading = _spelled(reading)
    reading = edit(reading, _SEPARATED, lambda m: m.group(1).replace(",", ""))
    reading = edit(reading, _A_GRAM, "1 ")
    reading = edit(reading, _TWO_MISHEARD, "2")
    reading = edit(reading, _AND_HALF, lambda m: f"{m.group(1)}.5")
    reading = edit(reading, _ONE_AND_HALF, lambda m: f"1.5 {m.group(1)}s")
    reading = edit(reading, _HALF_A, lambda _: "0.5 ")
    reading = edit(reading, _OUT_OF, lambda m: f"{m.group(1)}/{m.group(2).replace('ten', '10')}")
    return edit(reading, _OVER, lambda m: f"{m.group(1)}/{m.group(2)}")


def edit(reading: Reading, pattern: re.Pattern[str], replace: object) -> Reading:
    """Replace every match of a pattern, keeping the way back to the original.

    Args:
        replace: A callable from the match to the new words, or the new words.
    """
    pieces: list[tuple[int, int, str]] = []
    for match in pattern.finditer(reading.text):
        new = replace(match) if callable(replace) else str(replace)
        pieces.append((match.start(), match.end(), new))
    return splice(reading, pieces)


def splice(reading: Reading, pieces: list[tuple[int, int, str]]) -> Reading:
    """Put new words in place of stretches given in ascending order."""
    if not pieces:
        return reading
    text: list[str] = []
    origin: list[int] = []
    position = 0
    for start, end, new in pieces:
        text.append(reading.text[position:start])
        origin.extend(reading.origin[position:start])
        text.append(new)
        origin.extend([reading.origin[start]] * len(new))
        position = end
    text.append(reading.text[position:])
    origin.extend(reading.origin[position:])
    return Reading("".join(text), tuple(origin))


def _spelled(reading: Reading) -> Reading:
    """Turn runs of number words into digits."""
    text = reading.text
    words = list(_WORD.finditer(text))
    pieces: list[tuple[int, int, str]] = []
    index = 0
    while index < len(words):
        run = _run(text, words, index)
        if not run:
            index += 1
            continue
        for count, digits in _values([w.group().lower() for w in run]):
            first, last = words[index], words[index + count - 1]
            if digits and _counts(text, first, last, count):
                pieces.append((first.start(), last.end(), digits))
            index += count
    return splice(reading, pieces)


def _run(text: str, words: list[re.Match[str]], index: int) -> list[re.Match[str]]:
    """The longest stretch of words from `index` that may form numbers."""
    run: list[re.Match[str]] = []
    for word in words[index:]:
        if run and not _JOIN.match(text[run[-1].end() : word.start()]):
            break
        low = word.group().lower()
        if (
            run
            and low in _UNITS
            and run[-1].group().lower() not in _UNITS
            and re.match(
                r"\s+times\s+(?:a|per|daily|each|every)\b",
                text[word.end() : word.end() + 16],
                re.IGNORECASE,
            )
        ):
            # "Five hundred three times a day" is a dose and its frequency.
            break
        if low in _SIMPLE or (low in ("point", "hundred", "thousand") and (run or low == "point")):
            run.append(word)
        elif low == "a" and not run:
            after = text[word.end() : word.end() + 10].lower()
            if not re.match(r"\s+(?:hundred|thousand)\b", after):
                break
            run.append(word)
        elif (run and low in ("and", "oh", "o")) or (
            low.isdigit() and run and run[-1].group().lower() in ("point", "and")
        ):
            run.append(word)
        else:
            break
    while run and run[-1].group().lower() in ("and", "oh", "o", "point", "a"):
        if [w.group().lower() for w in run[-2:]] in (["point", "oh"], ["point", "o"]):
            break  # "One point oh" is a number to its end.
        run.pop()
    return run


def _values(words: list[str]) -> list[tuple[int, str]]:
    """Cut a run into numbers: (words used, digits), digits "" where it is none."""
    values: list[tuple[int, str]] = []
    index = 0
    while index < len(words):
        if words[index] in ("and", "oh", "o", "point") and not (
            words[index] == "point" and index + 1 < len(words) and words[index + 1] in _UNITS
        ):
            values.append((1, ""))
            index += 1
            continue
        used, digits = _number(words[index:])
        values.append((used, digits))
        index += used
    return values


def _number(words: list[str]) -> tuple[int, str]:
    """The number at the beginning of `words`."""
    used, value = _whole(words)
    digits = str(value) if used else "0"
    rest = words[used:]
    if rest[:1] == ["point"]:
        decimals, count = _decimals(rest[1:])
        if count:
            return used + 1 + count, f"{digits}.{decimals}"
    # A temperature said without its point: "thirty-eight five".
    measured = 34 <= value <= 42 or 97 <= value <= 99  # in ℃ or in ℉
    if used == 2 and measured and rest and rest[0] in _UNITS and rest[1:2] != ["hundred"]:
        return 3, f"{value}.{_UNITS[rest[0]]}"
    return (used, digits) if used else (1, "")


def _decimals(words: list[str]) -> tuple[str, int]:
    digits, count = "", 0
    for word in words:
        if word in _UNITS or word in ("oh", "o"):
            digits += str(_UNITS.get(word, 0))
        elif word in _TEENS or word in _TENS or word.isdigit():
            digits += word if word.isdigit() else str(_SIMPLE[word])
            return digits, count + 1
        else:
            break
        count += 1
    return digits, count


def _whole(words: list[str]) -> tuple[int, int]:
    """Words used and value of the whole number at the beginning."""
    used, value = _below_hundred(words)
    if words[:1] == ["a"]:
        used, value = 1, 1
    if not used:
        return 0, 0
    rest = words[used:]
    if rest[:1] == ["hundred"]:
        used, value = used + 1, value * 100
        more, low = _after_and(words[used:])
        used, value = used + more, value + low
    elif used == 1 and 0 < value < 10 and rest:
        more, low = _spoken_hundreds(rest)
        used, value = used + more, value * 100 + low if more else value
    elif used == 1 and value in (19, 20) and rest:
        more, low = _below_hundred(rest)
        if more and low >= 10:
            return used + more, value * 100 + low
    if words[used : used + 1] == ["thousand"]:
        used, value = used + 1, value * 1000
        more, low = _after_and(words[used:], _whole)
        used, value = used + more, value + low
    return used, value


def _spoken_hundreds(rest: list[str]) -> tuple[int, int]:
    """What follows a digit in "one forty", "one oh five", "six twenty-five"."""
    if rest[0] in ("oh", "o") and rest[1:2] and rest[1] in _UNITS:
        return 2, _UNITS[rest[1]]
    more, low = _below_hundred(rest)
    follows = rest[more : more + 1]
    return (more, low) if low >= 10 and follows not in (["hundred"], ["thousand"]) else (0, 0)


def _after_and(words: list[str], read_low: object = None) -> tuple[int, int]:
    skip = 1 if words[:1] == ["and"] else 0
    more, low = (_whole if callable(read_low) else _below_hundred)(words[skip:])
    return (skip + more, low) if more else (0, 0)


def _below_hundred(words: list[str]) -> tuple[int, int]:
    if not words or words[0] not in _SIMPLE:
        return 0, 0
    value = _SIMPLE[words[0]]
    if words[0] in _TENS and words[1:2] and _UNITS.get(words[1], 0) > 0:
        return 2, value + _UNITS[words[1]]
    return 1, value


def _counts(text: str, first: re.Match[str], last: re.Match[str], count: int) -> bool:
    """Whether a run is a number here: a bare "one" needs something to count."""
    if count > 1 or first.group().lower() != "one":
        return True
    before, after = text[: first.start()], text[last.end() :]
    if _NO_COUNT.search(before) and not re.match(r"[\s-]+(?:tablet|pill|week|day)", after):
        return False
    return bool(_AFTER_ONE.match(after) or _BEFORE_ONE.search(before))
