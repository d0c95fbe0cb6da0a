"""The transcript document, in both directions."""

from __future__ import annotations

import pytest

from zhenlu import wording
from zhenlu.domain.errors import TranscriptInvalid
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Correction, Language, Segment, SpeakerRole, Transcript
from zhenlu.export.transcript_json import (
    transcript_from_json,
    transcript_from_text,
    transcript_to_json,
)


def test_a_transcript_survives_the_way_out_and_back(cough_record: Record) -> None:
    document = transcript_to_json(cough_record.transcript)

    assert transcript_from_json(document) == cough_record.transcript


def test_corrections_are_what_is_printed(cough_record: Record) -> None:
    corrected = cough_record.transcript.correct(Correction(1, "咳嗽四天了"))

    document = transcript_to_json(corrected)

    assert transcript_from_json(document)[1].text == "咳嗽四天了"


def test_what_was_not_understood_survives_the_way_out_and_back() -> None:
    unclear = Segment(1, "", start_s=2.0, end_s=4.5, confidence=0.0, unclear=True)
    transcript = Transcript(Language.ZH, (unclear,))

    assert transcript_from_json(transcript_to_json(transcript)) == transcript


def test_role_id_times_and_confidence_may_be_missing() -> None:
    transcript = transcript_from_json({"language": "en", "transcript": [{"text": "Good morning."}]})

    segment = transcript[1]
    assert (segment.role, segment.start_s, segment.confidence) == (SpeakerRole.UNKNOWN, 0.0, 1.0)


def test_missing_ids_count_on_from_the_last_one() -> None:
    transcript = transcript_from_json(
        {"language": "zh", "transcript": [{"id": 4, "text": "嗯"}, {"text": "好"}]}
    )

    assert [segment.id for segment in transcript] == [4, 5]


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ("doctor", SpeakerRole.DOCTOR),
        ("医生", SpeakerRole.DOCTOR),
        ("Patient", SpeakerRole.PATIENT),
        ("家属", SpeakerRole.COMPANION),
        ("interpreter", SpeakerRole.UNKNOWN),
        (None, SpeakerRole.UNKNOWN),
    ],
)
def test_roles_are_read_in_the_words_people_use(given: str | None, role: SpeakerRole) -> None:
    transcript = transcript_from_json({"transcript": [{"text": "嗯", "role": given}]})

    assert transcript[1].role is role


def test_a_chosen_language_goes_before_the_documents() -> None:
    document = {"language": "en", "transcript": [{"text": "CT"}]}

    assert transcript_from_json(document, Language.ZH).language is Language.ZH


def test_an_empty_visit_is_a_transcript_without_segments() -> None:
    assert len(transcript_from_json({"language": "zh", "transcript": []})) == 0


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"transcript": [{"text": "嗯"}, {"role": "doctor"}]}, "transcript[1].text"),
        ({"language": "fr", "transcript": []}, "language"),
        ({"language": "zh"}, "transcript"),
        ([{"text": "嗯"}], "$"),
        ({"transcript": [{"text": "嗯", "start_s": -1}]}, "transcript[0].start_s"),
        ({"transcript": [{"text": 5}]}, "transcript[0].text"),
        ({"transcript": [{"text": "嗯", "role": 5}]}, "transcript[0].role"),
        ({"transcript": [{"id": 0, "text": "嗯"}]}, "transcript[0].id"),
        ({"transcript": [{"text": "嗯", "start_s": 5, "end_s": 4}]}, "transcript[0].end_s"),
    ],
)
def test_a_broken_transcript_names_the_place(document: object, place: str) -> None:
    with pytest.raises(TranscriptInvalid) as caught:
        transcript_from_json(document)

    assert caught.value.params == {"place": place}
    assert place in wording.explain(caught.value, Language.EN)


def test_text_that_is_no_json_tells_where() -> None:
    with pytest.raises(TranscriptInvalid) as caught:
        transcript_from_text('{"transcript": [')

    assert caught.value.full_code == "transcript.invalid.json"
