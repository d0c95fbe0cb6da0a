"""The record key at work: a recording begins, is paused, ends, and becomes a record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from zhenlu.app.capturing import Capturing
from zhenlu.app.live_recording import LiveRecording, agreed
from zhenlu.app.visits import visit_language
from zhenlu.application.events import Event
from zhenlu.application.growing_transcript import CorrectionsFor
from zhenlu.application.live_events import (
    CaptureStopped,
    Committed,
    EngineNews,
    EngineState,
    FindingRaised,
    GapMarked,
    Journalled,
    LiveEvent,
    VisitFinished,
)
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.finding import Severity
from zhenlu.domain.journal import GapReason
from zhenlu.domain.visit import Visit
from zhenlu.ui.shell.notices import Notice
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import told
from zhenlu.ui.visit.capture import Capture
from zhenlu.ui.visit.recording_view import RecordingView

#: Text this far behind is worth a sentence; a few seconds are normal.
_BEHIND_S = 30


class RecordingDesk(QObject):
    """One recording at a time.

    Signals:
        running_changed: Capture began (True) or ended (False).
        finished: Id of the visit whose record is kept now.
        time_changed: Length so far as 03:42, "" when nothing is recorded.
    """

    running_changed = Signal(bool)
    finished = Signal(str)
    time_changed = Signal(str)

    def __init__(self, view: RecordingView, capturing: Capturing) -> None:
        super().__init__(view)
        self._view, self._room, self._source_for = view, capturing.room, capturing.source_for
        self._background, self._notices = capturing.background, capturing.notices
        self._bridge = capturing.bridge
        self._recording: LiveRecording | None = None
        self._visit = ""
        self._captured_s = self._written_s = 0.0
        self._ticking = capturing.level_timer(self, self._on_tick)
        self._bridge.arrived.connect(self._on_event)

    @property
    def is_running(self) -> bool:
        """Sound is being captured, or is paused."""
        capture = self._view.strip.capture
        return capture in (Capture.RECORDING, Capture.PAUSED, Capture.GONE)

    @property
    def visit(self) -> str:
        """Id of the visit that is at work, "" for none."""
        return self._visit

    def pause(self) -> None:
        """Pause, or go on."""
        recording = self._recording
        if recording is None or not self.is_running:
            return
        if self._view.strip.capture is Capture.PAUSED:
            recording.live.resume()
            self._view.strip.show_capture(Capture.RECORDING)
        else:
            recording.live.pause()
            self._view.strip.show_capture(Capture.PAUSED)

    def stop(self) -> None:
        """End capture only; the last words are still heard and drafted."""
        if self._recording is not None and self.is_running:
            self._recording.live.stop()
            self._view.strip.show_capture(Capture.CATCHING_UP)

    def correct(self, corrections_for: CorrectionsFor) -> None:
        """Put lines right while more are coming; once the words are all there, the review does."""
        if self._recording is not None and self.is_running:
            self._recording.live.correct(corrections_for)

    def ending(self, visit_id: str) -> Callable[[], None]:
        """What ends this visit's recording at once, beside the window; nothing of it is drafted."""
        recording = self._recording if self._visit == visit_id else None
        return recording.give_up if recording is not None else lambda: None

    def forget(self, visit_id: str) -> None:
        """The recording of this visit was ended; be ready for another."""
        if self._visit != visit_id:
            return
        self._ticking.stop()
        self._visit, self._recording = "", None
        self._view.strip.show_capture(Capture.IDLE)
        self.running_changed.emit(False)
        self.time_changed.emit("")

    def give_up(self) -> None:
        """The program ends: what runs is left to the journal."""
        self._ticking.stop()
        if self._recording is not None:
            self._recording.give_up()
            self._recording = None

    def start(
        self, visit: Visit, consent: ConsentMethod = ConsentMethod.ORAL, given_by: str = ""
    ) -> None:
        """Record a visit; pressing the key notes the consent where none stands.

        Args:
            given_by: Who agreed for the patient, "" for the patient in person.
        """
        self._visit = visit.id
        self._captured_s = 0.0
        self._view.strip.setEnabled(False)

        def begin() -> LiveRecording:
            spoken = visit_language(self._room, visit)
            language = self._room.template_of(visit)(spoken).language
            consented = agreed(self._room, visit, language, consent, given_by)
            recording = LiveRecording(
                self._room, consented, self._source_for(), language, self._bridge.post
            )
            recording.start()
            return recording

        self._background.run(begin, self._on_started, self._on_not_started)

    def _on_started(self, recording: LiveRecording) -> None:
        self._recording = recording
        self._view.strip.setEnabled(True)
        self._view.strip.show_capture(Capture.RECORDING)
        self._notices.withdraw("recording")
        self._ticking.start()
        self.running_changed.emit(True)

    def _on_not_started(self, error: ZhenluError) -> None:
        self._visit = ""
        self._view.strip.setEnabled(True)
        self._tell("recording", "danger", error)

    def _on_tick(self) -> None:
        recording = self._recording
        if recording is not None:
            self._view.strip.show_level(recording.level)

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, LiveEvent) or self._recording is None:
            return
        self._view.take(event)
        if event.audio_s > self._captured_s:
            self._captured_s = event.audio_s
            self._view.strip.show_time(event.audio_s)
            self.time_changed.emit(clock(event.audio_s))
        if isinstance(event, Committed | CaptureStopped | VisitFinished):
            self._keep(self._recording, event)
        else:
            self._tell_news(event)
        if isinstance(event, CaptureStopped):
            self._on_capture_stopped()

    def _keep(self, recording: LiveRecording, event: LiveEvent) -> None:
        is_last = isinstance(event, VisitFinished)
        done = self._on_record_kept if is_last else self._on_kept
        self._background.run(lambda: recording.keep(event), done, self._on_store_refused)

    def _on_capture_stopped(self) -> None:
        self._ticking.stop()
        self._notices.withdraw("microphone")
        self.running_changed.emit(False)
        self.time_changed.emit("")

    def _on_record_kept(self, _nothing: None) -> None:
        visit, self._visit, self._recording = self._visit, "", None
        self._view.strip.show_capture(Capture.IDLE)
        self.finished.emit(visit)

    def _on_kept(self, _nothing: None) -> None:
        """Nothing to show: the strip tells what the journal has."""

    def _on_store_refused(self, error: ZhenluError) -> None:
        self._tell("store", "danger", error)

    def _tell_news(self, event: LiveEvent) -> None:
        """What somebody ought to know while they look at the patient."""
        if isinstance(event, Journalled):
            self._written_s = event.written_s
            self._tell_journal(event)
        elif isinstance(event, GapMarked) and event.reason is GapReason.MICROPHONE:
            self._tell_microphone(event)
        elif isinstance(event, FindingRaised) and event.finding.severity is Severity.RED_FLAG:
            message = event.finding.message
            self._notices.show(Notice(f"finding {event.finding.rule}", "danger", message))
        elif isinstance(event, EngineNews):
            self._tell_engine(event)

    def _tell_microphone(self, event: GapMarked) -> None:
        if event.length_s is not None:
            self._notices.withdraw("microphone")
            return
        words = self.tr("The microphone is gone. Saved up to {time}; plug it in to go on.")
        told = words.format(time=clock(self._written_s))
        self._notices.show(Notice("microphone", "danger", told))

    def _tell_journal(self, event: Journalled) -> None:
        if event.disk != "writing":
            words = self.tr("The disk does not take the recording: {seconds} s wait in memory.")
            told = words.format(seconds=round(event.waiting_s))
            self._notices.show(Notice("disk", "danger", told))
        else:
            self._notices.withdraw("disk")
        if event.backlog_s > _BEHIND_S:
            words = self.tr("Text is {seconds} s behind. The recording is complete; text follows.")
            told = words.format(seconds=round(event.backlog_s))
            self._notices.show(Notice("behind", "warning", told))
        else:
            self._notices.withdraw("behind")

    def _tell_engine(self, event: EngineNews) -> None:
        topic = f"engine {event.engine}"
        if event.state is EngineState.GIVEN_UP:
            words = (
                self.tr("Speech recognition stopped. The recording goes on; text follows later.")
                if event.engine == "speech"
                else self.tr("The drafting model stopped. The draft by rules can be used.")
            )
            self._notices.show(Notice(topic, "warning", words))
        elif event.state is EngineState.READY:
            self._notices.withdraw(topic)

    def _tell(self, topic: str, state: str, error: ZhenluError) -> None:
        self._notices.show(Notice(topic, state, told(error)))
