"""Which of several medicines is taken, ordered, stopped or refused, and in what dose."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import INTOLERANCE, Fact, FactKind, FactStatus
from zhenlu.language.en.facts import extract

TAKEN, ORDERED = FactStatus.TAKEN, FactStatus.ORDERED
STOPPED, REFUSED = FactStatus.STOPPED, FactStatus.REFUSED


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


def _medicines(*lines: str) -> dict[str, Fact]:
    return {f.name: f for f in _facts(*lines) if f.kind is FactKind.MEDICATION}


def _standing(*lines: str) -> dict[str, FactStatus]:
    return {name: fact.status for name, fact in _medicines(*lines).items()}


def _intolerances(*lines: str) -> dict[str, str]:
    return {
        f.name: f.attributes.get("reaction", "")
        for f in _facts(*lines)
        if f.kind is FactKind.ALLERGY and f.attributes.get("type") == INTOLERANCE
    }


@pytest.mark.parametrize(
    "said",
    [
        "P: I stopped the aspirin and they put me on warfarin.",
        "P: They stopped the aspirin when I started warfarin.",
    ],
)
def test_what_was_begun_in_place_of_another_is_taken(said: str) -> None:
    assert _standing(said) == {"aspirin": STOPPED, "warfarin": TAKEN}


def test_what_a_patient_is_put_on_in_place_of_another_is_ordered() -> None:
    said = "D: I'd like to stop the ramipril and put you on losartan, 50 milligrams once a day."

    assert _standing(said) == {"ramipril": STOPPED, "losartan": ORDERED}


def test_a_refusal_stays_with_the_drug_that_is_refused() -> None:
    standing = _standing(
        "D: Instead of the ibuprofen take paracetamol, two tablets four times a day. "
        "I can give you codeine if that doesn't touch it.",
        "P: Nah, codeine makes me feel sick, I'll leave that.",
    )

    assert (standing["paracetamol"], standing["codeine"]) == (ORDERED, REFUSED)


def test_what_the_patient_sticks_to_is_not_refused() -> None:
    standing = _standing("D: Do you want codeine?", "P: No thanks, I'll stick to paracetamol.")

    assert standing == {"codeine": REFUSED}


def test_the_starting_dose_is_the_dose() -> None:
    ordered = _medicines(
        "D: I'm going to start you on sertraline. Start on 25 milligrams, "
        "go up to 50 after two weeks."
    )["sertraline"]

    assert (ordered.value, ordered.unit, ordered.status) == ("25", "mg", ORDERED)


def test_a_small_decimal_is_milligrams() -> None:
    ordered = _medicines("D: We'll start ramipril, one point two five once a day.")["ramipril"]

    assert (ordered.value, ordered.unit) == ("1.25", "mg")


def test_a_number_before_its_route_is_an_order() -> None:
    ordered = _medicines(
        "D: Aspirin three hundred milligrams now, with omeprazole forty IV, and fondaparinux "
        "two point five subcut. GTN spray if the pain comes back."
    )

    assert {name: (f.value, f.attributes.get("route", "")) for name, f in ordered.items()} == {
        "aspirin": ("300", ""),
        "omeprazole": ("40", "intravenous"),
        "fondaparinux": ("2.5", "injection"),
        "glyceryl trinitrate": ("", ""),
    }
    assert ordered["glyceryl trinitrate"].attributes["timing"] == "as needed"


def test_puffs_stay_with_their_own_inhaler() -> None:
    ordered = _medicines(
        "D: Use the Clenil inhaler and the salbutamol inhaler, two puffs when you're wheezy."
    )

    assert (ordered["beclometasone"].value, ordered["salbutamol"].value) == ("", "2")


def test_a_remembered_dose_is_the_dose() -> None:
    taken = _medicines("D: Medications?", "P: Atorvastatin, I think it's forty, at night.")

    assert taken["atorvastatin"].value == "40"


def test_a_bare_name_asks_for_its_dose() -> None:
    taken = _medicines("D: Ramipril?", "P: Yes, two point five.")["ramipril"]

    assert (taken.value, taken.unit, taken.status) == ("2.5", "mg", TAKEN)


def test_now_and_then_is_as_needed_and_no_missed_dose() -> None:
    attributes = _medicines("P: I take Gaviscon for it now and then.")["antacid"].attributes

    assert (attributes["timing"], "adherence" in attributes) == ("as needed", False)


def test_forgetting_now_and_then_is_a_missed_dose() -> None:
    taken = _medicines("P: I take amlodipine, I forget it now and then.")["amlodipine"]
    attributes = taken.attributes

    assert (attributes["adherence"], "timing" in attributes) == ("misses doses", False)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["C: She had amoxicillin last winter and it gave her the runs."],
         {"amoxicillin": "diarrhoea"}),
        (["P: Simvastatin, I stopped that, it gave me cramps in my legs."],
         {"simvastatin": "cramps"}),
        (["D: And you've finished the flucloxacillin?", "C: On Monday. It upset her tummy a bit."],
         {"flucloxacillin": "stomach upset"}),
        (["D: Allergies?", "P: Erythromycin gives me an upset stomach, does that count?",
          "D: No, that's a side effect, not an allergy."], {"erythromycin": "stomach upset"}),
        (["D: Allergies?", "P: They stopped my lisinopril because of the cough.",
          "D: That isn't a true allergy."], {"lisinopril": "cough"}),
        (["D: Allergies?", "P: Penicillin, I came out in hives.",
          "D: That's not just a side effect, that is a proper allergy."], {}),
    ],
)  # fmt: skip
def test_what_a_drug_does_short_of_an_allergy_is_an_intolerance(
    lines: list[str], told: dict[str, str]
) -> None:
    assert _intolerances(*lines) == told


def test_a_drug_taken_in_a_lower_dose_stays_in_use_though_it_disagrees() -> None:
    lines = (
        "D: What are you taking, still metformin?",
        "P: I had to cut that down, it gives me the runs. I'm on five hundred twice a day now.",
    )

    assert _intolerances(*lines) == {"metformin": "diarrhoea"}
    assert _medicines(*lines)["metformin"].status is TAKEN


def test_hives_belong_to_the_drug_of_their_own_clause() -> None:
    said = (
        "D: Any allergies?",
        "P: Codeine makes me sick, like really sick, and I come out in hives with penicillin.",
    )

    told = {f.name: f.attributes for f in _facts(*said) if f.kind is FactKind.ALLERGY}
    assert told["codeine"] == {"type": INTOLERANCE, "reaction": "nausea"}
    assert told["penicillin"] == {"reaction": "hives"}
