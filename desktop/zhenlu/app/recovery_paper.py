"""The recovery key on paper, or in a file on a stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from zhenlu.domain.errors import DiskRefused, ZhenluError
from zhenlu.whole_file import write_whole


class RecoveryPaper(QObject):
    """Asks where to, then prints or saves; the key is forgotten with the next one.

    Args:
        refused: Told why a file could not be written.
    """

    def __init__(self, parent: QWidget, refused: Callable[[ZhenluError], None]) -> None:
        super().__init__(parent)
        self._parent, self._refused = parent, refused
        self._dialog: QFileDialog | QPrintDialog | None = None
        self._text = ""

    def print_(self, person: str, key: str) -> None:
        """Open the system's print dialog."""
        self._text = self._paper(person, key)
        dialog = QPrintDialog(QPrinter(), self._parent)
        dialog.accepted.connect(self._on_print_accepted)
        self._dialog = dialog
        dialog.show()

    def save(self, person: str, key: str) -> None:
        """Ask for a file."""
        self._text = self._paper(person, key)
        dialog = QFileDialog(self._parent, self.tr("Save the recovery key"), "zhenlu-recovery.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self.write)
        self._dialog = dialog
        dialog.open()

    def write(self, path: str) -> None:
        """Write it to the file that was chosen."""
        try:
            write_whole(Path(path), self._text.encode("utf-8"))
        except OSError:
            self._refused(DiskRefused("store_write", file=Path(path).name))
        self._text = ""

    def _paper(self, person: str, key: str) -> str:
        return "\n\n".join((self.tr("Zhenlu recovery key"), person, key))

    def _on_print_accepted(self) -> None:
        if isinstance(self._dialog, QPrintDialog):
            paper = QTextDocument()
            paper.setPlainText(self._text)
            paper.print_(self._dialog.printer())
        self._text = ""
