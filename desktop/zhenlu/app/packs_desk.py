"""The models sub-page at work: packs are read, brought in and removed, never fetched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from zhenlu.app.long_task import LongTask, Tell
from zhenlu.app.privacy_desk import refusal
from zhenlu.domain.errors import PackTampered, ZhenluError
from zhenlu.domain.person import Permission, Person
from zhenlu.engines.packs import shelf
from zhenlu.engines.packs.importing import import_pack
from zhenlu.engines.packs.shelf import InstalledPack
from zhenlu.ui.admin.packs import BrokenShown, PackShown, PacksSubPage, Wholeness
from zhenlu.ui.background import Background
from zhenlu.ui.translation import spoken_language

_Reading = Callable[[Tell, threading.Event], InstalledPack]
_Listed = tuple[tuple[PackShown, ...], tuple[BrokenShown, ...]]


class PacksDesk(QObject):
    """Joins the sub-page and the shelf of packs.

    Args:
        background: Not the store's: gigabytes are read here.
    """

    def __init__(self, page: PacksSubPage, person: Person, background: Background) -> None:
        super().__init__(page)
        self._page, self._background = page, background
        self._forbidden = refusal(person, Permission.SETTINGS)
        self.task = LongTask(page, background)
        self.task.ended.connect(self.refresh)
        self._damage: dict[str, ZhenluError] = {}
        self._dialog: QFileDialog | None = None
        page.refresh_asked.connect(self.refresh)
        page.use_asked.connect(self._on_use)
        page.verify_asked.connect(self._on_verify)
        page.remove_asked.connect(self._on_remove)
        page.file_asked.connect(self._on_file)
        page.folder_asked.connect(self._on_folder)

    def refresh(self) -> None:
        """Show what is installed now; whoever decides for the clinic chooses among it."""
        self._page.disable(self._forbidden)
        damage = dict(self._damage)
        self._background.run(lambda: _listed(damage), self._on_listed, self._page.refuse)

    def bring_in(self, path: str) -> None:
        """Copy a model from a stick or a folder into the packs of this computer."""
        words = self.tr("Bringing in {name}").format(name=Path(path).name)
        self.task.run(
            words,
            lambda tell, cancelled: import_pack(Path(path), tell, cancelled),
            self._on_brought,
            self._page.refuse,
        )

    def _on_listed(self, listed: _Listed) -> None:
        self._page.show_packs(*listed)

    def _on_use(self, pack_id: str) -> None:
        self._read(
            pack_id,
            lambda tell, cancelled: shelf.use(pack_id, None, tell, cancelled),
            self._on_used,
        )

    def _on_used(self, installed: InstalledPack) -> None:
        self._damage.pop(installed.id, None)
        words = self.tr("{name} works from the next visit on.")
        self._page.tell(words.format(name=_title(installed)))

    def _on_verify(self, pack_id: str) -> None:
        def verify(tell: Tell, cancelled: threading.Event) -> InstalledPack:
            installed = shelf.find(pack_id)
            shelf.verify(installed, tell, cancelled)
            return installed

        self._read(pack_id, verify, self._on_verified)

    def _on_verified(self, installed: InstalledPack) -> None:
        self._damage.pop(installed.id, None)
        words = self.tr("{name} is whole. Files that are as they were made: {count}.")
        count = len(installed.pack.files)
        self._page.tell(words.format(name=_title(installed), count=count))

    def _read(self, pack_id: str, work: _Reading, done: Callable[[InstalledPack], None]) -> None:
        """Read all of a pack; one that does not hold is named from then on."""

        def refused(error: ZhenluError) -> None:
            if isinstance(error, PackTampered):
                self._damage[pack_id] = error
                self.refresh()
            self._page.refuse(error)

        self.task.run(self.tr("Reading {name}").format(name=pack_id), work, done, refused)

    def _on_remove(self, pack_id: str) -> None:
        self._background.run(
            lambda: shelf.remove(pack_id), self._on_removed, self._page.refuse
        )

    def _on_removed(self, _nothing: None) -> None:
        self._page.tell(self.tr("Removed from this computer."))
        self.refresh()

    def _on_brought(self, installed: InstalledPack) -> None:
        words = (
            self.tr("{name} is here, was read back whole, and works from the next visit on.")
            if installed.id in shelf.in_use()
            else self.tr("{name} is here and was read back whole. “Use” puts it to work.")
        )
        self._page.tell(words.format(name=_title(installed)))

    def _on_file(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Bring in a model"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models (*.gguf *.onnx)"), self.tr("All files (*)")])
        self._ask(dialog)

    def _on_folder(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Bring in a model"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.bring_in)
        self._dialog = dialog
        dialog.open()


def _listed(damage: dict[str, ZhenluError]) -> _Listed:
    found, used = shelf.inventory(), shelf.in_use()
    return (
        tuple(_shown(installed, used, damage.get(installed.id)) for installed in found.packs),
        tuple(BrokenShown(str(broken.folder), broken.error) for broken in found.broken),
    )


def _shown(
    installed: InstalledPack, used: frozenset[str], damage: ZhenluError | None
) -> PackShown:
    try:
        is_verified = shelf.is_verified(installed)
    except PackTampered as error:
        is_verified, damage = False, error
    wholeness = Wholeness.VERIFIED if is_verified else Wholeness.UNREAD
    if damage is not None:
        wholeness = Wholeness.DAMAGED
    is_used = installed.id in used
    return PackShown(installed.pack, is_used, installed.shipped, wholeness, damage)


def _title(installed: InstalledPack) -> str:
    return installed.pack.title.get(spoken_language(), installed.id)
