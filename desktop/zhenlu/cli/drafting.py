"""What drafting on the command line takes, and how a record leaves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.consultation import TemplateFor
    from zhenlu.domain.export import Stamp
    from zhenlu.domain.record import Record
    from zhenlu.domain.template import Template
    from zhenlu.domain.transcript import Language, Transcript


class RecordFormat(StrEnum):
    MARKDOWN = "markdown"
    TXT = "txt"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    FHIR = "fhir"


RecordFormatOption = Annotated[
    RecordFormat, typer.Option("--format", "-f", help=say("option.format"))
]


def template_finder(name: str | None) -> TemplateFor:
    """The template of this name, or what a language's visits are drafted in by default."""
    from zhenlu.application.templates import load
    from zhenlu.application.visit_templates import usual_template

    def find(spoken: Language) -> Template:
        return load(name, spoken) if name else usual_template(spoken)

    return find


def read_words(source: Path, language: Language | None) -> Transcript | None:
    """The words of a transcript or of notes; None when the source is to be heard."""
    ending = source.suffix.lower()
    if ending == ".json":
        from zhenlu.cli.reading import read_text
        from zhenlu.export.transcript_json import transcript_from_text

        return transcript_from_text(read_text(source), language)
    if ending in (".txt", ".md"):
        from zhenlu.application.notes import parse_notes
        from zhenlu.cli.reading import read_text

        return parse_notes(read_text(source), language)
    return None


def written(
    record: Record, format: RecordFormat, stamp: Stamp | None = None
) -> str | bytes:
    """The record as a file holds it; each format loads only its own libraries."""
    return _WRITERS[format](record, stamp)


def _json(record: Record, stamp: Stamp | None) -> str:
    from zhenlu.export.record_json import to_json
    from zhenlu.export.stamp_json import stamp_to_json

    document = {**to_json(record), **stamp_to_json(stamp)}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _markdown(record: Record, stamp: Stamp | None) -> str:
    from zhenlu.export.markdown import to_markdown

    return to_markdown(record, stamp=stamp)


def _text(record: Record, stamp: Stamp | None) -> str:
    from zhenlu.export.text import to_text

    return to_text(record, stamp=stamp)


def _docx(record: Record, stamp: Stamp | None) -> bytes:
    from zhenlu.export.docx import to_docx

    return to_docx(record, stamp=stamp)


def _pdf(record: Record, stamp: Stamp | None) -> bytes:
    from zhenlu.export.pdf import to_pdf

    return to_pdf(record, stamp=stamp)


def _fhir(record: Record, stamp: Stamp | None) -> str:
    from zhenlu.export.fhir import to_fhir

    return to_fhir(record, stamp=stamp)


_WRITERS: dict[RecordFormat, Callable[[Record, Stamp | None], str | bytes]] = {
    RecordFormat.JSON: _json,
    RecordFormat.MARKDOWN: _markdown,
    RecordFormat.TXT: _text,
    RecordFormat.DOCX: _docx,
    RecordFormat.PDF: _pdf,
    RecordFormat.FHIR: _fhir,
}
