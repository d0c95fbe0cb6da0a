from __future__ import annotations

import pytest

from zhenlu.language.en.critical import tokens


def _comparable(text: str) -> set[tuple[str, str, str, bool]]:
    return {(t.kind, t.value, t.unit, t.negated) for t in tokens(text)}


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("blood pressure is one forty over ninety", "Blood pressure 140/90 mmHg."),
        ("his temp was thirty-eight five", "Temperature 38.5 ℃."),
        (
            "amoxicillin five hundred milligrams three times a day for a week",
            "Amoxicillin 500 mg 3 times daily for 1 week.",
        ),
        ("I take Tylenol twice a day", "Takes paracetamol twice daily."),
        ("my left knee has been killing me for two weeks", "Left knee pain for 2 weeks."),
        ("my sats were ninety-seven percent", "Oxygen saturation 97%"),
        ("a fortnight", "2 weeks"),
        ("every four to six hours", "every 4-6 hours"),
        ("no fever, chills or nausea", "Denies fever, chills or nausea."),
        ("I've been throwing up and my tummy hurts", "Vomiting and abdominal pain."),
        ("pulse eighty-eight", "pulse 88 per minute"),
    ],
)
def test_speech_and_note_give_equal_tokens_for_equal_content(spoken: str, written: str) -> None:
    assert _comparable(spoken) == _comparable(written)


@pytest.mark.parametrize(
    ("glued", "value", "unit"),
    [
        ("500mg", "500", "mg"),
        ("5days", "5", "day"),
        ("38.5℃", "38.5", "℃"),
        ("140/90mmHg", "140/90", "mmHg"),
        ("3-4days", "3-4", "day"),
    ],
)
def test_value_and_unit_without_a_space_are_read(glued: str, value: str, unit: str) -> None:
    assert [(t.kind, t.value, t.unit) for t in tokens(glued)] == [("number", value, unit)]


@pytest.mark.parametrize(
    "text", ["all right then", "Right, okay.", "there's none left", "I left work early"]
)
def test_right_and_left_that_are_no_sides_are_no_tokens(text: str) -> None:
    assert [t for t in tokens(text) if t.kind == "side"] == []


def test_digits_within_a_name_are_no_numbers() -> None:
    assert _comparable("type two diabetes") == {("disease", "type 2 diabetes", "", False)}


def test_a_denial_ends_where_a_new_clause_begins() -> None:
    found = {
        t.value: t.negated
        for t in tokens("No fever, but I've got a cough and I can't stop coughing")
    }

    assert found == {"fever": True, "cough": False}


def test_a_negative_test_is_not_a_denied_test() -> None:
    assert ("test", "pregnancy test", "", False) in _comparable("The pregnancy test is negative.")


def test_an_angle_in_degrees_is_no_temperature() -> None:
    assert [t.unit for t in tokens("positive at sixty degrees") if t.kind == "number"] == ["degree"]


def test_tokens_point_at_the_words_that_were_said() -> None:
    said = "It was, um, thirty-eight five"

    (token,) = tokens(said)

    assert said[token.start : token.end] == "thirty-eight five"
