"""`zhenlu people voice`: one's own voice, enrolled so that it is told from the patient's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.ports import Pcm

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("enrol", help=say("voice.enrol.help"))
def enrol(
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=say("voice.from"))
    ] = None,
    device: Annotated[
        str | None, typer.Option("--microphone", metavar="NAME", help=say("record.microphone"))
    ] = None,
    agree: Annotated[bool, typer.Option("--agree", help=say("voice.agree.help"))] = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.domain.person import Permission
    from zhenlu.engines.packs import shelf
    from zhenlu.engines.speech.enrolment import enrolled_print

    with signed_in(data, by, passphrase_file) as opened:
        opened.person.require(Permission.ENROL_VOICE)
        typer.echo(say("voice.notice"), err=True)
        if not agree:
            typer.confirm(say("voice.agree"), abort=True, err=True)
        opened.voices.enrol(enrolled_print(_reading(source, device), shelf.speaker()))
    typer.echo(say("voice.enrolled"))


@app.command("show", help=say("voice.show.help"))
def show(
    format: FormatOption = OutputFormat.TEXT,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.engines.packs import shelf

    with signed_in(data, by, passphrase_file) as opened:
        own = opened.voices.own()
    is_other = own is not None and own.is_of_another_model(shelf.embedder())
    if format is OutputFormat.JSON:
        known = (
            {"enrolled": own.at, "voiced_s": own.print.voiced_s, "enrol_anew": is_other}
            if own
            else None
        )
        typer.echo(json.dumps(known))
    elif own is None:
        typer.echo(say("voice.none"))
    else:
        typer.echo(say("voice.shown", day=own.at[:10], seconds=round(own.print.voiced_s, 1)))
        if is_other:
            typer.echo(say("voice.other_model"))


@app.command("delete", help=say("voice.delete.help"))
def delete(
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        opened.voices.delete()
    typer.echo(say("voice.deleted"))


def _reading(source: Path | None, device: str | None) -> Pcm:
    """Ten seconds of reading, from the microphone or a file; Ctrl-C keeps nothing."""
    from zhenlu.audio.microphone import Microphone
    from zhenlu.audio.playback import PlayedFile
    from zhenlu.audio.reading import heard_reading
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.domain.voice_print import ENROLMENT_S

    if source is None:
        typer.echo(say("voice.read", passage=say("voice.passage")), err=True)
    sound = Microphone(device) if source is None else PlayedFile(source, speed=0.0)
    with cancelled_by_interrupt() as cancelled:
        pcm = heard_reading(sound, ENROLMENT_S, _tell_progress, cancelled)
    if sys.stderr.isatty():
        typer.echo(err=True)
    return pcm


def _tell_progress(seconds: float) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{seconds:4.1f} s", nl=False, err=True)
