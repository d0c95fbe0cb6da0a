"""`zhenlu settings`: what the clinic decides for itself."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.domain.export import local_time
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.storage.store import Store


class AudioDays(StrEnum):
    """Days that audio may outlive the signature."""

    NONE = "0"
    WEEK = "7"
    MONTH = "30"
    KEEP = "keep"

    @property
    def days(self) -> int | None:
        return None if self is AudioDays.KEEP else int(self.value)


def settings(
    audio_days: Annotated[
        AudioDays | None, typer.Option("--audio-days", help=say("settings.audio_days"))
    ] = None,
    record_years: Annotated[
        int | None, typer.Option("--record-years", help=say("settings.record_years"))
    ] = None,
    lock_minutes: Annotated[
        int | None, typer.Option("--lock-minutes", help=say("settings.lock_minutes"))
    ] = None,
    backup_days: Annotated[
        int | None, typer.Option("--backup-days", help=say("settings.backup_days"))
    ] = None,
    department: Annotated[
        str | None, typer.Option("--department", help=say("settings.department"))
    ] = None,
    clinic: Annotated[
        str | None, typer.Option("--clinic", help=say("settings.clinic"))
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", help=say("settings.address"))
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", help=say("settings.phone"))] = None,
    history: Annotated[bool, typer.Option("--history", help=say("settings.history"))] = False,
    format: FormatOption = OutputFormat.TEXT,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        if history:
            _tell_history(opened)
            return
        before = opened.settings.current()
        changed = replace(
            before,
            audio_days=before.audio_days if audio_days is None else audio_days.days,
            record_years=before.record_years if record_years is None else record_years,
            lock_minutes=before.lock_minutes if lock_minutes is None else lock_minutes,
            backup_days=before.backup_days if backup_days is None else backup_days,
            department=before.department if department is None else department.strip(),
            clinic=before.clinic if clinic is None else clinic.strip(),
            address=before.address if address is None else address.strip(),
            phone=before.phone if phone is None else phone.strip(),
        )
        if changed != before:
            opened.settings.change(changed)
    values = asdict(changed)
    if format is OutputFormat.JSON:
        typer.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for name, value in values.items():
        shown = say("retention.kept") if value is None else value
        typer.echo(f"{say(f'settings.{name}')}: {'-' if shown == '' else shown}")


def _tell_history(opened: Store) -> None:
    """Who changed what, the program's own choices first."""
    names = {person.id: person.name for person in opened.people.all()}
    for version in opened.settings.history():
        at = local_time(version.at) if version.at else "-"
        chosen = "  ".join(f"{name}={value}" for name, value in asdict(version.settings).items())
        typer.echo(f"{version.number}  {at}  {names.get(version.person, '-')}  {chosen}")
