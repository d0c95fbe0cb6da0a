"""What does not agree with the patient is seen, and is neither an allergy nor a complaint."""

from __future__ import annotations

import pytest

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.extraction import extract_facts

D, P = SpeakerRole.DOCTOR, SpeakerRole.PATIENT
Line = tuple[SpeakerRole, str]


def said(language: Language, *lines: Line) -> Transcript:
    heard = (Segment(number, text, role) for number, (role, text) in enumerate(lines, 1))
    return Transcript(language, tuple(heard))


def facts(language: Language, *lines: Line) -> tuple[Fact, ...]:
    return extract_facts(said(language, *lines))


def drafted(language: Language, *lines: Line) -> Record:
    template = "outpatient-initial"
    drafting = Consultation(Visit("1"), lambda spoken: load(template, spoken))
    return drafting.from_transcript(said(language, *lines), None)


@pytest.mark.parametrize(
    ("asked", "answer", "drug", "reaction"),
    [
        ("有没有药物过敏?", "没有过敏,就是吃阿莫西林胃不舒服。", "阿莫西林", "胃部不适"),
        ("对什么药过敏吗?", "一吃阿奇霉素就恶心。", "阿奇霉素", "恶心"),
        ("平时吃什么药?", "二甲双胍我一吃就拉肚子。", "二甲双胍", "腹泻"),
        ("Any allergies?", "No allergies, but codeine makes me sick.", "codeine", "nausea"),
        ("Anything else?", "Ibuprofen upsets my stomach.", "ibuprofen", "stomach upset"),
        ("Do you take anything?", "I can't tolerate metformin.", "metformin", ""),
    ],
)
def test_a_drug_that_does_not_agree_is_an_intolerance(
    asked: str, answer: str, drug: str, reaction: str
) -> None:
    language = Language.EN if asked.isascii() else Language.ZH

    found = [f for f in facts(language, (D, asked), (P, answer)) if f.name == drug]

    assert [f.is_intolerance for f in found] == [True]
    assert found[0].attributes.get("reaction", "") == reaction


@pytest.mark.parametrize(
    ("language", "asked", "answer", "denial"),
    [
        (Language.ZH, "有没有药物过敏?", "没有过敏,就是吃阿莫西林胃不舒服。", "药物"),
        (Language.EN, "Any allergies?", "No allergies, but codeine makes me sick.", "drug allergy"),
    ],
)
def test_the_denial_of_allergies_stands_beside_it(
    language: Language, asked: str, answer: str, denial: str
) -> None:
    denied = [f.name for f in facts(language, (D, asked), (P, answer))
              if f.kind is FactKind.ALLERGY and f.polarity is Polarity.ABSENT]

    assert denied == [denial]


@pytest.mark.parametrize(
    "line",
    ["青霉素过敏,一打就恶心、起皮疹。", "这两天吃阿莫西林胃不舒服。", "以前吃阿司匹林不恶心。",
     "I'm allergic to codeine, it makes me sick.", "Penicillin makes me itch.",
     "My sister says codeine makes her sick."],
)
def test_what_is_an_allergy_or_todays_or_anothers_is_none(line: str) -> None:
    language = Language.EN if line.isascii() else Language.ZH

    assert not any(f.is_intolerance for f in facts(language, (P, line)))


def test_what_it_did_is_no_complaint_of_today() -> None:
    found = facts(Language.ZH, (P, "我咳嗽三天了。"), (P, "那个布洛芬我一吃就胃疼。"))

    assert [f.name for f in found if f.kind is FactKind.SYMPTOM] == ["咳嗽"]
    assert not [f for f in found if f.kind is FactKind.MEDICATION]


def test_the_allergy_history_tells_it_apart() -> None:
    record = drafted(
        Language.ZH, (P, "我咳嗽三天了。"), (D, "有没有药物过敏?"),
        (P, "没有过敏,就是吃阿莫西林胃不舒服。"),
    )  # fmt: skip

    section = record.section("allergy_history")

    assert section is not None
    assert "不耐受：阿莫西林（胃部不适）。" in section.text
    assert "否认药物过敏史" in section.text


def test_prescribed_again_it_is_a_warning_that_does_not_block() -> None:
    record = drafted(
        Language.ZH, (P, "我咳嗽三天了。"), (D, "有没有药物过敏?"),
        (P, "没有过敏,就是吃阿莫西林胃不舒服。"),
        (D, "给您开阿莫西林,一次零点五克,一天三次,吃五天。"),
    )  # fmt: skip

    conflicts = [f for f in record.findings if f.rule == "K08"]

    assert [f.blocks for f in conflicts] == [False]
    assert "不耐受" in conflicts[0].message
