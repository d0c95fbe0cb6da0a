"""News for the person: one line in the middle of the header, never a dialog."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Sign
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.parts.look import look

#: Worst first. News that is "ok" leaves by itself.
STATES = ("danger", "warning", "info", "ok")
_OK_MS = 4000


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news.

    Attributes:
        topic: What it is about; a later notice of the same topic takes its place.
        state: One of `STATES`.
        action: What its button says; "" for none.
    """

    topic: str
    state: str
    text: str
    action: str = ""


class Notices(QObject):
    """All that a person ought to know now.

    Signals:
        changed: The worst notice or the number of them is another.
        action_chosen: The topic whose button was pressed.
    """

    changed = Signal()
    action_chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, Notice] = {}

    @property
    def worst(self) -> Notice | None:
        return min(self._open.values(), key=lambda n: STATES.index(n.state), default=None)

    @property
    def others(self) -> int:
        return max(0, len(self._open) - 1)

    @property
    def all(self) -> tuple[Notice, ...]:
        """Worst first."""
        return tuple(sorted(self._open.values(), key=lambda n: STATES.index(n.state)))

    def show(self, notice: Notice) -> None:
        """Tell; good news for four seconds, the rest until it is withdrawn."""
        self._open[notice.topic] = notice
        self.changed.emit()
        if notice.state == "ok":
            QTimer.singleShot(_OK_MS, self, lambda: self._expire(notice))

    def withdraw(self, topic: str) -> None:
        """It is no longer so."""
        if self._open.pop(topic, None) is not None:
            self.changed.emit()

    def _expire(self, notice: Notice) -> None:
        if self._open.get(notice.topic) is notice:
            self.withdraw(notice.topic)


class NoticeBar(QFrame):
    """Shows one notice in a place that is always there, so that nothing below moves.

    It is the worst one, until somebody steps to the others; what gets worse comes first again.
    """

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices
        self._topic = self._worst = ""
        self._sign = Sign("info", "info")
        self._text = Elided(lines=2)
        self._more = Button("notice_more", "quiet")
        self._more.clicked.connect(self._on_more)
        self._action = Button("notice_action", "quiet")
        self._action.clicked.connect(self._on_action)
        across = row(self._sign, self._text, self._more, self._action, margins=(12, 2, 8, 2))
        across.setStretch(1, 1)
        self.setLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        notices.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def shown(self) -> Notice | None:
        """The notice in sight."""
        listed = self._notices.all
        return next((each for each in listed if each.topic == self._topic), self._notices.worst)

    def _on_changed(self) -> None:
        worst = self._notices.worst.topic if self._notices.worst else ""
        if worst != self._worst:
            self._worst = self._topic = worst
        self._show()

    def _show(self) -> None:
        shown = self.shown
        look(self, "banner" if shown else "", shown.state if shown else "")
        for part in (self._sign, self._text, self._more, self._action):
            part.setVisible(shown is not None)
        if shown is None:
            return
        self._sign.show_as(shown.state, shown.state)
        self._text.say(shown.text)
        others = self._notices.others
        self._more.say(self.tr("and {count} more").format(count=others))
        self._more.setVisible(others > 0)
        rest = (notice.text for notice in self._notices.all if notice is not shown)
        self._more.setToolTip("\n".join(rest))
        self._action.say(shown.action)
        self._action.setVisible(bool(shown.action))

    def _on_more(self) -> None:
        listed = [notice.topic for notice in self._notices.all]
        at = listed.index(self.shown.topic) if self.shown else -1
        self._topic = listed[(at + 1) % len(listed)]
        self._show()

    def _on_action(self) -> None:
        if self.shown is not None:
            self._notices.action_chosen.emit(self.shown.topic)
