"""Some seconds of somebody reading aloud, held in memory only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.application.recording_ports import SoundSource
from zhenlu.audio import level
from zhenlu.audio.level import RATE_HZ
from zhenlu.domain.errors import Cancelled, VoiceRefused

#: How often a cancel is looked for.
_LOOK_S: Final = 0.05
#: A microphone that gives nothing for so long gives nothing any more.
_PATIENCE_S: Final = 5.0


def heard_reading(
    source: SoundSource,
    seconds: float,
    on_heard: Callable[[float], None],
    cancelled: threading.Event,
) -> Pcm:
    """Listen until so many seconds have come or the source ends; 16 kHz mono.

    Args:
        on_heard: Told the seconds that have come, on the source's thread.

    Raises:
        Cancelled: If `cancelled` was set; nothing of it is kept.
        MicrophoneMissing.
        VoiceRefused: The reason is the warning about the sound: "clipping", "noisy",
            "no_signal", "too_quiet".
    """
    listener = _Listener(round(seconds * RATE_HZ), on_heard)
    source.start(listener)
    try:
        while not listener.waited_enough():
            if cancelled.is_set():
                raise Cancelled
    finally:
        source.stop()
    pcm = listener.heard
    warnings = level.check(pcm).warnings
    if warnings:
        raise VoiceRefused(min(warnings).value)
    return pcm


class _Listener:
    """Collects what a source tells, up to so many samples."""

    def __init__(self, wanted: int, on_heard: Callable[[float], None]) -> None:
        self._wanted = wanted
        self._on_heard = on_heard
        self._pieces: list[Pcm] = []
        self._came = threading.Event()
        self._is_over = threading.Event()
        self._quiet_s = 0.0

    @property
    def heard(self) -> Pcm:
        if not self._pieces:
            return np.zeros(0, dtype=np.int16)
        return np.concatenate(self._pieces)[: self._wanted]

    def waited_enough(self) -> bool:
        """Wait a moment. True once there is enough, or no more will come."""
        is_over = self._is_over.wait(_LOOK_S)
        self._quiet_s = 0.0 if self._came.is_set() else self._quiet_s + _LOOK_S
        self._came.clear()
        return is_over or self._quiet_s > _PATIENCE_S

    def sound(self, pcm: Pcm) -> None:
        if self._is_over.is_set():
            return
        self._pieces.append(pcm if pcm.ndim == 1 else pcm.mean(axis=1).astype(np.int16))
        self._came.set()
        count = sum(map(len, self._pieces))
        self._on_heard(min(count, self._wanted) / RATE_HZ)
        if count >= self._wanted:
            self._is_over.set()

    def lost(self) -> None:
        self._is_over.set()

    def regained(self, missed_s: float) -> None:
        del missed_s

    def ended(self) -> None:
        self._is_over.set()


__all__ = ["heard_reading"]
