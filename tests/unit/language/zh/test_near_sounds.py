"""Terms heard almost right are put right where much speaks for it, and nowhere else."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from zhenlu.domain.transcript import Language, Segment, Word
from zhenlu.language import lexicon
from zhenlu.language.zh import homophones
from zhenlu.language.zh.near_sounds import spelt

_TESTS = Path(__file__).parents[3]


def heard(text: str, sure: float = 0.4) -> tuple[Word, ...]:
    """The words of a recogniser that was this sure of all of them."""
    return tuple(Word(character, 0.0, 0.0, sure) for character in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("给您开洛氟沙星,一次一片", "给您开诺氟沙星,一次一片"),
        ("我一直在吃立塞林酸钠,早上吃一片", "我一直在吃利塞膦酸钠,早上吃一片"),
        ("给您开通格酸,一次一片", "给您开酮咯酸,一次一片"),
        ("以前得过高甲血症吗", "以前得过高钾血症吗"),
        ("去查个甲该素原", "去查个降钙素原"),
    ],
)
def test_a_term_heard_almost_right_is_put_right(text: str, expected: str) -> None:
    assert spelt(text, heard(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "头孢过敏,一次也不能用",
        "有慢性病吗",
        "爸妈身体怎么样",
        "心率是七十四",
        "腰不疼,没发烧",
        "吃了三片,左边疼",
        "先不开安眠药",
        "开阿帕替尼,一次一片",
    ],
)
def test_everyday_words_numbers_sides_and_denials_stay(text: str) -> None:
    assert spelt(homophones.spelt(text), heard(text), text) == text


def test_a_recogniser_that_was_sure_has_heard_something_else() -> None:
    text = "给您开洛氟沙星,一次一片"

    assert spelt(text, heard(text, sure=0.6)) == text


def test_without_the_recogniser_nothing_speaks_for_a_mishearing() -> None:
    assert spelt("给您开洛氟沙星,一次一片", ()) == "给您开洛氟沙星,一次一片"


def test_no_line_of_the_written_visits_is_changed() -> None:
    lines = [
        line["text"]
        for path in sorted((_TESTS / "visits" / "zh").glob("*.toml"))
        for line in tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    ]

    changed = [t for t in lines if spelt(homophones.spelt(t), heard(t), t) != t]

    assert changed == []


def test_no_drug_of_the_lexicon_is_taken_for_another() -> None:
    lines = [f"给您开{t.name},一次一片" for t in lexicon.load(Language.ZH).of_kind("drug")]

    changed = [t for t in lines if spelt(homophones.spelt(t), heard(t), t) != t]

    assert changed == []


def test_no_word_heard_right_is_spoilt() -> None:
    lines = json.loads((_TESTS / "data" / "heard-terms.zh.json").read_text(encoding="utf-8"))

    spoilt = []
    for line in lines:
        words = tuple(Word(text, 0.0, 0.0, sure) for text, sure in line["sure"])
        segment = Segment(1, line["heard"], words=words)
        corrected = [c.text or "" for c in homophones.corrections([segment])]
        if corrected and line["term"] in line["heard"] and line["term"] not in corrected[0]:
            spoilt.append(line["heard"])
    assert spoilt == []


def test_changes_are_told_as_stretches() -> None:
    assert homophones.changes("开安修索,罗阴", "开氨溴索,啰音") == ((1, 3), (5, 7))
    assert homophones.changes("开药", "开阿莫西林") == ()
