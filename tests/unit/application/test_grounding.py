"""A statement stands on the words it cites, or it is marked."""

from __future__ import annotations

import pytest

from zhenlu.application.grounding import SaidWords, judge
from zhenlu.domain.record import Support
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.extraction import extract_facts

_CHINESE = [
    (SpeakerRole.DOCTOR, "哪里不舒服?"),
    (SpeakerRole.PATIENT, "左边膝盖疼,疼了两个星期了,下楼梯更疼。"),
    (SpeakerRole.DOCTOR, "有没有发烧?"),
    (SpeakerRole.PATIENT, "没有。"),
    (SpeakerRole.DOCTOR, "量一下体温,三十六度八,血压一百四,八十五。"),
    (SpeakerRole.DOCTOR, "头孢先不用了。给你开布洛芬,一次零点三克,一天两次。"),
]
_ENGLISH = [
    (SpeakerRole.DOCTOR, "What brings you in today?"),
    (SpeakerRole.PATIENT, "My left knee has been hurting for two weeks."),
    (SpeakerRole.DOCTOR, "Any fever?"),
    (SpeakerRole.PATIENT, "No, none."),
    (SpeakerRole.DOCTOR, "Blood pressure is one forty over eighty five."),
    (SpeakerRole.DOCTOR, "Take ibuprofen three hundred milligrams twice a day."),
]


def _said(lines: list[tuple[SpeakerRole, str]], language: Language) -> SaidWords:
    segments = [
        Segment(number, text, role, 5.0 * number, 5.0 * number + 4)
        for number, (role, text) in enumerate(lines, start=1)
    ]
    transcript = Transcript(language).append(segments)
    return SaidWords.of(transcript, extract_facts(transcript), "56岁")


@pytest.fixture(scope="module")
def chinese() -> SaidWords:
    return _said(_CHINESE, Language.ZH)


@pytest.fixture(scope="module")
def english() -> SaidWords:
    return _said(_ENGLISH, Language.EN)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("左膝关节疼痛2周", (2,)),
        ("体温36.8℃,血压140/85mmHg", (5,)),
        ("布洛芬 0.3g 口服 每日2次", (6,)),
        ("无发热", (4,)),
        ("患者56岁,左膝疼痛", (2,)),
    ],
)
def test_spoken_words_carry_written_ones(
    chinese: SaidWords, text: str, segments: tuple[int, ...]
) -> None:
    assert judge(text, segments, chinese).support is Support.SUPPORTED


@pytest.mark.parametrize(
    ("text", "segments", "support", "note"),
    [
        ("左膝关节疼痛3周", (2,), Support.UNSUPPORTED, "number"),
        ("右膝关节疼痛2周", (2,), Support.CONFLICTING, "side"),
        ("血压150/85mmHg", (5,), Support.UNSUPPORTED, "number"),
        ("布洛芬 0.6g 口服 每日2次", (6,), Support.UNSUPPORTED, "number"),
        ("阿莫西林 每日2次", (6,), Support.UNSUPPORTED, "drug"),
        ("发热", (4,), Support.CONFLICTING, "negation"),
        ("左膝关节疼痛2周", (), Support.UNSUPPORTED, "no_evidence"),
        ("左膝关节疼痛2周", (99,), Support.UNSUPPORTED, "no_evidence"),
        ("患者心情愉快并计划旅行", (2,), Support.UNSUPPORTED, "wording"),
        ("左膝\u0694疼痛", (2,), Support.UNSUPPORTED, "wording"),
        ("左膝疼痛\U0006d43f", (2,), Support.UNSUPPORTED, "wording"),
    ],
)
def test_what_the_words_do_not_carry_is_marked_with_the_reason(
    chinese: SaidWords, text: str, segments: tuple[int, ...], support: Support, note: str
) -> None:
    verdict = judge(text, segments, chinese)

    assert (verdict.support, verdict.note) == (support, note)


@pytest.mark.parametrize(
    ("text", "segments", "support"),
    [
        ("Left knee pain for 2 weeks.", (2,), Support.SUPPORTED),
        ("Right knee pain for 2 weeks.", (2,), Support.CONFLICTING),
        ("Denies fever.", (4,), Support.SUPPORTED),
        ("Fever.", (4,), Support.CONFLICTING),
        ("BP 140/85 mmHg.", (5,), Support.SUPPORTED),
        ("Ibuprofen 300 mg twice daily.", (6,), Support.SUPPORTED),
        ("Ibuprofen 600 mg twice daily.", (6,), Support.UNSUPPORTED),
        ("Amoxicillin twice daily.", (6,), Support.UNSUPPORTED),
    ],
)
def test_english_is_judged_alike(
    english: SaidWords, text: str, segments: tuple[int, ...], support: Support
) -> None:
    assert judge(text, segments, english).support is support


def test_evidence_carries_the_times_of_its_segments(chinese: SaidWords) -> None:
    (evidence,) = chinese.evidence([2, 99])

    assert (evidence.segment, evidence.start_s, evidence.end_s) == (2, 10.0, 14.0)
