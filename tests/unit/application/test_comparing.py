"""What an amendment changed, as a person reads it."""

from __future__ import annotations

import pytest

from zhenlu.application.comparing import Change, Stretch, differences, stretches
from zhenlu.domain.record import FieldValue, Record, Section
from zhenlu.domain.transcript import Language

_SAME, _ADDED, _REMOVED = Change.SAME, Change.ADDED, Change.REMOVED


def record(**sections: str) -> Record:
    made = tuple(Section(name, name, text) for name, text in sections.items())
    return Record("outpatient-initial", Language.ZH, made)


def told(before: Record, after: Record) -> list[tuple[str, Change, str, str]]:
    return [
        (section.section, sentence.change, sentence.before, sentence.after)
        for section in differences(before, after)
        for sentence in section.sentences
        if sentence.change is not Change.SAME
    ]


def test_equal_records_do_not_differ() -> None:
    assert differences(record(plan="休息。"), record(plan="休息。")) == ()


def test_only_sections_that_differ_are_shown_with_their_context() -> None:
    before = record(plan="休息。", present="咳嗽5天。无发热。")
    after = record(plan="休息。", present="咳嗽4天。无发热。")

    (section,) = differences(before, after)

    assert section.section == "present"
    assert [s.change for s in section.sentences] == [Change.CHANGED, Change.SAME]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "咳嗽5天。",
            "咳嗽4天。",
            [(_SAME, "咳嗽"), (_REMOVED, "5"), (_ADDED, "4"), (_SAME, "天。")],
        ),
        (
            "血压150/95mmHg",
            "血压150/85mmHg",
            [(_SAME, "血压"), (_REMOVED, "150/95"), (_ADDED, "150/85"), (_SAME, "mmHg")],
        ),
        (
            "Pain in the left knee.",
            "Pain in the right knee.",
            [
                (_SAME, "Pain in the "), (_REMOVED, "left"), (_ADDED, "right"),
                (_SAME, " knee."),
            ],
        ),
        (
            "Dizzy for 1 week.",
            "Dizzy for 10 days.",
            [(_SAME, "Dizzy for "), (_REMOVED, "1 week"), (_ADDED, "10 days"), (_SAME, ".")],
        ),
        (
            "自测体温38.5℃",
            "体温38.5℃",
            [(_REMOVED, "自测"), (_SAME, "体温38.5℃")],
        ),
    ],
)  # fmt: skip
def test_words_and_numbers_are_never_cut(
    before: str, after: str, expected: list[tuple[Change, str]]
) -> None:
    assert list(stretches(before, after)) == [Stretch(*each) for each in expected]


def test_one_character_in_common_does_not_shred_a_change() -> None:
    found = stretches("服用阿莫西林。", "服用头孢西丁。")

    assert [each.text for each in found] == ["服用", "阿莫西林", "头孢西丁", "。"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("咳嗽5天,有痰。", "发热3天,咳嗽。"), ("a b c", "c b a"), ("", "新"), ("旧", "")],
)
def test_stretches_give_back_both_texts(before: str, after: str) -> None:
    found = stretches(before, after)

    assert "".join(s.text for s in found if s.change is not _ADDED) == before
    assert "".join(s.text for s in found if s.change is not _REMOVED) == after


def test_a_sentence_put_in_between_is_added() -> None:
    before, after = record(present="咳嗽5天。无发热。"), record(present="咳嗽5天。有黄痰。无发热。")

    assert told(before, after) == [("present", Change.ADDED, "", "有黄痰。")]


def test_sentences_that_have_nothing_in_common_went_and_came() -> None:
    before, after = record(allergy="否认药物过敏。"), record(allergy="青霉素过敏，表现为皮疹。")

    assert [change for _, change, _, _ in told(before, after)] == [Change.REMOVED, Change.ADDED]


def test_a_decimal_point_ends_no_english_sentence() -> None:
    before = record(vital="Temperature 38.5 C. Pulse 90.")
    after = record(vital="Temperature 38.3 C. Pulse 90.")

    assert told(before, after) == [
        ("vital", Change.CHANGED, "Temperature 38.5 C.", "Temperature 38.3 C.")
    ]


def test_the_number_of_an_item_is_no_sentence_and_every_item_begins_a_line() -> None:
    before = record(plan="1. Rest.\n2. Drink water.")
    after = record(plan="1. Rest.\n2. Drink more water.")

    (section,) = differences(before, after)

    assert [(s.after, s.begins_line) for s in section.sentences] == [
        ("1. Rest.", False), ("2. Drink more water.", True)
    ]  # fmt: skip


def test_where_a_sentence_stands_makes_no_difference() -> None:
    assert differences(record(plan="Rest. Drink."), record(plan="Rest.\nDrink.")) == ()


def test_a_section_that_went_and_one_that_came_are_shown() -> None:
    assert told(record(plan="休息。"), record(diagnosis="感冒。")) == [
        ("diagnosis", Change.ADDED, "", "感冒。"),
        ("plan", Change.REMOVED, "休息。", ""),
    ]


def test_fields_of_a_form_are_compared() -> None:
    def form(value: str) -> Record:
        fields = (FieldValue("systolic", "收缩压", value, "mmHg"),)
        return Record("f", Language.ZH, (Section("vital_signs", "体征", fields=fields),))

    assert told(form("150"), form("140")) == [
        ("vital_signs", Change.CHANGED, "收缩压 150mmHg", "收缩压 140mmHg")
    ]


def test_no_repr_shows_a_word_of_the_record() -> None:
    assert "咳嗽" not in repr(differences(record(present="咳嗽5天。"), record(present="咳嗽4天。")))
