"""A rule as a file of resources/rules or of the clinic writes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from zhenlu.domain.finding import Severity
from zhenlu.domain.transcript import Language

Words = dict[str, tuple[str, ...]]


class Params(dict[str, str]):
    """Values of a sentence; one that a rule does not give prints as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _formats(sentence: str) -> str:
    sentence.format_map(Params())
    return sentence


_Sentence = Annotated[str, Field(min_length=1), AfterValidator(_formats)]


class RuleEntry(BaseModel):
    """One `[[rule]]`.

    Attributes:
        kinds, visits, sex: Whom it applies to; empty for all.
        insert: What the one-click action puts into the section: a question, no answer.
    """

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")]
    check: Annotated[str, Field(min_length=1)]
    severity: Severity
    section: str = ""
    zh: _Sentence
    en: _Sentence
    source: Annotated[str, Field(min_length=1)]
    on: bool = True
    kinds: tuple[Literal["outpatient", "followup", "nursing", "letter", "handout"], ...] = ()
    visits: tuple[Literal["first", "revisit", "emergency", "followup"], ...] = ()
    sex: Literal["", "male", "female"] = ""
    insert: dict[Language, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    thresholds: dict[str, float] = Field(default_factory=dict)
    words: dict[Language, Words] = Field(default_factory=dict)


class OmittedEntry(BaseModel):
    """One `[[omitted]]`: a rule of the specification that the program does not run, and why."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
