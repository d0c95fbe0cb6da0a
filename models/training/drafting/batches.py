"""Examples as token ids, drawn in batches of like length.

Wrong claims are rarer and draw more often, and real talk a little; which claim a batch
holds is decided by the seed alone.
"""

from __future__ import annotations

import json
import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from vocabulary import Vocabulary

from zhenlu.engines.drafting.weigh_format import FAILS, HOLDS

#: Examples sorted by length at once: batches hold little padding and stay mixed.
_SORTED_AT_ONCE = 2048
_LONGEST = 320
_MARK = "?"


@dataclass(frozen=True, slots=True)
class Example:
    """One question.

    Attributes:
        tokens: Everything before the verdict.
        claim: Position where the claim begins.
        holds: The right verdict.
        kind: Fact kind.
        language: "zh" or "en".
    """

    tokens: array[int]
    claim: int
    holds: bool
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Shapes: tokens (n, time); last, verdicts (n,); claims (n, time) marks claim tokens."""

    tokens: Tensor
    last: Tensor
    verdicts: Tensor
    claims: Tensor


def read_examples(path: Path, vocabulary: Vocabulary) -> list[Example]:
    """All examples of a file that are not too long."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    for row, encoded in zip(rows, vocabulary.encoded([row[0] for row in rows]), strict=True):
        text, holds, kind, language = row
        before = text.rindex(_MARK)
        if len(encoded.ids) <= _LONGEST:
            claim = sum(start < before for start, _ in encoded.offsets)
            found.append(Example(array("H", encoded.ids), claim, bool(holds), kind, language))
    return found


class Batches:
    """An endless row of batches."""

    def __init__(
        self,
        examples: Sequence[Example],
        vocabulary: Vocabulary,
        tokens_a_batch: int,
        wrong_share: float,
        seed: int,
    ) -> None:
        """Prepare.

        Args:
            wrong_share: Share of wrong claims among those drawn.
        """
        self._right = [e for e in examples if e.holds]
        self._wrong = [e for e in examples if not e.holds]
        self._size = tokens_a_batch
        self._wrong_share = wrong_share
        self._rng = random.Random(seed)
        self._words = (vocabulary.single(FAILS), vocabulary.single(HOLDS))

    def __iter__(self) -> Iterator[Batch]:
        while True:
            drawn = sorted(self._drawn(), key=lambda e: len(e.tokens))
            rows = list(self._rows(drawn))
            self._rng.shuffle(rows)
            for row in rows:
                yield collate(row, self._words)

    def _drawn(self) -> list[Example]:
        drawn = []
        for _ in range(_SORTED_AT_ONCE):
            wrong = self._wrong and self._rng.random() < self._wrong_share
            drawn.append(self._rng.choice(self._wrong if wrong else self._right))
        return drawn

    def _rows(self, drawn: Sequence[Example]) -> Iterator[list[Example]]:
        row: list[Example] = []
        for example in drawn:
            if row and len(example.tokens) * (len(row) + 1) > self._size:
                yield row
                row = []
            row.append(example)
        if row:
            yield row


def collate(row: Sequence[Example], words: tuple[int, int]) -> Batch:
    """Examples side by side, padded behind.

    Args:
        words: Ids of the verdicts "fails" and "holds".
    """
    longest = max(len(example.tokens) for example in row)
    tokens = torch.zeros(len(row), longest, dtype=torch.long)
    claims = torch.zeros(len(row), longest, dtype=torch.bool)
    for number, example in enumerate(row):
        length = len(example.tokens)
        tokens[number, :length] = torch.tensor(list(example.tokens))
        claims[number, example.claim + 1 : length] = True
    return Batch(
        tokens,
        torch.tensor([len(example.tokens) - 1 for example in row]),
        torch.tensor([words[example.holds] for example in row]),
        claims,
    )
