"""`zhenlu draft`: a recording, a transcript or notes to a checked record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.drafting import (
    RecordFormat,
    RecordFormatOption,
    read_words,
    template_finder,
    written,
)
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
    QuietOption,
    TemplateOption,
)
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.consultation import Consultation
    from zhenlu.cli.filing import Plan
    from zhenlu.domain.record import Record
    from zhenlu.domain.transcript import Language
    from zhenlu.domain.visit import Patient
    from zhenlu.storage.store import Store


def draft(
    source: Annotated[Path, typer.Argument(help=say("draft.source"))],
    language: LanguageOption = LanguageChoice.AUTO,
    template: TemplateOption = None,
    layer: LayerOption = LayerChoice.AUTO,
    format: RecordFormatOption = RecordFormat.MARKDOWN,
    output: OutputOption = None,
    patient: Annotated[str, typer.Option("--patient", help=say("draft.patient"))] = "",
    sex: Annotated[str, typer.Option("--sex", help=say("draft.sex"))] = "",
    age: Annotated[int | None, typer.Option("--age", min=0, max=130, help=say("draft.age"))] = None,
    quiet: QuietOption = False,
    file: Annotated[bool, typer.Option("--file", help=say("draft.file"))] = False,
    number: NumberOption = "",
    born: BornOption = None,
    new_patient: NewPatientOption = False,
    kind: KindOption = VisitKind.FIRST,
    department: DepartmentOption = "",
    consent: ConsentOption = None,
    given_by: GivenByOption = "",
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.filing import Plan
    from zhenlu.cli.output import deliver
    from zhenlu.domain.errors import ChoiceUnknown
    from zhenlu.domain.visit import Patient

    if sex not in ("", "male", "female"):
        raise ChoiceUnknown("sex", choice="male, female")
    if template is not None and language.language is not None:
        template_finder(template)(language.language)  # a wrong name must not cost the hearing
    if file:
        from zhenlu.application.filing import PatientAsked

        if not patient.strip():
            raise typer.BadParameter(say("file.whose"), param_hint="--patient")
        asked = PatientAsked(patient, number, sex, born.date() if born else None, new_patient)
        plan = Plan(asked, kind.value, department, age, consent, given_by)
        with signed_in(data, by, passphrase_file) as opened:
            record = _filed(opened, source, language.language, template, layer, plan, quiet)
    else:
        whose = Patient(patient, sex, age)
        record = _drafted(source, language.language, template, layer, whose, quiet)
    if not record.transcript.worded:
        typer.echo(say("draft.nothing"), err=True)
    deliver(written(record, format), output)


def _drafted(
    source: Path,
    language: Language | None,
    template: str | None,
    layer: LayerChoice,
    patient: Patient,
    quiet: bool,
) -> Record:
    """A record that is kept nowhere."""
    from uuid import uuid4

    from zhenlu.application.consultation import Consultation
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.domain.visit import Visit

    with ProgressReport(quiet) as report, cancelled_by_interrupt() as cancelled:
        visit = Visit(uuid4().hex, patient=patient)
        consultation = Consultation(visit, template_finder(template), report.on_event, cancelled)
        return run(consultation, source, language, layer)


def _filed(
    opened: Store,
    source: Path,
    language: Language | None,
    template: str | None,
    layer: LayerChoice,
    plan: Plan,
    quiet: bool,
) -> Record:
    """A record that is a visit of a patient from now on."""
    from zhenlu.cli.filing import file_source, open_desk

    with open_desk(opened, template, layer, quiet) as desk:
        visit, record = file_source(desk, source, language, plan)
    typer.echo(say("file.done", visit=visit.id), err=True)
    return record


def run(
    consultation: Consultation, source: Path, language: Language | None, layer: LayerChoice
) -> Record:
    """Draft from whatever kind of source this is."""
    from zhenlu.cli.engines import engine_room

    transcript = read_words(source, language)
    with engine_room(layer) as engines:
        if transcript is not None:
            drafting = engines.drafting(transcript.language)
            return consultation.from_transcript(transcript, drafting)

        from zhenlu.application.ports import SpeechOptions
        from zhenlu.audio.file import read

        return consultation.from_audio(
            read(source),
            SpeechOptions(language),
            engines.speech(language),
            engines.drafting(language),
        )
