"""What must never turn round: found and not found, given and held off, own and a relative's."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity, Subject
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.language.extraction import extract_facts


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract_facts(Transcript(Language.EN, spoken_lines(*lines)))


def _medicines(*lines: str) -> set[tuple[str, str, str]]:
    return {
        (f.name, f.status.value, f"{f.value}{f.unit}")
        for f in _facts(*lines)
        if f.kind is FactKind.MEDICATION
    }


def test_a_haematoma_looked_for_and_not_found_is_absent() -> None:
    facts = _facts("D: Let me examine him. There's no head hematoma.")

    found = [f for f in facts if f.kind is FactKind.EXAM]

    assert [(f.name, f.polarity) for f in found] == [("haematoma", Polarity.ABSENT)]


def test_tenderness_under_the_hand_is_a_finding_and_no_complaint() -> None:
    facts = _facts("D: On exam, that right shoulder. You've got tenderness over the shoulder.")

    assert {f.kind for f in facts} == {FactKind.EXAM}


def test_a_medicine_held_off_after_its_dose_is_refused_and_the_next_one_ordered() -> None:
    assert _medicines(
        "D: I'll give you morphine, five milligrams, actually let's hold off, we'll start with a"
        " gram of paracetamol."
    ) == {("morphine", "refused", ""), ("paracetamol", "ordered", "1g")}


def test_a_medicine_that_hangs_on_a_condition_is_not_ordered() -> None:
    assert ("apixaban", "ordered", "") not in _medicines(
        "D: If it's a clot we'd start you on a blood thinner, something like apixaban."
    )


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("P: What about tranexamic acid?", "D: No, I wouldn't want you on that."),
        ("D: Would you like tranexamic acid for it?", "P: No thanks, not at the moment."),
    ],
    ids=["the doctor turns down", "the patient declines"],
)
def test_what_one_side_brings_up_the_other_turns_down(asks: str, answers: str) -> None:
    assert _medicines(asks, answers) == {("tranexamic acid", "refused", "")}


def test_a_dose_raised_from_one_to_another_is_the_new_one() -> None:
    found = _medicines(
        "P: I'm still tired.", "D: Let's put the levothyroxine up from fifty to 75 micrograms."
    )

    assert found == {("levothyroxine", "ordered", "75mcg")}


def test_mils_are_millilitres_and_an_hour_is_no_dose() -> None:
    assert _medicines("C: I gave him paracetamol, five mils.") == {
        ("paracetamol", "taken", "5mL")
    }
    assert _medicines("P: I took paracetamol at six this morning.") == {
        ("paracetamol", "taken", "")
    }


def test_only_the_medicine_named_last_was_stopped() -> None:
    found = _medicines(
        "D: What have you tried?",
        "P: Ibuprofen and I had some codeine but that bunged me up so I stopped that.",
    )

    assert {(name, status) for name, status, _ in found} == {
        ("ibuprofen", FactStatus.TAKEN.value),
        ("codeine", FactStatus.STOPPED.value),
    }


def test_a_no_to_one_allergy_says_nothing_of_the_others() -> None:
    allergies = [
        f
        for f in _facts("D: You haven't got a peanut allergy, have you?", "P: No, I eat peanuts.")
        if f.kind is FactKind.ALLERGY
    ]

    assert [(f.name, f.polarity) for f in allergies] == [("peanuts", Polarity.ABSENT)]


def test_a_wrong_entry_put_right_is_no_allergy() -> None:
    facts = _facts(
        "D: And allergies. It says penicillin here?",
        "P: No that's wrong, that's my sister. I've had amoxicillin loads of times.",
    )

    assert not [
        f for f in facts if f.kind is FactKind.ALLERGY and f.polarity is Polarity.PRESENT
    ]


def test_a_mother_spoken_of_is_not_the_patient() -> None:
    facts = _facts(
        "D: And you are?",
        "C: His gran, his mum's at work.",
        "D: Does anyone in the family have asthma?",
        "C: His mum has asthma.",
    )

    asthma = [f for f in facts if f.name == "asthma"]

    assert [f.subject for f in asthma] == [Subject.FAMILY]


def test_no_before_a_complaint_without_a_comma_answers_and_denies_nothing() -> None:
    facts = _facts("D: Have you been eating?", "P: no I'm completely off my food")

    assert [(f.name, f.polarity) for f in facts] == [("loss of appetite", Polarity.PRESENT)]


def test_blood_in_it_is_in_what_the_talk_is_of() -> None:
    facts = _facts("P: It burns when I wee.", "D: Any blood in it?", "P: No.")

    assert ("blood in urine", Polarity.ABSENT) in {(f.name, f.polarity) for f in facts}


def test_bigger_than_the_right_is_on_the_left() -> None:
    facts = _facts("D: On examination the left calf is swollen, bigger than the right.")

    assert {f.attributes.get("side") for f in facts if f.kind is FactKind.EXAM} == {"left"}


def test_a_dose_put_right_by_a_companion_is_the_one_that_stands() -> None:
    found = _medicines(
        "D: What medicines are you on?",
        "P: Lisinopril ten.",
        "C: It's twenty now, honey, they raised it.",
    )

    assert found == {("lisinopril", "taken", "20mg")}


def test_an_allergy_told_as_what_happened_stays_an_allergy() -> None:
    facts = _facts(
        "D: Any allergies?",
        "P: I had chloramphenicol drops last year and my whole eyelid swelled up.",
    )

    assert [(f.name, f.polarity) for f in facts if f.kind is FactKind.ALLERGY] == [
        ("chloramphenicol", Polarity.PRESENT)
    ]
