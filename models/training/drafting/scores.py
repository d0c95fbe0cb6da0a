"""What a draft is worth: facts right and wrong, longest common wording with the right text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Count:
    """Facts of one kind or section.

    Attributes:
        right: Written and true.
        wrong: Written and not true.
        planted: True, written or not.
        found: Of those planted, how many were written.
    """

    right: int = 0
    wrong: int = 0
    planted: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else float("nan")


@dataclass(slots=True)
class Tally:
    """Everything counted for one way of drafting.

    Attributes:
        overlaps: ROUGE-L of each visit by section.
        amounts: Written facts with an amount; `copied`: those with the very amount planted.
    """

    kinds: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    sections: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    overlaps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    amounts: int = 0
    copied: int = 0

    @property
    def all(self) -> Count:
        counts = self.kinds.values()
        return Count(
            sum(c.right for c in counts),
            sum(c.wrong for c in counts),
            sum(c.planted for c in counts),
            sum(c.found for c in counts),
        )

    def overlap(self, section: str) -> float:
        values = self.overlaps[section]
        return sum(values) / len(values) if values else float("nan")


def rouge_l(units: Sequence[str], right: Sequence[str]) -> float:
    """F1 of the longest common subsequence; two empty texts agree.

    Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries.
    """
    if not units or not right:
        return float(not units and not right)
    common = _common(units, right)
    precision, recall = common / len(units), common / len(right)
    return 2 * precision * recall / (precision + recall) if common else 0.0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for unit in one:
        before = 0
        for place, wanted in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                before + 1 if unit == wanted else max(row[place], row[place - 1]),
            )
    return row[-1]
