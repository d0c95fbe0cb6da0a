"""A kept visit heard and drafted, step by step into the store: a file, words, what broke off."""

from __future__ import annotations

import threading
from typing import Protocol

from zhenlu.application.consultation import Consultation, TemplateFor, with_gaps
from zhenlu.application.filing import Filing
from zhenlu.application.ports import DraftingEngine, OnEvent, SpeechEngine, SpeechOptions
from zhenlu.domain.errors import VisitRefused
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit


class Engines(Protocol):
    """The engines at hand, asked for once it is known what there is to do."""

    def speech(self, language: Language | None) -> SpeechEngine: ...

    def drafting(self, language: Language | None) -> DraftingEngine | None:
        """None where the rules draft alone."""
        ...


def write_up(
    filing: Filing,
    visit: Visit,
    template_for: TemplateFor,
    engines: Engines,
    on_event: OnEvent,
    cancelled: threading.Event,
    language: Language | None = None,
    typed: Transcript | None = None,
) -> Record:
    """Hear what nobody heard of a visit yet, draft it, and keep what comes of it.

    Args:
        visit: Its audio is closed, as `Filing.take_in` and `Filing.take_up` leave it.
        language: Where it is known before anything is heard.
        typed: Its words, where they did not come from audio.

    Raises:
        VisitRefused: Reason "nothing", if nothing of it can be heard or read.
        IntakeInvalid: Reason "language", if it was typed in another one than the intake.
        Cancelled, EnvironmentFault: From the engines and the store; what was kept stands.
    """
    with filing.at_work(visit, language, on_event) as work:
        consultation = Consultation(
            visit, template_for, work.on_event, cancelled, filing.earlier_than(visit)
        )
        if typed is not None:
            typed = filing.behind_intake(visit, typed)
            work.keep_words(typed)
        words = typed if typed is not None else work.known
        rest = filing.rest_of(visit) if typed is None else None
        drafting = engines.drafting(work.language)
        if rest is not None:
            options = SpeechOptions(work.language, clinician=filing.clinician_voice())
            speech = engines.speech(work.language)
            record = consultation.from_audio(rest, options, speech, drafting, words)
            record = with_gaps(record, filing.gaps_of(visit))
        elif words is not None and words.worded:
            record = consultation.from_transcript(words, drafting)
        else:
            raise VisitRefused("nothing")
        work.keep(record)
    return record


__all__ = ["Engines", "write_up"]
