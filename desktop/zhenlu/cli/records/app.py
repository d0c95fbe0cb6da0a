"""The commands of `zhenlu records`."""

from __future__ import annotations

from collections.abc import Callable

import typer

from zhenlu.cli.records.continuing import resume
from zhenlu.cli.records.course import course
from zhenlu.cli.records.deleting import delete, emergencies, emergency, retention, withdraw
from zhenlu.cli.records.exporting import export
from zhenlu.cli.records.finding import list_visits
from zhenlu.cli.records.patient_rights import accesses, whole_file
from zhenlu.cli.records.sealing import seal, unseal
from zhenlu.cli.records.searching import search
from zhenlu.cli.records.showing import diff, show, verify
from zhenlu.cli.records.signing import amend, cosign, edit, sign
from zhenlu.wording import say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_visits,
    "search": search,
    "show": show,
    "diff": diff,
    "resume": resume,
    "edit": edit,
    "sign": sign,
    "amend": amend,
    "cosign": cosign,
    "export": export,
    "seal": seal,
    "unseal": unseal,
    "withdraw": withdraw,
    "delete": delete,
    "retention": retention,
    "emergency": emergency,
    "emergencies": emergencies,
    "course": course,
    "file": whole_file,
    "accesses": accesses,
    "verify": verify,
}
for name, command in _COMMANDS.items():
    app.command(name, help=say(f"records.{name}.help"))(command)
