"""Each kind of visit gets its own template."""

from __future__ import annotations

import pytest

from zhenlu.application.templates import load
from zhenlu.application.visit_templates import follow_up_form, template_of_visit
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit


def first(language: Language) -> Template:
    return load("outpatient-initial", language)


def with_diagnosis(name: str, polarity: Polarity = Polarity.PRESENT) -> Record:
    fact = Fact(FactKind.DIAGNOSIS, name, 1, polarity)
    return Record("outpatient-initial", Language.ZH, facts=(fact,))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("first", "outpatient-initial"),
        ("revisit", "outpatient-revisit"),
        ("emergency", "emergency"),
        ("followup", "nursing-followup"),
    ],
)
def test_a_kind_of_visit_has_its_template(kind: str, template: str, language: Language) -> None:
    assert template_of_visit(Visit("v", kind=kind), language, first).id == template


@pytest.mark.parametrize(
    ("diagnosis", "form"),
    [
        ("高血压", "followup-hypertension"),
        ("2型糖尿病", "followup-diabetes"),
        ("type 2 diabetes", "followup-diabetes"),
        ("急性支气管炎", "nursing-followup"),
    ],
)
def test_the_diagnosis_chooses_the_form(diagnosis: str, form: str) -> None:
    assert follow_up_form((with_diagnosis(diagnosis),)) == form


def test_a_disease_that_was_ruled_out_chooses_nothing() -> None:
    assert follow_up_form((with_diagnosis("高血压", Polarity.ABSENT),)) == "nursing-followup"


def test_the_form_of_last_time_goes_before_the_diagnosis() -> None:
    last = Record("followup-diabetes", Language.ZH)

    assert follow_up_form((last, with_diagnosis("高血压"))) == "followup-diabetes"


def test_what_a_person_chose_goes_before_everything() -> None:
    visit = Visit("v", kind="followup")

    template = template_of_visit(visit, Language.ZH, first, chosen="followup-hypertension")

    assert template.id == "followup-hypertension"
