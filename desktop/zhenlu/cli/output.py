"""Results on stdout or, whole or not at all, in a file."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from zhenlu.domain.errors import DiskRefused
from zhenlu.whole_file import write_whole
from zhenlu.wording import say


def deliver(result: str | bytes, output: Path | None) -> None:
    """Print the result, or write it to a file that appears only when complete.

    Args:
        result: Text, or the bytes of a document that a terminal cannot show.

    Raises:
        DiskRefused: If the file cannot be written; nothing is left behind.
    """
    if output is None:
        if isinstance(result, bytes) and sys.stdout.isatty():
            raise typer.BadParameter(say("output.needed"), param_hint="--output")
        typer.echo(result, nl=isinstance(result, str))
        return
    if isinstance(result, str):
        result = (result if result.endswith("\n") else f"{result}\n").encode("utf-8")
    try:
        write_whole(output, result)
    except OSError as error:
        raise DiskRefused(file=str(output)) from error
    typer.echo(say("written", file=output), err=True)
