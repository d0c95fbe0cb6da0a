"""Chronic-disease programmes as data: targets, referral limits, intervals.

Files of resources/follow_up, or the clinic's own of the same name. The limits follow
the national public health service standard; every one carries its source.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from zhenlu.application.resource_files import changed_ns, in_force, read_model
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language

#: Programmes that a form may name.
PROGRAMMES = ("hypertension", "diabetes")

_Text = Annotated[str, Field(min_length=1)]
_Days = Annotated[int, Field(ge=1, le=366)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Intervals(_Entry):
    """Days until the next contact."""

    routine_days: _Days
    after_adjustment_days: _Days
    after_referral_days: _Days
    contacts_per_year: Annotated[int, Field(ge=1)]


class Target(_Entry):
    """What counts as controlled.

    Attributes:
        min_age: Completed years from which this target takes the place of the general one.
    """

    measure: _Text
    below: float
    min_age: int = 0
    source: _Text


class EmergencyLimit(_Entry):
    """A value that asks for referral at once."""

    measure: _Text
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    zh: _Text
    en: _Text
    source: _Text

    @model_validator(mode="after")
    def _one_limit(self) -> EmergencyLimit:
        if sum(v is not None for v in (self.at_least, self.at_most, self.above)) != 1:
            raise ValueError("exactly one limit is needed")
        return self

    def reached(self, value: float) -> bool:
        return (
            (self.at_least is not None and value >= self.at_least)
            or (self.at_most is not None and value <= self.at_most)
            or (self.above is not None and value > self.above)
        )

    def text(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class ChecklistItem(_Entry):
    """A sign that a person has to weigh: never decided by the program from one word."""

    zh: _Text
    en: _Text
    facts_zh: tuple[_Text, ...]
    facts_en: tuple[_Text, ...]

    def text(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en

    def facts(self, language: Language) -> tuple[str, ...]:
        return self.facts_zh if language is Language.ZH else self.facts_en


class Measure(_Entry):
    """Where a measured value stands among the facts.

    Attributes:
        when: Words of the fact's `when` that make it this measure; `named` need none.
    """

    zh: tuple[_Text, ...]
    en: tuple[_Text, ...]
    part: Literal["", "first", "second"] = ""
    when: tuple[_Text, ...] = ()
    named: tuple[_Text, ...] = ()
    unit: str = ""

    def names(self, language: Language) -> tuple[str, ...]:
        return self.zh if language is Language.ZH else self.en


class Programme(_Entry):
    """One chronic-disease programme."""

    id: _Text
    zh: _Text
    en: _Text
    source: _Text
    interval: Intervals
    target: Annotated[tuple[Target, ...], Field(min_length=1)]
    emergency: tuple[EmergencyLimit, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()

    def targets(self, age_years: int | None) -> dict[str, float]:
        """Measure → limit to stay below; without an age the general, stricter one holds."""
        reached = [t for t in self.target if t.min_age <= (age_years or 0)]
        return {t.measure: t.below for t in sorted(reached, key=lambda t: t.min_age)}


class _Measures(RootModel[dict[str, Measure]]):
    pass


def programme(name: str) -> Programme:
    """A programme by id.

    Raises:
        ResourceBroken: reason "unreadable" or "key", naming the file and the place in it.
    """
    return _read(_path(name), changed_ns(_path(name)))


def measures() -> dict[str, Measure]:
    """How the facts name what the programmes measure.

    Raises:
        ResourceBroken: As `programme`.
    """
    path = _path("measures")
    return _read_measures(path, changed_ns(path))


@lru_cache(maxsize=16)
def _read(path: Path, _changed_ns: int) -> Programme:
    found = read_model(path, Programme)
    known = measures()
    used = [("target", t.measure) for t in found.target]
    used += [("emergency", e.measure) for e in found.emergency]
    for table, measure in used:
        if measure not in known:
            raise ResourceBroken("key", file=path.name, key=f"{table}.measure")
    return found


@lru_cache(maxsize=4)
def _read_measures(path: Path, _changed_ns: int) -> dict[str, Measure]:
    return read_model(path, _Measures).root


def _path(name: str) -> Path:
    return in_force("follow_up", f"{name}.toml")
