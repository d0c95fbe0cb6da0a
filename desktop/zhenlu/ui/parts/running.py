"""How far something has come that takes its time, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.translation import Translated


class Running(Translated, QWidget):
    """Out of sight while nothing runs.

    Signals:
        cancel_asked: The person wants it stopped; it ends when it has stopped.
    """

    cancel_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_running")
        self._what, self._count = Elided("strong"), Label("caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = Button(f"{name}_cancel", "quiet")
        self._cancel.clicked.connect(self._on_cancel)
        told = row(self._what, self._count, self._cancel, space=10)
        told.setStretch(0, 1)
        self.setLayout(column(told, self._bar, space=4))
        self.is_on = False
        self.hide()
        self.retranslate()

    def begin(self, words: str) -> None:
        """Something starts; its length is not known yet."""
        self.is_on = True
        self._what.say(words)
        self._count.say("")
        self._bar.setRange(0, 100)
        self._bar.setValue(0)
        self._bar.setAccessibleName(words)
        self._cancel.setEnabled(True)
        self.show()
        self._cancel.setFocus()

    def show_progress(self, done: int, total: int) -> None:
        """Bytes of bytes; a total of 0 is not known."""
        if not self.is_on:
            return
        # Megabytes: a bar counts in 32 bits.
        self._bar.setValue(100 * done // total if total else 0)
        counted = f"{done / 1e6:.0f} / {total / 1e6:.0f} MB" if total else f"{done / 1e6:.0f} MB"
        self._count.say(counted if done or total else "")

    def end(self) -> None:
        """It is done, or it has stopped."""
        self.is_on = False
        self.hide()

    def retranslate(self) -> None:
        self._cancel.say(self.tr("Cancel  Esc"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_on:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_asked.emit()
