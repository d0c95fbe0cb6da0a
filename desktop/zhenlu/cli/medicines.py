"""`zhenlu medicines`: the medication tables, and confirming what stands in them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import interface_language, say

if TYPE_CHECKING:
    from zhenlu.application.medicines.confirmations import State

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


KeysArgument = Annotated[list[str], typer.Argument(metavar="KEY...", help=say("medicines.key"))]


@app.command("list", help=say("medicines.list.help"))
def list_entries(
    word: Annotated[str, typer.Argument(metavar="[WORD]", help=say("medicines.word"))] = "",
    open_only: Annotated[bool, typer.Option("--open", help=say("medicines.open"))] = False,
    format: FormatOption = OutputFormat.TEXT,
    data: DataOption = None,  # noqa: ARG001 - its callback has chosen the folder
) -> None:
    from zhenlu.application.medicines.confirmations import states

    wanted = word.casefold()
    found = [
        state
        for state in states()
        if not (open_only and state.confirmation) and wanted in _text(state).casefold()
    ]
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_to_json(s) for s in found], ensure_ascii=False, indent=1))
        return
    for state in found:
        typer.echo(f"{state.entry.key}  {_standing(state)}\n    {_values(state)}")
    sure = sum(state.confirmation is not None for state in found)
    typer.echo(say("medicines.total", total=len(found), sure=sure))


@app.command("confirm", help=say("medicines.confirm.help"))
def confirm(
    keys: KeysArgument,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.medicines import confirmations
    from zhenlu.domain.person import Permission

    with signed_in(data, by, passphrase_file) as opened:
        opened.person.require(Permission.SIGN_RECORD)
        for key in keys:
            confirmations.confirm(key, opened.person.id, date.today().isoformat())
            typer.echo(say("medicines.confirmed", entry=key))
        opened.clinic_files.take_in()


@app.command("withdraw", help=say("medicines.withdraw.help"))
def withdraw(
    keys: KeysArgument,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.medicines import confirmations
    from zhenlu.domain.person import Permission

    with signed_in(data, by, passphrase_file) as opened:
        opened.person.require(Permission.SIGN_RECORD)
        for key in keys:
            confirmations.withdraw(key)
            typer.echo(say("medicines.withdrawn", entry=key))
        opened.clinic_files.take_in()


def _standing(state: State) -> str:
    if state.confirmation is not None:
        return say("medicines.is_confirmed", on=state.confirmation.on)
    return say("medicines.lapsed" if state.lapsed else "medicines.is_open")


def _values(state: State) -> str:
    """The entry's values in one line; the other language's wording left out."""
    other = "en" if interface_language().value == "zh" else "zh"
    values = state.entry.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    shown = (
        f"{key}={json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if key != other and not key.endswith(f"_{other}")
    )
    return "  ".join(shown)


def _text(state: State) -> str:
    values = state.entry.model_dump(mode="json")
    return f"{state.entry.key} {json.dumps(values, ensure_ascii=False)}"


def _to_json(state: State) -> dict[str, object]:
    confirmed = state.confirmation
    return {
        "key": state.entry.key,
        "values": state.entry.model_dump(mode="json", exclude_defaults=True),
        "confirmed_by": confirmed.by if confirmed else "",
        "confirmed_on": confirmed.on if confirmed else "",
        "lapsed": state.lapsed,
    }
