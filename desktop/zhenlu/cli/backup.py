"""`zhenlu backup` and `zhenlu restore`: everything in one encrypted file, and back again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import QuietOption
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    PassphraseFileOption,
    secret,
    signed_in,
    store_folder,
)
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.backup import BackupHeader, Reminder
    from zhenlu.storage.restore import BackupKey, Restored


def backup(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=say("backup.file"))] = None,
    audio: Annotated[bool, typer.Option("--audio/--no-audio", help=say("backup.audio"))] = True,
    quiet: QuietOption = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.storage.backup import back_up
    from zhenlu.storage.store_state import reminder

    with signed_in(data, by, passphrase_file) as opened:
        if file is None:
            days = opened.settings.current().backup_days
            typer.echo(_reminder(reminder(opened.folder, days, datetime.now(UTC))))
            return
        with ProgressReport(quiet) as report, cancelled_by_interrupt() as cancelled:
            header = back_up(
                opened, file, audio=audio, on_progress=report.on_progress, cancelled=cancelled
            )
    typer.echo(say("backup.done", file=file, size=_megabytes(header)))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("restore.file"))],
    check: Annotated[bool, typer.Option("--check", help=say("restore.check"))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=say("restore.replace"))] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help=say("restore.accept_loss"))
    ] = False,
    recover: Annotated[bool, typer.Option("--recover", help=say("people.recover"))] = False,
    recovery_key_file: Annotated[
        Path | None,
        typer.Option("--recovery-key-file", metavar="FILE", help=say("people.recovery_file")),
    ] = None,
    quiet: QuietOption = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.progress import ProgressReport
    from zhenlu.storage import restore as restoring

    if recover or recovery_key_file is not None:
        typed = secret(recovery_key_file, "unlock.recovery_key")
        key = restoring.unlock_with_recovery_key(file, typed)
    else:
        key = _unlocked(file, by, passphrase_file)
    with ProgressReport(quiet) as report, cancelled_by_interrupt() as cancelled:
        if check:
            header = restoring.verify(file, key, report.on_progress, cancelled)
        else:
            restored = restoring.restore(
                file,
                key,
                store_folder(data),
                replace=replace,
                accept_loss=accept_loss,
                on_progress=report.on_progress,
                cancelled=cancelled,
            )
            header = restored.header
    made = header.made.astimezone().strftime("%Y-%m-%d %H:%M")
    if check:
        typer.echo(say("restore.holds", made=made, size=_megabytes(header)))
        return
    typer.echo(say("restore.done", made=made))
    _tell_what_gave_way(restored)


def _unlocked(file: Path, name: str | None, passphrase_file: Path | None) -> BackupKey:
    """Opened with the passphrase that the person had when the backup was made.

    Raises:
        PersonRefused: Reason "which".
    """
    from zhenlu.domain.errors import PersonRefused
    from zhenlu.storage import restore as restoring

    names = restoring.names(file)
    if name is None and len(names) != 1:
        raise PersonRefused("which", names=", ".join(names))
    who = name or names[0]
    return restoring.unlock(file, who, secret(passphrase_file, "unlock.passphrase", name=who))


def _tell_what_gave_way(restored: Restored) -> None:
    if restored.replaced is not None:
        typer.echo(say("restore.replaced", folder=restored.replaced))
    lost = restored.loss
    if lost.is_any:
        typer.echo(
            say("restore.lost", changes=lost.changes, records=lost.records, audio=lost.audio)
        )


def _reminder(found: Reminder) -> str:
    if found.last is None:
        return say("backup.never")
    told = say(
        "backup.last",
        made=found.last.made.astimezone().strftime("%Y-%m-%d %H:%M"),
        file=found.last.path,
        days=found.days,
    )
    return f"{told} {say('backup.due')}" if found.is_overdue else told


def _megabytes(header: BackupHeader) -> str:
    return f"{header.content_bytes / 1e6:.1f}"
