"""Packs that a clinic can fetch elsewhere: models/catalogue/*.toml, for reading only."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.pack import CatalogueEntry, PackKind
from zhenlu.domain.transcript import Language


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Texts(_Strict):
    zh: str
    en: str


class _Entry(_Strict):
    id: str
    name: str
    repository: str
    files: str
    bytes: int = Field(gt=0)
    memory_mb: int = Field(gt=0)
    languages: list[Literal["zh", "en"]] = Field(min_length=1)
    licence: str
    suits: _Texts
    to_verify: list[str] = []


class _Catalogue(_Strict):
    kind: Literal["speech", "speaker", "drafting"]
    pack: list[_Entry]


def entries() -> tuple[CatalogueEntry, ...]:
    """The whole catalogue, one file after the other.

    Raises:
        ResourceBroken: Reason "unreadable" or "key".
    """
    files = sorted((paths.models() / "catalogue").glob("*.toml"))
    return tuple(entry for path in files for entry in _read(path))


def _read(path: Path) -> list[CatalogueEntry]:
    try:
        catalogue = _Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ResourceBroken("key", file=str(path), key=place) from None
    except (OSError, ValueError):
        raise ResourceBroken("unreadable", file=str(path)) from None
    return [
        CatalogueEntry(
            id=entry.id,
            kind=PackKind(catalogue.kind),
            name=entry.name,
            repository=entry.repository,
            files=entry.files,
            bytes=entry.bytes,
            memory_mb=entry.memory_mb,
            languages=tuple(Language(code) for code in entry.languages),
            licence=entry.licence,
            suits={Language.ZH: entry.suits.zh, Language.EN: entry.suits.en},
            to_verify=tuple(entry.to_verify),
        )
        for entry in catalogue.pack
    ]
