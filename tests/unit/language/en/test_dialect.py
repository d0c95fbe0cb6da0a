"""Words of home are read as the English of a note, and nobody else's words change."""

from __future__ import annotations

import pytest

from zhenlu.language.en.speech import tidy


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("I cannae sleep wi' it", "I can't sleep with it"),
        ("it's me chest, love", "it's my chest, love"),
        ("It's ma back", "It's my back"),
        ("No, that were me brother", "No, that was my brother"),
        ("Aye, six days", "yes, 6 days"),
        ("I take me tablets", "I take my tablets"),
    ],
)
def test_dialect_is_read_as_the_english_of_a_note(said: str, read: str) -> None:
    assert tidy(said).text == read


@pytest.mark.parametrize(
    "said",
    [
        "they told me left is fine",
        "it gave me stomach cramps",
        "he put me back on metformin",
        "ring me back in a week",
        "if it were worse I'd say",
        "it happened to me",
    ],
)
def test_the_same_words_in_another_meaning_stay(said: str) -> None:
    assert tidy(said).text == said


def test_a_word_of_home_keeps_its_way_back() -> None:
    reading = tidy("It's ma left knee")

    start = reading.text.index("my")

    assert reading.span(start, start + 2) == (5, 7)
