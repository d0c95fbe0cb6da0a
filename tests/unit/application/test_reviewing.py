"""A person rewrites a section: whose words stand, and what the checks make of it."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.deciding import allowed_to_stand
from zhenlu.application.reviewing import compared, rewritten
from zhenlu.application.templates import load
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.record import Record, Support
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.domain.visit import Visit

_SAID = (
    Segment(1, "咳嗽三天了,有黄痰。"),
    Segment(2, "考虑急性支气管炎,吃点氨溴索,一次三十毫克,一天三次。"),
)


@pytest.fixture
def record() -> Record:
    drafting = Consultation(Visit("1"), lambda language: load("outpatient-initial", language))
    return drafting.from_transcript(Transcript(Language.ZH, _SAID), None)


@pytest.fixture
def earlier(record: Record) -> Record:
    """The same patient's record of another day, which knows of an allergy."""
    return rewritten(record, "allergy_history", "青霉素过敏(皮疹)。")


def test_the_text_of_the_person_stands_and_counts_as_theirs(record: Record) -> None:
    changed = rewritten(record, "chief_complaint", "咳嗽4天").section("chief_complaint")

    assert changed is not None
    assert changed.text == "咳嗽4天"
    assert [(s.text, s.support) for s in changed.statements] == [("咳嗽4天", Support.CLINICIAN)]


def test_what_still_stands_keeps_its_evidence(record: Record) -> None:
    before = record.section("history_of_present_illness")
    assert before is not None
    kept = before.statements[0]

    after = rewritten(record, before.id, f"{kept.text}\n平素体健。").section(before.id)

    assert after is not None
    assert after.statements[0] == kept
    assert after.statements[0].evidence
    assert (after.statements[1].text, after.statements[1].support) == (
        "平素体健。",
        Support.CLINICIAN,
    )


def test_the_checks_read_what_the_person_wrote(record: Record) -> None:
    assert not any(f.section == "diagnosis" and f.rule == "C08" for f in record.findings)

    emptied = rewritten(record, "diagnosis", "")

    assert {f.rule for f in emptied.findings} != {f.rule for f in record.findings}


def test_the_ledger_tells_what_is_no_longer_written(record: Record) -> None:
    assert all(item.name != "氨溴索" for item in record.ledger.said_not_written)

    changed = rewritten(record, "treatment_plan", "多饮水。")

    assert any(item.name == "氨溴索" for item in changed.ledger.said_not_written)


def test_a_section_that_the_record_lacks_is_told(record: Record) -> None:
    with pytest.raises(RecordRefused) as refused:
        rewritten(record, "subjective", "x")

    assert refused.value.reason == "section"
    assert "chief_complaint" in str(refused.value.params["known"])


def test_an_allergy_of_an_earlier_record_speaks_after_every_change(
    record: Record, earlier: Record
) -> None:
    changed = compared(rewritten(record, "allergy_history", "否认药物过敏。"), record, (earlier,))

    assert "K09" in [finding.rule for finding in changed.findings]


def test_a_reason_given_to_what_an_earlier_record_says_outlives_the_next_change(
    record: Record, earlier: Record
) -> None:
    changed = compared(rewritten(record, "allergy_history", "否认药物过敏。"), record, (earlier,))
    (finding,) = (each for each in changed.findings if each.rule == "K09")
    reasoned = allowed_to_stand(changed, finding, "皮试阴性,已核实", "li")

    after = compared(rewritten(reasoned, "chief_complaint", "咳嗽4天"), reasoned, (earlier,))

    (kept,) = (each for each in after.findings if each.rule == "K09")
    assert kept.override is not None
    assert kept.override.reason == "皮试阴性,已核实"


def test_without_earlier_records_a_step_stands_as_it_is(record: Record) -> None:
    changed = rewritten(record, "chief_complaint", "咳嗽4天")

    assert compared(changed, record, ()) is changed
