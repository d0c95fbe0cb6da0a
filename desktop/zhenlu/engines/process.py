"""The program's side of an engine worker: load it, ask it, call it off, start it again.

`EngineProcess` is what an engine works with: a worker with its pack loaded, started
when first needed and once more if it dies in the middle of a job.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from zhenlu.application.events import EngineLoading, EngineReady, EngineRestarted
from zhenlu.application.ports import OnEvent
from zhenlu.domain.errors import Cancelled, EngineFailed, EngineUnresponsive
from zhenlu.engines.child import STOP_GRACE_S, WorkerDied, WorkerProcess, worker_command
from zhenlu.engines.messages import (
    Cancel,
    Done,
    Failed,
    Message,
    Payload,
    Progress,
    Request,
    error_of,
)

log = logging.getLogger(__name__)

#: A worker that says nothing for this long while it has work is taken for hung.
PATIENCE_S = 300.0
#: How often a waiting thread looks whether the person cancelled.
_LOOK_S = 0.05

OnProgress = Callable[[Progress], None]


class EngineProcess:
    """A worker with its pack loaded, started on first use, restarted once a job.

    Belongs to one job at a time, which runs inside `alone`; `close` may be called from
    any thread.
    """

    def __init__(
        self,
        kind: str,
        pack: str,
        load: Payload,
        command: Sequence[str] | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Describe the worker; nothing is started yet.

        Args:
            kind: "speech", "speaker" or "drafting".
            pack: Name of the pack, for events.
            load: `folder`, `manifest` and `threads` as the worker's session takes them.
        """
        self._kind = kind
        self._pack = pack
        self._load = load
        self._command = list(command) if command else worker_command(kind)
        self._patience_s = patience_s
        self._worker: WorkerProcess | None = None
        self._last_id = 0
        self._under_way: deque[int] = deque()
        self._restarted = False
        self._closed = False
        self._turn = threading.Lock()
        self.load_s = 0.0

    @property
    def pid(self) -> int | None:
        """Process id of the worker, or None while there is none."""
        return self._worker.pid if self._worker else None

    @property
    def under_way(self) -> int:
        """Requests posted and not yet answered."""
        return len(self._under_way)

    @contextlib.contextmanager
    def alone(self, cancelled: threading.Event) -> Iterator[None]:
        """Around a job: one that another thread began is waited for.

        Raises:
            Cancelled: If `cancelled` was set while it waited.
        """
        while not self._turn.acquire(timeout=_LOOK_S):
            if cancelled.is_set():
                raise Cancelled
        try:
            yield
        finally:
            self._turn.release()

    def begin_job(self, on_event: OnEvent, cancelled: threading.Event) -> float:
        """Make sure a loaded worker stands ready; a job may restart it once.

        Returns:
            Seconds spent on loading, 0.0 if it was ready.

        Raises:
            PackUnusable: If the engine cannot load the pack.
            MemoryShort: If the worker ran out of memory.
            EngineFailed: If it died twice.
            Cancelled: If called off while loading.
        """
        self._closed = False
        self._restarted = False
        if self._under_way:
            # The last job broke off on this side, by an error in its audio for example.
            self.call_off()
        if self._worker is not None and self._worker.is_alive:
            return 0.0
        self._drop_worker()
        try:
            self._start(on_event, cancelled)
        except WorkerDied:
            self.restart(on_event, cancelled)
        return self.load_s

    def restart(self, on_event: OnEvent, cancelled: threading.Event) -> None:
        """Replace a dead worker.

        Raises:
            EngineFailed: Reason "died", if this job has had its restart.
            Cancelled: If the engine was closed meanwhile.
        """
        self._drop_worker()
        if self._closed:
            raise Cancelled
        if self._restarted:
            raise EngineFailed("died", engine=self._kind)
        self._restarted = True
        log.warning("restarting worker kind=%s", self._kind)
        on_event(EngineRestarted(self._kind))
        try:
            self._start(on_event, cancelled)
        except WorkerDied:
            self._drop_worker()
            raise EngineFailed("died", engine=self._kind) from None

    def call(
        self,
        name: str,
        payload: Payload,
        on_event: OnEvent,
        cancelled: threading.Event,
        on_progress: OnProgress | None = None,
    ) -> Payload:
        """Ask and wait; if the worker dies, start it again and ask again.

        Raises:
            Cancelled: Within two seconds of `cancelled`.
            EngineFailed: If the worker died twice in this job.
            ZhenluError: Whatever the session raised.
        """
        try:
            return self._ask(name, payload, cancelled, on_progress)
        except WorkerDied:
            self.restart(on_event, cancelled)
        try:
            return self._ask(name, payload, cancelled, on_progress)
        except WorkerDied:
            self._drop_worker()
            raise EngineFailed("died", engine=self._kind) from None

    def post(self, name: str, payload: Payload) -> int:
        """Ask without waiting; answers come from `next_answer` in the order of asking.

        Raises:
            WorkerDied: If the worker is gone: `restart`, then ask again from where it stood.
        """
        if self._worker is None:
            raise WorkerDied("died")
        self._last_id += 1
        self._worker.send(Request(self._last_id, name, payload))
        self._under_way.append(self._last_id)
        return self._last_id

    def next_answer(
        self, cancelled: threading.Event, patience_s: float | None = None
    ) -> Progress | Done:
        """The next progress or result of what was posted.

        Args:
            patience_s: Silence after which the worker is taken for hung; None for the
                usual patience.

        Raises:
            Cancelled, WorkerDied, EngineUnresponsive, and what the session raised.
        """
        patience_s = self._patience_s if patience_s is None else patience_s
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < patience_s:
            if cancelled.is_set():
                self.call_off()
                raise Cancelled
            message = self._receive(_LOOK_S)
            if message is not None:
                return self._answer(message)
        self._drop_worker(kill=True)
        raise EngineUnresponsive(engine=self._kind)

    def ready_answer(self) -> Progress | Done | None:
        """The next answer if it has come already.

        Raises:
            As `next_answer`.
        """
        message = self._receive(0.0)
        return None if message is None else self._answer(message)

    def close(self) -> None:
        """End the worker; a job under way ends as cancelled. May be called twice."""
        self._closed = True
        self._drop_worker(kill=bool(self._under_way))

    def _ask(
        self,
        name: str,
        payload: Payload,
        cancelled: threading.Event,
        on_progress: OnProgress | None,
    ) -> Payload:
        self.post(name, payload)
        while True:
            answer = self.next_answer(cancelled)
            if isinstance(answer, Done):
                return answer.payload
            if on_progress is not None:
                on_progress(answer)

    def _answer(self, message: Message) -> Progress | Done:
        if isinstance(message, Progress):
            return message
        self._under_way.popleft()
        if isinstance(message, Done):
            return message
        self.call_off()
        raise error_of(message) if isinstance(message, Failed) else EngineFailed("protocol")

    def _start(self, on_event: OnEvent, cancelled: threading.Event) -> None:
        on_event(EngineLoading(self._kind, self._pack))
        began = time.perf_counter()
        self._worker = WorkerProcess(self._command, int(self._load["threads"]))
        try:
            self._ask("load", self._load, cancelled, None)
        except BaseException:
            self._drop_worker(kill=True)
            raise
        self.load_s = time.perf_counter() - began
        on_event(EngineReady(self._kind, self.load_s))

    def _receive(self, timeout_s: float) -> Message | None:
        worker = self._worker
        if worker is None:
            raise Cancelled if self._closed else WorkerDied("died")
        try:
            return worker.receive(timeout_s)
        except WorkerDied:
            if self._closed:
                raise Cancelled from None
            raise

    def call_off(self) -> None:
        """Have the worker drop what is under way; kill it if it does not get there in time."""
        deadline = time.monotonic() + STOP_GRACE_S
        with contextlib.suppress(WorkerDied):
            if self._worker is not None and self._under_way:
                self._worker.send(Cancel(self._last_id))
            while self._under_way and time.monotonic() < deadline:
                if isinstance(self._receive(_LOOK_S), Done | Failed):
                    self._under_way.popleft()
        if self._under_way:
            self._drop_worker(kill=True)

    def _drop_worker(self, kill: bool = False) -> None:
        worker, self._worker = self._worker, None
        self._under_way.clear()
        if worker is None:
            return
        if kill:
            worker.kill()
        else:
            worker.close()


def load_payload(folder: Path, manifest: Mapping[str, object], threads: int) -> Payload:
    """What a worker needs to load a pack."""
    return {"folder": str(folder), "manifest": dict(manifest), "threads": threads}


__all__ = [
    "EngineProcess",
    "WorkerDied",
    "WorkerProcess",
    "load_payload",
    "worker_command",
]
