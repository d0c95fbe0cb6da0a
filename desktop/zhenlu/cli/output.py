"""Results on stdout or, whole or not at all, in a file."""

from __future__ import annotations

from pathlib import Path

import typer

from zhenlu.domain.errors import DiskRefused
from zhenlu.whole_file import write_whole
from zhenlu.wording import say


def deliver(text: str, output: Path | None) -> None:
    """Print the result, or write it to a file that appears only when complete.

    Raises:
        DiskRefused: If the file cannot be written; nothing is left behind.
    """
    if output is None:
        typer.echo(text)
        return
    ending = "" if text.endswith("\n") else "\n"
    try:
        write_whole(output, (text + ending).encode("utf-8"))
    except OSError as error:
        raise DiskRefused(file=str(output)) from error
    typer.echo(say("written", file=output), err=True)
