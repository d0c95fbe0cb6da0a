"""`records resume`: hear and draft what broke off."""

from __future__ import annotations

import typer

from zhenlu.cli.drafting import RecordFormat, RecordFormatOption, written
from zhenlu.cli.options import LayerChoice, LayerOption, OutputOption, QuietOption, TemplateOption
from zhenlu.cli.records.options import VisitArgument, visit_of
from zhenlu.cli.unlocking import AsOption, DataOption, PassphraseFileOption, signed_in
from zhenlu.wording import say


def resume(
    visit_id: VisitArgument,
    template: TemplateOption = None,
    layer: LayerOption = LayerChoice.AUTO,
    format: RecordFormatOption = RecordFormat.MARKDOWN,
    output: OutputOption = None,
    quiet: QuietOption = False,
    by: AsOption = None,
    passphrase_file: PassphraseFileOption = None,
    data: DataOption = None,
) -> None:
    from zhenlu.cli.filing import go_on, open_desk
    from zhenlu.cli.output import deliver

    with (
        signed_in(data, by, passphrase_file) as opened,
        open_desk(opened, template, layer, quiet) as desk,
    ):
        _visit, record = go_on(desk, visit_of(opened, visit_id).id)
    if not record.transcript.worded:
        typer.echo(say("draft.nothing"), err=True)
    deliver(written(record, format), output)
