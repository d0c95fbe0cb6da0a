"""Which packs are on this computer and which one does the work."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import psutil

from zhenlu import paths, settings
from zhenlu.domain.errors import (
    ChoiceUnknown,
    DiskRefused,
    PackMissing,
    PackTampered,
    ResourceBroken,
)
from zhenlu.domain.pack import PackKind
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs import manifest as pack_manifest
from zhenlu.engines.packs.integrity import (
    InstalledPack,
    OnProgress,
    is_verified,
    verify,
    verify_quickly,
)

log = logging.getLogger(__name__)

Kind = PackKind | Literal["speech", "speaker", "drafting"]

#: Share of the computer's memory that a pack may need to be chosen without being asked for:
#: the other engine, the window and the hospital's own programs run beside it.
_MEMORY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class BrokenPack:
    """A folder among the packs whose manifest cannot be used."""

    folder: Path
    error: ResourceBroken


@dataclass(frozen=True, slots=True)
class Inventory:
    """All packs on this computer: shipped ones first, then imported ones by id."""

    packs: tuple[InstalledPack, ...]
    broken: tuple[BrokenPack, ...] = ()


def inventory() -> Inventory:
    """Read every manifest; the weights are not looked at.

    A broken folder hides no other pack: it is listed on its own.
    """
    packs: list[InstalledPack] = []
    broken: list[BrokenPack] = []
    for folder, shipped in _folders():
        try:
            pack = pack_manifest.read(folder)
        except ResourceBroken as error:
            log.warning("pack folder not usable code=%s", error.full_code)
            broken.append(BrokenPack(folder, error))
            continue
        if any(pack.id == known.id for known in packs):
            twice = ResourceBroken("pack_twice", file=str(folder), pack=pack.id)
            broken.append(BrokenPack(folder, twice))
        else:
            packs.append(InstalledPack(pack, folder, shipped))
    return Inventory(tuple(packs), tuple(broken))


def _folders() -> Iterator[tuple[Path, bool]]:
    """Pack folders and whether they came with the program; half-made imports start with a dot."""
    for root, shipped in ((paths.models() / "starter", True), (paths.user_models(), False)):
        if root.is_dir():
            for folder in sorted(root.iterdir()):
                if folder.is_dir() and not folder.name.startswith("."):
                    yield folder, shipped


def find(pack_id: str) -> InstalledPack:
    """The installed pack of this id.

    Raises:
        ChoiceUnknown: Reason "pack".
    """
    packs = inventory().packs
    for installed in packs:
        if installed.id == pack_id:
            return installed
    raise ChoiceUnknown("pack", pack=pack_id, known=", ".join(known.id for known in packs))


def choose(kind: Kind, language: Language | None) -> InstalledPack:
    """The pack that does the work, its files verified against the manifest.

    Args:
        language: None where any will do.

    Raises:
        PackMissing: As `preferred`.
        PackTampered: If a file of the pack was changed: nothing else is taken in its place
            silently, since the person should know.
    """
    installed = preferred(kind, language)
    verify_quickly(installed)
    return installed


def speaker() -> InstalledPack | None:
    """The pack that voices are told apart with; None where that is left to the built-in way.

    One that is gone or was altered is not used. The log tells, and so does the list of packs:
    a visit is heard without it.
    """
    try:
        return choose(PackKind.SPEAKER, None)
    except PackMissing as error:
        if error.reason == "chosen":
            log.warning("speaker pack not used code=%s", error.full_code)
    except PackTampered as error:
        log.warning("speaker pack not used code=%s", error.full_code)
    return None


def embedder() -> str:
    """SHA-256 of the speaker model in use, "" where there is none."""
    installed = speaker()
    return installed.pack.sha256 if installed else ""


def preferred(kind: Kind, language: Language | None) -> InstalledPack:
    """The pack that `choose` takes, its files not yet looked at.

    The one that the person chose, if it understands the language; else the
    largest imported one that does and that this computer's memory carries;
    else the starter.

    Raises:
        PackMissing: Reason "chosen" if the chosen pack is gone, "kind" if there is none at all.
    """
    kind = PackKind(kind)
    fitting = [
        pack
        for pack in inventory().packs
        if pack.pack.kind is kind and pack.pack.understands(language)
    ]
    installed = _chosen(kind, language) or _best(fitting)
    if installed is None:
        raise PackMissing("kind", kind=kind.value)
    return installed


def chosen_id(kind: Kind) -> str:
    """Id of the pack that the person chose, "" where the program chooses."""
    stored = settings.load()
    match PackKind(kind):
        case PackKind.SPEECH:
            return stored.speech_pack
        case PackKind.SPEAKER:
            return stored.speaker_pack
        case PackKind.DRAFTING:
            return stored.drafting_pack


def _chosen(kind: PackKind, language: Language | None) -> InstalledPack | None:
    pack_id = chosen_id(kind)
    if not pack_id:
        return None
    try:
        installed = find(pack_id)
    except ChoiceUnknown:
        raise PackMissing("chosen", pack=pack_id) from None
    return installed if installed.pack.understands(language) else None


def _best(fitting: list[InstalledPack]) -> InstalledPack | None:
    limit_mb = psutil.virtual_memory().total / 2**20 * _MEMORY_SHARE
    carried = [pack for pack in fitting if not pack.shipped and pack.pack.memory_mb <= limit_mb]
    shipped = [pack for pack in fitting if pack.shipped]
    candidates = carried or shipped
    return max(candidates, key=lambda pack: (pack.pack.bytes, pack.id), default=None)


def use(
    pack_id: str,
    kind: Kind | None = None,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
) -> InstalledPack:
    """Remember a pack as the one to use for its kind, after reading all of it.

    Raises:
        Cancelled: If `cancelled` was set; the earlier choice stays.
        ChoiceUnknown: Reason "pack", or "pack_kind" if it is of another kind than asked for.
        PackTampered: If it is damaged; the earlier choice stays.
        DiskRefused: If the choice cannot be stored.
    """
    installed = find(pack_id)
    if kind is not None and installed.pack.kind is not PackKind(kind):
        raise ChoiceUnknown("pack_kind", pack=pack_id, kind=PackKind(kind).value)
    verify(installed, on_progress, cancelled)
    _remember_choice(installed.pack.kind, pack_id)
    return installed


def _remember_choice(kind: PackKind, pack_id: str) -> None:
    stored = settings.load()
    match kind:
        case PackKind.SPEECH:
            settings.save(replace(stored, speech_pack=pack_id))
        case PackKind.SPEAKER:
            settings.save(replace(stored, speaker_pack=pack_id))
        case PackKind.DRAFTING:
            settings.save(replace(stored, drafting_pack=pack_id))


def in_use() -> frozenset[str]:
    """Ids of the packs that would do the work now, for either language."""
    used = set()
    for kind in PackKind:
        for language in Language:
            try:
                used.add(preferred(kind, language).id)
            except PackMissing:
                continue
    return frozenset(used)


def remove(pack_id: str) -> None:
    """Delete an imported pack and forget that it was chosen.

    Raises:
        ChoiceUnknown: Reason "pack", or "pack_shipped" for one that came with the program.
        DiskRefused: Reason "remove", if the system does not let go of a file.
    """
    installed = find(pack_id)
    if installed.shipped:
        raise ChoiceUnknown("pack_shipped", pack=pack_id)
    if chosen_id(installed.pack.kind) == pack_id:
        _remember_choice(installed.pack.kind, "")
    # Out of sight in one step, so that a pack half deleted is never taken for one.
    doomed = installed.folder.with_name(f".removed-{installed.folder.name}")
    try:
        if doomed.exists():
            shutil.rmtree(doomed)
        installed.folder.rename(doomed)
        shutil.rmtree(doomed)
    except OSError:
        raise DiskRefused("remove", path=str(installed.folder)) from None


__all__ = [
    "BrokenPack",
    "InstalledPack",
    "Inventory",
    "Kind",
    "choose",
    "chosen_id",
    "embedder",
    "find",
    "in_use",
    "inventory",
    "is_verified",
    "preferred",
    "remove",
    "speaker",
    "use",
    "verify",
    "verify_quickly",
]
