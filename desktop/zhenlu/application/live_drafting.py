"""Drafts a visit that goes on: the rules with every line, the model behind them.

Each step works on a thread of its own and posts what it made; nothing here knows the
state of the visit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeAlias

from zhenlu.application.consultation import Consultation, TemplateFor
from zhenlu.application.drafting import writing_task
from zhenlu.application.events import Event
from zhenlu.application.latest import LatestOnly
from zhenlu.application.ports import DraftingEngine, Heard
from zhenlu.application.reading_ahead import ReadAhead, ReadingAhead, ReadingFailed
from zhenlu.domain.errors import OwnBug, ZhenluError
from zhenlu.domain.record import EngineUsed, Record
from zhenlu.domain.transcript import Transcript
from zhenlu.domain.visit import Visit, VisitState, local_minute
from zhenlu.language.phrasing import phrase

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RulesRead:
    """The rules' record of everything up to a line, while more may come."""

    record: Record = field(repr=False)
    read_to: int


@dataclass(frozen=True, slots=True)
class DraftFinished:
    """The record with what the model added to it."""

    record: Record = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftingBroke:
    """A step could not be done."""

    error: ZhenluError


DraftingNews: TypeAlias = (
    Event | ReadAhead | ReadingFailed | RulesRead | DraftFinished | DraftingBroke
)


class LiveDrafting:
    """The drafting of one visit.

    Args:
        visit: Whom it is about and when; its state does not matter.
        speech: Which engine the words come from.
        engine: None where the rules draft alone.
        post: Told what was made, from several threads.
        cancelled: Set to stop the model.
        earlier: The patient's earlier records, the latest first.
    """

    def __init__(
        self,
        visit: Visit,
        template_for: TemplateFor,
        speech: EngineUsed,
        engine: DraftingEngine | None,
        post: Callable[[DraftingNews], None],
        cancelled: threading.Event,
        earlier: Sequence[Record] = (),
    ) -> None:
        self._visit = replace(visit, state=VisitState.TRANSCRIBING)
        self._template_for = template_for
        self._speech = speech
        self._engine = engine
        self._post = post
        self._cancelled = cancelled
        self._earlier = tuple(earlier)
        self._rules = LatestOnly[tuple[Transcript, Heard]]("rules", self._draft_by_rules)
        self._ahead = ReadingAhead(engine, post) if engine is not None else None

    @property
    def has_model(self) -> bool:
        return self._engine is not None

    def follow(self, transcript: Transcript, heard: Heard) -> None:
        """The transcript as it stands now: `RulesRead` comes of it, unless a newer one does."""
        self._rules.want((transcript, heard))

    def finish(self, by_rules: Record, heard: Heard) -> None:
        """All is said, the visit has ended: `DraftFinished` comes of it.

        Args:
            by_rules: The rules' record of the whole visit.
        """
        self._visit = replace(self._visit, ended=local_minute(datetime.now(UTC)))

        def draft() -> DraftFinished:
            if self._ahead is not None:
                self._ahead.close()
            consultation = self._consultation(self._post)
            record = consultation.from_recording(
                by_rules.transcript, heard, self._speech, self._engine, by_rules.facts
            )
            return DraftFinished(record)

        threading.Thread(
            target=self._post_outcome, args=(draft,), name="drafting", daemon=True
        ).start()

    def close(self) -> None:
        """Begin nothing more. May be called twice."""
        self._rules.close()
        if self._ahead is not None:
            self._ahead.close()

    def _draft_by_rules(self, said: tuple[Transcript, Heard]) -> None:
        transcript, heard = said

        def draft() -> RulesRead:
            consultation = self._consultation(_silent)
            record = consultation.from_recording(transcript, heard, self._speech, None)
            self._work_ahead(record)
            return RulesRead(record, transcript.heard[-1].id if len(transcript) else 0)

        self._post_outcome(draft)

    def _work_ahead(self, by_rules: Record) -> None:
        """The rules have told the model which sections are settled."""
        transcript = by_rules.transcript
        if self._ahead is not None and len(transcript):
            template = self._template_for(transcript.language)
            sentences = phrase(template, by_rules.facts, transcript)
            task = writing_task(template, transcript, sentences, by_rules.facts)
            self._ahead.follow(task)

    def _consultation(self, on_event: Callable[[Event], None]) -> Consultation:
        return Consultation(
            self._visit, self._template_for, on_event, self._cancelled, self._earlier
        )

    def _post_outcome(self, step: Callable[[], DraftingNews]) -> None:
        try:
            self._post(step())
        except Exception as error:
            self._post(DraftingBroke(as_fault(error)))


def as_fault(error: Exception) -> ZhenluError:
    """What a person is told. Words of an unknown exception may be a patient's."""
    if isinstance(error, ZhenluError):
        return error
    log.error("live step broke kind=%s", type(error).__name__)
    return OwnBug("live", kind=type(error).__name__)


def _silent(_event: Event) -> None:
    """The rules' steps are too quick to be told."""


__all__ = [
    "DraftFinished",
    "DraftingBroke",
    "DraftingNews",
    "LiveDrafting",
    "RulesRead",
    "as_fault",
]
