"""A visit is kept step by step, so that whatever breaks off can be gone on with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scripted_room import ScriptedRoom

from zhenlu.application.filing import Filing, PatientAmbiguous, PatientAsked, known_patient
from zhenlu.application.ports import AudioStream, Pcm
from zhenlu.application.templates import load
from zhenlu.application.writing_up import write_up
from zhenlu.domain.consent import ConsentMethod
from zhenlu.domain.errors import (
    AudioUnusable,
    Cancelled,
    ConsentMissing,
    EngineFailed,
    JournalRefused,
    PatientRefused,
    VisitRefused,
)
from zhenlu.domain.facts import FactKind
from zhenlu.domain.follow_up import DueKind
from zhenlu.domain.journal import AudioState
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.engines.scripted import ScriptedSpeechEngine
from zhenlu.storage import store
from zhenlu.storage.journal import Journal
from zhenlu.storage.store import Store

_SEGMENTS = (
    Segment(1, "哪里不舒服?", start_s=0.5, end_s=1.5),
    Segment(2, "咳嗽三天了,有黄痰。", start_s=2.0, end_s=4.0),
    Segment(3, "考虑急性支气管炎,吃点氨溴索,一次三十毫克,一天三次。", start_s=5.0, end_s=8.0),
    Segment(4, "三天后来复诊。", start_s=8.5, end_s=9.5),
)


def sound(seconds: int = 10, breaks_after: int | None = None) -> AudioStream:
    def chunks() -> Iterator[Pcm]:
        for second in range(seconds):
            if second == breaks_after:
                raise AudioUnusable("truncated", file="pen.mp3")
            yield np.full(16_000, second + 1, dtype=np.int16)

    return AudioStream(float(seconds), chunks())


def work(filing: Filing, visit: Visit, engine: ScriptedSpeechEngine) -> Record:
    """Hear and draft what nobody heard yet."""
    return write_up(
        filing,
        visit,
        lambda language: load("outpatient-initial", language),
        ScriptedRoom(engine),
        lambda _event: None,
        threading.Event(),
    )


def fails(action: Callable[[], object], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        action()


# Whose visit it is


def test_a_name_nobody_has_makes_a_new_patient(filing: Filing, opened: Store) -> None:
    made = filing.patient(PatientAsked(" 赵新 ", "A-1", "female", date(1990, 2, 3)))

    assert opened.patients.get(made.id).number == "A-1"
    assert (made.name, made.sex, made.born) == ("赵新", "female", date(1990, 2, 3))


def test_a_name_that_one_patient_has_means_that_patient(filing: Filing) -> None:
    known = filing.patient(PatientAsked("钱一", born=date(1950, 1, 1)))

    assert filing.patient(PatientAsked("钱一")) == known
    assert filing.patient(PatientAsked("钱一", born=date(1950, 1, 1))) == known


def test_a_longer_name_that_begins_so_is_somebody_else(filing: Filing) -> None:
    longer = filing.patient(PatientAsked("孙二小"))

    assert filing.patient(PatientAsked("孙二")).id != longer.id


def test_namesakes_are_told_apart_by_number_or_by_id(filing: Filing) -> None:
    first = filing.patient(PatientAsked("周三", "B-1"))
    second = filing.patient(PatientAsked("周三", is_new=True))

    with pytest.raises(PatientAmbiguous) as several:
        filing.patient(PatientAsked("周三"))

    assert {each.id for each in several.value.candidates} == {first.id, second.id}
    assert filing.patient(PatientAsked("周三", "B-1")) == first
    assert filing.patient(PatientAsked("周三", second.id[:12])) == second


def test_the_error_names_no_patient(filing: Filing) -> None:
    filing.patient(PatientAsked("吴四", "C-1"))
    filing.patient(PatientAsked("吴四", "C-2"))

    with pytest.raises(PatientAmbiguous) as several:
        filing.patient(PatientAsked("吴四"))

    assert "吴四" not in f"{several.value!r} {several.value} {several.value.params}"
    assert several.value.params == {"count": 2}


def test_a_birth_date_that_contradicts_is_another_patient(filing: Filing) -> None:
    old = filing.patient(PatientAsked("郑五", born=date(1950, 1, 1)))

    young = filing.patient(PatientAsked("郑五", born=date(2015, 1, 1)))

    assert young.id != old.id


def test_a_patient_of_whom_the_birth_date_is_not_known_is_not_taken_for_granted(
    filing: Filing,
) -> None:
    filing.patient(PatientAsked("冯六"))

    fails(lambda: filing.patient(PatientAsked("冯六", born=date(1950, 1, 1))), PatientAmbiguous)


def test_a_number_given_for_the_first_time_is_asked_about(filing: Filing) -> None:
    known = filing.patient(PatientAsked("卫九"))

    with pytest.raises(PatientAmbiguous) as one:
        filing.patient(PatientAsked("卫九", "E-1"))

    assert one.value.candidates == (known,)
    assert filing.patient(PatientAsked("卫九", "E-1", is_new=True)).id != known.id


def test_a_known_patient_is_found_without_making_one(filing: Filing, opened: Store) -> None:
    made = filing.patient(PatientAsked("蒋十", "F-1"))

    assert known_patient(opened.patients, PatientAsked("蒋十")) == made
    fails(lambda: known_patient(opened.patients, PatientAsked("沈一")), PatientRefused)


def test_a_number_of_somebody_else_is_refused(filing: Filing) -> None:
    filing.patient(PatientAsked("陈七", "D-1"))

    fails(lambda: filing.patient(PatientAsked("楚八", "D-1")), PatientRefused)


# Audio before anything else


def test_a_recording_is_in_the_journal_sample_for_sample_before_it_is_heard(
    filing: Filing, journal: Journal, visit: Visit
) -> None:
    filing.take_in(visit, sound(3), threading.Event())

    kept = np.concatenate(list(journal.read(visit.id).chunks))
    assert kept.tolist() == [1] * 16_000 + [2] * 16_000 + [3] * 16_000
    assert journal.visit(visit.id).state is AudioState.CLOSED


def test_a_recording_taken_in_tells_of_the_consent_and_keeps_an_age_told_by_hand(
    filing: Filing, visit: Visit
) -> None:
    told = replace(visit, patient=replace(visit.patient, age_years=41))

    taken = filing.take_in(told, sound(), threading.Event())

    assert taken.state is VisitState.RECORDING
    assert (taken.consent, taken.patient.age_years) == (ConsentMethod.ORAL, 41)
    record = work(filing, taken, ScriptedSpeechEngine(_SEGMENTS))
    assert record.visit["consent"] == "oral"
    assert "P04" not in [finding.rule for finding in record.findings]


def test_without_consent_nothing_is_kept(filing: Filing, journal: Journal) -> None:
    visit = filing.open_visit(filing.patient(PatientAsked("褚九")))

    fails(lambda: filing.take_in(visit, sound(), threading.Event()), ConsentMissing)

    assert all(each.visit != visit.id for each in journal.visits())
    assert filing.clinic.visits.get(visit.id).state is VisitState.PLANNED


def test_a_recording_that_breaks_off_is_kept_as_far_as_it_came(
    filing: Filing, journal: Journal, visit: Visit
) -> None:
    broken = sound(10, breaks_after=4)

    fails(lambda: filing.take_in(visit, broken, threading.Event()), AudioUnusable)

    assert journal.visit(visit.id).length_s == 4.0
    assert filing.clinic.visits.get(visit.id).state is VisitState.INTERRUPTED


def test_cancelling_deletes_nothing(filing: Filing, journal: Journal, visit: Visit) -> None:
    cancelled, heard = threading.Event(), sound(10)

    def until_the_third() -> Iterator[Pcm]:
        for count, chunk in enumerate(heard.chunks):
            if count == 3:
                cancelled.set()
            yield chunk

    fails(
        lambda: filing.take_in(visit, AudioStream(None, until_the_third()), cancelled), Cancelled
    )

    assert journal.visit(visit.id).length_s == 3.0


# Words and record


def test_a_drafted_visit_holds_words_record_facts_and_what_is_due(
    filing: Filing, opened: Store, visit: Visit
) -> None:
    taken = filing.take_in(visit, sound(), threading.Event())

    record = work(filing, taken, ScriptedSpeechEngine(_SEGMENTS))

    assert opened.visits.get(visit.id).state is VisitState.DRAFTED
    assert opened.records.draft(visit.id) == record
    words = opened.transcripts.of_visit(visit.id)
    assert words is not None
    assert (words.heard, tuple(words)) == (_SEGMENTS, tuple(record.transcript))
    patient = opened.visits.patient_of(visit.id)
    assert [fact.visit for fact in opened.facts.course(patient, FactKind.SYMPTOM, "咳嗽")] == [
        visit.id
    ]
    (due,) = opened.follow_ups.of_patient(patient)
    assert (due.kind, due.due) == (DueKind.REVISIT, date(2026, 11, 27))


def test_an_engine_that_dies_leaves_audio_and_words_to_go_on_with(
    filing: Filing, opened: Store, visit: Visit
) -> None:
    taken = filing.take_in(visit, sound(), threading.Event())
    dying = ScriptedSpeechEngine(_SEGMENTS, failure=EngineFailed("died"), fails_after=2)

    fails(lambda: work(filing, taken, dying), EngineFailed)

    assert opened.visits.get(visit.id).state is VisitState.INTERRUPTED
    words = opened.transcripts.of_visit(visit.id)
    assert words is not None
    assert words.heard == _SEGMENTS[:2]

    again = filing.take_up(visit.id)
    rest = filing.rest_of(again)
    assert rest is not None
    assert rest.duration_s == 6.0  # ten seconds were recorded, the second line ended at four
    later = (Segment(1, "有没有发烧?没有。", start_s=1.0, end_s=2.5),)
    record = work(filing, again, ScriptedSpeechEngine(later))

    assert [(s.id, s.start_s) for s in record.transcript] == [(1, 0.5), (2, 2.0), (3, 5.0)]
    assert opened.visits.get(visit.id).state is VisitState.DRAFTED


def test_a_visit_whose_program_was_killed_can_be_taken_up(
    filing: Filing, opened: Store, journal: Journal, visit: Visit
) -> None:
    opened.visits.move(visit.id, VisitState.RECORDING)
    writer = journal.start(visit.id)
    writer.write(np.ones(32_000, dtype=np.int16))
    writer.abandon()

    again = filing.take_up(visit.id)

    assert again.state is VisitState.INTERRUPTED
    assert journal.visit(visit.id).state is AudioState.CLOSED
    record = work(filing, again, ScriptedSpeechEngine(_SEGMENTS[:2]))
    assert record.coverage.audio_s == 2.0


def test_a_visit_that_somebody_records_is_not_taken_up(
    filing: Filing, opened: Store, journal: Journal, visit: Visit
) -> None:
    opened.visits.move(visit.id, VisitState.RECORDING)
    writer = journal.start(visit.id)
    try:
        with pytest.raises(Exception, match="in_use"):
            filing.take_up(visit.id)
    finally:
        writer.close()

    assert opened.visits.get(visit.id).state is VisitState.RECORDING


def test_silence_ends_as_an_empty_visit_without_a_draft(
    filing: Filing, opened: Store, visit: Visit
) -> None:
    taken = filing.take_in(visit, sound(2), threading.Event())

    work(filing, taken, ScriptedSpeechEngine(()))

    assert opened.visits.get(visit.id).state is VisitState.EMPTY
    assert opened.records.draft(visit.id) is None


def test_typed_words_are_kept_before_anything_is_made_of_them(
    filing: Filing, opened: Store
) -> None:
    visit = filing.open_visit(filing.patient(PatientAsked("卫十")))
    typed = Transcript(Language.ZH, (Segment(1, "咳嗽三天"),))

    def fail_while_drafting() -> None:
        with filing.at_work(visit, None, lambda _: None) as under_way:
            under_way.keep_words(typed)
            raise EngineFailed("died")

    fails(fail_while_drafting, EngineFailed)

    kept = opened.transcripts.of_visit(visit.id)
    assert kept is not None
    assert kept.heard == typed.heard


def test_what_did_not_break_off_is_not_gone_on_with(filing: Filing, visit: Visit) -> None:
    with pytest.raises(VisitRefused) as refused:
        filing.take_up(visit.id)

    assert refused.value.reason == "finished"


def test_two_programs_do_not_work_on_one_visit(
    filing: Filing, opened: Store, journal: Journal, visit: Visit
) -> None:
    taken = filing.take_in(visit, sound(), threading.Event())

    with closing(store.sign_in(opened.folder, "李医生", "correct horse battery")) as other:
        second = Filing(other, journal)
        with filing.at_work(taken, None, lambda _: None):
            with pytest.raises(JournalRefused) as refused:
                second.take_up(visit.id)
            fails(
                lambda: second.at_work(taken, None, lambda _: None).__enter__(), JournalRefused
            )
            is_left = second.left_behind(visit.id)
            state = other.visits.get(visit.id).state

        assert refused.value.reason == "in_use"
        assert not is_left
        assert state is VisitState.RECORDING
        assert second.take_up(visit.id).state is VisitState.INTERRUPTED


def test_a_visit_whose_program_died_is_found_to_be_left_behind(
    filing: Filing, opened: Store, visit: Visit
) -> None:
    filing.take_in(visit, sound(), threading.Event())

    assert filing.left_behind(visit.id)
    assert opened.visits.get(visit.id).state is VisitState.INTERRUPTED
    assert not list(opened.folder.glob("visit-*.lock"))


def test_the_enrolled_voice_is_that_of_whoever_is_signed_in(
    filing: Filing, opened: Store
) -> None:
    assert filing.clinician_voice() is None
    voice = VoicePrint((1.0, 2.0), 5.0)
    opened.voices.enrol(voice)

    assert filing.clinician_voice() == voice

    opened.voices.delete()
    assert filing.clinician_voice() is None
