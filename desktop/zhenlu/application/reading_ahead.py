"""Has the drafting engine read a visit, and write what is settled, while it is still going on.

What the model has read and written stays in its memory, so that at the end only the last
words are left. Nothing is shown from here, and a failure costs nothing but time: the draft
then does everything itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from zhenlu.application.events import EngineLoading, EngineReady, EngineRestarted, Event
from zhenlu.application.latest import LatestOnly
from zhenlu.application.ports import DraftingEngine, DraftTask
from zhenlu.domain.errors import Cancelled, ZhenluError

log = logging.getLogger(__name__)

#: Failures after which the engine is left alone until the draft.
_MOST_FAILURES = 3
#: A model that is being loaded when the visit ends is waited for: the draft needs it too.
_LOADING_S = 60.0


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """So many prompt tokens more are read."""

    tokens: int


@dataclass(frozen=True, slots=True)
class ReadingFailed:
    """The engine failed; `for_good` when it is not tried again before the draft."""

    code: str
    for_good: bool


class ReadingAhead:
    """Follows one visit.

    Args:
        post: Told of the engine's events, of `ReadAhead` and `ReadingFailed`, on a thread
            of its own.
    """

    def __init__(
        self, engine: DraftingEngine, post: Callable[[Event | ReadAhead | ReadingFailed], None]
    ) -> None:
        self._engine = engine
        self._post = post
        self._failures = 0
        self._cancelled = threading.Event()
        self._loaded = threading.Event()
        self._loaded.set()
        self._desk = LatestOnly[DraftTask]("reading-ahead", self._read)

    def follow(self, task: DraftTask) -> None:
        """The visit as it stands now."""
        self._desk.want(task)

    def close(self) -> None:
        """Break off and leave the engine to the draft; a frozen worker is ended."""
        self._desk.close()
        self._loaded.wait(_LOADING_S)
        self._cancelled.set()
        self._desk.join()

    def _read(self, task: DraftTask) -> None:
        if self._failures >= _MOST_FAILURES:
            return
        try:
            tokens = self._engine.read_ahead(task, self._tell, self._cancelled)
        except Cancelled:
            return
        except ZhenluError as error:
            self._failures += 1
            log.warning("reading ahead failed code=%s", error.full_code)
            self._post(ReadingFailed(error.full_code, self._failures >= _MOST_FAILURES))
        else:
            self._failures = 0
            if tokens:
                self._post(ReadAhead(tokens))
                self._desk.go_on(task)
        finally:
            self._loaded.set()

    def _tell(self, event: Event) -> None:
        if isinstance(event, EngineLoading):
            self._loaded.clear()
        elif isinstance(event, EngineReady):
            self._loaded.set()
        if isinstance(event, EngineLoading | EngineReady | EngineRestarted):
            self._post(event)


__all__ = ["ReadAhead", "ReadingAhead", "ReadingFailed"]
