"""Mel features exactly as faster-whisper computes them, and what a clinic adds to a voice."""

from __future__ import annotations

import math
import random
from functools import cache

import torch
from faster_whisper.feature_extractor import FeatureExtractor
from torch import Tensor

RATE_HZ = 16_000
_FFT, _HOP = 400, 160


@cache
def _filters() -> Tensor:
    return torch.from_numpy(FeatureExtractor().mel_filters)


def log_mel(samples: Tensor, floor: float = 0.0) -> Tensor:
    """(80, frames) of float samples in [-1, 1]; `floor` raises the quiet end by some log units."""
    padded = torch.nn.functional.pad(samples, (0, _HOP))
    spectrum = torch.stft(
        padded, _FFT, _HOP, window=torch.hann_window(_FFT), center=True, return_complex=True
    )
    power = spectrum[:, :-1].abs().square()
    logarithm = torch.log10((_filters() @ power).clamp_min(1e-10))
    return (torch.maximum(logarithm, logarithm.max() + floor - 8.0) + 4.0) / 4.0


class Noises:
    """A minute each of the noises of a room, drawn from by offset."""

    def __init__(self, seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        count = 60 * RATE_HZ
        white = torch.randn(count, generator=generator)
        spectrum = torch.fft.rfft(white)
        bins = torch.arange(1, len(spectrum) + 1)
        self._kinds = {"white": white}
        for name, slope in (("pink", 0.5), ("brown", 1.0), ("blue", -0.4)):
            self._kinds[name] = torch.fft.irfft(spectrum * bins.pow(-slope), count)
        time = torch.arange(count) / RATE_HZ
        mains = sum(torch.sin(2 * math.pi * 50 * k * time) / k for k in (1, 2, 3, 5))
        self._kinds["hum"] = mains + 0.3 * self._kinds["pink"] / self._kinds["pink"].std()
        self._kinds["fan"] = self._kinds["pink"] * (1 + 0.5 * torch.sin(2 * math.pi * 3 * time))
        self._kinds = {name: noise / noise.std() for name, noise in self._kinds.items()}

    def draw(self, count: int, rng: random.Random) -> Tensor:
        """`count` samples of one kind, standard deviation about 1."""
        noise = self._kinds[rng.choice(list(self._kinds))]
        start = rng.randrange(0, len(noise) - count - 1)
        return noise[start : start + count]


def in_a_room(samples: Tensor, noises: Noises, rng: random.Random) -> Tensor:
    """A voice as a microphone on a desk would take it: echo, a dull line, noise, any level."""
    if rng.random() < 0.2:
        samples = _with_echo(samples, rng)
    if rng.random() < 0.12:
        samples = _band_limited(samples, rng)
    if rng.random() < 0.6:
        noise = noises.draw(len(samples), rng)
        ratio = 10 ** (rng.uniform(5, 30) / 10)
        power = samples.square().mean().clamp_min(1e-8) / ratio
        samples = samples + noise * (power / noise.square().mean()).sqrt()
    elif rng.random() < 0.5:
        samples = samples + torch.randn(len(samples)) * 10 ** rng.uniform(-5, -3)
    return samples * (10 ** (rng.uniform(-25, 3) / 20) / (samples.abs().max() + 1e-6))


def without_speech(seconds: float, noises: Noises, rng: random.Random) -> Tensor:
    """Silence, hiss, room noise, bumps or a tone: nothing to write down."""
    count, kind = int(seconds * RATE_HZ), rng.random()
    if kind < 0.15:
        return torch.zeros(count)
    if kind < 0.4:
        return torch.randn(count) * 10 ** rng.uniform(-5, -2.5)
    samples = noises.draw(count, rng) * 10 ** rng.uniform(-3, -0.7)
    if rng.random() < 0.3:
        fading = torch.exp(-torch.arange(300) / 60)
        for _ in range(rng.randint(1, 6)):
            start = rng.randrange(0, count - 400)
            samples[start : start + 300] += torch.randn(300) * fading * rng.uniform(0.05, 0.5)
    if rng.random() < 0.15:
        angle = torch.arange(count) / RATE_HZ * 2 * math.pi * rng.uniform(200, 2000)
        samples = samples + torch.sin(angle) * 10 ** rng.uniform(-2, -0.7)
    return samples


def _with_echo(samples: Tensor, rng: random.Random) -> Tensor:
    length = int(RATE_HZ * rng.uniform(0.08, 0.3))
    echo = torch.randn(length) * torch.exp(-torch.arange(length) / (length / 5))
    echo = echo * rng.uniform(0.2, 0.6) / echo.norm()
    echo[0] = 1
    size = 1 << (len(samples) + length).bit_length()
    product = torch.fft.rfft(samples, size) * torch.fft.rfft(echo, size)
    return torch.fft.irfft(product, size)[: len(samples)]


def _band_limited(samples: Tensor, rng: random.Random) -> Tensor:
    spectrum = torch.fft.rfft(samples)
    hertz = torch.linspace(0, RATE_HZ / 2, len(spectrum))
    high, low = rng.choice((3400.0, 4000.0, 5500.0)), rng.choice((0.0, 100.0, 250.0))
    passed = torch.sigmoid((high - hertz) / 150) * torch.sigmoid((hertz - low) / 20)
    return torch.fft.irfft(spectrum * passed, len(samples))
