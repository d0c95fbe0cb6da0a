"""What a person wrote stands in every draft that is made later; the draft's words are offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.hand_written import (
    offer_added,
    offer_for,
    offer_left,
    taken_over,
    with_section,
    with_theirs,
)
from zhenlu.application.redrafting import by_hand
from zhenlu.application.templates import load
from zhenlu.domain.record import Record, Section, Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit

_SAID = (
    Segment(1, "哪里不舒服?", SpeakerRole.DOCTOR, 0.0, 2.0),
    Segment(2, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 2.5, 5.0),
    Segment(3, "对青霉素过敏。", SpeakerRole.PATIENT, 6.0, 8.0),
)
_TEMPLATE = load("outpatient-initial", Language.ZH)


@pytest.fixture
def fresh() -> Record:
    drafting = Consultation(Visit("1"), lambda _language: _TEMPLATE)
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


def typed(section_id: str, text: str) -> Record:
    """A draft by hand in which one section is written."""
    before = by_hand(_TEMPLATE, Visit("1"))
    return with_section(before, taken_over(section_of(before, section_id), text))


def section_of(record: Record, section_id: str) -> Section:
    found = record.section(section_id)
    assert found is not None
    return found


def test_the_fields_of_a_form_are_filled_around_what_is_typed() -> None:
    form = load("followup-hypertension", Language.ZH)
    said = Segment(1, "今天血压一百四十二、八十八。", SpeakerRole.PATIENT, 0.0, 4.0)
    visit = Visit("1", kind="followup")
    drafting = Consultation(visit, lambda _language: form)
    fresh = drafting.from_transcript(Transcript(Language.ZH, (said,)), None)
    filled = next(s for s in fresh.sections if any(f.value for f in s.fields))
    before = by_hand(form, visit)

    kept = with_theirs(
        fresh, with_section(before, taken_over(section_of(before, filled.id), "电话随访"))
    )

    assert section_of(kept, filled.id).text == "电话随访"
    assert section_of(kept, filled.id).fields == filled.fields


def test_a_typed_section_stands_in_the_fresh_draft(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "咳嗽伴胸痛3天"))

    assert section_of(kept, "chief_complaint").text == "咳嗽伴胸痛3天"


def test_other_sections_are_drafted(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "咳嗽伴胸痛3天"))

    assert section_of(kept, "allergy_history") == section_of(fresh, "allergy_history")


def test_the_fresh_sentences_wait_beside_it(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "胸痛"))

    assert offer_for(kept, "chief_complaint") == section_of(fresh, "chief_complaint").text
    assert offer_for(kept, "allergy_history") == ""


def test_what_the_person_wrote_just_so_is_not_offered_again(fresh: Record) -> None:
    words = section_of(fresh, "chief_complaint").text

    kept = with_theirs(fresh, typed("chief_complaint", f"{words}。胸痛"))

    assert offer_for(kept, "chief_complaint") == ""


def test_a_taken_offer_keeps_its_evidence(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "胸痛"))

    section = section_of(offer_added(kept, "chief_complaint"), "chief_complaint")

    assert section.text.startswith("胸痛\n")
    assert [s.support for s in section.statements] == [Support.CLINICIAN, Support.SUPPORTED]
    assert [e.segment for e in section.statements[1].evidence] == [2]


@pytest.mark.parametrize("answer", [offer_added, offer_left])
def test_an_answered_offer_is_gone(fresh: Record, answer: object) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "胸痛"))
    assert callable(answer)

    assert offer_for(answer(kept, "chief_complaint"), "chief_complaint") == ""


def test_a_left_offer_leaves_the_words(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", "胸痛"))

    left = offer_left(kept, "chief_complaint")

    assert section_of(left, "chief_complaint") == section_of(kept, "chief_complaint")


def test_a_shortened_section_is_the_persons(fresh: Record) -> None:
    drafted = section_of(fresh, "history_of_present_illness")
    assert len(drafted.statements) > 0
    first = drafted.statements[0]
    shorter = taken_over(replace(drafted, text=f"{first.text}。"), first.text)

    assert {s.support for s in shorter.statements} == {Support.CLINICIAN}


def test_an_emptied_section_stays_empty_and_the_fresh_sentences_wait(fresh: Record) -> None:
    kept = with_theirs(fresh, typed("chief_complaint", ""))

    assert section_of(kept, "chief_complaint").text == ""
    assert offer_for(kept, "chief_complaint") == section_of(fresh, "chief_complaint").text


def test_an_offer_taken_into_an_emptied_section_is_all_there_is(fresh: Record) -> None:
    kept = offer_added(with_theirs(fresh, typed("chief_complaint", "")), "chief_complaint")

    section = section_of(kept, "chief_complaint")
    assert section.text == section_of(fresh, "chief_complaint").text
    assert all(statement.text for statement in section.statements)


def test_a_rewritten_section_keeps_the_evidence_of_what_stands(fresh: Record) -> None:
    drafted = section_of(fresh, "allergy_history")

    own = taken_over(drafted, f"{drafted.text}皮疹")

    assert own.statements[0].evidence == drafted.statements[0].evidence
    assert own.statements[-1].support is Support.CLINICIAN
