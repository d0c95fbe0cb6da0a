"""Medicines that were told and that no fact speaks of: somebody has to look."""

from __future__ import annotations

import pytest

from zhenlu.application.grounding import SaidWords
from zhenlu.application.ledger import draw_up
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.domain.record import Section
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.extraction import unread_medicines

ZH, EN = Language.ZH, Language.EN
DOCTOR, PATIENT = SpeakerRole.DOCTOR, SpeakerRole.PATIENT


def _said(language: Language, role: SpeakerRole, text: str) -> Transcript:
    return Transcript(language).append([Segment(1, text, role)])


@pytest.mark.parametrize(
    ("language", "role", "text", "name"),
    [
        (ZH, PATIENT, "年轻时候吃复方新诺明，身上起大片红斑。", "复方磺胺甲噁唑"),
        (ZH, DOCTOR, "那就把阿托伐他汀二十毫克也加上。", "阿托伐他汀"),
        (EN, PATIENT, "I can't have ibuprofen, it makes my asthma bad.", "ibuprofen"),
        (EN, DOCTOR, "Use it together with adapalene gel at night.", "adapalene"),
    ],
)
def test_a_medicine_that_is_told_and_in_no_fact_is_named(
    language: Language, role: SpeakerRole, text: str, name: str
) -> None:
    assert unread_medicines(_said(language, role, text), ()) == {name: 1}


@pytest.mark.parametrize(
    ("language", "role", "text"),
    [
        (ZH, DOCTOR, "吃过阿司匹林没有？"),
        (ZH, PATIENT, "我邻居吃二甲双胍。"),
        (EN, DOCTOR, "Are you on warfarin?"),
        (EN, PATIENT, "My brother's on amlodipine."),
        (EN, DOCTOR, "I'd like to check your calcium."),
        (EN, PATIENT, "I heard a pop."),
    ],
)
def test_what_is_asked_or_about_somebody_else_is_not(
    language: Language, role: SpeakerRole, text: str
) -> None:
    assert unread_medicines(_said(language, role, text), ()) == {}


def test_a_medicine_with_a_fact_of_any_status_is_understood() -> None:
    refused = Fact(FactKind.MEDICATION, "阿托伐他汀", status=FactStatus.REFUSED, segment=1)

    assert unread_medicines(_said(ZH, PATIENT, "阿托伐他汀我不想吃。"), (refused,)) == {}


@pytest.mark.parametrize(("typed", "listed"), [("", 1), ("阿托伐他汀 20mg 每晚1次", 0)])
def test_the_ledger_lists_it_until_somebody_writes_it(typed: str, listed: int) -> None:
    said = SaidWords.of(_said(ZH, DOCTOR, "阿托伐他汀二十毫克也加上。"), ())
    sections = [Section("treatment_plan", "处理意见", typed)]

    ledger = draw_up(sections, (), said, load("outpatient-initial", ZH))

    assert [item.segment for item in ledger.said_not_written] == [1] * listed
