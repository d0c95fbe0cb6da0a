"""`records course`: how one value of a patient went over the visits."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenlu.cli.records.patient_rights import NameArgument, NumberOption, known
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say


def course(
    name: NameArgument,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=say("records.value"))],
    number: NumberOption = "",
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.domain.facts import FactKind

    with signed_in(data, by, passphrase_file) as opened:
        patient = known(opened, name, number)
        for kind in (FactKind.VITAL, FactKind.TEST):
            for fact in opened.facts.course(patient.id, kind, value):
                typer.echo(f"{fact.started[:10] or '-':10}  {fact.value} {fact.unit}".rstrip())
