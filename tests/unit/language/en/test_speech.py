from __future__ import annotations

import pytest

from zhenlu.language.en.speech import tidy, utterances


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("a cough for three days, no wait, four days now", "a cough for 4 days now"),
        ("a cough for three days. Oh sorry, actually four days.", "a cough for 4 days."),
        (
            "amoxicillin five hundred milligrams, sorry, two fifty milligrams",
            "amoxicillin 250 milligrams",
        ),
        (
            "ibuprofen four hundred, no wait, paracetamol five hundred milligrams",
            "paracetamol 500 milligrams",
        ),
        ("BP one forty over ninety, correction, one fifty over ninety", "BP 150/90"),
        ("Pulse eighty-eight, sorry, seventy-eight", "Pulse 78"),
        ("it's the left knee, I mean, the right knee", "it's the right knee"),
    ],
)
def test_the_last_correction_of_a_breath_stands(said: str, meant: str) -> None:
    assert tidy(said).text == meant


def test_an_apology_without_replacement_changes_nothing() -> None:
    assert tidy("Sorry, I have had pain for three days").text == "Sorry, I have had pain for 3 days"


def test_fillers_and_stutters_leave_no_trace() -> None:
    assert tidy("I, I, um, I've had, uh, a cough").text == "I've had, a cough"


def test_a_pressure_interrupted_by_thinking_is_one_reading() -> None:
    assert "138/82" in tidy("it was one thirty-eight over, let me see, eighty-two").text


@pytest.mark.parametrize(
    "text",
    ["Any chest pain?", "do you smoke", "How long has it been going on", "any fever or chills"],
)
def test_questions_are_known_with_and_without_their_mark(text: str) -> None:
    assert [u.asks for u in utterances(text)] == [True]


@pytest.mark.parametrize(
    "text", ["Take this twice a day, okay?", "Do this every day.", "I have a cough."]
)
def test_statements_with_a_tag_are_no_questions(text: str) -> None:
    assert [u.asks for u in utterances(text)] == [False]
