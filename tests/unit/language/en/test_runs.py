"""Where sentences begin in speech without punctuation."""

from __future__ import annotations

from itertools import pairwise

import pytest

from zhenlu.language.en.runs import cuts


def _cut(piece: str) -> list[str]:
    starts = [0, *cuts(piece), len(piece)]
    return [piece[a:b].strip() for a, b in pairwise(starts)]


def test_two_questions_in_one_breath_are_two() -> None:
    assert _cut("any weakness today any dark urine") == [
        "any weakness today",
        "any dark urine",
    ]


def test_what_the_hand_found_is_cut_part_by_part() -> None:
    assert _cut("lungs are clear heart is regular I don't hear a murmur abdomen is soft") == [
        "lungs are clear",
        "heart is regular",
        "I don't hear a murmur",
        "abdomen is soft",
    ]


def test_a_condition_keeps_what_follows_from_it() -> None:
    piece = "and if it goes away we'll try rosuvastatin 5 milligrams"

    assert _cut(piece) == [piece]


def test_the_verb_of_a_question_stays_with_its_question_word() -> None:
    piece = "what kind of tablets do you take for it"

    assert _cut(piece) == [piece]


@pytest.mark.parametrize(
    "piece",
    ["Any weakness, any dark urine, any fever at all?", "any weakness any fever", "no"],
    ids=["punctuated", "short", "one word"],
)
def test_a_punctuated_or_short_piece_is_left_alone(piece: str) -> None:
    assert cuts(piece) == []
