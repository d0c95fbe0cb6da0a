"""Patients and records that were found; the chosen one is shown beside them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord
from zhenlu.ui.parts.row_list import RowList
from zhenlu.ui.search.found import Found
from zhenlu.ui.search.result_row import ResultRow


class ResultList(RowList[ResultRow]):
    """Signals:
    chosen, entered: A `FoundRecord` or `KnownPatient` to look at, or to go to.
    """

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__("search_results")

    def show_found(self, found: Found) -> None:
        """List it, the first of it chosen."""
        rows = [ResultRow(patient) for patient in found.patients]
        rows += [ResultRow(record) for record in found.records]
        for line in rows:
            line.chosen.connect(self._on_pressed)
        self._replace(rows)
        self._choose(0 if rows else -1)

    def say_empty(self, words: str) -> None:
        """What stands there while there is nothing to list."""
        self._empty.say(words)

    def enter(self, row: ResultRow) -> None:
        self.entered.emit(row.found)

    def _choose(self, at: int) -> None:
        super()._choose(at)
        if self.current_row is not None:
            self.chosen.emit(self.current_row.found)

    def _on_pressed(self, found: KnownPatient | FoundRecord) -> None:
        self._choose([line.found for line in self._rows].index(found))
