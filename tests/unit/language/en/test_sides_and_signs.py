"""Which side is meant, whose course it is, and what each test of an examination showed."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.transcript import Segment, SpeakerRole
from zhenlu.language.en import sides
from zhenlu.language.en.facts import extract


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


def _one(facts: tuple[Fact, ...], kind: FactKind, name: str) -> Fact:
    return next(fact for fact in facts if fact.kind is kind and fact.name == name)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("The left. It was the right one last week but it's definitely the left now", "left"),
        ("Sometimes the left, sometimes the right", ""),
        ("The left one. I did the right one at school, but that's fine", "left"),
        ("Right in the middle", ""),
        ("I left it at home", ""),
        ("Both of them", "bilateral"),
    ],
)
def test_a_side_is_told_only_where_one_is_left_standing(words: str, side: str) -> None:
    assert sides.told(words) == side


def test_the_side_that_is_insisted_on_is_the_side_of_a_sore_ear() -> None:
    facts = _facts(
        "C: She's had a sore ear since Tuesday.",
        "D: Which one?",
        "C: The left. Well, she was pulling at the right one last week but it's definitely"
        " the left now.",
    )

    assert _one(facts, FactKind.SYMPTOM, "ear pain").attributes["side"] == "left"


def test_right_at_a_point_is_no_side() -> None:
    facts = _facts("D: Let me press. There's guarding right at the top of your tummy.")

    assert "side" not in _one(facts, FactKind.EXAM, "guarding").attributes


def test_what_went_away_was_the_cold_and_not_the_cough() -> None:
    facts = _facts("P: I've had this cough for three weeks. The cold went away but it didn't.")

    assert "course" not in _one(facts, FactKind.SYMPTOM, "cough").attributes


def test_sputum_that_is_nothing_green_is_not_green() -> None:
    facts = _facts("D: Are you bringing anything up?", "P: A bit of clear stuff, nothing green.")

    assert _one(facts, FactKind.SYMPTOM, "sputum").attributes["quality"] == "clear"


def test_two_named_tests_keep_their_own_results() -> None:
    facts = _facts("D: Let me look. Lachman is positive, McMurray's is negative.")

    found = {f.name: f.polarity for f in facts if f.kind is FactKind.EXAM}
    assert found == {"Lachman test": Polarity.PRESENT, "McMurray test": Polarity.ABSENT}


def test_a_full_range_after_no_swelling_is_full() -> None:
    facts = _facts("D: Let me look at the knee. No swelling full range of movement.")

    assert _one(facts, FactKind.EXAM, "range of movement").attributes["finding"] == "full"


def test_what_a_doctor_is_worried_about_is_probable() -> None:
    facts = _facts("P: My chest hurts.", "D: I'm worried this is a heart attack.")

    assert _one(facts, FactKind.DIAGNOSIS, "heart attack").attributes["certainty"] == "probable"


def test_a_short_history_in_a_note_is_a_complaint_with_its_duration() -> None:
    facts = extract(
        [
            Segment(
                1,
                "34 year old female, 2 day history of dysuria and frequency. No fever.",
                SpeakerRole.DOCTOR,
            )
        ]
    )

    frequency = _one(facts, FactKind.SYMPTOM, "urinary frequency")
    assert (frequency.polarity, frequency.value, frequency.unit) == (Polarity.PRESENT, "2", "days")


def test_a_blood_pressure_of_each_arm_is_kept() -> None:
    facts = _facts("P: Hi.", "D: BP one fifty-two over ninety on the right, one forty-eight over"
                   " eighty-eight on the left.")

    found = {f.attributes.get("side"): f.value for f in facts if f.kind is FactKind.VITAL}
    assert found == {"right": "152/90", "left": "148/88"}


def test_an_ear_that_is_gone_is_a_hearing_loss_that_stays() -> None:
    lost = _one(_facts("P: My right ear's gone."), FactKind.SYMPTOM, "hearing loss")

    assert lost.attributes == {"side": "right"}


def test_a_denied_sign_at_the_end_of_an_examination_is_no_question() -> None:
    facts = _facts("D: Let me look. Throat is red. No mastoid tenderness.", "P: Okay.")

    assert _one(facts, FactKind.EXAM, "tenderness").polarity is Polarity.ABSENT
