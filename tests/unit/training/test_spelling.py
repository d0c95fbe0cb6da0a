"""How training text is put into spoken words; the rest of the training needs torch."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from zhenlu.domain.transcript import Language

_PATH = Path(__file__).resolve().parents[3] / "models" / "training" / "speech" / "spelling.py"


@pytest.fixture(scope="module")
def spelling() -> ModuleType:
    specification = importlib.util.spec_from_file_location("spelling", _PATH)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("0", "零"), ("10", "十"), ("12", "十二"), ("105", "一百零五"), ("110", "一百一十"),
        ("1050", "一千零五十"), ("10006", "一万零六"), ("38.5", "三十八点五"), ("007", "零零七"),
    ],
)  # fmt: skip
def test_chinese_numbers_are_read_as_people_say_them(spelling, figures: str, words: str) -> None:
    assert spelling.number_zh(figures) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [("0", "zero"), ("40", "forty"), ("142", "one hundred forty two"), ("3.5", "three point five")],
)
def test_english_numbers_are_read_as_people_say_them(spelling, figures: str, words: str) -> None:
    assert spelling.number_en(figures) == words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("血压140/90mmHg", "血压一百四十，九十毫米汞柱"),
        ("血氧95%,体温38.5℃", "血氧百分之九十五，体温三十八点五度"),
        ("吃了2天,2月开始的", "吃了两天，二月开始的"),
        ("疼3-4天了", "疼三到四天了"),
        ("查个ct", "查个CT"),
    ],
)
def test_a_chinese_label_holds_no_figures(spelling, written: str, spoken: str) -> None:
    assert spelling.label(written, Language.ZH) == spoken


def test_an_english_label_holds_no_figures(spelling) -> None:
    label = spelling.label("bp is 120/80 mmHg , take 5 mg for 2-3 days", Language.EN)

    expected = "Bp is one hundred twenty over eighty, take five milligrams for two to three days"
    assert label == expected


def test_letters_inside_chinese_are_spaced_for_the_voice(spelling) -> None:
    assert spelling.pronounced("查个CT。", Language.ZH) == "查个 C T 。"


def test_a_text_is_cut_at_sentences_but_not_at_a_decimal_point(spelling) -> None:
    cut = spelling.sentences("It is 38.5 today. Any cough? No", Language.EN)

    assert cut == ["It is 38.5 today.", "Any cough?", "No"]


def test_a_long_sentence_is_cut_at_a_comma_and_loses_nothing(spelling) -> None:
    text = "我前天晚上开始觉得嗓子不舒服，昨天早上起来就开始咳嗽，下午又发烧，一直到今天也没有好。"

    cut = spelling.sentences(text, Language.ZH)

    assert len(cut) == 2
    assert "".join(cut) == text
