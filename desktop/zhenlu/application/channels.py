"""Sound of one microphone and of two: shape (n,) or (n, 2)."""

from __future__ import annotations

import numpy as np

from zhenlu.application.ports import Pcm


def mono(pcm: Pcm) -> Pcm:
    """Both microphones as one."""
    if pcm.ndim == 1:
        return pcm
    mixed: Pcm = pcm.mean(axis=1, dtype=np.float32).astype(np.int16)
    return mixed


def in_channels(pcm: Pcm, channels: int) -> Pcm:
    """Sound in as many channels as a recording was begun with, 1 or 2."""
    if channels == 1:
        return mono(pcm)
    return pcm if pcm.ndim == 2 else np.repeat(pcm[:, None], 2, axis=1)


__all__ = ["in_channels", "mono"]
