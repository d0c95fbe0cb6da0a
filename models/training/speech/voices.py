"""espeak-ng in this process, through its C library: some 2 ms a second of speech.

Besides the sound it tells when each word begins, which is what the guided
attention and the word times of the recogniser are trained on.
"""

from __future__ import annotations

import ctypes
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhenlu.domain.transcript import Language

RATE_HZ = 16_000
#: Variants heard in training, and those kept for measuring how well unknown voices are understood.
TRAINED = (
    "m1", "m2", "m3", "m4", "m5", "m6", "m8", "f1", "f2", "f3", "f4", "Andy", "Annie",
    "linda", "michel", "Alex", "Michael", "Lee", "Mario", "steph2", "klatt", "klatt4",
    "edward", "adam", "belinda", "marcelo", "pablo",
)  # fmt: skip
HELD_OUT = ("m7", "f5", "steph", "Alicia", "klatt3")
#: "cmn" would read Chinese as English-spelt pinyin; "en-gb" takes no variant.
_BASES = {
    Language.ZH: ("cmn-latn-pinyin",),
    Language.EN: ("en-us", "en-us", "en", "en-gb-x-rp"),
}
_SYNCHRONOUS, _UTF8, _WORD_EVENT = 2, 1, 1
_RATE, _PITCH, _RANGE = 1, 3, 4
#: Below this a sample counts as silence at the ends.
_SILENCE = 0.004


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker."""

    name: str
    words_per_minute: int = 170
    pitch: int = 50
    pitch_range: int = 50


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice made of a text.

    Attributes:
        samples: float32 in [-1, 1], 16 kHz, silence at both ends cut off.
        words: Position of each word's first character in the text, and when it begins in seconds.
    """

    samples: NDArray[np.float32]
    words: tuple[tuple[int, float], ...]

    @property
    def length_s(self) -> float:
        return len(self.samples) / RATE_HZ


def random_voice(
    language: Language, rng: random.Random, variants: Sequence[str] = TRAINED
) -> Voice:
    """A speaker nobody has heard in exactly this way before."""
    name = f"{rng.choice(_BASES[language])}+{rng.choice(variants)}"
    return Voice(name, rng.randint(130, 220), rng.randint(20, 80), rng.randint(30, 70))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position_ms", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", ctypes.c_char * 8),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """The library, loaded once a process; it is not safe to use from several threads."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate_hz = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
        if self._rate_hz <= 0:
            raise RuntimeError("espeak-ng does not start: are its voice files installed?")
        # The library keeps no reference of its own.
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._blocks: list[NDArray[np.int16]] = []
        self._words: list[tuple[int, float]] = []

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        i = 0
        while events and events[i].type != 0:
            if events[i].type == _WORD_EVENT:
                word = (events[i].text_position - 1, events[i].audio_position_ms / 1000)
                self._words.append(word)
            i += 1
        return 0

    def speak(self, text: str, voice: Voice) -> Spoken:
        """Read a text aloud."""
        self._take(voice)
        self._blocks.clear()
        self._words.clear()
        content = text.encode()
        self._library.espeak_Synth(content, len(content) + 1, 0, 1, 0, _UTF8, None, None)
        if not self._blocks:
            return Spoken(np.zeros(0, np.float32), ())
        sound = np.concatenate(self._blocks).astype(np.float32) / 32768
        samples = _resampled(sound, self._rate_hz)
        loud = np.flatnonzero(np.abs(samples) > _SILENCE)
        if not len(loud):
            return Spoken(samples[:0], ())
        first = max(0, int(loud[0]) - 160)
        words = tuple((at, max(0.0, time - first / RATE_HZ)) for at, time in self._words)
        return Spoken(samples[first : int(loud[-1]) + 320], words)

    def phonemes(self, text: str, voice: Voice) -> list[str]:
        """The phonemes of a text, stress and tone marks kept, pauses dropped."""
        self._take(voice)
        buffer = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses: list[str] = []
        while pointer.value:
            clause = self._library.espeak_TextToPhonemes(
                ctypes.byref(pointer), _UTF8, ord("~") << 8
            )
            clauses.append(clause.decode("utf-8", "ignore") if clause else "")
        joined = re.sub(r"\([a-z-]+\)", "~", " ".join(clauses))
        parts = re.split(r"[~ _|]+", joined)
        marks = (re.sub(r"[',|;%=:]+$|^[',|%=]+", "", part) for part in parts)
        return [mark for mark in marks if mark]

    def _take(self, voice: Voice) -> None:
        if self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice.name}")
        for parameter, value in (
            (_RATE, voice.words_per_minute),
            (_PITCH, voice.pitch),
            (_RANGE, voice.pitch_range),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)


@cache
def espeak() -> Espeak:
    return Espeak()


def _resampled(sound: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """Band-limited change of rate by cutting the spectrum; exact for the length padded to."""
    step = rate_hz // int(np.gcd(rate_hz, RATE_HZ))
    padded = -(-(len(sound) + 512) // step) * step
    target = padded * RATE_HZ // rate_hz
    spectrum = np.fft.rfft(sound, padded)[: target // 2 + 1]
    samples = np.fft.irfft(spectrum, target) * (target / padded)
    return samples[: len(sound) * RATE_HZ // rate_hz].astype(np.float32)
