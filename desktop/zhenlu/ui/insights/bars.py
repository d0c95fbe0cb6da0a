"""Two small pictures: a day's load by the hour, and shares as horizontal bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from zhenlu.application.day_review import Hour, Rewritten
from zhenlu.ui.appearance.theme import theme

_FOOT, _HEAD = 26, 22
_WIDEST = 46.0
_LINE = 30


class HourBars(QWidget):
    """Visits by the hour they began in: signed below, open above."""

    def __init__(self) -> None:
        super().__init__()
        self._hours: Sequence[Hour] = ()
        self.setMinimumHeight(180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_hours(self, hours: Sequence[Hour], told: str) -> None:
        """Draw them; `told` says the same for whoever does not see it, or that there is
        nothing to draw."""
        self._hours = hours
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if not self._hours:
            painter.setPen(theme().colour("muted"))
            painter.setFont(theme().font())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.accessibleName())
            return
        painter.setFont(theme().font("caption", figures=True))
        foot = self.height() - _FOOT
        painter.setPen(QPen(theme().colour("line-strong"), 1))
        painter.drawLine(0, foot, self.width(), foot)
        step = self.width() / len(self._hours)
        bar = min(_WIDEST, step * 0.58)
        most = max(4, *(hour.signed + hour.open for hour in self._hours))
        unit = (foot - _HEAD) / most
        for at, hour in enumerate(self._hours):
            middle, top = (at + 0.5) * step, float(foot)
            for count, colour in ((hour.signed, "chart-1"), (hour.open, "chart-2")):
                top -= count * unit
                area = QRectF(middle - bar / 2, top, bar, count * unit)
                painter.fillRect(area, theme().colour(colour))
            total = hour.signed + hour.open
            painter.setPen(theme().colour("text"))
            above = QRectF(middle - 30, top - 20, 60, 18)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(total) if total else "")
            painter.setPen(theme().colour("muted"))
            below = QRectF(middle - 30, foot + 4, 60, 18)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{hour.hour}:00")


class ShareBars(QWidget):
    """Sections and the share of them that was typed."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: Sequence[Rewritten] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: Sequence[Rewritten], told: str) -> None:
        self._shares = shares
        self.setAccessibleName(told)
        self.setFixedHeight(max(1, len(shares)) * theme().px(_LINE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(theme().font("body", figures=True))
        line, name = theme().px(_LINE), theme().px(140)
        figure = theme().px(56)
        whole = max(1, self.width() - name - figure)
        for at, share in enumerate(self._shares):
            top = at * line
            painter.setPen(theme().colour("text"))
            words = painter.fontMetrics().elidedText(
                share.title, Qt.TextElideMode.ElideRight, name - 8
            )
            painter.drawText(QRectF(0, top, name - 8, line), Qt.AlignmentFlag.AlignVCenter, words)
            track = QRectF(name, top + line / 2 - 5, whole, 10)
            painter.fillRect(track, theme().colour("sunken"))
            track.setWidth(whole * share.share)
            painter.fillRect(track, theme().colour("chart-1"))
            painter.setPen(theme().colour("muted"))
            area = QRectF(name + whole + 8, top, figure - 8, line)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"{share.share:.0%}")
