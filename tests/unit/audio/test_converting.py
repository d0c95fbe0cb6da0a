"""What a sound device gives becomes 16 kHz, in one channel or in two."""

from __future__ import annotations

import numpy as np

from zhenlu.audio.converting import RATE_HZ, Converter

_HZ = 48_000


def _stereo(seconds: float = 1.0) -> bytes:
    """A tone at the left, a tenth of it at the right."""
    time = np.arange(round(seconds * _HZ)) / _HZ
    tone = 10_000 * np.sin(2 * np.pi * 440 * time)
    return np.stack([tone, tone / 10], axis=1).astype(np.int16).tobytes()


def _loudness(samples: np.ndarray) -> float:  # type: ignore[type-arg]
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean()))


def test_two_channels_stay_apart_where_both_are_wanted() -> None:
    converter = Converter(_HZ, 2, "s16", most_channels=2)

    sound = converter(_stereo())

    assert converter.channels == 2
    assert sound.shape[1] == 2
    assert abs(len(sound) - RATE_HZ) < 100
    assert 8 < _loudness(sound[:, 0]) / _loudness(sound[:, 1]) < 12


def test_two_channels_become_one_where_one_is_wanted() -> None:
    converter = Converter(_HZ, 2, "s16")

    assert converter.channels == 1
    assert converter(_stereo()).ndim == 1


def test_a_device_with_one_channel_gives_one_whatever_is_wanted() -> None:
    converter = Converter(_HZ, 1, "s16", most_channels=2)

    assert converter.channels == 1
    assert converter(_stereo()).ndim == 1


def test_bytes_of_a_sample_that_was_cut_apart_are_put_together() -> None:
    whole, parts = _stereo(), Converter(_HZ, 2, "s16", most_channels=2)
    in_pieces = [parts(whole[at : at + 1001]) for at in range(0, len(whole), 1001)]
    together = np.concatenate([piece for piece in in_pieces if len(piece)])

    assert np.array_equal(together, Converter(_HZ, 2, "s16", most_channels=2)(whole))
