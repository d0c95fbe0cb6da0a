"""Ten seconds of reading come whole, are cancelled at once, and are refused where they are bad."""

from __future__ import annotations

import threading
import wave
from pathlib import Path

import numpy as np
import pytest

from zhenlu.application.ports import Pcm
from zhenlu.audio.playback import PlayedFile
from zhenlu.audio.reading import heard_reading
from zhenlu.domain.errors import Cancelled, VoiceRefused

RATE_HZ = 16_000


def _played(folder: Path, pcm: Pcm, speed: float = 0.0) -> PlayedFile:
    with wave.open(str(folder / "reading.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.astype("<i2").tobytes())
    return PlayedFile(folder / "reading.wav", speed)


def _voice(seconds: float, loud: float = 6000.0) -> Pcm:
    """A tone that comes and goes as syllables do."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tone = np.sin(2 * np.pi * 150 * at) * (np.sin(2 * np.pi * 2 * at) > -0.5)
    return np.clip(tone * loud, -32768, 32767).astype(np.int16)


def test_so_much_is_heard_as_was_asked_for(tmp_path: Path) -> None:
    told: list[float] = []

    pcm = heard_reading(_played(tmp_path, _voice(4)), 3.0, told.append, threading.Event())

    assert len(pcm) == 3 * RATE_HZ
    assert told == sorted(told)
    assert told[-1] == 3.0


def test_what_ends_before_is_given_as_it_is(tmp_path: Path) -> None:
    pcm = heard_reading(_played(tmp_path, _voice(2)), 9.0, lambda _s: None, threading.Event())

    assert len(pcm) == pytest.approx(2 * RATE_HZ, abs=RATE_HZ // 10)


def test_a_cancel_gives_nothing(tmp_path: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()

    with pytest.raises(Cancelled):
        heard_reading(_played(tmp_path, _voice(4), speed=1.0), 3.0, lambda _s: None, cancelled)


@pytest.mark.parametrize(
    ("pcm", "reason"),
    [
        (np.zeros(4 * RATE_HZ, np.int16), "no_signal"),
        (_voice(4, 60_000.0), "clipping"),
        (_voice(4, 60.0), "too_quiet"),
    ],
    ids=["silence", "clipped", "quiet"],
)
def test_bad_sound_is_refused_with_its_reason(tmp_path: Path, pcm: Pcm, reason: str) -> None:
    with pytest.raises(VoiceRefused) as told:
        heard_reading(_played(tmp_path, pcm), 3.0, lambda _s: None, threading.Event())

    assert told.value.reason == reason
