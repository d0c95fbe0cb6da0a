"""The day's visits; arrows choose, Enter opens, the record key records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from zhenlu.ui.parts.row_list import RowList
from zhenlu.ui.today.agenda import AgendaVisit
from zhenlu.ui.today.visit_row import VisitRow
from zhenlu.ui.translation import Translated


class VisitList(Translated, RowList[VisitRow]):
    """Signals:
    open_asked, record_asked, intake_asked: Id of the visit.
    """

    open_asked = Signal(str)
    record_asked = Signal(str)
    intake_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("today_visits")
        self._is_loaded = False
        self.retranslate()

    @property
    def current(self) -> AgendaVisit | None:
        row = self.current_row
        return None if row is None else row.visit

    def show_visits(self, visits: Sequence[AgendaVisit]) -> None:
        """Show the day; whoever was chosen stays chosen, else the next who waits."""
        chosen = self.current.id if self.current else ""
        rows = [VisitRow(visit) for visit in visits]
        for line in rows:
            line.chosen.connect(self._on_chosen)
            line.open_asked.connect(self.open_asked)
            line.record_asked.connect(self.record_asked)
            line.intake_asked.connect(self.intake_asked)
        self._replace(rows)
        ids = [visit.id for visit in visits]
        waiting = (i for i, v in enumerate(visits) if v.is_waiting or v.is_unfinished)
        at = ids.index(chosen) if chosen in ids else next(waiting, len(visits) - 1)
        self._choose(at)
        if not self._is_loaded:
            self._is_loaded = True
            self.retranslate()

    def retranslate(self) -> None:
        nobody = self.tr("Nobody yet today. Ctrl+N adds a patient.")
        self._empty.say(nobody if self._is_loaded else self.tr("Looking up the day…"))
        self.setAccessibleName(self.tr("Today's visits"))

    def _on_chosen(self, visit_id: str) -> None:
        self._choose([line.visit.id for line in self._rows].index(visit_id))
        self.setFocus()

    def enter(self, row: VisitRow) -> None:
        self.open_asked.emit(row.visit.id)
