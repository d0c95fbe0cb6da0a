"""Rows of which one is chosen: by the arrows, by a click, or by what was chosen before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from zhenlu.ui.parts.labels import Label
from zhenlu.ui.parts.layouts import column, holder

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Choosable(Protocol):
    """A row that shows whether it is the chosen one; a widget."""

    def set_current(self, *, is_current: bool) -> None: ...


RowT = TypeVar("RowT", bound=Choosable)


class RowList(QScrollArea, Generic[RowT]):
    """A column of rows, or words in their place where there are none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: list[RowT] = []
        self._at = -1
        self._empty = Label("muted", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._column = column(self._empty, space=0)
        self._column.addStretch(1)
        self.setWidget(holder(self._column))

    @property
    def current_row(self) -> RowT | None:
        return self._rows[self._at] if 0 <= self._at < len(self._rows) else None

    def enter(self, row: RowT) -> None:
        """Do what Enter does on the chosen row."""
        raise NotImplementedError

    def _replace(self, rows: Sequence[RowT]) -> None:
        for line in map(_widget, self._rows):
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = list(rows)
        for place, line in enumerate(map(_widget, self._rows)):
            self._column.insertWidget(place, line)
        self._empty.setVisible(not self._rows)

    def _choose(self, at: int) -> None:
        self._at = at
        for place, line in enumerate(self._rows):
            line.set_current(is_current=place == at)
        if self.current_row is not None:
            self.ensureWidgetVisible(_widget(self.current_row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed in _STEPS and self._rows:
            self._choose(max(0, min(len(self._rows) - 1, self._at + _STEPS[pressed])))
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row is not None:
            self.enter(self.current_row)
        else:
            super().keyPressEvent(event)


def _widget(row: Choosable) -> QWidget:
    return cast(QWidget, row)
