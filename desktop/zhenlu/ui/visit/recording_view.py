"""The visit while it is recorded: the strip above, words at the left, the draft at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from zhenlu.application.live_events import (
    CaptureStopped,
    Committed,
    Drafted,
    GapMarked,
    Journalled,
    LinesReadAgain,
    LiveEvent,
    RolesChanged,
    Tentative,
    VisitFinished,
)
from zhenlu.domain.journal import Gap, GapReason
from zhenlu.domain.record import Record, Statement
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Segment
from zhenlu.ui.keys import Action, key
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import box, column, row
from zhenlu.ui.transcript.line_bar import LineBar
from zhenlu.ui.transcript.model import LINE, Line, TranscriptModel
from zhenlu.ui.transcript.view import TranscriptView
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.growing_draft import GrowingDraft
from zhenlu.ui.visit.record_strip import RecordStrip


class RecordingView(Translated, QWidget):
    """Shows what the events of a live visit tell.

    Signals:
        words_given: Id of a segment and what it should read.
        role_given: Id of a segment and the role, as its text, that spoke it.
        swap_asked: Doctor and patient are the wrong way round.
        intake_asked: The questions before the visit shall be answered.
    """

    words_given = Signal(int, str)
    role_given = Signal(int, str)
    swap_asked = Signal()
    intake_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recording")
        self.strip = RecordStrip()
        self.lines = TranscriptModel(self)
        self.transcript = TranscriptView(self.lines)
        self.bar = LineBar()
        self.draft = GrowingDraft()
        self._swap = Button("swap_live_roles", "quiet", "swap")
        self._intake = Button("intake", "quiet", "document")
        self._intake.clicked.connect(self.intake_asked)
        self._may_answer = False
        self._title, self._legend = Label("section"), Label("caption")
        self._panes = Label("caption")
        self._pill = Button("to_newest", "primary", "down")
        self._pill.clicked.connect(self._on_pill)
        self._pill.hide()
        self.lines.rowsInserted.connect(self._on_grown)
        self.transcript.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.strip.capture_changed.connect(self._on_capture)
        self.draft.statement_entered.connect(self._on_statement)
        self._connect_lines()
        self._lay_out()
        self._flagged: set[int] = set()
        self._heard: dict[int, str] = {}
        self.retranslate()

    def _connect_lines(self) -> None:
        self._swap.clicked.connect(self.swap_asked)
        self.transcript.swap_asked.connect(self.swap_asked)
        self.transcript.words_given.connect(self.words_given)
        self.transcript.role_chosen.connect(self.role_given)
        self.transcript.selectionModel().currentChanged.connect(self._show_line)
        self.bar.role_chosen.connect(self._on_role)
        self.bar.edit_asked.connect(self.transcript.edit_line)
        self.bar.heard_wanted.connect(self._on_heard_wanted)
        self.bar.other_wanted.connect(self._on_other_wanted)
        self.lines.dataChanged.connect(self._show_line)
        self.lines.modelReset.connect(self._show_line)

    def _lay_out(self) -> None:
        head = row(
            self._title, 1, self._pill, self._intake, self._swap, space=6, margins=(14, 6, 8, 4)
        )
        words = column(head, space=0)
        words.addWidget(self.transcript, 1)
        words.addWidget(self.bar)
        words.addLayout(row(self._legend, 1, self._panes, margins=(14, 6, 14, 8)))
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        across.addWidget(box("column", words))
        across.addWidget(self.draft)
        across.setStretchFactor(0, 54)
        across.setStretchFactor(1, 46)
        across.setSizes([540, 460])
        down = column(self.strip, space=0)
        down.addWidget(across, 1)
        self.setLayout(down)

    def open(self, template: Template, record: Record | None = None) -> None:
        """Make ready for a visit, or to go on with one of which there is a record."""
        if record is not None:
            said = record.transcript
            self.lines.show(tuple(said), gaps=record.coverage.gaps, offered=said.offered)
        else:
            self.lines.show(())
        self._flagged.clear()
        self._heard = {s.id: s.text for s in record.transcript.heard} if record is not None else {}
        self.draft.open(template, record.sections if record is not None else ())
        self._may_answer = False
        self.strip.show_time(0.0)
        self.strip.show_capture(Capture.IDLE)

    def show_intake(self, drafted: Record | None, *, may_answer: bool) -> None:
        """Show what was answered before the visit, with the draft that follows from it.

        Args:
            may_answer: It may still be answered, or answered otherwise.
        """
        if drafted is not None:
            self.lines.show(tuple(drafted.transcript))
            self._heard = {s.id: s.text for s in drafted.transcript.heard}
            self.draft.show_sections(drafted.sections)
        self._may_answer = may_answer
        self._say_intake()

    @property
    def takes_answers(self) -> bool:
        """Whether the questions before the visit may still be answered."""
        return self._may_answer and self.strip.capture is Capture.IDLE

    def take(self, event: LiveEvent) -> None:
        """Show what happened."""
        if isinstance(event, Journalled):
            self.strip.show_journal(event)
        elif isinstance(event, Committed):
            self.lines.append(event.segment)
            self._heard[event.segment.id] = event.heard.text
        elif isinstance(event, Tentative):
            self.lines.set_tentative(event.text, event.audio_s)
        elif isinstance(event, RolesChanged):
            self._change(event.segments)
        elif isinstance(event, LinesReadAgain):
            self._change(event.segments)
            for line, other in event.offered.items():
                self._offer(line, other)
        elif isinstance(event, Drafted):
            self.draft.show_sections(event.sections)
        elif isinstance(event, GapMarked):
            self._mark_gap(event)
        elif isinstance(event, CaptureStopped):
            self.strip.show_capture(Capture.CATCHING_UP)
        elif isinstance(event, VisitFinished):
            self.draft.finish()

    def _mark_gap(self, event: GapMarked) -> None:
        self.lines.mark_gap(Gap(event.at_s, event.length_s or 0.0, event.reason))
        if event.reason is GapReason.MICROPHONE:
            gone = event.length_s is None
            self.strip.show_capture(Capture.GONE if gone else Capture.RECORDING)

    def flag_newest(self) -> None:
        """Mark the line that was heard last."""
        last = self.lines.rowCount() - 1
        while last >= 0 and not self.lines.line(last).segment.id:
            last -= 1
        if last >= 0:
            self._flagged.add(self.lines.line(last).segment.id)
            self.lines.flag(frozenset(self._flagged))

    def retranslate(self) -> None:
        self._title.say(self.tr("Conversation"))
        self._pill.say(self.tr("New words"))
        self._swap.say(self.tr("Swap doctor and patient"), hint=self.tr("S in the conversation"))
        self._say_intake()
        self._legend.say(self.tr("The last words may still change"))
        self._panes.say(self.tr("F6 changes the pane"))
        self.transcript.setAccessibleName(self.tr("Conversation"))

    def _say_intake(self) -> None:
        has_answers = self._may_answer and self.lines.rowCount() > 0
        words = self.tr("Change the intake") if has_answers else self.tr("Intake before the visit")
        self._intake.say(words, key(Action.INTAKE))
        self._intake.setVisible(self.takes_answers)
        # Nobody has spoken yet, so there is nobody to be swapped.
        self._swap.setVisible(not self.takes_answers)

    def _on_grown(self) -> None:
        self._pill.setVisible(not self.transcript.is_at_end)

    def _on_scrolled(self) -> None:
        if self.transcript.is_at_end:
            self._pill.hide()

    def _change(self, segments: Sequence[Segment]) -> None:
        for segment in segments:
            heard = self._heard.get(segment.id, "")
            before = self.lines.line(self.lines.row_of(segment.id))
            # Other words decide what was doubted; another speaker does not.
            offered = before.offered if before.segment.text == segment.text else ""
            self.lines.change(segment, heard if heard != segment.text else "", offered)

    def _offer(self, number: int, other: str) -> None:
        """Show that a line may have been other words; "" once that is decided."""
        row = self.lines.row_of(number)
        if row >= 0:
            line = self.lines.line(row)
            self.lines.change(line.segment, line.heard, other)

    def _on_capture(self, capture: Capture) -> None:
        self.draft.set_writable(is_writable=capture is not Capture.IDLE)
        # Once the microphone is closed the last draft is being made of the lines as they are.
        is_open = capture not in (Capture.IDLE, Capture.CATCHING_UP)
        self.transcript.set_correctable(is_correctable=is_open)
        self.bar.set_correctable(is_correctable=is_open)
        self._swap.setEnabled(is_open)
        self._say_intake()

    def _show_line(self) -> None:
        line = self.transcript.currentIndex().data(LINE)
        is_settled = isinstance(line, Line) and not line.is_tentative
        self.bar.show_line(line if is_settled else None)

    def _on_role(self, role: str) -> None:
        self.role_given.emit(self.transcript.current_segment(), role)
        self._show_line()

    def _on_heard_wanted(self) -> None:
        segment = self.transcript.current_segment()
        self._offer(segment, "")
        self.words_given.emit(segment, self._heard.get(segment, ""))

    def _on_other_wanted(self) -> None:
        line = self.transcript.currentIndex().data(LINE)
        if isinstance(line, Line) and line.offered:
            self.words_given.emit(line.segment.id, line.offered)

    def _on_statement(self, statement: Statement | None) -> None:
        # Lit where they stand: what is being said keeps its place in sight.
        self.lines.light([e.segment for e in statement.evidence] if statement else [])

    def _on_pill(self) -> None:
        self.transcript.scrollToBottom()
