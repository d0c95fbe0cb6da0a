"""Transcripts grow at the end; corrections lie over them."""

from __future__ import annotations

import pytest

from zhenlu.domain.errors import SegmentOrderBroken, SegmentUnknown
from zhenlu.domain.transcript import (
    Correction,
    Language,
    Segment,
    SpeakerRole,
    Transcript,
    Word,
)


def _transcript() -> Transcript:
    return Transcript(Language.ZH).append(
        [
            Segment(1, "哪里不舒服", SpeakerRole.DOCTOR),
            Segment(2, "咳嗽三天", words=(Word("咳", 0.0, 0.1, 0.9),)),
        ]
    )


def test_segments_must_be_appended_in_the_order_of_their_ids() -> None:
    transcript = _transcript()

    with pytest.raises(SegmentOrderBroken):
        transcript.append([Segment(2, "又来一次")])


def test_a_correction_changes_what_is_read_and_keeps_what_was_heard() -> None:
    transcript = _transcript().correct(Correction(2, "咳嗽四天"))

    assert transcript[2].text == "咳嗽四天"
    assert transcript.heard[1].text == "咳嗽三天"


def test_word_times_do_not_survive_changed_words() -> None:
    transcript = _transcript().correct(Correction(2, "咳嗽四天"))

    assert transcript[2].words == ()


def test_a_changed_role_keeps_word_times() -> None:
    transcript = _transcript().correct(Correction(2, role=SpeakerRole.PATIENT))

    assert transcript[2].role is SpeakerRole.PATIENT
    assert len(transcript[2].words) == 1


def test_later_corrections_add_to_earlier_ones() -> None:
    transcript = (
        _transcript()
        .correct(Correction(2, role=SpeakerRole.PATIENT, source="roles"))
        .correct(Correction(2, "咳嗽四天"))
    )

    assert transcript[2].role is SpeakerRole.PATIENT
    assert transcript[2].text == "咳嗽四天"


def test_a_correction_of_an_unknown_segment_is_refused() -> None:
    with pytest.raises(SegmentUnknown):
        _transcript().correct(Correction(7, "无"))


def test_patient_words_stay_out_of_repr() -> None:
    transcript = _transcript().correct(Correction(2, "咳嗽四天"))

    assert "咳嗽" not in repr(transcript)
    assert "咳嗽" not in repr(transcript.heard[1])
    assert "咳嗽" not in repr(transcript.corrections[0])


def test_what_was_not_understood_has_no_words_until_somebody_fills_them_in() -> None:
    transcript = _transcript().append([Segment(9, "", start_s=7.0, end_s=8.0, unclear=True)])
    filled = transcript.correct(Correction(9, "没有过敏"))

    assert [segment.id for segment in transcript.not_understood] == [9]
    assert 9 not in [segment.id for segment in transcript.worded]
    assert filled.not_understood == ()
    assert filled[9].text == "没有过敏"
    assert filled.heard[-1].unclear


def test_a_speaker_alone_does_not_make_words_understood() -> None:
    transcript = Transcript(Language.ZH, (Segment(1, "", unclear=True),))

    assert transcript.correct(Correction(1, role=SpeakerRole.PATIENT)).not_understood
