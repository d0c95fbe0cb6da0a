"""One recording in the terminal: its events shown and kept, its keys carried out."""

from __future__ import annotations

import logging
import queue
from typing import TYPE_CHECKING, Protocol

from zhenlu.application.live_events import LiveEvent, VisitFinished
from zhenlu.domain.errors import DiskRefused, OwnBug, StoreLocked
from zhenlu.domain.visit import VisitState

if TYPE_CHECKING:
    from zhenlu.application.live import LiveVisit
    from zhenlu.application.live_filing import LiveFiling
    from zhenlu.application.recording_ports import SoundSource
    from zhenlu.cli.filing import Desk
    from zhenlu.domain.record import Record
    from zhenlu.domain.transcript import Language
    from zhenlu.domain.visit import Visit
    from zhenlu.storage.journal import Journal

log = logging.getLogger(__name__)

#: Keys that pause and go on, and that stop.
_PAUSE, _STOP = (" ", "p"), ("q", "\r", "\n")
_LOOK_S = 0.05


class Screen(Protocol):
    """Shows what happens."""

    def show(self, event: LiveEvent) -> None: ...


class LiveSession:
    """A visit at the desk while it is recorded.

    Args:
        journal: The desk's, open.
        visit: Of which nothing is recorded yet, or one that broke off: what its journal
            holds and nobody heard is heard first.
    """

    def __init__(self, desk: Desk, journal: Journal, visit: Visit, screen: Screen) -> None:
        self._desk = desk
        self._journal = journal
        self._visit = visit
        self._screen = screen
        self._events: queue.SimpleQueue[LiveEvent] = queue.SimpleQueue()

    def run(self, sound: SoundSource, language: Language | None) -> Record:
        """Record until somebody stops it or the source ends, then wait for the draft.

        Raises:
            MicrophoneMissing, JournalRefused, DiskRefused: Nothing was recorded.
        """
        from zhenlu.application.live import Equipment, LiveVisit
        from zhenlu.application.live_filing import LiveFiling
        from zhenlu.application.ports import SpeechOptions
        from zhenlu.audio.level import Meter
        from zhenlu.cli.engines import engine_room
        from zhenlu.cli.keys import keys_pressed
        from zhenlu.storage.visit_sound import JournalledSound

        with (
            self._desk.filing.at_work(self._visit, language, self._desk.on_event) as work,
            engine_room(self._desk.layer) as engines,
            keys_pressed() as keys,
        ):
            kept = JournalledSound(self._journal, self._visit.id)
            language = work.language
            speech, drafting = engines.speech(language), engines.drafting(language)
            live = LiveVisit(
                self._visit,
                Equipment(sound, kept, Meter(), speech, drafting),
                SpeechOptions(language, clinician=self._desk.filing.clinician_voice()),
                self._desk.template_for,
                self._events.put,
                work.known,
                self._desk.filing.earlier_than(self._visit),
            )
            self._desk.opened.visits.move(self._visit.id, VisitState.RECORDING)
            live.start()
            try:
                self._follow(live, LiveFiling(work, lambda: live.language), keys)
            except BaseException:
                # Ctrl-C twice: the words can wait, the sound is in the journal.
                live.cancel()
                live.wait()
                raise
            done = live.wait()
            if done is None:
                raise OwnBug("live")
        return done

    def _follow(self, live: LiveVisit, filing: LiveFiling, keys: queue.SimpleQueue[str]) -> None:
        is_paused = is_stopped = False
        while True:
            pressed = "" if keys.empty() else keys.get()
            if not is_stopped and (pressed in _STOP or self._desk.cancelled.is_set()):
                is_stopped = True
                live.stop()
            elif not is_stopped and pressed in _PAUSE:
                is_paused = not is_paused
                (live.pause if is_paused else live.resume)()
            # Asked before looking: what was told until it was over is in the queue then.
            is_over = live.is_over
            try:
                event = self._events.get(timeout=_LOOK_S)
            except queue.Empty:
                if is_over:
                    return
                continue
            _keep(filing, event)
            self._screen.show(event)


def _keep(filing: LiveFiling, event: LiveEvent) -> None:
    try:
        filing.take(event)
    except (DiskRefused, StoreLocked) as error:
        if isinstance(event, VisitFinished):
            raise
        log.warning("words wait for the store code=%s", error.full_code)
