"""When a section of a visit that goes on is settled."""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.application.settling import settled_at
from zhenlu.application.templates import load
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.sentence import Sentence

TEMPLATE = load("outpatient-initial", Language.ZH)
COMPLAINT, PLAN = "chief_complaint", "treatment_plan"


def _visit(lines: int, first_id: int = 1) -> Transcript:
    ids = range(first_id, first_id + lines)
    said = (Segment(i, "嗯，你接着说。", SpeakerRole.DOCTOR, i * 3.0, i * 3.0 + 2) for i in ids)
    return Transcript(Language.ZH, tuple(said))


def _sentence(section: str, segments: Sequence[int]) -> Sentence:
    return Sentence(section, "咳嗽3天", (0,), tuple(segments))


def test_a_section_is_settled_when_the_talk_has_moved_on() -> None:
    sentences = [_sentence(COMPLAINT, (2, 4)), _sentence(PLAN, (13,))]

    assert settled_at(TEMPLATE, sentences, _visit(13)) == {COMPLAINT: 10}


def test_a_section_that_was_just_spoken_about_is_not_settled() -> None:
    sentences = [_sentence(COMPLAINT, (2, 4)), _sentence(PLAN, (9,))]

    assert settled_at(TEMPLATE, sentences, _visit(9)) == {}


def test_the_section_spoken_about_last_is_never_settled() -> None:
    assert settled_at(TEMPLATE, [_sentence(COMPLAINT, (2,))], _visit(40)) == {}


def test_lines_of_other_sections_leave_a_settled_section_as_it_is() -> None:
    complaint = _sentence(COMPLAINT, (2,))
    settled = [
        settled_at(TEMPLATE, [complaint, _sentence(PLAN, (lines,))], _visit(lines))
        for lines in range(11, 30)
    ]

    assert settled == [{COMPLAINT: 8}] * len(settled)


def test_a_later_line_of_the_section_unsettles_it() -> None:
    sentences = [_sentence(COMPLAINT, (2,)), _sentence(COMPLAINT, (20,)), _sentence(PLAN, (24,))]

    assert settled_at(TEMPLATE, sentences, _visit(24)) == {}


def test_what_stands_on_no_line_is_not_settled() -> None:
    standing = Sentence(COMPLAINT, "未提及")

    assert settled_at(TEMPLATE, [standing, _sentence(PLAN, (2,))], _visit(40)) == {}


def test_lines_count_by_their_place_and_not_by_their_number() -> None:
    sentences = [_sentence(COMPLAINT, (102,)), _sentence(PLAN, (113,))]

    assert settled_at(TEMPLATE, sentences, _visit(13, first_id=101)) == {COMPLAINT: 108}
