"""Looking a word up the way a person types it: name, other wording, pinyin, initials, nearly right.

    search("安博索"), search("anxiusuo"), search("axs"), search("ambroxl")
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import Term, load, worked_out

#: Below this a spelling has too little in common with what was typed (0 to 100).
_NEAR = 75.0
_NEAR_SOUND = 90.0
_LETTERS = re.compile(r"[a-z]+")


class Way(IntEnum):
    """How a word was found, the surest first."""

    NAME = 0
    WORDING = 1
    OTHER_LANGUAGE = 2
    PINYIN = 3
    INITIALS = 4
    PART = 5
    NEAR = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A term that was found.

    Attributes:
        wording: The wording that fitted.
        score: 0 to 100; 100 unless it is only near or a part.
    """

    term: Term
    language: Language
    way: Way
    wording: str
    score: float = 100.0


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    language: Language
    wording: str
    key: str
    pinyin: str
    initials: str
    other: str


def search(
    word: str, languages: Sequence[Language] = tuple(Language), kind: str = "", limit: int = 20
) -> tuple[Match, ...]:
    """Terms that a word may mean, the surest first, each once."""
    wanted = _key(word)
    if not wanted:
        return ()
    best: dict[tuple[Language, str, str], Match] = {}
    for language in languages:
        for match in _matches(wanted, language):
            if kind and match.term.kind != kind:
                continue
            place = (language, match.term.kind, match.term.name)
            known = best.get(place)
            if known is None or _rank(match) < _rank(known):
                best[place] = match
    return tuple(sorted(best.values(), key=_rank)[:limit])


def _rank(match: Match) -> tuple[int, float, int]:
    return match.way, -match.score, len(match.wording)


def _matches(wanted: str, language: Language) -> Iterator[Match]:
    typed_latin = bool(_LETTERS.fullmatch(wanted))
    for entry in _entries(language):
        way, score = _exact(wanted, entry), 100.0
        if way is None:
            way, score = _roughly(wanted, entry, typed_latin)
        if way is not None:
            yield Match(entry.term, language, way, entry.wording, score)


def _exact(wanted: str, entry: _Entry) -> Way | None:
    if wanted == entry.key:
        return Way.NAME if entry.wording == entry.term.name else Way.WORDING
    if wanted == entry.other:
        return Way.OTHER_LANGUAGE
    if wanted == entry.pinyin:
        return Way.PINYIN
    return Way.INITIALS if len(wanted) > 1 and wanted == entry.initials else None


def _roughly(wanted: str, entry: _Entry, typed_latin: bool) -> tuple[Way | None, float]:
    if len(wanted) > 1 and wanted in entry.key:
        return Way.PART, 100.0 * len(wanted) / len(entry.key)
    spelling = entry.pinyin if typed_latin and entry.pinyin else entry.key
    near = fuzz.ratio(wanted, spelling, score_cutoff=_NEAR)
    if not near and not typed_latin and entry.pinyin:
        # 阿斯匹灵 shares two characters with 阿司匹林 but almost the whole sound.
        near = fuzz.ratio(_pinyin(wanted), entry.pinyin, score_cutoff=_NEAR_SOUND)
    return (Way.NEAR, near) if near else (None, 0.0)


@worked_out()
def _entries(language: Language) -> tuple[_Entry, ...]:
    chinese = language is Language.ZH
    return tuple(
        _Entry(
            term,
            language,
            wording,
            _key(wording),
            _pinyin(wording) if chinese else "",
            _initials(wording) if chinese else "",
            _key(str(term.extra.get("en", ""))),
        )
        for term in load(language).terms
        if term.kind != "ordinary"
        for wording in (term.name, *term.say)
    )


def _key(word: str) -> str:
    """Without case, spaces, hyphens and tone marks: "Co-Amoxiclav", "an xiu suo"."""
    return re.sub(r"[\s'·\-]", "", word.casefold())


def _pinyin(word: str) -> str:
    return "".join(lazy_pinyin(word)).casefold()


def _initials(word: str) -> str:
    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)).casefold()
