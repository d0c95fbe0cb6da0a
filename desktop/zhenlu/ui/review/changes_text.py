"""Two versions in one text: what went is struck through, what came is underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from zhenlu.application.comparing import Change, SectionChange, SentenceChange
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated


class ChangesText(Translated, QTextEdit):
    """Read only; as high as its text."""

    def __init__(self) -> None:
        super().__init__()
        look(self, "section", "")
        self.setObjectName("changes")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._changes: tuple[SectionChange, ...] = ()
        theme().changed.connect(self._write)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.retranslate()

    def show_changes(self, changes: Sequence[SectionChange]) -> None:
        """Show what differs, section by section."""
        self._changes = tuple(changes)
        self._write()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What differs"))
        self._write()

    def _write(self) -> None:
        self.clear()
        cursor = self.textCursor()
        if not self._changes:
            cursor.insertText(self.tr("The two read the same."), _form("muted"))
        for at, section in enumerate(self._changes):
            if at:
                cursor.insertBlock()
                cursor.insertBlock()
            title = _form("text")
            title.setFontWeight(700)
            cursor.insertText(section.title, title)
            cursor.insertBlock()
            for sentence in section.sentences:
                _write_sentence(cursor, sentence)

    def _fit(self) -> None:
        self.setFixedHeight(int(self.document().size().height()) + 4)


def _write_sentence(cursor: QTextCursor, sentence: SentenceChange) -> None:
    if sentence.change is Change.CHANGED:
        for stretch in sentence.stretches:
            cursor.insertText(stretch.text, _of(stretch.change))
        return
    text = sentence.before if sentence.change is Change.REMOVED else sentence.after
    cursor.insertText(text, _of(sentence.change))


def _of(change: Change) -> QTextCharFormat:
    if change is Change.ADDED:
        form = _form("ok", "ok-soft")
        form.setFontUnderline(True)
    elif change is Change.REMOVED:
        form = _form("danger", "danger-soft")
        form.setFontStrikeOut(True)
    else:
        form = _form("muted")
    return form


def _form(colour: str, ground: str = "") -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme().colour(colour))
    if ground:
        form.setBackground(theme().colour(ground))
    return form
