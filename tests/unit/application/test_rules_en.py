"""Every rule on English records: one that must fire, one close to it that must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhenlu.application.checking import check
from zhenlu.domain.facts import Fact, FactKind, Subject
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Evidence, Ledger, LedgerItem, Record, Section, Statement, Support
from zhenlu.domain.transcript import Language

Checked = Callable[..., tuple[Finding, ...]]


def ids(found: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in found}


def classic(**texts: str) -> set[str]:
    """Rules that fire on an English record with the sections of a first visit."""
    sound = {
        "chief_complaint": "Cough for 5 days",
        "history_of_present_illness": "Cough for 5 days, started after a cold, worse at night. "
        "Denies chest pain. Took paracetamol.",
        "past_history": "Hypertension.",
        "allergy_history": "No known drug allergies.",
        "physical_exam": "Throat red. No wheeze.",
        "diagnosis": "Acute bronchitis",
        "treatment_plan": "Rest. Return in 3 days.",
    }
    sections = tuple(Section(id_, id_, text) for id_, text in (sound | texts).items())
    return ids(check(Record("outpatient-initial", Language.EN, sections)))


def test_a_sound_note_has_no_findings(findings: Checked) -> None:
    assert findings("soap") == ()


def test_a_sound_first_visit_in_english_has_no_findings() -> None:
    assert classic() == set()


ALLERGY = "Cough for 5 days, started after a cold, worse at night. Denies chest pain. Took honey. "

FIRES = [
    ("C03", {"subjective": ""}),
    ("C04", {"subjective": "Cough and fever."}),
    ("C05", {"subjective": ALLERGY}),
    ("C06", {"subjective": "Not mentioned"}),
    ("C07", {"objective": "Not mentioned."}),
    ("C08", {"objective": "Throat red, crackles at the right base."}),
    ("C09", {"assessment": ""}),
    ("C10", {"plan": "None."}),
    (
        "C14",
        {"subjective": "Cough. Yellow sputum and a wheeze at night. Allergic to penicillin, rash."},
    ),
    ("C19", {"plan": "1. Doxycycline by mouth twice daily for 5 days.\n2. Return in 3 days."}),
    ("C19", {"plan": "1. Doxycycline 100 mg by mouth twice daily.\n2. Return in 3 days."}),
    ("C21", {"plan": "1. Doxycycline 100 mg by mouth twice daily for 5 days.\n2. Rest."}),
    ("F08", {"objective": "Temperature 83.2 C, pulse 92. Lungs clear."}),
    ("F08", {"objective": "BP 82/136 mmHg. Lungs clear."}),
    ("F14", {"plan": "1. Doxycycline ___ mg by mouth twice daily for 5 days. Return in 3 days."}),
    ("K02", {"subjective": ALLERGY + "NKDA. Last period two weeks ago."}),
    ("K07", {"subjective": ALLERGY + "Allergies: none known. Reports nausea. Denies nausea."}),
    (
        "K07",
        {"subjective": "Fever and cough for 3 days after a cold, worse at night. No fever. NKDA."},
    ),
    (
        "K01",
        {
            "subjective": "Left knee pain for 3 days after a run, no swelling, took nothing. NKDA.",
            "objective": "Left knee: joint line tender, no effusion.",
            "assessment": "Right knee osteoarthritis.",
        },
    ),
    ("K08", {"subjective": ALLERGY + "Allergic to tetracyclines (rash)."}),
    ("P01", {"subjective": ALLERGY + "NKDA. ID 11010519491231002X."}),
    ("P02", {"subjective": ALLERGY + "NKDA. Phone 138 0013 8000."}),
    ("P02", {"subjective": ALLERGY + "NKDA. Card 4111 1111 1111 1111."}),
]

SILENT = [
    ("C03", {"subjective": "Here for a blood pressure check. NKDA."}),
    ("C04", {"subjective": "Cough for 5 days after a cold, worse at night. NKDA."}),
    ("C05", {"subjective": ALLERGY + "NKDA."}),
    ("C05", {"subjective": ALLERGY + "Allergic to penicillin."}),
    ("C06", {"subjective": ALLERGY + "NKDA. Previously well."}),
    ("C07", {"objective": "Lungs clear."}),
    ("C08", {"objective": "Throat red, lungs clear, no crackles."}),
    ("C09", {"assessment": "Cough, cause to be determined."}),
    ("C10", {"plan": "Refer to the chest clinic."}),
    ("C14", {"subjective": ALLERGY + "NKDA."}),
    ("C19", {"plan": "1. Continue amlodipine.\n2. Return in 3 days."}),
    ("C19", {"plan": "1. Stop ibuprofen.\n2. Return in 3 days."}),
    ("C19", {"plan": "1. Ibuprofen 400 mg by mouth as needed for pain.\n2. Return in 3 days."}),
    ("C21", {"plan": "1. Rest. Seek care if breathless."}),
    ("F08", {"objective": "Temperature 101.3 F, pulse 110. Lungs clear."}),
    ("F14", {"plan": "1. Rest (at home).\n2. Return in 3 days."}),
    ("K02", {"subjective": ALLERGY + "NKDA. His wife is pregnant."}),
    ("K07", {"subjective": ALLERGY + "NKDA. Nausea yesterday, denies nausea now."}),
    ("K07", {"subjective": ALLERGY + "Denies vomiting. Allergic to codeine (vomiting)."}),
    ("C08", {"objective": "Blood pressure 150/92 mmHg, weight 84 kg. Potassium 4.3 mmol/L."}),
    ("K08", {"subjective": ALLERGY + "Not allergic to doxycycline."}),
    ("K08", {"subjective": ALLERGY + "Allergic to penicillin (rash)."}),
    ("P01", {"subjective": ALLERGY + "NKDA. ID 110105194912310021."}),
    ("P02", {"subjective": ALLERGY + "NKDA. Request number 20261122093."}),
]


@pytest.mark.parametrize(("rule", "changed"), FIRES)
def test_the_rule_fires(findings: Checked, rule: str, changed: dict[str, str]) -> None:
    assert rule in ids(findings("soap", **changed))


@pytest.mark.parametrize(("rule", "changed"), SILENT)
def test_the_rule_stays_silent(findings: Checked, rule: str, changed: dict[str, str]) -> None:
    assert rule not in ids(findings("soap", **changed))


CLASSIC_FIRES = [
    (
        "F01",
        {
            "chief_complaint": "Cough with a lot of yellow sputum and a fever and a headache "
            "for the last 5 days"
        },
    ),
    ("F02", {"chief_complaint": "Cough"}),
    ("F03", {"chief_complaint": "Not feeling right for 5 days"}),
    ("F04", {"chief_complaint": "Bronchitis for 5 days"}),
    ("F05", {"chief_complaint": "Cough for 5 days."}),
    ("K04", {"chief_complaint": "Cough for 3 weeks"}),
    ("K05", {"chief_complaint": "Diarrhoea for 5 days"}),
    (
        "K01",
        {
            "chief_complaint": "Left knee pain for 3 days",
            "diagnosis": "Sprain of the right knee",
        },
    ),
]

CLASSIC_SILENT = [
    ("F01", {"chief_complaint": "Cough and fever for 5 days"}),
    ("F02", {"chief_complaint": "Medication review"}),
    ("F03", {"chief_complaint": "Routine check-up"}),
    ("F04", {"chief_complaint": "Asthma review"}),
    ("F05", {"chief_complaint": "Cough for 5 days"}),
    ("K04", {"chief_complaint": "Cough for 1 week"}),
    ("K05", {"chief_complaint": "Coughing for 5 days"}),
    (
        "K01",
        {
            "chief_complaint": "Left knee pain for 3 days",
            "physical_exam": "Left knee swollen, no effusion in the right knee.",
            "diagnosis": "Sprain of the left knee",
        },
    ),
]


@pytest.mark.parametrize(("rule", "changed"), CLASSIC_FIRES)
def test_the_rule_fires_on_a_first_visit(rule: str, changed: dict[str, str]) -> None:
    assert rule in classic(**changed)


@pytest.mark.parametrize(("rule", "changed"), CLASSIC_SILENT)
def test_the_rule_stays_silent_on_a_first_visit(rule: str, changed: dict[str, str]) -> None:
    assert rule not in classic(**changed)


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


RED = [
    ("S01", {"subjective": "Chest pain for an hour with sweating, going to the left arm. NKDA."}),
    ("S02", {"subjective": "Sudden tearing chest pain going through to the back. NKDA."}),
    ("S03", {"subjective": "Sudden onset of the worst headache of my life an hour ago. NKDA."}),
    (
        "S03",
        {
            "subjective": "Headache and fever since yesterday, light hurts. NKDA.",
            "objective": "Temperature 39.2 C. Neck stiffness. No rash.",
        },
    ),
    ("S04", {"subjective": "Facial droop and slurred speech since this morning. NKDA."}),
    ("S05", {"objective": "SpO2 88%. Lungs: crackles, no wheeze."}),
    ("S05", {"objective": "Audible stridor. No rash."}),
    ("S07", {"subjective": "Vomiting blood twice since last night. NKDA."}),
    ("S07", {"objective": "BP 82/50 mmHg. Abdomen soft."}),
    (
        "S11",
        {
            "subjective": "Headache and blurred vision since this morning. NKDA.",
            "objective": "Blood pressure 192/114. Heart sounds normal.",
        },
    ),
    ("S12", {"objective": "Blood glucose 3.1 mmol/L. Alert."}),
    ("S12", {"objective": "Blood glucose 22.4 mmol/L. Alert."}),
    ("S12", {"objective": "Blood glucose 52 mg/dL. Alert."}),
]

CALM = [
    ("S01", {"subjective": "Cough for 5 days. Denies chest pain, sweating, or syncope. NKDA."}),
    ("S02", {"subjective": "Back pain after lifting, no tearing pain. NKDA."}),
    ("S03", {"subjective": "Mild headache for 3 days, relieved by paracetamol, no fever. NKDA."}),
    ("S04", {"subjective": "Dizzy for 3 days. No facial droop, no slurred speech. NKDA."}),
    ("S05", {"objective": "SpO2 97%. No cyanosis, no stridor."}),
    ("S07", {"subjective": "Stomach ache for 2 days. No vomiting blood, no black stools. NKDA."}),
    ("S07", {"plan": "Rest. Return if you are vomiting blood."}),
    (
        "S11",
        {
            "subjective": "Raised blood pressure found at a check. No headache. NKDA.",
            "objective": "Blood pressure 192/114. Heart sounds normal.",
        },
    ),
    ("S12", {"objective": "Blood glucose 7.8 mmol/L. Alert."}),
    ("S12", {"objective": "Blood glucose 110 mg/dL. Alert."}),
]


@pytest.mark.parametrize(("rule", "changed"), RED)
def test_a_red_flag_is_raised(findings: Checked, rule: str, changed: dict[str, str]) -> None:
    found = findings("soap", **changed)

    assert rule in {f.rule for f in found if f.severity is Severity.RED_FLAG}


@pytest.mark.parametrize(("rule", "changed"), CALM)
def test_no_red_flag_is_raised(findings: Checked, rule: str, changed: dict[str, str]) -> None:
    assert rule not in ids(findings("soap", **changed))


def test_s04_the_patients_own_words_are_heard(findings: Checked) -> None:
    said = "D: Any facial droop?\nP: Yes, my face is drooping and I can't lift my left arm"

    assert "S04" in ids(findings("soap", said=said))


def test_s04_a_doctors_question_is_no_sign(findings: Checked) -> None:
    said = "D: Any facial droop or slurred speech?\nP: No, nothing like that"

    assert "S04" not in ids(findings("soap", said=said))
