"""One thing that was found: a patient, or a record with the sentence that answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame

from zhenlu.application.exporting import masked_name
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord
from zhenlu.ui.parts.labels import Elided, Label, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look


class ResultRow(QFrame):
    """Signals:
    chosen: The person pressed it.
    """

    chosen = Signal(object)

    def __init__(self, found: KnownPatient | FoundRecord) -> None:
        super().__init__()
        self.found = found
        look(self, "row", "")
        first, second = Elided("section"), Elided("muted")
        if isinstance(found, KnownPatient):
            sign = Sign("patient", "accent", 18)
            first.say(masked_name(found.name))
            second.say(" · ".join(filter(None, (str(found.born or ""), found.number))))
        else:
            sign = Sign("document", "muted", 18)
            when = found.started.replace("T", " ")
            first.say(f"{masked_name(found.patient.name)}　{when}")
            second.say(found.excerpt.strip())
        words = column(first, second, space=2)
        across = row(sign, words, Label(), space=10, margins=(16, 8, 14, 8))
        across.setStretch(1, 1)
        self.setLayout(across)
        self.setAccessibleName(first.accessibleName() + " " + second.accessibleName())

    def set_current(self, *, is_current: bool) -> None:
        look(self, state="current" if is_current else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self.found)
