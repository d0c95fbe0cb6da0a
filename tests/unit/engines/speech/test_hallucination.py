"""Signs that a recogniser wrote what nobody said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.transcript import Language
from zhenlu.engines.speech.hallucination import (
    Reading,
    echoes,
    is_invented,
    runs_in_circles,
    stands_out_db,
)

DATA = Path(__file__).parents[3] / "data"


def reading(
    heard_s: float, confidence: float, stands_out: float = 20.0, share: float = 0.99
) -> Reading:
    likely = -1.2 if confidence < 0.5 else -0.4
    return Reading(heard_s, confidence, likely, stands_out, share)


def noise(seconds: float, level: float) -> Pcm:
    sound = np.random.default_rng(7).normal(0, level, round(seconds * RATE_HZ))
    return sound.astype(np.int16)


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
    assert not is_invented(text, language, reading(heard_s, 0.8))


def test_guesses_are_not_believed() -> None:
    assert is_invented("头痛三天。", Language.ZH, reading(2.0, 0.3))


def test_half_guessed_words_are_believed_of_a_voice_that_stands_out_only() -> None:
    near, among_others = reading(4.0, 0.4, 14.0), reading(4.0, 0.4, 9.0)
    beside_a_fan = reading(4.0, 0.4, 9.0, 0.93)

    assert not is_invented("昨天晚上开始发烧。", Language.ZH, near)
    assert not is_invented("昨天晚上开始发烧。", Language.ZH, beside_a_fan)
    assert is_invented("昨天晚上开始发烧。", Language.ZH, among_others)


def test_sure_words_are_believed_in_a_loud_room_too() -> None:
    assert not is_invented("昨天晚上开始发烧。", Language.ZH, reading(4.0, 0.6, 8.0))


def test_a_voice_near_the_microphone_stands_out_of_a_fan_and_a_fan_does_not() -> None:
    near = np.concatenate(list(read(DATA / "zh-headache.flac").chunks))[: 4 * RATE_HZ]
    fan = noise(4.0, float(near.std()) / 3)

    assert stands_out_db(near + fan[: len(near)]) > 8.0
    assert stands_out_db(fan) < 3.0


def test_nothing_stands_out_of_nothing() -> None:
    assert stands_out_db(np.zeros(0, dtype=np.int16)) == 0.0


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
    assert is_invented("患者咳嗽咳痰发热头痛胸闷气短", Language.ZH, reading(0.8, 0.8))


def test_subtitle_phrases_are_not_believed_when_unsure() -> None:
    assert is_invented("请不吝点赞订阅", Language.ZH, reading(2.0, 0.5))


def test_subtitle_phrases_alone_are_believed() -> None:
    assert not is_invented("这个药的字幕我看不清。", Language.ZH, reading(3.0, 0.9))


def test_the_prompt_read_back_is_an_echo() -> None:
    assert echoes("阿司匹林,氨氯地平,二甲双胍。", ["阿司匹林", "氨氯地平", "二甲双胍"])


def test_a_sentence_with_a_favoured_word_is_no_echo() -> None:
    assert not echoes("我每天早上吃一片阿司匹林。", ["阿司匹林", "氨氯地平"])


def test_nothing_is_no_echo() -> None:
    assert not echoes("", ["阿司匹林"])
