"""`zhenlu check`: findings and ledger of a record."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import OutputOption
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.record import Record


class FindingsFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def check(
    record: Annotated[Path, typer.Argument(help=say("check.record"))],
    format: Annotated[
        FindingsFormat, typer.Option("--format", "-f", help=say("option.format"))
    ] = FindingsFormat.TEXT,
    output: OutputOption = None,
) -> None:
    from zhenlu.cli.output import deliver
    from zhenlu.cli.reading import read_text
    from zhenlu.export.findings import findings_to_json, findings_to_text
    from zhenlu.export.record_json import from_text

    checked = _checked(from_text(read_text(record)))
    if format is FindingsFormat.JSON:
        deliver(json.dumps(findings_to_json(checked), ensure_ascii=False, indent=1), output)
    else:
        deliver(findings_to_text(checked), output)


def _checked(record: Record) -> Record:
    """The record with findings and ledger made anew from its text and its words."""
    from zhenlu.application.checking import check as run
    from zhenlu.application.grounding import SaidWords, known_age
    from zhenlu.application.ledger import draw_up
    from zhenlu.application.templates import load
    from zhenlu.domain.errors import TemplateUnknown
    from zhenlu.language.extraction import extract_facts

    if len(record.transcript):
        facts = record.facts or extract_facts(record.transcript)
        age = record.patient.get("age_years")
        header = known_age(age if isinstance(age, int) else None, record.language)
        said = SaidWords.of(record.transcript, facts, header)
        try:
            template = load(record.template, record.language)
        except TemplateUnknown:
            template = None
        record = replace(record, facts=facts)
        if template is not None:
            ledger = draw_up(record.sections, facts, said, template)
            record = replace(record, ledger=ledger)
    return replace(record, findings=run(record))
