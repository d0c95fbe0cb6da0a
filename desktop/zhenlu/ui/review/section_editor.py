"""The text of one section: like paper, marked only where something is not as it should be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from zhenlu.domain.record import Section, Statement, Support
from zhenlu.ui.appearance.icons import pixmap
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.look import look
from zhenlu.ui.parts.text_places import differing_stretch, from_qt, to_qt

_UNDERLINE = QTextCharFormat.UnderlineStyle
#: Underline, colour and sign in the gutter, the worst first. What is supported has no mark.
_MARKS = {
    Support.CONFLICTING: (_UNDERLINE.WaveUnderline, "danger", "≠"),
    Support.UNSUPPORTED: (_UNDERLINE.DashUnderline, "evidence-line", "?"),
    Support.CLINICIAN: (_UNDERLINE.NoUnderline, "accent", "✎"),
}
_GUTTER, _SIGN = 22, 14
#: What ends a sentence or a part of one; a dictated sentence follows behind it.
_STOPS = "。；！？，、.;!?,"


class SectionEditor(QTextEdit):
    """Writes a section; as high as its text.

    Signals:
        edited: A person changed the text.
        statement_entered: The caret stands in this `Statement`, or in none.
    """

    edited = Signal()
    statement_entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "section", "")
        self._section = Section("", "")
        self._is_showing = False
        self._is_composing = False
        self._current: Statement | None = None
        self._dictated_at = QTextCursor(self.document())
        self._pointed: tuple[tuple[int, int], ...] = ()
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setViewportMargins(_GUTTER, 0, 0, 0)
        self._gutter = Gutter(self)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_caret)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    @property
    def text(self) -> str:
        return self.toPlainText()

    @property
    def is_composing(self) -> bool:
        """An input method is at work on words that are not in the text yet."""
        return self._is_composing

    @property
    def current(self) -> Statement | None:
        """The statement that holds the caret."""
        return self._current

    def show_section(self, section: Section) -> None:
        """Show a section; other words go in as one step that can be undone.

        The caret stays with the words it stands in.
        """
        self._section = section
        if section.text != self.text:
            self._is_showing = True
            if self.text:
                self._exchange(section.text)
            else:
                self.setPlainText(section.text)
            self._is_showing = False
        self._mark()
        self._fit()

    def go_to(self, start: int, end: int) -> None:
        """Select a stretch of the text and take the focus."""
        cursor = self.textCursor()
        cursor.setPosition(to_qt(self.text, max(0, start)))
        cursor.setPosition(to_qt(self.text, max(0, end)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def write(self, text: str) -> None:
        """Put in what a person wrote elsewhere, as if it were typed here."""
        if text != self.text:
            self._exchange(text)

    def put_caret(self, place: int) -> None:
        """Take the focus with the caret at a place of Qt's count, the end where there is less."""
        cursor = self.textCursor()
        cursor.setPosition(min(place, to_qt(self.text, len(self.text))))
        self.setTextCursor(cursor)
        self.setFocus()

    def mark_dictation(self) -> None:
        """Dictated sentences go behind the one that holds the caret."""
        at = from_qt(self.text, self.textCursor().position())
        ends = (end for start, end, _ in self._placed() if start < at < end)
        at = next(ends, at)
        if self.text[at : at + 1] in _STOPS:
            at += 1
        self._dictated_at = QTextCursor(self.document())
        self._dictated_at.setPosition(to_qt(self.text, at))

    def dictate(self, words: str) -> None:
        """Put a sentence where `mark_dictation` was; what is typed elsewhere moves it along."""
        if self._says_nothing():
            self._dictated_at.select(QTextCursor.SelectionType.Document)
        before = self.text[: from_qt(self.text, self._dictated_at.selectionStart())].rstrip(" ")
        is_begun = bool(before) and before[-1] not in _STOPS + "\n"
        needs_space = words[:1].isascii() and bool(before) and before[-1] != "\n"
        begin = ("." if words[:1].isascii() else "。") if is_begun else ""
        self._is_showing = True
        self._dictated_at.insertText(begin + (" " if needs_space else "") + words)
        self._is_showing = False

    def point_out(self, *stretches: tuple[int, int]) -> None:
        """Light stretches without taking the focus; none where their start is below 0."""
        length = len(self.text)
        self._pointed = tuple(each for each in stretches if 0 <= each[0] < each[1] <= length)
        self._mark()

    def _says_nothing(self) -> bool:
        """Only what the standard asks to be written where nothing was said."""
        said = self._section.statements
        return bool(said) and self.text == self._section.text and all(s.standing for s in said)

    def _exchange(self, text: str) -> None:
        """Exchange what differs and nothing else; a cursor of its own leaves the caret alone."""
        first, last, words = differing_stretch(self.text, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_qt(self.text, first))
        cursor.setPosition(to_qt(self.text, last), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words)

    def _on_text_changed(self) -> None:
        self._fit()
        if not self._is_showing:
            self._mark()
            self.edited.emit()

    def _on_caret(self) -> None:
        self._pointed = ()
        self._tell_current(self._statement_at_caret() if self.hasFocus() else None)

    def _statement_at_caret(self) -> Statement | None:
        at = from_qt(self.text, self.textCursor().position())
        for start, end, statement in self._placed():
            if start <= at <= end:
                return statement
        return None

    def _tell_current(self, statement: Statement | None) -> None:
        if statement != self._current:
            self._current = statement
            self._mark()
            self.statement_entered.emit(statement)

    def _placed(self) -> tuple[tuple[int, int, Statement], ...]:
        """Places in the text as it stands in the editor now."""
        section = Section(self._section.id, "", self.text, self._section.statements)
        return section.placed()

    def _mark(self) -> None:
        marks = []
        length = len(self.text)
        marks += [self._stretch(*each, _lit()) for each in self._pointed if each[1] <= length]
        for start, end, statement in self._placed():
            if statement == self._current:
                marks.append(self._stretch(start, end, _lit()))
            if statement.support in _MARKS and not statement.standing:
                marks.append(self._stretch(start, end, _underlined(statement.support)))
        self.setExtraSelections(marks)
        self._gutter.update()

    def _stretch(self, start: int, end: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        stretch = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_qt(self.text, start))
        cursor.setPosition(to_qt(self.text, end), QTextCursor.MoveMode.KeepAnchor)
        stretch.cursor, stretch.format = cursor, form
        return stretch

    def _fit(self) -> None:
        height = int(self.document().size().height()) + 4
        self.setFixedHeight(max(height, theme().px(28)))
        # Of a growth before the editor is shown no resize tells.
        self._gutter.setGeometry(0, 0, _GUTTER, self.height())

    def _on_theme(self) -> None:
        self.setFont(theme().font("reading"))
        self.document().setDefaultFont(theme().font("reading"))
        self._mark()
        self._fit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._on_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The menu of the right mouse button and another window leave the sentence lit.
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self._tell_current(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def signs(self) -> list[tuple[QRect, str, str]]:
        """Where the gutter carries which sign in which colour; "" for dictated words.

        The worst first: of several that begin in one line only one has room.
        """
        found = []
        marked = [
            (start, statement)
            for start, _, statement in self._placed()
            if statement.support in _MARKS and not statement.standing
        ]
        worst_first = tuple(_MARKS)
        for start, statement in sorted(marked, key=lambda each: worst_first.index(each[1].support)):
            cursor = QTextCursor(self.document())
            cursor.setPosition(to_qt(self.text, start))
            line = self.cursorRect(cursor)
            _, colour, sign = _MARKS[statement.support]
            if statement.support is Support.CLINICIAN and statement.evidence:
                sign = ""
            found.append((QRect(0, line.top(), _GUTTER - 6, line.height()), sign, colour))
        return found


class Gutter(QWidget):
    """The signs before the lines of an editor, for whoever does not see the underline."""

    def __init__(self, editor: SectionEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(theme().font("body", strong=True))
        taken: set[int] = set()
        for area, sign, colour in self._editor.signs():
            if area.top() not in taken:
                taken.add(area.top())
                if not sign:
                    dictated = pixmap("microphone", colour, _SIGN)
                    painter.drawPixmap(area.center() - QPoint(_SIGN // 2, _SIGN // 2), dictated)
                    continue
                painter.setPen(theme().colour(colour))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, sign)


def _lit() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setBackground(theme().colour("evidence"))
    form.setForeground(theme().colour("on-evidence"))
    return form


def _underlined(support: Support) -> QTextCharFormat:
    style, colour, _ = _MARKS[support]
    form = QTextCharFormat()
    form.setUnderlineStyle(style)
    form.setUnderlineColor(theme().colour(colour))
    return form
