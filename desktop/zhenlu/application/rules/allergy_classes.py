"""Which drugs count as the same for an allergy: classes and cross-reactions as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from zhenlu import paths
from zhenlu.application.resource_files import first_bad_key, read_toml
from zhenlu.application.rules import words
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.finding import Severity

_FILE = "allergy_classes.toml"
_Loud = Literal["error", "warning"]


class AllergyClass(BaseModel):
    """One `[[class]]`.

    Attributes:
        names: Words for the class as a whole ("青霉素", "penicillin").
        members: Drugs of it, both languages.
        within: Conflict between two different members.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    zh: str
    en: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    within: _Loud
    source: str


class CrossReaction(BaseModel):
    """One `[[cross]]`: an allergy to class `of` matters for class `to`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    to: str
    usual: Literal["error", "warning", "none"]
    severe: _Loud
    source: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    classes: tuple[AllergyClass, ...]
    cross: tuple[CrossReaction, ...]

    @model_validator(mode="after")
    def _cross_is_known(self) -> _File:
        ids = {entry.id for entry in self.classes}
        if any(entry.of not in ids or entry.to not in ids for entry in self.cross):
            raise ValueError("a cross-reaction names a class that the file does not have")
        return self


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
    longest = tuple(word for entry in _data().classes for word in (*entry.members, *entry.names))
    for span in words.spans(text, longest):
        if not any(start <= span[0] and span[1] <= end for start, end in standard):
            spans[span] = None
    for start, end in sorted(spans):
        name = standard.get((start, end), text[start:end])
        yield Substance(name, start, end, _classes_of(name), _is_class(name))


def conflict(allergen: Substance, drug: Substance, severe: bool) -> Severity | None:
    """How an allergy to one speaks against the other; None where it does not."""
    if allergen.name.casefold() == drug.name.casefold():
        return Severity.ERROR
    loudest = [
        Severity.ERROR if severe or allergen.is_class else Severity(entry.within)
        for entry in _data().classes
        if entry.id in allergen.classes & drug.classes
    ]
    for entry in _data().cross:
        if entry.of in allergen.classes and entry.to in drug.classes:
            said = entry.severe if severe else entry.usual
            if said != "none":
                loudest.append(Severity(said))
    if not loudest:
        return None
    return Severity.ERROR if Severity.ERROR in loudest else Severity.WARNING


def _classes_of(name: str) -> frozenset[str]:
    return frozenset(
        entry.id
        for entry in _data().classes
        if any(words.pattern((word,)).fullmatch(name) for word in (*entry.members, *entry.names))
    )


def _is_class(name: str) -> bool:
    return any(
        words.pattern((word,)).fullmatch(name) for entry in _data().classes for word in entry.names
    )


@lru_cache(maxsize=1)
def _data() -> _File:
    data = read_toml(paths.resources() / "rules" / _FILE)
    try:
        return _File.model_validate({"classes": data.get("class"), "cross": data.get("cross")})
    except ValidationError as error:
        raise ResourceBroken("key", file=_FILE, key=first_bad_key(error)) from None
