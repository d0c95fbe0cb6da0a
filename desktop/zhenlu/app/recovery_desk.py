"""Recordings that wait to be written up: what broke off, and files from a recorder pen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from zhenlu.app.live_recording import Room
from zhenlu.application.consent_notice import current
from zhenlu.application.events import AudioHeard, Event
from zhenlu.application.exporting import masked_name
from zhenlu.application.filing import Filing
from zhenlu.application.transcribing import heard_until_s
from zhenlu.application.writing_up import write_up
from zhenlu.audio.file import read
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import Cancelled, ZhenluError
from zhenlu.domain.visit import AT_WORK, VisitState
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.today.unfinished_card import Unfinished, UnfinishedCard
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import spoken_language, told

_TOPIC = "write-up"


class RecoveryDesk(QObject):
    """Writes up one recording at a time, beside everything else and never in its way.

    Hearing and drafting take as long as they take, so they have a thread and a connection
    to the store of their own; and a visit that is being recorded has the engines first.

    Signals:
        open_asked: Id of a visit to be opened.
        written_up: Id of a visit whose rest was heard and drafted.
    """

    open_asked = Signal(str)
    written_up = Signal(str)

    def __init__(
        self,
        card: UnfinishedCard,
        room: Room,
        background: Background,
        bridge: EventBridge,
        notices: Notices,
    ) -> None:
        super().__init__(card)
        self._card, self._room = card, room
        self._background, self._bridge, self._notices = background, bridge, notices
        self._aside = Background(self)
        self._cancelled = threading.Event()
        self._is_busy = self._is_recording = False
        self._written = self._waiting = ""
        card.open_asked.connect(self._on_open)
        card.finish_asked.connect(self.write_up)
        notices.action_chosen.connect(self._on_notice)
        bridge.arrived.connect(self._on_event)

    def look(self) -> None:
        """Find what broke off, and offer the newest of it."""
        self._background.run(self._found, self._card.offer, self._on_refused)

    def write_up(self, visit_id: str) -> None:
        """Hear the rest of a recording and draft it; Cancel keeps what there is."""
        if self._is_busy:
            return
        self._card.offer(None)
        if self._is_recording:
            self._wait_with(visit_id)
            return
        self._waiting, self._written = "", visit_id
        words = self.tr("Writing up the recording…")
        self._begin(words, lambda: self._write_up(visit_id), self._on_written_up)

    def take_in(self, visit_id: str, path: Path) -> None:
        """Put a file into the journal as a visit's recording, then write it up.

        Whoever chooses the patient notes with it that the patient agreed.
        """
        if self._is_busy:
            return
        words = self.tr("Reading the file…")
        self._begin(words, lambda: self._take_in(visit_id, path), self._on_taken_in)

    def give_way(self, is_recording: bool) -> None:
        """While a visit is recorded nothing is written up; what was begun goes on after it."""
        self._is_recording = is_recording
        if is_recording and self._written:
            self._waiting = self._written
            self._cancelled.set()
        elif not is_recording and self._waiting:
            self.write_up(self._waiting)

    def close(self) -> None:
        """The program ends; what was being written up is offered at the next start."""
        self._cancelled.set()
        self._aside.close()

    def _begin(
        self, words: str, work: Callable[[], str], done: Callable[[str], None]
    ) -> None:
        self._is_busy = True
        self._cancelled = threading.Event()
        self._tell(words)
        self._aside.run(work, done, self._on_broken_off)

    def _wait_with(self, visit_id: str) -> None:
        self._waiting = visit_id
        self._tell(self.tr("The recording is written up after this visit."))

    def _found(self) -> Unfinished | None:
        """Also tells the store that nobody works on these visits any more."""
        store, journal = self._room.store, self._room.journal
        filing = Filing(store, journal)
        for listed in store.visit_list.read(states=AT_WORK):
            filing.left_behind(listed.id)
        sounds = {each.visit: each for each in journal.visits()}
        broken = store.visit_list.read(states=(VisitState.INTERRUPTED,))
        kept = [each for each in broken if each.id in sounds and sounds[each.id].length_s > 0]
        if not kept:
            return None
        newest = kept[0]
        sound = sounds[newest.id]
        heard_s = heard_until_s(store.transcripts.of_visit(newest.id))
        return Unfinished(
            newest.id, masked_name(newest.name), sound.length_s, heard_s, sound.since_last_s,
            len(kept) - 1,
        )  # fmt: skip

    def _take_in(self, visit_id: str, path: Path) -> str:
        sound = read(path)
        with self._room.store.beside() as store:
            visit = store.visits.get(visit_id)
            wording = current(spoken_language()).version
            store.consents.note(visit_id, ConsentMethod.ORAL, wording)
            Filing(store, self._room.journal).take_in(visit, sound, self._cancelled)
        return visit_id

    def _write_up(self, visit_id: str) -> str:
        with self._room.store.beside() as store:
            room = replace(self._room, store=store)
            filing = Filing(store, room.journal)
            visit = filing.take_up(visit_id)
            known = filing.words_of(visit)
            language = known.language if known else spoken_language()
            write_up(
                filing, visit, room.template_of(visit), room.engines, self._bridge.post,
                self._cancelled, language,
            )  # fmt: skip
        return visit_id

    def _on_taken_in(self, visit_id: str) -> None:
        self._is_busy = False
        self.write_up(visit_id)

    def _on_written_up(self, visit_id: str) -> None:
        self._is_busy, self._written, self._waiting = False, "", ""
        self._notices.withdraw(_TOPIC)
        self.written_up.emit(visit_id)
        self.look()

    def _on_broken_off(self, error: ZhenluError) -> None:
        self._is_busy, self._written = False, ""
        self._notices.withdraw(_TOPIC)
        if not isinstance(error, Cancelled):
            self._waiting = ""
            self._on_refused(error)
        if self._waiting:
            self.write_up(self._waiting)
        else:
            self.look()

    def _on_event(self, event: Event) -> None:
        if self._written and isinstance(event, AudioHeard):
            total = clock(event.total_s) if event.total_s else "–"
            words = self.tr("Writing up the recording: {done} of {total}")
            self._tell(words.format(done=clock(event.audio_s), total=total))

    def _on_notice(self, topic: str) -> None:
        if topic != _TOPIC:
            return
        self._waiting = ""
        self._cancelled.set()
        if not self._is_busy:
            self._notices.withdraw(_TOPIC)
            self.look()

    def _on_open(self, visit_id: str) -> None:
        self._card.offer(None)
        self.open_asked.emit(visit_id)

    def _tell(self, words: str) -> None:
        self._notices.show(Notice(_TOPIC, "info", words, self.tr("Cancel")))

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("recovery", "danger", told(error)))
