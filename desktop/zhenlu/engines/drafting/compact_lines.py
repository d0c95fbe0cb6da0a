"""The form a drafting model answers in: `3,7|text`, one sentence a line.

Short because every character is decoded one token at a time: no JSON around it,
the evidence as bare segment ids. A section of which nothing was said is the one
line `-|未提及` or `-|Not mentioned`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhenlu.domain.transcript import Language

#: What a model answers when the visit holds nothing for a section.
NOTHING = {Language.ZH: "未提及", Language.EN: "Not mentioned"}
#: Characters a sentence may have. llama.cpp unrolls repetitions and refuses long ones.
MAX_CHARS = {Language.ZH: 120, Language.EN: 320}


@dataclass(frozen=True, slots=True)
class CompactLine:
    """One answered sentence with the segments it cites."""

    text: str = field(repr=False)
    segments: tuple[int, ...] = ()


def written(segments: Sequence[int], text: str) -> str:
    """A sentence in this form, without its line end; no segments are written as `-`."""
    return f"{','.join(map(str, segments)) or '-'}|{one_line(text)}"


def nothing(language: Language) -> str:
    """The answer that a section is empty."""
    return written((), NOTHING[language])


def one_line(text: str) -> str:
    """Text on one line, so that nobody's words can pass for a line of their own."""
    return " ".join(text.split())


def read(answer: str, language: Language) -> tuple[CompactLine, ...]:
    """The sentences of a whole answer, each once; the answer that there is nothing gives none.

    A line that breaks the form or fills its bound was cut short by a bound and not ended
    by the model: it is left out.
    """
    lines: dict[CompactLine, None] = {}
    for line in answer.split("\n"):
        ids, bar, text = line.partition("|")
        cut_short = len(text) >= MAX_CHARS[language]
        text = text.strip()
        if not bar or not text or cut_short or line == nothing(language):
            continue
        cited = tuple(dict.fromkeys(int(part) for part in ids.split(",") if part.isdecimal()))
        lines[CompactLine(text, cited)] = None
    return tuple(lines)
