"""Terms that were recognised by sound but spelt with other characters.

A recogniser that has never read a drug's name writes what it hears: 安修索 for
氨溴索, 不洛芬 for 布洛芬. A stretch of three characters or more that sounds exactly
like a lexicon term and is no known wording itself is put right. The words as heard
stay under the correction; numbers, sides and whatever holds them are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pypinyin import lazy_pinyin

from zhenlu.domain.transcript import Correction, Language, Segment
from zhenlu.language import lexicon

#: Two characters have too many homophones among ordinary words.
_SHORTEST = 3
_KINDS = ("drug", "drug_class", "symptom", "disease", "test", "sign")
#: Two characters that nothing else sounds like; 左天 for 昨天 would even make a side of it.
_DAYS = ("前天", "昨天", "今天", "明天", "后天")
_UNTOUCHED = frozenset("零〇一二两三四五六七八九十百千万半点左右双侧岁天周月年次毫克片粒")


def corrections(segments: Sequence[Segment]) -> tuple[Correction, ...]:
    """A correction for every segment in which a term was misspelt."""
    found = []
    for segment in segments:
        text = spelt(segment.text)
        if text != segment.text:
            found.append(Correction(segment.id, text, source="homophones"))
    return tuple(found)


def spelt(text: str) -> str:
    """The text with misspelt terms as the lexicon writes them; same length."""
    known = [""] * len(text)
    for mention in lexicon.load(Language.ZH).find(text):
        if mention.end - mention.start > 1:
            known[mention.start : mention.end] = [mention.term.name] * len(mention.said)
    characters = list(text)
    position = 0
    while position < len(text):
        wording = next(_fitting(text, position, known), None)
        if wording is None:
            position += 1
            continue
        characters[position : position + len(wording)] = wording
        position += len(wording)
    return "".join(characters)


def _fitting(text: str, start: int, known: Sequence[str]) -> Iterator[str]:
    """Wordings that sound like what stands here, the longest first.

    Args:
        known: For every character the term it is already read as, or "".
    """
    for name, wording, sounds in _by_first_sound().get(_reading(text[start]), ()):
        end = start + len(wording)
        said = text[start:end]
        # A short form of the same term (二甲) may open a misspelling of the long one.
        if len(said) < len(wording) or {*known[start:end]} - {"", name}:
            continue
        changed = {a for a, b in zip(said, wording, strict=True) if a != b}
        # Where no character agrees the sound alone is too little: 什么炎 is no 四磨汤.
        if len(changed) in (0, len(wording)):
            continue
        if changed & _UNTOUCHED and wording not in _DAYS:
            continue
        if all(sound == _reading(c) for c, sound in zip(said, sounds, strict=True)):
            yield wording


@cache
def _by_first_sound() -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Term, wording and its sounds, by the first sound, the longest wording first."""
    index: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for term in lexicon.load(Language.ZH).of_kind(*_KINDS):
        for wording in (term.name, *term.say):
            sounds = _sounds(wording)
            if len(wording) >= _SHORTEST and len(sounds) == len(wording):
                index.setdefault(sounds[0], []).append((term.name, wording, sounds))
    for day in _DAYS:
        index.setdefault(_sounds(day)[0], []).append((day, day, _sounds(day)))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[1]))
    return index


def _sounds(wording: str) -> tuple[str, ...]:
    """Toneless pinyin of a term as it is read; empty where it holds other letters."""

    if not all("\u4e00" <= character <= "\u9fff" for character in wording):
        return ()
    return tuple(_folded(sound) for sound in lazy_pinyin(wording))


@lru_cache(maxsize=8192)
def _reading(character: str) -> str:
    """The usual sound of a character; a rare second one would fit too much."""
    if not "\u4e00" <= character <= "\u9fff":
        return ""
    return _folded(lazy_pinyin(character)[0])


def _folded(sound: str) -> str:
    """One spelling for sounds that many speakers and recognisers do not tell apart."""
    for initial in ("zh", "ch", "sh"):
        if sound.startswith(initial):
            sound = initial[0] + sound[2:]
    for final in ("ang", "eng", "ing"):
        if sound.endswith(final):
            sound = sound[:-1]
    return sound
