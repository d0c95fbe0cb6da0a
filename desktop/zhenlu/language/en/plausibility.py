"""What cannot belong to an English fact; the lexicon says which complaints have no place.

Such a symptom has `nowhere = true`.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.plausibility import without_endless_duration, without_place

_YEARS = {"hours": 1 / 8766, "days": 1 / 365.25, "weeks": 1 / 52.2, "months": 1 / 12, "years": 1}


def without_impossible(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same facts without the places and durations that cannot be theirs."""
    return tuple(_plausible(fact) if fact.kind is FactKind.SYMPTOM else fact for fact in facts)


def _plausible(fact: Fact) -> Fact:
    term = lexicon_of("symptom").named(fact.name)
    if term is not None and term.extra.get("nowhere"):
        fact = without_place(fact)
    return without_endless_duration(fact, _YEARS)
