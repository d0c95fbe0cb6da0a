"""Text as it is compared: numerals as digits, one width, with the way back to the original."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LIST_NUMBER = re.compile(r"(?:^|(?<=[\s;；。]))(\d{1,2})[.、)．]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text that remembers where each character came from.

    Attributes:
        origin: For every character of `text` the position in the original, plus
            one last entry, the original's length: len(origin) == len(text) + 1.
    """

    text: str = field(repr=False)
    origin: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's characters behind `text[start:end]`."""
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], max(self.origin[end], self.origin[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class CriticalToken:
    """Something that must not be wrong in a record, in comparable form.

    Attributes:
        kind: "number", "drug", "side", "symptom", "disease", "allergy", "test"
            or "exam".
        value: Number as plain digits ("0.5", "150/95", "3-4"), side as "left",
            "right" or "both", every other kind as the lexicon's standard name.
        unit: Canonical unit of a number ("day", "mg", "mmHg", "times_per_day" …),
            "" where none was said.
        negated: Whether it is denied here; for numbers always False.
        start: First character in the text that was given.
    """

    kind: str
    value: str = field(repr=False)
    unit: str = ""
    negated: bool = False
    start: int = 0
    end: int = 0


def without_list_numbers(text: str) -> str:
    """The text with 1. 2. 3. blanked: 2.3天后复诊 is the second item, not 2.3 days."""
    shown = list(text)
    following = 1
    for match in _LIST_NUMBER.finditer(text):
        if int(match[1]) == following:
            following += 1
            shown[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(shown)
