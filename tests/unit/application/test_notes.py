"""Notes that were typed or pasted."""

from __future__ import annotations

import pytest

from zhenlu.application.notes import parse_notes, written_language
from zhenlu.domain.errors import NotesInvalid
from zhenlu.domain.transcript import Language, SpeakerRole


def test_prefixes_name_the_speakers_in_both_languages() -> None:
    chinese = parse_notes("医生:哪里不舒服?\n患者: 头疼两天\n没有发烧", None)
    english = parse_notes("Doctor: what brings you in?\nPatient: my back hurts", None)

    assert [s.role for s in chinese] == [
        SpeakerRole.DOCTOR,
        SpeakerRole.PATIENT,
        SpeakerRole.UNKNOWN,
    ]
    assert [s.text for s in english] == ["what brings you in?", "my back hurts"]
    assert (chinese.language, english.language) == (Language.ZH, Language.EN)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("医生：哪里不舒服", SpeakerRole.DOCTOR),
        ("患者 ： 头疼两天", SpeakerRole.PATIENT),
        ("患：头疼两天", SpeakerRole.PATIENT),
        ("家属（女儿）：她两天没吃了", SpeakerRole.COMPANION),
        ("老伴:她两天没吃了", SpeakerRole.COMPANION),
        ("Mum (on the phone): he is two", SpeakerRole.COMPANION),
        ("Dr. : any fever", SpeakerRole.DOCTOR),
        ("P: two days now", SpeakerRole.PATIENT),
        ("Pain: two days now", SpeakerRole.UNKNOWN),
        ("医院：市一院", SpeakerRole.UNKNOWN),
    ],
)
def test_a_speaker_is_known_by_any_common_name_and_either_colon(
    line: str, role: SpeakerRole
) -> None:
    (segment,) = parse_notes(line, None)

    assert segment.role is role


def test_blank_lines_and_rules_are_no_segments() -> None:
    notes = parse_notes("\n----\n血压150/95\n\n", Language.ZH)

    assert [s.id for s in notes] == [1]


@pytest.mark.parametrize("text", ["", "  \n\t\n", "---\n***"])
def test_notes_without_words_are_refused(text: str) -> None:
    with pytest.raises(NotesInvalid) as caught:
        parse_notes(text, None)

    assert caught.value.reason == "empty"


def test_notes_beyond_all_measure_are_refused() -> None:
    with pytest.raises(NotesInvalid) as caught:
        parse_notes("咳" * 2_000_001, None)

    assert caught.value.reason == "too_long"


def test_mixed_text_with_drug_names_is_still_chinese() -> None:
    assert written_language("查CRP和WBC,口服amoxicillin,复查血常规") is Language.ZH
