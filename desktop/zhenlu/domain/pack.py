"""Packs: models with a manifest that says what they are and what they need."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language


class PackKind(StrEnum):
    """What a pack is for."""

    SPEECH = "speech"
    SPEAKER = "speaker"
    DRAFTING = "drafting"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack.

    Attributes:
        path: Relative to the pack's folder, with forward slashes.
        sha256: Lower-case hex digest of the whole file.
    """

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A model and what is known about it. The keys of its pack.toml, see models/README.md.

    Attributes:
        engine: "faster-whisper" for speech, "onnxruntime" for speaker, "llama.cpp" for drafting.
        engine_version: Versions it was checked with, for the person who reads it.
        memory_mb: Working memory that the engine needs with it.
        languages: What it understands.
        context_tokens: Tokens a drafting model can read; 0 for others.
        prompt_format: "weigh-1" for the starter, "chat" for instruct models, "" for others.
        layer: How far a drafting model may go; None for others.
        weighs: Sections in which a `select` model was measured to be better than the rules
            alone; it has no say in others.
        doubt_at: Probability of being wrong from which such a model leaves a fact out, by
            language; in a language without one it leaves out nothing.
        dimensions: Numbers in a speaker model's embedding; 0 for others.
        short_windows: Speech: windows need no padding to 30 s.
        rolls_back: Drafting: the end of the context can be taken back without
            reading everything again. False for hybrid, recurrent and sliding-window models.
        title: Name by language.
        notes: Limits by language; empty where none are known.
    """

    id: str
    kind: PackKind
    engine: str
    files: tuple[PackFile, ...]
    memory_mb: int
    languages: tuple[Language, ...]
    licence: str
    origin: str
    engine_version: str = ""
    context_tokens: int = 0
    prompt_format: str = ""
    layer: Layer | None = None
    weighs: tuple[str, ...] = ()
    doubt_at: dict[Language, float] = field(default_factory=dict, hash=False)
    dimensions: int = 0
    short_windows: bool = False
    rolls_back: bool = True
    title: dict[Language, str] = field(default_factory=dict, hash=False)
    notes: dict[Language, str] = field(default_factory=dict, hash=False)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def sha256(self) -> str:
        """What a record cites: the only file's digest, else one over all digests and paths.

        The latter equals `sha256sum` of the listing that `sha256sum` prints for
        the files in manifest order.
        """
        if len(self.files) == 1:
            return self.files[0].sha256
        listing = "".join(f"{file.sha256}  {file.path}\n" for file in self.files)
        return hashlib.sha256(listing.encode()).hexdigest()

    def understands(self, language: Language | None) -> bool:
        """Whether it can serve this language; None asks for any."""
        return language is None or language in self.languages


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A pack that a clinic can fetch elsewhere and import.

    Attributes:
        repository: Where it is published, as a name to search for; no address.
        files: Names of the files to fetch.
        bytes: Size of all of them.
        suits: Computer it suits, by language.
        to_verify: Facts about it nobody has checked here yet.
    """

    id: str
    kind: PackKind
    name: str
    repository: str
    files: str
    bytes: int
    memory_mb: int
    languages: tuple[Language, ...]
    licence: str
    suits: dict[Language, str] = field(default_factory=dict, hash=False)
    to_verify: tuple[str, ...] = ()
