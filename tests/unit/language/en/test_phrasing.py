from __future__ import annotations

from dataclasses import replace

from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.domain.template import TemplateSection
from zhenlu.domain.transcript import Language, Segment, Transcript
from zhenlu.language.en.phrasing import phrase

_TRANSCRIPT = Transcript(Language.EN, tuple(Segment(at, "…") for at in range(1, 9)))
_SOAP = load("soap", Language.EN)
_COUGH = Fact(FactKind.SYMPTOM, "cough", 1, value="4", unit="days", attributes={"quality": "dry"})


def _texts(*facts: Fact, section: str = "subjective") -> list[str]:
    return [s.text for s in phrase(_SOAP, facts, _TRANSCRIPT) if s.section == section]


def test_the_complaint_comes_first_with_its_duration() -> None:
    assert _texts(_COUGH)[:2] == [
        "Chief complaint: cough for 4 days.",
        "Reports a cough for 4 days, dry.",
    ]


def test_who_is_followed_up_has_no_chief_complaint() -> None:
    form = load("followup-hypertension", Language.EN)

    told = [s.text for s in phrase(form, (_COUGH,), _TRANSCRIPT) if s.section == "subjective"]

    assert told == ["Reports a cough for 4 days, dry."]


def test_one_day_is_written_in_the_singular() -> None:
    assert _texts(replace(_COUGH, value="1", unit="days"))[0] == "Chief complaint: cough for 1 day."


def test_what_was_denied_is_written_as_denied() -> None:
    absent = Fact(FactKind.SYMPTOM, "fever", 2, Polarity.ABSENT, also=(1,))

    assert "Denies fever." in _texts(_COUGH, absent)


def test_what_was_never_said_is_not_denied() -> None:
    assert not any("enies" in text for text in _texts(_COUGH))


def test_a_doubtful_or_refused_fact_is_not_written() -> None:
    doubtful = Fact(FactKind.SYMPTOM, "fever", 2, Polarity.UNCERTAIN)
    refused = Fact(FactKind.MEDICATION, "ibuprofen", 3, status=FactStatus.REFUSED)

    drafted = " ".join(s.text for s in phrase(_SOAP, (_COUGH, doubtful, refused), _TRANSCRIPT))

    assert "fever" not in drafted
    assert "buprofen" not in drafted


def test_a_section_without_facts_gets_its_standing_phrase_and_no_evidence() -> None:
    plan = [s for s in phrase(_SOAP, (_COUGH,), _TRANSCRIPT) if s.section == "plan"]

    assert [(s.text, s.facts, s.segments) for s in plan] == [("Not mentioned", (), ())]


def test_an_order_is_written_with_dose_route_frequency_and_course() -> None:
    order = Fact(
        FactKind.MEDICATION,
        "amoxicillin",
        5,
        value="500",
        unit="mg",
        status=FactStatus.ORDERED,
        attributes={"route": "by mouth", "frequency": "3 times daily", "days": "7 days"},
    )

    assert _texts(order, section="plan") == [
        "Amoxicillin 500 mg by mouth 3 times daily for 7 days."
    ]


def test_a_brand_that_was_said_stands_behind_the_generic_name() -> None:
    order = Fact(
        FactKind.MEDICATION,
        "paracetamol",
        5,
        status=FactStatus.ORDERED,
        attributes={"said": "Tylenol"},
    )

    assert _texts(order, section="plan") == ["Paracetamol (Tylenol)."]


def test_a_home_reading_belongs_to_the_history_not_to_the_vital_signs() -> None:
    own = Fact(FactKind.VITAL, "temperature", 2, value="39.2", unit="℃", attributes={"by": "self"})

    assert "Home reading: temperature 39.2 ℃." in _texts(own)
    assert _texts(own, section="objective") == ["Not mentioned"]


def test_a_chief_complaint_of_its_own_section_has_no_label_and_no_point() -> None:
    sections = (
        TemplateSection("chief_complaint", "Chief complaint", True, (FactKind.SYMPTOM,)),
        TemplateSection("history_of_present_illness", "HPI", True, (FactKind.SYMPTOM,)),
    )

    drafted = phrase(replace(_SOAP, sections=sections), (_COUGH,), _TRANSCRIPT)

    assert [(s.section, s.text) for s in drafted] == [
        ("chief_complaint", "Cough for 4 days"),
        ("history_of_present_illness", "Reports a cough for 4 days, dry."),
    ]
