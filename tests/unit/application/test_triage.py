"""Danger signs: each fires on what people say, and stays silent on what is denied or another's."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spoken_lines import spoken_lines

from zhenlu.application.triage import red_flags
from zhenlu.application.triage_table import table
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.triage import Acknowledger, RedFlag, TriageLevel
from zhenlu.domain.visit import Patient
from zhenlu.language.extraction import extract_facts

ZH, EN = Language.ZH, Language.EN
MAN, WOMAN = Patient(sex="male", age_years=56), Patient(sex="female", age_years=28)
CHILD, INFANT = Patient(age_years=4), Patient(age_years=0)

PATIENTS = {"man": MAN, "woman": WOMAN, "child": CHILD, "infant": INFANT}

#: What must raise each danger sign and what must not, in both languages.
CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "visits" / "danger-signs.toml").read_text(encoding="utf-8")
)


def flags(script: str, patient: Patient, language: Language) -> tuple[RedFlag, ...]:
    segments = spoken_lines(*script.split("|"))
    facts = extract_facts(Transcript(language, segments))
    return red_flags(facts, patient, language, segments)


def _sayings(which: str) -> list[object]:
    return [
        pytest.param(
            id_, PATIENTS[case["patient"]], case[language][which], language, id=f"{id_}-{language}"
        )
        for id_, case in CASES.items()
        for language in Language
    ]


@pytest.mark.parametrize(("id_", "patient", "said", "language"), _sayings("fires"))
def test_a_danger_sign_is_seen_in_what_people_say(
    id_: str, patient: Patient, said: str, language: Language
) -> None:
    assert id_ in {flag.id for flag in flags(said, patient, language)}


@pytest.mark.parametrize(("id_", "patient", "said", "language"), _sayings("silent"))
def test_what_is_denied_or_harmless_raises_no_such_flag(
    id_: str, patient: Patient, said: str, language: Language
) -> None:
    assert id_ not in {flag.id for flag in flags(said, patient, language)}


def test_every_presentation_of_the_table_has_a_case() -> None:
    assert {entry.id for entry in table().presentations} == set(CASES)


@pytest.mark.parametrize(
    "said",
    ["P: 我爸胸痛出冷汗,后来走了", "P: 要是胸痛出汗我就来", "P: 以前胸痛出汗过,去年的事"],
    ids=["a relative's", "a condition", "long past"],
)
def test_chest_pain_that_is_not_the_patients_now_raises_nothing(said: str) -> None:
    assert flags(said, MAN, ZH) == ()


def test_a_relatives_chest_pain_raises_nothing_from_facts_alone() -> None:
    facts = [
        Fact(FactKind.SYMPTOM, "胸痛", 1, subject=Subject.FAMILY),
        Fact(FactKind.SYMPTOM, "出汗", 1, subject=Subject.FAMILY),
    ]

    assert red_flags(facts, MAN, ZH) == ()


def test_facts_alone_are_enough() -> None:
    facts = [Fact(FactKind.SYMPTOM, "胸痛", 3), Fact(FactKind.SYMPTOM, "出汗", 4)]

    (flag,) = red_flags(facts, MAN, ZH)

    assert (flag.id, flag.rule, flag.level) == ("acute_coronary", "S01", TriageLevel.IMMEDIATE)
    assert flag.segments == (3, 4)


def test_a_drug_that_was_only_ordered_is_no_exposure() -> None:
    facts = [
        Fact(FactKind.SYMPTOM, "唇肿胀", 1),
        Fact(FactKind.MEDICATION, "头孢克洛", 2, status=FactStatus.ORDERED),
    ]

    assert "anaphylaxis" not in {flag.id for flag in red_flags(facts, MAN, ZH)}


def test_chest_pain_counts_by_its_length_too() -> None:
    short, long = (
        Fact(FactKind.SYMPTOM, "胸痛", 1, value=value, unit="分钟") for value in ("5", "25")
    )

    assert red_flags([short], MAN, ZH) == ()
    assert [flag.id for flag in red_flags([long], MAN, ZH)] == ["acute_coronary"]


def test_an_unknown_age_or_sex_rules_nothing_out() -> None:
    facts = [Fact(FactKind.SYMPTOM, "停经", 1), Fact(FactKind.SYMPTOM, "腹痛", 1)]

    assert "ectopic" in {flag.id for flag in red_flags(facts, Patient(), ZH)}
    assert "ectopic" not in {flag.id for flag in red_flags(facts, MAN, ZH)}


def test_a_young_persons_chest_pain_with_sweat_is_below_the_age_of_the_rule() -> None:
    facts = [Fact(FactKind.SYMPTOM, "胸痛", 3), Fact(FactKind.SYMPTOM, "出汗", 4)]

    assert red_flags(facts, Patient(age_years=17), ZH) == ()


def test_the_most_urgent_flag_comes_first() -> None:
    facts = [
        Fact(FactKind.VITAL, "血氧饱和度", 1, value="88", unit="%"),
        Fact(FactKind.SYMPTOM, "听力下降", 2, attributes={"onset": "突然"}),
    ]

    found = red_flags(facts, MAN, ZH)

    assert [flag.level for flag in found] == sorted(flag.level for flag in found)
    assert found[0].level is TriageLevel.IMMEDIATE


def test_glucose_and_temperature_are_read_in_either_unit() -> None:
    glucose = Fact(FactKind.VITAL, "blood glucose", 1, value="324", unit="mg/dL")
    warm = Fact(FactKind.VITAL, "temperature", 1, value="98.6", unit="℉")

    assert "glucose_emergency" in {f.id for f in red_flags([glucose], MAN, EN)}
    assert red_flags([warm], MAN, EN) == ()


def test_a_denied_measurement_counts_for_nothing() -> None:
    facts = [Fact(FactKind.VITAL, "血氧饱和度", 1, Polarity.ABSENT, "80", "%")]

    assert red_flags(facts, MAN, ZH) == ()


def test_a_suicidal_patient_needs_doctor_and_nurse() -> None:
    (flag,) = flags("P: 我不想活了", WOMAN, ZH)

    assert flag.acknowledge is Acknowledger.DOCTOR_AND_NURSE


def test_a_flag_speaks_the_language_of_the_visit() -> None:
    (flag,) = flags("P: I was bitten by a dog", MAN, EN)

    assert flag.presentation.isascii()
    assert flag.department.isascii()
    assert flag.action.isascii()


def test_no_word_of_a_patient_stands_in_a_flags_representation() -> None:
    (flag,) = flags("P: 我不想活了", WOMAN, ZH)

    assert flag.presentation not in repr(flag)


def test_a_combination_of_unknown_signs_is_named_with_its_place(data_folder: Path) -> None:
    folder = data_folder / "triage"
    folder.mkdir()
    (folder / "presentations.toml").write_text(
        '[[presentation]]\nid = "x"\nlevel = 1\nzh = "x"\nen = "x"\nacknowledge = "doctor"\n'
        'department = { zh = "x", en = "x" }\naction = { zh = "x", en = "x" }\n'
        'when = [["nothing"]]\nsource = "x"\n',
        encoding="utf-8",
    )

    with pytest.raises(ResourceBroken) as caught:
        red_flags([], MAN, ZH)

    assert caught.value.params == {"file": "presentations.toml", "key": "presentation.1.when"}
