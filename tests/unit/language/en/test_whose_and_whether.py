"""What was taken back, told of others or said without a yes."""

from __future__ import annotations

from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en.facts import extract


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


def _one(facts: tuple[Fact, ...], kind: FactKind, name: str) -> Fact:
    return next(fact for fact in facts if fact.kind is kind and fact.name == name)


def test_a_denial_taken_back_in_the_same_breath_is_a_complaint() -> None:
    facts = _facts("P: I don't have chest pain. Hang on, no, I do, sorry.")

    assert _one(facts, FactKind.SYMPTOM, "chest pain").polarity is Polarity.PRESENT


def test_an_illness_given_back_to_a_brother_is_his() -> None:
    facts = _facts("D: Any psoriasis?", "P: Psoriasis, yes. Wait, that's my brother.")

    held = {fact.subject: fact.polarity for fact in facts if fact.name == "psoriasis"}
    assert held == {Subject.PATIENT: Polarity.ABSENT, Subject.FAMILY: Polarity.PRESENT}


def test_what_a_leaflet_says_is_nobodys_complaint() -> None:
    assert _facts("P: The leaflet says dizziness and nausea.", "D: You don't have those.") == ()


def test_a_companions_own_tablets_are_not_the_patients() -> None:
    facts = _facts("C: I take amlodipine myself, five milligrams.", "D: And what does Brian take?")

    assert [fact for fact in facts if fact.kind is FactKind.MEDICATION] == []


def test_when_it_hurts_says_that_it_does() -> None:
    facts = _facts("D: Is it stiff in the mornings?", "P: Ten minutes or so then I'm off.")

    assert _one(facts, FactKind.SYMPTOM, "stiffness").polarity is Polarity.PRESENT


def test_the_dose_in_a_question_is_the_dose_that_is_taken() -> None:
    facts = _facts(
        "D: How have things been since we started the Zoloft?",
        "P: A little better.",
        "D: You're on fifty milligrams, right?",
        "P: Yeah, every morning.",
    )

    taken = _one(facts, FactKind.MEDICATION, "sertraline")
    assert (taken.value, taken.unit, taken.status) == ("50", "mg", FactStatus.TAKEN)


def test_a_hundred_of_levothyroxine_is_micrograms() -> None:
    facts = _facts("D: What do you take?", "P: Levothyroxine, a hundred.")

    assert _one(facts, FactKind.MEDICATION, "levothyroxine").unit == "mcg"


def test_two_of_paracetamol_are_tablets() -> None:
    facts = _facts("D: What do you take for it?", "P: Paracetamol, two four times a day.")

    taken = _one(facts, FactKind.MEDICATION, "paracetamol")
    assert (taken.value, taken.unit) == ("2", "tablet")


def test_the_unit_of_a_corrected_dose_belongs_to_its_own_medicine() -> None:
    facts = _facts(
        "D: What are you on?",
        "P: Bisoprolol five milligrams, furosemide twenty, no wait, forty milligrams.",
    )

    doses = {fact.name: fact.value for fact in facts if fact.kind is FactKind.MEDICATION}
    assert doses == {"bisoprolol": "5", "furosemide": "40"}


def test_a_medicine_swapped_for_another_is_stopped() -> None:
    facts = _facts(
        "P: My nose runs.",
        "D: Let's swap the cetirizine for fexofenadine, 180 milligrams once a day.",
    )

    standing = {fact.name: fact.status for fact in facts if fact.kind is FactKind.MEDICATION}
    assert standing == {"cetirizine": FactStatus.STOPPED, "fexofenadine": FactStatus.ORDERED}


def test_a_day_of_the_week_is_no_medicine() -> None:
    facts = _facts(
        "D: How are you getting on with the methotrexate?",
        "P: I take it on Mondays, fifteen milligrams.",
    )

    assert {fact.name for fact in facts} == {"methotrexate"}
