"""What cannot belong to a fact: a side of insomnia, a tablet a hundred times a day.

A sentence that goes on about something else may leave its place, its side or its number with
the complaint before it. What no such complaint can have is dropped; the complaint stays. Which
complaints have no place is the lexicon's to say (`nowhere = true`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.language.en.vocabulary import lexicon_of

#: Nobody takes a medicine more often; "then a hundred a day" tells a dose.
_MOST_TIMES_A_DAY = 12
#: Nobody has had a complaint for longer.
_LONGEST_YEARS = 110
_YEARS = {"hours": 1 / 8766, "days": 1 / 365.25, "weeks": 1 / 52.2, "months": 1 / 12, "years": 1}
_OF_A_PLACE = ("side", "site", "radiation")


def may_be_taken(times_a_day: str) -> bool:
    """Whether a medicine may be taken so often: "4", "3-4"."""
    return float(times_a_day.rsplit("-", maxsplit=1)[-1]) <= _MOST_TIMES_A_DAY


def without_impossible(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same facts without the places and durations that cannot be theirs."""
    return tuple(_plausible(fact) if fact.kind is FactKind.SYMPTOM else fact for fact in facts)


def _plausible(fact: Fact) -> Fact:
    term = lexicon_of("symptom").named(fact.name)
    if term is not None and term.extra.get("nowhere"):
        kept = {key: word for key, word in fact.attributes.items() if key not in _OF_A_PLACE}
        if kept != fact.attributes:
            fact = replace(fact, attributes=kept)
    if fact.unit in _YEARS and float(fact.value.split("-")[-1]) * _YEARS[fact.unit] > (
        _LONGEST_YEARS
    ):
        fact = replace(fact, value="", unit="")
    return fact
