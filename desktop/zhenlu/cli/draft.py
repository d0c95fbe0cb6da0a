"""`zhenlu draft`: a recording, a transcript or notes to a checked record."""

from __future__ import annotations

import json
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import (
    LanguageChoice,
    LanguageOption,
    LayerChoice,
    OutputOption,
    QuietOption,
)
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.consultation import Consultation
    from zhenlu.domain.record import Record
    from zhenlu.domain.template import Template
    from zhenlu.domain.transcript import Language, Transcript

#: What is drafted when nobody names a template.
_DEFAULT_TEMPLATE = {"zh": "outpatient-initial", "en": "soap"}


class RecordFormat(StrEnum):
    MARKDOWN = "markdown"
    TXT = "txt"
    JSON = "json"


def draft(
    source: Annotated[Path, typer.Argument(help=say("draft.source"))],
    language: LanguageOption = LanguageChoice.AUTO,
    template: Annotated[
        str | None, typer.Option("--template", "-t", help=say("draft.template"))
    ] = None,
    layer: Annotated[LayerChoice, typer.Option("--layer", help=say("draft.layer"))] = (
        LayerChoice.AUTO
    ),
    format: Annotated[
        RecordFormat, typer.Option("--format", "-f", help=say("option.format"))
    ] = RecordFormat.MARKDOWN,
    output: OutputOption = None,
    patient: Annotated[str, typer.Option("--patient", help=say("draft.patient"))] = "",
    sex: Annotated[str, typer.Option("--sex", help=say("draft.sex"))] = "",
    age: Annotated[int | None, typer.Option("--age", min=0, max=130, help=say("draft.age"))] = None,
    quiet: QuietOption = False,
) -> None:
    from uuid import uuid4

    from zhenlu.application.consultation import Consultation
    from zhenlu.application.templates import load
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.output import deliver
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.domain.errors import ChoiceUnknown
    from zhenlu.domain.visit import Patient, Visit

    if sex not in ("", "male", "female"):
        raise ChoiceUnknown("sex", choice="male, female")

    def template_for(spoken: Language) -> Template:
        return load(template or _DEFAULT_TEMPLATE[spoken.value], spoken)

    if template is not None and language.language is not None:
        load(template, language.language)  # a wrong name must not cost the transcription
    with ProgressReport(quiet) as report, cancelled_by_interrupt() as cancelled:
        visit = Visit(uuid4().hex, patient=Patient(patient, sex, age))
        consultation = Consultation(visit, template_for, report.on_event, cancelled)
        record = run(consultation, source, language.language, layer)
    if not len(record.transcript):
        typer.echo(say("draft.nothing"), err=True)
    deliver(_written(record, format), output)


def run(
    consultation: Consultation, source: Path, language: Language | None, layer: LayerChoice
) -> Record:
    """Draft from whatever kind of source this is."""
    from zhenlu.cli.engines import open_drafting, open_speech

    transcript = read_words(source, language)
    with ExitStack() as open_engines:
        if transcript is not None:
            drafting = open_engines.enter_context(open_drafting(transcript.language, layer))
            return consultation.from_transcript(transcript, drafting)

        from zhenlu.application.ports import SpeechOptions
        from zhenlu.audio.file import read

        stream = read(source)
        speech = open_engines.enter_context(open_speech(language))
        drafting = open_engines.enter_context(open_drafting(language, layer))
        return consultation.from_audio(stream, SpeechOptions(language), speech, drafting)


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


def _written(record: Record, format: RecordFormat) -> str:
    from zhenlu.export.markdown import to_markdown
    from zhenlu.export.record_json import to_json
    from zhenlu.export.text import to_text

    if format is RecordFormat.JSON:
        return json.dumps(to_json(record), ensure_ascii=False, indent=1)
    return to_markdown(record) if format is RecordFormat.MARKDOWN else to_text(record)
