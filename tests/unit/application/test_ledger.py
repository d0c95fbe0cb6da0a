"""The ledger shows what was said but not written, and what was written but not said."""

from __future__ import annotations

import pytest

from zhenlu.application.grounding import SaidWords
from zhenlu.application.ledger import draw_up
from zhenlu.application.templates import load
from zhenlu.domain.record import FieldValue, Section, Statement
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.extraction import extract_facts

_TEMPLATE = load("outpatient-initial", Language.ZH)


@pytest.fixture(scope="module")
def said() -> SaidWords:
    transcript = Transcript(Language.ZH).append(
        [
            Segment(1, "咳嗽三天了。", SpeakerRole.PATIENT),
            Segment(2, "我对青霉素过敏。", SpeakerRole.PATIENT),
            Segment(3, "吃点氨溴索,一次三十毫克,一天三次。", SpeakerRole.DOCTOR),
        ]
    )
    return SaidWords.of(transcript, extract_facts(transcript))


def _ledger(said: SaidWords, **texts: str) -> tuple[set[str], set[str]]:
    sections = [Section(name, name, text) for name, text in texts.items()]
    ledger = draw_up(sections, said.facts, said, _TEMPLATE)
    return (
        {item.name for item in ledger.said_not_written},
        {item.name for item in ledger.written_not_said},
    )


def test_a_complete_record_leaves_both_sides_empty(said: SaidWords) -> None:
    missing, extra = _ledger(
        said,
        chief_complaint="咳嗽3天",
        allergy_history="青霉素过敏",
        treatment_plan="氨溴索 30mg 每日3次",
    )

    assert (missing, extra) == (set(), set())


def test_an_allergy_that_was_not_written_is_missed(said: SaidWords) -> None:
    missing, _ = _ledger(said, chief_complaint="咳嗽3天", treatment_plan="氨溴索30mg每日3次")

    assert any("青霉素" in name for name in missing)


def test_a_wrong_dose_counts_as_missing_and_as_extra(said: SaidWords) -> None:
    missing, extra = _ledger(
        said,
        chief_complaint="咳嗽3天",
        allergy_history="青霉素过敏",
        treatment_plan="氨溴索 60mg 每日3次",
    )

    assert missing == {"氨溴索"}
    assert "60" in extra


def test_a_drug_that_nobody_said_is_extra(said: SaidWords) -> None:
    _, extra = _ledger(said, treatment_plan="阿奇霉素 口服")

    assert extra == {"阿奇霉素"}


def test_the_opposite_polarity_does_not_count_as_written(said: SaidWords) -> None:
    missing, _ = _ledger(said, history_of_present_illness="无咳嗽3天")

    assert "咳嗽" in missing


def test_a_fact_stated_by_a_standing_statement_counts_as_written(said: SaidWords) -> None:
    everything = Statement("如上", facts=tuple(range(len(said.facts))))
    sections = [Section("plan", "plan", "如上", (everything,))]

    assert draw_up(sections, said.facts, said, _TEMPLATE).said_not_written == ()


def test_a_typed_field_counts_as_written() -> None:
    transcript = Transcript(Language.ZH).append([Segment(1, "血压一百四,九十。")])
    said = SaidWords.of(transcript, extract_facts(transcript))
    template = load("followup-hypertension", Language.ZH)
    evidence = said.evidence([1])
    fields = (
        FieldValue("systolic", "收缩压", "140", "mmHg", evidence),
        FieldValue("diastolic", "舒张压", "90", "mmHg", evidence),
    )

    ledger = draw_up([Section("vital_signs", "体征", fields=fields)], said.facts, said, template)

    assert ledger.said_not_written == ()


def test_an_allergy_of_a_relative_is_not_missed() -> None:
    transcript = Transcript(Language.EN).append(
        [
            Segment(1, "Any allergies that you know of?", SpeakerRole.DOCTOR),
            Segment(2, "Not him. His brother's allergic to peanuts.", SpeakerRole.COMPANION),
        ]
    )
    facts = extract_facts(transcript)
    said = SaidWords.of(transcript, facts)
    template = load("outpatient-initial", Language.EN)
    sections = [Section("allergy_history", "Allergies", "No known drug allergies.")]

    ledger = draw_up(sections, facts, said, template)

    assert any(fact.name == "peanuts" for fact in facts)
    assert "peanuts" not in {item.name for item in ledger.said_not_written}
