"""Terms that were recognised by sound but spelt with other characters.

A recogniser that has never read a drug's name writes what it hears: 安修索 for
氨溴索, 不洛芬 for 布洛芬. A stretch of three characters or more that sounds exactly
like a lexicon term and is no known wording itself is put right. The words as heard
stay under the correction; numbers, sides and whatever holds them are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenlu.domain.transcript import Correction, Language, Segment
from zhenlu.language import lexicon
from zhenlu.language.lexicon import worked_out
from zhenlu.language.zh import near_sounds
from zhenlu.language.zh.sounds import DENIALS, reading, sounds

#: Two characters have too many homophones among ordinary words.
_SHORTEST = 3
_KINDS = ("drug", "drug_class", "symptom", "disease", "test", "sign")
#: Two characters that nothing else sounds like; 左天 for 昨天 would even make a side of it.
_DAYS = ("前天", "昨天", "今天", "明天", "后天")
#: Term, wording, sounds, kind.
_Entry = tuple[str, str, tuple[str, ...], str]
_UNTOUCHED = frozenset("零〇一二两三四五六七八九十百千万半点左右双侧岁天周月年次毫克片粒")


def corrections(segments: Sequence[Segment]) -> tuple[Correction, ...]:
    """A correction for every segment in which a term was misspelt or nearly heard."""
    found = []
    for segment in segments:
        text = near_sounds.spelt(spelt(segment.text), segment.words, segment.text)
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
    words = lexicon.load(Language.ZH)
    for name, wording, heard, kind in _by_first_sound().get(reading(text[start]), ()):
        end = start + len(wording)
        said = text[start:end]
        # A short form of the same term (二甲) may open a misspelling of the long one.
        if len(said) < len(wording) or {*known[start:end]} - {"", name}:
            continue
        # 氨氯地平 needs no correcting to 安氯地平, another wording of the same drug.
        if words.named(said) is not None:
            continue
        changed = {a for a, b in zip(said, wording, strict=True) if a != b}
        # Where no character agrees the sound alone is too little: 什么炎 is no 四磨汤.
        if len(changed) in (0, len(wording)):
            continue
        if changed & _UNTOUCHED and kind != "day":
            continue
        # 不洛芬 is 布洛芬; 腰不疼 is no 腰部疼.
        if changed & DENIALS and kind != "drug":
            continue
        if all(sound == reading(c) for c, sound in zip(said, heard, strict=True)):
            yield wording


@worked_out()
def _by_first_sound() -> dict[str, list[_Entry]]:
    """Entries by their first sound, the longest wording first, a standard name before others."""
    index: dict[str, list[_Entry]] = {}
    for term in lexicon.load(Language.ZH).of_kind(*_KINDS):
        for wording in (term.name, *term.say):
            heard = sounds(wording)
            usable = len(heard) == len(wording) and not set(wording) & DENIALS
            if len(wording) >= _SHORTEST and usable:
                entry = (term.name, wording, heard, term.kind)
                index.setdefault(heard[0], []).append(entry)
    for day in _DAYS:
        index.setdefault(sounds(day)[0], []).append((day, day, sounds(day), "day"))
    for entries in index.values():
        entries.sort(key=lambda entry: (-len(entry[1]), entry[0] != entry[1]))
    return index


def changes(heard: str, corrected: str) -> tuple[tuple[int, int], ...]:
    """Where a correction changed a text: stretches to be marked, start and end.

    Empty where the lengths differ: a person has rewritten it.
    """
    if len(heard) != len(corrected):
        return ()
    found: list[tuple[int, int]] = []
    for at, (before, after) in enumerate(zip(heard, corrected, strict=True)):
        if before == after:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return tuple(found)
