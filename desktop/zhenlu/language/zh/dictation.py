"""Dictated Chinese as it is written: 咳嗽四天，不对，是五天 → 咳嗽5天."""

from __future__ import annotations

import re

from zhenlu.language.zh.numerals import read

#: A value, or a reading of two (140/90), and what may be its unit.
_VALUE = re.compile(r"(?P<number>\d+(?:\.\d+)?(?:/\d+)?)(?P<unit>[^\d\s，。、；,.;]{0,2})")
_ANNOUNCES = re.compile(
    r"[，,。\s]*(?:不对|不是|说错了?|哦不|更正(?:一下)?|改一下)[，,、\s]*(?:应该)?[是为]?[，,、\s]*"
)
#: A value is corrected shortly after it was said.
_FAR = 16
_COMMA = re.compile(r"(?<=[^\x00-\x7f]),|,(?=[^\x00-\x7f])")


def written(text: str) -> str:
    """Figures for number words; of a value that is corrected as it is spoken the last one stands.

    A correction that names no value of the same unit stays as it was spoken.
    """
    words = _COMMA.sub("，", read(text).text.strip())
    place = 0
    while announced := _ANNOUNCES.search(words, place):
        new = _VALUE.match(words, announced.end())
        old = _corrected(words, announced.start(), new) if new is not None else None
        if new is None or old is None:
            place = announced.end()
            continue
        kept = words[old.end("number") : announced.start()]
        begun = words[: old.start()] + new["number"] + kept
        is_unit = [one == other for one, other in zip(old["unit"], new["unit"], strict=False)]
        rest = new.end("number") + (is_unit.index(False) if False in is_unit else len(is_unit))
        words, place = begun + words[rest:], len(begun)
    return words


def _corrected(words: str, end: int, new: re.Match[str]) -> re.Match[str] | None:
    """The last value before a place that has the unit of the new one."""
    return next(
        (
            old
            for old in reversed(list(_VALUE.finditer(words, max(0, end - _FAR), end)))
            if old["unit"].startswith(new["unit"][:1])
        ),
        None,
    )
