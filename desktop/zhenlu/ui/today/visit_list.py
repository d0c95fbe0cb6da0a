"""The day's visits; arrows choose, Enter opens, the record key records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea

from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, holder
from zhenlu.ui.today.agenda import AgendaVisit
from zhenlu.ui.today.visit_row import VisitRow
from zhenlu.ui.translation import Translated

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class VisitList(Translated, QScrollArea):
    """Signals:
    open_asked, record_asked: Id of the visit.
    """

    open_asked = Signal(str)
    record_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("today_visits")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: list[VisitRow] = []
        self._at = -1
        self._empty = Label("muted", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._column = column(self._empty, space=0)
        self._column.addStretch(1)
        self.setWidget(holder(self._column))
        self.retranslate()

    @property
    def current(self) -> AgendaVisit | None:
        return self._rows[self._at].visit if 0 <= self._at < len(self._rows) else None

    def show_visits(self, visits: Sequence[AgendaVisit]) -> None:
        """Show the day; whoever was chosen stays chosen, else the next who waits."""
        chosen = self.current.id if self.current else ""
        for line in self._rows:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = [VisitRow(visit) for visit in visits]
        for place, line in enumerate(self._rows):
            line.chosen.connect(self._on_chosen)
            line.open_asked.connect(self.open_asked)
            line.record_asked.connect(self.record_asked)
            self._column.insertWidget(place, line)
        self._empty.setVisible(not self._rows)
        ids = [visit.id for visit in visits]
        waiting = (i for i, v in enumerate(visits) if v.is_waiting or v.is_unfinished)
        at = ids.index(chosen) if chosen in ids else next(waiting, len(visits) - 1)
        self._choose(at)

    def retranslate(self) -> None:
        self._empty.say(self.tr("Nobody yet today. Ctrl+N adds a patient."))
        self.setAccessibleName(self.tr("Today's visits"))

    def _choose(self, at: int) -> None:
        self._at = at
        for place, line in enumerate(self._rows):
            line.set_current(is_current=place == at)
        if 0 <= at < len(self._rows):
            self.ensureWidgetVisible(self._rows[at])

    def _on_chosen(self, visit_id: str) -> None:
        self._choose([line.visit.id for line in self._rows].index(visit_id))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed in _STEPS and self._rows:
            self._choose(max(0, min(len(self._rows) - 1, self._at + _STEPS[pressed])))
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.open_asked.emit(self.current.id)
        else:
            super().keyPressEvent(event)
