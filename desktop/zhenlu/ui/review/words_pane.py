"""The conversation beside the record: read, heard, and put right where it was heard wrongly."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from zhenlu.application.correcting import differing
from zhenlu.domain.record import Record
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.review.evidence_dock import EvidenceDock
from zhenlu.ui.transcript.line_bar import LineBar
from zhenlu.ui.transcript.model import LINE, Line, TranscriptModel
from zhenlu.ui.transcript.view import TranscriptView
from zhenlu.ui.translation import Translated


class WordsPane(Translated, QFrame):
    """Signals:
    line_chosen: Id of the segment that the person went to.
    words_given: Id of a segment and what it should read.
    role_given: Id of a segment and the role, as its text, that spoke it.
    heard_wanted: Id of a segment that should read as it was heard.
    swap_asked: Doctor and patient are the wrong way round.
    """

    line_chosen = Signal(int)
    words_given = Signal(int, str)
    role_given = Signal(int, str)
    heard_wanted = Signal(int)
    swap_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "column", "")
        self.lines = TranscriptModel(self)
        self.transcript = TranscriptView(self.lines)
        self.bar = LineBar()
        self.evidence = EvidenceDock()
        self._title = Label("section")
        self._last = 0
        self._swap = Button("swap_roles", "quiet", "swap")
        head = row(self._title, 1, self._swap, space=6, margins=(14, 6, 8, 4))
        layout = column(head, space=0)
        layout.addWidget(self.transcript, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.evidence)
        self.setLayout(layout)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._swap.clicked.connect(self.swap_asked)
        self.transcript.swap_asked.connect(self.swap_asked)
        self.transcript.line_chosen.connect(self._on_line)
        self.transcript.words_given.connect(self.words_given)
        self.transcript.role_chosen.connect(self.role_given)
        self.transcript.play_asked.connect(self._on_play)
        self.bar.role_chosen.connect(self._on_role)
        self.bar.edit_asked.connect(self.transcript.edit_line)
        self.bar.heard_wanted.connect(self._on_heard_wanted)
        self.bar.other_wanted.connect(self._on_other_wanted)
        self.lines.dataChanged.connect(self._show_line)
        self.lines.modelReset.connect(self._show_line)

    def open(self, record: Record) -> None:
        """Show the conversation behind a record from its beginning."""
        said = record.transcript
        self.lines.show(tuple(said), _heard(record), record.coverage.gaps, said.offered)
        self._last = max((segment.id for segment in record.transcript.heard), default=0)
        self.evidence.show_statement(None, record.transcript)

    def show_lines(self, record: Record) -> None:
        """Show corrected words and speakers in place, and what was dictated at the end."""
        heard, offered = _heard(record), record.transcript.offered
        for segment in record.transcript:
            if segment.id > self._last:
                self._last = segment.id
                self.lines.append(segment)
            else:
                number = segment.id
                self.lines.change(segment, heard.get(number, ""), offered.get(number, ""))

    def show_title(self, *, is_shown: bool) -> None:
        """Head the column with its title, or leave that to the tab over it."""
        self._title.setVisible(is_shown)

    def set_correctable(self, *, is_correctable: bool) -> None:
        """Words under a signature are read, not corrected."""
        for part in (self._swap, self.bar):
            part.setVisible(is_correctable)
        self.transcript.set_correctable(is_correctable=is_correctable)
        self.bar.set_correctable(is_correctable=is_correctable)

    def retranslate(self) -> None:
        self._title.say(self.tr("Conversation"))
        self._swap.say(self.tr("Swap doctor and patient"))
        self.transcript.setAccessibleName(self.tr("Conversation"))

    def _show_line(self) -> None:
        line = self.transcript.currentIndex().data(LINE)
        self.bar.show_line(line if isinstance(line, Line) else None)

    def _on_line(self, segment: int) -> None:
        self._show_line()
        self.line_chosen.emit(segment)

    def _on_play(self, segment: int) -> None:
        self.line_chosen.emit(segment)
        self.evidence.toggle()

    def _on_role(self, role: str) -> None:
        self.role_given.emit(self.transcript.current_segment(), role)
        self._show_line()

    def _on_heard_wanted(self) -> None:
        self.heard_wanted.emit(self.transcript.current_segment())

    def _on_other_wanted(self) -> None:
        line = self.transcript.currentIndex().data(LINE)
        if isinstance(line, Line) and line.offered:
            self.words_given.emit(line.segment.id, line.offered)


def _heard(record: Record) -> dict[int, str]:
    return {number: heard.text for number, heard in differing(record.transcript).items()}
