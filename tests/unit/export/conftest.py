"""A small checked record to export."""

from __future__ import annotations

import pytest

from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import (
    Coverage,
    Dropped,
    EngineUsed,
    Evidence,
    FieldValue,
    Layer,
    Ledger,
    LedgerItem,
    Record,
    Section,
    Statement,
    Support,
)
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript

HEARD = Transcript(
    Language.ZH,
    (
        Segment(1, "咳嗽五天了", SpeakerRole.PATIENT, 3.2, 6.0, 0.93),
        Segment(2, "那先吃阿莫西林,零点五克一天三次", SpeakerRole.DOCTOR, 72.0, 75.25, 0.88),
    ),
)


@pytest.fixture
def cough_record() -> Record:
    first = (Evidence(1, 3.2, 6.0),)
    second = (Evidence(2, 72.0, 75.25),)
    return Record(
        template="outpatient-initial",
        language=Language.ZH,
        sections=(
            Section(
                "chief_complaint",
                "主诉",
                "咳嗽5天",
                (Statement("咳嗽5天", Support.SUPPORTED, first, (0,)),),
            ),
            Section("past_history", "既往史", "未提及", (Statement("未提及", standing=True),)),
            Section("vital_signs", "生命体征", ""),
            Section(
                "treatment_plan",
                "处理意见",
                "1. 阿莫西林0.5g每日3次。\n2. 多饮水。",
                (
                    Statement(
                        "阿莫西林0.5g每日3次。", Support.SUPPORTED, second, (1,), Layer.WRITE
                    ),
                    Statement("多饮水。", Support.UNSUPPORTED, note="no_evidence"),
                ),
                (FieldValue("next_visit", "下次随访", ""),),
            ),
        ),
        facts=(
            Fact(FactKind.SYMPTOM, "咳嗽", 1, value="5", unit="天", start=0, end=2),
            Fact(
                FactKind.MEDICATION,
                "阿莫西林",
                2,
                value="0.5",
                unit="g",
                attributes={"frequency": "每日3次"},
                status=FactStatus.ORDERED,
                said_by=SpeakerRole.DOCTOR,
                also=(1,),
                confidence=0.88,
            ),
        ),
        ledger=Ledger((LedgerItem("symptom", "咽痛", "chief_complaint", 1),), ()),
        findings=(
            Finding("C06", Severity.WARNING, "past_history", "缺既往史"),
            Finding("G02", Severity.WARNING, "treatment_plan", "该句缺少对话依据", 18, 22, (2,)),
        ),
        dropped=(Dropped("treatment_plan", "头孢克肟0.1g", "drug", (2,)),),
        transcript=HEARD,
        coverage=Coverage(88.7, 70.1, 88.7),
        engines={
            "speech": EngineUsed("starter-zh", "ab12"),
            "drafting": EngineUsed("starter-draft", "cd34", "select"),
        },
        timings={"speech_load_s": 0.4, "prefill_tokens": 812},
        patient={"name": "王某", "sex": "male", "age_years": 56},
        visit={"kind": "first", "department": "内科", "started": "2026-11-24T09:42"},
    )
