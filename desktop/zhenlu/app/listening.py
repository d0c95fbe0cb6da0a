"""Plays a stretch of a visit's recording, decrypted in memory only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSink

from zhenlu.app.window import keep_preference, preferences
from zhenlu.application.ports import Pcm
from zhenlu.ui.review.evidence_dock import SPEEDS

_SPEED = "window/play_speed"
_RATE_HZ = 16_000
_PEAKS = 72


class Player(QObject):
    """Plays one stretch at a time.

    Signals:
        playing_changed: Whether something is heard.
    """

    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        form = QAudioFormat()
        form.setSampleRate(_RATE_HZ)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._format = form
        self._sink: QAudioSink | None = None
        self._buffer = QBuffer(self)

    def play(self, pcm: Pcm) -> None:
        """Play int16 mono samples at 16 kHz from their beginning."""
        self.stop()
        self._buffer.setData(QByteArray(pcm.tobytes()))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(self._format, self)
        self._sink.stateChanged.connect(self._on_state)
        self._sink.start(self._buffer)
        self.playing_changed.emit(True)

    def stop(self) -> None:
        """Be silent; does nothing while nothing plays."""
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()
            self._buffer.close()
            self._buffer.setData(QByteArray())
            self.playing_changed.emit(False)

    def _on_state(self, state: QAudio.State) -> None:
        if state in (QAudio.State.IdleState, QAudio.State.StoppedState):
            self.stop()


def peaks(pcm: Pcm) -> list[float]:
    """The loudness of a stretch as some bars, 0 to 1 of its loudest."""
    if not len(pcm):
        return []
    parts = np.array_split(np.abs(pcm.astype(np.int32)), min(_PEAKS, len(pcm)))
    loud: NDArray[np.float64] = np.array([part.max() for part in parts], dtype=np.float64)
    return [float(share) for share in loud / max(1.0, float(loud.max()))]


def play_speed() -> float:
    """How fast this computer's people listen; 1 where nothing sensible is stored."""
    stored = str(preferences().value(_SPEED, ""))
    return next((speed for speed in SPEEDS if f"{speed:g}" == stored), 1.0)


def keep_play_speed(speed: float) -> None:
    """Listen as fast the next time as well."""
    keep_preference(_SPEED, f"{speed:g}")
