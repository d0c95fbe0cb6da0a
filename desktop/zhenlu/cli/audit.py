"""`zhenlu audit`: does the log hold, and what does it say."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.audit import AuditEntry

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("verify", help=say("audit.verify.help"))
def verify(
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        count = opened.audit_reading.verify()
    typer.echo(say("audit.holds", count=count))


@app.command("show", help=say("audit.show.help"))
def show(
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help=say("audit.since"))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help=say("audit.until"))
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help=say("audit.person"))
    ] = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    format: FormatOption = OutputFormat.TEXT,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        names = {each.id: each.name for each in opened.people.all()}
        entries = opened.audit_reading.rows(
            since=since.date() if since else None,
            until=until.date() if until else None,
            person=opened.people.named(person).id if person else None,
        )
    if format is OutputFormat.JSON:
        listed = [_to_json(entry, names) for entry in entries]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        typer.echo(_line(entry, names))


def _line(entry: AuditEntry, names: dict[str, str]) -> str:
    at = datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    who = names.get(entry.person, entry.person) or "-"
    # A person is shown by name; every other object by its kind and id, which tell nothing.
    what = names.get(entry.object_id, entry.object_id)
    return "  ".join(
        (
            str(entry.row),
            at,
            who,
            say(f"audit.action.{entry.action.value}"),
            f"{entry.object_kind} {what}".rstrip(),
            say(f"audit.result.{entry.result.value}"),
            entry.host,
        )
    )


def _to_json(entry: AuditEntry, names: dict[str, str]) -> dict[str, object]:
    return {
        "row": entry.row,
        "at": entry.at,
        "person": {"id": entry.person, "name": names.get(entry.person, "")},
        "action": entry.action.value,
        "object": {"kind": entry.object_kind, "id": entry.object_id},
        "result": entry.result.value,
        "host": entry.host,
    }
