"""One recording in the terminal: its events shown and kept, its keys carried out."""

from __future__ import annotations

import logging
import queue
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from zhenlu.application.live_events import LinesReadAgain, LiveEvent, VisitFinished
from zhenlu.domain.errors import DiskRefused, OwnBug, StoreLocked, ZhenluError
from zhenlu.domain.visit import VisitState

if TYPE_CHECKING:
    import threading

    from zhenlu.application.filing import Work
    from zhenlu.application.live import LiveVisit
    from zhenlu.application.live_filing import LiveFiling
    from zhenlu.application.ports import SpeechEngine
    from zhenlu.application.recording_ports import SoundSource, VisitSound
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
            second = _SecondHearing(kept, speech, live, work, self._desk.cancelled)
            try:
                return self._follow(live, LiveFiling(work, lambda: live.language), keys, second)
            except BaseException:
                # Ctrl-C twice: the words can wait, the sound is in the journal.
                live.cancel()
                live.wait()
                raise

    def _follow(
        self,
        live: LiveVisit,
        filing: LiveFiling,
        keys: queue.SimpleQueue[str],
        second: _SecondHearing,
    ) -> Record:
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
                    # It ends with its record, or tells why there is none.
                    live.wait()
                    raise OwnBug("live") from None
                continue
            _keep(filing, event)
            if isinstance(event, VisitFinished):
                event = replace(event, record=second.read(event, self._screen))
            self._screen.show(event)
            if isinstance(event, VisitFinished):
                return event.record


class _SecondHearing:
    """Reads doubted lines of the kept record once more before it is shown; Ctrl-C ends it."""

    def __init__(
        self,
        sound: VisitSound,
        speech: SpeechEngine,
        live: LiveVisit,
        work: Work,
        cancelled: threading.Event,
    ) -> None:
        self._sound, self._speech = sound, speech
        self._live, self._work = live, work
        self._cancelled = cancelled

    def read(self, finished: VisitFinished, screen: Screen) -> Record:
        """The record with what came of it; whatever goes wrong, the one that there was."""
        from zhenlu.application.correcting import corrected
        from zhenlu.application.second_reading import corrections, heard_again, offers

        self._live.wait()
        record = finished.record
        if not record.transcript.worded:
            return record
        try:
            for heard in heard_again(record, self._sound.read, self._speech, self._cancelled):
                laid = corrections(record.transcript, heard)
                if laid:
                    record = corrected(record, laid, self._live.visit).record
                    lines = [record.transcript[each.segment] for each in laid]
                    told = (finished.t_wall, finished.audio_s, tuple(lines), offers(laid))
                    screen.show(LinesReadAgain(*told))
        except ZhenluError as error:
            log.warning("second reading broke off code=%s", error.full_code)
        if record is not finished.record:
            self._work.keep_put_right(record)
        return record


def _keep(filing: LiveFiling, event: LiveEvent) -> None:
    try:
        filing.take(event)
    except (DiskRefused, StoreLocked) as error:
        if isinstance(event, VisitFinished):
            raise
        log.warning("words wait for the store code=%s", error.full_code)
