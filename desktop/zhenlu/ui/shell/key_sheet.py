"""The keys of the screen in sight, on a sheet over it; a recording goes on behind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QVBoxLayout, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import IconButton
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.translation import Translated

_Rows = tuple[tuple[str, str], ...]
_COLUMN_WIDTH, _MARGIN = 400, 24


class KeySheet(Translated, QFrame):
    """A card in the middle of the window. No dialog: the keys of the window go on working.

    Closed by Esc, by the key that opened it, by its cross, and by going elsewhere.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("key_sheet")
        look(self, "card", "focus")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place: Action | None = None
        self._before: QWidget | None = None
        self._title, self._close = Label("title"), IconButton("close_keys", "remove")
        self._close.clicked.connect(self.hide)
        self._body = QWidget()
        self._area = scrolled(self._body)
        layout = column(
            row(self._title, 1, self._close), self._area, space=10, margins=(20, 14, 20, 16)
        )
        layout.setStretch(1, 1)
        self._down = layout
        self.setLayout(layout)
        self.hide()
        window.installEventFilter(self)
        theme().changed.connect(self._fit)

    def toggle(self, place: Action | None) -> None:
        """Show the keys of a place, None for a room without places; or close."""
        if self.isVisible():
            self.hide()
            return
        self._place = place
        self._before = QApplication.focusWidget()
        self.retranslate()
        self.show()
        self.raise_()
        self._fit()
        self.setFocus()

    def rows(self) -> _Rows:
        """What is shown: a key and what it does, first those of the place."""
        return (*self._of_place(), *self._of_window())

    def retranslate(self) -> None:
        self._title.say(self.tr("Keys"))
        self._close.say(self.tr("Close"), QKeySequence(Qt.Key.Key_Escape))
        lists = [_listed(self.tr("Everywhere"), self._of_window())]
        if here := self._of_place():
            lists.insert(0, _listed(self.tr("On this screen"), here))
        self._body = holder(row(*lists, space=28))
        self._area.setWidget(self._body)
        self._fit()
        self.setAccessibleName(self.tr("Keys"))
        self.setAccessibleDescription("\n".join(f"{keys}: {does}" for keys, does in self.rows()))

    def _of_window(self) -> _Rows:
        places = (Action.TODAY, Action.ADMIN)
        sizes = (Action.LARGER, Action.SMALLER, Action.NORMAL_SIZE)
        panes = (Action.NEXT_PANE, Action.PREVIOUS_PANE)
        told = [(_keys(Action.RECORD), self.tr("Start or stop recording"))]
        if self._place is not None:
            told += [
                (" … ".join(map(_keys, places)),
                 self.tr("Today, visit, follow-up, find, figures, manage")),
                (_keys(Action.FIND), self.tr("Find a patient, a record, a drug")),
                (_keys(Action.NEW_PATIENT), self.tr("New patient")),
                (_keys(Action.IMPORT), self.tr("Import a recording")),
                (" · ".join(map(_keys, panes)), self.tr("Next or previous pane")),
                (_keys(Action.LOCK), self.tr("Lock; a recording goes on")),
            ]  # fmt: skip
        return (
            *told,
            (" · ".join(map(_keys, sizes)), self.tr("Larger, smaller, normal text")),
            (_keys(Action.FULL_SCREEN), self.tr("Full screen")),
            (_keys(Action.HELP), self.tr("These keys")),
            (_named(Qt.Key.Key_Escape), self.tr("Close what is open; never stops a recording")),
        )

    def _of_place(self) -> _Rows:
        enter, up_down = _named(Qt.Key.Key_Return), "↑ ↓"
        made = {
            Action.TODAY: (
                (up_down, self.tr("Choose a patient")),
                (enter, self.tr("Open the visit")),
                (_keys(Action.RECORD), self.tr("Record the visit that is chosen")),
                (_keys(Action.INTAKE), self.tr("Questions before the visit")),
            ),
            Action.VISIT: self._of_visit(enter),
            Action.FOLLOW_UP: (
                (up_down, self.tr("Choose a patient")),
                (enter, self.tr("Begin the follow-up; in the form, confirm and go on")),
                ("1 – 9", self.tr("Choose an answer")),
                (_keys(Action.NEXT_DECISION), self.tr("Next value to confirm")),
                (_keys(Action.SIGN), self.tr("Sign")),
            ),
            Action.SEARCH: (
                ("↓", self.tr("Choose what was found")),
                (enter, self.tr("Open it")),
            ),
        }
        return made.get(self._place, ()) if self._place is not None else ()

    def _of_visit(self, enter: str) -> _Rows:
        decisions = (Action.NEXT_DECISION, Action.PREVIOUS_DECISION)
        return (
            (_keys(Action.PAUSE), self.tr("Pause, go on recording")),
            (_keys(Action.FLAG), self.tr("Flag this moment")),
            (_keys(Action.INTAKE), self.tr("Questions before the visit")),
            (_keys(Action.BY_HAND), self.tr("Type the record, nothing is recorded")),
            (_keys(Action.RECORD), self.tr("With the caret in a section: dictate into it")),
            (_keys(Action.PLAY), self.tr("Hear the words behind the sentence")),
            (_keys(Action.NEXT_EVIDENCE), self.tr("The next words behind it")),
            (" · ".join(map(_keys, decisions)), self.tr("Next, previous thing to decide")),
            ("1 · 2", self.tr("First, second answer of its card")),
            (_keys(Action.SIGN), self.tr("Sign")),
            (_keys(Action.COPY_RECORD), self.tr("Copy the record")),
            (_keys(Action.COPY_SECTION), self.tr("Copy the next section")),
            (_keys(Action.PRINT), self.tr("Print")),
            (enter, self.tr("In the conversation: correct the line")),
            (_named(Qt.Key.Key_Space), self.tr("In the conversation: hear the line")),
            ("1 – 4", self.tr("In the conversation: doctor, patient, companion, nurse")),
            ("S", self.tr("In the conversation: swap doctor and patient")),
        )

    def _fit(self) -> None:
        """In the middle of the window, as large as the words and no larger than the window."""
        window = self.parentWidget()
        if not self.isVisible() or window is None:
            return
        free = window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        columns = 2 if self._of_place() else 1
        width = min(columns * theme().px(_COLUMN_WIDTH), free.width())
        around = self.contentsMargins() + self._edges()
        inside = width - around.left() - around.right() - self._area.verticalScrollBar().width()
        needed = max(self._body.heightForWidth(inside), self._body.minimumSizeHint().height())
        height = needed + around.top() + around.bottom()
        self.resize(width, min(height, free.height()))
        self.move(free.center() - self.rect().center())

    def _edges(self) -> QMargins:
        """What stands around the lists: the layout's margins and the title."""
        edges = self._down.contentsMargins()
        head = max(self._title.sizeHint().height(), self._close.sizeHint().height())
        return edges + QMargins(0, head + self._down.spacing() + 2, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = None
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._before is not None:
            self._before.setFocus()
            self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)


def _keys(action: Action) -> str:
    return key(action).toString(QKeySequence.SequenceFormat.NativeText)


def _named(pressed: Qt.Key) -> str:
    """A key by the name it has in the language of the window."""
    return QKeySequence(pressed).toString(QKeySequence.SequenceFormat.NativeText)


def _listed(title: str, told: _Rows) -> QVBoxLayout:
    rows = QGridLayout()
    rows.setHorizontalSpacing(12)
    rows.setVerticalSpacing(5)
    rows.setColumnStretch(1, 1)
    for at, (keys, does) in enumerate(told):
        cap, words = Label("key"), Label(wrap=True)
        cap.say(keys)
        words.say(does)
        rows.addWidget(cap, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.addWidget(words, at, 1)
    name = Label("section")
    name.say(title)
    listed = column(name, rows, space=8)
    listed.addStretch(1)
    return listed
