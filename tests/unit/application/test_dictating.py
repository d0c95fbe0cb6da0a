"""Words dictated into a section: a sentence of the clinician's, with their own words behind it."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.dictating import dictated
from zhenlu.application.redrafting import by_hand
from zhenlu.application.reviewing import rewritten
from zhenlu.application.templates import load
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.record import Record, Section, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit

_TEMPLATE = load("outpatient-initial", Language.ZH)
_SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
)
_HEARD = Segment(4, "血压一百四十九十。", SpeakerRole.DOCTOR, 9.0, 12.0)
_WORDS = "血压140/90。"


@pytest.fixture
def record() -> Record:
    drafting = Consultation(Visit("1"), lambda _language: _TEMPLATE)
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


def section_of(record: Record, section_id: str) -> Section:
    found = record.section(section_id)
    assert found is not None
    return found


def test_the_sentence_rests_on_the_dictated_words(record: Record) -> None:
    after = dictated(record, "physical_exam", _WORDS, _WORDS, _HEARD)

    (sentence,) = section_of(after, "physical_exam").statements
    assert (sentence.text, sentence.support) == (_WORDS, Support.CLINICIAN)
    assert [e.segment for e in sentence.evidence] == [4]
    assert after.transcript[4].text == _HEARD.text


def test_sentences_before_it_keep_their_evidence(record: Record) -> None:
    before = section_of(record, "allergy_history")

    after = dictated(
        record, "allergy_history", f"{before.text}皮疹。", "皮疹。", Segment(4, "皮疹。")
    )

    first, last = section_of(after, "allergy_history").statements
    assert first == before.statements[0]
    assert (last.text, last.evidence[0].segment) == ("皮疹。", 4)


def test_what_is_typed_around_it_stays_typed(record: Record) -> None:
    after = dictated(record, "physical_exam", f"神清。{_WORDS}余无殊", _WORDS, _HEARD)

    statements = section_of(after, "physical_exam").statements
    assert [s.text for s in statements] == ["神清。", _WORDS, "余无殊"]
    assert [bool(s.evidence) for s in statements] == [False, True, False]


def test_other_sections_stay_as_they_are(record: Record) -> None:
    after = dictated(record, "physical_exam", _WORDS, _WORDS, _HEARD)

    others = [s for s in after.sections if s.id != "physical_exam"]
    assert others == [s for s in record.sections if s.id != "physical_exam"]


def test_earlier_facts_keep_their_places(record: Record) -> None:
    after = dictated(record, "physical_exam", _WORDS, _WORDS, _HEARD)

    assert after.facts[: len(record.facts)] == record.facts
    assert 4 in [fact.segment for fact in after.facts[len(record.facts) :]]


def test_later_typing_leaves_the_dictated_sentence_its_words(record: Record) -> None:
    after = dictated(record, "physical_exam", _WORDS, _WORDS, _HEARD)

    again = rewritten(after, "physical_exam", f"神清。{_WORDS}")

    assert section_of(again, "physical_exam").statements[1].evidence[0].segment == 4


def test_a_record_by_hand_takes_its_first_words() -> None:
    record = by_hand(_TEMPLATE, Visit("1"))

    after = dictated(record, "chief_complaint", "咳嗽3天。", "咳嗽3天。", Segment(1, "咳嗽三天。"))

    assert section_of(after, "chief_complaint").statements[0].evidence[0].segment == 1


def test_a_section_that_is_not_there_is_refused(record: Record) -> None:
    with pytest.raises(RecordRefused):
        dictated(record, "nowhere", _WORDS, _WORDS, _HEARD)
