"""`records list` and `records search`: which visits there are."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.domain.visit import VisitState
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.journal import JournalledVisit
    from zhenlu.storage.store import Store
    from zhenlu.storage.visit_list import ListedVisit

_DAY = ["%Y-%m-%d"]


def list_visits(
    patient: Annotated[str, typer.Option("--patient", help=say("records.patient"))] = "",
    since: Annotated[
        datetime | None, typer.Option("--since", formats=_DAY, help=say("records.since"))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=_DAY, help=say("records.until"))
    ] = None,
    state: Annotated[
        list[VisitState] | None, typer.Option("--state", help=say("records.state"))
    ] = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help=say("records.unfinished"))
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help=say("records.limit"))] = 100,
    format: FormatOption = OutputFormat.TEXT,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        whose = [each.id for each in opened.patients.named(patient)] if patient else None
        found = opened.visit_list.read(
            patients=whose,
            since=since.date() if since else None,
            until=until.date() if until else None,
            states=state or None,
            unfinished=unfinished,
            limit=limit,
        )
        audio = _audio_of(opened)
    if format is OutputFormat.JSON:
        listed = [_to_json(visit, audio.get(visit.id)) for visit in found]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for visit in found:
        typer.echo(_line(visit, audio.get(visit.id)))


def _audio_of(opened: Store) -> dict[str, JournalledVisit]:
    with closing(opened.open_journal()) as journal:
        return {visit.visit: visit for visit in journal.visits()}


def _to_json(visit: ListedVisit, audio: JournalledVisit | None) -> dict[str, object]:
    gaps = audio.gaps if audio else ()
    return {
        "id": visit.id,
        "patient": visit.name,
        "template": visit.template,
        "state": visit.state.value,
        "started": visit.started,
        "ended": visit.ended,
        "printed_version": visit.printed_version or None,
        "audio_s": round(audio.length_s, 2) if audio else 0.0,
        "gaps": [
            {"at_s": round(gap.at_s, 2), "length_s": round(gap.length_s, 2)} for gap in gaps
        ],
        "signed": visit.versions > 0,
        "versions": visit.versions,
        "sealed": visit.is_sealed,
    }


def _line(visit: ListedVisit, audio: JournalledVisit | None) -> str:
    parts = [
        visit.id[:8],
        visit.started.replace("T", " ") or "-",
        visit.name,
        visit.template or "-",
        say(f"state.{visit.state.value}"),
    ]
    if audio is not None:
        parts.append(say("records.audio", seconds=f"{audio.length_s:.0f}"))
        if audio.gaps:
            parts.append(say("records.gaps", count=len(audio.gaps)))
    if visit.is_sealed:
        parts.append(say("records.sealed"))
    return "  ".join(parts)
