"""From recognised words to readable ones."""

from __future__ import annotations

import pytest

from zhenlu.domain.transcript import Language, Word
from zhenlu.engines.speech.written_form import questions_apart, simplified, text_of, written


def _words(*texts: str, gaps: dict[int, float] | None = None) -> list[Word]:
    """Words of 0.2 s; `gaps` gives the pause before a word."""
    words: list[Word] = []
    at_s = 0.0
    for index, text in enumerate(texts):
        at_s += (gaps or {}).get(index, 0.0)
        words.append(Word(text, at_s, at_s + 0.2, 0.9))
        at_s += 0.2
    return words


def _text(words: list[Word], language: Language = Language.ZH) -> str:
    return text_of(written(words, language))


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("頭痛三天", "头痛三天"),
        ("著凉了", "着凉了"),
        ("他躺著說", "他躺着说"),
        ("著作", "著作"),
        ("效果显著", "效果显著"),
        ("高血壓、糖尿病", "高血压、糖尿病"),
    ],
)
def test_traditional_characters_become_simplified(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected


def test_an_utterance_ends_with_a_full_stop() -> None:
    assert _text(_words(*"头痛三天")) == "头痛三天。"


@pytest.mark.parametrize(
    "text", ["有痰吗", "哪里不舒服", "有没有药物过敏", "最高烧到多少度", "咳了几天"]
)
def test_a_question_word_makes_a_question_mark(text: str) -> None:
    assert _text(_words(*text)) == text + "？"


@pytest.mark.parametrize("text", ["没什么不舒服", "过几天来复诊", "十几天了", "没有什么"])
def test_question_words_that_ask_nothing_make_no_question_mark(text: str) -> None:
    assert _text(_words(*text)) == text + "。"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([" Do", " you", " smoke"], "Do you smoke?"),
        ([" I", " smoke"], "I smoke."),
        ([" Any", " allergies"], "Any allergies?"),
    ],
)
def test_english_sentences_end_too(words: list[str], expected: str) -> None:
    assert _text(_words(*words), Language.EN) == expected


def test_a_pause_makes_a_comma_where_the_model_sets_no_marks() -> None:
    assert _text(_words(*"咳嗽三天发烧两天", gaps={4: 0.4})) == "咳嗽三天，发烧两天。"


def test_the_models_own_marks_are_kept() -> None:
    words = _words("咳", "嗽，", "发", "烧。", gaps={2: 0.5, 3: 0.5})

    assert _text(words) == "咳嗽，发烧。"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["八", "十。。"], "八十。"),
        (["八", "十。", "。"], "八十。"),
        (["，", "八", "十？。"], "八十？"),
        (["。"], ""),
    ],
)
def test_marks_stand_once_and_never_alone(words: list[str], expected: str) -> None:
    assert _text(_words(*words)) == expected


def test_half_width_marks_in_chinese_become_full_width() -> None:
    assert _text(_words("咳", "嗽,", "有", "痰", "吗?")) == "咳嗽，有痰吗？"


def test_a_comma_at_the_end_becomes_a_full_stop() -> None:
    assert _text(_words("咳", "嗽，")) == "咳嗽。"


def test_numbers_stay_as_they_were_spoken() -> None:
    assert _text(_words(*"三十八度五")) == "三十八度五。"


def test_words_keep_their_times() -> None:
    words = written(_words(*"頭痛"), Language.ZH)

    assert [(w.text, w.start_s) for w in words] == [("头", 0.0), ("痛。", 0.2)]


def test_an_answer_is_parted_from_its_question() -> None:
    words = written(_words("有", "痰", "吗？", "有，", "黄", "痰。"), Language.ZH)

    assert [text_of(line) for line in questions_apart(words)] == ["有痰吗？", "有，黄痰。"]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ((" No", " fever?"), "No fever."),
        ((" I", " feel", " sick?"), "I feel sick."),
        ((" Any", " fever?"), "Any fever?"),
        ((" No", " pain,", " any", " fever?"), "No pain, any fever?"),
    ],
)
def test_an_english_answer_does_not_end_as_a_question(
    heard: tuple[str, ...], expected: str
) -> None:
    words = written(_words(*heard), Language.EN)

    assert text_of(words) == expected


@pytest.mark.parametrize(
    ("heard", "expected"),
    [("没有过敏？", "没有过敏。"), ("不发烧吗？", "不发烧吗？"), ("有痰没有？", "有痰没有？")],
)
def test_a_chinese_denial_does_not_end_as_a_question(heard: str, expected: str) -> None:
    assert text_of(written(_words(*heard), Language.ZH)) == expected


def test_no_words_make_no_line() -> None:
    assert written(_words(" ", ""), Language.ZH) == ()
    assert list(questions_apart(())) == []
