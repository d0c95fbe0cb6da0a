"""What an amendment changed, readable: section by section, sentence by sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from zhenlu.domain.record import FieldValue, Record, Section

#: Sentences less alike than this are one that went and one that came.
_ALIKE: Final = 0.5
#: The number of a list's item ends no sentence.
_SENTENCE = re.compile(r"(?:\d+\. )?[^。;；!！?？\n]*?(?:[。;；!！?？\n]+|\.(?=\s|$)|$)\s*")
# Numbers stay whole, with what makes 150/95, 2026-11-22 or 38.5 of them; so do Latin words.
# Chinese is compared by characters: a segmenter would part the old and the new differently.
_WORD = re.compile(r"\d+(?:[./:-]\d+)*%?|[^\W\d_\u3400-\u9fff]+(?:['-][^\W\d_]+)*|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a changed sentence that stayed, came or went: same, added or removed."""

    change: Change
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence, or one field of a form, of a section that differs.

    Attributes:
        before: "" where it was added.
        after: "" where it was removed.
        stretches: The words of a changed sentence, old and new, in reading order.
        begins_line: It stands on a line of its own, as an item of a list does.
    """

    change: Change
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    stretches: tuple[Stretch, ...] = field(default=(), repr=False)
    begins_line: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as it stands in a version; where it stands makes no difference."""

    text: str = field(repr=False)
    begins_line: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs, with its unchanged sentences for context."""

    section: str
    title: str
    sentences: tuple[SentenceChange, ...] = field(repr=False)


def differences(before: Record, after: Record) -> tuple[SectionChange, ...]:
    """The sections that differ between two versions, in the order of the later one."""
    old = {section.id: section for section in before.sections}
    new = {section.id: section for section in after.sections}
    gone = [section for section in before.sections if section.id not in new]
    changes = (
        SectionChange(section.id, section.title, _compared(old.get(section.id), section))
        for section in (*after.sections, *gone)
        if section.id in new
    )
    left = (SectionChange(s.id, s.title, _compared(s, None)) for s in gone)
    return tuple(
        section
        for section in (*changes, *left)
        if any(sentence.change is not Change.SAME for sentence in section.sentences)
    )


def stretches(before: str, after: str) -> tuple[Stretch, ...]:
    """Two sentences word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Stretch] = []
    for kind, first, end, new_first, new_end in _blocks(old, new):
        if kind == "equal":
            found.append(Stretch(Change.SAME, "".join(old[first:end])))
            continue
        removed, added = "".join(old[first:end]), "".join(new[new_first:new_end])
        found += [Stretch(Change.REMOVED, removed)] if removed else []
        found += [Stretch(Change.ADDED, added)] if added else []
    return tuple(found)


def _compared(before: Section | None, after: Section | None) -> tuple[SentenceChange, ...]:
    old, new = _sentences(before), _sentences(after)
    found: list[SentenceChange] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, end, new_first, new_end in matcher.get_opcodes():
        if kind == "equal":
            found += [
                SentenceChange(Change.SAME, each.text, each.text, begins_line=each.begins_line)
                for each in new[new_first:new_end]
            ]
        else:
            found += _paired(old[first:end], new[new_first:new_end])
    return tuple(found)


def _paired(old: list[_Sentence], new: list[_Sentence]) -> Iterator[SentenceChange]:
    """Sentences that took each other's place: alike ones are changed, others went or came."""
    waiting = list(new)
    for before in old:
        partner = next((each for each in waiting if _alike(before.text, each.text)), None)
        if partner is None:
            yield SentenceChange(Change.REMOVED, before.text, begins_line=before.begins_line)
            continue
        # What stands before its partner was put in between.
        while waiting[0] != partner:
            yield _added(waiting.pop(0))
        waiting.pop(0)
        words = stretches(before.text, partner.text)
        yield SentenceChange(
            Change.CHANGED, before.text, partner.text, words, partner.begins_line
        )
    yield from map(_added, waiting)


def _added(sentence: _Sentence) -> SentenceChange:
    return SentenceChange(
        Change.ADDED, after=sentence.text, begins_line=sentence.begins_line
    )


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() >= _ALIKE


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Blocks of a comparison; neither a space nor one character that happens to be equal
    parts a change: 1 week → 10 days is one change, not two."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pending: tuple[str, int, int, int, int] | None = None
    for place, block in enumerate(blocks):
        kind, _, end, _, new_end = block
        is_bridge = (
            kind == "equal"
            and 0 < place < len(blocks) - 1
            and end - block[1] == 1
            and (old[block[1]].isspace() or len(old[block[1]]) == 1)
        )
        if kind == "equal" and not is_bridge:
            if pending is not None:
                yield pending
            pending = None
            yield block
        elif pending is None:
            pending = ("replace", *block[1:])
        else:
            pending = ("replace", pending[1], end, pending[3], new_end)
    if pending is not None:
        yield pending


def _sentences(section: Section | None) -> list[_Sentence]:
    if section is None:
        return []
    found: list[_Sentence] = []
    begins_line = False
    for part in _SENTENCE.findall(section.text):
        if part.strip():
            found.append(_Sentence(part.strip(), begins_line))
        begins_line = part.endswith("\n")
    return found + _filled(section.fields)


def _filled(fields: Sequence[FieldValue]) -> list[_Sentence]:
    return [_Sentence(f"{f.title} {f.value}{f.unit}", True) for f in fields if f.value]
