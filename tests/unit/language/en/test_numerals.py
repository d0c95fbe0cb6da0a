from __future__ import annotations

import pytest

from zhenlu.language.en.numerals import read


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("one forty over ninety", "140/90"),
        ("a hundred and fifty-two over ninety-four", "152/94"),
        ("thirty-eight five", "38.5"),
        ("thirty eight point five", "38.5"),
        ("one oh one point four", "101.4"),
        ("five hundred milligrams three times a day", "500 milligrams 3 times a day"),
        ("five hundred three times a day", "500 3 times a day"),
        ("six twenty-five", "625"),
        ("two thousand and eighteen", "2018"),
        ("nineteen eighty-five", "1985"),
        ("two and a half weeks", "2.5 weeks"),
        ("a day and a half", "1.5 days"),
        ("half a tablet", "0.5 tablet"),
        ("seven out of ten", "7/10"),
        ("one tablet", "1 tablet"),
        ("one to two tablets", "1 to 2 tablets"),
        ("type one diabetes", "type 1 diabetes"),
        ("an eight-year-old", "an 8-year-old"),
        ("1,000 mg", "1000 mg"),
        ("140 / 90", "140/90"),
        ("point five", "0.5"),
        ("１４０／９０", "140/90"),
    ],
)
def test_spoken_numbers_become_digits(spoken: str, written: str) -> None:
    assert read(spoken).text == written


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "no one",
        "this one",
        "someone told me",
        "at once",
        "the other one hurts",
        "a couple of days",
    ],
)
def test_words_that_are_no_numbers_stay(text: str) -> None:
    assert read(text).text == text


def test_numbers_in_separate_clauses_are_not_joined() -> None:
    assert read("I'm thirty eight, five days now").text == "I'm 38, 5 days now"


def test_a_reading_leads_back_to_the_words_that_were_said() -> None:
    said = "His temp was thirty-eight five last night"

    reading = read(said)

    start = reading.text.index("38.5")
    first, last = reading.span(start, start + 4)
    assert said[first:last] == "thirty-eight five"
    assert len(reading.origin) == len(reading.text) + 1
