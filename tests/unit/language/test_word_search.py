"""A person finds a word by whatever of it comes to hand."""

from __future__ import annotations

import pytest

from zhenlu.domain.transcript import Language
from zhenlu.language.word_search import Way, search


@pytest.mark.parametrize(
    ("typed", "name", "way"),
    [
        ("氨溴索", "氨溴索", Way.NAME),
        ("芬必得", "布洛芬", Way.WORDING),
        ("anxiusuo", "氨溴索", Way.PINYIN),
        ("an xiu suo", "氨溴索", Way.PINYIN),
        ("axs", "氨溴索", Way.INITIALS),
        ("阿斯匹灵", "阿司匹林", Way.NEAR),
        ("amoxicillin", "amoxicillin", Way.NAME),
        ("Tylenol", "paracetamol", Way.WORDING),
        ("ambroxl", "ambroxol", Way.NEAR),
        ("克拉维酸", "阿莫西林克拉维酸钾", Way.PART),
    ],
)
def test_a_word_is_found(typed: str, name: str, way: Way) -> None:
    found = [(match.term.name, match.way) for match in search(typed, limit=50)]

    assert (name, way) in found


def test_the_surest_stands_first() -> None:
    found = search("布洛芬", (Language.ZH,))

    assert found[0].term.name == "布洛芬"
    assert [m.way for m in found] == sorted(m.way for m in found)


def test_a_kind_leaves_the_others_out() -> None:
    assert {m.term.kind for m in search("头痛", (Language.ZH,), "symptom")} == {"symptom"}


@pytest.mark.parametrize("typed", ["", "  ", "qqzzxx", "龘靐齉"])
def test_nothing_like_it_gives_nothing(typed: str) -> None:
    assert search(typed) == ()
