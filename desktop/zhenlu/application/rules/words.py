"""Word lists of the rule files as patterns.

In a list, `#` stands for a number (digits, or a Chinese numeral) and a trailing `*`
for any ending ("dizz*"). Latin words match whole and regardless of case. An entry of a
table joins alternatives with `|` and two sides with `=`: "肺炎|支气管肺炎=啰音|胸片".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zhenlu.domain.transcript import Language

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十半数几]+)"


@lru_cache(maxsize=8192)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the words, the longest first."""
    if not words:
        return re.compile(r"(?!)")
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_one(word) for word in ordered), re.IGNORECASE)


def holds(text: str, words: Sequence[str]) -> bool:
    return bool(pattern(tuple(words)).search(text))


def spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of the words, left to right."""
    for match in pattern(tuple(words)).finditer(text):
        yield match.span()


def table(entries: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Entries of a table as their two sides; the second is empty where there is no `=`."""
    for entry in entries:
        first, _, second = entry.partition("=")
        yield tuple(first.split("|")), tuple(word for word in second.split("|") if word)


def listed(names: Sequence[str], language: Language) -> str:
    """Names one after the other, as the language lists them."""
    return ("、" if language is Language.ZH else ", ").join(names)


def _one(word: str) -> str:
    stem = word.removesuffix("*")
    body = re.escape(stem).replace(r"\#", rf"\s*{_NUMBER}\s*").replace("#", rf"\s*{_NUMBER}\s*")
    before = r"(?<![A-Za-z])" if stem[:1].isascii() and stem[:1].isalpha() else ""
    ends_latin = stem[-1:].isascii() and stem[-1:].isalpha()
    if word.endswith("*"):
        return rf"{before}{body}[A-Za-z]*"
    return f"{before}{body}" + (r"(?![A-Za-z])" if ends_latin else "")
