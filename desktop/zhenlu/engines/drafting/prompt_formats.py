"""How a visit is laid out for a model: one form per kind of drafting pack.

`weigh-1` asks the starter about one claim at a time (weigh_format.py). `chat` is whatever
the pack's own chat template says (chat_format.py) and append-only, so that the
transcript is read once for all sections, and while the visit still goes on:

    head · one line per segment · question for a section · answer
    └──────── the same for every section ────────┘

A prompt is a row of pieces. Only `control` pieces may hold the model's special
tokens; everything a person said or a clinic wrote is plain text, whatever it spells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhenlu.engines.drafting.llama_model import LlamaModel


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a prompt; `control` says whether special tokens in it count as such."""

    text: str = field(repr=False)
    control: bool = False


Pieces = tuple[Piece, ...]


def tokens_of(model: LlamaModel, pieces: Pieces) -> list[int]:
    """The tokens of a row of pieces."""
    tokens: list[int] = []
    for piece in pieces:
        tokens += (model.control if piece.control else model.plain)(piece.text)
    return tokens


__all__ = ["Piece", "Pieces", "tokens_of"]
