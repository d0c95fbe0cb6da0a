"""Word lists of the rule files as patterns.

In a list, `#` stands for a number (digits, or a Chinese numeral) and a trailing `*`
for any ending ("dizz*"). Latin words match whole and regardless of case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十半数几]+)"


@lru_cache(maxsize=1024)
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


def _one(word: str) -> str:
    stem = word.removesuffix("*")
    body = re.escape(stem).replace(r"\#", rf"\s*{_NUMBER}\s*").replace("#", rf"\s*{_NUMBER}\s*")
    before = r"(?<![A-Za-z])" if stem[:1].isascii() and stem[:1].isalpha() else ""
    ends_latin = stem[-1:].isascii() and stem[-1:].isalpha()
    if word.endswith("*"):
        return rf"{before}{body}[A-Za-z]*"
    return f"{before}{body}" + (r"(?![A-Za-z])" if ends_latin else "")
