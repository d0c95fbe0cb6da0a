"""Notes on the clipboard: lent for a while, and taken back where they are still ours."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication


class LentClipboard(QObject):
    """Text that was copied leaves the clipboard some time after the last copy, or at the end.

    Args:
        lent_ms: How long a copy may stay.
    """

    def __init__(self, lent_ms: int) -> None:
        super().__init__()
        self._text = ""
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(lent_ms)
        self._due.timeout.connect(self.take_back)

    @property
    def seconds(self) -> int:
        return self._due.interval() // 1000

    def lend(self, text: str) -> None:
        """Copy; the time begins anew."""
        self._text = text
        QGuiApplication.clipboard().setText(text)
        self._due.start()

    def take_back(self) -> None:
        """Empty the clipboard, unless the person copied something else since."""
        self._due.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
