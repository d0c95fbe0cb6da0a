"""Rows, columns and framed boxes, written in reading order."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from zhenlu.ui.parts.look import look

#: A widget, a layout, or a number: a stretch of that weight.
Item = QWidget | QLayout | int
Margins = tuple[int, int, int, int]
_NONE: Margins = (0, 0, 0, 0)

_Box = TypeVar("_Box", bound=QBoxLayout)


def row(*items: Item, space: int = 8, margins: Margins = _NONE) -> QHBoxLayout:
    """Side by side, from left to right."""
    return _filled(QHBoxLayout(), items, space, margins)


def column(*items: Item, space: int = 8, margins: Margins = _NONE) -> QVBoxLayout:
    """One below the other."""
    return _filled(QVBoxLayout(), items, space, margins)


def named(name: QWidget, *fields: Item) -> QVBoxLayout:
    """A field close below its name, so that both read as one."""
    return column(name, *fields, space=4)


def box(kind: str, layout: QLayout | None = None, state: str = "") -> QFrame:
    """A frame with a look of the style sheet: card, header, banner, row …"""
    frame = QFrame()
    look(frame, kind, state)
    if layout is not None:
        frame.setLayout(layout)
    return frame


def holder(layout: QLayout) -> QWidget:
    """A widget with nothing of its own but what is laid out in it."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


class _KeptBar(QScrollBar):
    """A bar that keeps its place and shows itself only where there is more than is seen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


def scrolled(content: QWidget, *, keeps_bar: bool = False) -> QScrollArea:
    """Scrolls downwards alone; takes no focus, its content does.

    Args:
        keeps_bar: The bar has its place also where nothing is scrolled. Content that makes
            itself higher when it becomes narrower needs that: it may fit without the bar and
            not beside it, and Qt would show and hide the bar without an end.
    """
    area = QScrollArea()
    if keeps_bar:
        area.setVerticalScrollBar(_KeptBar(Qt.Orientation.Vertical))
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def end_rows(rows: QLayout) -> None:
    """Take the line below the last row away: the card that holds them ends there."""
    item = rows.itemAt(rows.count() - 1)
    last = item.widget() if item is not None else None
    if last is not None:
        look(last, state="last")


def empty(layout: QLayout, keep: Collection[QWidget] = ()) -> None:
    """Take everything out and hide it; what is not kept goes for good."""
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is None:
            continue
        widget.hide()
        if widget not in keep:
            widget.deleteLater()


def _filled(layout: _Box, items: tuple[Item, ...], space: int, margins: Margins) -> _Box:
    layout.setSpacing(space)
    layout.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout
