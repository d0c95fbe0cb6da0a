"""The danger signs as data: resources/triage, or the clinic's own files of the same names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhenlu.application.resource_files import changed_ns, in_force, read_model
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language
from zhenlu.domain.triage import Acknowledger, TriageLevel

_SIGNS, _PRESENTATIONS = "signs.toml", "presentations.toml"

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_Words = tuple[Annotated[str, Field(min_length=1)], ...]
_BothLanguages = dict[Language, Annotated[str, Field(min_length=1)]]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sign(_Entry):
    """One part of a presentation: words that tell it, or a limit of a vital sign.

    Attributes:
        zh: Words; "a + b" asks for both in one fact or one utterance.
        part: Which value of a pair such as 180/110 counts.
        lasting_minutes: How long the fact must have lasted; None for any time.
        history: Whether history, medicines and habits count too.
        family: Whether it is the relatives' history that counts.
    """

    id: _Name
    zh: _Words = ()
    en: _Words = ()
    vital: str = ""
    part: Literal["first", "second"] = "first"
    below: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    above: float | None = None
    lasting_minutes: float | None = None
    history: bool = False
    family: bool = False

    @model_validator(mode="after")
    def _words_or_limit(self) -> Sign:
        limits = [v for v in (self.below, self.at_most, self.at_least, self.above) if v is not None]
        if self.vital and len(limits) != 1:
            raise ValueError("a vital sign needs exactly one limit")
        if not self.vital and not (self.zh and self.en):
            raise ValueError("words of both languages are needed")
        return self

    def words(self, language: Language) -> tuple[str, ...]:
        return self.zh if language is Language.ZH else self.en

    def reached(self, value: float) -> bool:
        """Whether a measured value is past the limit."""
        return (
            (self.below is not None and value < self.below)
            or (self.at_most is not None and value <= self.at_most)
            or (self.at_least is not None and value >= self.at_least)
            or (self.above is not None and value > self.above)
        )


class Presentation(_Entry):
    """One line of the triage table.

    Attributes:
        when: Combinations of sign ids; any one combination is enough.
        min_age: Completed years, inclusive; an unknown age lies within, unless `need_age`.
    """

    id: _Name
    level: TriageLevel
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    department: _BothLanguages
    action: _BothLanguages
    acknowledge: Acknowledger
    rule: Annotated[str, Field(pattern=r"^(S\d{2})?$")] = ""
    min_age: int | None = None
    max_age: int | None = None
    need_age: bool = False
    sex: Literal["", "male", "female"] = ""
    when: Annotated[tuple[tuple[_Name, ...], ...], Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _both_languages(self) -> Presentation:
        if any(set(texts) != set(Language) for texts in (self.department, self.action)):
            raise ValueError("both languages are needed")
        return self

    def title(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class _SignsFile(_Entry):
    sign: tuple[Sign, ...]
    vitals: dict[str, dict[Language, _Words]]
    past: dict[Language, _Words]


class _PresentationsFile(_Entry):
    presentation: tuple[Presentation, ...]


@dataclass(frozen=True, slots=True)
class TriageTable:
    """Everything resources/triage says.

    Attributes:
        vitals: Vital sign → language → names that facts give it.
        past: Words that put a clause into the past.
    """

    signs: dict[str, Sign]
    presentations: tuple[Presentation, ...]
    vitals: dict[str, dict[Language, tuple[str, ...]]]
    past: dict[Language, tuple[str, ...]]


def table() -> TriageTable:
    """The table in force; an edited file shows without a restart.

    Raises:
        ResourceBroken: reason "unreadable" or "key", naming the file and the place in it.
    """
    signs, presentations = (in_force("triage", name) for name in (_SIGNS, _PRESENTATIONS))
    return _read(signs, presentations, (changed_ns(signs), changed_ns(presentations)))


@lru_cache(maxsize=4)
def _read(signs_path: Path, presentations_path: Path, _changed_ns: tuple[int, int]) -> TriageTable:
    signs = read_model(signs_path, _SignsFile)
    listed = read_model(presentations_path, _PresentationsFile).presentation
    known = {sign.id: sign for sign in signs.sign}
    for number, sign in enumerate(signs.sign, start=1):
        if sign.vital and sign.vital not in signs.vitals:
            raise ResourceBroken("key", file=_SIGNS, key=f"sign.{number}.vital")
    for number, entry in enumerate(listed, start=1):
        if any(sign not in known for combination in entry.when for sign in combination):
            raise ResourceBroken("key", file=_PRESENTATIONS, key=f"presentation.{number}.when")
    return TriageTable(known, listed, signs.vitals, signs.past)
