"""A sentence of the rule draft, with what it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the rule draft.

    Attributes:
        text: With its own closing punctuation where the section is prose.
        facts: Positions in the fact list that it states.
        segments: Ids of the segments behind it, ascending; empty only for a
            standing phrase ("未提及") that claims nothing.
    """

    section: str
    text: str = field(repr=False)
    facts: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
