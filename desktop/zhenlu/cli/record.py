"""`zhenlu record`: a visit in the terminal, from the first word to the draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.filing import (
    BornOption,
    ConsentOption,
    DepartmentOption,
    GivenByOption,
    KindOption,
    NewPatientOption,
    NumberOption,
    VisitKind,
)
from zhenlu.cli.options import (
    LanguageChoice,
    LanguageOption,
    LayerChoice,
    LayerOption,
    OutputOption,
    TemplateOption,
)
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, audio_of, signed_in
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.recording_ports import SoundSource
    from zhenlu.cli.filing import Desk, Plan
    from zhenlu.domain.transcript import Language
    from zhenlu.storage.journal import Journal
    from zhenlu.storage.store import Store


def record(
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=say("record.from"))
    ] = None,
    speed: Annotated[float, typer.Option("--speed", min=0.0, help=say("record.speed"))] = 1.0,
    device: Annotated[
        str | None, typer.Option("--microphone", metavar="NAME", help=say("record.microphone"))
    ] = None,
    check: Annotated[bool, typer.Option("--check", help=say("record.check"))] = False,
    language: LanguageOption = LanguageChoice.AUTO,
    template: TemplateOption = None,
    layer: LayerOption = LayerChoice.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help=say("record.json"))] = False,
    output: OutputOption = None,
    consent: ConsentOption = None,
    given_by: GivenByOption = "",
    resume: Annotated[str, typer.Option("--resume", metavar="ID", help=say("record.resume"))] = "",
    patient: Annotated[str, typer.Option("--patient", help=say("draft.patient"))] = "",
    number: NumberOption = "",
    born: BornOption = None,
    new_patient: NewPatientOption = False,
    kind: KindOption = VisitKind.FIRST,
    department: DepartmentOption = "",
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.filing import PatientAsked
    from zhenlu.cli.drafting import template_finder
    from zhenlu.cli.filing import Plan, require_consent

    if check:
        _check(device)
        return
    if resume and patient.strip():
        raise typer.BadParameter(say("record.resume.whose"), param_hint="--resume")
    # A patient who is not named is somebody new: nobody else's record may get the words.
    name = patient.strip() or say("record.unnamed")
    asked = PatientAsked(
        name, number, "", born.date() if born else None, new_patient or not patient.strip()
    )
    plan = Plan(asked, kind.value, department, None, consent, given_by)
    if not resume:
        require_consent(plan)
    if template is not None and language.language is not None:
        template_finder(template)(language.language)
    with (
        _source(source, speed, device) as sound,
        signed_in(data, by, passphrase_file) as opened,
    ):
        _record(opened, sound, plan, resume, language.language, template, layer, as_json, output)


@contextmanager
def _source(file: Path | None, speed: float, device: str | None) -> Iterator[SoundSource]:
    """A microphone, already open so that nothing is lost at the start, or a file.

    The device is closed whatever happens: Qt does not outlive the program's end in peace.
    """
    if file is not None:
        from zhenlu.audio.playback import PlayedFile

        yield PlayedFile(file, speed, stereo=True)
        return
    from zhenlu.audio.microphone import Microphone

    microphone = Microphone(device, stereo=True)
    microphone.arm()
    try:
        yield microphone
    finally:
        microphone.stop()


def _record(
    opened: Store,
    sound: SoundSource,
    plan: Plan,
    resume: str,
    language: Language | None,
    template: str | None,
    layer: LayerChoice,
    as_json: bool,
    output: Path | None,
) -> None:
    from zhenlu.cli.drafting import RecordFormat, written
    from zhenlu.cli.filing import note_consent, opened_visit, told_where_it_stays
    from zhenlu.cli.live_screen import JsonLines, LiveScreen
    from zhenlu.cli.live_session import LiveSession
    from zhenlu.cli.output import deliver
    from zhenlu.storage.visit_sound import recording_alone

    screen: JsonLines | LiveScreen = JsonLines() if as_json else LiveScreen()
    with (
        recording_alone(opened.folder),
        audio_of(opened) as journal,
        _desk(opened, journal, template, layer) as desk,
    ):
        if resume:
            visit = desk.filing.take_up(opened.visit_list.one(resume).id, to_record=True)
        else:
            visit = opened_visit(desk, plan)
        visit = note_consent(opened, visit, plan)
        opened.consents.require(visit.id)
        with told_where_it_stays(visit.id):
            done = LiveSession(desk, journal, visit, screen).run(sound, language)
    if isinstance(screen, LiveScreen):
        screen.close()
        typer.echo(say("file.done", visit=visit.id), err=True)
        if not done.transcript.worded:
            typer.echo(say("draft.nothing"), err=True)
    if not as_json or output is not None:
        deliver(written(done, RecordFormat.MARKDOWN), output)


@contextmanager
def _desk(
    opened: Store, journal: Journal, template: str | None, layer: LayerChoice
) -> Iterator[Desk]:
    from zhenlu.application.filing import Filing
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.drafting import template_finder
    from zhenlu.cli.filing import Desk

    with cancelled_by_interrupt() as stopped:
        filing = Filing(opened, journal)
        yield Desk(opened, filing, template_finder(template), layer, lambda _event: None, stopped)


def _check(device: str | None) -> None:
    """Three seconds of speaking, and what they told."""
    from zhenlu.audio.microphone import check

    typer.echo(say("record.check.speak"), err=True)
    found = check(device)
    typer.echo(
        say(
            "record.check.levels",
            peak=round(found.peak_dbfs),
            voice=round(found.voice_dbfs),
            floor=round(found.floor_dbfs),
        )
    )
    if not found.heard_voice:
        typer.echo(say("record.check.no_voice"))
    for warning in sorted(found.warnings):
        typer.echo(say(f"record.check.{warning.value}"))
    if found.is_good:
        typer.echo(say("record.check.good"))
