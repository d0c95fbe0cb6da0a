"""How the room of the review is shared out between words, record and decisions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from zhenlu.ui.appearance.theme import theme
from zhenlu.ui.review.decisions import Decisions
from zhenlu.ui.review.side_pane import SidePane
from zhenlu.ui.review.words_pane import WordsPane

#: Widths of words and decisions from this width of the whole on, and below it.
_WIDE, _SIDES_WIDE, _SIDES_NARROW = 1400, (360, 340), (300, 290)
#: Of the whole width, at most: with large text the record keeps its half.
_SIDES_MOST = (0.27, 0.24)
#: Below this there are two columns: the decisions stand behind a tab beside the words.
_THREE, _SIDE_MOST = 1108, 0.36


class Columns(QSplitter):
    """Three columns, or two where the width falls short of them for the size of the text."""

    def __init__(self, words: WordsPane, middle: QWidget, decisions: Decisions) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.side = SidePane(words, decisions)
        self._decisions = decisions
        self._sides = (0, 0)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for part in (self.side, middle, decisions):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        theme().changed.connect(self._share_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Give the columns their widths where the room asks for others than before."""
        now = self.width()
        is_tabbed = now < theme().px(_THREE)
        if is_tabbed is not self.side.is_tabbed:
            self._move_decisions(is_tabbed=is_tabbed)
        sides = _side_of(now) if is_tabbed else _sides_of(now)
        if self._sides != sides:
            self._sides = sides
            left, right = sides
            self.setSizes([left, max(1, now - left - right), right][: self.count()])

    def _move_decisions(self, *, is_tabbed: bool) -> None:
        if is_tabbed:
            self.side.take_decisions()
        else:
            self.side.give_decisions()
            self.addWidget(self._decisions)
            self._decisions.show()


def _sides_of(whole: int) -> tuple[int, int]:
    """Widths of words and decisions in a room of this width."""
    sides = _SIDES_WIDE if whole >= theme().px(_WIDE) else _SIDES_NARROW
    left, right = (
        min(theme().px(side), round(most * whole))
        for side, most in zip(sides, _SIDES_MOST, strict=True)
    )
    return left, right


def _side_of(whole: int) -> tuple[int, int]:
    """The same where the words have the decisions behind a tab."""
    return min(theme().px(_SIDES_WIDE[0]), round(_SIDE_MOST * whole)), 0
