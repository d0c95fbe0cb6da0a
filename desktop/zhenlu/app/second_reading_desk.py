"""Reads doubted lines of a finished recording once more while somebody reviews its record."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from zhenlu.app.correction_desk import CorrectionDesk
from zhenlu.app.live_recording import Room
from zhenlu.app.review_desk import ReviewDesk
from zhenlu.application.events import HeardAgain
from zhenlu.application.second_reading import corrections, heard_again
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.record import Record
from zhenlu.storage.visit_sound import JournalledSound
from zhenlu.ui.background import Background

log = logging.getLogger(__name__)


class SecondReadingDesk(QObject):
    """One visit at a time, on a thread of its own; a recording that begins goes first.

    What comes of it is laid over the record as it reads then, like a person's correction. It
    ends when another visit is looked at: the lines that are left stay marked as unsure.
    """

    _heard = Signal(str, object)

    def __init__(self, review: ReviewDesk, corrections_desk: CorrectionDesk, room: Room) -> None:
        super().__init__(review)
        self._review, self._corrections, self._room = review, corrections_desk, room
        self._reading = Background(self)
        self._ends = threading.Event()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def begin(self, visit_id: str, record: Record) -> None:
        """Read what was doubted of a visit that was just recorded."""
        self.give_way()
        ends = self._ends = threading.Event()
        sound = JournalledSound(self._room.journal, visit_id)

        def read() -> None:
            engine = self._room.engines.speech(record.language)
            for heard in heard_again(record, sound.read, engine, ends):
                self._heard.emit(visit_id, heard)

        self._reading.run(read, self._on_read, self._on_broken_off)

    def give_way(self) -> None:
        """Read no more."""
        self._ends.set()

    def close(self) -> None:
        self.give_way()
        self._reading.close()

    def _on_heard(self, visit_id: str, heard: HeardAgain) -> None:
        opened = self._review.opened
        if opened is None or opened.visit.id != visit_id or opened.is_signed:
            self.give_way()
            return
        self._corrections.lay(lambda record: corrections(record.transcript, heard))

    def _on_read(self, _nothing: None) -> None:
        """What there was to say stands in the lines."""

    def _on_broken_off(self, error: ZhenluError) -> None:
        # The record is whole without it; what is wrong with the engine the next recording tells.
        log.info("second reading broke off code=%s", error.full_code)
