"""Brings a pack from anywhere (a USB stick, a download folder) into the person's own packs.

Everything is copied into a hidden folder beside the packs and renamed in one
step at the end: a full disk, a pulled stick or a cancel leaves nothing behind.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psutil

from zhenlu import paths
from zhenlu.domain.errors import (
    Cancelled,
    DiskRefused,
    FileUnreadable,
    PackRejected,
)
from zhenlu.domain.pack import Pack, PackFile
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import catalogue as pack_catalogue
from zhenlu.engines.packs import integrity as pack_integrity
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.integrity import InstalledPack, OnProgress
from zhenlu.engines.packs.recognition import Recognised, recognise

_BLOCK = 1 << 20
#: Left free on the disk, so that a recording that runs meanwhile keeps its place.
_RESERVE_BYTES = 256 << 20
_HIDDEN = ".import-"


def import_pack(
    source: Path,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
    languages: Sequence[Language] = (),
) -> InstalledPack:
    """Recognise, copy and register a model.

    Args:
        source: A CTranslate2 Whisper folder, a GGUF file, a folder with one, or a
            folder with a pack.toml of its own.
        languages: What it understands, where the person knows better than the files tell.

    Raises:
        FileUnreadable: If the source is not there or cannot be read to the end.
        PackRejected: If it is no usable pack, or is installed already.
        ResourceBroken: If its pack.toml breaks the schema.
        DiskRefused: Reason "full" or "write".
        Cancelled: If `cancelled` was set.
    """
    offered = _with_own_manifest(source, recognise(source, cancelled))
    if languages:
        offered = replace(offered, pack=replace(offered.pack, languages=tuple(languages)))
    root = paths.user_models()
    with _hidden_folder(root) as folder:
        _check_space(root, offered.bytes)
        files = _copy(offered, folder, on_progress, cancelled)
        _check_recorded(offered, files)
        pack = _free_id(replace(offered.pack, files=files), source)
        with _writing(folder):
            text = pack_manifest.to_toml(pack)
            (folder / pack_manifest.FILE_NAME).write_text(text, encoding="utf-8")
            folder.rename(root / pack.id)
    installed = InstalledPack(pack, root / pack.id)
    pack_integrity.remember(installed)
    return installed


def _with_own_manifest(source: Path, found: Recognised) -> Recognised:
    """Let a pack.toml beside the model speak for it; without one, the catalogue may know it.

    Raises:
        PackRejected: Reason "manifest_kind", or "manifest_file" for a file it lists that is not
            part of the model.
    """
    if not (source / pack_manifest.FILE_NAME).is_file():
        return replace(found, pack=_as_catalogued(found.pack))
    pack = pack_manifest.read(source)
    if pack.kind is not found.pack.kind:
        raise PackRejected("manifest_kind", file=str(source), kind=pack.kind.value)
    listed = {file.path for file in pack.files}
    if not listed <= found.sources.keys():
        strange = min(listed - found.sources.keys())
        raise PackRejected("manifest_file", file=strange)
    return Recognised(pack, {path: found.sources[path] for path in sorted(listed)})


def _as_catalogued(pack: Pack) -> Pack:
    """Licence and languages of a published pack, known by its name alone."""
    for entry in pack_catalogue.entries():
        if entry.id == pack.id and entry.kind is pack.kind:
            languages = tuple(known for known in entry.languages if known in pack.languages)
            return replace(
                pack,
                licence=entry.licence,
                languages=languages or pack.languages,
                origin=f"Imported: {entry.repository} (by name)",
            )
    return pack


def _check_recorded(offered: Recognised, files: tuple[PackFile, ...]) -> None:
    """A pack that brought digests must have them."""
    recorded = {file.path: file for file in offered.pack.files}
    for file in files:
        if recorded and recorded[file.path] != file:
            raise PackRejected("manifest_digest", file=file.path)


def _copy(
    offered: Recognised,
    folder: Path,
    on_progress: OnProgress | None,
    cancelled: threading.Event | None,
) -> tuple[PackFile, ...]:
    """Copy every file and take its digest on the way."""
    done, total, files = 0, offered.bytes, []
    for name, path in offered.sources.items():
        digest, size = hashlib.sha256(), 0
        with _writing(folder), (folder / name).open("xb") as target:
            for block in _blocks(path):
                if cancelled is not None and cancelled.is_set():
                    raise Cancelled
                digest.update(block)
                target.write(block)
                size += len(block)
                if on_progress is not None:
                    on_progress(done + size, total)
            target.flush()
            os.fsync(target.fileno())
        done += size
        files.append(PackFile(name, digest.hexdigest(), size))
    return tuple(files)


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except OSError:
        raise FileUnreadable("read", file=str(path)) from None


def _free_id(pack: Pack, source: Path) -> Pack:
    """The pack under an id that no other one has.

    Raises:
        PackRejected: Reason "installed", if the very same files are here already.
    """
    known = shelf.inventory().packs
    for installed in known:
        if {f.sha256 for f in installed.pack.files} == {f.sha256 for f in pack.files}:
            raise PackRejected("installed", file=str(source), pack=installed.id)
    taken = {installed.id for installed in known} | {p.name for p in paths.user_models().iterdir()}
    return replace(pack, id=f"{pack.id}-{pack.sha256[:8]}") if pack.id in taken else pack


@contextmanager
def _hidden_folder(root: Path) -> Iterator[Path]:
    """A folder to fill, gone afterwards unless it was renamed."""
    folder = root / f"{_HIDDEN}{os.getpid()}-{uuid4().hex[:8]}"
    with _writing(root):
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(root: Path) -> None:
    """Clear away what an import left whose process was killed."""
    for left in root.glob(f"{_HIDDEN}*"):
        owner = left.name.removeprefix(_HIDDEN).partition("-")[0]
        if not owner.isdigit() or not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    for left in root.glob(".removed-*"):
        shutil.rmtree(left, ignore_errors=True)


def _check_space(root: Path, needed: int) -> None:
    free = shutil.disk_usage(root).free
    if free < needed + _RESERVE_BYTES:
        needed_mb = (needed + _RESERVE_BYTES) // 1_000_000
        raise DiskRefused(
            "full", path=str(root), needed_mb=needed_mb, free_mb=free // 1_000_000
        )


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what the system says about writing into our errors."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskRefused("filled", path=str(folder)) from None
        raise DiskRefused("write", path=str(folder)) from None

