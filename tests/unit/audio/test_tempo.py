"""Speech heard faster or slower, at its own pitch."""

from __future__ import annotations

import numpy as np
import pytest

from zhenlu.audio.tempo import at_speed

_TONE = (np.sin(2 * np.pi * 300 * np.arange(80_000) / 16_000) * 8_000).astype(np.int16)


@pytest.mark.parametrize("speed", [0.75, 1.25, 1.5])
def test_the_length_changes_and_the_pitch_does_not(speed: float) -> None:
    heard = at_speed(_TONE, speed)

    second = heard[8_000:24_000]
    assert len(heard) == pytest.approx(len(_TONE) / speed, rel=0.02)
    assert np.argmax(np.abs(np.fft.rfft(second))) == pytest.approx(300, abs=2)


def test_at_its_own_speed_nothing_is_touched() -> None:
    assert at_speed(_TONE, 1.0) is _TONE


@pytest.mark.parametrize("length", [0, 1, 7])
def test_a_few_samples_are_no_reason_to_stumble(length: int) -> None:
    assert len(at_speed(_TONE[:length], 1.5)) <= length
