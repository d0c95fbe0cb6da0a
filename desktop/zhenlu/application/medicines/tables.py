"""The medication tables of resources/safety, with the clinic's changes laid over them.

A clinic's file in its own `safety` folder names an entry (`id`; a product by its first
name) and repeats only the keys it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhenlu import paths
from zhenlu.application.resource_files import first_bad_key, read_toml
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language

_Name = Annotated[str, Field(min_length=1)]
_Milligrams = Annotated[float, Field(gt=0)]
_EntryT = TypeVar("_EntryT", bound="Entry")


class Entry(BaseModel):
    """One entry of a table; `source` tells where its values come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: _Name = "to be verified"

    @property
    def key(self) -> str:
        """Kind and id: what a confirmation names."""
        raise NotImplementedError


class Drug(Entry):
    """A single ingredient. All amounts in mg, for adults unless told otherwise."""

    id: _Name
    zh: tuple[_Name, ...] = ()
    en: tuple[_Name, ...] = ()
    groups: tuple[_Name, ...] = ()
    route: Literal["oral", "injection", "inhaled", "topical"] = "oral"
    usual_single_mg: tuple[_Milligrams, _Milligrams] | None = None
    single_max_mg: _Milligrams | None = None
    daily_max_mg: _Milligrams | None = None
    single_max_mg_intl: _Milligrams | None = None
    daily_max_mg_intl: _Milligrams | None = None
    child_max_mg_per_kg_day: _Milligrams | None = None
    min_age_years: Annotated[float, Field(ge=0, le=120)] | None = None
    pregnancy: Literal["ok", "caution", "avoid", ""] = ""
    lactation: Literal["ok", "caution", "avoid", ""] = ""
    renal: Literal["reduce", "avoid", ""] = ""
    renal_below: Annotated[float, Field(gt=0, le=120)] | None = None
    max_days: Annotated[int, Field(gt=0)] | None = None
    max_days_cn: Annotated[int, Field(gt=0)] | None = None
    note_zh: str = ""
    note_en: str = ""

    @property
    def key(self) -> str:
        return f"drug:{self.id}"

    def name(self, language: Language) -> str:
        names = self.zh if language is Language.ZH else self.en
        return names[0] if names else self.id.replace("_", " ")

    def note(self, language: Language) -> str:
        return self.note_zh if language is Language.ZH else self.note_en

    def single_limit(self, language: Language) -> float | None:
        """Largest single dose; international advice for English records where it differs."""
        other = self.single_max_mg_intl if language is Language.EN else None
        return other or self.single_max_mg

    def daily_limit(self, language: Language) -> float | None:
        """Largest daily dose; international advice for English records where it differs."""
        other = self.daily_max_mg_intl if language is Language.EN else None
        return other or self.daily_max_mg


class Product(Entry):
    """A combination: mg of each ingredient in one tablet, capsule or sachet; 0 if it differs."""

    zh: tuple[_Name, ...] = ()
    en: tuple[_Name, ...] = ()
    contains_mg: dict[str, Annotated[float, Field(ge=0)]]

    @property
    def key(self) -> str:
        return f"product:{(*self.zh, *self.en)[0]}"


class Group(Entry):
    """A class of drugs; `duplicate`: two of them in one plan are asked about."""

    id: _Name
    zh: _Name
    en: _Name
    duplicate: bool = False

    @property
    def key(self) -> str:
        return f"group:{self.id}"

    def name(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class Danger(StrEnum):
    """How grave an interaction is."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"


class Interaction(Entry):
    """Drugs of `a` with drugs of `b`, and of `c` where three are needed: ids or groups."""

    id: _Name
    a: tuple[_Name, ...]
    b: tuple[_Name, ...]
    c: tuple[_Name, ...] = ()
    severity: Danger
    zh: _Name
    en: _Name

    @property
    def key(self) -> str:
        return f"interaction:{self.id}"

    def advice(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True, slots=True)
class Part:
    """An ingredient of what was prescribed.

    Attributes:
        mg: In one piece; None for a drug of one ingredient, whose strength the prescription
            tells, and where strengths differ.
        entry: The entry that says so: the drug's own or the product's.
    """

    drug: Drug
    mg: float | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Tables:
    """All entries, and the ingredients of every name."""

    drugs: dict[str, Drug]
    products: tuple[Product, ...]
    groups: dict[str, Group]
    interactions: tuple[Interaction, ...]
    by_name: dict[str, tuple[Part, ...]] = field(repr=False)

    def parts(self, name: str) -> tuple[Part, ...]:
        """What a standard name consists of; empty where the tables do not have it."""
        return self.by_name.get(name.casefold(), ())

    def entries(self) -> Iterator[Entry]:
        """What a person of the clinic can confirm."""
        yield from self.drugs.values()
        yield from self.products
        yield from self.interactions


def load() -> Tables:
    """The tables with the clinic's changes.

    Raises:
        ResourceBroken: If a file does not hold up; names the file and the key.
    """
    folders = (paths.resources() / "safety", paths.user_data() / "safety")
    files = tuple(path for folder in folders for path in sorted(folder.glob("*.toml")))
    return _load(files, tuple(path.stat().st_mtime_ns for path in files))


@lru_cache(maxsize=4)
def _load(files: tuple[Path, ...], _changed_ns: tuple[int, ...]) -> Tables:
    drugs = {drug.id: drug for drug in _entries(files, "drug", Drug)}
    products = _entries(files, "product", Product)
    groups = {group.id: group for group in _entries(files, "group", Group)}
    interactions = _entries(files, "interaction", Interaction)
    _require_known(files, drugs, products, groups, interactions)
    by_name: dict[str, tuple[Part, ...]] = {}
    for drug in drugs.values():
        alone = (Part(drug, None, drug),)
        by_name.update({name.casefold(): alone for name in (*drug.zh, *drug.en)})
    for product in products:
        held = tuple(
            Part(drugs[id_], mg or None, product) for id_, mg in product.contains_mg.items()
        )
        by_name.update({name.casefold(): held for name in (*product.zh, *product.en)})
    return Tables(drugs, products, groups, interactions, by_name)


def _entries(files: tuple[Path, ...], table: str, kind: type[_EntryT]) -> tuple[_EntryT, ...]:
    raw: dict[str, dict[str, Any]] = {}
    place: dict[str, tuple[Path, int]] = {}
    for path in files:
        data = read_toml(path)
        for number, entry in enumerate(data.get(table, ()), start=1):
            if "source" in data:
                entry.setdefault("source", data["source"])
            id_ = entry.get("id") or next(iter((*entry.get("zh", ()), *entry.get("en", ()))), "")
            raw[id_] = {**raw.get(id_, {}), **entry}
            place[id_] = (path, number)
    found = []
    for id_, entry in raw.items():
        try:
            found.append(kind.model_validate(entry))
        except ValidationError as error:
            path, number = place[id_]
            where = f"{table}.{number}.{first_bad_key(error)}"
            raise ResourceBroken("key", file=path.name, key=where) from None
    return tuple(found)


def _require_known(
    files: tuple[Path, ...],
    drugs: dict[str, Drug],
    products: tuple[Product, ...],
    groups: dict[str, Group],
    interactions: tuple[Interaction, ...],
) -> None:
    """Every id that an entry mentions has an entry of its own.

    Raises:
        ResourceBroken: reason "key"; names the entry that mentions an unknown one.
    """
    for drug in drugs.values():
        if not set(drug.groups) <= groups.keys():
            raise ResourceBroken("key", file=_file(files, "drugs"), key=f"{drug.key}.groups")
    for product in products:
        if not product.contains_mg.keys() <= drugs.keys() or not (product.zh or product.en):
            key = f"product:{(*product.zh, *product.en, '-')[0]}.contains_mg"
            raise ResourceBroken("key", file=_file(files, "products"), key=key)
    known = drugs.keys() | groups.keys()
    for entry in interactions:
        if not {*entry.a, *entry.b, *entry.c} <= known:
            raise ResourceBroken("key", file=_file(files, "interactions"), key=entry.key)


def _file(files: tuple[Path, ...], stem: str) -> str:
    return next((path.name for path in files if path.stem == stem), f"{stem}.toml")
