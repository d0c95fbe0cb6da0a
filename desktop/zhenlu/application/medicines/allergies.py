"""Classes that count as one for an allergy, and cross-reactions between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from pydantic import ValidationError

from zhenlu import paths
from zhenlu.application.medicines.tables import Entry
from zhenlu.application.resource_files import first_bad_key, read_toml
from zhenlu.domain.errors import ResourceBroken

_FILE = "allergies.toml"
_Loud = Literal["error", "warning"]
_EntryT = TypeVar("_EntryT", bound=Entry)


class AllergyClass(Entry):
    """One `[[class]]`.

    Attributes:
        names: Words for the class as a whole ("青霉素", "penicillin").
        members: Drugs of it, both languages.
        within: Conflict between two different members.
    """

    id: str
    zh: str
    en: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    within: _Loud

    @property
    def key(self) -> str:
        return f"allergy:{self.id}"


class CrossReaction(Entry):
    """One `[[cross]]`: an allergy to class `of` matters for class `to`."""

    of: str
    to: str
    usual: Literal["error", "warning", "none"]
    severe: _Loud

    @property
    def key(self) -> str:
        return f"cross:{self.of}>{self.to}"


@dataclass(frozen=True, slots=True)
class Allergies:
    """All classes and cross-reactions."""

    classes: tuple[AllergyClass, ...]
    cross: tuple[CrossReaction, ...]


@lru_cache(maxsize=1)
def load() -> Allergies:
    """The shipped classes.

    Raises:
        ResourceBroken: If the file does not hold up; names the key.
    """
    data = read_toml(paths.resources() / "safety" / _FILE)
    classes = tuple(
        _checked(AllergyClass, entry, f"class.{number}")
        for number, entry in enumerate(data.get("class", ()), start=1)
    )
    ids = {entry.id for entry in classes}
    cross = []
    for number, raw in enumerate(data.get("cross", ()), start=1):
        entry = _checked(CrossReaction, raw, f"cross.{number}")
        if entry.of not in ids or entry.to not in ids:
            raise ResourceBroken("key", file=_FILE, key=f"cross.{number}")
        cross.append(entry)
    return Allergies(classes, tuple(cross))


def _checked(kind: type[_EntryT], raw: object, place: str) -> _EntryT:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        key = f"{place}.{first_bad_key(error)}"
        raise ResourceBroken("key", file=_FILE, key=key) from None
