"""How characters sound, and how easily one syllable is taken for another."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

#: Characters that deny.
DENIALS = frozenset("不没无未别非否莫勿")
#: Characters that no correction by sound may take away or bring in: numbers, units, sides,
#: denials, time.
PROTECTED = frozenset(
    "零〇一二两三四五六七八九十百千万半点几多左右双侧停岁天周月年日时分次毫克升片粒袋支"
) | DENIALS

#: Initials that are misheard for one another, by voice, breath or place.
_ALIKE = ("bp", "dt", "gk", "jqx", "zcs", "nlr", "fh", "mn", "zj", "cq", "sx", "td")
_FINALS_ALIKE = (
    ("an", "en"), ("in", "en"), ("ian", "an"), ("uan", "an"), ("ie", "i"), ("ia", "a"),
    ("uo", "o"), ("uo", "e"), ("uo", "u"), ("ao", "iao"), ("ao", "ou"), ("ou", "iu"),
    ("ai", "ei"), ("ui", "ei"), ("ui", "i"), ("un", "en"), ("ong", "un"), ("iong", "ong"),
    ("v", "u"), ("v", "i"), ("u", "o"), ("e", "a"), ("o", "a"), ("ua", "a"), ("ve", "ie"),
    ("ei", "e"), ("ei", "i"), ("ian", "in"), ("in", "i"),
)  # fmt: skip
_PARTS = re.compile(r"^(b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w)?(.*)$")


def sounds(wording: str) -> tuple[str, ...]:
    """Toneless pinyin of a term as it is read; empty where it holds other letters."""
    if not all("\u4e00" <= character <= "\u9fff" for character in wording):
        return ()
    return tuple(folded(sound) for sound in lazy_pinyin(wording))


@lru_cache(maxsize=8192)
def reading(character: str) -> str:
    """The usual sound of a character; a rare second one would fit too much."""
    if not "\u4e00" <= character <= "\u9fff":
        return ""
    return folded(lazy_pinyin(character)[0])


def folded(sound: str) -> str:
    """One spelling for sounds that many speakers and recognisers do not tell apart."""
    for initial in ("zh", "ch", "sh"):
        if sound.startswith(initial):
            sound = initial[0] + sound[2:]
    for final in ("ang", "eng", "ing"):
        if sound.endswith(final):
            sound = sound[:-1]
    return sound


@lru_cache(maxsize=16384)
def difference(one: str, other: str) -> float:
    """0 for the same syllable, 1 for two that have nothing in common."""
    if one == other:
        return 0.0
    if not one or not other:
        return 1.0
    initial, final = _split(one)
    other_initial, other_final = _split(other)
    return min(1.0, _of_initials(initial, other_initial) + _of_finals(final, other_final))


def _of_initials(one: str, other: str) -> float:
    if one == other:
        return 0.0
    alike = any(one in group and other in group for group in _ALIKE if one and other)
    return 0.25 if alike else 0.4


def _of_finals(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return 0.3 if (one, other) in _FINALS_ALIKE or (other, one) in _FINALS_ALIKE else 0.6


def _split(sound: str) -> tuple[str, str]:
    match = _PARTS.match(sound)
    return (match[1] or "", match[2]) if match else ("", sound)
