"""Whole conversations into forms: what each field holds, and how it came about."""

from __future__ import annotations

from functools import cache

import pytest
from reading_visits import visits

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import available, load
from zhenlu.domain.record import FieldState, FieldValue, Record
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient, Visit

SAID, CONFIRM = FieldState.SAID, FieldState.CONFIRM
MISSING, WORKED_OUT = FieldState.MISSING, FieldState.WORKED_OUT

_VISITS = {f"{language}/{v.id}": v for language in ("zh", "en") for v in visits(language)}

#: Visit → field → value and state. The visits take place on Wednesday, 4 March 2026.
EXPECTED: dict[str, dict[str, tuple[str, FieldState]]] = {
    "zh/70-hypertension-form": {
        "systolic": ("152", SAID),
        "diastolic": ("96", SAID),
        "heart_rate": ("78", SAID),
        "bmi": ("25.6", WORKED_OUT),
        "weight_target": ("", MISSING),
        "smoking": ("10", SAID),
        "alcohol": ("0", SAID),
        "adherence": ("间断", SAID),
        "drugs": ("氨氯地平 5mg 每日1次", SAID),
        "control": ("控制不满意", CONFIRM),
        "next_visit": ("2026-03-18（2周后）", WORKED_OUT),
        "referral_reason": ("", MISSING),
    },
    "zh/63-diabetes-form": {
        "mode": ("电话", CONFIRM),
        "symptoms": ("手脚麻木", SAID),
        "systolic": ("138", SAID),
        "fasting_glucose": ("7.8", CONFIRM),
        "postprandial_glucose": ("11.2", CONFIRM),
        "hba1c": ("7.6", SAID),
        "hypoglycaemia": ("无", SAID),
        "adherence": ("规律", SAID),
        "smoking": ("0", SAID),
        "control": ("控制不满意", CONFIRM),
        "next_visit": ("2026-03-18（2周后）", WORKED_OUT),
    },
    "zh/62-emergency-chest-pain": {
        "arrived": ("2026-03-04 09:30", WORKED_OUT),
        "level": ("一级（立即）", WORKED_OUT),
        "triage_department": ("急诊·心内科", WORKED_OUT),
        "consciousness": ("清楚", SAID),
        "temperature": ("36.5", SAID),
        "pulse": ("102", SAID),
        "respiration": ("22", SAID),
        "systolic": ("170", SAID),
        "oxygen": ("96", SAID),
        "glucose": ("", MISSING),
    },
    "zh/67-referral-hypertension": {
        "to": ("市医院心内科", SAID),
        "question": ("进一步查继发性高血压", SAID),
        "urgency": ("常规", SAID),
        "contact": ("", MISSING),
    },
    "zh/68-certificate": {
        "issued": ("2026-03-04", WORKED_OUT),
        "rest_until": ("2026-03-06", WORKED_OUT),
    },
    "zh/69-handout-bronchitis": {"date": ("2026-03-07（3天后）", WORKED_OUT)},
    "zh/64-sbar-fall": {
        "reported": ("2026-03-04 09:30", WORKED_OUT),
        "read_back": ("已复述", CONFIRM),
    },
    "en/70-hypertension-form": {
        "systolic": ("152", SAID),
        "heart_rate": ("78", SAID),
        "bmi": ("25.6", WORKED_OUT),
        "adherence": ("irregular", SAID),
        "control": ("not controlled", CONFIRM),
        "next_visit": ("2026-03-18 (in 2 weeks)", WORKED_OUT),
    },
    "en/63-diabetes-form": {
        "mode": ("telephone", CONFIRM),
        "symptoms": ("numb hands or feet", SAID),
        "fasting_glucose": ("7.8", CONFIRM),
        "hba1c": ("7.6", SAID),
        "foot_pulse": ("normal", SAID),
        "hypoglycaemia": ("none", SAID),
        "next_visit": ("2026-03-18 (in 2 weeks)", WORKED_OUT),
    },
    "en/62-emergency-chest-pain": {
        "level": ("1 immediate", WORKED_OUT),
        "pulse": ("104", SAID),
        "oxygen": ("96", SAID),
    },
    "en/67-referral-asthma": {"to": ("chest clinic", SAID), "urgency": ("routine", CONFIRM)},
    "en/68-certificate-ankle": {"rest_until": ("2026-03-08", WORKED_OUT)},
}


@cache
def drafted(visit_id: str) -> Record:
    told = _VISITS[visit_id]
    age = told.patient.get("age_years")
    patient = Patient(
        sex=str(told.patient.get("sex", "")), age_years=age if isinstance(age, int) else None
    )
    visit = Visit("v", patient=patient, started="2026-03-04T09:30")
    template = load(told.template, told.language)
    return Consultation(visit, lambda _: template).from_transcript(told.transcript, None)


def field(visit_id: str, field_id: str) -> FieldValue:
    return next(v for s in drafted(visit_id).sections for v in s.fields if v.id == field_id)


@pytest.mark.parametrize(
    ("visit_id", "field_id"),
    [(visit_id, field_id) for visit_id, fields in EXPECTED.items() for field_id in fields],
)
def test_a_conversation_fills_the_form(visit_id: str, field_id: str) -> None:
    found = field(visit_id, field_id)

    assert (found.value, found.state) == EXPECTED[visit_id][field_id]


@pytest.mark.parametrize("visit_id", EXPECTED)
def test_every_value_that_was_said_leads_to_its_words(visit_id: str) -> None:
    values = [v for s in drafted(visit_id).sections for v in s.fields]

    assert all(v.evidence for v in values if v.state in (SAID, CONFIRM))


@pytest.mark.parametrize("visit_id", EXPECTED)
def test_the_record_of_a_form_has_no_sentence_without_words_behind_it(visit_id: str) -> None:
    statements = [s for part in drafted(visit_id).sections for s in part.statements]

    assert [s.text for s in statements if s.support != "supported"] == []


@pytest.mark.parametrize("language", Language)
def test_every_template_is_drafted_by_at_least_one_visit(language: Language) -> None:
    told = {visit.template for visit in visits(language.value)}

    assert {template.id for template in available(language)} - told == set()
