"""`zhenlu models`: which packs are here, are they intact, bring one, choose one, delete one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, OutputFormat
from zhenlu.domain.pack import CatalogueEntry, Pack, PackKind
from zhenlu.domain.transcript import Language
from zhenlu.wording import explain, interface_language, say

if TYPE_CHECKING:
    from zhenlu.domain.errors import ZhenluError
    from zhenlu.engines.packs.shelf import BrokenPack, InstalledPack

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help=say("models.list.help"))
def list_packs(
    kind: Annotated[PackKind | None, typer.Option("--kind", help=say("models.kind"))] = None,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.engines.packs import catalogue as pack_catalogue
    from zhenlu.engines.packs import shelf

    found = shelf.inventory()
    installed = [p for p in found.packs if kind in (None, p.pack.kind)]
    catalogue = [entry for entry in pack_catalogue.entries() if kind in (None, entry.kind)]
    used = shelf.in_use()
    if format is OutputFormat.JSON:
        data = {
            "installed": [_installed_to_json(pack, pack.id in used) for pack in installed],
            "broken": [_broken_to_json(broken) for broken in found.broken],
            "catalogue": [_entry_to_json(entry) for entry in catalogue],
        }
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    typer.echo(say("models.installed"))
    for pack in installed:
        _show_installed(pack, pack.id in used)
    for broken in found.broken:
        typer.echo(explain(broken.error, interface_language()), err=True)
    known = {pack.id for pack in installed}
    typer.echo("\n" + say("models.catalogue"))
    for entry in catalogue:
        if entry.id not in known:
            _show_entry(entry)


@app.command("verify", help=say("models.verify.help"))
def verify(
    ids: Annotated[list[str] | None, typer.Argument(help=say("models.ids"))] = None,
) -> None:
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.domain.errors import PackTampered
    from zhenlu.engines.packs import shelf

    found = shelf.inventory()
    wanted = [shelf.find(pack_id) for pack_id in ids] if ids else found.packs
    faults: list[ZhenluError] = [] if ids else [broken.error for broken in found.broken]
    with cancelled_by_interrupt() as cancelled:
        for pack in wanted:
            try:
                shelf.verify(pack, cancelled=cancelled)
            except PackTampered as error:
                faults.append(error)
            else:
                typer.echo(say("models.intact", id=pack.id, count=len(pack.pack.files)))
    for fault in faults:
        typer.echo(explain(fault, interface_language()), err=True)
    if faults:
        raise typer.Exit(1)


@app.command("import", help=say("models.import.help"))
def import_(
    path: Annotated[Path, typer.Argument(help=say("models.path"))],
    language: Annotated[
        list[Language] | None, typer.Option("--language", "-l", help=say("models.language"))
    ] = None,
    use_it: Annotated[bool, typer.Option("--use", help=say("models.and_use"))] = False,
) -> None:
    from zhenlu.cli.cancelling import cancelled_by_interrupt
    from zhenlu.engines.packs import shelf
    from zhenlu.engines.packs.importing import import_pack

    with (
        cancelled_by_interrupt() as cancelled,
        typer.progressbar(length=100, label=say("models.importing"), file=sys.stderr) as bar,
    ):

        def show(done: int, total: int) -> None:
            bar.update(100 * done // max(1, total) - bar.pos)

        installed = import_pack(path, show, cancelled, tuple(language or ()))
    name = installed.pack.title.get(interface_language(), installed.id)
    typer.echo(say("models.imported", id=installed.id, name=name))
    note = installed.pack.notes.get(interface_language())
    if note:
        typer.echo(f"  {note}")
    if use_it:
        shelf.use(installed.id)
    # What is imported works at once where nobody chose another one.
    is_used = installed.id in shelf.in_use()
    typer.echo(say("models.chosen" if is_used else "models.hint", id=installed.id))


@app.command("use", help=say("models.use.help"))
def use(
    pack_id: Annotated[str, typer.Argument(metavar="ID", help=say("models.id"))],
    kind: Annotated[PackKind | None, typer.Option("--kind", help=say("models.kind"))] = None,
) -> None:
    from zhenlu.engines.packs import shelf

    shelf.use(pack_id, kind)
    typer.echo(say("models.chosen", id=pack_id))


@app.command("remove", help=say("models.remove.help"))
def remove(
    pack_id: Annotated[str, typer.Argument(metavar="ID", help=say("models.id"))],
) -> None:
    from zhenlu.engines.packs import shelf

    shelf.remove(pack_id)
    typer.echo(say("models.removed", id=pack_id))


def _show_installed(installed: InstalledPack, used: bool) -> None:
    pack, language = installed.pack, interface_language()
    typer.echo(_row(pack, pack.bytes, mark="*" if used else " "))
    words = [pack.title.get(language, ""), say("models.used") if used else ""]
    typer.echo("    " + " · ".join(word for word in words if word))
    if pack.notes.get(language):
        typer.echo(f"    {pack.notes[language]}")


def _show_entry(entry: CatalogueEntry) -> None:
    typer.echo(_row(entry, entry.bytes, mark=" "))
    typer.echo(f"    {entry.suits[interface_language()]}")
    typer.echo("    " + say("models.from", repository=entry.repository, files=entry.files))
    if entry.to_verify:
        typer.echo("    " + say("models.to_verify", keys=", ".join(entry.to_verify)))


def _row(item: Pack | CatalogueEntry, size: int, mark: str) -> str:
    return say(
        "models.row",
        mark=mark,
        id=item.id,
        kind=say(f"models.{item.kind.value}"),
        size=_megabytes(size),
        memory=f"{item.memory_mb} MB",
        languages=" ".join(say(f"models.{language.value}") for language in item.languages),
        licence=item.licence,
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1_000_000_000 else f"{size / 1e6:.0f} MB"


def _installed_to_json(installed: InstalledPack, used: bool) -> dict[str, object]:
    pack = installed.pack
    return {
        "id": pack.id,
        "kind": pack.kind.value,
        "name": {language.value: title for language, title in pack.title.items()},
        "engine": pack.engine,
        "layer": pack.layer.value if pack.layer else None,
        "bytes": pack.bytes,
        "memory_mb": pack.memory_mb,
        "languages": [language.value for language in pack.languages],
        "context_tokens": pack.context_tokens,
        "dimensions": pack.dimensions,
        "licence": pack.licence,
        "origin": pack.origin,
        "sha256": pack.sha256,
        "notes": {language.value: note for language, note in pack.notes.items()},
        "shipped": installed.shipped,
        "in_use": used,
        "folder": str(installed.folder),
    }


def _broken_to_json(broken: BrokenPack) -> dict[str, object]:
    return {"folder": str(broken.folder), "code": broken.error.full_code}


def _entry_to_json(entry: CatalogueEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "name": entry.name,
        "repository": entry.repository,
        "files": entry.files,
        "bytes": entry.bytes,
        "memory_mb": entry.memory_mb,
        "languages": [language.value for language in entry.languages],
        "licence": entry.licence,
        "suits": {language.value: text for language, text in entry.suits.items()},
        "to_verify": list(entry.to_verify),
    }

