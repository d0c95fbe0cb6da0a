"""How loud sound is and what is wrong with it, on sounds of known loudness."""

from __future__ import annotations

import numpy as np
import pytest

from zhenlu.application.ports import Pcm
from zhenlu.audio import level
from zhenlu.domain.level import LevelWarning

RATE_HZ = level.RATE_HZ


def _tone(seconds: float, dbfs: float) -> Pcm:
    """A sine of this root mean square loudness."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    amplitude = 32_768 * 10 ** (dbfs / 20) * np.sqrt(2)
    return np.clip(amplitude * np.sin(2 * np.pi * 200 * t), -32_768, 32_767).astype(np.int16)


def _noise(seconds: float, dbfs: float) -> Pcm:
    rng = np.random.default_rng(3)
    scale = 32_768 * 10 ** (dbfs / 20)
    return np.clip(rng.normal(0, scale, round(seconds * RATE_HZ)), -32_768, 32_767).astype(np.int16)


def _spoken(dbfs: float, floor_dbfs: float) -> Pcm:
    """Half a second of voice, half a second of room, three times."""
    words = [np.concatenate([_tone(0.5, dbfs), _noise(0.5, floor_dbfs)]) for _ in range(3)]
    return np.concatenate(words)


def test_loudness_is_the_root_mean_square_below_full_scale() -> None:
    assert level.loudness(_tone(1, -20)) == pytest.approx(-20, abs=0.1)


def test_peak_of_a_sine_lies_three_decibels_above_its_loudness() -> None:
    assert level.peak(_tone(1, -20)) == pytest.approx(-17, abs=0.1)


@pytest.mark.parametrize("measure", [level.loudness, level.peak])
def test_silence_and_nothing_are_as_quiet_as_can_be(measure: object) -> None:
    assert callable(measure)
    assert measure(np.zeros(800, np.int16)) == measure(np.zeros(0, np.int16)) == -120.0


def test_the_quietest_sample_value_does_not_overflow() -> None:
    assert level.peak(np.full(10, -32_768, np.int16)) == pytest.approx(0.0, abs=0.01)


def test_three_samples_at_full_scale_are_a_clip_and_two_are_none() -> None:
    sound = np.zeros(100, np.int16)
    sound[10:13] = 32_700
    sound[20:22] = 32_700
    sound[30:40] = -32_700

    assert level.clips(sound) == 2


def test_room_noise_is_what_lies_between_the_words() -> None:
    frames = level.frame_loudness(_spoken(-20, -60))

    assert level.room_noise(frames) == pytest.approx(-60, abs=1.5)


def test_a_voice_in_a_quiet_room_is_good() -> None:
    found = level.check(_spoken(-22, -65))

    assert found.is_good
    assert found.voice_dbfs == pytest.approx(-22, abs=1)


@pytest.mark.parametrize(
    ("sound", "warning"),
    [
        (np.zeros(3 * RATE_HZ, np.int16), LevelWarning.NO_SIGNAL),
        (_spoken(-48, -75), LevelWarning.TOO_QUIET),
        (_spoken(-1, -60), LevelWarning.CLIPPING),
    ],
)
def test_what_is_wrong_is_named(sound: Pcm, warning: LevelWarning) -> None:
    found = level.check(sound)

    assert warning in found.warnings
    assert not found.is_good


def test_a_room_in_which_nobody_speaks_is_not_good_but_has_no_fault() -> None:
    found = level.check(_noise(3, -60))

    assert not found.heard_voice
    assert not found.warnings


def test_the_meter_counts_the_quiet_after_a_voice() -> None:
    meter = level.Meter()
    meter.hear(_noise(2, -65))

    speaking = meter.hear(_tone(0.5, -20))
    after = meter.hear(_noise(0.6, -65))

    assert speaking.has_voice
    assert speaking.quiet_s == 0.0
    assert after.quiet_s == pytest.approx(0.6, abs=0.06)


def test_the_meter_hears_no_pause_before_anybody_spoke() -> None:
    assert level.Meter().hear(_noise(3, -65)).quiet_s == 0.0


def test_pieces_of_any_length_are_measured_like_the_whole() -> None:
    sound = _spoken(-22, -65)
    whole, pieces = level.Meter(), level.Meter()
    whole.hear(sound)

    for start in range(0, len(sound), 777):
        pieces.hear(sound[start : start + 777])

    assert pieces.level == whole.level


def test_a_muted_microphone_is_told_after_two_seconds() -> None:
    meter = level.Meter()

    early = meter.hear(np.zeros(RATE_HZ, np.int16))
    late = meter.hear(np.zeros(2 * RATE_HZ, np.int16))

    assert LevelWarning.NO_SIGNAL not in early.warnings
    assert LevelWarning.NO_SIGNAL in late.warnings


def test_a_clip_is_forgotten_after_a_while() -> None:
    meter = level.Meter()
    loud = meter.hear(_tone(0.5, 2))
    later = meter.hear(_noise(6, -40))

    assert LevelWarning.CLIPPING in loud.warnings
    assert LevelWarning.CLIPPING not in later.warnings
