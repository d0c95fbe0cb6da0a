"""`records edit`, `sign`, `amend` and `cosign`: what a person writes and puts their name under."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.records.options import ReasonOption, VisitArgument, visit_of
from zhenlu.cli.records.showing import chosen
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    PassphraseFileOption,
    ask_again,
    confirmed,
    signed_in,
)
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.record import Record
    from zhenlu.storage.store import Store

SectionOption = Annotated[str, typer.Option("--section", "-s", help=say("edit.section"))]
TextOption = Annotated[str | None, typer.Option("--text", help=say("edit.text"))]
TextFileOption = Annotated[Path | None, typer.Option("--text-file", help=say("edit.text_file"))]


def edit(
    visit_id: VisitArgument,
    section: SectionOption,
    text: TextOption = None,
    text_file: TextFileOption = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    words = _words(text, text_file)
    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        _save_rewritten(opened, visit.id, section, words)
    typer.echo(say("edit.done"))


def sign(
    visit_id: VisitArgument,
    reason: Annotated[str, typer.Option("--reason", help=say("sign.reason"))] = "",
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        _sign(opened, visit.id, reason, passphrase_file, is_again=visit.versions > 0)


def amend(
    visit_id: VisitArgument,
    section: SectionOption,
    reason: ReasonOption,
    text: TextOption = None,
    text_file: TextFileOption = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.domain.errors import RecordRefused

    words = _words(text, text_file)
    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        if not visit.versions:
            raise RecordRefused("unsigned")
        _save_rewritten(opened, visit.id, section, words)
        _sign(opened, visit.id, reason, passphrase_file, is_again=True)


def cosign(
    visit_id: VisitArgument,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.locking import GuardedAct
    from zhenlu.domain.errors import RecordRefused

    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        versions = opened.records.versions(visit.id)
        if not versions:
            raise RecordRefused("unsigned")
        ask_again(opened, GuardedAct.SIGN, visit.id, passphrase_file)
        version = opened.records.cosign(versions[-1].id)
    typer.echo(say("cosign.done", number=version.number))


def _words(text: str | None, text_file: Path | None) -> str:
    from zhenlu.cli.reading import read_text

    if (text is None) is (text_file is None):
        raise typer.BadParameter(say("edit.one_text"), param_hint="--text")
    return text if text is not None else read_text(text_file or Path())


def _save_rewritten(opened: Store, visit_id: str, section: str, words: str) -> None:
    """The draft, or what is in force, with a section as the person wrote it."""
    from zhenlu.application.reviewing import rewritten

    draft = opened.records.draft(visit_id)
    before = draft if draft is not None else chosen(opened, visit_id, None).record
    opened.records.save_draft(visit_id, rewritten(before, section, words))


def _sign(
    opened: Store, visit_id: str, reason: str, passphrase_file: Path | None, *, is_again: bool
) -> None:
    from zhenlu.application.locking import GuardedAct
    from zhenlu.application.signing import Signing
    from zhenlu.domain.errors import RecordRefused

    shown = opened.records.draft(visit_id)
    if shown is None:
        raise RecordRefused("draft")
    shown = _answered(opened, visit_id, shown, reason)
    asking, given = confirmed(opened, GuardedAct.SIGN, visit_id, passphrase_file)
    signing = Signing(opened.records, asking)
    version = signing.sign(visit_id, shown, given, reason if is_again else "")
    typer.echo(say("sign.done", number=version.number, digest=version.digest[:12]))
    with closing(opened.open_journal()) as journal:
        erased = opened.retention(journal).apply()
    if erased:
        typer.echo(say("retention.erased", count=len(erased)))


def _answered(opened: Store, visit_id: str, record: Record, reason: str) -> Record:
    """The record with the reason for what would hold the signature up.

    Raises:
        RecordRefused: Reason "findings"; they are told on stderr.
    """
    from zhenlu.application.signing import let_stand, open_findings, refuse_open
    from zhenlu.storage.access import utc_now

    waiting = open_findings(record)
    if not waiting:
        return record
    if not reason.strip():
        for finding in waiting:
            typer.echo(f"{finding.rule}  {finding.message}", err=True)
        refuse_open(record)
    at = utc_now().isoformat(timespec="milliseconds")
    answered = let_stand(record, reason, opened.person.id, at)
    opened.records.save_draft(visit_id, answered)
    return answered
