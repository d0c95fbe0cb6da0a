"""Every sample that the sound server has comes through Qt to us."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from virtual_microphone import (
    at_the_microphone,
    late_sound_server,
    outside,
    play,
    run_at_the_microphone,
)

from zhenlu.application.ports import Pcm
from zhenlu.audio.microphone import Microphone

_SECONDS, _RATE_HZ = 12, 16_000


class _Listener:
    def __init__(self) -> None:
        self.heard: list[Pcm] = []

    def sound(self, pcm: Pcm) -> None:
        self.heard.append(pcm if pcm.ndim == 1 else pcm[:, 0])

    def lost(self) -> None:
        """Told by the length."""

    def regained(self, missed_s: float) -> None:
        """Told by the length."""

    def ended(self) -> None:
        """Nothing follows."""


@outside
def test_a_recording_is_as_long_as_what_was_played(tmp_path: Path) -> None:
    run_at_the_microphone(__file__, tmp_path, tests=2)


@at_the_microphone
@pytest.mark.parametrize("server", [nullcontext, late_sound_server], ids=["in time", "late"])
def test_the_end_comes_as_long_after_the_beginning_as_it_was_played(
    server: Callable[[], AbstractContextManager[None]], tmp_path: Path, qtbot: QtBot
) -> None:
    noise = np.random.default_rng(1).standard_normal(_SECONDS * _RATE_HZ)
    played = (np.convolve(noise, np.ones(8), "same") * 700).astype(np.int16)
    listener, microphone = _Listener(), Microphone()
    microphone.arm()
    microphone.start(listener)
    with server():
        speaking = play(played, tmp_path, {})
        qtbot.waitUntil(lambda: speaking.poll() is not None, timeout=60_000)
    qtbot.waitUntil(
        lambda: sum(map(len, listener.heard)) > len(played) + 2 * _RATE_HZ, timeout=30_000
    )
    microphone.stop()
    heard = np.concatenate(listener.heard)

    begins, ends = (_found(played, second, heard) for second in (1, _SECONDS - 2))

    assert ends - begins == pytest.approx((_SECONDS - 3) * _RATE_HZ, abs=4)


def _found(played: Pcm, second: int, heard: Pcm) -> int:
    """Where a fifth of a second of what was played begins in what was heard."""
    piece = played[second * _RATE_HZ : second * _RATE_HZ + _RATE_HZ // 5].astype(np.float64)
    size = 1 << (len(heard) + len(piece)).bit_length()
    alike = np.fft.irfft(
        np.fft.rfft(heard.astype(np.float64), size) * np.conj(np.fft.rfft(piece, size)), size
    )
    return int(alike[: len(heard)].argmax())
