"""What stands between a voice and the microphone when a pack is measured: fan, babble, a hard room.

Made apart from the noises of training (`sound.py`), and always at the same ratio, so that
figures of different packs may be compared.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
#: Voice over noise, and direct over reflected sound, in decibels.
RATIO_DB = 10.0
CONDITIONS = ("clean", "fan", "babble", "reverb")
NON_SPEECH = ("silence", "hiss", "fan", "hum", "rumble", "music")
_TALKERS = 6

Samples = NDArray[np.float32]


def heard_in(
    condition: str, samples: Samples, others: Sequence[Samples], rng: random.Random
) -> Samples:
    """A voice under one condition.

    Args:
        condition: One of `CONDITIONS`.
        others: Other people's utterances, for babble.

    Raises:
        KeyError: If there is no such condition.
    """
    if condition == "clean":
        return samples
    if condition == "reverb":
        return _reverberated(samples, rng)
    noise = {"fan": lambda: fan(len(samples), rng), "babble": lambda: _babble(samples, others, rng)}
    return _mixed(samples, noise[condition]())


def non_speech(kind: str, seconds: float, rng: random.Random) -> Samples:
    """Sound without a voice, one of `NON_SPEECH`, at a level between quiet and loud."""
    count = int(seconds * RATE_HZ)
    generator = np.random.default_rng(rng.randrange(1 << 30))
    level = 10 ** rng.uniform(-3, -1)
    if kind == "silence":
        return generator.standard_normal(count).astype(np.float32) * 1e-5
    if kind == "hiss":
        sound = generator.standard_normal(count)
    elif kind == "fan":
        sound = fan(count, rng)
    elif kind == "hum":
        time = np.arange(count) / RATE_HZ
        sound = sum(np.sin(2 * math.pi * 50 * k * time) / k for k in (1, 2, 3, 5, 7))
    elif kind == "rumble":
        sound = _coloured(generator.standard_normal(count), 1.0)
    else:
        sound = _music(count, rng)
    return np.asarray(sound / np.std(sound) * level, dtype=np.float32)


def fan(count: int, rng: random.Random) -> Samples:
    """A ventilator: pink noise with the blades' beat and tone."""
    generator = np.random.default_rng(rng.randrange(1 << 30))
    time = np.arange(count) / RATE_HZ
    beat = 1 + 0.3 * np.sin(2 * math.pi * rng.uniform(2, 6) * time)
    noise = _coloured(generator.standard_normal(count), 0.5) * beat
    tone = np.sin(2 * math.pi * rng.uniform(90, 240) * time)
    return np.asarray(noise / np.std(noise) + 0.4 * tone, dtype=np.float32)


def _babble(samples: Samples, others: Sequence[Samples], rng: random.Random) -> Samples:
    """Several others talking at once, as in a waiting room."""
    mixed = np.zeros(len(samples), dtype=np.float32)
    for _ in range(_TALKERS):
        other = np.resize(np.roll(rng.choice(others), rng.randrange(RATE_HZ)), len(samples))
        mixed += other / (np.std(other) + 1e-6)
    return mixed


def _reverberated(samples: Samples, rng: random.Random) -> Samples:
    """A tiled room: reflections that fade by 60 dB in 0.4 to 0.8 s."""
    length = int(RATE_HZ * rng.uniform(0.4, 0.8))
    generator = np.random.default_rng(rng.randrange(1 << 30))
    tail = generator.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[: RATE_HZ // 200] = 0
    size = 1 << (len(samples) + length).bit_length()
    reflected = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)
    return _mixed(samples, reflected[: len(samples)].astype(np.float32))


def _mixed(samples: Samples, noise: Samples) -> Samples:
    """Both together, the first louder by the ratio."""
    scale = np.std(samples) / (np.std(noise) + 1e-9) * 10 ** (-RATIO_DB / 20)
    return np.asarray(samples + noise * scale, dtype=np.float32)


def _coloured(white: NDArray[np.float64], slope: float) -> NDArray[np.float64]:
    spectrum = np.fft.rfft(white)
    return np.fft.irfft(spectrum * np.arange(1, len(spectrum) + 1) ** -slope, len(white))


def _music(count: int, rng: random.Random) -> NDArray[np.float64]:
    """Chords that change twice a second, with overtones."""
    sound, step = np.zeros(count), RATE_HZ // 2
    fading = np.exp(-np.arange(step) / step * 3)
    for start in range(0, count - step, step):
        root = 220 * 2 ** (rng.choice((0, 2, 3, 5, 7, 8, 10)) / 12)
        time = np.arange(step) / RATE_HZ
        for interval in (0, 4, 7):
            pitch = root * 2 ** (interval / 12)
            sound[start : start + step] += fading * sum(
                np.sin(2 * math.pi * pitch * k * time) / k**2 for k in (1, 2, 3)
            )
    return sound + 1e-9
