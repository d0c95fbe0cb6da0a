"""A backup on its way back into the data folder; nobody is signed in meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from zhenlu.app.backup_desk import in_bytes
from zhenlu.app.long_task import LongTask, Tell
from zhenlu.domain.backup import BackupHeader
from zhenlu.storage import restore as restoring
from zhenlu.storage.backup_file import read_header
from zhenlu.storage.restore import Restored
from zhenlu.ui.background import Background
from zhenlu.ui.lock.restore_page import RestorePage


class RestoreDesk(QObject):
    """Joins the page and the folder that the backup goes into.

    Args:
        folder: The store's; it may not be there yet.
    """

    def __init__(self, page: RestorePage, folder: Path, background: Background) -> None:
        super().__init__(page)
        self.page, self._folder, self._background = page, folder, background
        self._task = LongTask(page, background)
        self._path = Path()
        self._dialog: QFileDialog | None = None
        page.file_asked.connect(self._on_file)
        page.restore_asked.connect(self._on_restore)

    def look_at(self, path: str) -> None:
        """Show what a backup would bring."""
        self._path = chosen = Path(path)

        def read() -> tuple[BackupHeader, tuple[str, ...]]:
            return read_header(chosen), restoring.names(chosen)

        self._background.run(read, self._on_read, self.page.refuse)

    def cancel(self) -> None:
        """Stop what runs; nothing is changed."""
        self._task.cancel()

    def _on_read(self, told: tuple[BackupHeader, tuple[str, ...]]) -> None:
        self.page.show_backup(*told)

    def _on_restore(self, name: str, typed: str, accept_loss: bool) -> None:
        path, folder = self._path, self._folder

        def work(tell: Tell, cancelled: threading.Event) -> Restored:
            key = (
                restoring.unlock(path, name, typed)
                if name
                else restoring.unlock_with_recovery_key(path, typed)
            )
            return restoring.restore(
                path, key, folder, replace=True, accept_loss=accept_loss,
                on_progress=in_bytes(tell), cancelled=cancelled,
            )  # fmt: skip

        words = self.tr("Bringing back {name}").format(name=path.name)
        self._task.run(words, work, self._on_restored, self.page.refuse)

    def _on_restored(self, restored: Restored) -> None:
        self.page.show_done(str(restored.replaced or ""))

    def _on_file(self) -> None:
        dialog = QFileDialog(self.page, self.tr("Choose the backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Backups (*.zhenlu)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.look_at)
        self._dialog = dialog
        dialog.open()
