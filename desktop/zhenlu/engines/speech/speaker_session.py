"""The session of a worker that only listens to how voices sound.

A network from anywhere is first tried here: what crashes, hangs or eats memory ends this
process and nothing else.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

import psutil

from zhenlu.engines.messages import Payload, unpack_pcm
from zhenlu.engines.speech.speaker_model import SpeakerModel
from zhenlu.engines.worker import Emit

#: Address space beyond what the libraries take: the largest network published needs half of it.
_ROOM_BYTES: Final = 3 << 30


class SpeakerSession:
    """Holds one speaker model."""

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        """Load and try it.

        Args:
            folder: The ONNX file itself.

        Raises:
            PackRejected: As `SpeakerModel`.
        """
        del manifest, threads
        _bound_memory()
        self._model = SpeakerModel(folder)

    def examine(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """How many `dimensions` its embeddings have."""
        del payload, emit, cancelled
        return {"dimensions": self._model.dimensions}

    def embed(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """The `embedding` of `pcm`, empty where there is none."""
        del emit, cancelled
        return {"embedding": list(self._model.embedding(unpack_pcm(payload["pcm"])))}


def _bound_memory() -> None:
    """Have the system refuse more than a network can need, where it does so at all."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    taken = psutil.Process().memory_info().vms
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + _ROOM_BYTES
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


__all__ = ["SpeakerSession"]
