"""Which of the rules' facts are true: compared with what was planted, never with the rules.

A fact is RIGHT if its piece planted it, WRONG if nothing did or something else was
planted, UNSURE where the piece leaves it open. Details that no piece plants (course,
severity …) do not count; a number, a dose or a frequency does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from encounters import Truth

from zhenlu.application import quantities
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon

#: Attributes whose wrong value makes the fact wrong.
_COUNTED = ("frequency", "days")
_ENDED = frozenset({FactStatus.STOPPED, FactStatus.REFUSED})


class Label(Enum):
    """What is true of a rule's fact."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"


def label(fact: Fact, truths: Iterable[Truth]) -> Label:
    """Judge one fact by everything that was planted in its encounter."""
    known = tuple(truths)
    same = [truth for truth in known if is_same(fact, truth.fact)]
    if any(truth.sure for truth in same):
        return Label.RIGHT
    if same or any(_is_part_of(fact, truth) for truth in known):
        return Label.UNSURE
    # 我老伴也咳嗽: whether that is family or not is no matter of this model.
    return Label.UNSURE if fact.subject is Subject.FAMILY else Label.WRONG


def found(truth: Truth, facts: Iterable[Fact]) -> bool:
    """Whether a planted fact is among these."""
    return any(is_same(fact, truth.fact) for fact in facts)


def is_same(fact: Fact, planted: Fact) -> bool:
    """Whether a fact says what was planted: less is allowed, nothing else is."""
    return (
        fact.kind is planted.kind
        and fact.name == planted.name
        and _same_polarity(fact.polarity, planted.polarity)
        and fact.subject is planted.subject
        and _same_status(fact, planted)
        and _same_value(fact, planted)
        and all(
            fact.attributes[key] == planted.attributes[key]
            for key in _COUNTED
            if key in fact.attributes and key in planted.attributes
        )
    )


def _is_part_of(fact: Fact, truth: Truth) -> bool:
    """Whether the lexicon reads this name inside the words of a truth: 痔疮 in 痔疮掉出来.

    Then it is a coarser or doubled reading and no invention; but a diagnosis made today
    is no history, nor the other way round.
    """
    if fact.polarity is not truth.fact.polarity or fact.subject is not truth.fact.subject:
        return False
    if {fact.kind, truth.fact.kind} == {FactKind.HISTORY, FactKind.DIAGNOSIS}:
        return False
    if fact.kind is truth.fact.kind and fact.name == truth.fact.name:
        return False
    words = lexicon.load(_language(truth.said))
    return any(mention.term.name == fact.name for mention in words.find(truth.said))


def _language(text: str) -> Language:
    return Language.EN if text.isascii() else Language.ZH


def _same_polarity(found_one: Polarity, planted: Polarity) -> bool:
    return found_one is planted


def _same_status(fact: Fact, planted: Fact) -> bool:
    if fact.kind is not FactKind.MEDICATION or fact.status is planted.status:
        return True
    if planted.status is FactStatus.NONE:
        return True
    return {fact.status, planted.status} <= _ENDED


def _same_value(fact: Fact, planted: Fact) -> bool:
    if not fact.value or not planted.value or fact.value == planted.value:
        return True
    if "/" in fact.value + planted.value:
        return False
    found_one = quantities.amount(fact.value, fact.unit, planted.unit)
    wanted = quantities.amount(planted.value, planted.unit, planted.unit)
    return found_one is not None and found_one == wanted


def split(facts: Sequence[Fact], truths: Sequence[Truth]) -> dict[Label, list[Fact]]:
    """The facts of an encounter by label."""
    parted: dict[Label, list[Fact]] = {one: [] for one in Label}
    for fact in facts:
        parted[label(fact, truths)].append(fact)
    return parted
