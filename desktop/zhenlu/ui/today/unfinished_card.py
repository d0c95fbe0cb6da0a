"""The offer after a crash: what is safe, what is missing, three ways on; the day stays usable."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Label, Sign
from zhenlu.ui.parts.layouts import column, row
from zhenlu.ui.parts.look import look
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated

#: A recording is on the disk after so long at the latest.
_AT_RISK_S = 2


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A visit that broke off.

    Attributes:
        saved_s: Recorded audio that is safe.
        heard_s: Of it, what is in words already.
        silent_s: Seconds since the last of it; nothing was recorded then.
        others: How many more there are.
    """

    visit: str
    name: str = field(repr=False)
    saved_s: float = 0.0
    heard_s: float = 0.0
    silent_s: float = 0.0
    others: int = 0


class UnfinishedCard(Translated, QFrame):
    """Signals:
    open_asked, finish_asked, later_asked: Id of the visit.
    """

    open_asked = Signal(str)
    finish_asked = Signal(str)
    later_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look(self, "card", "selected")
        self.setObjectName("unfinished")
        self._unfinished: Unfinished | None = None
        self._title, self._others = Label("title"), Label("caption")
        self._what = Label(wrap=True)
        self._line = TimeLine()
        self._open = Button("open_unfinished", "primary", "visit")
        self._finish = Button("finish_unfinished", "", "document")
        self._later = Button("later_unfinished", "", "time")
        self._open.clicked.connect(self._on_open)
        self._finish.clicked.connect(self._on_finish)
        self._later.clicked.connect(self._on_later)
        self._safe = Label("caption")
        head = row(Sign("history", "warning", 20), self._title, 1, self._others, space=10)
        actions = row(self._open, self._finish, self._later, 1, self._safe, space=10)
        self.setLayout(
            column(head, self._what, self._line, actions, space=10, margins=(18, 14, 18, 14))
        )
        self.hide()
        self.retranslate()

    def offer(self, unfinished: Unfinished | None) -> None:
        """Offer to go on with a visit; None withdraws the offer."""
        self._unfinished = unfinished
        self.setVisible(unfinished is not None)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.say(self.tr("A visit was not finished"))
        self._open.say(self.tr("Open this visit"))
        self._finish.say(self.tr("Write up what was recorded"))
        self._later.say(self.tr("Later"))
        self._safe.say(self.tr("None of these deletes the recording"))
        found = self._unfinished
        if found is None:
            return
        self._others.say(
            self.tr("and {count} more").format(count=found.others) if found.others else ""
        )
        self._what.say(
            self.tr(
                "{name}. {saved} are saved, encrypted; at most the last {risk} s are missing. "
                "{heard} are written up already, the rest follows."
            ).format(
                name=found.name, saved=clock(found.saved_s), risk=_AT_RISK_S,
                heard=clock(found.heard_s),
            )
        )  # fmt: skip
        self._line.show_times(
            (found.saved_s, self.tr("saved {length}").format(length=clock(found.saved_s))),
            (found.silent_s, self.tr("not recorded")),
        )

    def _on_open(self) -> None:
        if self._unfinished is not None:
            self.open_asked.emit(self._unfinished.visit)

    def _on_finish(self) -> None:
        if self._unfinished is not None:
            self.finish_asked.emit(self._unfinished.visit)

    def _on_later(self) -> None:
        if self._unfinished is not None:
            self.later_asked.emit(self._unfinished.visit)
            self.offer(None)


class TimeLine(QWidget):
    """What was recorded, the moment at risk, and the time after it."""

    def __init__(self) -> None:
        super().__init__()
        self._saved: tuple[float, str] = (1.0, "")
        self._silent: tuple[float, str] = (0.0, "")
        self.setFixedHeight(26)

    def show_times(self, saved: tuple[float, str], silent: tuple[float, str]) -> None:
        """Seconds and words of both stretches."""
        self._saved, self._silent = saved, silent
        self.setAccessibleName(f"{saved[1]}, {silent[1]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(theme().font("caption"))
        # The silence may last for days: it gets a fifth at least and two fifths at most.
        whole = self._saved[0] + self._silent[0]
        silent = min(0.4, max(0.2, self._silent[0] / whole)) if whole else 0.2
        risk = 0.02
        left = 0.0
        for share, ground, ink, words in (
            (1.0 - silent - risk, "accent", "on-accent", self._saved[1]),
            (risk, "evidence", "on-evidence", ""),
            (silent, "sunken", "text", self._silent[1]),
        ):
            area = QRectF(left, 0, share * self.width() - 2, self.height())
            painter.fillRect(area, theme().colour(ground))
            painter.setPen(theme().colour(ink))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
            left += share * self.width()
