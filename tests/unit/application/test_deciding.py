"""Each open question of a record is answered once, and the answer is checked at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.deciding import (
    acted_on,
    allowed_to_stand,
    open_items,
    settled,
    struck_out,
    written_down,
)
from zhenlu.application.reviewing import rechecked, rewritten
from zhenlu.application.templates import load
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.finding import Action, ActionKind, Finding, Severity
from zhenlu.domain.record import Record, Support
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.domain.visit import Visit

_SAID = (
    Segment(1, "咳嗽三天了,有黄痰。"),
    Segment(2, "对青霉素过敏,起皮疹。"),
    Segment(3, "考虑急性支气管炎,吃点氨溴索,一次三十毫克,一天三次。"),
)


@pytest.fixture
def record() -> Record:
    drafting = Consultation(Visit("1"), lambda language: load("outpatient-initial", language))
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


@pytest.fixture
def lacking(record: Record) -> Record:
    """The record after somebody emptied the allergies."""
    return rewritten(record, "allergy_history", "")


def names(items: object) -> set[str]:
    assert isinstance(items, tuple)
    return {item.name for item in items}


def test_what_was_said_is_written_with_its_evidence(lacking: Record) -> None:
    said, _ = open_items(lacking)
    allergy = next(item for item in said if "青霉素" in item.name)

    after = written_down(lacking, allergy)

    section = after.section("allergy_history")
    assert section is not None
    assert "青霉素" in section.text
    assert [e.segment for e in section.statements[0].evidence] == [2]
    assert allergy not in open_items(after)[0]


def test_writing_keeps_what_a_person_typed(lacking: Record) -> None:
    typed = rewritten(lacking, "allergy_history", "自述海鲜不适")
    allergy = next(item for item in open_items(typed)[0] if "青霉素" in item.name)

    section = written_down(typed, allergy).section("allergy_history")

    assert section is not None
    assert "自述海鲜不适" in section.text
    assert "青霉素" in section.text


def test_what_was_left_out_on_purpose_is_asked_once(lacking: Record) -> None:
    item = open_items(lacking)[0][0]

    after = settled(lacking, item)

    assert item not in open_items(after)[0]
    assert item not in open_items(rechecked(after))[0]


def test_what_nobody_said_can_be_struck_out(record: Record) -> None:
    before = record.section("treatment_plan")
    assert before is not None
    added = rewritten(record, "treatment_plan", f"{before.text}\n头孢克肟0.1g口服")
    item = next(i for i in open_items(added)[1] if "头孢克肟" in i.name)

    after = struck_out(added, item)

    section = after.section("treatment_plan")
    assert section is not None
    assert "头孢克肟" not in section.text
    assert "氨溴索" in section.text


def test_what_is_confirmed_stays_as_the_clinicians_own(record: Record) -> None:
    added = rewritten(record, "treatment_plan", "头孢克肟0.1g口服")
    item = next(i for i in open_items(added)[1] if "头孢克肟" in i.name)

    after = settled(added, item)

    section = after.section("treatment_plan")
    assert section is not None
    assert section.statements[0].support is Support.CLINICIAN
    assert item not in open_items(after)[1]


def test_a_finding_stands_with_a_reason_and_no_longer_blocks(record: Record) -> None:
    finding = Finding("X01", Severity.ERROR, "diagnosis", "缺依据")
    with_it = replace(record, findings=(finding, *record.findings))

    after = allowed_to_stand(with_it, finding, "已面诊核实", "p1", "2026-01-01T08:00")

    assert not after.findings[0].blocks
    assert after.findings[0].override is not None


def test_a_blank_reason_is_refused(record: Record) -> None:
    finding = Finding("X01", Severity.ERROR, "diagnosis", "缺依据")

    with pytest.raises(RecordRefused):
        allowed_to_stand(replace(record, findings=(finding,)), finding, "  ")


def test_a_replacement_changes_just_its_span(record: Record) -> None:
    typed = rewritten(record, "past_history", "有高血压病,吃药中")
    finding = Finding(
        "M01", Severity.HINT, "past_history", "用标准术语", 5, 6,
        action=Action(ActionKind.REPLACE, "服"),
    )  # fmt: skip

    section = acted_on(typed, finding).section("past_history")

    assert section is not None
    assert section.text == "有高血压病服吃药中"


def test_an_asked_for_field_is_added_below(record: Record) -> None:
    finding = Finding(
        "C07", Severity.WARNING, "vital_signs", "缺体温",
        action=Action(ActionKind.INSERT, "体温：__℃"),
    )  # fmt: skip

    section = acted_on(record, finding).section("vital_signs")

    assert section is not None
    assert section.text.endswith("体温：__℃")


def test_an_action_that_only_leads_somewhere_changes_nothing(record: Record) -> None:
    finding = Finding(
        "C01", Severity.WARNING, "diagnosis", "看这里", action=Action(ActionKind.GO_TO)
    )  # fmt: skip

    assert acted_on(record, finding) is record
