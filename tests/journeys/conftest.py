"""The real program as its user starts it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

RATE_HZ = 16_000


@dataclass(frozen=True)
class Ran:
    """One run of the program."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def zhenlu(data_folder: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Runs `zhenlu ARGS…` with a data folder of its own, in English unless told."""

    def run(*args: object, language: str = "en", env: dict[str, str] | None = None) -> Ran:
        environment = {
            **os.environ,
            "ZHENLU_DATA": str(data_folder),
            "ZHENLU_LANGUAGE": language,
            "TMPDIR": str(tmp_path),
            **(env or {}),
        }
        done = subprocess.run(
            [sys.executable, "-m", "zhenlu", *map(str, args)],
            capture_output=True,
            encoding="utf-8",
            env=environment,
            timeout=600,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def sound_without_speech(tmp_path: Path) -> Callable[[str], Path]:
    """Makes twelve seconds of "silence", "noise" or "music" as a WAV file."""

    def make(kind: str) -> Path:
        seconds = 12
        samples = {
            "silence": lambda: np.zeros(seconds * RATE_HZ),
            "noise": lambda: np.random.default_rng(1).normal(0, 0.1, seconds * RATE_HZ),
            "music": lambda: _music(seconds),
        }[kind]()
        path = tmp_path / f"{kind}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        return path

    return make


def _music(seconds: float) -> np.ndarray:
    """Chords of decaying harmonics, changing every half second."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    chords = [(262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294)]
    out = np.zeros_like(t)
    for start in np.arange(0, seconds, 0.5):
        at = (t >= start) & (t < start + 0.5)
        for tone in chords[int(start * 2) % 4]:
            for harmonic in (1, 2, 3, 4):
                partial = np.sin(2 * np.pi * tone * harmonic * (t[at] - start)) / harmonic
                out[at] += partial * np.exp(-3 * (t[at] - start))
    return 0.25 * out / np.abs(out).max()
