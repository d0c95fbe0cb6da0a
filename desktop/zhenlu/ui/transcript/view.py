"""The list of what was said; follows its end only while the person is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from zhenlu.domain.transcript import SpeakerRole
from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.transcript.delegate import TranscriptDelegate
from zhenlu.ui.transcript.model import LINE, Index, Line, TranscriptModel

_ROLE_KEYS = {
    Qt.Key.Key_1: SpeakerRole.DOCTOR,
    Qt.Key.Key_2: SpeakerRole.PATIENT,
    Qt.Key.Key_3: SpeakerRole.COMPANION,
    Qt.Key.Key_4: SpeakerRole.NURSE,
}


class TranscriptView(QListView):
    """Signals:
    line_chosen: Id of the segment that the person went to.
    play_asked: Id of the segment to hear.
    role_chosen: Id of a segment and the role, as its text, that spoke it.
    words_given: Id of a segment and what it should read.
    swap_asked: Doctor and patient are the wrong way round.
    """

    line_chosen = Signal(int)
    play_asked = Signal(int)
    role_chosen = Signal(int, str)
    words_given = Signal(int, str)
    swap_asked = Signal()

    def __init__(self, model: TranscriptModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self._model = model
        self._delegate = TranscriptDelegate(self)
        self._delegate.words_given.connect(self.words_given)
        self._forget_with(model)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        # Enter and the pencil begin an edit; nothing does by accident.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._is_correctable = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        # Digits and letters are commands here: the input method stays out.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._was_at_end = True
        model.rowsAboutToBeInserted.connect(self._on_about_to_grow)
        model.rowsInserted.connect(self._on_grown)
        theme().changed.connect(self._on_theme)

    def _forget_with(self, model: TranscriptModel) -> None:
        """What was measured goes before the list itself hears of a change."""
        model.modelAboutToBeReset.connect(self._delegate.forget_look)
        model.rowsAboutToBeInserted.connect(self._on_rows_moving)
        model.rowsAboutToBeRemoved.connect(self._on_rows_moving)
        model.dataChanged.connect(self._on_rows_changed)

    def light(self, segments: Sequence[int]) -> None:
        """Mark lines and bring the first into sight, to the middle, if none is seen."""
        self._model.light(segments)
        rows = [row for row in map(self._model.row_of, segments) if row >= 0]
        seen = self.viewport().rect()
        if rows and not any(seen.intersects(self.visualRect(self._model.index(r))) for r in rows):
            self.scrollTo(
                self._model.index(min(rows)), QAbstractItemView.ScrollHint.PositionAtCenter
            )

    @property
    def is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 4

    def current_segment(self) -> int:
        """Id of the line the person is on, 0 for none."""
        line = self.currentIndex().data(LINE)
        return line.segment.id if isinstance(line, Line) else 0

    def set_correctable(self, *, is_correctable: bool) -> None:
        """Whether words and speakers may be corrected here."""
        self._is_correctable = is_correctable

    def edit_line(self) -> None:
        """Open the words of the line the person is on."""
        if self._is_correctable and self.current_segment():
            self.edit(self.currentIndex())

    def _on_rows_moving(self, _parent: Index, first: int) -> None:
        self._delegate.forget_from(first)

    def _on_rows_changed(self, first: Index, last: Index) -> None:
        self._delegate.forget_rows(first.row(), last.row())

    def _on_about_to_grow(self) -> None:
        self._was_at_end = self.is_at_end

    def _on_grown(self) -> None:
        if self._was_at_end:
            self.scrollToBottom()

    def _on_theme(self) -> None:
        self._delegate.forget_look()
        self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and self.current_segment():
            self.line_chosen.emit(self.current_segment())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        segment, key = self.current_segment(), Qt.Key(event.key())
        if segment and key is Qt.Key.Key_Space:
            self.play_asked.emit(segment)
        elif not (self._is_correctable and self._correct(segment, key)):
            super().keyPressEvent(event)

    def _correct(self, segment: int, key: Qt.Key) -> bool:
        """Do what a key corrects; False where it corrects nothing."""
        if key is Qt.Key.Key_S:
            self.swap_asked.emit()
        elif segment and key in _ROLE_KEYS:
            self.role_chosen.emit(segment, _ROLE_KEYS[key].value)
        elif segment and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_line()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._delegate.forget_look()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
