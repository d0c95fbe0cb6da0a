"""How well claims are weighed: doubt of each, and what a threshold would catch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from batches import Example, collate
from decoder import Decoder
from numpy.typing import NDArray
from vocabulary import Vocabulary

from zhenlu.engines.drafting.weigh_format import FAILS, HOLDS

_ROWS = 32


@dataclass(frozen=True, slots=True)
class Weighing:
    """Doubts in the order of the examples, with what is true.

    Attributes:
        doubts: Probability that the claim fails, shape (n,).
        wrong: Whether it does.
    """

    doubts: NDArray[np.float64]
    wrong: NDArray[np.bool_]

    @property
    def area(self) -> float:
        """Chance that a wrong claim is doubted more than a right one."""
        order = self.doubts.argsort().argsort() + 1
        wrong, right = int(self.wrong.sum()), int((~self.wrong).sum())
        if not wrong or not right:
            return float("nan")
        return float((order[self.wrong].sum() - wrong * (wrong + 1) / 2) / (wrong * right))

    def threshold(self, lost: float) -> float:
        """The doubt that this share of the right claims exceeds."""
        return float(np.quantile(self.doubts[~self.wrong], 1 - lost)) if (~self.wrong).any() else 1

    def caught(self, lost: float) -> float:
        """Share of the wrong claims above that doubt."""
        return float((self.doubts[self.wrong] > self.threshold(lost)).mean())


@torch.no_grad()
def weigh(network: Decoder, vocabulary: Vocabulary, examples: Sequence[Example]) -> Weighing:
    """Ask a network about all examples."""
    device = next(network.parameters()).device
    words = (vocabulary.single(FAILS), vocabulary.single(HOLDS))
    doubts = np.zeros(len(examples))
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].tokens))
    for start in range(0, len(order), _ROWS):
        places = order[start : start + _ROWS]
        batch = collate([examples[i] for i in places], words)
        states = network(batch.tokens.to(device))[torch.arange(len(places)), batch.last]
        doubts[places] = network.logits(states)[:, list(words)].softmax(-1)[:, 0].cpu().numpy()
    return Weighing(doubts, np.array([not example.holds for example in examples]))
