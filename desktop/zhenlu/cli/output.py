"""Results on stdout or, whole or not at all, in a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import typer

from zhenlu.domain.errors import DiskRefused
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
    write_whole(output, (text + ending).encode("utf-8"))
    typer.echo(say("written", file=output), err=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file through a neighbour that takes its place when it is complete."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=".zhenlu-")
    except OSError as error:
        raise DiskRefused(file=str(path)) from error
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(path)
    except OSError as error:
        neighbour.unlink(missing_ok=True)
        raise DiskRefused(file=str(path)) from error
