"""Work of which only the newest matters: drafting from a transcript that grows.

Something that is asked for while the work goes on waits; what waited is dropped when
something newer is asked for. So the work is never further behind than one run of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestOnly(Generic[T]):
    """Does `work` on a thread of its own, on the newest of what was asked for.

    Args:
        name: Of the thread.
        work: Must not raise; it posts its outcome itself.
    """

    def __init__(self, name: str, work: Callable[[T], None]) -> None:
        self._work = work
        self._asked = threading.Condition()
        self._wanted: list[T] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def want(self, item: T) -> None:
        """Ask for `item` instead of whatever was asked for and is not begun."""
        with self._asked:
            self._wanted = [item]
            self._asked.notify_all()

    def go_on(self, item: T) -> None:
        """Ask for `item` once more, unless something newer was asked for."""
        with self._asked:
            if not self._wanted and not self._closed:
                self._wanted = [item]
                self._asked.notify_all()

    def close(self) -> None:
        """Take no more; what is under way goes on. May be called twice."""
        with self._asked:
            self._closed, self._wanted = True, []
            self._asked.notify_all()

    def join(self) -> None:
        """Wait for what is under way, after `close`."""
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    return
                item = self._wanted.pop()
            self._work(item)


__all__ = ["LatestOnly"]
