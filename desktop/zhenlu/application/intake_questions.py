"""Questions before the visit as data: resources/intake, or the clinic's own file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from zhenlu.application.resource_files import (
    changed_ns,
    first_bad_key,
    in_force,
    line_of,
    read_toml,
)
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient

_FILE = "questions.toml"

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_Text = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Entry):
    """One text in both languages; `{value}` stands for what was filled in."""

    zh: _Text
    en: _Text

    def of(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class Option(_Entry):
    """A choice with the sentence it stands for."""

    zh: _Text
    en: _Text
    says: Wording

    def label(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class Question(_Entry):
    """One question.

    Attributes:
        kind: "yes_no", "duration" ("3天"), "number", "choice" or "text".
        says: The sentence an answer becomes; yes/no have one each.
        none: Answers that mean nothing at all, and `nothing` what they say.
    """

    id: _Name
    kind: Literal["yes_no", "duration", "number", "choice", "text"]
    zh: _Text
    en: _Text
    says: Wording | None = None
    yes: Wording | None = None
    no: Wording | None = None
    option: tuple[Option, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    none: tuple[_Text, ...] = ()
    nothing: Wording | None = None
    sex: Literal["", "male", "female"] = ""
    min_age: int | None = None
    max_age: int | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Question:
        needed = {
            "yes_no": self.yes and self.no,
            "choice": self.option,
            "number": self.says and self.unit,
        }
        if not needed.get(self.kind, self.says):
            raise ValueError("this kind of question lacks what its answer says")
        if self.none and self.nothing is None:
            raise ValueError("nothing is needed beside none")
        return self

    def asked(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en

    def is_for(self, patient: Patient) -> bool:
        """Whether sex and age, as far as they are known, let it be asked."""
        if self.sex and patient.sex and patient.sex != self.sex:
            return False
        age = patient.age_years
        if age is None:
            return True
        return (self.min_age is None or age >= self.min_age) and (
            self.max_age is None or age <= self.max_age
        )


class QuestionSet(_Entry):
    """The questions of one complaint; the general set goes with every other."""

    id: _Name
    zh: _Text
    en: _Text
    general: bool = False
    match: dict[Language, tuple[_Text, ...]]
    source: _Text
    question: Annotated[tuple[Question, ...], Field(min_length=1)]

    def title(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class _File(_Entry):
    set: tuple[QuestionSet, ...]

    @model_validator(mode="after")
    def _ids_once(self) -> _File:
        if sum(s.general for s in self.set) != 1:
            raise ValueError("exactly one set is the general one")
        ids = [s.id for s in self.set]
        if len(ids) != len(set(ids)):
            raise ValueError("a set stands twice")
        return self


def question_sets() -> tuple[QuestionSet, ...]:
    """All sets in force, the general one among them.

    Raises:
        ResourceBroken: reason "unreadable", "key" or "line", naming the place.
    """
    path = in_force("intake", _FILE)
    return _read(path, changed_ns(path))


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> tuple[QuestionSet, ...]:
    try:
        return _File.model_validate(read_toml(path)).set
    except ValidationError as error:
        key = first_bad_key(error)
        steps = key.split(".")
        if len(steps) > 1 and steps[0] == "set" and steps[1].isdigit():
            line = line_of(path, "set", int(steps[1]), key)
            raise ResourceBroken("line", file=_FILE, line=line, key=key) from None
        raise ResourceBroken("key", file=_FILE, key=key) from None
