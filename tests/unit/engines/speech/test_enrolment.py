"""A clinician's voice from ten seconds of reading is known again in a visit."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from zhenlu.application.ports import Pcm
from zhenlu.audio.file import RATE_HZ, read
from zhenlu.domain.errors import VoiceRefused
from zhenlu.domain.voice_print import ENROLMENT_S
from zhenlu.engines.speech.enrolment import enrolled_print
from zhenlu.engines.speech.voice_print import voice_print

SAMPLES = Path(__file__).parents[4] / "resources" / "samples"


def _lines(clip: str, role: str) -> list[Pcm]:
    sound = np.concatenate(list(read(SAMPLES / f"{clip}.flac").chunks))
    lines = tomllib.loads((SAMPLES / f"{clip}.toml").read_text(encoding="utf-8"))["line"]
    return [
        sound[round(line["start_s"] * RATE_HZ) : round(line["end_s"] * RATE_HZ)]
        for line in lines
        if line["role"] == role
    ]


@pytest.mark.parametrize("clip", ["zh-cough-fever", "en-low-back-pain"])
def test_ones_own_lines_are_nearer_than_anybody_elses(clip: str) -> None:
    own, others = _lines(clip, "doctor"), _lines(clip, "patient")
    half = len(own) // 2
    enrolled = np.array(enrolled_print(np.concatenate(own[:half])).features)

    def far(lines: list[Pcm]) -> float:
        found = [np.array(v.features) for pcm in lines if (v := voice_print(pcm)) is not None]
        spread = np.std(found, axis=0) + 1e-9
        return float(np.mean([np.abs((each - enrolled) / spread).mean() for each in found]))

    assert far(own[half:]) < far(others)


@pytest.mark.parametrize(
    "pcm",
    [
        np.zeros(0, np.int16),
        np.zeros(round(ENROLMENT_S * RATE_HZ), np.int16),
        np.random.default_rng(5).normal(0, 2000, round(ENROLMENT_S * RATE_HZ)).astype(np.int16),
    ],
    ids=["nothing", "silence", "noise"],
)
def test_what_is_no_voice_is_refused(pcm: Pcm) -> None:
    with pytest.raises(VoiceRefused) as told:
        enrolled_print(pcm)

    assert told.value.reason == "short"


def test_a_word_is_too_little() -> None:
    with pytest.raises(VoiceRefused):
        enrolled_print(_lines("zh-cough-fever", "doctor")[0][: 2 * RATE_HZ])
