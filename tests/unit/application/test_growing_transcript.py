"""A transcript line by line: words stay, speakers may turn out later."""

from __future__ import annotations

from zhenlu.application.correcting import swapped
from zhenlu.application.growing_transcript import GrowingTranscript
from zhenlu.domain.transcript import (
    Correction,
    Language,
    Segment,
    SpeakerRole,
    Transcript,
)
from zhenlu.language.roles import assign_roles

LINES = ("哪里不舒服?", "我咳嗽三天了。", "有没有发烧?", "没有。", "给您开点药,一天三次。")


def _grown(lines: tuple[str, ...] = LINES) -> GrowingTranscript:
    growing = GrowingTranscript(Transcript(Language.ZH))
    for text in lines:
        growing.add(Segment(1, text))
    return growing


def test_lines_are_numbered_as_they_come_whatever_number_they_bring() -> None:
    assert [segment.id for segment in _grown().transcript] == [1, 2, 3, 4, 5]


def test_speakers_are_those_of_the_whole_transcript() -> None:
    whole = Transcript(Language.ZH).append([Segment(i, t) for i, t in enumerate(LINES, 1)])

    roles = [segment.role for segment in _grown().transcript]

    assert roles == [segment.role for segment in assign_roles(whole)]
    assert SpeakerRole.UNKNOWN not in roles


def test_earlier_lines_that_changed_hands_are_told() -> None:
    growing = GrowingTranscript(Transcript(Language.ZH))
    before: dict[int, SpeakerRole] = {}

    for text in ("嗯。", "好的。", "我头疼两天了。", "量过血压吗?", "没量过。"):
        line, changed = growing.add(Segment(1, text))
        now = {segment.id: segment.role for segment in growing.transcript}
        moved = {number for number, role in before.items() if now[number] is not role}
        assert {segment.id for segment in changed} == moved
        assert all(segment.role is now[segment.id] for segment in changed)
        assert line == growing.transcript[line.id]
        before = now


def test_misspelt_terms_read_right_and_stay_as_heard_below() -> None:
    growing = _grown(("给您开安休索。",))

    assert [segment.text for segment in growing.transcript] == ["给您开氨溴索。"]
    assert [segment.text for segment in growing.transcript.heard] == ["给您开安休索。"]


def test_a_persons_correction_of_known_words_stays() -> None:
    known = Transcript(Language.ZH).append([Segment(1, "咳嗽三天")])
    known = known.correct(Correction(1, text="咳嗽四天", role=SpeakerRole.COMPANION))
    growing = GrowingTranscript(known)

    growing.add(Segment(1, "有痰吗?"))

    assert growing.transcript[1].text == "咳嗽四天"
    assert growing.transcript[1].role is SpeakerRole.COMPANION


def test_the_language_is_taken_before_the_first_line_and_not_after_it() -> None:
    growing = GrowingTranscript(Transcript(Language.ZH))
    growing.speak(Language.EN)
    growing.add(Segment(1, "What brings you in?"))
    growing.speak(Language.ZH)

    assert growing.transcript.language is Language.EN


def test_a_person_says_who_spoke_a_line_and_it_stays_so() -> None:
    growing = _grown(LINES[:2])

    changed = growing.correct(lambda _lines: [Correction(2, role=SpeakerRole.COMPANION)])
    growing.add(Segment(1, LINES[2]))

    assert [(line.id, line.role) for line in changed] == [(2, SpeakerRole.COMPANION)]
    assert growing.transcript[2].role is SpeakerRole.COMPANION


def test_swapped_sides_stay_swapped_as_the_visit_goes_on() -> None:
    growing = _grown()
    before = [segment.role for segment in growing.transcript]

    changed = growing.correct(swapped)
    growing.add(Segment(1, "好的,谢谢。"))

    after = [segment.role for segment in growing.transcript][:5]
    assert len(changed) == 5
    assert all(one is not other for one, other in zip(before, after, strict=True))


def test_words_put_right_while_the_visit_goes_on_are_told() -> None:
    growing = _grown(LINES[:2])

    (line,) = growing.correct(lambda _lines: [Correction(2, "我咳嗽四天了。")])

    assert line.text == "我咳嗽四天了。"
    assert growing.transcript.heard[1].text == "我咳嗽三天了。"
