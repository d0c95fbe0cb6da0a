"""Corrected words and what becomes of the record that rests on them."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.correcting import corrected, differing, swapped, taken_back
from zhenlu.application.redrafting import by_hand, in_template, section_redrafted
from zhenlu.application.reviewing import rewritten
from zhenlu.application.templates import load
from zhenlu.domain.errors import RecordRefused, SegmentUnknown
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Correction, Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit

_VISIT = Visit("1", patient=Patient("王小明", "male", 45))
_SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
)


@pytest.fixture
def record() -> Record:
    drafting = Consultation(_VISIT, lambda language: load("outpatient-initial", language))
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


def text(record: Record, section: str) -> str:
    found = record.section(section)
    assert found is not None
    return found.text


def test_corrected_words_reach_a_section_that_nobody_wrote_in(record: Record) -> None:
    after = corrected(record, [Correction(2, "咳嗽五天了,有黄痰。")], _VISIT)

    assert "5天" in text(after.record, "chief_complaint")
    assert after.stale == frozenset()


def test_corrected_words_are_read_for_facts_again(record: Record) -> None:
    after = corrected(record, [Correction(3, "对头孢过敏。")], _VISIT).record

    assert "青霉素" not in {fact.name for fact in after.facts}
    assert "头孢" in text(after, "allergy_history")


def test_what_a_person_wrote_stays_and_is_named_stale(record: Record) -> None:
    typed = rewritten(record, "chief_complaint", "咳嗽3天,夜间明显")

    after = corrected(typed, [Correction(2, "咳嗽五天了,有黄痰。")], _VISIT)

    assert text(after.record, "chief_complaint") == "咳嗽3天,夜间明显"
    assert "chief_complaint" in after.stale


def test_a_sentence_that_a_person_struck_out_does_not_come_back(record: Record) -> None:
    shorter = rewritten(record, "history_of_present_illness", "")

    after = corrected(shorter, [Correction(2, "咳嗽五天了,有黄痰。")], _VISIT)

    assert text(after.record, "history_of_present_illness") == ""


def test_what_is_written_but_no_longer_said_is_asked_about(record: Record) -> None:
    typed = rewritten(record, "allergy_history", f"{text(record, 'allergy_history')}皮疹。")

    after = corrected(typed, [Correction(3, "对头孢过敏。")], _VISIT).record

    assert "青霉素" in {item.name for item in after.ledger.written_not_said}


def test_a_section_that_the_correction_does_not_reach_is_not_stale(record: Record) -> None:
    typed = rewritten(record, "past_history", "高血压10年")

    after = corrected(typed, [Correction(2, "咳嗽五天了,有黄痰。")], _VISIT)

    assert "past_history" not in after.stale


def test_another_speaker_leaves_the_words(record: Record) -> None:
    after = corrected(record, [Correction(3, role=SpeakerRole.COMPANION)], _VISIT).record

    assert after.transcript[3].role is SpeakerRole.COMPANION
    assert after.transcript[3].text == _SAID[2].text


def test_a_line_that_is_not_there_is_refused(record: Record) -> None:
    with pytest.raises(SegmentUnknown):
        corrected(record, [Correction(9, "没有")], _VISIT)


def test_swapping_twice_gives_the_speakers_back(record: Record) -> None:
    once = corrected(record, swapped(record.transcript), _VISIT).record
    twice = corrected(once, swapped(once.transcript), _VISIT).record

    assert [s.role for s in once.transcript] != [s.role for s in record.transcript]
    assert [s.role for s in twice.transcript] == [s.role for s in record.transcript]


def test_a_correction_taken_back_reads_as_it_was_heard(record: Record) -> None:
    after = corrected(record, [Correction(2, "咳嗽五天了。")], _VISIT).record
    assert set(differing(after.transcript)) == {2}

    back = corrected(after, taken_back(after.transcript, record.transcript), _VISIT).record

    assert differing(back.transcript) == {}
    assert text(back, "chief_complaint") == text(record, "chief_complaint")


def test_one_section_is_written_again_from_the_corrected_words(record: Record) -> None:
    typed = rewritten(record, "chief_complaint", "咳嗽3天,夜间明显")
    after = corrected(typed, [Correction(2, "咳嗽五天了,有黄痰。")], _VISIT).record

    again = section_redrafted(after, "chief_complaint", _VISIT)

    assert "5天" in text(again, "chief_complaint")


def test_a_section_that_the_record_lacks_is_refused(record: Record) -> None:
    with pytest.raises(RecordRefused):
        section_redrafted(record, "triage", _VISIT)


def test_another_template_keeps_what_was_typed_where_it_has_the_section(record: Record) -> None:
    typed = rewritten(record, "past_history", "高血压10年")
    other = load("history-and-physical", Language.ZH)

    after = in_template(typed, other, _VISIT)

    assert [section.id for section in after.sections] == [part.id for part in other.sections]
    assert text(after, "past_history") == "高血压10年"


def test_a_record_by_hand_says_nothing_by_itself() -> None:
    record = by_hand(load("outpatient-initial", Language.ZH), _VISIT)

    assert all(section.text == "" for section in record.sections)
    assert record.patient["name"] == "王小明"


def test_what_is_typed_into_a_record_by_hand_is_the_persons_own() -> None:
    record = by_hand(load("outpatient-initial", Language.ZH), _VISIT)

    after = rewritten(record, "chief_complaint", "咳嗽3天")

    assert text(after, "chief_complaint") == "咳嗽3天"
