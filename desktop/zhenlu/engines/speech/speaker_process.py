"""The program's side of the worker that only listens to how voices sound."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zhenlu.application.ports import Pcm
from zhenlu.domain.errors import EngineFailed, EngineUnresponsive, MemoryShort, PackRejected
from zhenlu.engines.messages import pack_pcm
from zhenlu.engines.process import EngineProcess, load_payload

#: Loading the largest network takes a tenth of it.
_PATIENCE_S: Final = 60.0


def dimensions_of(
    path: Path, cancelled: threading.Event, patience_s: float = _PATIENCE_S
) -> int:
    """Try a speaker model in a process of its own; how many numbers its embeddings have.

    Args:
        patience_s: How long it may take to load and to answer.

    Raises:
        Cancelled: If `cancelled` was set.
        PackRejected: As `SpeakerModel`, or reason "speaker_fails" if it crashes, takes all
            memory or does not come to an end.
        EngineFailed: Reason "start", if the system refuses to start the process.
    """
    try:
        with _worker(path, cancelled, patience_s) as worker:
            answer = worker.call("examine", {}, _ignore, cancelled)
            return int(answer["dimensions"])
    except EngineFailed as error:
        if error.reason == "start":
            raise
        raise PackRejected("speaker_fails", file=str(path)) from None
    except (EngineUnresponsive, MemoryShort):
        raise PackRejected("speaker_fails", file=str(path)) from None


def embeddings(path: Path, pieces: Sequence[Pcm]) -> tuple[tuple[float, ...], ...]:
    """How each piece at 16 kHz sounds; empty where the model makes nothing of one.

    Raises:
        PackRejected: If the model does not hold up any more.
        EngineFailed, EngineUnresponsive, MemoryShort: As any engine.
    """
    calm = threading.Event()
    with _worker(path, calm, _PATIENCE_S) as worker:
        answers = [
            worker.call("embed", {"pcm": pack_pcm(pcm)}, _ignore, calm) for pcm in pieces
        ]
    return tuple(tuple(map(float, answer["embedding"])) for answer in answers)


@contextmanager
def _worker(
    path: Path, cancelled: threading.Event, patience_s: float
) -> Iterator[EngineProcess]:
    """A worker with the model loaded, ended afterwards."""
    load = load_payload(path, {}, threads=1)
    process = EngineProcess("speaker", path.name, load, patience_s=patience_s)
    try:
        process.begin_job(_ignore, cancelled)
        yield process
    finally:
        process.close()


def _ignore(_event: object) -> None:
    """Nobody watches this engine load."""


__all__ = ["dimensions_of", "embeddings"]
