"""Claims that say a little more, less or else than what was planted.

The rules' own mistakes are few and alike; a model that only saw those learns their look.
A true fact turned round teaches it to read: the polarity, the amount, the status, whose it
is, or which of two things that were both talked about.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject

_TURNED = {Polarity.PRESENT: Polarity.ABSENT, Polarity.ABSENT: Polarity.PRESENT}
_OTHER_STATUS = {
    FactStatus.TAKEN: (FactStatus.ORDERED, FactStatus.STOPPED),
    FactStatus.ORDERED: (FactStatus.TAKEN, FactStatus.STOPPED),
    FactStatus.STOPPED: (FactStatus.TAKEN, FactStatus.ORDERED),
}


def corrupted(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    """The fact with one thing wrong, None where the draw does not fit it.

    Args:
        others: The other facts of the visit; their names and amounts are borrowed, so that
            what is wrong was said as well, only elsewhere.
    """
    turn: Callable[..., Fact | None] = rng.choice((_polarity, _polarity, _amount, _status, _name,
                                                   _subject))  # fmt: skip
    return turn(fact, others, rng)


def _polarity(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    del others, rng
    turned = _TURNED.get(fact.polarity)
    fits = fact.kind is not FactKind.MEDICATION and not fact.value
    return replace(fact, polarity=turned) if turned and fits else None


def _amount(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    if not fact.value:
        return None
    borrowed = [o.value for o in others if o.value != fact.value and o.unit == fact.unit]
    if borrowed and rng.random() < 0.5:
        return replace(fact, value=rng.choice(borrowed))
    places = [at for at, character in enumerate(fact.value) if character.isdigit()]
    if not places:
        return None
    at = rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != fact.value[at]])
    return replace(fact, value=fact.value[:at] + digit + fact.value[at + 1 :])


def _status(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    del others
    if fact.kind is not FactKind.MEDICATION or fact.status not in _OTHER_STATUS:
        return None
    return replace(fact, status=rng.choice(_OTHER_STATUS[fact.status]))


def _name(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    names = [other.name for other in others if other.kind is fact.kind and other.name != fact.name]
    return replace(fact, name=rng.choice(names)) if names else None


def _subject(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Fact | None:
    del others, rng
    if fact.kind is not FactKind.HISTORY:
        return None
    own = fact.subject is Subject.PATIENT
    return replace(fact, subject=Subject.FAMILY if own else Subject.PATIENT)
