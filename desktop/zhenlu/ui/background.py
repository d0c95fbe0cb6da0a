"""Work that takes longer than a frame, one piece after another, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.domain.errors import ZhenluError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Outcome:
    done: Callable[[Any], None]
    failed: Callable[[ZhenluError], None]
    future: Future[Any]


class Background(QObject):
    """A thread beside the window's; answers come back on the window's thread.

    Signals:
        busy_changed: Whether something is being worked on.
    """

    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._open = 0
        self._is_closed = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ZhenluError], None],
    ) -> None:
        """Do `work` beside the window, then call `done` or `failed` on its thread.

        Once closed it begins nothing: answers that come while the program ends may ask
        for more.

        An error that is none of ours is raised on the window's thread, where the last
        net catches it.
        """
        if self._is_closed:
            return
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        future = self._executor.submit(work)
        future.add_done_callback(lambda f: self._finished.emit(_Outcome(done, failed, f)))

    def close(self) -> None:
        """Let what is running end and start nothing more."""
        self._is_closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _on_finished(self, outcome: _Outcome) -> None:
        self._open -= 1
        if self._open == 0:
            self.busy_changed.emit(False)
        if outcome.future.cancelled():
            return
        error = outcome.future.exception()
        if error is None:
            outcome.done(outcome.future.result())
        elif isinstance(error, ZhenluError):
            outcome.failed(error)
        else:
            raise error
