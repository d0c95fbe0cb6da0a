"""One thing at a time that takes long, with its progress and its cancel button."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.domain.errors import Cancelled, ZhenluError
from zhenlu.ui.background import Background
from zhenlu.ui.parts.running import Running

T = TypeVar("T")
#: (bytes done, bytes in all)
Tell = Callable[[int, int], None]


class TaskPage(Protocol):
    """A page on which something long can be begun."""

    running: Running

    def set_busy(self, *, is_busy: bool) -> None:
        """While it runs nothing else is begun, and what was said of the last act is old."""
        ...


class LongTask(QObject):
    """Runs on a background thread; what it tells is shown on the window's.

    Signals:
        ended: It is done, refused or cancelled.
    """

    ended = Signal()
    #: Objects, because Qt's own integers end at two gigabytes.
    _progressed = Signal(object, object)

    def __init__(self, page: TaskPage, background: Background) -> None:
        shown = page.running
        super().__init__(shown)
        self._page, self._shown, self._background = page, shown, background
        self._cancelled = threading.Event()
        shown.cancel_asked.connect(self.cancel)
        self._progressed.connect(shown.show_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        return self._shown.is_on

    def cancel(self) -> None:
        """Ask it to stop; it leaves nothing behind."""
        self._cancelled.set()

    def run(
        self,
        words: str,
        work: Callable[[Tell, threading.Event], T],
        done: Callable[[T], None],
        failed: Callable[[ZhenluError], None],
    ) -> None:
        """Begin, unless something runs already; a cancel is told to nobody."""
        if self.is_running:
            return
        cancelled = self._cancelled = threading.Event()
        self._page.set_busy(is_busy=True)
        self._shown.begin(words)

        def finish(result: T) -> None:
            self._end()
            done(result)

        def give_up(error: ZhenluError) -> None:
            self._end()
            if not isinstance(error, Cancelled):
                failed(error)

        self._background.run(lambda: work(self._progressed.emit, cancelled), finish, give_up)

    def _end(self) -> None:
        self._shown.end()
        self._page.set_busy(is_busy=False)
        self.ended.emit()
