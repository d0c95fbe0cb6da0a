"""Signing in on the command line: where the data lies, who it is, and their passphrase."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu import paths
from zhenlu.wording import explain, interface_language, say

if TYPE_CHECKING:
    from zhenlu.application.locking import Confirmation, GuardedAct, Reauthentication
    from zhenlu.storage.journal import Journal
    from zhenlu.storage.store import Store


def _use(data: Path | None) -> Path | None:
    if data is not None:
        paths.use_user_data(data)
    return data


DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help=say("unlock.data"), callback=_use)
]
AsOption = Annotated[str | None, typer.Option("--as", metavar="NAME", help=say("unlock.as"))]
PassphraseFileOption = Annotated[
    Path | None, typer.Option("--passphrase-file", metavar="FILE", help=say("unlock.file"))
]
NewPassphraseFileOption = Annotated[
    Path | None, typer.Option("--new-passphrase-file", metavar="FILE", help=say("unlock.new_file"))
]


def store_folder(data: Path | None) -> Path:
    """The encrypted folder below the data folder that was chosen."""
    return (data or paths.user_data()) / "store"


@contextmanager
def signed_in(
    data: Path | None, name: str | None, passphrase_file: Path | None
) -> Iterator[Store]:
    """The store, opened by the person named or by the only one there is.

    A damaged database is told on stderr and can be read as far as it holds; that an older
    copy of the folder was put back is told, too.
    """
    from zhenlu.storage import store

    folder = store_folder(data)
    who = name or only_person(folder)
    opened = store.sign_in(folder, who, secret(passphrase_file, "unlock.passphrase", name=who))
    try:
        for warning in opened.warnings:
            typer.echo(explain(warning, interface_language()), err=True)
        yield opened
    finally:
        opened.close()


@contextmanager
def audio_of(opened: Store) -> Iterator[Journal]:
    """The store's audio to work with; that it had to be repaired is told on stderr."""
    from zhenlu.storage.journal_restart import working_journal

    journal, doubt = working_journal(opened)
    try:
        if doubt is not None:
            typer.echo(explain(doubt, interface_language()), err=True)
        yield journal
    finally:
        journal.close()


def confirmed(
    opened: Store, act: GuardedAct, object_id: str, passphrase_file: Path | None
) -> tuple[Reauthentication, Confirmation]:
    """Ask for the passphrase again, for one act on one object.

    Raises:
        PassphraseRefused: Reasons "wrong", "delayed", "unasked".
    """
    from zhenlu.application.locking import Reauthentication
    from zhenlu.domain.journal import Moment

    asking = Reauthentication(opened, Moment.now)
    again = secret(passphrase_file, "unlock.again", name=opened.person.name)
    return asking, asking.confirm(act, object_id, again)


def ask_again(
    opened: Store, act: GuardedAct, object_id: str, passphrase_file: Path | None
) -> None:
    """Ask for the passphrase again, for one act on one object that follows at once.

    Raises:
        PassphraseRefused: As `confirmed`.
    """
    asking, given = confirmed(opened, act, object_id, passphrase_file)
    asking.spend(given, act, object_id)


def only_person(folder: Path) -> str:
    """The one account, where there is no other.

    Raises:
        PersonRefused: Reason "which".
    """
    from zhenlu.domain.errors import PersonRefused
    from zhenlu.storage import store

    names = store.names(folder)
    if len(names) != 1:
        raise PersonRefused("which", names=", ".join(names))
    return names[0]


def secret(file: Path | None, question: str, *, twice: bool = False, name: str = "") -> str:
    """A passphrase or recovery key from a file, or asked for without showing it."""
    if file is not None:
        from zhenlu.cli.reading import read_text

        return read_text(file).removeprefix("\ufeff").rstrip("\r\n")
    if not sys.stdin.isatty():
        from zhenlu.domain.errors import PassphraseRefused

        raise PassphraseRefused("unasked")
    answer: str = typer.prompt(
        say(question, name=name), hide_input=True, confirmation_prompt=twice, err=True
    )
    return answer
