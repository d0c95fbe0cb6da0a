"""The rail beside the pages of the person who is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from zhenlu.ui.keys import Action
from zhenlu.ui.parts.layouts import row
from zhenlu.ui.shell.page import Page
from zhenlu.ui.shell.rail import Rail

_OF_RECORDING = frozenset({Action.RECORD, Action.PAUSE, Action.FLAG})
#: Asked for anywhere, done on the day's page.
_OF_TODAY = frozenset({Action.NEW_PATIENT, Action.IMPORT})


class Workplace(QWidget):
    """Holds the pages and leads from one to another.

    Signals:
        lock_asked: The person wants the screen locked.
        keys_asked: The person wants to know the keys of the page in sight.
    """

    lock_asked = Signal()
    keys_asked = Signal()

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self.rail = Rail()
        self._pages = {page.place: page for page in pages}
        self._stack = QStackedWidget()
        for page in pages:
            self._stack.addWidget(page)
            page.header.keys.clicked.connect(self.keys_asked)
        self.rail.allow(frozenset(self._pages))
        self.rail.place_chosen.connect(self._on_place)
        self.rail.lock_chosen.connect(self.lock_asked)
        across = row(self.rail, space=0)
        across.addWidget(self._stack, 1)
        self.setLayout(across)
        self.rail.show_place(self.page.place)

    @property
    def page(self) -> Page:
        """The page in sight."""
        shown = self._stack.currentWidget()
        if not isinstance(shown, Page):
            raise TypeError
        return shown

    def go(self, place: Action) -> None:
        """Show another page, if this person has it."""
        page = self._pages.get(place)
        if page is None:
            return
        if page is not self.page:
            self.page.left()
            self._stack.setCurrentWidget(page)
        self.rail.show_place(place)
        page.entered()

    def act(self, action: Action) -> None:
        """Do what a key says: the page in sight first, then the frame.

        A recording that runs is stopped, paused and flagged from wherever the person is.
        """
        running = next((page for page in self._pages.values() if page.is_capturing), None)
        if running is not None and action in _OF_RECORDING:
            running.act(action)
            return
        if self.page.act(action):
            return
        if action in self._pages:
            self.go(action)
        elif action is Action.FIND:
            self.go(Action.SEARCH)
        elif action in _OF_TODAY and Action.TODAY in self._pages:
            self.go(Action.TODAY)
            self.page.act(action)
        elif action is Action.LOCK:
            self.lock_asked.emit()
        elif action in (Action.NEXT_PANE, Action.PREVIOUS_PANE):
            self._step_pane(1 if action is Action.NEXT_PANE else -1)

    def _step_pane(self, step: int) -> None:
        panes = self.page.panes()
        if not panes:
            return
        focused = QApplication.focusWidget()
        holds = [focused is not None and (p is focused or p.isAncestorOf(focused)) for p in panes]
        at = (holds.index(True) + step) % len(panes) if any(holds) else 0
        self.page.enter_pane(panes[at])

    def _on_place(self, place: str) -> None:
        self.go(Action(place))
