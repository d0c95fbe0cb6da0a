"""One run of an engine worker: a child process and the threads that talk to it."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import zhenlu
from zhenlu.domain.errors import EngineFailed
from zhenlu.engines.messages import Message, decode, encode

log = logging.getLogger(__name__)

#: A worker that was asked to stop has this long to do so by itself.
STOP_GRACE_S = 2.0


class WorkerDied(EngineFailed):
    """The process ended while something was expected from it."""


def worker_command(kind: str) -> list[str]:
    """The command line that starts a worker, from a checkout, an installation or a bundle."""
    if getattr(sys, "frozen", False):
        # The window's own program has no standard streams on Windows.
        program = Path(sys.executable)
        return [str(program.with_name(f"zhenlu{program.suffix}")), "worker", kind]
    # -P keeps the current folder off the module path: it may be a folder of recordings.
    return [sys.executable, "-P", "-m", "zhenlu", "worker", kind]


def _environment(threads: int) -> dict[str, str]:
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        beside = str(Path(zhenlu.__file__).resolve().parent.parent)
        inherited = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (beside, inherited)))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(threads)
    # Libraries that could fetch a model must not even try.
    environment["HF_HUB_OFFLINE"] = environment["TRANSFORMERS_OFFLINE"] = "1"
    return environment


class WorkerProcess:
    """One run of a worker: a child process, and threads that write, read and drain for it."""

    def __init__(self, command: Sequence[str], threads: int) -> None:
        """Start the process.

        Args:
            command: Program and arguments.
            threads: Processor threads its libraries may use.

        Raises:
            EngineFailed: Reason "start", if the system refuses to start it.
        """
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(threads),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EngineFailed("start", errno=error.errno or 0) from error
        self._messages: queue.SimpleQueue[Message | EngineFailed | None] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._last_words: deque[str] = deque(maxlen=20)
        self._threads = (
            threading.Thread(target=self._write, name="engine-requests", daemon=True),
            threading.Thread(target=self._read, name="engine-messages", daemon=True),
            threading.Thread(target=self._drain, name="engine-stderr", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def send(self, message: Message) -> None:
        """Have a message written. Returns at once: a frozen worker empties no pipe.

        Raises:
            WorkerDied: If the process is gone.
        """
        if not self.is_alive:
            raise WorkerDied("died")
        self._outgoing.put(encode(message))

    def receive(self, timeout_s: float) -> Message | None:
        """The next message, or None if none came in time.

        Raises:
            WorkerDied: If the process ended and all it said was read.
            EngineFailed: Reason "protocol", if it wrote something that is no message.
        """
        try:
            message = self._messages.get(timeout_s > 0.0, timeout_s)
        except queue.Empty:
            return None
        if message is None:
            self._messages.put(None)
            raise WorkerDied("died", exit_code=self._exit_code())
        if isinstance(message, EngineFailed):
            raise message
        return message

    def close(self, grace_s: float = STOP_GRACE_S) -> None:
        """End the process: ask by closing its input, then kill. Leaves no pipe open."""
        self._outgoing.put(None)
        try:
            self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()
        _pipe(self._process.stdout).close()
        _pipe(self._process.stderr).close()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self.close()

    def _write(self) -> None:
        """Write what was sent and close the pipe; what a dead worker did not read is lost."""
        stdin = _pipe(self._process.stdin)
        with contextlib.suppress(OSError, ValueError), stdin:
            while (line := self._outgoing.get()) is not None:
                stdin.write(line)
                stdin.flush()

    def _read(self) -> None:
        for line in _pipe(self._process.stdout):
            try:
                self._messages.put(decode(line))
            except EngineFailed as error:
                self._messages.put(error)
        self._messages.put(None)

    def _drain(self) -> None:
        """Keep stderr flowing; remember only our own fault lines, which carry no words."""
        for line in _pipe(self._process.stderr):
            if line.startswith((b"zhenlu worker", b"Fatal Python error", b"GGML_ASSERT")):
                self._last_words.append(line[:200].decode("utf-8", "replace").strip())

    def _exit_code(self) -> int:
        code = self._process.wait()
        log.warning("worker ended code=%d said=%s", code, list(self._last_words))
        return code


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - Popen was given PIPE
    return pipe
