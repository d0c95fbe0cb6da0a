"""Checks that the files of a pack are what its manifest recorded."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhenlu import paths
from zhenlu.domain.errors import Cancelled, PackTampered
from zhenlu.domain.pack import Pack, PackFile
from zhenlu.whole_file import write_whole

log = logging.getLogger(__name__)

_BLOCK = 1 << 20
#: (bytes done, bytes in all)
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack on this computer.

    Attributes:
        shipped: Came with the program, so it cannot be removed.
    """

    pack: Pack
    folder: Path
    shipped: bool = False

    @property
    def id(self) -> str:
        return self.pack.id

    @property
    def load_path(self) -> Path:
        """What the engine is given: a speech pack's folder, another's first file of weights."""
        weights = [f.path for f in self.pack.files if f.path.endswith((".gguf", ".onnx"))]
        return self.folder / weights[0] if weights else self.folder

    def path(self, file: PackFile) -> Path:
        return self.folder / file.path


def verify(
    installed: InstalledPack,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
) -> None:
    """Read every byte of a pack and compare with its manifest.

    Raises:
        PackTampered: Reason "missing", "size", "changed", "link" or "unreadable", naming the file.
        Cancelled: If `cancelled` was set.
    """
    before = _present(installed)
    done, total = 0, installed.pack.bytes
    for file in installed.pack.files:
        path = _own_file(installed, file)
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    if cancelled is not None and cancelled.is_set():
                        raise Cancelled
                    digest.update(block)
                    done += len(block)
                    if on_progress is not None:
                        on_progress(done, total)
        except OSError:
            raise _tampered("unreadable", installed, file) from None
        if digest.hexdigest() != file.sha256:
            raise _tampered("changed", installed, file)
    _record(installed, before)


def verify_quickly(installed: InstalledPack) -> None:
    """Verify, but trust an earlier full check of files whose size and times have not moved.

    Meant for start-up, where reading gigabytes would keep a patient waiting.

    Raises:
        PackTampered: As `verify`.
    """
    if not is_verified(installed):
        verify(installed)


def is_verified(installed: InstalledPack) -> bool:
    """Whether all of it was read before and no file has moved since. Reads no weights.

    Raises:
        PackTampered: Reason "missing", "size" or "link": for that nothing has to be read.
    """
    return _checks().get(_key(installed)) == _present(installed)


def remember(installed: InstalledPack) -> None:
    """Note that the files, as they lie there now, have the digests of the manifest."""
    _record(installed, _present(installed))


def _record(installed: InstalledPack, present: dict[str, list[int | str]]) -> None:
    checks = _checks()
    checks[_key(installed)] = present
    try:
        _record_path().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_record_path(), (json.dumps(checks, indent=1) + "\n").encode())
    except OSError:
        # Nothing is lost but time: the next start reads the files again.
        log.warning("pack check not recorded pack=%s", installed.id)


def _present(installed: InstalledPack) -> dict[str, list[int | str]]:
    """File → size, modification and change time in ns, expected digest."""
    present: dict[str, list[int | str]] = {}
    for file in installed.pack.files:
        stat = _own_file(installed, file).stat()
        present[file.path] = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, file.sha256]
    return present


def _own_file(installed: InstalledPack, file: PackFile) -> Path:
    """The file, which must be there, in the right size and inside the pack's folder."""
    path = installed.path(file)
    if not path.is_file():
        raise _tampered("missing", installed, file)
    # A link could swap the weights without touching the pack.
    if not path.resolve().is_relative_to(installed.folder.resolve()):
        raise _tampered("link", installed, file)
    if path.stat().st_size != file.bytes:
        raise _tampered("size", installed, file)
    return path


def _tampered(reason: str, installed: InstalledPack, file: PackFile) -> PackTampered:
    return PackTampered(reason, pack=installed.id, file=str(installed.path(file)))


def _record_path() -> Path:
    return paths.user_data() / "pack-checks.json"


def _key(installed: InstalledPack) -> str:
    return str(installed.folder.resolve())


def _checks() -> dict[str, dict[str, list[int | str]]]:
    try:
        checks = json.loads(_record_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return checks if isinstance(checks, dict) else {}
