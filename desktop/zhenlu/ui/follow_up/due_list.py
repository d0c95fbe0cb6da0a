"""Who is due, the longest overdue first; arrows choose, Enter begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea

from zhenlu.ui.follow_up.due import DueEntry
from zhenlu.ui.follow_up.due_row import DueRow
from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, holder
from zhenlu.ui.translation import Translated

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DueList(Translated, QScrollArea):
    """Signals:
    start_asked: Id of the promise, id of the form.
    close_asked: Id of the promise, "done" or "cancelled".
    """

    start_asked = Signal(str, str)
    close_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("due_list")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: list[DueRow] = []
        self._at = -1
        self._is_loaded = False
        self._empty = Label("muted", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._column = column(self._empty, space=0)
        self._column.addStretch(1)
        self.setWidget(holder(self._column))
        self.retranslate()

    @property
    def current(self) -> DueEntry | None:
        return self._rows[self._at].entry if 0 <= self._at < len(self._rows) else None

    @property
    def rows(self) -> tuple[DueRow, ...]:
        return tuple(self._rows)

    def show_entries(self, entries: Sequence[DueEntry]) -> None:
        """Show who is due; whoever was chosen stays chosen, else the one now in that place."""
        chosen, before = (self.current.id if self.current else ""), self._at
        for line in self._rows:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = [DueRow(entry) for entry in entries]
        for place, line in enumerate(self._rows):
            line.chosen.connect(self._on_chosen)
            line.start_asked.connect(self.start_asked)
            line.close_asked.connect(self.close_asked)
            self._column.insertWidget(place, line)
        self._is_loaded = True
        self._empty.setVisible(not self._rows)
        ids = [entry.id for entry in entries]
        at = ids.index(chosen) if chosen in ids else max(0, min(before, len(ids) - 1))
        self._choose(at)
        self.retranslate()

    def retranslate(self) -> None:
        nobody = self.tr("Nobody is due. What visits promise appears here by itself.")
        self._empty.say(nobody if self._is_loaded else self.tr("Looking who is due…"))
        self.setAccessibleName(self.tr("Due follow-ups"))

    def _choose(self, at: int) -> None:
        self._at = at
        for place, line in enumerate(self._rows):
            line.set_current(is_current=place == at)
        if 0 <= at < len(self._rows):
            self.ensureWidgetVisible(self._rows[at])

    def _on_chosen(self, entry_id: str) -> None:
        self._choose([line.entry.id for line in self._rows].index(entry_id))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed in _STEPS and self._rows:
            self._choose(max(0, min(len(self._rows) - 1, self._at + _STEPS[pressed])))
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self._rows[self._at].start()
        else:
            super().keyPressEvent(event)
