"""Resource files that a clinician may edit: read as TOML, and told where they break."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zhenlu.domain.errors import ResourceBroken


def read_toml(path: Path) -> dict[str, Any]:
    """A resource file as parsed.

    Raises:
        ResourceBroken: reason "unreadable".
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResourceBroken("unreadable", file=path.name) from error


def first_bad_key(error: ValidationError) -> str:
    """Where a resource file breaks, as a dotted path counted from 1: `section.3.layout`."""
    place: Sequence[int | str] = error.errors(include_input=False, include_url=False)[0]["loc"]
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place) or "-"
