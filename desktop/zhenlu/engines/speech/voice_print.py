"""The sound of a voice from its spectrum and pitch, without any trained weights.

Mel-frequency cepstral coefficients (Davis and Mermelstein 1980) tell the shape of a vocal
tract; their mean and spread over the voiced part of a segment, together with the pitch,
are enough to tell the few people of one visit apart. They are not meant to recognise
somebody among strangers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhenlu.application.ports import Pcm
from zhenlu.domain.voice_print import VoicePrint
from zhenlu.engines.speech.endpointing import RATE_HZ

_HOP = RATE_HZ // 50
_SPECTRUM_WINDOW, _SPECTRUM_FFT = 400, 512
_PITCH_WINDOW, _PITCH_FFT = 640, 2048
_BANDS, _COEFFICIENTS = 26, 13
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7600.0
_LOWEST_PITCH_HZ, _HIGHEST_PITCH_HZ = 65.0, 400.0
_EMPHASIS = 0.97
#: Added to the power of a band, that of a segment being 1: below it lies the room.
_FLOOR = 1e-2
#: Frames this far below the loud ones (a power ratio of 25 dB) are pauses.
_PAUSE_BELOW = 10**-2.5
#: Autocorrelation at the pitch from which a frame is voiced.
_VOICED_FROM = 0.5
#: Frames of voice without which nothing can be said about whose it is.
_LEAST_FRAMES = 6
#: The first seconds of a long segment tell as much as all of it.
_LONGEST_S = 8.0

Array = NDArray[np.float64]


def voice_print(pcm: Pcm) -> VoicePrint | None:
    """Features of a segment at 16 kHz: 13 means, 13 spreads, log pitch and its spread.

    Returns:
        None where there is too little voice to tell.
    """
    samples = pcm[: round(_LONGEST_S * RATE_HZ)].astype(np.float64)
    if len(samples) < _PITCH_WINDOW + _LEAST_FRAMES * _HOP or not samples.any():
        return None
    samples /= np.sqrt((samples**2).mean())
    cepstra, power = _cepstra(samples)
    pitches, clearness = _pitches(samples)
    count = len(pitches)
    loud = power[:count] > np.percentile(power, 90) * _PAUSE_BELOW
    voiced = loud & (clearness > _VOICED_FROM)
    if voiced.sum() < _LEAST_FRAMES:
        return None
    shapes, pitch = cepstra[:count][voiced], pitches[voiced]
    low, middle, high = np.percentile(pitch, [25, 50, 75])
    features = (*shapes.mean(axis=0), *shapes.std(axis=0), middle, high - low)
    voiced_s = float(voiced.sum()) * _HOP / RATE_HZ
    return VoicePrint(tuple(round(float(value), 4) for value in features), voiced_s)


def _cepstra(samples: Array) -> tuple[Array, Array]:
    """Cepstral coefficients without the first, which is loudness, and power; by frame."""
    frames = _frames(samples, _SPECTRUM_WINDOW)
    power = (frames**2).mean(axis=1)
    sharpened = np.append(frames[:, :1], frames[:, 1:] - _EMPHASIS * frames[:, :-1], axis=1)
    spectra = np.abs(np.fft.rfft(sharpened * np.hamming(_SPECTRUM_WINDOW), _SPECTRUM_FFT)) ** 2
    return np.log(spectra @ _MEL_BANDS.T + _FLOOR) @ _COSINES.T, power


def _pitches(samples: Array) -> tuple[Array, Array]:
    """Natural logarithm of the pitch in Hz, and how periodic each frame is (0 to 1)."""
    frames = _frames(samples, _PITCH_WINDOW)
    frames = (frames - frames.mean(axis=1, keepdims=True)) * _PITCH_HANNING
    correlation = _autocorrelation(frames) / _HANNING_CORRELATION + 1e-9
    first, last = int(RATE_HZ / _HIGHEST_PITCH_HZ), int(RATE_HZ / _LOWEST_PITCH_HZ)
    best = first + (correlation / correlation[:, :1] - _OCTAVE_COST)[:, first:last].argmax(axis=1)
    clearness = correlation[np.arange(len(best)), best] / correlation[:, 0]
    return np.log(RATE_HZ / best), clearness


def _autocorrelation(frames: Array) -> Array:
    spectra = np.fft.rfft(frames, _PITCH_FFT)
    return np.asarray(np.fft.irfft(np.abs(spectra) ** 2)[..., :_PITCH_WINDOW])


def _frames(samples: Array, length: int) -> Array:
    return np.lib.stride_tricks.sliding_window_view(samples, length)[::_HOP]


def _mel_bands() -> Array:
    """Triangles over the spectrum, evenly spaced in pitch as it is heard; shape (26, 257)."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    hertz = np.fft.rfftfreq(_SPECTRUM_FFT, 1 / RATE_HZ)
    left, middle, right = (edges[i : len(edges) - 2 + i, None] for i in range(3))
    rising, falling = (hertz - left) / (middle - left), (right - hertz) / (right - middle)
    return np.maximum(0.0, np.minimum(rising, falling))


_MEL_BANDS = _mel_bands()
_COSINES = np.sqrt(2 / _BANDS) * np.cos(
    np.pi / _BANDS * np.outer(np.arange(1, _COEFFICIENTS + 1), np.arange(_BANDS) + 0.5)
)
_PITCH_HANNING = np.hanning(_PITCH_WINDOW)
#: What the window itself adds to the correlation is divided out again.
_HANNING_CORRELATION = _autocorrelation(_PITCH_HANNING) / _autocorrelation(_PITCH_HANNING)[0]
_HANNING_CORRELATION += 1e-3
#: Twice the period fits as well as the period: the shorter one is taken.
_OCTAVE_COST = 0.05 * np.log2(np.arange(1, _PITCH_WINDOW + 1))

__all__ = ["voice_print"]
