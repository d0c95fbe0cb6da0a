"""What a sentence says of one thing does not become a fact of another."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.language.en.facts import extract


def _heard(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


def _named(facts: tuple[Fact, ...], kind: FactKind, name: str) -> Fact:
    return next(fact for fact in facts if fact.kind is kind and fact.name == name)


def test_a_second_dose_is_no_frequency() -> None:
    facts = _heard("D: Doxycycline, two hundred milligrams on the first day then a hundred a day.")

    ordered = _named(facts, FactKind.MEDICATION, "doxycycline")

    assert (ordered.value, ordered.attributes.get("frequency")) == ("200", None)


def test_a_course_is_put_right_after_its_reason() -> None:
    facts = _heard(
        "D: Prednisolone, thirty milligrams once a day for seven days, no, sorry, the"
        " guideline's five now, five days."
    )

    assert _named(facts, FactKind.MEDICATION, "prednisolone").attributes["days"] == "5 days"


def test_weeks_of_a_pregnancy_are_no_duration_of_a_complaint() -> None:
    facts = _heard(
        "P: It burns when I wee.", "D: How many weeks are you?", "P: Sixteen weeks on Friday."
    )

    assert _named(facts, FactKind.SYMPTOM, "burning urination").value == ""


def test_an_angle_of_forty_degrees_is_no_temperature() -> None:
    facts = _heard("D: Straight leg raise on the right is positive at forty degrees.")

    assert not [fact for fact in facts if fact.kind is FactKind.VITAL]


@pytest.mark.parametrize("told", ["I've gained about ten pounds.", "I've dropped half a stone."])
def test_a_change_of_weight_is_no_weight(told: str) -> None:
    facts = _heard("D: Any change in your weight?", f"P: {told}")

    assert not [fact for fact in facts if fact.kind is FactKind.VITAL]


def test_no_blood_is_a_denial_where_the_talk_is_of_urine() -> None:
    facts = _heard("D: Blood in the urine?", "P: No blood, she says. It smells bad.")

    assert _named(facts, FactKind.SYMPTOM, "blood in urine").polarity is Polarity.ABSENT


def test_a_label_is_ruled_out_by_what_was_taken_since_and_the_clinicians_word() -> None:
    facts = _heard(
        "D: Are you allergic to anything?",
        "P: Mum says penicillin.",
        "P: But I had amoxicillin last year and I was absolutely fine.",
        "D: Good, then I'd say you're not allergic.",
    )

    assert _named(facts, FactKind.ALLERGY, "penicillin").polarity is Polarity.ABSENT


def test_a_label_stays_in_doubt_until_the_clinician_takes_it_away() -> None:
    facts = _heard(
        "D: Are you allergic to anything?",
        "P: Mum says penicillin.",
        "P: But I had amoxicillin last year and I was absolutely fine.",
    )

    assert _named(facts, FactKind.ALLERGY, "penicillin").polarity is Polarity.UNCERTAIN


def test_an_allergy_of_another_child_is_not_this_ones() -> None:
    facts = _heard("D: Any allergies?", "P: No. Ava's allergic to amoxicillin, not him.")

    assert [f.name for f in facts if f.kind is FactKind.ALLERGY] == ["drug allergy"]


def test_each_sign_has_its_own_side() -> None:
    facts = _heard(
        "D: Let me listen. Sats ninety-five. Wheeze both sides and crackles at the right base."
    )

    sides = {f.name: f.attributes.get("side") for f in facts if f.kind is FactKind.EXAM}

    assert sides == {"wheeze": "bilateral", "crackles": "right"}
