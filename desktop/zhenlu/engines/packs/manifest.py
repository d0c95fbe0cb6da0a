"""Reads and writes pack.toml, the manifest of a pack. Schema: models/README.md."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.pack import Pack, PackFile, PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language

FILE_NAME = "pack.toml"
SCHEMA = "zhenlu.pack/1"


def _inside(path: str) -> str:
    """A path that cannot lead out of the pack's folder on any platform."""
    windows, posix = PureWindowsPath(path), PurePosixPath(path)
    if windows.drive or windows.root or ".." in windows.parts or str(posix) != path or path == ".":
        raise ValueError("path leads out of the pack")
    if "\\" in path or path == FILE_NAME:
        raise ValueError("path is not allowed")
    return path


_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


_Doubt = Annotated[float, Field(gt=0.5, lt=1.0)]


_ENGINES = {"speech": "faster-whisper", "speaker": "onnxruntime", "drafting": "llama.cpp"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _File(_Strict):
    path: Annotated[str, AfterValidator(_inside)]
    sha256: _Sha256
    bytes: int = Field(gt=0)


class _Texts(_Strict):
    zh: str
    en: str

    def by_language(self) -> dict[Language, str]:
        return {Language.ZH: self.zh, Language.EN: self.en}


class _Manifest(_Strict):
    manifest_schema: Literal["zhenlu.pack/1"] = Field(alias="schema")
    id: _Id
    kind: Literal["speech", "speaker", "drafting"]
    engine: Literal["faster-whisper", "onnxruntime", "llama.cpp"]
    engine_version: str = ""
    memory_mb: int = Field(gt=0)
    languages: list[Literal["zh", "en"]] = Field(min_length=1)
    licence: _Line
    origin: _Line
    context_tokens: int = Field(default=0, ge=0)
    prompt_format: Literal["", "weigh-1", "chat"] = ""
    layer: Literal["select", "write"] | None = None
    weighs: list[_Id] = []
    doubt_at: dict[Literal["zh", "en"], _Doubt] = {}
    dimensions: int = Field(default=0, ge=0)
    short_windows: bool = False
    rolls_back: bool = True
    name: _Texts
    notes: _Texts | None = None
    files: list[_File] = Field(min_length=1)

    @model_validator(mode="after")
    def _hold_together(self) -> _Manifest:
        drafting = self.kind == "drafting"
        if self.engine != _ENGINES[self.kind]:
            raise ValueError("engine does not fit the kind")
        if drafting and not (self.context_tokens and self.prompt_format and self.layer):
            raise ValueError("a drafting pack needs context_tokens, prompt_format and layer")
        if not drafting and (self.prompt_format or self.layer):
            raise ValueError("only a drafting pack has a prompt_format and a layer")
        if (self.kind == "speaker") != (self.dimensions > 0):
            raise ValueError("a speaker pack has dimensions, and no other")
        if drafting and (self.prompt_format == "weigh-1") != (self.layer == "select"):
            raise ValueError("a pack that selects weighs, and no other")
        if self.weighs and self.layer != "select":
            raise ValueError("only a pack that selects weighs")
        if len({file.path.lower() for file in self.files}) != len(self.files):
            raise ValueError("a file is listed twice")
        return self


def read(folder: Path) -> Pack:
    """The pack that a folder's manifest describes; its files are not looked at.

    Raises:
        ResourceBroken: Reason "pack_manifest", if it is missing, no TOML or breaks the schema.
    """
    path = folder / FILE_NAME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        manifest = _Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "pack"
        raise ResourceBroken("pack_manifest", file=str(path), key=place) from None
    except (OSError, ValueError):
        raise ResourceBroken("pack_manifest", file=str(path), key="TOML") from None
    return _to_pack(manifest)


def _to_pack(manifest: _Manifest) -> Pack:
    return Pack(
        id=manifest.id,
        kind=PackKind(manifest.kind),
        engine=manifest.engine,
        engine_version=manifest.engine_version,
        files=tuple(PackFile(f.path, f.sha256, f.bytes) for f in manifest.files),
        memory_mb=manifest.memory_mb,
        languages=tuple(Language(code) for code in manifest.languages),
        licence=manifest.licence,
        origin=manifest.origin,
        context_tokens=manifest.context_tokens,
        prompt_format=manifest.prompt_format,
        layer=Layer(manifest.layer) if manifest.layer else None,
        weighs=tuple(manifest.weighs),
        doubt_at={Language(code): doubt for code, doubt in manifest.doubt_at.items()},
        dimensions=manifest.dimensions,
        short_windows=manifest.short_windows,
        rolls_back=manifest.rolls_back,
        title=manifest.name.by_language(),
        notes=manifest.notes.by_language() if manifest.notes else {},
    )


def to_toml(pack: Pack) -> str:
    """The manifest of a pack as text."""
    lines = [
        f"schema = {_text(SCHEMA)}",
        f"id = {_text(pack.id)}",
        f"kind = {_text(pack.kind.value)}",
        f"engine = {_text(pack.engine)}",
        f"engine_version = {_text(pack.engine_version)}",
        f"memory_mb = {pack.memory_mb}",
        f"languages = [{', '.join(_text(language.value) for language in pack.languages)}]",
        f"licence = {_text(pack.licence)}",
        f"origin = {_text(pack.origin)}",
    ]
    if pack.kind is PackKind.DRAFTING:
        lines += [
            f"context_tokens = {pack.context_tokens}",
            f"prompt_format = {_text(pack.prompt_format)}",
            f"layer = {_text(pack.layer.value if pack.layer else '')}",
            f"rolls_back = {str(pack.rolls_back).lower()}",
        ]
        if pack.layer is Layer.SELECT:
            lines += [
                f"weighs = [{', '.join(map(_text, pack.weighs))}]",
                f"doubt_at = {{{', '.join(f'{k.value} = {v}' for k, v in pack.doubt_at.items())}}}",
            ]
    elif pack.kind is PackKind.SPEAKER:
        lines.append(f"dimensions = {pack.dimensions}")
    else:
        lines.append(f"short_windows = {str(pack.short_windows).lower()}")
    for table, texts in (("name", pack.title), ("notes", pack.notes)):
        if texts:
            lines += ["", f"[{table}]", *(f"{k.value} = {_text(v)}" for k, v in texts.items())]
    for file in pack.files:
        lines += [
            "",
            "[[files]]",
            f"path = {_text(file.path)}",
            f"bytes = {file.bytes}",
            f"sha256 = {_text(file.sha256)}",
        ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
