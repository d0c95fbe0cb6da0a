"""Keeps a visit: whose it is, its audio before anything hears it, its words, its record.

What a step leaves behind is in the store before the next one begins, so that work that
breaks off anywhere can be gone on with: the audio is whole, the words heard so far stand,
and the visit's state says what is missing.

    filing = Filing(store, journal)
    visit = filing.open_visit(filing.patient(asked))
    visit = filing.take_in(visit, recording, cancelled)
    with filing.at_work(visit) as work:
        work.keep(consultation.from_audio(filing.rest_of(visit), …, work.on_event))
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import takewhile

from zhenlu.application.events import Event, LanguageDetected, SegmentCommitted, StepStarted
from zhenlu.application.filing_ports import AudioArchive, Clinic, PatientIndex
from zhenlu.application.follow_up import due_items
from zhenlu.application.hand_written import with_theirs
from zhenlu.application.ports import AudioStream, OnEvent
from zhenlu.application.transcribing import heard_until_s
from zhenlu.domain.errors import Cancelled, JournalRefused, PatientRefused, VisitRefused
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.journal import AudioState, Gap
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, SegmentOrigin, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.domain.voice_print import VoicePrint

#: Nobody is at work on such a visit, and what there is of it can be heard again.
_LEFT_OPEN = (VisitState.INTERRUPTED, VisitState.EMPTY)
#: Steps of a consultation that show in the visit's state.
_STATES = {"transcribing": VisitState.TRANSCRIBING, "drafting": VisitState.DRAFTING}


#: Characters of an id that are enough to choose among namesakes.
_SHORTEST_ID = 8


@dataclass(frozen=True, slots=True)
class PatientAsked:
    """Whom somebody means: a name, and as much more as they know.

    Attributes:
        number: The clinic's own number, or the beginning of the id under which the
            patient is kept.
        is_new: It is somebody else than anyone of this name who is known.
    """

    name: str = field(repr=False)
    number: str = field(default="", repr=False)
    sex: str = ""
    born: date | None = field(default=None, repr=False)
    is_new: bool = False

    def contradicts(self, known: KnownPatient) -> bool:
        """Whether a detail that is known of both differs."""
        other_sex = self.sex and known.sex and self.sex != known.sex
        other_day = self.born and known.born and self.born != known.born
        other_number = self.number and known.number and self.number != known.number
        return bool(other_sex or other_day or other_number)

    def is_met_by(self, known: KnownPatient) -> bool:
        """Whether every detail that was given is known, and the same."""
        return (
            self.sex in ("", known.sex)
            and self.born in (None, known.born)
            and self.number in ("", known.number)
        )

    def names(self, known: KnownPatient) -> bool:
        """Whether the number is this very patient's, or the beginning of their id."""
        by_id = len(self.number) >= _SHORTEST_ID and known.id.startswith(self.number)
        return bool(self.number) and (self.number == known.number or by_id)


class PatientAmbiguous(PatientRefused):
    """Several patients, or one who may be somebody else, answer to what was asked.

    Attributes:
        candidates: Who they are, for the screen; no part of the message.
    """

    def __init__(self, candidates: tuple[KnownPatient, ...]) -> None:
        super().__init__("ambiguous", count=len(candidates))
        self.candidates = candidates


def known_patient(patients: PatientIndex, asked: PatientAsked) -> KnownPatient:
    """The one patient of the clinic who is meant.

    Raises:
        PatientAmbiguous: Say the number.
        PatientRefused: Reason "unknown".
    """
    found = _meant(patients, asked)
    if found is None:
        raise PatientRefused("unknown")
    return found


def _meant(patients: PatientIndex, asked: PatientAsked) -> KnownPatient | None:
    """Who is meant; None where nobody known can be.

    Two people of one name must never share a record, so whoever might be somebody else
    is not taken.
    """
    name = asked.name.strip()
    known = tuple(each for each in patients.named(name) if each.name == name)
    for each in filter(asked.names, known):
        return each
    possible = tuple(each for each in known if not asked.contradicts(each))
    if len(possible) == 1 and asked.is_met_by(possible[0]):
        return possible[0]
    if possible:
        raise PatientAmbiguous(possible)
    return None


@dataclass(frozen=True, slots=True)
class Filing:
    """Visits as they come in.

    Attributes:
        now: This computer's time.
    """

    clinic: Clinic
    audio: AudioArchive
    now: Callable[[], datetime] = datetime.now

    def patient(self, asked: PatientAsked) -> KnownPatient:
        """The patient who is meant; a new one where nobody known can be.

        Raises:
            PatientAmbiguous: Say the number, or that it is a new patient.
            PatientRefused: Reasons "name", "number".
        """
        patients = self.clinic.patients
        found = None if asked.is_new else _meant(patients, asked)
        if found is None:
            return patients.add(asked.name, asked.sex, asked.born, asked.number)
        return found

    def open_visit(self, patient: KnownPatient, kind: str = "first", department: str = "") -> Visit:
        """A visit that begins now."""
        return self.clinic.visits.add(patient.id, kind, department, self.now())

    def take_in(self, visit: Visit, sound: AudioStream, cancelled: threading.Event) -> Visit:
        """Put a recording into the encrypted journal, before any engine hears it.

        A recording that breaks off, or that is cancelled, is kept as far as it came.

        Raises:
            ConsentMissing: Nothing is kept.
            Cancelled
            AudioUnusable: As the stream.
            DiskRefused, StoreLocked, StoreDamaged, JournalRefused: As the journal.
        """
        self.clinic.consents.require(visit.id)
        moved = self.clinic.visits.move(visit.id, VisitState.RECORDING)
        # An age that was told by hand is in the visit at hand alone.
        visit = replace(moved, patient=visit.patient)
        with self.audio.alone_with(visit.id), self._interrupted_unless_done(visit.id):
            pen = self.audio.start(visit.id)
            try:
                for samples in sound.chunks:
                    if cancelled.is_set():
                        raise Cancelled
                    pen.append(samples)
            finally:
                pen.close()
        return visit

    def take_up(self, visit_id: str, *, to_record: bool = False) -> Visit:
        """A visit that broke off, ready to be gone on with.

        Args:
            to_record: More of it is going to be recorded. Otherwise its audio is closed.

        Raises:
            VisitUnknown
            VisitRefused: Reason "finished", if there is nothing left to do.
            JournalRefused: Reason "in_use", while somebody records it or works on it.
        """
        with self.audio.alone_with(visit_id):
            visit = self.clinic.visits.get(visit_id)
            if not visit.is_at_work and visit.state not in _LEFT_OPEN:
                raise VisitRefused("finished")
            if not to_record and self._audio_state(visit_id) is AudioState.OPEN:
                self.audio.finish(visit_id)
            if visit.is_at_work:
                visit = self.clinic.visits.move(visit_id, VisitState.INTERRUPTED)
            return visit

    def left_behind(self, visit_id: str) -> bool:
        """Mark a visit as broken off where nobody works on it any more; whether it is so."""
        with suppress(JournalRefused), self.audio.alone_with(visit_id):
            if self.clinic.visits.get(visit_id).is_at_work:
                self.clinic.visits.move(visit_id, VisitState.INTERRUPTED)
            return True
        return False

    def take_intake(self, visit: Visit) -> None:
        """Let a visit of which nothing was said yet begin with what was answered before it.

        Answers that were changed since they were taken, with nothing said behind them, are
        taken anew.

        Raises:
            ActionForbidden, VisitSealed, DiskRefused.
        """
        intake = self.clinic.intakes.of_visit(visit.id)
        if intake is None:
            return
        known = self.words_of(visit)
        heard = known.heard if known is not None else ()
        has_begun = any(line.origin is not SegmentOrigin.PATIENT_TYPED for line in heard)
        if has_begun or heard == intake.segments:
            return
        self.clinic.transcripts.begin(visit.id, intake.language)
        self.clinic.transcripts.append(visit.id, intake.segments)

    def behind_intake(self, visit: Visit, typed: Transcript) -> Transcript:
        """Typed words of a visit, with what was answered before it in front of them.

        Raises:
            IntakeInvalid: Reason "language".
        """
        intake = self.clinic.intakes.of_visit(visit.id)
        return typed if intake is None else intake.before(typed)

    def words_of(self, visit: Visit) -> Transcript | None:
        """What was heard of a visit so far."""
        return self.clinic.transcripts.of_visit(visit.id)

    def earlier_than(self, visit: Visit) -> tuple[Record, ...]:
        """The patient's records before a visit, the latest first, to compare it with."""
        return self.clinic.records.earlier(visit.id)

    def clinician_voice(self) -> VoicePrint | None:
        """How whoever is signed in sounds, where enrolled, to tell them from the patient."""
        enrolled = self.clinic.voices.own()
        return enrolled.print if enrolled else None

    def rest_of(self, visit: Visit) -> AudioStream | None:
        """The audio that nobody heard yet; None where there is none to hear."""
        if self._audio_state(visit.id) is not AudioState.CLOSED:
            return None
        return self.audio.read(visit.id, heard_until_s(self.words_of(visit)))

    def gaps_of(self, visit: Visit) -> tuple[Gap, ...]:
        """Where nothing of a visit was recorded."""
        return self.audio.gaps(visit.id) if self._audio_state(visit.id) is not None else ()

    @contextmanager
    def at_work(
        self, visit: Visit, language: Language | None, on_event: OnEvent
    ) -> Iterator[Work]:
        """Around hearing and drafting: what comes of it is kept, also where it breaks off.

        Args:
            language: The visit's, where it is known before anything is heard.
            on_event: Told everything that `Work.on_event` is told.

        Raises:
            JournalRefused: Reason "in_use", while another program works on the visit.
        """
        with self.audio.alone_with(visit.id), self._interrupted_unless_done(visit.id):
            self.take_intake(visit)
            yield Work(self.clinic, visit, self.words_of(visit), language, on_event)

    def _audio_state(self, visit_id: str) -> AudioState | None:
        states = {each.visit: each.state for each in self.audio.visits()}
        return states.get(visit_id)

    @contextmanager
    def _interrupted_unless_done(self, visit_id: str) -> Iterator[None]:
        try:
            yield
        except BaseException:
            visits = self.clinic.visits
            if visits.get(visit_id).is_at_work:
                visits.move(visit_id, VisitState.INTERRUPTED)
            raise


class Work:
    """What comes of hearing and drafting one visit, kept as it comes.

    Args:
        known: What was heard before.
    """

    def __init__(
        self,
        clinic: Clinic,
        visit: Visit,
        known: Transcript | None,
        language: Language | None,
        on_event: OnEvent,
    ) -> None:
        self._clinic = clinic
        self._visit = visit.id
        self._day = visit.date
        self._known = known
        self._language = known.language if known is not None else language
        self._next = on_event
        self._is_begun = known is not None
        self._corrections = known.corrections if known is not None else ()

    @property
    def known(self) -> Transcript | None:
        """What was heard before this work began."""
        return self._known

    @property
    def language(self) -> Language | None:
        """The visit's language as far as it is known."""
        return self._language

    def on_event(self, event: Event) -> None:
        """Keep what an event tells, then pass it on."""
        if isinstance(event, LanguageDetected):
            self._language = event.language
        elif isinstance(event, SegmentCommitted):
            self._begin()
            self._clinic.transcripts.append(self._visit, (event.segment,))
        elif isinstance(event, StepStarted) and event.step in _STATES:
            self._clinic.visits.move(self._visit, _STATES[event.step])
        self._next(event)

    def keep_words(self, transcript: Transcript) -> None:
        """Keep words that were typed or heard elsewhere, before anything is made of them.

        Args:
            transcript: All words of the visit; those that were known are kept already.
        """
        self._language = transcript.language
        self._begin()
        known = len(self._known) if self._known is not None else 0
        self._clinic.transcripts.append(self._visit, transcript.heard[known:])
        self._correct(transcript)

    def keep(self, record: Record) -> None:
        """Keep the record that was drafted and what it promises; none where nobody spoke.

        Sections that a person wrote meanwhile stand as they wrote them.
        """
        if not record.transcript.worded:
            self._clinic.visits.move(self._visit, VisitState.EMPTY)
            return
        self._correct(record.transcript)
        records = self._clinic.records
        written = records.draft(self._visit)
        if written is not None:
            record = with_theirs(record, written, records.earlier(self._visit))
        records.save_draft(self._visit, record)
        if self._day is not None:
            self._clinic.follow_ups.put(self._visit, due_items(record, self._visit, self._day))
        self._clinic.visits.move(self._visit, VisitState.DRAFTED)

    def keep_put_right(self, record: Record) -> None:
        """Keep the drafted record once more, after corrections of its words."""
        self._correct(record.transcript)
        self._clinic.records.save_draft(self._visit, record)

    def _begin(self) -> None:
        # An engine says which language it hears before the first words of it.
        if not self._is_begun and self._language is not None:
            self._clinic.transcripts.begin(self._visit, self._language)
            self._is_begun = True

    def _correct(self, transcript: Transcript) -> None:
        # Who spoke is told anew while a visit grows: from there on all of it is kept again.
        same = takewhile(
            lambda pair: pair[0] == pair[1],
            zip(self._corrections, transcript.corrections, strict=False),
        )
        new = transcript.corrections[len(tuple(same)) :]
        if new:
            self._clinic.transcripts.correct(self._visit, new)
        self._corrections = transcript.corrections
