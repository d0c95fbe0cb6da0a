"""A visit that goes on, kept as it comes: its words line by line, its steps, its record."""

from __future__ import annotations

from collections.abc import Callable

from zhenlu.application.events import LanguageDetected, SegmentCommitted, StepStarted
from zhenlu.application.filing import Work
from zhenlu.application.live_events import CaptureStopped, Committed, LiveEvent, VisitFinished
from zhenlu.domain.transcript import Language, Segment


class LiveFiling:
    """Keeps what a live visit tells. Belongs to the thread that may touch the store.

    Args:
        work: Around the whole visit, as `Filing.at_work` gives it.
        language: Asked when the first line has come; it is decided by then.
    """

    def __init__(self, work: Work, language: Callable[[], Language]) -> None:
        self._work = work
        self._language = language
        self._waiting: list[Segment] = []
        self._has_language = False

    def take(self, event: LiveEvent) -> None:
        """Keep what an event tells, and first the words that had to wait.

        Raises:
            DiskRefused, StoreLocked: The store takes nothing just now. Words wait and are
                kept with the next event; for the visit's record it was the last chance.
        """
        if isinstance(event, Committed):
            self._waiting.append(event.heard)
            self._keep_words()
        elif isinstance(event, CaptureStopped):
            self._work.on_event(StepStarted("transcribing"))
        elif isinstance(event, VisitFinished):
            self._keep_words()
            if event.record.transcript.worded:
                self._work.on_event(StepStarted("drafting"))
            self._work.keep(event.record)

    def _keep_words(self) -> None:
        if self._waiting and not self._has_language:
            self._work.on_event(LanguageDetected(self._language(), 1.0))
            self._has_language = True
        while self._waiting:
            self._work.on_event(SegmentCommitted(self._waiting[0]))
            del self._waiting[0]


__all__ = ["LiveFiling"]
