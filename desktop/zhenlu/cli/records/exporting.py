"""`records export`: a copy that says who took it out, when and for what."""

from __future__ import annotations

from typing import Annotated

import typer

from zhenlu.cli.drafting import RecordFormat, RecordFormatOption, written
from zhenlu.cli.options import OutputOption
from zhenlu.cli.records.options import VisitArgument, visit_of
from zhenlu.cli.records.showing import VersionOption, chosen, stamp_of
from zhenlu.cli.unlocking import (
    AsOption,
    DataOption,
    PassphraseFileOption,
    confirmed,
    signed_in,
)
from zhenlu.domain.export import ExportReason
from zhenlu.wording import say


def export(
    visit_id: VisitArgument,
    reason: Annotated[ExportReason, typer.Option("--reason", help=say("export.reason"))],
    mask: Annotated[
        bool | None, typer.Option("--mask/--no-mask", help=say("export.mask"))
    ] = None,
    version: VersionOption = None,
    format: RecordFormatOption = RecordFormat.MARKDOWN,
    output: OutputOption = None,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.application.exporting import Exporting
    from zhenlu.application.locking import GuardedAct
    from zhenlu.cli.output import deliver
    from zhenlu.domain.errors import ZhenluError

    with signed_in(data, by, passphrase_file) as opened:
        visit = visit_of(opened, visit_id)
        about = chosen(opened, visit.id, version)
        signature = stamp_of(opened, about.version).signature
        asking, given = confirmed(opened, GuardedAct.EXPORT, visit.id, passphrase_file)
        exporting = Exporting(
            opened.exports, asking, opened.person, opened.settings.current().letterhead
        )
        copy, stamp = exporting.take_out(
            visit.id, about.record, signature, reason, given, masks=mask
        )
        try:
            deliver(written(copy, format, stamp), output)
        except ZhenluError:
            opened.exports.failed(visit.id, reason)
            raise
