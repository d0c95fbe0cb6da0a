"""Allergies that were ruled out, are in doubt, belong to others or stand in spite of all."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.en.facts import extract


def _allergies(*lines: str) -> dict[str, Polarity]:
    """What is said of each substance, by its name; intolerances are left out."""
    facts = extract(spoken_lines(*lines))
    return {
        fact.name: fact.polarity
        for fact in facts
        if fact.kind is FactKind.ALLERGY
        and fact.subject is Subject.PATIENT
        and not fact.is_intolerance
    }


@pytest.mark.parametrize(
    ("answer", "substance"),
    [
        ("P: They said penicillin, but I got tested and it turned out I'm not.", "penicillin"),
        ("P: They thought nickel, but the patch test was negative.", "nickel"),
        ("C: Eggs, when he was a baby, but he has cake and omelettes now.", "eggs"),
        ("C: We avoided nuts until he was four, then the clinic cleared him.", "nuts"),
        ("P: My GP crossed sulfa off my chart last year.", "sulfa drugs"),
        ("P: Milk makes me bloated, but I was tested and I'm not allergic.", "milk"),
    ],
)
def test_an_allergy_that_was_ruled_out_is_denied(answer: str, substance: str) -> None:
    told = _allergies("D: Any allergies?", answer)

    assert told.get(substance, Polarity.ABSENT) is Polarity.ABSENT


@pytest.mark.parametrize(
    ("answer", "substance"),
    [
        ("P: Penicillin. I've never had it again since I was six.", "penicillin"),
        ("P: Amoxicillin, came up in hives, and I haven't had it since.", "amoxicillin"),
        ("P: Ibuprofen. I was fine with it for years, then my eyes swelled shut.", "ibuprofen"),
        ("P: They tested me for latex and it came back positive.", "latex"),
        ("P: Sulfa. I nearly died. I've been fine since, I just avoid it.", "sulfa drugs"),
        ("P: I thought I'd grown out of peanuts but my lips swelled at Christmas.", "peanuts"),
        ("P: Penicillin, but I get on fine with erythromycin.", "penicillin"),
    ],
)
def test_an_allergy_that_stands_is_not_talked_away(answer: str, substance: str) -> None:
    assert _allergies("D: Any allergies?", answer)[substance] is Polarity.PRESENT


def test_an_allergy_that_nobody_is_sure_of_is_marked_as_such() -> None:
    told = _allergies(
        "D: Any allergies?",
        "P: I'm not sure if it was the ibuprofen or the prawns but I came up in hives.",
    )

    assert told == {"ibuprofen": Polarity.UNCERTAIN, "shellfish": Polarity.UNCERTAIN}


def test_what_the_record_says_is_put_to_the_patient() -> None:
    told = _allergies(
        "D: You've got penicillin allergy on your record.", "P: No, that was taken off."
    )

    assert told == {"penicillin": Polarity.ABSENT}


def test_the_clinician_can_take_an_allergy_off_the_record() -> None:
    told = _allergies(
        "D: Any allergies?",
        "P: Penicillin.",
        "D: We tested you for penicillin last year and it was negative, so I'm taking that off.",
    )

    assert told == {"penicillin": Polarity.ABSENT}


def test_no_other_allergy_besides_one_leaves_that_one() -> None:
    told = _allergies("D: Any other allergies besides penicillin?", "P: Um, no.")

    assert told["penicillin"] is Polarity.PRESENT


def test_a_drug_that_is_noted_as_an_allergy_is_one() -> None:
    told = _allergies("D: You'd better not have aspirin again, I'll note that as an allergy.")

    assert told.get("aspirin", Polarity.PRESENT) is Polarity.PRESENT


def test_no_drug_allergy_is_kept_beside_one_to_something_else() -> None:
    told = _allergies("D: Any allergies?", "P: Nope, though cats make me sneeze.")

    assert told == {"animal dander": Polarity.PRESENT, "drug allergy": Polarity.ABSENT}
