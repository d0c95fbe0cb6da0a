"""Two versions in one text: what went is struck through, what came is underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from zhenlu.application.comparing import Change, SectionChange, SentenceChange
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

#: Between what went and what came in its place: struck out or not, 1 and 10 read as 110.
_THIN_SPACE = "\u2009"


class ChangesText(Translated, QTextEdit):
    """Read only; as high as its text."""

    def __init__(self) -> None:
        super().__init__()
        look(self, "section", "")
        self.setObjectName("changes")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
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
            before = ""
            for sentence in section.sentences:
                cursor.insertText(_gap(before, sentence), _form("muted"))
                _write_sentence(cursor, sentence)
                before = sentence.after or sentence.before

    def _fit(self) -> None:
        self.setFixedHeight(int(self.document().size().height()) + 4)


def _gap(before: str, sentence: SentenceChange) -> str:
    """What stands between two sentences; Chinese needs nothing."""
    if not before:
        return ""
    if sentence.begins_line:
        return "\n"
    return " " if before[-1].isascii() else ""


def _write_sentence(cursor: QTextCursor, sentence: SentenceChange) -> None:
    if sentence.change is Change.CHANGED:
        went = False
        for stretch in sentence.stretches:
            if went and stretch.change is Change.ADDED:
                cursor.insertText(_THIN_SPACE, _form("muted"))
            went = stretch.change is Change.REMOVED
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
