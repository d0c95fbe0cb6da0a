"""How a visit is laid out for a model: one form per kind of drafting pack.

`starter-1` is the form the starter was trained on (starter_format.py), `chat` whatever
the pack's own chat template says (chat_format.py). Both are append-only, so that the
transcript is read once for all sections, and while the visit still goes on:

    head · one line per segment · question for a section · answer
    └──────── the same for every section ────────┘

A prompt is a row of pieces. Only `control` pieces may hold the model's special
tokens; everything a person said or a clinic wrote is plain text, whatever it spells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from zhenlu.application.ports import DraftTask, PromptLine, SectionTask
from zhenlu.engines.drafting.menu import Menu

#: Sentences already drafted, by section: what a model of the starter's form goes on from.
Written = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a prompt; `control` says whether special tokens in it count as such."""

    text: str = field(repr=False)
    control: bool = False


Pieces = tuple[Piece, ...]


class PromptFormat(Protocol):
    """Lays out a task. `answers_in_markup` if the model answers with user-defined tokens."""

    answers_in_markup: bool

    def head(self, task: DraftTask) -> Pieces:
        """What stands before the transcript."""
        ...

    def line(self, task: DraftTask, line: PromptLine, is_last: bool) -> str:
        """A segment, plain text."""
        ...

    def question(self, task: DraftTask, section: SectionTask, written: Written) -> Pieces:
        """What follows the transcript and makes the model write a section."""
        ...

    def menu(self, task: DraftTask, section: SectionTask, written: Written) -> Menu:
        """The section's candidates as this model writes them."""
        ...


__all__ = ["Piece", "Pieces", "PromptFormat", "Written"]
