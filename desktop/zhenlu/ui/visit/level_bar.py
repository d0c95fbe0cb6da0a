"""How loud it is now, in bars that fall slowly enough to be seen from two metres."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from zhenlu.domain.level import LevelWarning, SoundLevel
from zhenlu.ui.appearance.theme import theme

_BARS = 28
#: Quieter than this is an empty bar, 0 dBFS a full one.
_LEAST_DBFS = -60.0
#: Share that a full bar loses at each tick of 50 ms: empty after a quarter of a second.
_RELEASE = 0.2


class LevelBar(QWidget):
    """Shows levels; what they mean is said in words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._is_clipping = False
        self.setFixedHeight(14)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, level: SoundLevel | None) -> None:
        """Show the present level; None for no sound at all."""
        loud = 0.0
        if level is not None:
            loud = max(0.0, min(1.0, 1.0 - level.peak_dbfs / _LEAST_DBFS))
        self._is_clipping = level is not None and LevelWarning.CLIPPING in level.warnings
        shown = max(loud, self._share - _RELEASE)
        if shown != self._share:
            self._share = shown
            self.update()

    def fall_silent(self) -> None:
        """Nothing is listened to any more: no bar is left standing."""
        self._share, self._is_clipping = 0.0, False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        step = self.width() / _BARS
        lit = round(self._share * _BARS)
        colour = theme().colour("warning" if self._is_clipping else "ok")
        dim = theme().colour("line")
        for at in range(_BARS):
            area = QRectF(at * step, 0, step * 0.72, self.height())
            painter.fillRect(area, colour if at < lit else dim)
