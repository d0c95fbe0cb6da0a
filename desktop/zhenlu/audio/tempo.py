"""Speech faster or slower at its own pitch, to be listened to."""

from __future__ import annotations

import av
import numpy as np
from av.filter import Graph

from zhenlu.application.ports import Pcm
from zhenlu.audio.converting import RATE_HZ


def at_speed(sound: Pcm, speed: float) -> Pcm:
    """The same words in 1/speed of the time (FFmpeg's `atempo`).

    Args:
        sound: int16 mono at 16 kHz.
        speed: 0.5 to 2; at 1 the samples come back as they are.
    """
    if speed == 1.0 or not len(sound):
        return sound
    graph = Graph()
    graph.link_nodes(
        graph.add_abuffer(sample_rate=RATE_HZ, format="s16", layout="mono"),
        graph.add("atempo", str(speed)),
        graph.add("abuffersink"),
    ).configure()
    frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE_HZ
    graph.push(frame)
    graph.push(None)
    pieces = []
    while True:
        try:
            pieces.append(graph.pull().to_ndarray().reshape(-1))
        except (av.error.BlockingIOError, av.error.EOFError):
            break
    return np.concatenate(pieces).astype(np.int16) if pieces else sound[:0]


__all__ = ["at_speed"]
