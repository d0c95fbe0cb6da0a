"""What a model is shown of a visit that is longer than it can see: facts, then words.

Where the words no longer fit, the earlier ones are closed: what the rules found in them
stands in the prompt as facts with the ids of their lines, and the later words follow. What
is closed depends on the lines so far alone and goes in large steps, so that a visit which
goes on only adds to what the model has in view, and is read anew once a step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhenlu.application.ports import PromptFact
from zhenlu.engines.drafting.windows import Cost, Window

#: Of the room, what the words keep when a part is closed, and what facts may take at most.
_KEPT_WORDS, _MOST_FACTS = 1 / 3, 1 / 2

#: Tokens that facts take in the prompt, with the words around them.
FactsCost = Callable[[tuple[PromptFact, ...]], int]


@dataclass(frozen=True, slots=True)
class View:
    """What of a visit is shown at a time.

    Attributes:
        facts: Of the closed part.
        closed_to: Id of the last line that is not shown in its words; 0 for none.
    """

    lines: Window = field(repr=False)
    facts: tuple[PromptFact, ...] = field(default=(), repr=False)
    closed_to: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        """Lines that may be cited, in their order."""
        cited = {number for fact in self.facts for number in fact.segments}
        return tuple(sorted(cited | {line.id for line in self.lines}))


def with_closed_part(
    lines: Window, facts: Sequence[PromptFact], room: int, cost: Cost, facts_cost: FactsCost
) -> View | None:
    """The lines, the first of them as facts where not all fit.

    Args:
        room: Tokens for facts and words together.

    Returns:
        None where facts would take more than half of the room, or a line most of it, and
        where no facts are known: such a visit has to be read in windows.
    """
    costs = [cost(line) for line in lines]
    shown, closed, for_facts, for_words = View(lines), 0, 0, 0
    for end, needed in enumerate(costs):
        for_words += needed
        if for_facts + for_words <= room:
            continue
        while closed < end and for_words > room * _KEPT_WORDS:
            for_words -= costs[closed]
            closed += 1
        shown = _closed(lines, closed, facts)
        for_facts = facts_cost(shown.facts)
        fits = for_facts <= room * _MOST_FACTS and for_words <= room * _KEPT_WORDS
        if not (facts and fits):
            return None
    return shown


def _closed(lines: Window, count: int, facts: Sequence[PromptFact]) -> View:
    """The view in which so many lines are closed; a fact counts by its first line."""
    last = lines[count - 1].id
    shown = (fact for fact in facts if min(fact.segments) <= last)
    return View(lines[count:], tuple(shown), last)


__all__ = ["View", "with_closed_part"]
