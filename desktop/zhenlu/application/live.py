"""A visit while it goes on: words appear, the draft stays current, nothing is lost.

    source ─► Recording ─► journal ─► Hearing ─► lines ─► LiveDrafting: the rules' record,
                                                          and the model reads ahead
    stop ─► last words ─► the rules' record ─► the model's draft ─► checked record

What is known of the visit is touched by one thread only, the one that empties the mailbox;
all others put frozen messages into it. Whatever happens to an engine, the recording goes
on and says so, and the engine catches up from the journal.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from zhenlu.application import events, live_events
from zhenlu.application.consultation import TemplateFor, with_gaps
from zhenlu.application.engine_news import EngineLetter, engine_news
from zhenlu.application.findings_told import FindingsTold
from zhenlu.application.growing_transcript import CorrectionsFor, GrowingTranscript, prepare
from zhenlu.application.hearing import RATE_HZ, Hearing, HearingEnded, HearingFailed
from zhenlu.application.live_drafting import (
    DraftFinished,
    DraftingBroke,
    DraftingNews,
    LiveDrafting,
    RulesRead,
    as_fault,
)
from zhenlu.application.live_events import StopReason
from zhenlu.application.ports import DraftingEngine, Heard, SpeechEngine, SpeechOptions
from zhenlu.application.reading_ahead import ReadAhead, ReadingFailed
from zhenlu.application.recording import (
    Interrupted,
    Recording,
    RecordingNews,
    SoundEnded,
    SourceEnded,
    Written,
)
from zhenlu.application.recording_ports import DiskNews, SoundMeter, SoundSource, VisitSound
from zhenlu.application.second_reading import SecondReading, corrections, offers
from zhenlu.application.transcribing import heard_until_s
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.journal import GapReason
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit, VisitState


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a live visit works with.

    Attributes:
        drafting: None where the rules draft alone.
    """

    source: SoundSource
    sound: VisitSound
    meter: SoundMeter
    speech: SpeechEngine
    drafting: DraftingEngine | None


@dataclass(frozen=True, slots=True)
class _Pressed:
    """Somebody paused (`PAUSED`), resumed (`RECORDING`) or stopped (`TRANSCRIBING`)."""

    state: VisitState


@dataclass(frozen=True, slots=True)
class _PutRight:
    """Somebody corrects lines, from how they read when this arrives."""

    corrections_for: CorrectionsFor


_Letter: TypeAlias = (
    events.Event | RecordingNews | HearingFailed | HearingEnded | DraftingNews
    | _Pressed | _PutRight
)  # fmt: skip


class LiveVisit:
    """One visit from the first second to the checked record.

    Args:
        visit: Planned, or interrupted.
        options: Language and terms; `live` is meant anyway.
        on_event: Told everything on the visit's own thread; must return soon.
        known: What was answered before the visit, or heard before the recording broke
            off. The rest of what the journal holds is heard first.
        earlier: The patient's earlier records, the latest first.
    """

    def __init__(
        self,
        visit: Visit,
        equipment: Equipment,
        options: SpeechOptions,
        template_for: TemplateFor,
        on_event: Callable[[live_events.LiveEvent], None],
        known: Transcript | None = None,
        earlier: Sequence[Record] = (),
    ) -> None:
        self.visit = visit
        self._on_event = on_event
        language = options.language or (known.language if known else None)
        self._lines = GrowingTranscript(
            known or Transcript(language or Language.ZH), options.clinician
        )
        self._mailbox: queue.SimpleQueue[_Letter] = queue.SimpleQueue()
        self._heard_before_s = heard_until_s(known)
        self._recording = Recording(
            equipment.source, equipment.sound, equipment.meter, self._on_recording
        )
        self._second_reading = SecondReading(equipment.sound.read)
        self._hearing = Hearing(
            equipment.speech,
            equipment.sound,
            replace(options, language=language),
            self._mailbox.put,
            round(self._heard_before_s * RATE_HZ),
            self._second_reading.next,
        )
        self._cancelled = threading.Event()
        self._drafting = LiveDrafting(
            visit,
            template_for,
            equipment.speech.used,
            equipment.drafting,
            self._mailbox.put,
            self._cancelled,
            earlier,
        )
        self._rules_read: RulesRead | None = None
        self._hearing_ended: HearingEnded | None = None
        self._findings = FindingsTold()
        self._capture_told = False
        self._rules_wanted_to = -1
        self._stopped_at = time.monotonic()
        self._left_s = 0.0
        self._record: Record | None = None
        self._fault: ZhenluError | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="visit", daemon=True)

    # What a person does

    def start(self) -> None:
        """Begin to record.

        Raises:
            JournalRefused, StoreDamaged, DiskRefused, StoreLocked, MicrophoneMissing:
                Nothing is recorded then.
        """
        self.visit = self.visit.to(VisitState.RECORDING)
        try:
            held_s = self._recording.start()
        except BaseException:
            self._drafting.close()
            raise
        if held_s:
            self._on_recording(
                Interrupted(round(held_s * RATE_HZ), GapReason.INTERRUPTED, None)
            )
            self._hearing.written(held_s)
        self._hearing.start()
        self._thread.start()
        threading.Thread(target=prepare, args=(self.language,), name="terms", daemon=True).start()

    def pause(self) -> None:
        """Record nothing until `resume`. Does nothing while paused."""
        self._recording.pause()
        self._mailbox.put(_Pressed(VisitState.PAUSED))

    def resume(self) -> None:
        """Go on. Does nothing while recording."""
        self._recording.resume()
        self._mailbox.put(_Pressed(VisitState.RECORDING))

    def stop(self) -> None:
        """End capture only: what was said is still heard, drafted and checked."""
        self._recording.stop()
        self._mailbox.put(_Pressed(VisitState.TRANSCRIBING))

    def correct(self, corrections_for: CorrectionsFor) -> None:
        """Put lines right while more are coming; `RolesChanged` tells which read otherwise."""
        self._mailbox.put(_PutRight(corrections_for))

    def cancel(self) -> None:
        """Work no more on it. What is in the journal stays there and can be taken up again."""
        self._recording.stop()
        self._cancelled.set()
        self._hearing.cancel()

    def wait(self, timeout_s: float | None = None) -> Record | None:
        """The finished record, or None if it is not finished in time or was cancelled.

        Raises:
            ZhenluError: What made it impossible; the sound is in the journal.
        """
        if not self._done.wait(timeout_s):
            return None
        if self._fault is not None and self._record is None:
            raise self._fault
        return self._record

    @property
    def language(self) -> Language:
        """Decided by the time the first line is committed."""
        return self._lines.transcript.language

    @property
    def is_over(self) -> bool:
        """Whether the last event was told."""
        return self._done.is_set()

    # Messages from other threads

    def _on_recording(self, news: RecordingNews) -> None:
        # The hearing is told at once; that does not have to wait for the mailbox.
        if isinstance(news, Written):
            self._hearing.written(news.seconds)
        elif isinstance(news, Interrupted):
            self._hearing.stretch_ends(news.at)
        elif isinstance(news, SoundEnded):
            self._hearing.recording_ended(news.samples)
        self._mailbox.put(news)

    # The visit's own thread

    def _run(self) -> None:
        try:
            if len(self._lines.transcript):
                # What was answered or heard before is drafted while nobody has spoken yet.
                self._want_draft()
            while not self._done.is_set():
                letter = self._mailbox.get()
                _HANDLERS.get(type(letter), LiveVisit._pass_over)(self, letter)
        except Exception as error:
            self._fault = as_fault(error)
        finally:
            self._drafting.close()
            self._done.set()

    def _tell(self, kind: type[live_events.LiveEvent], *values: Any) -> None:
        self._on_event(kind(*self._now(), *values))

    def _now(self) -> tuple[float, float]:
        return time.time(), round(self._recording.captured_s, 3)

    def _pass_over(self, _letter: Any) -> None:
        """Of no interest to anybody."""

    def _take_written(self, news: Written) -> None:
        backlog_s = self._hearing.backlog_s
        self._tell(
            live_events.Journalled, news.seconds, backlog_s, news.waiting_s, news.level
        )

    def _take_disk(self, news: DiskNews) -> None:
        waiting_s = self._recording.waiting_s
        written_s = self._recording.captured_s - waiting_s
        backlog_s = self._hearing.backlog_s
        self._tell(
            live_events.Journalled, written_s, backlog_s, waiting_s, None, news.state, news.code
        )

    def _take_gap(self, news: Interrupted) -> None:
        self._tell(live_events.GapMarked, news.at / RATE_HZ, news.reason, news.length_s)

    def _take_press(self, pressed: _Pressed) -> None:
        if pressed.state is VisitState.TRANSCRIBING:
            self._tell_capture_stopped(StopReason.PERSON)
        elif not self._capture_told and pressed.state is not self.visit.state:
            self.visit = self.visit.to(pressed.state)

    def _take_source_end(self, _letter: SourceEnded) -> None:
        self._tell_capture_stopped(StopReason.SOURCE)

    def _tell_capture_stopped(self, reason: StopReason) -> None:
        if not self._capture_told:
            self._capture_told = True
            self._stopped_at = time.monotonic()
            self.visit = self.visit.to(VisitState.TRANSCRIBING)
            self._tell(live_events.CaptureStopped, reason)

    def _take_language(self, event: events.LanguageDetected) -> None:
        self._lines.speak(event.language)

    def _take_line(self, event: events.SegmentCommitted) -> None:
        spoken_at = self._recording.captured_at(event.segment.end_s)
        latency_s = round(max(0.0, time.monotonic() - spoken_at), 3)
        line, changed = self._lines.add(event.segment, event.voice, event.balance_db)
        heard = self._lines.transcript.heard[-1]
        self._tell(live_events.Committed, line, heard, latency_s)
        if changed:
            self._tell(live_events.RolesChanged, changed)
        self._want_draft()

    def _take_correction(self, letter: _PutRight) -> None:
        # Once all is heard the last draft is being made from the lines as they were.
        if self._hearing_ended is None:
            changed = self._lines.correct(letter.corrections_for)
            if changed:
                self._tell(live_events.RolesChanged, changed)
                self._want_draft()

    def _take_second_reading(self, heard: events.HeardAgain) -> None:
        laid = corrections(self._lines.transcript, heard)
        if laid:
            changed = self._lines.correct(lambda _now: laid)
            self._tell(live_events.LinesReadAgain, changed, offers(laid))
            self._want_draft()

    def _take_tentative(self, event: events.UtteranceUnderWay) -> None:
        self._tell(live_events.Tentative, event.text)

    def _take_engine_news(self, letter: EngineLetter) -> None:
        self._on_event(engine_news(letter, *self._now()))

    def _take_rules(self, news: RulesRead) -> None:
        before = self._rules_read
        self._rules_read = news
        self._second_reading.follow(news.record.transcript, news.record.facts)
        is_last = self._hearing_ended is not None and self._is_up_to_date(news)
        if before is None or before.record.facts != news.record.facts:
            self._tell(live_events.FactsFound, news.record.facts, news.read_to)
        if is_last or before is None or _texts(before.record) != _texts(news.record):
            sections = news.record.sections
            self._tell(live_events.Drafted, sections, "rules", news.read_to, is_last)
        self._tell_findings(news.record, everything=is_last and not self._drafting.has_model)
        if is_last:
            self._drafting.finish(news.record, self._heard())

    def _take_hearing_end(self, news: HearingEnded) -> None:
        self._hearing_ended = news
        if self._cancelled.is_set():
            # The journal is closed first: whoever waits may take the visit up again.
            self._recording.join()
            self.visit = self.visit.to(VisitState.INTERRUPTED)
            self._done.set()
            return
        self._left_s = time.monotonic() - self._stopped_at
        if self._rules_wanted_to != self._lines.last_id:
            self._want_draft()
        elif self._rules_read is not None and self._is_up_to_date(self._rules_read):
            # Nothing was said or put right since the rules last read the visit.
            self._take_rules(self._rules_read)

    def _take_section(self, event: events.SectionDrafted) -> None:
        self._tell(live_events.Drafted, (event.section,), event.layer, self._lines.last_id)

    def _take_finished(self, news: DraftFinished) -> None:
        self._record = record = with_gaps(news.record, self._recording.gaps())
        ended = VisitState.DRAFTED if record.transcript.worded else VisitState.EMPTY
        if ended is VisitState.DRAFTED:
            self.visit = self.visit.to(VisitState.DRAFTING)
        self.visit = self.visit.to(ended)
        self._tell_findings(record, everything=True)
        heard = self._hearing_ended
        heard_to_s = heard.heard / RATE_HZ if heard else 0.0
        self._tell(live_events.VisitFinished, record, heard_to_s)
        self._done.set()

    def _take_fault(self, news: DraftingBroke) -> None:
        if self._fault is None:
            self._take_engine_news(news)
        self._fault = news.error
        if self._hearing_ended is not None:
            self._done.set()

    def _want_draft(self) -> None:
        self._rules_wanted_to = self._lines.last_id
        self._drafting.follow(self._lines.transcript, self._heard())

    def _is_up_to_date(self, read: RulesRead) -> bool:
        return read.record.transcript == self._lines.transcript

    def _tell_findings(self, record: Record, everything: bool) -> None:
        for finding in self._findings.new_in(record, everything=everything):
            self._tell(live_events.FindingRaised, finding)

    def _heard(self) -> Heard:
        transcript, ended = self._lines.transcript, self._hearing_ended
        return Heard(
            language=transcript.language,
            segments=transcript.heard,
            audio_s=self._recording.captured_s,
            speech_s=sum(s.end_s - s.start_s for s in transcript.heard),
            load_s=ended.load_s if ended else 0.0,
            # What came with the words was done while they were spoken.
            work_s=self._left_s,
        )


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(section.text for section in record.sections)


_HANDLERS: dict[type, Callable[[LiveVisit, Any], None]] = {
    Written: LiveVisit._take_written,
    DiskNews: LiveVisit._take_disk,
    Interrupted: LiveVisit._take_gap,
    SourceEnded: LiveVisit._take_source_end,
    HearingFailed: LiveVisit._take_engine_news,
    HearingEnded: LiveVisit._take_hearing_end,
    ReadAhead: LiveVisit._take_engine_news,
    ReadingFailed: LiveVisit._take_engine_news,
    events.LanguageDetected: LiveVisit._take_language,
    events.SegmentCommitted: LiveVisit._take_line,
    events.HeardAgain: LiveVisit._take_second_reading,
    events.UtteranceUnderWay: LiveVisit._take_tentative,
    events.EngineLoading: LiveVisit._take_engine_news,
    events.EngineReady: LiveVisit._take_engine_news,
    events.EngineRestarted: LiveVisit._take_engine_news,
    events.EngineGivenUp: LiveVisit._take_engine_news,
    events.SectionDrafted: LiveVisit._take_section,
    _Pressed: LiveVisit._take_press,
    _PutRight: LiveVisit._take_correction,
    RulesRead: LiveVisit._take_rules,
    DraftFinished: LiveVisit._take_finished,
    DraftingBroke: LiveVisit._take_fault,
}


__all__ = ["Equipment", "LiveVisit"]
