"""Drafting into the clinic's store: `zhenlu draft … --file`, and going on with what broke off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import LayerChoice
from zhenlu.wording import interface_language, say

if TYPE_CHECKING:
    from zhenlu.application.consultation import TemplateFor
    from zhenlu.application.filing import Filing, PatientAmbiguous, PatientAsked
    from zhenlu.application.ports import OnEvent
    from zhenlu.domain.record import Record
    from zhenlu.domain.transcript import Language, Transcript
    from zhenlu.domain.visit import Visit
    from zhenlu.storage.store import Store


class ConsentChoice(StrEnum):
    """How the patient agreed to the recording."""

    ORAL = "oral"
    WRITTEN = "written"
    PROXY = "proxy"


class VisitKind(StrEnum):
    FIRST = "first"
    REVISIT = "revisit"
    EMERGENCY = "emergency"
    FOLLOWUP = "followup"


NumberOption = Annotated[str, typer.Option("--number", help=say("file.number"))]
BornOption = Annotated[
    datetime | None, typer.Option("--born", formats=["%Y-%m-%d"], help=say("file.born"))
]
NewPatientOption = Annotated[bool, typer.Option("--new-patient", help=say("file.new_patient"))]
KindOption = Annotated[VisitKind, typer.Option("--kind", help=say("file.kind"))]
DepartmentOption = Annotated[str, typer.Option("--department", help=say("file.department"))]
ConsentOption = Annotated[
    ConsentChoice | None, typer.Option("--consent", help=say("file.consent"))
]
GivenByOption = Annotated[str, typer.Option("--given-by", help=say("file.given_by"))]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a command said of the visit it files.

    Attributes:
        age_years: Used where no birth date is known.
        given_by: Who agreed for the patient.
    """

    asked: PatientAsked
    kind: str = "first"
    department: str = ""
    age_years: int | None = None
    consent: ConsentChoice | None = None
    given_by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """What filing on the command line works with."""

    opened: Store
    filing: Filing
    template_for: TemplateFor
    layer: LayerChoice
    on_event: OnEvent
    cancelled: threading.Event


def file_source(
    desk: Desk, source: Path, language: Language | None, plan: Plan
) -> tuple[Visit, Record]:
    """Draft from a recording, a transcript or notes as a visit of a patient.

    Raises:
        PatientAmbiguous: The candidates are told on stderr.
        ConsentMissing: A recording needs one.
        VisitRefused: Reason "nothing", for a transcript without words.
    """
    from zhenlu.audio.file import read
    from zhenlu.cli.drafting import read_words
    from zhenlu.domain.errors import VisitRefused

    transcript = read_words(source, language)
    sound = None
    if transcript is not None and not transcript.worded:
        raise VisitRefused("nothing")
    if transcript is None:
        sound = read(source)
        require_consent(plan)
    visit = opened_visit(desk, plan)
    with told_where_it_stays(visit.id):
        if sound is not None:
            visit = note_consent(desk.opened, visit, plan)
            visit = desk.filing.take_in(visit, sound, desk.cancelled)
        return visit, _drafted(desk, visit, language, transcript)


def go_on(desk: Desk, visit_id: str) -> tuple[Visit, Record]:
    """Hear what nobody heard of a visit yet, then draft it.

    Raises:
        VisitRefused: Reason "nothing", if nothing of it can be heard or read.
        IllegalVisitState: If it needs nothing more.
    """
    visit = desk.filing.take_up(visit_id)
    with told_where_it_stays(visit.id):
        return visit, _drafted(desk, visit, None, None)


@contextmanager
def open_desk(
    opened: Store, template: str | None, layer: LayerChoice, quiet: bool
) -> Iterator[Desk]:
    """The journal, the progress and Ctrl-C around filing."""
    from zhenlu.application.filing import Filing
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.drafting import template_finder
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.cli.unlocking import audio_of

    with (
        audio_of(opened) as journal,
        ProgressReport(quiet) as report,
        cancelled_by_interrupt() as cancelled,
    ):
        yield Desk(
            opened,
            Filing(opened, journal),
            template_finder(template),
            layer,
            report.on_event,
            cancelled,
        )


@contextmanager
def told_where_it_stays(visit_id: str) -> Iterator[None]:
    """Whatever goes wrong from here on, say how to go on with what was kept."""
    from zhenlu.domain.errors import ZhenluError

    try:
        yield
    except ZhenluError:
        typer.echo(say("file.stays", visit=visit_id), err=True)
        raise


def _drafted(
    desk: Desk, visit: Visit, language: Language | None, typed: Transcript | None
) -> Record:
    """Hear what there is to hear, draft, and keep what comes of it step by step."""
    from zhenlu.application.writing_up import write_up
    from zhenlu.cli.engines import engine_room

    with engine_room(desk.layer) as engines:
        return write_up(
            desk.filing,
            visit,
            desk.template_for,
            engines,
            desk.on_event,
            desk.cancelled,
            language,
            typed,
        )


def opened_visit(desk: Desk, plan: Plan) -> Visit:
    from zhenlu.application.filing import PatientAmbiguous

    try:
        patient = desk.filing.patient(plan.asked)
    except PatientAmbiguous as several:
        tell_candidates(several)
        raise
    visit = desk.filing.open_visit(patient, plan.kind, plan.department)
    if visit.patient.age_years is None and plan.age_years is not None:
        visit = replace(visit, patient=replace(visit.patient, age_years=plan.age_years))
    return visit


def tell_candidates(several: PatientAmbiguous) -> None:
    """Those who may be meant, with what tells them apart."""
    for patient in several.candidates:
        told = say(
            "file.candidate",
            number=patient.number or patient.id[:12],
            sex=say(f"file.sex.{patient.sex or 'unknown'}"),
            born=patient.born or "-",
        )
        typer.echo(told, err=True)


def require_consent(plan: Plan) -> None:
    """Refuse before anything is filed what the store would refuse afterwards."""
    from zhenlu.domain.consent import ConsentMethod, require_giver
    from zhenlu.domain.errors import ConsentMissing
    from zhenlu.domain.filed import KnownPatient

    if plan.consent is None:
        raise ConsentMissing("option")
    today = KnownPatient("", plan.asked.name, born=plan.asked.born).on(datetime.now().date())
    age = plan.age_years if today.age_years is None else today.age_years
    require_giver(ConsentMethod(plan.consent.value), plan.given_by, age)


def note_consent(opened: Store, visit: Visit, plan: Plan) -> Visit:
    """The visit, now with how the patient agreed."""
    from zhenlu.application.consent_notice import current
    from zhenlu.domain.consent import ConsentMethod

    if plan.consent is None:
        return visit
    notice = current(interface_language())
    method = ConsentMethod(plan.consent.value)
    opened.consents.note(visit.id, method, notice.version, given_by=plan.given_by)
    return replace(visit, consent=method)
