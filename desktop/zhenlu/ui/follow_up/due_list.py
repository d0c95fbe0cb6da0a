"""Who is due, the longest overdue first; arrows choose, Enter begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from zhenlu.ui.follow_up.due import DueEntry
from zhenlu.ui.follow_up.due_row import DueRow
from zhenlu.ui.parts.row_list import RowList
from zhenlu.ui.translation import Translated


class DueList(Translated, RowList[DueRow]):
    """Signals:
    start_asked: Id of the promise, id of the form.
    close_asked: Id of the promise, "done" or "cancelled".
    """

    start_asked = Signal(str, str)
    close_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("due_list")
        self._is_loaded = False
        self.retranslate()

    @property
    def current(self) -> DueEntry | None:
        row = self.current_row
        return None if row is None else row.entry

    @property
    def rows(self) -> tuple[DueRow, ...]:
        return tuple(self._rows)

    def show_entries(self, entries: Sequence[DueEntry]) -> None:
        """Show who is due; whoever was chosen stays chosen, else the one now in that place."""
        chosen, before = (self.current.id if self.current else ""), self._at
        rows = [DueRow(entry) for entry in entries]
        for line in rows:
            line.chosen.connect(self._on_chosen)
            line.start_asked.connect(self.start_asked)
            line.close_asked.connect(self.close_asked)
        self._replace(rows)
        self._is_loaded = True
        ids = [entry.id for entry in entries]
        at = ids.index(chosen) if chosen in ids else max(0, min(before, len(ids) - 1))
        self._choose(at)
        self.retranslate()

    def retranslate(self) -> None:
        nobody = self.tr("Nobody is due. What visits plan for later appears here by itself.")
        self._empty.say(nobody if self._is_loaded else self.tr("Looking who is due…"))
        self.setAccessibleName(self.tr("Due follow-ups"))

    def _on_chosen(self, entry_id: str) -> None:
        self._choose([line.entry.id for line in self._rows].index(entry_id))
        self.setFocus()

    def enter(self, row: DueRow) -> None:
        row.start()
