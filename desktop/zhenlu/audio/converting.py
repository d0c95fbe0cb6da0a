"""From the samples of a sound device to ours: 16 kHz, 16 bits, one channel or two."""

from __future__ import annotations

from typing import Final

import av
import numpy as np

from zhenlu.application.ports import Pcm

RATE_HZ: Final = 16_000


class Converter:
    """Resamples once, with a state that lasts as long as the device is open.

    Args:
        most_channels: What may come out, 1 or 2.
    """

    _TYPES: Final = {"s16": np.int16, "flt": np.float32, "s32": np.int32, "u8": np.uint8}

    def __init__(
        self, rate_hz: int, channels: int, sample_format: str, most_channels: int = 1
    ) -> None:
        # Of an array of more microphones one hears everybody.
        self.channels = 2 if channels == most_channels == 2 else 1
        self._rate_hz = rate_hz
        self._layout = "stereo" if channels == 2 else "mono"
        self._format = sample_format
        self._type = np.dtype(self._TYPES[sample_format])
        self._channels = channels
        self._is_ours = (rate_hz, channels, sample_format) == (RATE_HZ, 1, "s16")
        layout = "stereo" if self.channels == 2 else "mono"
        self._resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE_HZ)
        self._rest = b""

    def __call__(self, raw: bytes) -> Pcm:
        raw = self._rest + raw
        whole = len(raw) // (self._type.itemsize * self._channels)
        used = whole * self._type.itemsize * self._channels
        raw, self._rest = raw[:used], raw[used:]
        samples = np.frombuffer(raw, dtype=self._type)
        if self._is_ours or not whole:
            return samples.astype(np.int16)
        if self._channels > 2:
            samples = np.ascontiguousarray(samples.reshape(whole, self._channels)[:, 0])
        frame = av.AudioFrame.from_ndarray(
            samples.reshape(1, -1), format=self._format, layout=self._layout
        )
        frame.sample_rate = self._rate_hz
        pieces = [out.to_ndarray()[0] for out in self._resampler.resample(frame) if out.samples]
        sound = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int16)
        return sound if self.channels == 1 else sound.reshape(-1, 2)


__all__ = ["RATE_HZ", "Converter"]
