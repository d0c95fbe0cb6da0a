"""Conversation and evidence at the left, the record in the middle, what is open at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalMapper, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from zhenlu.application.hand_written import offer_for
from zhenlu.domain.finding import Finding
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.record import LedgerItem, Record, Statement
from zhenlu.domain.template import Template
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.keys import Action
from zhenlu.ui.parts.layouts import box, column, holder, scrolled
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.columns import Columns
from zhenlu.ui.review.decisions import Decisions
from zhenlu.ui.review.section_row import SectionRow
from zhenlu.ui.review.sheet_head import SheetHead
from zhenlu.ui.review.sign_bar import SignBar
from zhenlu.ui.review.versions_view import VersionsView
from zhenlu.ui.review.words_pane import WordsPane
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.open_visit import SignedVersion

#: A pause in typing after which the section is checked and kept.
_SETTLED_MS = 400
_SHEET_WIDTH = 820


class ReviewView(QWidget):
    """Shows a record beside what it rests on; tells what the person does to it.

    Signals:
        section_settled: Id and new text of a section, after a pause in typing.
        copy_asked: Id of a section, "" for the whole record.
        redraft_asked: Id of a section to be drafted again.
        offer_taken, offer_left: Id of a section beside which the draft was waiting.
        dictation_asked: Id of the section to dictate into.
        dictation_over: No more is dictated; the last words may still come.
    """

    section_settled = Signal(str, str)
    copy_asked = Signal(str)
    redraft_asked = Signal(str)
    offer_taken = Signal(str)
    offer_left = Signal(str)
    dictation_asked = Signal(str)
    dictation_over = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("review")
        self._record: Record | None = None
        self._signed: tuple[SignedVersion, ...] = ()
        self._is_read_only = False
        self._rows: dict[str, SectionRow] = {}
        self._typing: dict[str, QTimer] = {}
        self._copied: set[str] = set()
        self._dictating = ""
        self._settling = QSignalMapper(self)
        self._settling.mappedString.connect(self._on_settled)
        self.words = WordsPane()
        self.lines, self.transcript = self.words.lines, self.words.transcript
        self.evidence = self.words.evidence
        self.head, self.versions = SheetHead(), VersionsView()
        self.decisions = Decisions()
        self.sign_bar = SignBar()
        self._make_sheet()
        self._columns = Columns(self.words, self._middle, self.decisions)
        self.side = self._columns.side
        down = column(space=0)
        down.addWidget(self._columns, 1)
        down.addWidget(self.sign_bar)
        self.setLayout(down)
        self._connect()

    def _make_sheet(self) -> None:
        self._section_list: QVBoxLayout = column(space=0, margins=(1, 4, 1, 4))
        sheet: QFrame = box("card", self._section_list)
        sheet.setMaximumWidth(theme().px(_SHEET_WIDTH))
        inside = holder(column(sheet, 1, space=0, margins=(0, 0, 0, 8)))
        self._sheet = scrolled(inside, keeps_bar=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._sheet)
        self._pages.addWidget(self.versions)
        layout = column(self.head, space=0, margins=(14, 0, 4, 0))
        layout.addWidget(self._pages, 1)
        self._middle = holder(layout)
        look(self._middle, "page", "")

    def _connect(self) -> None:
        self.decisions.place_asked.connect(self._on_place_asked)
        self.words.line_chosen.connect(self._on_line_chosen)
        self.head.versions_asked.connect(self._on_versions)
        self.sign_bar.copy_asked.connect(self._on_copy_all)

    def open(
        self, record: Record, template: Template, templates: Sequence[Template] = ()
    ) -> None:
        """Show a record from its beginning; `templates` are offered to choose another from."""
        self._make_rows(template)
        self.sign_bar.setEnabled(True)
        self.head.show_templates(templates, template)
        self.words.open(record)
        self.show_record(record)
        self._show_versions(is_open=False)
        self._sheet.verticalScrollBar().setValue(0)

    def show_record(self, record: Record, stale: frozenset[str] = frozenset()) -> None:
        """Show the record as it reads now; what is being typed stays as it is."""
        self._record = record
        for section in record.sections:
            line = self._rows.get(section.id)
            if line is not None and section.id not in self._typing:
                line.show_section(section, is_stale=section.id in stale)
                offered = "" if self._is_read_only else offer_for(record, section.id)
                line.show_offer(offered)
        self.words.show_lines(record)
        self.decisions.show_record(record)
        self.sign_bar.show_record(record, self.decisions.blocking)
        self.head.show_coverage(record.coverage)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """A signed record is read, not written."""
        self._is_read_only = is_read_only
        for line in self._rows.values():
            line.set_read_only(is_read_only=is_read_only)
            if is_read_only:
                line.show_offer("")
        self.head.set_read_only(is_read_only=is_read_only)
        self.words.set_correctable(is_correctable=not is_read_only)
        self.decisions.set_read_only(is_read_only=is_read_only)

    def settle(self) -> None:
        """Tell at once what is still being typed, before the page is left or signed."""
        for section_id in tuple(self._typing):
            self._on_settled(section_id)

    def go_on_typing(self, texts: Mapping[str, str], section_id: str, caret: int) -> None:
        """Take over what a person was typing while the record was being made.

        Args:
            section_id: Where the caret stood, "" for nowhere.
            caret: Its place, in Qt's count.
        """
        for each, text in texts.items():
            if each in self._rows:
                self._rows[each].editor.write(text)
        line = self._rows.get(section_id)
        if line is not None:
            line.editor.put_caret(caret)

    def begin_writing(self) -> None:
        """Put the caret into the first section."""
        line = next(iter(self._rows.values()), None)
        if line is not None:
            line.editor.put_caret(len(line.editor.text))

    def text_of(self, section_id: str) -> str:
        """A section as it stands in its editor."""
        return self._rows[section_id].editor.text

    @property
    def dictating(self) -> str:
        """Id of the section that is being dictated into, "" for none."""
        return self._dictating

    def show_dictation(self, section_id: str, capture: Capture) -> None:
        """Show how the dictation into a section stands; while it goes on nothing is signed."""
        line = self._rows.get(section_id)
        is_on = capture is not Capture.IDLE
        if line is not None:
            if is_on and not self._dictating:
                line.editor.mark_dictation()
            line.dictation.show_capture(capture)
        self._dictating = section_id if is_on else ""
        self.sign_bar.setEnabled(not is_on)

    def show_dictation_heard(self, level: SoundLevel | None) -> None:
        """What the microphone hears now."""
        line = self._rows.get(self._dictating)
        if line is not None:
            line.dictation.show_level(level)

    def show_dictation_words(self, words: str) -> None:
        """What is being said and not settled yet."""
        line = self._rows.get(self._dictating)
        if line is not None:
            line.dictation.show_words(words)

    def write_dictated(self, words: str) -> str:
        """Put a dictated sentence into its section; the section's whole text as it reads then."""
        self.settle()
        line = self._rows[self._dictating]
        line.editor.dictate(words)
        line.dictation.show_words("")
        return line.editor.text

    def end_dictation(self) -> None:
        """Stop dictating where somebody is; nothing where nobody is."""
        if self._dictating:
            self.dictation_over.emit()

    def act(self, action: Action) -> bool:
        """Answer a key; False where it means nothing here."""
        if self._dictating and action in (Action.RECORD, Action.SIGN):
            self.dictation_over.emit()
            return True
        if action is Action.RECORD:
            return self._begin_dictation()
        answers = {
            Action.NEXT_DECISION: self._on_next,
            Action.PREVIOUS_DECISION: self._on_previous,
            Action.PLAY: self.evidence.toggle,
            Action.NEXT_EVIDENCE: self.evidence.play_next,
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
        if first is not None:
            self._middle.setFocusProxy(first.editor)
        return (self.transcript, self._middle, self.decisions)

    def _make_rows(self, template: Template) -> None:
        for line in self._rows.values():
            line.hide()
            line.deleteLater()
        self._rows, self._typing, self._dictating = {}, {}, ""
        for part in template.sections:
            line = SectionRow(part)
            line.show_place(is_last=part is template.sections[-1])
            line.copy_asked.connect(self.copy_asked)
            line.redraft_asked.connect(self.redraft_asked)
            line.offer_taken.connect(self.offer_taken)
            line.offer_left.connect(self.offer_left)
            line.dictate_asked.connect(self._on_dictate)
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
        """From words to where they went: every sentence that rests on them."""
        record = self._record
        if record is None:
            return
        self._show_versions(is_open=False)
        first: SectionRow | None = None
        count = 0
        for section in record.sections:
            places = [
                (start, end)
                for start, end, statement in section.placed()
                if any(e.segment == segment for e in statement.evidence)
            ]
            line = self._rows.get(section.id)
            if line is None:
                continue
            line.editor.point_out(*places)
            count += len(places)
            first = first or (line if places else None)
        if first is not None:
            self._sheet.ensureWidgetVisible(first)
        self.evidence.show_line(record.transcript[segment], record.transcript, count)

    def _on_place_asked(self, item: object) -> None:
        if isinstance(item, Finding):
            self.transcript.light(item.segments)
            line = self._rows.get(item.section)
            if line is not None:
                self._sheet.ensureWidgetVisible(line)
                line.editor.point_out((item.start, item.end))
        elif isinstance(item, LedgerItem):
            self.transcript.light([item.segment] if item.segment else [])
            line = self._rows.get(item.section)
            if line is not None:
                self._sheet.ensureWidgetVisible(line)
                at = line.editor.text.find(item.name) if not item.segment else -1
                line.editor.point_out((at, at + len(item.name)))

    def _on_versions(self) -> None:
        self._show_versions(is_open=self._pages.currentWidget() is self._sheet)

    def show_signed(self, versions: Sequence[SignedVersion]) -> None:
        """Take what was signed of this visit, for the list of versions."""
        self._signed = tuple(versions)
        if self._pages.currentWidget() is self.versions:
            self._show_versions(is_open=True)

    def _show_versions(self, *, is_open: bool) -> None:
        if is_open:
            self.versions.show_versions(self._signed, None if self._is_read_only else self._record)
        self._pages.setCurrentWidget(self.versions if is_open else self._sheet)
        self.head.show_versions_open(is_open=is_open)

    def _on_next(self) -> None:
        self.decisions.walk(1)

    def _on_previous(self) -> None:
        self.decisions.walk(-1)

    def _on_copy_all(self) -> None:
        self.copy_asked.emit("")

    def _section_at_work(self) -> str:
        """Id of the section with the focus, "" for none."""
        focused = self.focusWidget() or self
        return next((each for each, line in self._rows.items() if line.isAncestorOf(focused)), "")

    def _begin_dictation(self) -> bool:
        section_id = self._section_at_work()
        if not section_id or self._is_read_only:
            return False
        self.dictation_asked.emit(section_id)
        return True

    def _on_dictate(self, section_id: str) -> None:
        if self._dictating:
            self.dictation_over.emit()
        else:
            self._rows[section_id].editor.setFocus()
            self.dictation_asked.emit(section_id)

    def _on_copy_section(self) -> None:
        """The section at work; without one the next."""
        at_work = self._section_at_work()
        if at_work:
            self._copied.add(at_work)
            self.copy_asked.emit(at_work)
        else:
            self.copy_next()

    def copy_next(self) -> None:
        """Copy the next section that was not copied yet, in the hospital system's order."""
        written = [s for s, line in self._rows.items() if line.editor.text.strip()]
        if self._copied.issuperset(written):
            self._copied.clear()
        for section_id in written:
            if section_id not in self._copied:
                self._copied.add(section_id)
                self.copy_asked.emit(section_id)
                return
