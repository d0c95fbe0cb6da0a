"""`zhenlu transcribe`: audio to words."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhenlu.cli.options import LanguageChoice, LanguageOption, OutputOption, QuietOption
from zhenlu.wording import say


class TranscriptFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    SRT = "srt"


def transcribe(
    audio: Annotated[Path, typer.Argument(help=say("transcribe.audio"))],
    language: LanguageOption = LanguageChoice.AUTO,
    format: Annotated[
        TranscriptFormat, typer.Option("--format", "-f", help=say("option.format"))
    ] = TranscriptFormat.TEXT,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    from zhenlu.application.ports import SpeechOptions
    from zhenlu.application.transcribing import transcribe as run
    from zhenlu.audio.file import read
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.engines import engine_room
    from zhenlu.cli.output import deliver
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.export.subtitles import to_srt
    from zhenlu.export.text import transcript_to_text
    from zhenlu.export.transcript_json import transcript_to_json

    stream = read(audio)
    options = SpeechOptions(language.language)
    with (
        cancelled_by_interrupt() as cancelled,
        ProgressReport(quiet) as report,
        engine_room() as engines,
    ):
        speech = engines.speech(language.language)
        done = run(speech, stream, options, report.on_event, cancelled)
    if not len(done.transcript):
        typer.echo(say("transcribe.nothing"), err=True)
    if format is TranscriptFormat.JSON:
        text = json.dumps(transcript_to_json(done.transcript), ensure_ascii=False, indent=1)
    elif format is TranscriptFormat.SRT:
        text = to_srt(done.transcript)
    else:
        text = transcript_to_text(done.transcript)
    if text or output is not None:
        deliver(text, output)
