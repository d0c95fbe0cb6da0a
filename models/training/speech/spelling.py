"""Text as it is spoken: what the model learns to write and what espeak-ng is given to say.

Labels are a pure function of the sound: numbers are words (一百四十, one forty),
because a recogniser cannot hear whether 140 was meant as figures. The program
turns them into figures afterwards.
"""

from __future__ import annotations

import re

from zhenlu.domain.transcript import Language

_DIGITS = "零一二三四五六七八九"
_UNITS_ZH = {
    "mmol/L": "毫摩尔每升", "mmHg": "毫米汞柱", "mg": "毫克", "ml": "毫升", "mL": "毫升",
    "kg": "公斤", "cm": "厘米", "mm": "毫米", "g": "克", "℃": "度",
}  # fmt: skip
_UNITS_EN = {"mg": "milligrams", "ml": "milliliters", "%": " percent", "mmHg": ""}
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = (
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def label(text: str, language: Language) -> str:
    """The words of a sentence as they are spoken, with their punctuation."""
    return _label_zh(text) if language is Language.ZH else _label_en(text)


def pronounced(label_text: str, language: Language) -> str:
    """What espeak-ng has to read for a label: letters inside Chinese need spaces."""
    if language is Language.EN:
        return label_text
    return re.sub(r"[A-Za-z]+", lambda m: f" {' '.join(m[0].upper())} ", label_text)


def sentences(text: str, language: Language) -> list[str]:
    """A longer text cut where a speaker pauses; pieces of at most some 8 seconds."""
    chinese = language is Language.ZH
    end, comma, longest = ("。？！；", "，、", 34) if chinese else (".?!;", ",", 110)
    pieces: list[str] = []
    # A stop before a figure is a decimal point.
    whole = rf"[^{end}]+(?:[{end}](?=\d)[^{end}]*)*[{end}]?"
    for sentence in re.findall(whole, text.strip()):
        rest = sentence.strip()
        while len(rest) > longest:
            cut = max(rest.rfind(mark, 4, longest) for mark in comma) + 1
            if not cut:
                break
            pieces.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        pieces.append(rest)
    return [piece for piece in pieces if re.search(r"\w", piece)]


def number_zh(figures: str) -> str:
    """140 → 一百四十, 38.5 → 三十八点五; long or zero-led figures are read one by one."""
    whole, _, decimals = figures.partition(".")
    if len(whole) > 8 or (len(whole) > 1 and whole[0] == "0"):
        words = "".join(_DIGITS[int(c)] for c in whole)
    else:
        words = _whole_zh(int(whole))
    return words + ("点" + "".join(_DIGITS[int(c)] for c in decimals) if decimals else "")


def number_en(figures: str) -> str:
    """140 → one hundred forty, 38.5 → thirty eight point five."""
    whole, _, decimals = figures.partition(".")
    words = _whole_en(int(whole)) if len(whole) <= 6 else " ".join(_ONES[int(c)] for c in whole)
    return words + (" point " + " ".join(_ONES[int(c)] for c in decimals) if decimals else "")


def _whole_zh(number: int) -> str:
    if number == 0:
        return "零"
    upper, lower = divmod(number, 10_000)
    words = _below_ten_thousand(lower) if lower else ""
    if upper:
        words = _whole_zh(upper) + "万" + ("零" if 0 < lower < 1000 else "") + words
    return words.removeprefix("一") if words.startswith("一十") else words


def _below_ten_thousand(number: int) -> str:
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
        gap = not digit
    return words


def _whole_en(number: int) -> str:
    if number < 20:
        return _ONES[number]
    for unit, name in ((1000, "thousand"), (100, "hundred")):
        if number >= unit:
            rest = f" {_whole_en(number % unit)}" if number % unit else ""
            return f"{_whole_en(number // unit)} {name}{rest}"
    return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")


def _label_zh(text: str) -> str:
    text = text.translate(str.maketrans(",?!;:", "，？！；："))
    text = re.sub(r"(\d)\s*[-~～]\s*(\d)", r"\1到\2", text)
    text = re.sub(r"\s+|[“”\"「」《》（）()…+\-]", "", text)
    text = re.sub(r"(\d{4})年", lambda m: "".join(_DIGITS[int(c)] for c in m[1]) + "年", text)
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"百分之\1", text)
    text = re.sub(r"(\d+)/(\d+)", r"\1，\2", text)
    for unit, word in _UNITS_ZH.items():
        text = re.sub(rf"(?<![A-Za-z]){re.escape(unit)}(?![A-Za-z])", word, text)
    # Two of something is 两; the second month stays 二月.
    text = re.sub(r"(?<![\d.])2(?=[天次片粒周个年小种颗支])", "两", text)
    text = _NUMBER.sub(lambda m: number_zh(m[0]), text)
    return re.sub(r"[A-Za-z]+", lambda m: m[0].upper(), text)


def _label_en(text: str) -> str:
    text = re.sub(r"(\d)\s*[-–]\s*(\d)", r"\1 to \2", text.replace("’", "'").replace("—", ", "))
    text = re.sub(r"(\d+)\s*/\s*(\d+)", r"\1 over \2", text)
    for unit, word in _UNITS_EN.items():
        text = re.sub(rf"(?<![A-Za-z]){re.escape(unit)}(?![A-Za-z])", f" {word.strip()}", text)
    text = _NUMBER.sub(lambda m: number_en(m[0]), text)
    text = re.sub(r"\s+([,.?!;])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return text[:1].upper() + text[1:]
