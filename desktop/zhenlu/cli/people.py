"""`zhenlu people`: accounts, their roles and their passphrases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    NewPassphraseFileOption,
    PassphraseFileOption,
    ask_again,
    secret,
    signed_in,
    store_folder,
)
from zhenlu.cli.voice import app as voice_app
from zhenlu.domain.person import Person, Role
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.storage.store import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(voice_app, name="voice", help=say("voice.help"))


@app.command("add", help=say("people.add.help"))
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("people.name"))],
    role: Annotated[list[Role], typer.Option("--role", "-r", help=say("people.role"))],
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    new_passphrase_file: NewPassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.storage import store

    folder, roles = store_folder(data), frozenset(role)
    if not store.exists(folder):
        own = secret(
            new_passphrase_file or passphrase_file, "unlock.new_passphrase", twice=True, name=name
        )
        recovery = store.create(folder, name, roles, own)
        typer.echo(say("people.first", name=name), err=True)
        typer.echo(recovery)
        return
    with signed_in(data, by, passphrase_file) as opened:
        _ask_again(opened, "", passphrase_file)
        new = secret(new_passphrase_file, "unlock.new_passphrase", twice=True, name=name)
        added = opened.add_person(name, roles, new)
    typer.echo(say("people.added", name=added.name))


@app.command("list", help=say("people.list.help"))
def list_people(
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    format: FormatOption = OutputFormat.TEXT,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        people = opened.people.all()
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_to_json(p) for p in people], ensure_ascii=False, indent=1))
        return
    for person in people:
        roles = _in_words(person) or say("people.ended")
        typer.echo(f"{person.name}  {roles}  {person.created[:10]}")


@app.command("passphrase", help=say("people.passphrase.help"))
def passphrase(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=say("people.whose"))] = None,
    passphrase_file: PassphraseFileOption = None,
    new_passphrase_file: NewPassphraseFileOption = None,
    recovery_key_file: Annotated[
        Path | None,
        typer.Option("--recovery-key-file", metavar="FILE", help=say("people.recovery_file")),
    ] = None,
    recover: Annotated[bool, typer.Option("--recover", help=say("people.recover"))] = False,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.unlocking import only_person
    from zhenlu.storage import store

    who = name or only_person(store_folder(data))
    if recover or recovery_key_file is not None:
        typed = secret(recovery_key_file, "unlock.recovery_key")
        new = secret(new_passphrase_file, "unlock.new_passphrase", twice=True, name=who)
        store.reset_passphrase(store_folder(data), who, typed, new)
    else:
        with signed_in(data, who, passphrase_file) as opened:
            new = secret(new_passphrase_file, "unlock.new_passphrase", twice=True, name=who)
            opened.change_passphrase(new)
    typer.echo(say("people.changed", name=who))


@app.command("roles", help=say("people.roles.help"))
def change_roles(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("people.who"))],
    role: Annotated[list[Role], typer.Option("--role", "-r", help=say("people.role"))],
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        person = opened.people.named(name)
        _ask_again(opened, person.id, passphrase_file)
        changed = opened.accounts.change_roles(person.id, frozenset(role))
    typer.echo(say("people.roles.done", name=changed.name, roles=_in_words(changed)))


@app.command("end", help=say("people.end.help"))
def end(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("people.who"))],
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        person = opened.people.named(name)
        _ask_again(opened, person.id, passphrase_file)
        opened.accounts.end(person.id)
    typer.echo(say("people.end.done", name=person.name))


@app.command("recovery-key", help=say("people.recovery_key.help"))
def renew_recovery_key(
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        _ask_again(opened, "", passphrase_file)
        recovery = opened.accounts.renew_recovery_key()
    typer.echo(say("people.recovery_key.done"), err=True)
    typer.echo(recovery)


def _ask_again(opened: Store, person_id: str, passphrase_file: Path | None) -> None:
    """Keys and accounts change only under the eyes of who signed in."""
    from zhenlu.application.locking import GuardedAct

    ask_again(opened, GuardedAct.KEYS, person_id, passphrase_file)


def _in_words(person: Person) -> str:
    return ", ".join(say(f"people.role.{role.value}") for role in _ordered(person))


def _ordered(person: Person) -> list[Role]:
    return [role for role in Role if role in person.roles]


def _to_json(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "roles": [role.value for role in _ordered(person)],
        "created": person.created,
    }
