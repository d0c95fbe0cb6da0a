"""Puts right what the record rests on: words, speakers, the template, a section from anew.

While the visit is recorded words and speakers alone; the draft follows with the next line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.app.recording_desk import RecordingDesk
from zhenlu.app.review_desk import ReviewDesk, Step, restored
from zhenlu.application.correcting import corrected, swapped, taken_back
from zhenlu.application.redrafting import in_template, section_redrafted
from zhenlu.application.templates import load
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Correction, SpeakerRole
from zhenlu.domain.visit import Visit
from zhenlu.ui.visit.recording_view import RecordingView
from zhenlu.ui.visit.visit_page import VisitPage

#: What is to be laid over a record's transcript.
CorrectionsFor = Callable[[Record], Sequence[Correction]]


class CorrectionDesk(QObject):
    """Every correction is kept with the visit before the record follows it."""

    def __init__(self, review: ReviewDesk, page: VisitPage, room: Room) -> None:
        super().__init__(review)
        self._review, self._room = review, room
        view = page.review
        view.words.words_given.connect(self._on_words)
        view.words.role_given.connect(self._on_role)
        view.words.heard_wanted.connect(self._on_heard_wanted)
        view.words.swap_asked.connect(self._on_swap)
        view.redraft_asked.connect(self._on_redraft)
        view.head.template_chosen.connect(self._on_template)

    def _on_words(self, segment: int, words: str) -> None:
        self._correct(lambda _record: [Correction(segment, words)])

    def _on_role(self, segment: int, role: str) -> None:
        self._correct(lambda _record: [Correction(segment, role=SpeakerRole(role))])

    def _on_heard_wanted(self, segment: int) -> None:
        self._correct(lambda record: _as_heard(record, segment))

    def _on_swap(self) -> None:
        self._correct(lambda record: swapped(record.transcript))

    def _on_redraft(self, section: str) -> None:
        opened = self._review.opened
        if opened is not None:
            self._review.stale -= {section}
            self._review.change(
                lambda record: section_redrafted(record, section, opened.visit), back=restored
            )

    def _on_template(self, template_id: str) -> None:
        opened = self._review.opened
        if opened is not None and template_id != opened.template.id:
            template = load(template_id, opened.template.language)
            self._review.change(
                lambda record: in_template(record, template, opened.visit), back=restored
            )

    def lay(self, corrections_for: CorrectionsFor) -> None:
        """Lay corrections that no person made, and that nobody is offered to take back."""
        if self._review.opened is not None:
            self._review.change(self._step(corrections_for, self._review.opened.visit))

    def _correct(self, corrections_for: CorrectionsFor) -> None:
        opened = self._review.opened
        if opened is None:
            return
        visit, stale = opened.visit, self._review.stale
        self._review.change(
            self._step(corrections_for, visit),
            back=lambda before: self._back(visit.id, before, stale),
        )

    def _step(self, corrections_for: CorrectionsFor, visit: Visit) -> Step:
        """Keep the corrections, and have the record follow them."""

        def step(record: Record) -> Record:
            corrections = corrections_for(record)
            if not corrections:
                return record
            after = corrected(record, corrections, visit)
            self._keep(visit.id, corrections)
            self._review.stale |= after.stale
            return after.record

        return step

    def _back(self, visit: str, before: Record, stale: frozenset[str]) -> Step:
        """The record as it was; its corrections stay on record under what takes them back."""

        def step(now: Record) -> Record:
            corrections = taken_back(now.transcript, before.transcript)
            transcript = now.transcript
            for each in corrections:
                transcript = transcript.correct(each)
            self._keep(visit, corrections)
            self._review.stale = stale
            return replace(before, transcript=transcript)

        return step

    def _keep(self, visit: str, corrections: Sequence[Correction]) -> None:
        if corrections:
            self._room.store.transcripts.correct(visit, corrections)


class LiveCorrections(QObject):
    """What is put right while the visit is still being recorded; kept with its record."""

    def __init__(self, recording: RecordingDesk, view: RecordingView) -> None:
        super().__init__(recording)
        self._recording = recording
        view.words_given.connect(self._on_words)
        view.role_given.connect(self._on_role)
        view.swap_asked.connect(self._on_swap)

    def _on_words(self, segment: int, words: str) -> None:
        self._recording.correct(lambda _lines: [Correction(segment, words)])

    def _on_role(self, segment: int, role: str) -> None:
        self._recording.correct(lambda _lines: [Correction(segment, role=SpeakerRole(role))])

    def _on_swap(self) -> None:
        self._recording.correct(swapped)


def _as_heard(record: Record, segment: int) -> list[Correction]:
    return [Correction(s.id, s.text) for s in record.transcript.heard if s.id == segment]
