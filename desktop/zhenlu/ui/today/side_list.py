"""What is owed, beside the day: a title, a count, an action, and a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from zhenlu.ui.parts.buttons import Button
from zhenlu.ui.parts.labels import Elided, Label
from zhenlu.ui.parts.layouts import column, empty, holder, row
from zhenlu.ui.parts.look import look


@dataclass(frozen=True, slots=True)
class SideLine:
    """A line: whose, what about, and a word on how it stands."""

    id: str
    name: str = field(repr=False)
    about: str = field(repr=False)
    chip: str = ""
    state: str = ""


class SideList(QFrame):
    """Signals:
    line_chosen: Id of a line.
    action_asked: The title's button.
    """

    line_chosen = Signal(str)
    action_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        look(self, "card", "")
        self._title, self._count = Label("section"), Label("caption")
        self._action = Button(f"{name}_action", "quiet")
        self._action.clicked.connect(self.action_asked)
        head = row(
            self._title, self._count, 1, self._action, space=8, margins=(14, 8, 8, 4)
        )
        self._empty = Label("muted", wrap=True)
        self._empty.setContentsMargins(14, 2, 14, 12)
        self._lines: QVBoxLayout = column(space=0)
        self._open = holder(column(self._empty, self._lines, space=0))
        self.setLayout(column(head, self._open, space=0))

    @property
    def count(self) -> str:
        """How many, as its title says."""
        return self._count.text()

    def say(self, title: str, count: str, action: str, empty: str) -> None:
        """Set title, count, the action's verb, and what stands there with no line."""
        self._title.say(title)
        self._count.say(count)
        self._action.say(action)
        self._empty.say(empty)
        self.setAccessibleName(title)

    def fold(self, *, is_folded: bool) -> None:
        """Show title, count and action alone, or the lines, too."""
        self._open.setHidden(is_folded)

    def show_lines(self, lines: Sequence[SideLine]) -> None:
        empty(self._lines)
        for line in lines:
            shown = _Line(line, is_last=line is lines[-1])
            shown.chosen.connect(self.line_chosen)
            self._lines.addWidget(shown)
        self._empty.setVisible(not lines)
        self._action.setVisible(bool(lines))


class _Line(QFrame):
    chosen = Signal(str)

    def __init__(self, line: SideLine, *, is_last: bool) -> None:
        super().__init__()
        self._id = line.id
        look(self, "row", "last" if is_last else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name, about, chip = Label("section"), Elided("muted"), Label("chip")
        name.say(line.name)
        about.say(line.about)
        chip.say(line.chip, line.state)
        chip.setVisible(bool(line.chip))
        across = row(name, about, chip, space=10, margins=(14, 9, 12, 9))
        across.setStretch(1, 1)
        self.setLayout(across)
        self.setAccessibleName(f"{line.name} {line.about} {line.chip}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._id)
        else:
            super().keyPressEvent(event)
