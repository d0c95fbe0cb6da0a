"""`records seal` and `unseal`: nothing of the visit changes in between (封存)."""

from __future__ import annotations

import typer

from zhenlu.cli.records.options import ReasonOption, VisitArgument, visit_of
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say


def seal(
    visit_id: VisitArgument,
    reason: ReasonOption,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        opened.seals.seal(visit_of(opened, visit_id).id, reason)
    typer.echo(say("seal.done"))


def unseal(
    visit_id: VisitArgument,
    reason: ReasonOption,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        opened.seals.unseal(visit_of(opened, visit_id).id, reason)
    typer.echo(say("unseal.done"))
