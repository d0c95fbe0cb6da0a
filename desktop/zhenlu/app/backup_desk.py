"""The backup sub-page at work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from zhenlu.app.long_task import LongTask, Tell
from zhenlu.app.privacy_desk import refusal
from zhenlu.domain.backup import BackupHeader, OnProgress, Progress, Reminder
from zhenlu.domain.errors import BackupRefused
from zhenlu.domain.person import Permission
from zhenlu.storage.backup import back_up
from zhenlu.storage.backup_file import read_header
from zhenlu.storage.restore import BackupKey, verify
from zhenlu.storage.store import Store
from zhenlu.storage.store_state import reminder
from zhenlu.ui.admin.backup import BackupSubPage
from zhenlu.ui.background import Background

_SUFFIX = "zhenlu"


class BackupDesk(QObject):
    """Joins the sub-page and the store.

    A backup is written and read back on a thread and a connection of its own: the work goes
    on meanwhile.
    """

    def __init__(
        self,
        page: BackupSubPage,
        store: Store,
        background: Background,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(page)
        self._page, self._store, self._now = page, store, now
        self._background = background
        self.aside = Background(self)
        self._task = LongTask(page, self.aside)
        self._task.ended.connect(self._on_ended)
        self._dialog: QFileDialog | None = None
        page.refresh_asked.connect(self.refresh)
        page.back_up_asked.connect(self._on_back_up)
        page.verify_asked.connect(self._on_verify)

    def refresh(self) -> None:
        """Show when the last backup was made, to those who may make one."""
        self._page.forbid(refusal(self._store.person, Permission.BACKUP))
        self._background.run(self._remind, self._on_reminder, self._page.refuse)

    def write_to(self, path: str) -> None:
        """Back up to a file that is not there yet."""
        audio = self._page.audio.isChecked()

        def write(tell: Tell, cancelled: threading.Event) -> BackupHeader:
            with self._store.beside() as store:
                return back_up(
                    store, Path(path), audio=audio, on_progress=in_bytes(tell),
                    cancelled=cancelled,
                )  # fmt: skip

        words = self.tr("Backing up to {name}").format(name=Path(path).name)
        self._task.run(words, write, self._on_backed_up, self._page.refuse)

    def verify(self, path: str) -> None:
        """Read all of a backup of this clinic; the one who is signed in has its key."""
        data_key = self._store.data_key

        def read(tell: Tell, cancelled: threading.Event) -> BackupHeader:
            if read_header(Path(path)).store != data_key.store:
                raise BackupRefused("other", file=Path(path).name)
            return verify(Path(path), BackupKey(data_key), in_bytes(tell), cancelled)

        words = self.tr("Reading {name}").format(name=Path(path).name)
        self._task.run(words, read, self._on_verified, self._page.refuse)

    def close(self) -> None:
        """Stop what is being written or read; it leaves nothing behind."""
        self._task.cancel()
        self.aside.close()

    def _remind(self) -> Reminder:
        days = self._store.settings.current().backup_days
        return reminder(self._store.folder, days, self._now())

    def _on_reminder(self, found: Reminder) -> None:
        self._page.show_reminder(found)

    def _on_backed_up(self, header: BackupHeader) -> None:
        words = self.tr("Backed up and read back: {size} MB. Keep it away from this computer.")
        self._page.tell(words.format(size=f"{header.content_bytes / 1e6:.1f}"))

    def _on_verified(self, header: BackupHeader) -> None:
        words = self.tr("It holds: made {made}, {size} MB, every byte as it was written.")
        made = header.made.astimezone().strftime("%Y-%m-%d %H:%M")
        self._page.tell(words.format(made=made, size=f"{header.content_bytes / 1e6:.1f}"))

    def _on_back_up(self) -> None:
        name = f"zhenlu-{self._now().astimezone():%Y-%m-%d-%H%M}.{_SUFFIX}"
        dialog = QFileDialog(self._page, self.tr("Back up to"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.fileSelected.connect(self.write_to)
        self._dialog = dialog
        dialog.open()

    def _on_verify(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Verify a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Backups (*.zhenlu)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.verify)
        self._dialog = dialog
        dialog.open()

    def _on_ended(self) -> None:
        self._background.run(self._remind, self._on_reminder, self._page.refuse)


def in_bytes(tell: Tell) -> OnProgress:
    """What a backup tells of its way, for the bar that shows it."""

    def on_progress(progress: Progress) -> None:
        tell(progress.done, progress.total)

    return on_progress
