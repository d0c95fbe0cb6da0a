"""Choices that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhenlu.domain.transcript import Language
from zhenlu.wording import say


class LanguageChoice(StrEnum):
    ZH = "zh"
    EN = "en"
    AUTO = "auto"

    @property
    def language(self) -> Language | None:
        """The language, or None to let the words decide."""
        return None if self is LanguageChoice.AUTO else Language(self.value)


class OutputFormat(StrEnum):
    """For people or for programs; what a command prints beyond these it names itself."""

    TEXT = "text"
    JSON = "json"


class LayerChoice(StrEnum):
    AUTO = "auto"
    WRITE = "write"
    SELECT = "select"
    RULES = "rules"


LanguageOption = Annotated[
    LanguageChoice, typer.Option("--language", "-l", help=say("option.language"))
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("option.output"))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=say("option.quiet"))]
FormatOption = Annotated[OutputFormat, typer.Option("--format", "-f", help=say("option.format"))]
TemplateOption = Annotated[
    str | None, typer.Option("--template", "-t", help=say("draft.template"))
]
LayerOption = Annotated[LayerChoice, typer.Option("--layer", help=say("draft.layer"))]
