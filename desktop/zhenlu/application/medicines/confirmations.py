"""Which values of the medication tables a person of the clinic has confirmed.

A confirmation names the entry and a hash of its values: when a value changes, by an update
or by hand, the confirmation lapses by itself and the entry has to be looked at again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from zhenlu import paths
from zhenlu.application.medicines import allergies, tables
from zhenlu.application.medicines.tables import Entry
from zhenlu.domain.errors import ChoiceUnknown, DiskRefused, ResourceBroken
from zhenlu.whole_file import write_whole

_FILE = "confirmed.json"


class Confirmation(BaseModel):
    """Who confirmed an entry, when, and with which values.

    Attributes:
        by: Id of the person.
        on: Day, ISO 8601.
        values: SHA-256 of the values.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str = Field(min_length=1)
    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    values: str = Field(pattern=r"^[0-9a-f]{64}$")


class _File(RootModel[dict[str, Confirmation]]):
    pass


@dataclass(frozen=True, slots=True)
class State:
    """An entry and how it stands: confirmed, lapsed (its values changed) or open."""

    entry: Entry
    confirmation: Confirmation | None
    lapsed: bool = False


def entries() -> tuple[Entry, ...]:
    """Everything that can be confirmed: drugs, products, interactions, allergy classes."""
    known = allergies.load()
    return (*tables.load().entries(), *known.classes, *known.cross)


def is_confirmed(*entries: Entry) -> bool:
    """Whether a person of the clinic confirmed all of these with the values they have now."""
    known = _known()
    return all(
        (one := known.get(entry.key)) is not None and one.values == fingerprint(entry)
        for entry in entries
    )


def states() -> tuple[State, ...]:
    """All entries in the order a person goes through them."""
    known = _known()
    found = []
    for entry in entries():
        one = known.get(entry.key)
        lapsed = one is not None and one.values != fingerprint(entry)
        found.append(State(entry, None if lapsed else one, lapsed))
    return tuple(found)


def confirm(key: str, by: str, on: str) -> None:
    """Record that a person looked an entry up and found its values right.

    Args:
        key: As `Entry.key` tells it.
        by: Id of the person; whether the role allows it is for the caller to ask.
        on: Day, ISO 8601.

    Raises:
        ChoiceUnknown: If the tables have no such entry.
        DiskRefused: If the file cannot be written; nothing changes.
    """
    entry = next((e for e in entries() if e.key == key), None)
    if entry is None:
        raise ChoiceUnknown("medicine", choice=key)
    _write({**_known(), key: Confirmation(by=by, on=on, values=fingerprint(entry))})


def withdraw(key: str) -> None:
    """Take a confirmation back.

    Raises:
        DiskRefused: If the file cannot be written; nothing changes.
    """
    _write({k: v for k, v in _known().items() if k != key})


@lru_cache(maxsize=2048)
def fingerprint(entry: Entry) -> str:
    """SHA-256 of an entry's values; where they come from does not count."""
    values = entry.model_dump(mode="json", exclude={"source"})
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _path() -> Path:
    return paths.user_data() / "safety" / _FILE


def _known() -> dict[str, Confirmation]:
    path = _path()
    try:
        changed_ns = path.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _read(path, changed_ns)


@lru_cache(maxsize=2)
def _read(path: Path, _changed_ns: int) -> dict[str, Confirmation]:
    try:
        return _File.model_validate_json(path.read_bytes()).root
    except (OSError, ValidationError) as error:
        raise ResourceBroken(file=path.name) from error


def _write(confirmed: dict[str, Confirmation]) -> None:
    path = _path()
    content = {key: one.model_dump() for key, one in sorted(confirmed.items())}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        raise DiskRefused(file=str(path)) from error
    _read.cache_clear()
