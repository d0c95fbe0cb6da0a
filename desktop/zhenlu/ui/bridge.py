"""The way of an event from any thread into the window's thread."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.application.events import Event

#: How long a thread that works in Python may keep the window's thread waiting. The window's
#: gives its turn away with every call into Qt, dozens of times while it draws a line: with the
#: usual five milliseconds that is a stall which a hand feels.
_TURN_S = 0.0001


def prefer_the_window() -> None:
    """Let the window's thread have its turn sooner while drafts are made beside it."""
    sys.setswitchinterval(_TURN_S)


class EventBridge(QObject):
    """Takes events from any thread and hands them on in the thread it was made in.

    Connect bound methods of objects of that thread only: PySide6 runs plain functions
    and lambdas in the sender's thread.

    Signals:
        arrived: An event, in the order in which it was posted.
    """

    arrived = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """May be called from any thread."""
        self._posted.emit(event)

    def _on_posted(self, event: Event) -> None:
        self.arrived.emit(event)
