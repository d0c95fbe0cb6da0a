"""Find: results while typing, the record beside them, Enter opens it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from zhenlu.application.exporting import masked_name
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord, Question
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.search.found import Found
from zhenlu.ui.search.preview import Preview, PreviewPane
from zhenlu.ui.search.result_list import ResultList
from zhenlu.ui.shell.notices import Notices
from zhenlu.ui.shell.page import Page

#: After the last key; an input method that composes keeps quiet meanwhile.
_PAUSE_MS = 80
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchPage(Page):
    """Signals:
    search_asked: What was typed.
    preview_asked: A `FoundRecord` or `KnownPatient` that was chosen.
    open_asked: Id of the visit to open.
    """

    place = Action.SEARCH
    search_asked = Signal(str)
    preview_asked = Signal(object)
    open_asked = Signal(str)

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self._found: Found | None = None
        self._whose = ""
        self.line = QLineEdit()
        self.line.setObjectName("search_line")
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._on_typed)
        self.line.installEventFilter(self)
        self._understood, self._count = Label("caption"), Label("caption")
        self._count.setObjectName("search_count")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.results = ResultList()
        self.results.chosen.connect(self.preview_asked)
        self.results.entered.connect(self._on_entered)
        self._preview = PreviewPane()
        self.take_body(self._body())
        self.retranslate()

    def _body(self) -> QWidget:
        told = row(self._understood, 1, self._count)
        left = column(self.line, told, space=8, margins=(16, 14, 16, 14))
        left.addWidget(box("card", column(self.results, margins=(1, 4, 1, 4))), 1)
        right = box("column", column(scrolled(self._preview)), "preview")
        across = row(space=0)
        across.addLayout(left, 58)
        across.addWidget(right, 42)
        return holder(across)

    def show_found(self, found: Found) -> None:
        """Show what was found, the first of it chosen."""
        self._found = found
        self._preview.show_preview(Preview())
        self.results.show_found(found)
        self.retranslate()

    def show_preview(self, shown: Preview) -> None:
        """Show the record that was chosen."""
        self._preview.show_preview(shown)

    def entered(self) -> None:
        self.line.setFocus()
        self.line.selectAll()
        if self.line.text():
            self._on_pause()

    def act(self, action: Action) -> bool:
        if action is Action.FIND:
            self.line.setFocus()
            self.line.selectAll()
            return True
        return False

    def panes(self) -> tuple[QWidget, ...]:
        return (self.line, self.results)

    def retranslate(self) -> None:
        self.header.title.say(self.tr("Find"))
        self.line.setPlaceholderText(
            self.tr("A name or its pinyin, a drug, an allergy, “high blood pressure last month”")
        )
        self.line.setAccessibleName(self.tr("What to look for"))
        found = self._found
        if found is None or not self.line.text().strip():
            self.results.say_empty(self.tr("Type a few letters. ↓ chooses, Enter opens."))
            self._understood.say("")
            self._count.say("")
            return
        self.results.say_empty(self.tr("Nothing found. Use fewer words, or remove one condition."))
        whose = self.tr("patient: {name}").format(name=self._whose)
        self._understood.say(whose if self._whose else self._read_as(found.question))
        self._count.say(self._counted(found))

    def _counted(self, found: Found) -> str:
        """How much of what there is; who is only named in a record is not counted as nobody."""
        patients, records = len(found.patients), len(found.records)
        if not patients and not records:
            return ""
        parts = (
            self.tr("patients: {count}").format(count=patients) if patients else "",
            self.tr("records: {count}").format(count=records) if records else "",
            self.tr("{time} s").format(time=f"{found.took_s:.2f}"),
        )
        return " · ".join(filter(None, parts))

    def _read_as(self, question: Question) -> str:
        """How the question was understood, so that a wrong reading can be mended."""
        parts = []
        if question.since or question.until:
            days = f"{question.since or '…'} – {question.until or '…'}"
            parts.append(self.tr("days: {days}").format(days=days))
        for fact in question.facts:
            bound = "/".join(f"{value:g}" for value in fact.at_least)
            name = " / ".join(fact.names) or fact.kind.value
            name = f"{name} ≥ {bound}" if bound else name
            parts.append(self.tr("states: {what}").format(what=name))
        words = [" / ".join(group) for group in question.words]
        if words:
            parts.append(self.tr("words: {words}").format(words=self.tr(", ").join(words)))
        return " · ".join(parts)

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self._whose = ""
        self.search_asked.emit(self.line.text().strip())

    def _on_entered(self, found: KnownPatient | FoundRecord) -> None:
        if isinstance(found, FoundRecord):
            self.open_asked.emit(found.visit)
        else:
            # A patient's records are what the name finds; the line keeps what was typed.
            self._whose = masked_name(found.name)
            self.search_asked.emit(found.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            is_pressed = event.type() is QEvent.Type.KeyPress
            if is_pressed and Qt.Key(event.key()) in _LIST_KEYS:
                # The caret stays in the line while its keys lead through the list.
                self.results.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
