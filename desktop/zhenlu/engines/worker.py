"""The child side: a process that holds one model and answers requests about it.

A model library can crash, eat all memory or hold the interpreter for seconds.
In a process of its own that ends as one error in the window, never as a lost
recording. The process keeps nothing on disk and ends when its input closes.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from zhenlu.domain.errors import Cancelled, EngineFailed, MemoryShort, ZhenluError
from zhenlu.engines.messages import (
    Cancel,
    Done,
    Message,
    Payload,
    Progress,
    Request,
    decode,
    encode,
    failure,
)

log = logging.getLogger(__name__)

#: Progress from a session: name and payload.
Emit: TypeAlias = Callable[[str, Payload], None]
#: A request as a session's method answers it.
Answer: TypeAlias = Callable[[Payload, Emit, threading.Event], Payload]

#: What each kind of session may be asked besides "load".
_REQUESTS = {
    "speech": ("begin", "hear", "finish", "peek", "again"),
    "speaker": ("examine", "embed"),
    "drafting": ("draft", "read"),
    "scripted": ("begin", "hear", "finish", "again", "draft", "play"),
}


class _Session(Protocol):
    """Holds a loaded pack. Each request is a method `(payload, emit, cancelled) -> payload`."""


def _open_session(kind: str, folder: Path, manifest: Payload, threads: int) -> _Session:
    """Load a pack. Only the library of this kind is imported: the other costs memory."""
    if kind == "speech":
        from zhenlu.engines.speech.listening import SpeechSession

        return SpeechSession(folder, manifest, threads)
    if kind == "speaker":
        from zhenlu.engines.speech.speaker_session import SpeakerSession

        return SpeakerSession(folder, manifest, threads)
    if kind == "drafting":
        from zhenlu.engines.drafting.session import DraftingSession

        return DraftingSession(folder, manifest, threads)
    from zhenlu.engines.scripted import ScriptedSession

    return ScriptedSession(folder, manifest, threads)


class Worker:
    """Reads requests on one thread, answers them in order on another."""

    def __init__(self, kind: str, source: BinaryIO, sink: BinaryIO) -> None:
        """Take the two ends of the line.

        Args:
            kind: "speech", "speaker", "drafting" or "scripted".
        """
        self._kind = kind
        self._source = source
        self._sink = sink
        self._sink_lock = threading.Lock()
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._cancelled: dict[int, threading.Event] = {}
        self._finished = threading.Event()
        self._session: _Session | None = None

    def serve(self) -> None:
        """Answer until the input closes."""
        threading.Thread(target=self._read, name="worker-input", daemon=True).start()
        while (request := self._requests.get()) is not None:
            cancelled = self._cancelled[request.id]
            self._send(self._outcome(request, cancelled))
            del self._cancelled[request.id]
        self._finished.set()

    def _read(self) -> None:
        for line in self._source:
            try:
                message = decode(line)
            except EngineFailed:
                sys.stderr.write("zhenlu worker fault: broken line\n")
                os._exit(3)
            if isinstance(message, Request):
                self._cancelled[message.id] = threading.Event()
                self._requests.put(message)
            elif isinstance(message, Cancel):
                self._call_off(message.id)
        self._call_off(None)
        self._requests.put(None)
        # The program is gone. A model call cannot be interrupted from outside, and
        # there is nothing here to save.
        if not self._finished.wait(1.0):
            os._exit(0)

    def _call_off(self, up_to: int | None) -> None:
        for request_id, cancelled in list(self._cancelled.items()):
            if up_to is None or request_id <= up_to:
                cancelled.set()

    def _outcome(self, request: Request, cancelled: threading.Event) -> Message:
        def emit(name: str, payload: Payload) -> None:
            self._send(Progress(request.id, name, payload))

        if cancelled.is_set():
            return failure(request.id, Cancelled())
        try:
            return Done(request.id, self._answer(request)(request.payload, emit, cancelled))
        except ZhenluError as error:
            return failure(request.id, error)
        except MemoryError:
            return failure(request.id, MemoryShort("worker", engine=self._kind))
        except Exception as error:
            _report(error)
            name = type(error).__name__
            return failure(request.id, EngineFailed("fault", engine=self._kind, fault=name))

    def _answer(self, request: Request) -> Answer:
        if request.name == "load":
            return self._load
        if self._session is None or request.name not in _REQUESTS[self._kind]:
            raise EngineFailed("protocol", request=request.name)
        answer: Answer = getattr(self._session, request.name)
        return answer

    def _load(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        del emit, cancelled
        self._session = None
        self._session = _open_session(
            self._kind, Path(payload["folder"]), payload["manifest"], int(payload["threads"])
        )
        return {}

    def _send(self, message: Message) -> None:
        with self._sink_lock:
            self._sink.write(encode(message))
            self._sink.flush()


def _report(error: Exception) -> None:
    """Say on stderr where it broke, without the exception's own words: they may be a patient's."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-6:]))
    sys.stderr.write(f"zhenlu worker fault {type(error).__name__} at {where}\n")
    sys.stderr.flush()


def _keep_line_for_messages() -> BinaryIO:
    """Move the line to the program to a descriptor of its own.

    Libraries print to descriptor 1 whenever they please; from here on that goes to
    stderr and cannot end up between two messages.
    """
    line = os.dup(1)
    os.set_inheritable(line, False)
    os.dup2(2, 1)
    return os.fdopen(line, "wb")


def _offer_itself_to_the_kernel() -> None:
    """When memory runs out, Linux should end this process and not the one that records."""
    adjustment = Path("/proc/self/oom_score_adj")
    try:
        adjustment.write_text(str(min(1000, int(adjustment.read_text()) + 500)))
    except (OSError, ValueError):
        log.debug("no oom adjustment here")


def _let_others_go_first() -> None:
    """A draft can wait; words that are being spoken, and the recording, cannot."""
    if hasattr(os, "nice"):
        os.nice(5)


def main(kind: str) -> int:
    """Run a worker of this kind until its input closes.

    Returns:
        0, or 2 for a kind that does not exist.
    """
    if kind not in _REQUESTS:
        sys.stderr.write("zhenlu worker: speech | speaker | drafting\n")
        return 2
    if sys.stderr is None:
        # A windowed program has no console to write to.
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    # Ctrl+C reaches the whole process group; only the program decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable(sys.stderr)
    _offer_itself_to_the_kernel()
    if kind == "drafting":
        _let_others_go_first()
    with _keep_line_for_messages() as sink:
        try:
            Worker(kind, os.fdopen(0, "rb", closefd=False), sink).serve()
        except BrokenPipeError:
            os._exit(0)
    return 0
