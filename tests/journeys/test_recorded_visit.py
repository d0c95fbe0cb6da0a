"""A recorded visit becomes a structured record, on the real engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhenlu import paths

_CLIPS = Path(__file__).parent.parent / "data"

#: Runs the program: see `zhenlu` in conftest.
Zhenlu = Callable[..., Any]


def _assert_contract(record: dict[str, Any]) -> None:
    """What DESIGN promises of a record, whatever was said."""
    assert record["schema"] == "zhenlu.record/1"
    audio_s = record["coverage"]["audio_s"]
    ids = [segment["id"] for segment in record["transcript"]]
    assert ids == sorted(set(ids))
    for segment in record["transcript"]:
        assert 0 <= segment["start_s"] < segment["end_s"] <= audio_s + 0.05
        assert 0 <= segment["confidence"] <= 1
    for fact in record["facts"]:
        assert fact["segment"] in ids
    for section in record["sections"]:
        for statement in section["statements"]:
            assert statement["support"] in ("supported", "unsupported", "conflicting")
            assert statement["text"] in section["text"]
            for evidence in statement["evidence"]:
                assert evidence["segment"] in ids
                assert 0 <= evidence["start_s"] < evidence["end_s"] <= audio_s + 0.05
    assert set(record["ledger"]) == {"said_not_written", "written_not_said"}
    assert record["engines"]["speech"]["sha256"]
    assert record["coverage"]["drafted_to_s"] == pytest.approx(
        max((s["end_s"] for s in record["transcript"]), default=0.0), abs=0.02
    )


@pytest.mark.parametrize(
    ("clip", "language", "template"),
    [("zh-headache.flac", "zh", "outpatient-initial"), ("en-sore-throat.flac", "en", "soap")],
)
def test_a_two_voice_recording_never_seen_before_gives_a_record(
    zhenlu: Zhenlu, clip: str, language: str, template: str
) -> None:
    ran = zhenlu("draft", _CLIPS / clip, "--language", language, "--format", "json", "-q")

    assert ran.code == 0, ran.err
    record = ran.json
    _assert_contract(record)
    assert (record["language"], record["template"]) == (language, template)
    assert record["transcript"]
    assert record["findings"]


def test_the_language_is_found_once_and_kept(zhenlu: Zhenlu) -> None:
    ran = zhenlu("transcribe", _CLIPS / "zh-headache.flac", "--format", "json", "-q")

    assert ran.code == 0, ran.err
    assert ran.json["language"] == "zh"


def test_try_shows_the_record_and_where_each_line_came_from(zhenlu: Zhenlu) -> None:
    ran = zhenlu("try", language="zh")

    assert ran.code == 0, ran.err
    assert "主诉" in ran.out
    assert "每句话的出处" in ran.out
    assert "← [" in ran.out
    assert "AI生成，待医师审核" in ran.out


@pytest.mark.parametrize(
    ("clip", "chosen", "spoken"),
    [("zh-headache.flac", "en", "zh"), ("en-sore-throat.flac", "zh", "en")],
)
def test_a_recording_in_another_language_than_chosen_is_refused(
    zhenlu: Zhenlu, clip: str, chosen: str, spoken: str
) -> None:
    ran = zhenlu("draft", _CLIPS / clip, "--language", chosen, "-q")

    assert (ran.code, ran.out) == (1, "")
    assert f"--language {spoken}" in ran.err


@pytest.mark.parametrize("kind", ["silence", "noise", "music"])
def test_what_is_no_speech_gives_an_empty_transcript_and_no_statement(
    zhenlu: Zhenlu, sound_without_speech: Callable[[str], Path], kind: str
) -> None:
    audio = sound_without_speech(kind)

    ran = zhenlu("draft", audio, "--language", "zh", "--format", "json")

    assert ran.code == 0, ran.err
    assert ran.json["transcript"] == []
    assert [s for section in ran.json["sections"] for s in section["statements"]] == []
    assert "No speech was heard" in ran.err


def test_the_same_recording_gives_the_same_record_twice(zhenlu: Zhenlu) -> None:
    first, second = (
        zhenlu("draft", _CLIPS / "zh-headache.flac", "-l", "zh", "-f", "json", "-q").json
        for _ in range(2)
    )

    for record in (first, second):
        record.pop("timings")
    assert first == second


def test_a_sample_drafts_with_its_expected_complaint(zhenlu: Zhenlu) -> None:
    sample = paths.resources() / "samples" / "zh-cough-fever.flac"

    ran = zhenlu("draft", sample, "-l", "zh", "-f", "json", "-q")

    complaint = next(s for s in ran.json["sections"] if s["id"] == "chief_complaint")
    assert "咳嗽" in complaint["text"]
