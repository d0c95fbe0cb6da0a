"""`zhenlu try`: the whole way on a bundled visit, with nothing to set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from zhenlu.cli.options import QuietOption
from zhenlu.wording import interface_language, say

if TYPE_CHECKING:
    from zhenlu.domain.record import Record


def trial(
    sample: Annotated[str, typer.Option("--sample", "-s", help=say("try.sample"))] = "",
    quiet: QuietOption = False,
) -> None:
    from zhenlu.application.consultation import Consultation
    from zhenlu.application.ports import SpeechOptions
    from zhenlu.application.samples import choose
    from zhenlu.application.templates import load
    from zhenlu.audio.file import read
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.engines import engine_room
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.domain.visit import Visit

    chosen = choose(sample, interface_language())
    typer.echo(say("try.intro", title=chosen.title, file=chosen.audio.name) + "\n")
    with cancelled_by_interrupt() as cancelled, ProgressReport(quiet) as report:
        consultation = Consultation(
            Visit(uuid4().hex, patient=chosen.patient),
            lambda language: load(chosen.template, language),
            report.on_event,
            cancelled,
        )
        with engine_room() as engines:
            record = consultation.from_audio(
                read(chosen.audio),
                SpeechOptions(chosen.language),
                engines.speech(chosen.language),
                engines.drafting(chosen.language),
            )
    _show(record)


def _show(record: Record) -> None:
    from zhenlu.export.findings import findings_to_text
    from zhenlu.export.text import to_text, transcript_to_text

    typer.echo(say("try.heard"))
    typer.echo(transcript_to_text(record.transcript))
    typer.echo("\n" + to_text(record))
    typer.echo("\n" + say("try.evidence"))
    for section in record.sections:
        for statement in section.statements:
            if statement.evidence:
                _show_evidence(record, statement.text, [e.segment for e in statement.evidence])
    typer.echo("\n" + findings_to_text(record))
    speed = record.timings.get("speech_s", 0.0) / max(record.coverage.audio_s, 0.1)
    typer.echo(
        "\n"
        + say(
            "try.closing",
            speech=record.engines["speech"].pack,
            drafting=record.engines["drafting"].pack,
            audio=f"{record.coverage.audio_s:.0f}",
            ratio=f"{speed:.2f}",
        )
    )


def _show_evidence(record: Record, text: str, segments: list[int]) -> None:
    typer.echo(f"• {text}")
    for number in segments:
        segment = record.transcript[number]
        clock = f"{int(segment.start_s // 60):02d}:{segment.start_s % 60:04.1f}"
        typer.echo(f"    ← [{number}] {clock}  {segment.text}")
