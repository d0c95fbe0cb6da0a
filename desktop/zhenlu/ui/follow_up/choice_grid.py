"""The answers of a field as buttons, as many side by side as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from zhenlu.ui.appearance.theme import theme

#: At most.
_ABREAST = 4
_SPACE = 5


class ChoiceGrid(QWidget):
    """Lays out buttons in lines; in several lines they stand below each other, all as wide."""

    def __init__(self, buttons: Sequence[QToolButton]) -> None:
        super().__init__()
        self._buttons = tuple(buttons)
        self._abreast = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACE)
        self._grid.setColumnStretch(_ABREAST, 1)
        self.setLayout(self._grid)
        # Or the widest line would hold the form open beyond its page.
        self.setMinimumWidth(1)
        theme().changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        abreast = self._fitting()
        if abreast == self._abreast:
            return
        self._abreast = abreast
        upright = QSizePolicy.Policy.Fixed
        across = QSizePolicy.Policy.Preferred if len(self._buttons) > abreast else upright
        for at, button in enumerate(self._buttons):
            button.setSizePolicy(across, upright)
            self._grid.addWidget(button, at // abreast, at % abreast)

    def _fitting(self) -> int:
        """How many there is room for side by side."""
        widths = [button.sizeHint().width() for button in self._buttons]
        for abreast in range(_ABREAST, 1, -1):
            columns = [max(widths[at::abreast]) for at in range(min(abreast, len(widths)))]
            if sum(columns) + _SPACE * (len(columns) - 1) <= self.width():
                return abreast
        return 1
