"""Hearing that broke off goes on behind what was heard before."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from zhenlu.application.events import AudioHeard, Event, SegmentCommitted
from zhenlu.application.ports import AudioStream, SpeechOptions
from zhenlu.application.transcribing import Transcribed, heard_until_s, transcribe
from zhenlu.domain.transcript import Correction, Language, Segment, Transcript, Word
from zhenlu.engines.scripted import ScriptedSpeechEngine

_BEFORE = Transcript(
    Language.ZH,
    (
        Segment(1, "哪里不舒服?", start_s=0.5, end_s=1.5),
        Segment(2, "咳嗽三天了。", start_s=2.0, end_s=4.0),
    ),
)
_REST = (
    Segment(1, "有痰吗?", start_s=1.0, end_s=2.0, words=(Word("有", 1.0, 1.5, 0.9),)),
    Segment(2, "有黄痰。", start_s=3.0, end_s=4.5),
)


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def done(told: list[Event]) -> Transcribed:
    audio = AudioStream(6.0, [np.zeros(16_000, dtype=np.int16)] * 6)
    return transcribe(
        ScriptedSpeechEngine(_REST, language=Language.EN),
        audio,
        SpeechOptions(),
        told.append,
        threading.Event(),
        _BEFORE,
    )


def test_the_rest_stands_behind_what_was_heard(done: Transcribed) -> None:
    assert [(s.id, s.start_s, s.end_s) for s in done.transcript] == [
        (1, 0.5, 1.5),
        (2, 2.0, 4.0),
        (3, 5.0, 6.0),
        (4, 7.0, 8.5),
    ]
    assert done.transcript[3].words[0].start_s == 5.0


def test_the_language_of_the_visit_is_not_decided_again(done: Transcribed) -> None:
    assert done.transcript.language is Language.ZH


def test_progress_counts_from_the_beginning_of_the_visit(
    done: Transcribed, told: list[Event]
) -> None:
    assert [e.segment.id for e in told if isinstance(e, SegmentCommitted)] == [3, 4]
    assert [e.audio_s for e in told if isinstance(e, AudioHeard)][-1] == 10.0
    assert done.heard.audio_s == 10.0
    assert done.heard.speech_s == pytest.approx(3.0 + 2.5)


def test_nothing_heard_yet_means_from_the_beginning() -> None:
    assert heard_until_s(None) == 0.0
    assert heard_until_s(Transcript(Language.ZH)) == 0.0
    assert heard_until_s(_BEFORE) == 4.0


def test_what_a_person_put_right_before_stays_right(told: list[Event]) -> None:
    heard = Transcript(Language.ZH, (Segment(1, "吃了头包克污。", start_s=0.0, end_s=2.0),))
    put_right = heard.correct(Correction(1, "吃了头孢克肟。"))

    done = transcribe(
        ScriptedSpeechEngine(()),
        AudioStream(1.0, [np.zeros(16_000, dtype=np.int16)]),
        SpeechOptions(),
        told.append,
        threading.Event(),
        put_right,
    )

    assert done.transcript[1].text == "吃了头孢克肟。"
