"""Templates are data that a clinic may edit; a mistake in one is named, not guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zhenlu import paths, wording
from zhenlu.application import templates
from zhenlu.domain.errors import ResourceBroken, TemplateUnknown
from zhenlu.domain.facts import FactKind
from zhenlu.domain.transcript import Language

SHIPPED = sorted((paths.resources() / "templates").glob("*.toml"))


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENLU_DATA", str(tmp_path))
    (tmp_path / "templates").mkdir()
    return tmp_path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def shipped_text(name: str) -> str:
    return (paths.resources() / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_template_reads_and_names_its_source(path: Path) -> None:
    template = templates.read(path)

    assert template.source
    assert any(section.required for section in template.sections)
    assert all(section.belongs and section.style for section in template.sections)


def test_the_first_visit_record_follows_the_order_of_the_writing_rules() -> None:
    template = templates.load("outpatient-initial", Language.ZH)

    assert [section.id for section in template.sections] == [
        "chief_complaint",
        "history_of_present_illness",
        "past_history",
        "allergy_history",
        "personal_family_history",
        "vital_signs",
        "physical_exam",
        "auxiliary_exam",
        "diagnosis",
        "treatment_plan",
    ]


def test_a_nurse_template_has_no_place_for_a_diagnosis() -> None:
    template = templates.load("nursing-followup", Language.ZH)

    assert all(FactKind.DIAGNOSIS not in section.holds for section in template.sections)


def test_optional_sections_stay_blank_and_allergies_always_print() -> None:
    template = templates.load("outpatient-initial", Language.ZH)
    allergy = template.section("allergy_history")
    vitals = template.section("vital_signs")

    assert allergy is not None
    assert vitals is not None
    assert (allergy.when_empty, vitals.when_empty) == ("未提及", "")


def test_the_hypertension_form_bounds_its_blood_pressure() -> None:
    section = templates.load("followup-hypertension", Language.ZH).section("vital_signs")

    assert section is not None
    systolic = next(field for field in section.fields if field.id == "systolic")
    assert (systolic.unit, systolic.low, systolic.high) == ("mmHg", 50, 280)


def test_templates_can_be_listed_by_language() -> None:
    ids = {template.id for template in templates.available(Language.ZH)}

    assert ids == {template.id for template in templates.available(Language.EN)}
    assert {
        "outpatient-initial",
        "outpatient-revisit",
        "emergency",
        "followup-hypertension",
        "followup-diabetes",
        "nursing-followup",
        "sbar",
        "soap",
        "history-and-physical",
        "referral",
        "medical-certificate",
        "patient-handout",
    } <= ids


def test_an_unknown_template_tells_which_ones_exist() -> None:
    with pytest.raises(TemplateUnknown) as caught:
        templates.load("outpatient-initail", Language.ZH)

    sentence = wording.explain(caught.value, Language.ZH)
    assert "outpatient-initial" in sentence
    assert "outpatient-initail" in sentence


def test_a_template_of_another_language_is_unknown_in_this_one(data_folder: Path) -> None:
    text = shipped_text("soap.en.toml").replace('id = "soap"', 'id = "ward-round"')
    written(data_folder / "templates", "ward-round.en.toml", text)

    assert templates.load("ward-round", Language.EN)
    with pytest.raises(TemplateUnknown):
        templates.load("ward-round", Language.ZH)


def test_a_clinic_file_takes_the_place_of_the_shipped_one(data_folder: Path) -> None:
    text = shipped_text("soap.en.toml").replace('title = "SOAP note"', 'title = "Clinic note"')
    written(data_folder / "templates", "soap.en.toml", text)

    assert templates.load("soap", Language.EN).title == "Clinic note"


def test_an_edit_shows_without_a_restart(data_folder: Path) -> None:
    text = shipped_text("soap.en.toml")
    path = written(data_folder / "templates", "soap.en.toml", text)
    templates.load("soap", Language.EN)
    path.write_text(text.replace('"SOAP note"', '"Edited"'), encoding="utf-8")

    assert templates.load("soap", Language.EN).title == "Edited"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('layout = "list"', 'layout = "table"', "section.3.layout"),
        ('id = "plan"', 'id = "todo"', "section.4.id"),
        ('kind = "outpatient"', 'kind = "outpatient"\ncolour = "red"', "colour"),
        ('holds = ["diagnosis"]', 'holds = ["guess"]', "section.3.holds.1"),
        ('title = "SOAP note"\n', "", "title"),
    ],
)
def test_a_broken_key_is_named_with_its_file(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    path = written(tmp_path, "soap.en.toml", shipped_text("soap.en.toml").replace(old, new, 1))

    with pytest.raises(ResourceBroken) as caught:
        templates.read(path)

    assert caught.value.params == {"file": "soap.en.toml", "key": key}
    assert key in wording.explain(caught.value, Language.EN)


def test_a_file_that_is_no_toml_is_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, "soap.en.toml", "id = \nlanguage")

    with pytest.raises(ResourceBroken) as caught:
        templates.read(path)

    assert caught.value.full_code == "resource.broken.unreadable"


def test_a_file_named_for_another_template_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "note.en.toml", shipped_text("soap.en.toml"))

    with pytest.raises(ResourceBroken) as caught:
        templates.read(path)

    assert caught.value.full_code == "resource.broken.name"


def test_a_choice_word_without_its_choice_is_refused(tmp_path: Path) -> None:
    text = shipped_text("followup-hypertension.zh.toml").replace(
        'choices = ["轻", "中", "重"]', 'choices = ["轻", "重"]'
    )
    path = written(tmp_path, "followup-hypertension.zh.toml", text)

    with pytest.raises(ResourceBroken) as caught:
        templates.read(path)

    assert caught.value.params["key"] == "section.3.field.5"


def test_a_template_that_says_something_else_has_another_fingerprint() -> None:
    shipped = templates.load("outpatient-initial", Language.ZH)

    changed = replace(shipped, title="门诊病历")

    assert templates.fingerprint(shipped) == templates.fingerprint(replace(shipped))
    assert templates.fingerprint(shipped) != templates.fingerprint(changed)
