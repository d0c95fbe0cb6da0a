"""Wording, turns and voices together name the speakers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from zhenlu.application.growing_transcript import GrowingTranscript
from zhenlu.application.speakers import assign_speakers
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.language.roles import assign_roles

D, P = SpeakerRole.DOCTOR, SpeakerRole.PATIENT
#: Who speaks, and what. The fifth line and those after "嗯。" say nothing of their speaker.
TALK = (
    (D, "哪里不舒服?"),
    (P, "我咳嗽三天了。"),
    (D, "有没有发烧?"),
    (P, "我昨天发烧了。"),
    (P, "嗯。"),
    (P, "昨天晚上。"),
    (P, "三十八度五。"),
    (D, "给您开点药,一天三次。"),
    (P, "我家里还有药。"),
    (D, "有没有药物过敏?"),
)


def _transcript() -> Transcript:
    heard = [Segment(number, text) for number, (_, text) in enumerate(TALK, 1)]
    return Transcript(Language.ZH).append(heard)


def _voices(apart: float = 3.0) -> dict[int, VoicePrint]:
    """Two voices so many standard deviations apart."""
    rng = np.random.default_rng(7)
    return {
        number: VoicePrint(tuple(rng.normal(apart if role is D else 0.0, 1.0, 12)), 2.0)
        for number, (role, _) in enumerate(TALK, 1)
    }


def _roles(transcript: Transcript) -> list[SpeakerRole]:
    return [segment.role for segment in transcript]


def test_the_voice_tells_where_the_words_do_not() -> None:
    said = [role for role, _ in TALK]

    assert _roles(assign_roles(_transcript())) != said
    assert _roles(assign_speakers(_transcript(), _voices())) == said


def _enrolled(apart: float) -> VoicePrint:
    """A voice that lies so far from the patient's; the doctor's own at 3."""
    return VoicePrint(tuple(np.full(12, apart)), 6.0)


def _unclear() -> Transcript:
    """Words that say nothing of their speaker."""
    heard = [Segment(number, "嗯,三天。") for number, _ in enumerate(TALK, 1)]
    return Transcript(Language.ZH).append(heard)


def test_an_enrolled_voice_tells_the_clinician_where_no_word_does() -> None:
    named = assign_speakers(_unclear(), _voices(6.0), _enrolled(6.0))

    assert [role.is_clinician for role in _roles(named)] == [role is D for role, _ in TALK]


def test_a_voice_that_is_not_in_the_room_turns_no_sides() -> None:
    stranger = VoicePrint(tuple(np.tile([12.0, -12.0], 6)), 6.0)

    assert assign_speakers(_transcript(), _voices(), stranger) == assign_speakers(
        _transcript(), _voices()
    )


def test_a_voice_between_the_two_says_nothing() -> None:
    between = _enrolled(1.5)

    assert assign_speakers(_transcript(), _voices(), between) == assign_speakers(
        _transcript(), _voices()
    )


def test_a_voice_of_other_features_says_nothing() -> None:
    other = VoicePrint((3.0,) * 5, 6.0)

    assert assign_speakers(_transcript(), _voices(), other) == assign_speakers(
        _transcript(), _voices()
    )


def test_a_growing_visit_asks_the_enrolled_voice_too() -> None:
    growing, voices = GrowingTranscript(Transcript(Language.ZH), _enrolled(6.0)), _voices(6.0)

    for number, _ in enumerate(TALK, 1):
        growing.add(Segment(1, "嗯,三天。"), voices[number])

    sides = [role.is_clinician for role in _roles(growing.transcript)]
    assert sides == [role is D for role, _ in TALK]


def test_an_enrolled_doctor_dictates_alone() -> None:
    rng = np.random.default_rng(3)
    voices = {number: VoicePrint(tuple(rng.normal(0.0, 1.0, 12)), 2.0) for number in range(1, 9)}

    named = assign_speakers(_dictation(), voices, VoicePrint((0.0,) * 12, 6.0))

    assert set(_roles(named)) == {D}


def test_without_voices_the_wording_decides() -> None:
    assert assign_speakers(_transcript(), {}) == assign_roles(_transcript())


def test_one_voice_for_all_does_not_overrule_the_words() -> None:
    by_words = _roles(assign_roles(_transcript()))
    alike = {number: VoicePrint((1.0, 2.0), 2.0) for number in range(1, len(TALK) + 1)}

    assert _roles(assign_speakers(_transcript(), alike)) == by_words


def test_a_line_without_a_voice_goes_by_its_words_and_neighbours() -> None:
    voices = _voices()
    del voices[8]

    assert _roles(assign_speakers(_transcript(), voices))[7] is D


def test_a_speaker_who_is_known_stays_whatever_the_voice_says() -> None:
    heard = [Segment(n, text, P if n == 1 else SpeakerRole.UNKNOWN)
             for n, (_, text) in enumerate(TALK, 1)]

    named = assign_speakers(Transcript(Language.ZH).append(heard), _voices())

    assert named[1].role is P


def test_a_growing_visit_names_its_speakers_as_the_whole_does() -> None:
    growing, voices = GrowingTranscript(Transcript(Language.ZH)), _voices()

    for number, (_, text) in enumerate(TALK, 1):
        growing.add(Segment(1, text), voices[number])

    assert _roles(growing.transcript) == [role for role, _ in TALK]


def _dictation() -> Transcript:
    """Words of which none is a patient's."""
    heard = [Segment(number, f"第{number}条,给您开点药。") for number in range(1, 9)]
    return Transcript(Language.ZH).append(heard)


def test_two_voices_are_no_dictation_though_the_words_are() -> None:
    rng = np.random.default_rng(3)
    voices = {
        number: VoicePrint(tuple(rng.normal(8.0 * (number % 2), 1.0, 12)), 2.0)
        for number in range(1, 9)
    }

    sides = [role.is_clinician for role in _roles(assign_speakers(_dictation(), voices))]

    assert set(_roles(assign_roles(_dictation()))) == {D}
    assert sides in ([True, False] * 4, [False, True] * 4)


def test_one_voice_stays_a_dictation() -> None:
    rng = np.random.default_rng(3)
    voices = {number: VoicePrint(tuple(rng.normal(0.0, 1.0, 12)), 2.0) for number in range(1, 9)}

    assert set(_roles(assign_speakers(_dictation(), voices))) == {D}


# With an imported speaker model


def _embedded(
    voices: Mapping[int, VoicePrint], embedder: str = "cam", lines: range = range(1, 99)
) -> dict[int, VoicePrint]:
    """The voices with embeddings of a model that tells the two plainly apart."""
    rng = np.random.default_rng(11)
    centres = {True: rng.normal(size=48), False: rng.normal(size=48)}

    def embedding(number: int) -> tuple[float, ...]:
        vector = centres[TALK[number - 1][0] is D] + 0.5 * rng.normal(size=48)
        return tuple(vector / np.linalg.norm(vector))

    return {
        number: replace(voice, embedding=embedding(number), embedder=embedder)
        if number in lines
        else voice
        for number, voice in voices.items()
    }


def _alike() -> dict[int, VoicePrint]:
    """Voices that the built-in features cannot tell apart."""
    return {number: VoicePrint((1.0,) * 12, 2.0) for number in range(1, len(TALK) + 1)}


def _is_said(transcript: Transcript) -> bool:
    return [role.is_clinician for role in _roles(transcript)] == [role is D for role, _ in TALK]


def test_embeddings_tell_voices_apart_that_sound_alike_to_the_built_in_features() -> None:
    assert not _is_said(assign_speakers(_transcript(), _alike()))
    assert _is_said(assign_speakers(_transcript(), _embedded(_alike())))


def test_an_enrolled_embedding_tells_the_clinician_where_no_word_does() -> None:
    voices = _embedded(_voices(6.0))

    named = assign_speakers(_unclear(), voices, replace(voices[1], features=(0.0,) * 12))

    assert _is_said(named)


def test_one_enrolled_with_another_model_is_known_by_the_built_in_features() -> None:
    voices = _embedded(_voices(6.0))
    elsewhere = replace(_enrolled(6.0), embedding=(1.0,) * 7, embedder="resnet")

    assert _is_said(assign_speakers(_unclear(), voices, elsewhere))


def test_one_enrolled_without_a_model_is_known_by_the_built_in_features() -> None:
    assert _is_said(assign_speakers(_unclear(), _embedded(_voices(6.0)), _enrolled(6.0)))


def test_a_line_without_an_embedding_goes_by_its_words_and_neighbours() -> None:
    voices = _embedded(_alike(), lines=range(1, 10))

    assert _is_said(assign_speakers(_transcript(), voices))


def test_embeddings_of_two_models_are_not_mixed() -> None:
    voices = _embedded(_alike(), lines=range(1, 9)) | {
        number: replace(_alike()[number], embedding=(1.0, 0.0), embedder="resnet")
        for number in (9, 10)
    }

    assert _is_said(assign_speakers(_transcript(), voices))
