"""A model can only add to the rule draft; what does not enter is listed with its reason."""

from __future__ import annotations

import pytest

from zhenlu.application.fusion import fuse_written, rule_statement
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ports import DraftLine
from zhenlu.domain.facts import FactKind
from zhenlu.domain.record import Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.extraction import extract_facts
from zhenlu.language.sentence import Sentence

_HPI = "history_of_present_illness"


@pytest.fixture(scope="module")
def said() -> SaidWords:
    transcript = Transcript(Language.ZH).append(
        [
            Segment(1, "咳嗽三天了,有黄痰。", SpeakerRole.PATIENT, 1.0, 3.0),
            Segment(2, "发烧吗?", SpeakerRole.DOCTOR, 4.0, 5.0),
            Segment(3, "不发烧。", SpeakerRole.PATIENT, 5.0, 6.0),
            Segment(4, "头孢先不开了,吃点氨溴索,一次三十毫克。", SpeakerRole.DOCTOR, 7.0, 9.0),
        ]
    )
    return SaidWords.of(transcript, extract_facts(transcript))


def _facts(said: SaidWords, name: str) -> tuple[int, ...]:
    return tuple(at for at, fact in enumerate(said.facts) if fact.name == name)


@pytest.fixture
def rules(said: SaidWords) -> list[Sentence]:
    return [
        Sentence(_HPI, "患者3天前出现咳嗽。", _facts(said, "咳嗽"), (1,)),
        Sentence(_HPI, "无发热。", _facts(said, "发热"), (3,)),
    ]


def test_a_supported_sentence_of_the_model_replaces_what_it_states(
    said: SaidWords, rules: list[Sentence]
) -> None:
    fused = fuse_written(_HPI, rules, [DraftLine(_HPI, "患者咳嗽3天,咳黄痰。", (1,))], said)

    texts = [s.text for s in fused.statements]
    assert texts[0] == "患者咳嗽3天,咳黄痰。"
    assert "患者3天前出现咳嗽。" not in texts
    assert "无发热。" in texts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (DraftLine(_HPI, "患者咳嗽5天。", (1,)), "number"),
        (DraftLine(_HPI, "患者发热。", (3,)), "negation"),
        (DraftLine(_HPI, "患者咳嗽3天。", ()), "no_evidence"),
        (DraftLine("treatment_plan", "头孢克肟 0.1g 每日2次", (4,)), "drug"),
        (DraftLine("treatment_plan", "氨溴索 60mg 口服", (4,)), "number"),
    ],
)
def test_an_unsupported_sentence_never_displaces_a_supported_one(
    said: SaidWords, rules: list[Sentence], line: DraftLine, reason: str
) -> None:
    fused = fuse_written(line.section, rules, [line], said)

    assert [s.text for s in fused.statements] == ["患者3天前出现咳嗽。", "无发热。"]
    assert [(d.text, d.reason) for d in fused.dropped] == [(line.text, reason)]


def test_a_drug_that_was_ruled_out_is_not_prescribed(said: SaidWords) -> None:
    refused = next(f.name for f in said.facts if f.kind is FactKind.MEDICATION and "头孢" in f.name)
    line = DraftLine("treatment_plan", f"{refused}口服", (4,))

    fused = fuse_written("treatment_plan", [], [line], said)

    assert fused.statements == ()
    assert fused.dropped[0].reason == "drug"


def test_a_diagnosis_that_nobody_made_is_dropped(said: SaidWords) -> None:
    line = DraftLine("diagnosis", "急性支气管炎", (1,))

    fused = fuse_written("diagnosis", [], [line], said)

    assert fused.statements == ()
    assert fused.dropped[0].reason in ("disease", "diagnosis")


def test_repeated_model_sentences_enter_once(said: SaidWords, rules: list[Sentence]) -> None:
    line = DraftLine(_HPI, "患者咳嗽3天,咳黄痰。", (1,))

    fused = fuse_written(_HPI, rules, [line, line], said)

    assert [s.text for s in fused.statements].count(line.text) == 1


def test_a_standing_phrase_claims_nothing_and_needs_no_evidence(said: SaidWords) -> None:
    statement = rule_statement(Sentence("past_history", "未提及"), said)

    assert (statement.support, statement.standing) == (Support.SUPPORTED, True)


def test_a_rule_sentence_is_judged_like_any_other(said: SaidWords) -> None:
    statement = rule_statement(Sentence(_HPI, "患者9天前出现咳嗽。", (0,), (1,)), said)

    assert (statement.support, statement.note) == (Support.UNSUPPORTED, "number")
