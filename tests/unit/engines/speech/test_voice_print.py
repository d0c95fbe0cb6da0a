"""The sound of a voice: two people of a visit are apart, one stays with himself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from zhenlu.audio.file import RATE_HZ, read
from zhenlu.engines.speech.voice_print import voice_print

DATA = Path(__file__).parents[3] / "data"


def _by_role(clip: str) -> dict[str, NDArray[np.float64]]:
    """Features of every line of a clip, by who speaks it."""
    sound = np.concatenate(list(read(DATA / f"{clip}.flac").chunks))
    found: dict[str, list[tuple[float, ...]]] = {}
    for line in tomllib.loads((DATA / f"{clip}.toml").read_text(encoding="utf-8"))["line"]:
        start, end = (round(line[key] * RATE_HZ) for key in ("start_s", "end_s"))
        voice = voice_print(sound[start:end])
        if voice is not None:
            found.setdefault(line["role"], []).append(voice.features)
    return {role: np.array(features) for role, features in found.items()}


@pytest.mark.parametrize("clip", ["zh-headache", "en-sore-throat"])
def test_every_line_is_nearer_to_its_own_speaker_than_to_the_other(clip: str) -> None:
    doctor, patient = _by_role(clip).values()
    spread = np.vstack([doctor - doctor.mean(axis=0), patient - patient.mean(axis=0)]).std(axis=0)

    for own, other in ((doctor, patient), (patient, doctor)):
        for number, line in enumerate(own):
            rest = np.delete(own, number, axis=0).mean(axis=0)
            near = np.abs((line - rest) / spread).mean()
            assert near < np.abs((line - other.mean(axis=0)) / spread).mean()


def _tone(hertz: float, seconds: float = 1.0) -> NDArray[np.int16]:
    """A buzz of one pitch, as a voice has it."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 20))
    return np.asarray(buzz * 4000, dtype=np.int16)


@pytest.mark.parametrize("hertz", [90.0, 130.0, 210.0, 300.0])
def test_the_pitch_is_that_of_the_voice(hertz: float) -> None:
    voice = voice_print(_tone(hertz))

    assert voice is not None
    assert np.exp(voice.features[26]) == pytest.approx(hertz, rel=0.03)


def test_loudness_does_not_change_a_voice() -> None:
    soft, loud = voice_print(_tone(150.0)), voice_print(_tone(150.0) * np.int16(4))

    assert loud is not None
    assert soft is not None
    assert np.abs(np.subtract(loud.features, soft.features)).max() < 0.2


@pytest.mark.parametrize(
    "pcm",
    [
        np.zeros(RATE_HZ, dtype=np.int16),
        np.zeros(0, dtype=np.int16),
        _tone(150.0, 0.1),
        np.random.default_rng(1).integers(-3000, 3000, RATE_HZ).astype(np.int16),
    ],
    ids=["silence", "nothing", "a moment", "hiss"],
)
def test_without_a_voice_there_is_no_print(pcm: NDArray[np.int16]) -> None:
    assert voice_print(pcm) is None


def test_the_sound_is_not_shown_when_a_print_is_logged() -> None:
    voice = voice_print(_tone(150.0))

    assert voice is not None
    assert str(voice.features[0]) not in repr(voice)
