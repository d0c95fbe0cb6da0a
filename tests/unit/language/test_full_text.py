"""How text is cut for the index, and questions with it."""

from __future__ import annotations

import pytest

from zhenlu.language.full_text import asked, indexed, indexed_name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("头痛三天", "头痛 痛三 三天 天"),
        ("体温38.5℃,WBC 12", "体温 温 38.5 c wbc 12"),
        ("１４０／９０ＭＭＨＧ", "140 90mmhg"),
        ("", ""),
        ("。,!", ""),
    ],
)
def test_chinese_goes_in_pairs_and_the_rest_whole(text: str, words: str) -> None:
    assert indexed(text) == words


@pytest.mark.parametrize(
    ("groups", "expression"),
    [
        ([["头痛"]], '(("头痛"))'),
        ([["阿司匹林"]], '(("阿司 司匹 匹林"))'),
        ([["痛"]], '(("痛" *))'),
        ([["Pen"]], '(("pen" *))'),
        ([["腹泻", "拉肚子"], ["发热"]], '(("腹泻") OR ("拉肚 肚子")) AND (("发热"))'),
        ([["维生素B12"]], '(("维生 生素" AND "b12" *))'),
        ([["!"], []], ""),
    ],
)
def test_a_question_asks_for_its_own_pairs(groups: list[list[str]], expression: str) -> None:
    assert asked(groups) == expression


def test_no_quotation_mark_gets_through() -> None:
    assert '""' not in asked([['a"b', '头"痛']])


def test_a_name_is_entered_by_characters_pinyin_and_initials() -> None:
    words = indexed_name("王小明").split()

    assert {"王小", "小明", "wangxiaoming", "xiaoming", "wxm", "xm"} <= set(words)


def test_a_name_of_many_readings_stays_short() -> None:
    assert len(indexed_name("单曾仇解区查盖缪").split()) < 200
