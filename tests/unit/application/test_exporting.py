"""What is left of a patient in a masked copy."""

from __future__ import annotations

import pytest

from zhenlu.application.exporting import masked, masked_name
from zhenlu.domain.export import ExportReason
from zhenlu.domain.record import Evidence, FieldValue, Record, Section, Statement, Support
from zhenlu.domain.transcript import Language, Segment, Transcript

_TEXT = "王小明之母代诉,电话13812345678,身份证11010519491231002X。血压148/92mmHg,咳嗽5天。"


@pytest.fixture
def record() -> Record:
    said = (Evidence(1, 0.0, 2.0),)
    return Record(
        "outpatient-initial",
        Language.ZH,
        (
            Section(
                "chief_complaint",
                "主诉",
                _TEXT,
                (Statement(_TEXT, Support.SUPPORTED, said, (0,)),),
                (FieldValue("contact", "联系人", "王小明 13812345678", evidence=said),),
            ),
        ),
        transcript=Transcript(Language.ZH, (Segment(1, "我叫王小明"),)),
        patient={"name": "王小明", "sex": "male", "age_years": 6},
    )


def test_the_name_goes_everywhere_and_what_matters_medically_stays(record: Record) -> None:
    copy = masked(record)

    assert copy.patient == {"name": "王**", "sex": "male", "age_years": 6}
    text = copy.sections[0].text
    assert "王小明" not in text
    assert "血压148/92mmHg,咳嗽5天" in text


def test_numbers_of_people_go_from_text_statements_and_fields(record: Record) -> None:
    section = masked(record).sections[0]

    for text in (section.text, section.statements[0].text, section.fields[0].value):
        assert "13812345678" not in text
        assert "11010519491231002X" not in text
        assert "小明" not in text


def test_what_was_said_goes_altogether(record: Record) -> None:
    copy = masked(record)

    assert len(copy.transcript) == 0
    assert copy.facts == ()
    assert copy.sections[0].statements[0].evidence == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王**"), ("李四", "李**"), ("王", "王**"), ("Jane Doe", "J**")],
)
def test_of_a_name_its_beginning_is_left(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_dates_doses_and_times_are_no_numbers_of_people(record: Record) -> None:
    text = "2026-11-24就诊。白细胞11.2×10^9/L,阿莫西林0.5g每日3次,血糖6.5-7.8mmol/L。"
    section = Section("plan", "计划", text)

    assert masked(Record("x", Language.ZH, (section,))).sections[0].text == text


def test_only_what_serves_the_patient_keeps_the_name() -> None:
    assert {reason for reason in ExportReason if not reason.is_for_the_patient} == {
        ExportReason.QUALITY,
        ExportReason.TEACHING,
    }
