"""What rules find in English records beyond the cases of tests/records: places, severities."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reading_records import sections, sound

from zhenlu.application.checking import check
from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Evidence, Ledger, LedgerItem, Record, Statement, Support
from zhenlu.domain.transcript import Language

Checked = Callable[..., tuple[Finding, ...]]


def ids(found: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in found}


def test_a_sound_note_has_no_findings(findings: Checked) -> None:
    assert findings("soap") == ()


def test_a_sound_first_visit_in_english_has_no_findings() -> None:
    parts = sections("outpatient-initial", Language.EN, sound("outpatient-initial", Language.EN))

    assert check(Record("outpatient-initial", Language.EN, parts)) == ()


ALLERGY = "Cough for 5 days, started after a cold, worse at night. Denies chest pain. Took honey. "

@pytest.mark.parametrize(
    ("allergy", "drug", "severity"),
    [
        ("Allergic to penicillin (rash).", "Amoxicillin 500 mg", Severity.ERROR),
        ("Penicillin allergy with anaphylaxis.", "Cefuroxime 250 mg", Severity.ERROR),
        ("Penicillin allergy, mild rash.", "Cefuroxime 250 mg", Severity.WARNING),
        ("Allergic to sulfa drugs.", "Trimethoprim-sulfamethoxazole 960 mg", Severity.ERROR),
        ("Allergic to ibuprofen.", "Naproxen 250 mg", Severity.WARNING),
    ],
)
def test_k08_a_class_speaks_against_its_members(
    findings: Checked, allergy: str, drug: str, severity: Severity
) -> None:
    plan = f"{drug} by mouth twice daily for 5 days. Return in 3 days."

    found = findings("soap", subjective=ALLERGY + allergy, plan=plan)

    assert [f.severity for f in found if f.rule == "K08"] == [severity]


def test_k08_a_doubted_allergy_warns_and_says_that_nobody_confirmed_it(findings: Checked) -> None:
    doubted = "Possible allergy, not confirmed: penicillin (rash)."
    plan = "Amoxicillin 500 mg by mouth three times daily for 5 days. Return in 3 days."

    warned = findings("soap", subjective=ALLERGY + doubted, plan=plan)
    found = [f for f in warned if f.rule == "K08"]

    assert [f.severity for f in found] == [Severity.WARNING]
    assert found[0].message == (
        "amoxicillin conflicts with the recorded allergy (penicillin, not confirmed)"
    )


def test_k08_a_doubted_allergy_told_only_by_a_fact_warns(findings: Checked) -> None:
    doubted = Fact(FactKind.ALLERGY, "penicillin", 1, Polarity.UNCERTAIN)
    plan = "Amoxicillin 500 mg by mouth three times daily for 5 days. Return in 3 days."

    found = findings("soap", facts=(doubted,), subjective=ALLERGY, plan=plan)

    assert [f.severity for f in found if f.rule == "K08"] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("allergy", "drug"),
    [
        ("Possible allergy, not confirmed: penicillin (rash).", "Azithromycin 500 mg"),
        ("Not allergic to penicillin.", "Amoxicillin 500 mg"),
        ("Possible asthma, not confirmed. NKDA.", "Amoxicillin 500 mg"),
    ],
)
def test_k08_a_doubted_allergy_speaks_only_against_its_own(
    findings: Checked, allergy: str, drug: str
) -> None:
    plan = f"{drug} by mouth once daily for 3 days. Return in 3 days."

    assert "K08" not in ids(findings("soap", subjective=ALLERGY + allergy, plan=plan))


def test_k20_a_mothers_disease_is_not_the_patients(findings: Checked) -> None:
    said = "D: Any illnesses in the family?\nP: My mother has diabetes"
    told = ALLERGY + "NKDA. Diabetes."

    assert "K20" in ids(findings("soap", said=said, subjective=told))
    assert "K20" not in ids(
        findings("soap", said=f"{said}\nP: I have diabetes too", subjective=told)
    )


def test_k20_facts_tell_whose_disease_it_is(findings: Checked) -> None:
    mothers = Fact(FactKind.HISTORY, "diabetes", 1, subject=Subject.FAMILY)

    found = findings("soap", facts=(mothers,), subjective=ALLERGY + "NKDA. Diabetes.")

    assert "K20" in ids(found)


DIALOGUE = """
D: What brings you in?
P: I've had a cough for five days, yellow phlegm
D: Any chest pain?
P: No
D: Any allergies to medicines?
P: No, none
D: Your blood pressure?
P: High blood pressure for ten years
D: Temperature is thirty eight point two. Lungs are clear.
D: I'll give you doxycycline, one hundred milligrams twice a day for five days
D: Come back in three days.
"""
QUIET = {
    "subjective": "Cough for 5 days with yellow sputum. Denies chest pain. "
    "Hypertension for 10 years. No known drug allergies.",
    "objective": "Temperature 38.2 C. Lungs clear.",
    "assessment": "Bronchitis.",
    "plan": "Doxycycline 100 mg twice daily for 5 days. Return in 3 days.",
}


@pytest.mark.parametrize("rule", ["G01", "G02", "G03", "G05", "G10"])
def test_what_was_said_has_its_source(findings: Checked, rule: str) -> None:
    assert rule not in ids(findings("soap", said=DIALOGUE, **QUIET))


@pytest.mark.parametrize(
    ("section", "text", "shown"),
    [
        ("plan", "Doxycycline 200 mg twice daily for 5 days. Return in 3 days.", "200"),
        ("subjective", "Cough for 15 days with yellow sputum. NKDA.", "15"),
        ("subjective", "Cough for 5 days. Takes metformin. NKDA.", "metformin"),
        ("objective", "Crackles at the right base. No wheeze.", "right"),
    ],
)
def test_g01_an_unsaid_detail_is_shown_where_it_stands(
    findings: Checked, section: str, text: str, shown: str
) -> None:
    found = findings("soap", said=DIALOGUE, **(QUIET | {section: text}))

    spans = [text[f.start : f.end] for f in found if f.rule == "G01" and f.section == section]
    assert any(shown in span for span in spans)


def test_g02_an_unsupported_statement_is_marked_with_its_words(findings: Checked) -> None:
    text = "Lungs clear. Heart sounds normal."
    statements = {
        "objective": (
            Statement("Lungs clear.", Support.SUPPORTED, (Evidence(9, 9.0, 9.9),)),
            Statement("Heart sounds normal.", Support.UNSUPPORTED, note="wording"),
        )
    }

    found = findings("soap", said=DIALOGUE, statements=statements, **(QUIET | {"objective": text}))

    assert [(f.start, f.end) for f in found if f.rule == "G02"] == [(13, 33)]


def test_g03_what_the_ledger_misses_is_listed(findings: Checked) -> None:
    ledger = Ledger((LedgerItem("symptom", "fatigue", "subjective", 2),))

    found = findings("soap", said=DIALOGUE, ledger=ledger, **QUIET)

    assert [f.message for f in found if f.rule == "G03"] == ["Possible omission: fatigue"]


@pytest.mark.parametrize("denied", ["Denies diarrhea.", "Denies diabetes.", "No past surgery."])
def test_g05_a_denial_nobody_asked_for_is_found(findings: Checked, denied: str) -> None:
    told = QUIET | {"subjective": f"{QUIET['subjective']} {denied}"}

    assert "G05" in ids(findings("soap", said=DIALOGUE, **told))


def test_g05_a_denied_allergy_needs_the_question(findings: Checked) -> None:
    unasked = "\n".join(line for line in DIALOGUE.splitlines() if "allerg" not in line)

    assert "G05" in ids(findings("soap", said=unasked, **QUIET))


def test_g10_a_drug_nobody_said_is_no_prescription(findings: Checked) -> None:
    plan = "Azithromycin 100 mg twice daily for 5 days. Return in 3 days."

    assert "G10" in ids(findings("soap", said=DIALOGUE, **(QUIET | {"plan": plan})))


def test_s04_the_patients_own_words_are_heard(findings: Checked) -> None:
    said = "D: Any facial droop?\nP: Yes, my face is drooping and I can't lift my left arm"

    assert "S04" in ids(findings("soap", said=said))


def test_s04_a_doctors_question_is_no_sign(findings: Checked) -> None:
    said = "D: Any facial droop or slurred speech?\nP: No, nothing like that"

    assert "S04" not in ids(findings("soap", said=said))
