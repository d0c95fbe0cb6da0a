"""What a patient is told before a recording, by version, from resources/consent.

A version is never rewritten: consents name the one that was read, and it has to be found
years later. A clinic that words it otherwise puts versions of its own into the data
folder's `consent/`; they follow the shipped ones, and the last is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zhenlu import paths
from zhenlu.application.resource_files import read_model
from zhenlu.domain.consent import ConsentScope
from zhenlu.domain.errors import ConsentMissing, ResourceBroken
from zhenlu.domain.transcript import Language

_Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of the notice in one language.

    Attributes:
        version: `zh/2026-11`, as consents name it.
        spoken: A few sentences to say before pressing record.
        written: The whole notice, to print or to hand over.
        scopes: What each scope allows, as the patient reads it.
        source: What it rests on.
    """

    version: str
    title: str
    spoken: str
    written: str
    scopes: dict[ConsentScope, str]
    source: str


class _NoticeEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]
    title: _Words
    spoken: _Words
    written: _Words
    scope: dict[ConsentScope, _Words]
    source: _Words


class _NoticeFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    notice: Annotated[tuple[_NoticeEntry, ...], Field(min_length=1)]


def current(language: Language) -> Notice:
    """The notice to use now: the last one.

    Raises:
        ResourceBroken: Reasons "unreadable", "key" (also for a version that stands twice).
    """
    return _notices(language)[-1]


def of_version(version: str) -> Notice:
    """The notice that a consent names.

    Raises:
        ConsentMissing: Reason "wording".
        ResourceBroken: As `current`.
    """
    for language in Language:
        for notice in _notices(language):
            if notice.version == version:
                return notice
    raise ConsentMissing("wording", wording=version)


def _notices(language: Language) -> tuple[Notice, ...]:
    name = f"{language.value}.toml"
    shipped, own = (place / "consent" / name for place in (paths.resources(), paths.user_data()))
    entries = [*_read(shipped), *(_read(own) if own.is_file() else ())]
    if len({entry.version for entry in entries}) < len(entries):
        raise ResourceBroken("key", file=name, key="notice.version")
    return tuple(
        Notice(
            f"{language.value}/{entry.version}", entry.title, entry.spoken.strip(),
            entry.written.strip(), entry.scope, entry.source,
        )
        for entry in entries
    )  # fmt: skip


def _read(path: Path) -> tuple[_NoticeEntry, ...]:
    return read_model(path, _NoticeFile).notice
