"""Which lines are read again, and what a second reading may change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from zhenlu.application.events import HeardAgain
from zhenlu.application.ports import Passage, Pcm
from zhenlu.application.second_reading import SecondReading, corrections
from zhenlu.domain.transcript import (
    OFFERED,
    SECOND_READING,
    Correction,
    Language,
    Segment,
    SegmentOrigin,
    SpeakerRole,
    Transcript,
)
from zhenlu.language.extraction import extract_facts


def sound(start: int, end: int) -> Pcm:
    return np.zeros(end - start, dtype=np.int16)


def line(number: int, text: str, sure: float = 0.95, at_s: float | None = None) -> Segment:
    start_s = number * 3.0 if at_s is None else at_s
    return Segment(number, text, SpeakerRole.UNKNOWN, start_s, start_s + 2.0, sure)


def transcript(*lines: Segment, language: Language = Language.ZH) -> Transcript:
    return Transcript(language, lines)


def passages(said: Transcript) -> list[Passage]:
    reading, found = SecondReading(sound), []
    reading.follow(said, extract_facts(said))
    while (passage := reading.next()) is not None:
        found.append(passage)
    return found


def laid(
    first: str, second: str, language: Language = Language.ZH, sure: Sequence[float] = (0.6, 0.8)
) -> tuple[Correction, ...]:
    """What the second reading of one line lays over it."""
    again = Segment(1, second, confidence=sure[1])
    return corrections(transcript(line(1, first, sure[0]), language=language),
                       HeardAgain((1,), (again,)))


# Which lines, and with what


def test_only_doubted_lines_are_read_again_and_the_least_sure_one_first() -> None:
    said = transcript(line(1, "你好。", 0.8), line(2, "坐。"), line(3, "我都疼。", 0.5))

    assert [passage.lines for passage in passages(said)] == [(3,), (1,)]


def test_each_line_is_asked_for_once() -> None:
    reading = SecondReading(sound)
    reading.follow(transcript(line(1, "我都疼。", 0.5)), ())
    reading.next()
    reading.follow(transcript(line(1, "我都疼。", 0.5), line(2, "多久了？", 0.4)), ())

    assert [reading.next().lines, reading.next()] == [(2,), None]  # type: ignore[union-attr]


def test_lines_of_one_breath_are_read_together() -> None:
    said = transcript(line(1, "疼吗？", 0.5, 0.0), line(2, "不疼。", 0.9, 2.0), line(3, "好。"))

    assert [passage.lines for passage in passages(said)] == [(1, 2)]


def test_the_sound_has_a_little_around_it_and_none_of_its_neighbours() -> None:
    said = transcript(
        line(1, "好。", at_s=0.0), line(2, "头疼。", 0.5, 2.15), line(3, "嗯。", at_s=9.0)
    )

    # From 2.0 s, where the line before ended, to 0.25 s behind its end.
    assert [len(passage.pcm) for passage in passages(said)] == [round(2.4 * 16_000)]


def test_what_is_known_of_the_visit_goes_along() -> None:
    said = transcript(
        line(1, "我对青霉素过敏。"), line(2, "平时吃二甲双胍。"), line(3, "还有点头晕。", 0.5)
    )
    (passage,) = passages(said)

    assert {"青霉素", "二甲双胍"} <= set(passage.terms)
    assert passage.before == "平时吃二甲双胍。"


@pytest.mark.parametrize("source", ["clinician", SECOND_READING, OFFERED])
def test_a_line_that_was_decided_on_or_read_again_is_not_read_again(source: str) -> None:
    said = transcript(line(1, "我都疼。", 0.5)).correct(Correction(1, "我头疼。", source=source))

    assert passages(said) == []


def test_what_a_patient_typed_is_not_heard_at_all() -> None:
    typed = Segment(1, "头疼", confidence=0.5, end_s=1.0, origin=SegmentOrigin.PATIENT_TYPED)

    assert passages(transcript(typed)) == []


# What it may change


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (Language.ZH, "我有点都晕。", "我有点头晕。"),
        (Language.EN, "Good morning, have a C.", "Good morning, have a seat."),
    ],
)
def test_a_surer_reading_is_a_new_version_and_the_first_one_stays_below(
    language: Language, first: str, second: str
) -> None:
    said = transcript(line(1, first, 0.6), language=language)
    (correction,) = corrections(said, HeardAgain((1,), (Segment(1, second, confidence=0.8),)))
    now = said.correct(correction)

    assert correction.source == SECOND_READING
    assert (now[1].text, now.heard[0].text) == (second, first)
    assert now.offered == {}


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (Language.ZH, "咳了三天。", "咳了四天。"),
        (Language.ZH, "左边疼。", "右边疼。"),
        (Language.ZH, "胸口疼。", "胸口不疼。"),
        (Language.ZH, "是的。", "不是的。"),
        (Language.ZH, "吃的阿莫西林。", "吃的阿奇霉素。"),
        (Language.ZH, "头晕得很。", "头很沉得很。"),
        (Language.EN, "It hurts for two weeks.", "It hurts for three weeks."),
        (Language.EN, "My left knee.", "My right knee."),
        (Language.EN, "I have a fever.", "I haven't a fever."),
        (Language.EN, "It has been too weeks.", "It has been two weeks."),
    ],
)
def test_what_may_not_be_wrong_is_only_offered(
    language: Language, first: str, second: str
) -> None:
    (correction,) = laid(first, second, language)
    said = transcript(line(1, first, 0.6), language=language).correct(correction)

    assert correction.source == OFFERED
    assert said[1].text == first
    assert said.offered == {1: second}


@pytest.mark.parametrize(
    ("second", "sure"),
    [
        ("我有点头晕。", (0.6, 0.61)),
        ("我有点头晕。", (0.8, 0.6)),
        ("我有点都晕", (0.6, 0.9)),
        ("", (0.6, 0.9)),
    ],
)
def test_a_reading_that_is_hardly_surer_or_says_the_same_changes_nothing(
    second: str, sure: tuple[float, float]
) -> None:
    assert laid("我有点都晕。", second, sure=sure) == ()


def test_words_for_what_was_not_understood_are_only_offered() -> None:
    said = transcript(Segment(1, "", start_s=0.0, end_s=2.0, confidence=0.0, unclear=True))
    heard = HeardAgain((1,), (Segment(1, "我头晕。", confidence=0.7),))
    (correction,) = corrections(said, heard)

    assert said.correct(correction)[1].unclear
    assert said.correct(correction).offered == {1: "我头晕。"}


def test_a_line_that_a_person_put_right_meanwhile_stays() -> None:
    said = transcript(line(1, "我有点都晕。", 0.6)).correct(Correction(1, "我有点头疼。"))

    assert corrections(said, HeardAgain((1,), (Segment(1, "我有点头晕。", confidence=0.9),))) == ()


def test_a_person_who_decides_ends_the_offer() -> None:
    said = transcript(line(1, "咳了三天。", 0.6))
    said = said.correct(Correction(1, "咳了四天。", source=OFFERED))

    assert said.correct(Correction(1, "咳了四天。")).offered == {}
    assert said.correct(Correction(1, "咳了三天。")).offered == {}


def test_lines_that_come_back_in_another_number_are_left_alone() -> None:
    said = transcript(line(1, "都晕吗？", 0.6, 0.0), line(2, "不晕。", 0.6, 2.0))
    again = (Segment(1, "头晕吗不晕。", confidence=0.9),)

    assert corrections(said, HeardAgain((1, 2), again)) == ()


def test_a_misspelt_term_of_the_second_reading_is_put_right_like_any_other() -> None:
    (correction,) = laid("平是吃点不罗芬。", "平时吃点不洛芬。")

    assert correction.text == "平时吃点布洛芬。"
