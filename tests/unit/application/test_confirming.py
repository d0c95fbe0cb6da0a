"""A follow-up form in a person's hands: what waits, and what follows from what they type."""

from __future__ import annotations

from datetime import date

import pytest

from zhenlu.application.confirming import (
    due_day,
    fault,
    promised,
    settled,
    waiting,
)
from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.domain.record import FieldState, FieldValue, Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Patient, Visit

_N, _P = SpeakerRole.NURSE, SpeakerRole.PATIENT
_SAID = (
    Segment(1, "今天给您量的血压一百四十八九十二,心率七十六。", _N, 0.0, 4.0),
    Segment(2, "体重六十二公斤,身高一百六十厘米。", _N, 5.0, 8.0),
    Segment(3, "氨氯地平五毫克每天一次,都在吃,没有漏。", _P, 9.0, 12.0),
    Segment(4, "两周后再来量血压。", _N, 13.0, 15.0),
)
_VISIT = Visit(
    "v", patient=Patient("刘", "female", 58), kind="followup", started="2026-11-24T10:05"
)


def form(*said: Segment) -> Record:
    drafting = Consultation(_VISIT, lambda language: load("followup-hypertension", language))
    return drafting.from_transcript(Transcript(Language.ZH, said or _SAID), None)


def field(record: Record, field_id: str) -> FieldValue:
    return next(v for s in record.sections for v in s.fields if v.id == field_id)


def test_pressure_weight_class_and_next_date_wait_however_well_they_were_heard() -> None:
    waits = {place[1] for place in waiting(form())}

    assert {"systolic", "diastolic", "weight", "control", "next_visit"} <= waits
    assert "heart_rate" not in waits


def test_the_same_medicines_as_last_time_do_not_wait() -> None:
    record = form()

    assert ("medication_use", "drugs") in waiting(record)
    assert ("medication_use", "drugs") not in waiting(record, before=record)


def test_a_confirmed_value_waits_no_more_and_keeps_its_words() -> None:
    record = form()

    after = settled(record, ("vital_signs", "weight"), "62", _VISIT)

    assert ("vital_signs", "weight") not in waiting(after)
    assert field(after, "weight").state is FieldState.CONFIRMED
    assert field(after, "weight").evidence == field(record, "weight").evidence != ()


def test_a_typed_value_lets_go_of_the_words() -> None:
    after = settled(form(), ("vital_signs", "weight"), "63", _VISIT)

    assert field(after, "weight").value == "63"
    assert field(after, "weight").evidence == ()


def test_a_section_with_a_filled_field_does_not_say_that_nothing_was_mentioned() -> None:
    said = form(Segment(1, "氨氯地平五毫克每天一次,都在吃,没有漏。", _P, 0.0, 3.0))

    typed = settled(said, ("vital_signs", "systolic"), "142", _VISIT)

    before, after = said.section("vital_signs"), typed.section("vital_signs")
    assert before is not None
    assert after is not None
    assert (before.text, after.text) == ("未提及", "")


def test_a_section_that_a_value_was_heard_for_does_not_say_so_either() -> None:
    visit = Visit("v", kind="followup")
    heard = Segment(1, "At home it was one forty eight over ninety two.", _P, 0.0, 3.0)
    work = Consultation(visit, lambda language: load("followup-hypertension", language))

    vital = work.from_transcript(Transcript(Language.EN, (heard,)), None).section("vital_signs")

    assert vital is not None
    assert vital.fields[0].value == "148"
    assert vital.text == ""


def test_what_is_worked_out_follows_a_typed_value() -> None:
    record = form()
    assert field(record, "bmi").value == "24.2"

    after = settled(record, ("vital_signs", "weight"), "64", _VISIT)

    assert field(after, "bmi").value == "25.0"


def test_the_proposed_class_follows_a_typed_pressure() -> None:
    record = form()
    assert field(record, "control").value == "控制不满意"

    once = settled(record, ("vital_signs", "systolic"), "132", _VISIT)
    twice = settled(once, ("vital_signs", "diastolic"), "80", _VISIT)

    assert field(twice, "control").value == "控制满意"
    assert ("assessment", "control") in waiting(twice)


def test_a_confirmed_class_stays_whatever_is_typed_after() -> None:
    record = settled(form(), ("assessment", "control"), "控制不满意", _VISIT)

    after = settled(record, ("vital_signs", "systolic"), "120", _VISIT)

    assert field(after, "control").value == "控制不满意"


def test_a_date_that_was_said_is_not_worked_out_over() -> None:
    record = form()

    after = settled(record, ("vital_signs", "systolic"), "120", _VISIT)

    assert field(after, "next_visit").value == field(record, "next_visit").value


@pytest.mark.parametrize(
    ("value", "wrong"),
    [("148", ""), ("1480", "range"), ("about 148", "number"), ("", "")],
)
def test_a_number_is_a_number_within_its_range(value: str, wrong: str) -> None:
    part = load("followup-hypertension", Language.ZH).section("vital_signs")
    assert part is not None

    assert fault(part.fields[0], value) == wrong


def test_a_value_with_a_fault_changes_nothing() -> None:
    record = form()

    assert settled(record, ("vital_signs", "systolic"), "1480", _VISIT) == record


def test_the_day_of_a_form_is_read_from_what_is_printed() -> None:
    assert due_day("2026-12-08（2周后）") == date(2026, 12, 8)
    assert due_day("2026-13-08") is None
    assert due_day("2周后") is None


def test_the_next_contact_is_due_on_the_day_that_was_confirmed() -> None:
    record = settled(form(), ("plan", "next_visit"), "2026-12-10", _VISIT)

    (item,) = (i for i in promised(record, "v", date(2026, 11, 24)) if i.kind != "test")

    assert item.due == date(2026, 12, 10)


def test_two_unsatisfied_contacts_in_a_row_ask_for_referral_when_the_second_is_typed() -> None:
    satisfied = (
        Segment(1, "今天给您量的血压一百三十二八十,心率七十六。", _N, 0.0, 4.0),
        *_SAID[1:],
    )
    record = form(*satisfied)
    assert field(record, "referral_reason").value == ""

    after = settled(record, ("vital_signs", "systolic"), "148", _VISIT, (form(),))

    assert field(after, "referral_reason").value
    assert ("plan", "referral_reason") in waiting(after)
