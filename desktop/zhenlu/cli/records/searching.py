"""`records search`: patients by half a name, records by what they say."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.filed import KnownPatient
    from zhenlu.domain.search import FoundRecord


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help=say("search.words"))],
    template: Annotated[str, typer.Option("--template", "-t", help=say("search.template"))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=say("records.limit"))] = 20,
    format: FormatOption = OutputFormat.TEXT,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.asking import understood

    text = " ".join(words)
    question = understood(text, date.today(), template)
    with signed_in(data, by, passphrase_file) as opened:
        patients = opened.search.patients(text, limit)
        records = opened.search.records(question, limit)
    if format is OutputFormat.JSON:
        found = {
            "patients": [_patient_to_json(patient) for patient in patients],
            "records": [_record_to_json(record) for record in records],
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for patient in patients:
        typer.echo(_patient_line(patient))
    for record in records:
        typer.echo(_record_line(record))
    if not patients and not records:
        typer.echo(say("search.nothing"), err=True)


def _patient_line(patient: KnownPatient) -> str:
    return say(
        "search.patient",
        name=patient.name,
        sex=say(f"file.sex.{patient.sex or 'unknown'}"),
        born=patient.born or "-",
        number=patient.number or patient.id[:12],
    )


def _record_line(found: FoundRecord) -> str:
    started = found.started.replace("T", " ") or "-"
    return "  ".join(
        (found.visit[:8], started, found.patient.name, found.template, found.excerpt.strip())
    )


def _patient_to_json(patient: KnownPatient) -> dict[str, object]:
    return {
        "id": patient.id,
        "name": patient.name,
        "sex": patient.sex,
        "born": patient.born.isoformat() if patient.born else "",
        "number": patient.number,
    }


def _record_to_json(found: FoundRecord) -> dict[str, object]:
    return {
        "visit": found.visit,
        "patient": _patient_to_json(found.patient),
        "started": found.started,
        "template": found.template,
        "state": found.state.value,
        "section": found.section,
        "excerpt": found.excerpt,
    }
