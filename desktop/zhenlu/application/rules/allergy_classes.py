"""Which drugs count as the same for an allergy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhenlu.application.medicines import allergies
from zhenlu.application.medicines.tables import Entry
from zhenlu.application.rules import words
from zhenlu.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class Conflict:
    """How an allergy speaks against a drug.

    Attributes:
        entries: The classes and cross-reactions that say so; empty for the drug itself.
    """

    severity: Severity
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Substance:
    """A drug or class named in a text.

    Attributes:
        classes: Ids of the classes it belongs to.
        is_class: Whether the words mean the class as a whole.
    """

    name: str
    start: int
    end: int
    classes: frozenset[str]
    is_class: bool


def substances(text: str, standard: dict[tuple[int, int], str]) -> Iterator[Substance]:
    """Drugs and classes named in a text, left to right.

    Args:
        standard: Spans that the lexicon knows with their standard name; a brand
            name is found through it.
    """
    spans = dict.fromkeys(standard)
    known = allergies.load().classes
    longest = tuple(word for entry in known for word in (*entry.members, *entry.names))
    for span in words.spans(text, longest):
        if not any(start <= span[0] and span[1] <= end for start, end in standard):
            spans[span] = None
    for start, end in sorted(spans):
        name = standard.get((start, end), text[start:end])
        yield Substance(name, start, end, _classes_of(name), _is_class(name))


def conflict(allergen: Substance, drug: Substance, severe: bool) -> Conflict | None:
    """How an allergy to one speaks against the other; None where it does not."""
    if allergen.name.casefold() == drug.name.casefold():
        return Conflict(Severity.ERROR)
    known = allergies.load()
    said: list[tuple[Severity, Entry]] = [
        (Severity.ERROR if severe or allergen.is_class else Severity(entry.within), entry)
        for entry in known.classes
        if entry.id in allergen.classes & drug.classes
    ]
    for cross in known.cross:
        if cross.of in allergen.classes and cross.to in drug.classes:
            loud = cross.severe if severe else cross.usual
            if loud != "none":
                said.append((Severity(loud), cross))
    if not said:
        return None
    loudest = Severity.ERROR if any(s is Severity.ERROR for s, _ in said) else Severity.WARNING
    return Conflict(loudest, tuple(entry for severity, entry in said if severity is loudest))


def _classes_of(name: str) -> frozenset[str]:
    return frozenset(
        entry.id
        for entry in allergies.load().classes
        if any(words.pattern((word,)).fullmatch(name) for word in (*entry.members, *entry.names))
    )


def _is_class(name: str) -> bool:
    known = allergies.load().classes
    return any(words.pattern((word,)).fullmatch(name) for entry in known for word in entry.names)
