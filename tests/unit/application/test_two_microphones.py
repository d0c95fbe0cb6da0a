"""Where both sides have a microphone, the louder one tells who speaks."""

from __future__ import annotations

from zhenlu.application.growing_transcript import GrowingTranscript
from zhenlu.application.two_microphones import by_microphones
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.roles import assign_roles

#: Who says it, and what; the words of the fourth and the sixth line say nothing of that.
TALK = (
    (True, "您好,哪里不舒服?"),
    (False, "我咳嗽三天了。"),
    (True, "有没有发烧?"),
    (True, "嗯,好。"),
    (False, "昨天三十八度。"),
    (False, "是。"),
    (True, "给您开点氨溴索,一天三次。"),
)
APART = {number: 8.0 if doctor else -5.0 for number, (doctor, _) in enumerate(TALK, 1)}


def _talk() -> Transcript:
    lines = (Segment(number, text) for number, (_, text) in enumerate(TALK, 1))
    return Transcript(Language.ZH, tuple(lines))


def _right(named: Transcript) -> list[bool]:
    told = zip(named, TALK, strict=True)
    return [segment.role.is_clinician == doctor for segment, (doctor, _) in told]


def test_the_louder_microphone_tells_who_speaks_where_words_do_not() -> None:
    talk = _talk()

    named = by_microphones(talk, assign_roles(talk), APART)

    assert _right(named) == [True] * len(TALK)


def test_either_microphone_may_be_the_clinicians() -> None:
    talk = _talk()
    swapped = {number: -balance for number, balance in APART.items()}

    assert _right(by_microphones(talk, assign_roles(talk), swapped)) == [True] * len(TALK)


def test_two_microphones_side_by_side_tell_nothing() -> None:
    talk = _talk()
    named = assign_roles(talk)
    alike = {number: 0.3 * (number % 3) for number in APART}

    assert by_microphones(talk, named, alike) is named


def test_one_line_at_another_microphone_is_nobody_else_yet() -> None:
    talk = _talk()
    named = assign_roles(talk)
    single = {**dict.fromkeys(APART, 8.0), 3: -5.0}

    assert by_microphones(talk, named, single) is named


def test_a_growing_transcript_puts_earlier_lines_right_once_the_microphones_tell() -> None:
    growing = GrowingTranscript(Transcript(Language.ZH))

    for number, (_, text) in enumerate(TALK, 1):
        growing.add(Segment(number, text), balance_db=APART[number])

    assert _right(growing.transcript) == [True] * len(TALK)


def test_what_nobody_understood_keeps_its_speaker_unknown() -> None:
    unclear = Segment(len(TALK) + 1, "", unclear=True)
    talk = _talk().append((unclear,))

    named = by_microphones(talk, assign_roles(talk), {**APART, unclear.id: 8.0})

    assert named[unclear.id].role is SpeakerRole.UNKNOWN
