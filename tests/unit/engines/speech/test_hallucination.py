"""Signs that a recogniser wrote what nobody said."""

from __future__ import annotations

import pytest

from zhenlu.domain.transcript import Language
from zhenlu.engines.speech.hallucination import echoes, is_invented, runs_in_circles


@pytest.mark.parametrize(
    ("text", "language", "heard_s"),
    [
        ("吃了布洛芬,退了又烧起来。", Language.ZH, 3.0),
        ("一天三次,一次一片,一天三次。", Language.ZH, 4.0),
        ("对对对,没有没有。", Language.ZH, 1.5),
        ("没有。", Language.ZH, 0.6),
        ("No, no, no, nothing like that.", Language.EN, 2.0),
        ("One hundred and forty over ninety.", Language.EN, 2.2),
    ],
)
def test_what_people_say_is_believed(text: str, language: Language, heard_s: float) -> None:
    assert not is_invented(text, language, heard_s, confidence=0.8)


def test_guesses_are_not_believed() -> None:
    assert is_invented("头痛三天。", Language.ZH, 2.0, confidence=0.3)


@pytest.mark.parametrize(
    "text",
    [
        "一天三次,一天三次,一天三次,一天三次,",
        "嗯嗯嗯嗯嗯嗯嗯嗯嗯",
        "and I have and I have and I have and I have a cough",
        "咳嗽咳痰发热头痛" * 12,
    ],
)
def test_text_that_runs_in_circles_is_found(text: str) -> None:
    assert runs_in_circles(text)


@pytest.mark.parametrize(
    "text", ["一天三次,一天三次,一天三次。", "好好好。", "no no no", "一百二十八,一百二十八"]
)
def test_saying_something_three_times_is_human(text: str) -> None:
    assert not runs_in_circles(text)


def test_more_words_than_anyone_can_say_are_not_believed() -> None:
    assert is_invented("患者咳嗽咳痰发热头痛胸闷气短", Language.ZH, 0.8, confidence=0.8)


def test_subtitle_phrases_are_not_believed_when_unsure() -> None:
    assert is_invented("请不吝点赞订阅", Language.ZH, 2.0, confidence=0.5)


def test_subtitle_phrases_alone_are_believed() -> None:
    assert not is_invented("这个药的字幕我看不清。", Language.ZH, 3.0, confidence=0.9)


def test_the_prompt_read_back_is_an_echo() -> None:
    assert echoes("阿司匹林,氨氯地平,二甲双胍。", ["阿司匹林", "氨氯地平", "二甲双胍"])


def test_a_sentence_with_a_favoured_word_is_no_echo() -> None:
    assert not echoes("我每天早上吃一片阿司匹林。", ["阿司匹林", "氨氯地平"])


def test_nothing_is_no_echo() -> None:
    assert not echoes("", ["阿司匹林"])
