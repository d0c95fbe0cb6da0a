"""One recording in the terminal: its events shown and kept, its keys carried out."""

from __future__ import annotations

import logging
import queue
from typing import TYPE_CHECKING, Protocol

from zhenlu.application.events import LanguageDetected, SegmentCommitted, StepStarted
from zhenlu.application.live_events import CaptureStopped, Committed, LiveEvent, VisitFinished
from zhenlu.domain.errors import DiskRefused, OwnBug, StoreLocked
from zhenlu.domain.visit import VisitState

if TYPE_CHECKING:
    from zhenlu.application.filing import Work
    from zhenlu.application.live import LiveVisit
    from zhenlu.application.recording_ports import SoundSource
    from zhenlu.cli.filing import Desk
    from zhenlu.domain.record import Record
    from zhenlu.domain.transcript import Language, Segment
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
        visit: Of which no audio is recorded yet.
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
        from zhenlu.application.ports import SpeechOptions
        from zhenlu.audio.level import Meter
        from zhenlu.cli.engines import open_drafting, open_speech
        from zhenlu.cli.keys import keys_pressed
        from zhenlu.storage.visit_sound import JournalledSound

        with (
            self._desk.filing.at_work(self._visit, language, self._desk.on_event) as work,
            open_speech(language) as speech,
            open_drafting(language, self._desk.layer) as drafting,
            keys_pressed() as keys,
        ):
            kept = JournalledSound(self._journal, self._visit.id)
            live = LiveVisit(
                self._visit,
                Equipment(sound, kept, Meter(), speech, drafting),
                SpeechOptions(language),
                self._desk.template_for,
                self._events.put,
                earlier=self._desk.filing.earlier_than(self._visit),
            )
            self._desk.opened.visits.move(self._visit.id, VisitState.RECORDING)
            live.start()
            try:
                self._follow(live, _Keeper(work, live), keys)
            except BaseException:
                # Ctrl-C twice: the words can wait, the sound is in the journal.
                live.cancel()
                live.wait()
                raise
            done = live.wait()
            if done is None:
                raise OwnBug("live")
            work.keep(done)
        return done

    def _follow(self, live: LiveVisit, keeper: _Keeper, keys: queue.SimpleQueue[str]) -> None:
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
            keeper.take(event)
            self._screen.show(event)


class _Keeper:
    """Keeps words as they are committed. A store that refuses gets them later."""

    def __init__(self, work: Work, live: LiveVisit) -> None:
        self._work = work
        self._live = live
        self._waiting: list[Segment] = []
        self._has_language = False

    def take(self, event: LiveEvent) -> None:
        if isinstance(event, Committed):
            self._waiting.append(event.heard)
            self._keep_words()
        elif isinstance(event, CaptureStopped):
            self._work.on_event(StepStarted("transcribing"))
        elif isinstance(event, VisitFinished):
            self._keep_words()
            if len(event.record.transcript):
                self._work.on_event(StepStarted("drafting"))

    def _keep_words(self) -> None:
        if not self._has_language:
            self._has_language = True
            self._work.on_event(LanguageDetected(self._live.language, 1.0))
        while self._waiting:
            try:
                self._work.on_event(SegmentCommitted(self._waiting[0]))
            except (DiskRefused, StoreLocked) as error:
                log.warning("words wait for the store code=%s", error.full_code)
                return
            del self._waiting[0]
