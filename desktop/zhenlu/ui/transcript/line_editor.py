"""Corrects the words of a line where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class LineEditor(Translated, QPlainTextEdit):
    """One paragraph: Enter gives the words, Esc leaves them as they were.

    Signals:
        finished: This editor, with the words as they should read.
    """

    finished = Signal(QWidget)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        look(self, "line", "")
        self.setObjectName("line_editor")
        self.setPlainText(words)
        self.setFont(theme().font("reading"))
        self.document().setDocumentMargin(2)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.retranslate()

    @property
    def words(self) -> str:
        """What was typed, on one line."""
        return " ".join(self.toPlainText().split())

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Words of this line"))
        self.setToolTip(self.tr("Enter keeps the words, Esc leaves them as they were"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(self)
        else:
            super().keyPressEvent(event)
