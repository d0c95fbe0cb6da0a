"""How loud sound is, whether somebody speaks, and what is wrong with it.

Loudness alone decides here: it costs nothing and needs no model. Who speaks what is
the speech engine's business.

The limits are rules of thumb from recording practice, to be verified in the clinic's
own rooms.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhenlu.application.channels import mono
from zhenlu.application.ports import Pcm
from zhenlu.domain.level import LevelWarning, MicrophoneCheck, SoundLevel

RATE_HZ: Final = 16_000
#: Samples looked at together: 50 ms.
FRAME: Final = RATE_HZ // 20
SILENCE_DBFS: Final = -120.0

_FULL_SCALE = 32_768.0
#: Samples at least this loud, three in a row, were cut off.
_CLIPS_AT = 0.985
_CLIP_RUN = 3
#: A room without signal: nothing real is that quiet.
_NO_SIGNAL_DBFS = -75.0
_TOO_QUIET_DBFS = -45.0
_NOISY_DB = 10.0
#: A voice stands out from the room by this much, and is louder than that.
_VOICE_ABOVE_FLOOR_DB = 9.0
_VOICE_DBFS = -58.0
#: The room is as loud as the quieter tenth of what was heard.
_FLOOR_PERCENTILE = 10
_FLOOR_FRAMES = 200  # ten seconds
_RECENT_FRAMES = 100  # five seconds
_SILENT_FRAMES = 40  # two seconds
_CLIPS = 2


def loudness(pcm: Pcm) -> float:
    """Root mean square in dBFS; -120.0 for silence or nothing."""
    if not len(pcm):
        return SILENCE_DBFS
    return _dbfs(float(np.sqrt(np.mean(np.square(pcm.astype(np.float64))))))


def peak(pcm: Pcm) -> float:
    """The loudest sample in dBFS; -120.0 for silence or nothing."""
    return _dbfs(float(np.abs(pcm.astype(np.int32)).max())) if len(pcm) else SILENCE_DBFS


def frame_loudness(pcm: Pcm) -> NDArray[np.float64]:
    """Loudness of every whole 50 ms in dBFS, shape (len(pcm) // FRAME,)."""
    whole = pcm[: len(pcm) // FRAME * FRAME].astype(np.float64).reshape(-1, FRAME)
    rms = np.sqrt(np.mean(np.square(whole), axis=1)) / _FULL_SCALE
    loud: NDArray[np.float64] = 20.0 * np.log10(np.maximum(rms, 10 ** (SILENCE_DBFS / 20)))
    return loud


def clips(pcm: Pcm) -> int:
    """How many times the sound was cut off: runs of three samples at full scale."""
    loud = np.abs(pcm.astype(np.int32)) >= _CLIPS_AT * _FULL_SCALE
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(np.int8), [0]])))
    return int(np.sum(edges[1::2] - edges[::2] >= _CLIP_RUN))


def room_noise(frames: NDArray[np.float64]) -> float:
    """Loudness of the room without a voice, from frame loudnesses in dBFS."""
    return float(np.percentile(frames, _FLOOR_PERCENTILE)) if len(frames) else SILENCE_DBFS


def check(pcm: Pcm) -> MicrophoneCheck:
    """Judge a few seconds in which somebody was asked to speak. Mono, 16 kHz."""
    frames = frame_loudness(pcm)
    floor = room_noise(frames)
    voiced = frames[_is_voice(frames, floor)]
    heard = len(voiced) * FRAME >= RATE_HZ // 4
    voice = _mean_dbfs(voiced) if heard else loudness(pcm)
    warnings = set()
    if peak(pcm) < _NO_SIGNAL_DBFS:
        warnings.add(LevelWarning.NO_SIGNAL)
    if clips(pcm) >= _CLIPS:
        warnings.add(LevelWarning.CLIPPING)
    if heard and voice < _TOO_QUIET_DBFS:
        warnings.add(LevelWarning.TOO_QUIET)
    if heard and voice - floor < _NOISY_DB:
        warnings.add(LevelWarning.NOISY)
    return MicrophoneCheck(peak(pcm), voice, floor, heard, frozenset(warnings))


class Meter:
    """Follows the sound of one recording. Feed it everything, in order."""

    def __init__(self) -> None:
        self._rest: Pcm = np.zeros(0, dtype=np.int16)
        self._frames: deque[float] = deque(maxlen=_FLOOR_FRAMES)
        self._voiced: deque[float] = deque(maxlen=_RECENT_FRAMES)
        self._clipped: deque[int] = deque(maxlen=_RECENT_FRAMES)
        self._quiet_frames = 0
        self._spoken = False
        self._level = SoundLevel(SILENCE_DBFS, SILENCE_DBFS, SILENCE_DBFS)

    @property
    def level(self) -> SoundLevel:
        """As it stands after the last whole frame."""
        return self._level

    def hear(self, pcm: Pcm) -> SoundLevel:
        """Take the next samples, mono or shape (n, channels)."""
        sound = np.concatenate([self._rest, mono(pcm)])
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME):
            self._take(sound[start : start + FRAME])
        return self._level

    def _take(self, frame: Pcm) -> None:
        rms = loudness(frame)
        self._frames.append(rms)
        floor = room_noise(np.array(self._frames))
        has_voice = bool(_is_voice(np.array([rms]), floor)[0])
        self._spoken = self._spoken or has_voice
        self._quiet_frames = 0 if has_voice or not self._spoken else self._quiet_frames + 1
        self._voiced.append(rms if has_voice else SILENCE_DBFS)
        self._clipped.append(clips(frame))
        quiet_s = self._quiet_frames * FRAME / RATE_HZ
        warnings = frozenset(self._warnings(floor))
        self._level = SoundLevel(peak(frame), rms, floor, has_voice, quiet_s, warnings)

    def _warnings(self, floor: float) -> set[LevelWarning]:
        warnings = set()
        latest = list(self._frames)[-_SILENT_FRAMES:]
        if len(latest) == _SILENT_FRAMES and max(latest) < _NO_SIGNAL_DBFS:
            warnings.add(LevelWarning.NO_SIGNAL)
        if sum(self._clipped) >= _CLIPS:
            warnings.add(LevelWarning.CLIPPING)
        voiced = np.array([rms for rms in self._voiced if rms > SILENCE_DBFS])
        if len(voiced) * FRAME >= RATE_HZ:
            if _mean_dbfs(voiced) < _TOO_QUIET_DBFS:
                warnings.add(LevelWarning.TOO_QUIET)
            if _mean_dbfs(voiced) - floor < _NOISY_DB:
                warnings.add(LevelWarning.NOISY)
        return warnings


def _is_voice(frames: NDArray[np.float64], floor: float) -> NDArray[np.bool_]:
    return frames > max(floor + _VOICE_ABOVE_FLOOR_DB, _VOICE_DBFS)


def _mean_dbfs(frames: NDArray[np.float64]) -> float:
    return float(10.0 * np.log10(np.mean(10.0 ** (frames / 10.0))))


def _dbfs(amplitude: float) -> float:
    return max(SILENCE_DBFS, 20.0 * float(np.log10(max(amplitude, 1e-9) / _FULL_SCALE)))


__all__ = ["FRAME", "RATE_HZ", "Meter", "check", "clips", "frame_loudness", "loudness", "peak",
           "room_noise"]
