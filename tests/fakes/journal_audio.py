"""What the tests of the audio journal share: sound, clocks, and a hand in the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from zhenlu.application.ports import Pcm
from zhenlu.domain.journal import Moment
from zhenlu.storage.database import connect
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_seal import derived

KEY = bytes(range(32))


class Clocks:
    """Two clocks that a test sets."""

    def __init__(self) -> None:
        self.wall_s, self.monotonic_s = 1_800_000_000.0, 500.0

    def __call__(self) -> Moment:
        return Moment(self.wall_s, self.monotonic_s)

    def pass_by(self, seconds: float) -> None:
        self.wall_s += seconds
        self.monotonic_s += seconds


def speech(seconds: float, channels: int = 1, seed: int = 0) -> Pcm:
    """Something that wanders like a voice and is never the same twice."""
    steps = np.random.default_rng(seed).normal(0, 300, (round(seconds * RATE_HZ), channels))
    samples = np.clip(np.cumsum(steps, axis=0), -30_000, 30_000).astype(np.int16)
    return samples[:, 0] if channels == 1 else samples


def recorded(journal: Journal, samples: Pcm, visit: str = "v1") -> Pcm:
    """Record all of it and close the visit."""
    writer = journal.start(visit, channels=1 if samples.ndim == 1 else samples.shape[1])
    writer.append(samples)
    writer.close()
    return samples


def heard(journal: Journal, visit: str = "v1") -> Pcm:
    """What an engine would get."""
    pieces = list(journal.read(visit).chunks)
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)


def tamper(path: Path, statement: str, *values: object) -> None:
    """Change the file as one could who has its key."""
    db = connect(path, derived(KEY, "database"))
    db.conn.execute(statement, values)
    db.conn.commit()
    db.conn.close()
