"""Dictation into one section of the record in sight: the key that starts it also ends it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from PySide6.QtCore import QObject

from zhenlu.app.capturing import Capturing
from zhenlu.app.live_recording import WatchedMeter
from zhenlu.app.review_desk import ReviewDesk, Step
from zhenlu.application.dictating import (
    Dictation,
    DictationEnded,
    DictationUnderWay,
    WordsDictated,
    dictated,
)
from zhenlu.application.events import Event
from zhenlu.application.ports import SpeechOptions
from zhenlu.domain.consent import stands_for_recording
from zhenlu.domain.errors import ConsentMissing, ZhenluError
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole
from zhenlu.language.dictation import written
from zhenlu.storage.visit_sound import JournalledSound, recording_alone
from zhenlu.ui.review.review_view import ReviewView
from zhenlu.ui.shell.notices import Notice
from zhenlu.ui.translation import told
from zhenlu.ui.visit.capture import Capture


class DictationDesk(QObject):
    """One dictation at a time, into the record at work."""

    def __init__(
        self, review: ReviewDesk, view: ReviewView, capturing: Capturing
    ) -> None:
        super().__init__(review)
        self._review, self._view, self._room = review, view, capturing.room
        self._source_for, self._bridge = capturing.source_for, capturing.bridge
        self._background, self._notices = capturing.background, capturing.notices
        self._dictation: Dictation | None = None
        self._held = ExitStack()
        self._visit = self._section = ""
        self._is_stopping = False
        self._meter = WatchedMeter()
        self._ticking = capturing.level_timer(self, self._on_tick)
        view.dictation_asked.connect(self._on_asked)
        view.dictation_over.connect(self.stop)
        self._bridge.arrived.connect(self._on_event)

    @property
    def visit(self) -> str:
        """Id of the visit that is dictated into, "" for none."""
        return self._visit

    def stop(self) -> None:
        """End capture; the last words still come."""
        self._is_stopping = True
        if self._dictation is not None and self._ticking.isActive():
            self._ticking.stop()
            self._dictation.stop()
            self._view.show_dictation(self._section, Capture.CATCHING_UP)

    def give_up(self) -> None:
        """The program ends; the sound is in the journal."""
        self._ticking.stop()
        if self._dictation is not None:
            self._dictation.cancel()
        self._held.close()

    def _on_asked(self, section: str) -> None:
        opened, record = self._review.opened, self._review.record
        if self._visit or opened is None or record is None:
            return
        self._visit, self._section, self._is_stopping = opened.visit.id, section, False
        language = record.language
        # What is played would be heard as dictated.
        self._view.evidence.stop_asked.emit()
        self._view.show_dictation(section, Capture.RECORDING)
        self._background.run(
            lambda: self._begun(opened.visit.id, language), self._on_begun, self._on_not_begun
        )

    def _begun(self, visit: str, language: Language) -> Dictation:
        """Beside the window: the microphone open, its sound on the way to the journal.

        Raises:
            ConsentMissing: The patient said no to any sound of this visit.
            JournalRefused, DiskRefused, StoreLocked, MicrophoneMissing, PackMissing.
        """
        store, journal = self._room.store, self._room.journal
        consents = store.consents.of_visit(visit)
        if consents and not stands_for_recording(consents[-1]):
            raise ConsentMissing("withdrawn" if consents[-1].withdrawn else "refused")
        with ExitStack() as held:
            held.enter_context(recording_alone(store.folder))
            held.enter_context(journal.alone_with(visit))
            dictation = Dictation(
                self._source_for(),
                JournalledSound(journal, visit),
                self._meter,
                self._room.engines.speech(language),
                SpeechOptions(language),
                self._bridge.post,
            )
            dictation.start()
            self._held = held.pop_all()
        return dictation

    def _on_begun(self, dictation: Dictation) -> None:
        self._dictation = dictation
        self._view.evidence.set_sound(is_there=True)
        self._ticking.start()
        if self._is_stopping:
            self.stop()

    def _on_not_begun(self, error: ZhenluError) -> None:
        self._end()
        self._notices.show(Notice("dictation", "danger", told(error)))

    def _on_tick(self) -> None:
        self._view.show_dictation_heard(self._meter.last)

    def _on_event(self, event: Event) -> None:
        if not self._visit:
            return
        if isinstance(event, DictationUnderWay):
            self._view.show_dictation_words(event.text)
        elif isinstance(event, WordsDictated):
            self._take(event.segment)
        elif isinstance(event, DictationEnded):
            self._on_ended(event.code)

    def _take(self, heard: Segment) -> None:
        opened, record = self._review.opened, self._review.record
        if record is None or opened is None or opened.visit.id != self._visit:
            return
        words, visit, section = written(heard.text, record.language), self._visit, self._section
        # Another record may have taken the place on the page; the words go to their section.
        in_sight = self._view.dictating == section
        text = self._view.write_dictated(words) if in_sight else ""
        said = replace(heard, role=self._role())
        self._review.change(self._step(visit, section, text, words, said))

    def _step(self, visit: str, section: str, text: str, words: str, said: Segment) -> Step:
        def step(record: Record) -> Record:
            kept = self._kept(visit, record, said)
            before = record.section(section)
            whole = text or "\n".join(filter(None, (before.text if before else "", words)))
            return dictated(record, section, whole, words, kept)

        return step

    def _kept(self, visit: str, record: Record, said: Segment) -> Segment:
        """The dictated line in the visit's transcript, under its number there."""
        transcripts = self._room.store.transcripts
        known = transcripts.of_visit(visit)
        if known is None:
            transcripts.begin(visit, record.language)
        before = (*(known.heard if known is not None else ()), *record.transcript.heard)
        line = replace(said, id=max((each.id for each in before), default=0) + 1)
        transcripts.append(visit, (line,))
        return line

    def _role(self) -> SpeakerRole:
        is_nurse = self._room.store.person.signs_as is Role.NURSE
        return SpeakerRole.NURSE if is_nurse else SpeakerRole.DOCTOR

    def _on_ended(self, code: str) -> None:
        held = self._held
        self._held = ExitStack()
        self._end()
        self._background.run(held.close, self._on_let_go, self._on_not_begun)
        if code:
            words = self.tr("The last words were not heard. Their sound is kept with the visit.")
            self._notices.show(Notice("dictation", "warning", words))

    def _on_let_go(self, _nothing: None) -> None:
        """The next recording may begin."""

    def _end(self) -> None:
        self._ticking.stop()
        self._view.show_dictation(self._section, Capture.IDLE)
        self._visit, self._dictation = "", None
