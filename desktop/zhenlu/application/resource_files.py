"""Resource files that a clinician may edit: read as TOML, and told where they break."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken

_Model = TypeVar("_Model", bound=BaseModel)


def in_force(folder: str, name: str) -> Path:
    """The clinic's own file of this name, the shipped one where it has none."""
    own = paths.user_data() / folder / name
    return own if own.is_file() else paths.resources() / folder / name


def changed_ns(path: Path) -> int:
    """When a file was last changed, 0 where there is none: it is read anew when this differs."""
    return path.stat().st_mtime_ns if path.exists() else 0


def read_toml(path: Path) -> dict[str, Any]:
    """A resource file as parsed.

    Raises:
        ResourceBroken: reason "unreadable".
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResourceBroken("unreadable", file=path.name) from error


def read_model(path: Path, model: type[_Model]) -> _Model:
    """A resource file as checked.

    Raises:
        ResourceBroken: reason "unreadable", or "key" with the place in the file.
    """
    try:
        return model.model_validate(read_toml(path))
    except ValidationError as error:
        raise ResourceBroken("key", file=path.name, key=first_bad_key(error)) from None


def first_bad_key(error: ValidationError) -> str:
    """Where a resource file breaks, as a dotted path counted from 1: `section.3.layout`."""
    place: Sequence[int | str] = error.errors(include_input=False, include_url=False)[0]["loc"]
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place) or "-"


def line_of(path: Path, table: str, number: int, key: str = "") -> int:
    """Line, from 1, where the `number`-th `[[table]]` of a file sets a key.

    The table's own header where it does not set it: the key is missing there.

    Args:
        key: As `first_bad_key` tells it; only its plain names are looked for.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    headers = [at for at, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
    if not 1 <= number <= len(headers):
        return 1
    start = headers[number - 1]
    end = headers[number] if number < len(headers) else len(lines)
    for name in reversed([step for step in key.split(".") if not step.isdigit()]):
        wanted = re.escape(name)
        sets = re.compile(rf'\s*(?:"{wanted}"|{wanted})\s*=|\s*\[{table}\.(?:.*\.)?{wanted}\]')
        for at in range(start, end):
            if sets.match(lines[at]):
                return at + 1
    return start + 1
