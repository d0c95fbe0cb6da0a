"""What is wrong in a lexicon file, with the line it stands on.

Loading refuses only what cannot be read. This looks closer, for the person who edits a
file: a wording that two terms of one kind share (only the first would ever be found), one
that stands twice in a term, and one that is nothing but a number, a side or a denial and
would be taken for a term wherever somebody counts, points or denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import Term, folders, read_terms

#: Words of which none alone may stand for a term.
_PROTECTED = {
    Language.ZH: re.compile(
        r"(?:[\d.零〇一二两三四五六七八九十百千万半点几多]|左|右|双侧|两侧|单侧|不是|没有|否认|排除"
        r"|不|没|无|未|非|否|别|是|有|[天日周月年次岁度])+"
    ),
    Language.EN: re.compile(
        r"(?:\d|[ .,-]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|left|right|"
        r"both|no|not|none|never|without|denies|denied|yes|and|or)\b)+",
        re.IGNORECASE,
    ),
}
_TABLE = re.compile(r"\s*\[\[term\]\]")


class FaultKind(StrEnum):
    """What a fault is about."""

    TAKEN = "taken"
    REPEATED = "repeated"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of a lexicon file that a person should look at.

    Attributes:
        line: Line of the wording, from 1.
        owner: For a wording that is taken: the term that has it already.
    """

    kind: FaultKind
    file: Path
    line: int
    wording: str
    term: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    term: Term
    file: Path
    first_line: int
    lines: Sequence[str]

    def line_of(self, wording: str) -> int:
        quoted = (f'"{wording}"', f"'{wording}'")
        for offset, line in enumerate(self.lines):
            if any(said in line for said in quoted):
                return self.first_line + offset
        return self.first_line


def faults(language: Language) -> tuple[Fault, ...]:
    """Faults of the shipped files and of the clinic's own, in the order they load.

    Raises:
        ResourceBroken: If a file cannot be read at all.
    """
    shipped, own = (sorted(folder.glob("*.toml")) for folder in folders(language))
    return tuple(_faults([p for path in (*shipped, *own) for p in _placed(path)], language))


def is_protected(wording: str, language: Language) -> bool:
    """Whether a wording is nothing but a number, a side or a denial."""
    return bool(_PROTECTED[language].fullmatch(wording.strip()))


def _faults(entries: Iterable[_Placed], language: Language) -> Iterator[Fault]:
    owners: dict[tuple[str, str], str] = {}
    for entry in entries:
        term, seen = entry.term, set[str]()
        for wording in (term.name, *term.say):
            key = wording.casefold()
            place = (entry.file, entry.line_of(wording), wording, term.name)
            if key in seen:
                yield Fault(FaultKind.REPEATED, *place)
                continue
            seen.add(key)
            if is_protected(wording, language):
                yield Fault(FaultKind.PROTECTED, *place)
            owner = owners.setdefault((term.kind, key), term.name)
            if owner != term.name:
                yield Fault(FaultKind.TAKEN, *place, owner)


def _placed(path: Path) -> Iterator[_Placed]:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if _TABLE.match(line)]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    for term, start, end in zip(read_terms(path), starts, ends, strict=True):
        yield _Placed(term, path, start, lines[start - 1 : end])
