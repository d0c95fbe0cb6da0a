from __future__ import annotations

import pytest

from zhenlu.language.en.roles import clinician_score


@pytest.mark.parametrize(
    "text",
    [
        "Do you have any chest pain?",
        "How long has this been going on?",
        "I'll prescribe amoxicillin 500 milligrams three times a day.",
        "Your chest is clear and your throat is a little red.",
        "Let me have a listen. Deep breath in.",
        "Patient presents with a cough for five days.",
    ],
)
def test_a_clinicians_line_scores_above_nought(text: str) -> None:
    assert clinician_score(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "I've had this cough for a week now.",
        "My knee is killing me.",
        "He's been pulling at his ear and he won't eat.",
        "I take metformin and I don't smoke.",
        "Is it serious, doctor?",
    ],
)
def test_a_patients_or_companions_line_scores_below_nought(text: str) -> None:
    assert clinician_score(text) < 0


@pytest.mark.parametrize("text", ["", "Okay.", "Thanks."])
def test_a_line_without_sign_scores_nought(text: str) -> None:
    assert clinician_score(text) == 0
