"""Recordings that wait to be written up: what broke off, and files from a recorder pen."""

from __future__ import annotations

import threading
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
from zhenlu.domain.visit import VisitState
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.today.unfinished_card import Unfinished, UnfinishedCard
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import spoken_language
from zhenlu.wording import explain

_AT_WORK = (
    VisitState.RECORDING, VisitState.PAUSED, VisitState.TRANSCRIBING, VisitState.DRAFTING,
)  # fmt: skip
_TOPIC = "write-up"


class RecoveryDesk(QObject):
    """Signals:
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
        self._cancelled = threading.Event()
        self._is_writing = False
        card.open_asked.connect(self._on_open)
        card.finish_asked.connect(self.write_up)
        notices.action_chosen.connect(self._on_notice)
        bridge.arrived.connect(self._on_event)

    def look(self) -> None:
        """Find what broke off, and offer the newest of it."""
        self._background.run(self._found, self._card.offer, self._on_refused)

    def write_up(self, visit_id: str) -> None:
        """Hear the rest of a recording and draft it; Cancel keeps what there is."""
        if self._is_writing:
            return
        self._is_writing = True
        self._cancelled = threading.Event()
        self._card.offer(None)
        self._tell(self.tr("Writing up the recording…"))
        self._background.run(
            lambda: self._written_up(visit_id), self._on_written_up, self._on_not_written_up
        )

    def take_in(self, visit_id: str, path: Path) -> None:
        """Put a file into the journal as a visit's recording, then write it up.

        Whoever chooses the patient notes with it that the patient agreed.
        """
        if self._is_writing:
            return
        self._is_writing = True
        self._cancelled = threading.Event()
        self._tell(self.tr("Reading the file…"))
        self._background.run(
            lambda: self._taken_in(visit_id, path), self._on_written_up, self._on_not_written_up
        )

    def close(self) -> None:
        """The program ends."""
        self._cancelled.set()

    def _found(self) -> Unfinished | None:
        """Also tells the store that nobody works on these visits any more."""
        store, journal = self._room.store, self._room.journal
        filing = Filing(store, journal)
        for listed in store.visit_list.read(states=_AT_WORK):
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

    def _taken_in(self, visit_id: str, path: Path) -> str:
        room = self._room
        sound = read(path)
        visit = room.store.visits.get(visit_id)
        wording = current(spoken_language()).version
        room.store.consents.note(visit_id, ConsentMethod.ORAL, wording)
        Filing(room.store, room.journal).take_in(visit, sound, self._cancelled)
        return self._written_up(visit_id)

    def _written_up(self, visit_id: str) -> str:
        room = self._room
        filing = Filing(room.store, room.journal)
        visit = filing.take_up(visit_id)
        write_up(
            filing,
            visit,
            room.template_of(visit),
            room.engines,
            self._bridge.post,
            self._cancelled,
            spoken_language(),
        )
        return visit_id

    def _on_written_up(self, visit_id: str) -> None:
        self._is_writing = False
        self._notices.withdraw(_TOPIC)
        self.written_up.emit(visit_id)
        self.look()

    def _on_not_written_up(self, error: ZhenluError) -> None:
        self._is_writing = False
        self._notices.withdraw(_TOPIC)
        if not isinstance(error, Cancelled):
            self._on_refused(error)
        self.look()

    def _on_event(self, event: Event) -> None:
        if self._is_writing and isinstance(event, AudioHeard):
            total = clock(event.total_s) if event.total_s else "–"
            words = self.tr("Writing up the recording: {done} of {total}")
            self._tell(words.format(done=clock(event.audio_s), total=total))

    def _on_notice(self, topic: str) -> None:
        if topic == _TOPIC:
            self._cancelled.set()

    def _on_open(self, visit_id: str) -> None:
        self._card.offer(None)
        self.open_asked.emit(visit_id)

    def _tell(self, words: str) -> None:
        self._notices.show(Notice(_TOPIC, "info", words, self.tr("Cancel")))

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("recovery", "danger", explain(error, spoken_language())))
