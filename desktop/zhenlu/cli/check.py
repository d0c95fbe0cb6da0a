"""`zhenlu check`: findings and ledger of a record, or the score sheet of many."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import OutputOption, QuietOption
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption
from zhenlu.wording import interface_language, say

if TYPE_CHECKING:
    from zhenlu.application.archive_check import RecordArchive
    from zhenlu.domain.record import Record
    from zhenlu.domain.score_sheet import ScoreSheet


class FindingsFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def check(
    record: Annotated[Path | None, typer.Argument(help=say("check.record"))] = None,
    archive: Annotated[bool, typer.Option("--archive", help=say("check.archive"))] = False,
    earlier: Annotated[
        list[Path] | None, typer.Option("--earlier", metavar="FILE", help=say("check.earlier"))
    ] = None,
    format: Annotated[
        FindingsFormat, typer.Option("--format", "-f", help=say("check.format"))
    ] = FindingsFormat.TEXT,
    output: OutputOption = None,
    quiet: QuietOption = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    if archive is (record is not None):
        raise typer.BadParameter(say("check.which"))
    if archive:
        from zhenlu.cli.archives import SignedRecords
        from zhenlu.cli.unlocking import signed_in

        with signed_in(data, by, passphrase_file) as opened:
            _deliver_sheet(SignedRecords(opened), format, output, quiet)
    elif record is not None and record.is_dir():
        from zhenlu.cli.archives import RecordFolder

        _deliver_sheet(RecordFolder(record), format, output, quiet)
    elif record is not None:
        _deliver_findings(record, earlier or [], format, output)


def _deliver_findings(
    file: Path, earlier: list[Path], format: FindingsFormat, output: Path | None
) -> None:
    from zhenlu.cli.output import deliver
    from zhenlu.cli.reading import read_text
    from zhenlu.export.findings import findings_to_json, findings_to_text
    from zhenlu.export.record_json import from_text

    if format is FindingsFormat.CSV:
        raise typer.BadParameter(say("check.csv"))
    before = [from_text(read_text(path)) for path in earlier]
    checked = _checked(from_text(read_text(file)), before)
    if format is FindingsFormat.JSON:
        deliver(json.dumps(findings_to_json(checked), ensure_ascii=False, indent=1), output)
    else:
        deliver(findings_to_text(checked), output)


def _checked(record: Record, earlier: list[Record]) -> Record:
    """The record with findings and ledger made anew from its text and its words."""
    from zhenlu.application.reviewing import rechecked
    from zhenlu.language.extraction import extract_facts

    if len(record.transcript) and not record.facts:
        record = replace(record, facts=extract_facts(record.transcript))
    # The latest first: files are named in the order of the visits.
    return rechecked(record, earlier[::-1])


def _deliver_sheet(
    archive: RecordArchive, format: FindingsFormat, output: Path | None, quiet: bool
) -> None:
    from zhenlu.application.archive_check import check_archive
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.cli.output import deliver
    from zhenlu.cli.progress import ProgressReport

    with ProgressReport(quiet) as report, cancelled_by_interrupt() as cancelled:
        sheet = check_archive(archive, report.on_checked, cancelled)
    deliver(_written(sheet, format), output)


def _written(sheet: ScoreSheet, format: FindingsFormat) -> str:
    from zhenlu.export.score_sheet import (
        score_sheet_to_csv,
        score_sheet_to_json,
        score_sheet_to_text,
    )

    if format is FindingsFormat.JSON:
        return json.dumps(score_sheet_to_json(sheet), ensure_ascii=False, indent=1)
    language = interface_language()
    if format is FindingsFormat.CSV:
        # The mark makes spreadsheets read Chinese as UTF-8; the last line end is added on delivery.
        return "\ufeff" + score_sheet_to_csv(sheet, language).rstrip("\r\n")
    return score_sheet_to_text(sheet, language)
