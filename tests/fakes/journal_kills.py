"""Starts processes that record and kills them at a moment of choice."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_FAKES = Path(__file__).parent
_SOURCES = _FAKES.parents[1] / "desktop"


class Recorders:
    """Starts recording processes and kills them; see fakes/journal_recorder.py."""

    def __init__(self) -> None:
        paths = [str(_SOURCES), str(_FAKES)]
        self._server = subprocess.Popen(
            [sys.executable, str(_FAKES / "journal_recorder.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "OPENBLAS_NUM_THREADS": "1",  # no threads that a fork would lose
            },
        )
        self._rest = b""

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()

    def killed(
        self, path: Path, visit: str, seed: int, after_s: float, since: str = "process"
    ) -> tuple[int, int]:
        """Record, kill after so long, and return the samples handed in and kept.

        Args:
            since: The word from which on time counts: "process", which also kills while
                the journal is opened, or "handed", when the recording has begun.
        """
        assert self._server.stdin is not None
        self._server.stdin.write(f"{path}\t{visit}\t{seed}\n".encode())
        self._server.stdin.flush()
        child, handed, kept = 0, 0, 0
        deadline: float | None = None
        is_timed = False
        while True:
            for word, number in self._lines(deadline):
                child = number if word == "process" else child
                handed = number if word == "handed" else handed
                kept = number if word == "kept" else kept
                if word == "ended":
                    return handed, kept
                if word == since and not is_timed:
                    deadline, is_timed = time.monotonic() + after_s, True
            if deadline is not None and time.monotonic() >= deadline:
                # On a quick machine it may have come to its end first; then "ended" is on its way.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                deadline = None

    def _lines(self, deadline: float | None) -> Iterator[tuple[str, int]]:
        assert self._server.stdout is not None
        wait_s = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([self._server.stdout], [], [], wait_s)[0]:
            return
        *lines, self._rest = (self._rest + os.read(self._server.stdout.fileno(), 65_536)).split(
            b"\n"
        )
        for line in lines:
            word, number = line.split()
            yield word.decode(), int(number)
