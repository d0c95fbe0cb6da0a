"""Allergies told by what happened, and habits denied in few words."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import INTOLERANCE, Fact, FactKind, Polarity, Subject
from zhenlu.language.en.facts import extract


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        ("Any latex allergy?", "Gloves make my hands come up in a rash.", ("latex", "rash")),
        ("Anything you react to?", "Latex gloves, my hands swell up.", ("latex", "hand swelling")),
        ("And it was iodine you couldn't have?", "The brown dressing, yes. I came up all itchy.",
         ("iodine", "itching")),
        ("Any allergies?", "Plasters bring me out in blisters.", ("adhesive tape", "blisters")),
    ],
)  # fmt: skip
def test_an_allergy_told_by_what_happened_is_one_and_no_complaint(
    asked: str, answer: str, told: tuple[str, str]
) -> None:
    facts = _facts(f"D: {asked}", f"P: {answer}")
    found = [(f.kind, f.name, f.attributes["reaction"]) for f in facts]

    assert found == [(FactKind.ALLERGY, *told)]


@pytest.mark.parametrize(
    ("told", "reaction"),
    [
        ("By the way, I'm allergic to penicillin. I get a rash.", "rash"),
        ("I forgot, I am allergic to penicillin. It makes my lips swell.", "lip swelling"),
        ("He's allergic to penicillin. He comes up in hives.", "hives"),
        ("I'm allergic to penicillin. My throat closes up.", "throat swelling"),
    ],
)
def test_what_an_allergy_does_may_follow_unasked_and_is_no_complaint(
    told: str, reaction: str
) -> None:
    facts = _facts("D: Come back in two weeks.", f"P: {told}")
    found = [(f.kind, f.name, f.attributes["reaction"]) for f in facts if f.segment == 2]

    assert found == [(FactKind.ALLERGY, "penicillin", reaction)]


@pytest.mark.parametrize("asked", ["Any drug allergies?", "Anything else?"])
@pytest.mark.parametrize(
    ("complaint", "name"),
    [("And I've had a rash for two days.", "rash"), ("I get a rash now.", "rash"),
     ("I have a rash at the moment.", "rash")],
)  # fmt: skip
def test_what_is_felt_now_is_not_what_the_allergy_does(
    asked: str, complaint: str, name: str
) -> None:
    facts = _facts(f"D: {asked}", f"P: I'm allergic to penicillin, I think. {complaint}")

    (allergy,) = (f for f in facts if f.kind is FactKind.ALLERGY)
    assert "reaction" not in allergy.attributes
    assert name in {f.name for f in facts if f.kind is FactKind.SYMPTOM}


@pytest.mark.parametrize(
    "answer",
    ["My mum gets a rash with it.", "I've got a rash at the moment but that's the eczema.",
     "I had no rash with it."],
)  # fmt: skip
def test_another_ones_rash_and_todays_are_no_answer_to_an_allergy(answer: str) -> None:
    facts = _facts("D: Any penicillin allergy?", f"P: {answer}")

    assert FactKind.ALLERGY not in {f.kind for f in facts if f.subject is Subject.PATIENT}


def test_one_drugs_effect_is_not_anothers_reaction() -> None:
    facts = _facts("P: I'm allergic to penicillin and codeine makes me sick.")

    told = {f.name: f.attributes for f in facts if f.kind is FactKind.ALLERGY}
    assert told["penicillin"] == {}
    assert told["codeine"]["type"] == INTOLERANCE


def test_a_question_after_a_greeting_is_answered() -> None:
    (denied,) = _facts("D: hi mom any medication allergies", "P: no")

    assert (denied.name, denied.polarity) == ("drug allergy", Polarity.ABSENT)


def test_a_wifes_allergy_leaves_the_patients_denial_alone() -> None:
    (denied,) = _facts(
        "D: Any allergies?", "P: Not that I know of. My wife's allergic to elastoplast."
    )

    assert (denied.name, denied.polarity) == ("drug allergy", Polarity.ABSENT)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["D: Do you drink?", "P: Don't touch it."], "alcohol"),
        (["D: Smoke? Drink?", "P: Fifteen a day. Don't drink."], "alcohol"),
        (["D: 45 year old woman. Non smoker."], "smoking"),
    ],
)
def test_a_habit_denied_in_few_words_is_absent(lines: list[str], name: str) -> None:
    habits = {f.name: f.polarity for f in _facts(*lines) if f.kind is FactKind.LIFESTYLE}

    assert habits[name] is Polarity.ABSENT


def test_units_a_week_are_no_cigarettes() -> None:
    (smoking,) = _facts("D: 56 year old man. SH: ex-smoker, 10 units/week.")

    assert (smoking.name, smoking.value) == ("smoking", "")
