"""Conversation and evidence at the left, the record in the middle, what is open at the right."""

from __future__ import annotations

from PySide6.QtCore import QSignalMapper, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from zhenlu.domain.finding import Finding
from zhenlu.domain.record import LedgerItem, Record, Statement
from zhenlu.domain.template import Template
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import box, column, holder, row, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.decisions import Decisions
from zhenlu.ui.review.evidence_dock import EvidenceDock
from zhenlu.ui.review.section_row import SectionRow
from zhenlu.ui.review.sign_bar import SignBar
from zhenlu.ui.transcript.model import TranscriptModel, clock
from zhenlu.ui.transcript.view import TranscriptView
from zhenlu.ui.translation import Translated

#: A pause in typing after which the section is checked and kept.
_SETTLED_MS = 400
_SHEET_WIDTH = 820
_WIDE, _SIDES_WIDE, _SIDES_NARROW = 1400, (360, 340), (300, 290)


class ReviewView(Translated, QWidget):
    """Shows a record beside what it rests on; tells what the person does to it.

    Signals:
        section_settled: Id and new text of a section, after a pause in typing.
        copy_asked: Id of a section, "" for the whole record.
        swap_asked: Doctor and patient are the wrong way round.
        redraft_asked: Id of a section to be drafted again.
    """

    section_settled = Signal(str, str)
    copy_asked = Signal(str)
    swap_asked = Signal()
    redraft_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("review")
        self._record: Record | None = None
        self._template: Template | None = None
        self._rows: dict[str, SectionRow] = {}
        self._typing: dict[str, QTimer] = {}
        self._copied: set[str] = set()
        self._settling = QSignalMapper(self)
        self._settling.mappedString.connect(self._on_settled)
        self.lines = TranscriptModel(self)
        self.transcript = TranscriptView(self.lines)
        self.evidence = EvidenceDock()
        self.decisions = Decisions()
        self.sign_bar = SignBar()
        self._make_words()
        self._make_sheet()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setHandleWidth(1)
        self._columns.setChildrenCollapsible(False)
        for part in (self._words, self._middle, self.decisions):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 1)
        down = column(space=0)
        down.addWidget(self._columns, 1)
        down.addWidget(self.sign_bar)
        self.setLayout(down)
        self._connect()
        self.retranslate()

    def _make_words(self) -> None:
        self._words_title = Label("section")
        self._swap = Button("swap_roles", "quiet", "swap")
        self._swap.clicked.connect(self.swap_asked)
        head = row(self._words_title, 1, self._swap, space=6, margins=(14, 6, 8, 4))
        layout = column(head, space=0)
        layout.addWidget(self.transcript, 1)
        layout.addWidget(self.evidence)
        self._words = box("column", layout)

    def _make_sheet(self) -> None:
        self._title, self._draft, self._cover = Label("title"), Label("chip"), Elided("caption")
        self._cover.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = row(self._title, self._draft, self._cover, space=10, margins=(4, 8, 8, 6))
        head.setStretch(2, 1)
        self._section_list: QVBoxLayout = column(space=0, margins=(1, 4, 1, 4))
        sheet: QFrame = box("card", self._section_list)
        sheet.setMaximumWidth(theme().px(_SHEET_WIDTH))
        self._sheet = scrolled(holder(column(sheet, 1, space=0, margins=(0, 0, 4, 8))))
        layout = column(head, space=0, margins=(14, 0, 8, 0))
        layout.addWidget(self._sheet, 1)
        self._middle = holder(layout)
        look(self._middle, "page", "")

    def _connect(self) -> None:
        self.decisions.place_asked.connect(self._on_place_asked)
        self.transcript.line_chosen.connect(self._on_line_chosen)
        self.sign_bar.copy_asked.connect(self._on_copy_all)

    def open(self, record: Record, template: Template) -> None:
        """Show a record from its beginning."""
        self._template = template
        self._copied.clear()
        self._make_rows(template)
        self.lines.show(tuple(record.transcript), _corrected(record))
        self.show_record(record)
        self.evidence.show_statement(None, record.transcript)
        self._sheet.verticalScrollBar().setValue(0)

    def show_record(self, record: Record, stale: frozenset[str] = frozenset()) -> None:
        """Show the record as it reads now; what is being typed stays as it is."""
        self._record = record
        for section in record.sections:
            line = self._rows.get(section.id)
            if line is not None and section.id not in self._typing:
                line.show_section(section, is_stale=section.id in stale)
        self.decisions.show_record(record)
        self.sign_bar.show_record(record, self.decisions.blocking)
        self._say_cover()

    def show_transcript(self, record: Record) -> None:
        """Show corrected words and roles in place."""
        corrected = _corrected(record)
        for segment in record.transcript:
            self.lines.change(segment, is_corrected=segment.id in corrected)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """A signed record is read, not written."""
        for line in self._rows.values():
            line.editor.setReadOnly(is_read_only)
        self._draft.setVisible(not is_read_only)

    def settle(self) -> None:
        """Tell at once what is still being typed, before the page is left or signed."""
        for section_id in tuple(self._typing):
            self._on_settled(section_id)

    def text_of(self, section_id: str) -> str:
        """A section as it stands in its editor."""
        return self._rows[section_id].editor.text

    def act(self, action: Action) -> bool:
        """Answer a key; False where it means nothing here."""
        answers = {
            Action.NEXT_DECISION: self._on_next,
            Action.PREVIOUS_DECISION: self._on_previous,
            Action.PLAY: self.evidence.toggle,
            Action.COPY_RECORD: self._on_copy_all,
            Action.COPY_SECTION: self._on_copy_section,
            Action.SIGN: self.sign_bar.sign_asked.emit,
            Action.PRINT: self.sign_bar.print_asked.emit,
        }
        answer = answers.get(action)
        if answer is None:
            return False
        answer()
        return True

    def panes(self) -> tuple[QWidget, ...]:
        """Words, record, decisions."""
        first = next(iter(self._rows.values()), None)
        middle = (first.editor,) if first else ()
        return (self.transcript, *middle, self.decisions)

    def retranslate(self) -> None:
        self._words_title.say(self.tr("Conversation"))
        self._swap.say(self.tr("Swap doctor and patient"))
        self._draft.say(self.tr("AI draft, not reviewed"), "draft")
        self.transcript.setAccessibleName(self.tr("Conversation"))
        self._say_cover()

    def _say_cover(self) -> None:
        if self._record is None:
            return
        cover = self._record.coverage
        if cover.model_read_to_s is not None and cover.model_read_to_s < cover.audio_s:
            words = self.tr("Recording {whole}; the model read to {read}").format(
                whole=clock(cover.audio_s), read=clock(cover.model_read_to_s)
            )
        elif cover.audio_s:
            words = self.tr("covers the whole recording 00:00–{whole}").format(
                whole=clock(cover.audio_s)
            )
        else:
            words = ""
        self._cover.say(words)

    def _make_rows(self, template: Template) -> None:
        self._title.say(template.title)
        for line in self._rows.values():
            line.hide()
            line.deleteLater()
        self._rows, self._typing = {}, {}
        for part in template.sections:
            line = SectionRow(part)
            line.show_place(is_last=part is template.sections[-1])
            line.copy_asked.connect(self.copy_asked)
            line.redraft_asked.connect(self.redraft_asked)
            line.editor.statement_entered.connect(self._on_statement)
            line.editor.edited.connect(self._on_edited)
            self._section_list.addWidget(line)
            self._rows[part.id] = line

    def _on_edited(self) -> None:
        editor = self.sender()
        section_id = editor.objectName().removeprefix("editor_")
        timer = self._typing.get(section_id)
        if timer is None:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(self._settling.map)
            self._settling.setMapping(timer, section_id)
            self._typing[section_id] = timer
        timer.start(_SETTLED_MS)

    def _on_settled(self, section_id: str) -> None:
        timer = self._typing.pop(section_id, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
            self.section_settled.emit(section_id, self.text_of(section_id))

    def _on_statement(self, statement: Statement | None) -> None:
        if self._record is None:
            return
        segments = [e.segment for e in statement.evidence] if statement else []
        self.transcript.light(segments)
        self.evidence.show_statement(statement, self._record.transcript)

    def _on_line_chosen(self, segment: int) -> None:
        """From words to where they went: the first sentence that rests on them."""
        if self._record is None:
            return
        for section in self._record.sections:
            for start, end, statement in section.placed():
                if any(e.segment == segment for e in statement.evidence):
                    line = self._rows[section.id]
                    self._sheet.ensureWidgetVisible(line)
                    line.editor.point_out(start, end)
                    return

    def _on_place_asked(self, item: object) -> None:
        if isinstance(item, Finding):
            self.transcript.light(item.segments)
            line = self._rows.get(item.section)
            if line is not None:
                self._sheet.ensureWidgetVisible(line)
                line.editor.point_out(item.start, item.end)
        elif isinstance(item, LedgerItem):
            self.transcript.light([item.segment] if item.segment else [])
            line = self._rows.get(item.section)
            if line is not None:
                self._sheet.ensureWidgetVisible(line)
                at = line.editor.text.find(item.name) if not item.segment else -1
                line.editor.point_out(at, at + len(item.name))

    def _on_next(self) -> None:
        self.decisions.walk(1)

    def _on_previous(self) -> None:
        self.decisions.walk(-1)

    def _on_copy_all(self) -> None:
        self.copy_asked.emit("")

    def _on_copy_section(self) -> None:
        """The section at work; without one the next that was not copied yet, in their order."""
        at_work = self.focusWidget() or self
        for section_id, line in self._rows.items():
            if line.isAncestorOf(at_work):
                self._copied.add(section_id)
                self.copy_asked.emit(section_id)
                return
        written = [s for s, line in self._rows.items() if line.editor.text.strip()]
        if self._copied.issuperset(written):
            self._copied.clear()
        for section_id in written:
            if section_id not in self._copied:
                self._copied.add(section_id)
                self.copy_asked.emit(section_id)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize().width(), self.width()
        wide = theme().px(_WIDE)
        if before < 0 or (before >= wide) != (now >= wide):
            left, right = _SIDES_WIDE if now >= wide else _SIDES_NARROW
            left, right = theme().px(left), theme().px(right)
            self._columns.setSizes([left, max(1, now - left - right), right])


def _corrected(record: Record) -> frozenset[int]:
    return frozenset(c.segment for c in record.transcript.corrections if c.text is not None)
