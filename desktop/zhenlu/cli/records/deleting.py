"""`records delete`, `withdraw`, `retention`: what goes; `emergency`, which opens for a while."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from zhenlu.cli.records.options import ReasonOption, VisitArgument, visit_of
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    PassphraseFileOption,
    ask_again,
    signed_in,
)
from zhenlu.domain.export import local_time
from zhenlu.wording import say


def delete(
    visit_id: VisitArgument,
    reason: ReasonOption,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.locking import GuardedAct

    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        ask_again(opened, GuardedAct.DELETE, visit.id, passphrase_file)
        with closing(opened.open_journal()) as journal:
            opened.deletions(journal).delete(visit.id, reason)
    typer.echo(say("delete.done"))


def withdraw(
    visit_id: VisitArgument,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        with closing(opened.open_journal()) as journal:
            opened.audio(journal).withdraw(visit.id)
    typer.echo(say("withdraw.done"))


def retention(
    apply: Annotated[bool, typer.Option("--apply", help=say("retention.apply"))] = False,
    confirm_date: Annotated[
        bool, typer.Option("--confirm-date", help=say("retention.confirm_date"))
    ] = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened, closing(opened.open_journal()) as journal:
        terms = opened.retention(journal)
        if confirm_date:
            terms.confirm_date()
        if apply:
            typer.echo(say("retention.erased", count=len(terms.apply())))
            return
        due, settings = terms.due(), opened.settings.current()
    days = say("retention.kept") if settings.audio_days is None else settings.audio_days
    typer.echo(say("retention.terms", days=days, years=settings.record_years))
    typer.echo(say("retention.due", count=len(due.audio)))
    for visit in due.audio:
        typer.echo(f"  {visit}")
    if due.is_doubted:
        typer.echo(say("retention.doubted"), err=True)


def emergency(
    reason: ReasonOption,
    minutes: Annotated[int, typer.Option("--minutes", help=say("emergency.minutes"))] = 15,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        given = opened.emergencies.open(reason, minutes)
    typer.echo(say("emergency.done", until=local_time(given.until)))


def emergencies(
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        names = {person.id: person.name for person in opened.people.all()}
        for taken in opened.emergencies.all():
            ended = local_time(taken.until)
            who = names.get(taken.person, taken.person)
            typer.echo(f"{local_time(taken.at)} – {ended}  {who}  {taken.reason}")
