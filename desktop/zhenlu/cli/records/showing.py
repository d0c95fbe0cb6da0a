"""`records show`, `diff` and `verify`: what a record says, how it came to, and whether it holds."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.cli.records.options import VisitArgument, visit_of
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.domain.export import local_time
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.comparing import SectionChange
    from zhenlu.domain.export import Stamp
    from zhenlu.domain.filed import RecordVersion
    from zhenlu.domain.journal import JournalledVisit
    from zhenlu.domain.record import Record
    from zhenlu.storage.store import Store
    from zhenlu.storage.visit_list import ListedVisit

VersionOption = Annotated[
    int | None, typer.Option("--version", "-v", min=1, help=say("records.version"))
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The record that a command is about: a signed version, or the draft where there is none.

    Attributes:
        version: None for the draft.
    """

    record: Record
    version: RecordVersion | None


def chosen(opened: Store, visit_id: str, number: int | None) -> Chosen:
    """A version of this number, else the last one, else the draft.

    Raises:
        RecordRefused: Reasons "version", "draft".
    """
    from zhenlu.domain.errors import RecordRefused

    versions = opened.records.versions(visit_id)
    if number is not None:
        for version in versions:
            if version.number == number:
                return Chosen(version.record, version)
        raise RecordRefused("version")
    if versions:
        return Chosen(versions[-1].record, versions[-1])
    draft = opened.records.draft(visit_id)
    if draft is None:
        raise RecordRefused("draft")
    return Chosen(draft, None)


def stamp_of(opened: Store, version: RecordVersion | None) -> Stamp:
    """Who signed it, by name and in this computer's time."""
    from zhenlu.application.exporting import signature_of
    from zhenlu.domain.export import Stamp

    if version is None:
        return Stamp()
    return Stamp(signature_of(opened.people, version))


def show(
    visit_id: VisitArgument,
    version: VersionOption = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help=say("records.evidence"))
    ] = False,
    transcript: Annotated[
        bool, typer.Option("--transcript", help=say("records.transcript"))
    ] = False,
    format: FormatOption = OutputFormat.TEXT,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.export.record_json import to_json
    from zhenlu.export.stamp_json import stamp_to_json
    from zhenlu.export.text import to_text, transcript_to_text

    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        about = chosen(opened, visit.id, version)
        stamp = stamp_of(opened, about.version)
        if format is OutputFormat.JSON:
            document = {**to_json(about.record), **stamp_to_json(stamp)}
            typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in _heading(opened, visit):
            typer.echo(line)
    typer.echo("")
    has_findings = about.version is None
    typer.echo(to_text(about.record, evidence=evidence, findings=has_findings, stamp=stamp))
    if transcript:
        gaps = about.record.coverage.gaps
        typer.echo("\n" + transcript_to_text(about.record.transcript, gaps))


def diff(
    visit_id: VisitArgument,
    before: Annotated[int | None, typer.Option("--from", min=1, help=say("diff.from"))] = None,
    after: Annotated[int | None, typer.Option("--to", min=1, help=say("diff.to"))] = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.comparing import differences

    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        old, new = _compared(opened, visit.id, before, after)
    changes = differences(old, new)
    if not changes:
        typer.echo(say("diff.same"))
    for change in changes:
        for line in _change_lines(change):
            typer.echo(line)


def verify(
    visit_id: Annotated[
        str | None, typer.Argument(metavar="ID", help=say("records.verify.id"))
    ] = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    with signed_in(data, by, passphrase_file) as opened:
        if visit_id is not None:
            whose = {visit_of(opened, visit_id).patient}
        else:
            whose = {each.patient for each in opened.visit_list.signed()}
        count = sum(opened.records.verify(patient) for patient in sorted(whose))
    typer.echo(say("records.verified", count=count))


def _compared(
    opened: Store, visit_id: str, before: int | None, after: int | None
) -> tuple[Record, Record]:
    """The versions that were asked for; else the last one and what it became, or came from."""
    draft = opened.records.draft(visit_id)
    if after is None and draft is not None:
        return chosen(opened, visit_id, before).record, draft
    new = chosen(opened, visit_id, after)
    number = new.version.number if new.version else 1
    old = before if before is not None else max(1, number - 1)
    return chosen(opened, visit_id, old).record, new.record


def _heading(opened: Store, visit: ListedVisit) -> list[str]:
    first = [visit.id, visit.name, _period(visit), say(f"state.{visit.state}")]
    if visit.is_sealed:
        first.append(say("records.sealed"))
    lines = [" · ".join(part for part in first if part)]
    with closing(opened.open_journal()) as journal:
        audio = {each.visit: each for each in journal.visits()}.get(visit.id)
    if audio is not None:
        lines += _audio_lines(audio)
    names = {person.id: person.name for person in opened.people.all()}
    versions = opened.records.versions(visit.id)
    lines += [_version_line(version, names, visit.printed_version) for version in versions]
    if versions and opened.records.draft(visit.id) is not None:
        lines.append(say("records.pending"))
    return lines


def _audio_lines(audio: JournalledVisit) -> list[str]:
    from zhenlu.domain.journal import AudioState

    if audio.state is AudioState.ERASED:
        return [say("records.audio_erased", seconds=f"{audio.length_s:.0f}")]
    return [
        say("records.audio", seconds=f"{audio.length_s:.0f}"),
        *(
            say(
                "records.gap",
                at=f"{gap.at_s:.1f}",
                length=f"{gap.length_s:.1f}",
                reason=say(f"gap.{gap.reason.value}"),
            )
            for gap in audio.gaps
        ),
    ]


def _period(visit: ListedVisit) -> str:
    """From when to when; a day is said once."""
    same_day = visit.ended[:10] == visit.started[:10]
    ended = visit.ended[11:] if same_day else visit.ended
    return "–".join(at.replace("T", " ") for at in (visit.started, ended) if at)


def _version_line(version: RecordVersion, names: dict[str, str], printed: int) -> str:
    parts = [
        say(
            "records.version_line",
            number=version.number,
            person=names.get(version.author, version.author),
            at=local_time(version.at),
        )
    ]
    if version.writer and version.writer != version.author:
        parts.append(say("records.written_by", person=names.get(version.writer, version.writer)))
    if version.is_late:
        parts.append(say("records.late"))
    if version.number == printed:
        parts.append(say("records.printed"))
    parts += [
        say("records.cosigned", person=names.get(by.person, by.person), at=local_time(by.at))
        for by in version.cosignatures
    ]
    if version.reason:
        parts.append(say("records.why", reason=version.reason))
    return " · ".join(parts)


def _change_lines(change: SectionChange) -> list[str]:
    """A section with what went under - and what came under +."""
    from zhenlu.application.comparing import Change

    lines = [f"【{change.title or change.section}】"]
    for sentence in change.sentences:
        if sentence.change is Change.SAME:
            lines.append(f"  {sentence.after.strip()}")
            continue
        if sentence.before:
            lines.append(f"- {sentence.before.strip()}")
        if sentence.after:
            lines.append(f"+ {sentence.after.strip()}")
    return lines
