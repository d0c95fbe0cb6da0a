"""The drafting engine as the program sees it: a pack and a worker process that holds it."""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import replace

import psutil

from zhenlu.application.events import PromptRead
from zhenlu.application.ports import Drafted, DraftTask, OnEvent, SectionWritten
from zhenlu.domain.record import EngineUsed, Layer
from zhenlu.engines.capacity import require_processor
from zhenlu.engines.drafting import prompts
from zhenlu.engines.drafting.messages import drafted_of, lines_of, task_payload
from zhenlu.engines.messages import Payload, Progress
from zhenlu.engines.packs.integrity import InstalledPack
from zhenlu.engines.process import EngineProcess, load_payload

log = logging.getLogger(__name__)

#: More threads than this no longer make a model of the sizes we can hold faster.
_MOST_THREADS = 8


class LlamaDraftingEngine:
    """Drafts with a llama.cpp pack; implements `application.ports.DraftingEngine`.

    The process starts with the first draft and stays, so that the next visit finds the
    instructions read. Jobs of several threads take turns; `close` may come from any.
    """

    def __init__(self, installed: InstalledPack, threads: int | None = None) -> None:
        """Take a drafting pack.

        Args:
            threads: Processor threads; None takes all physical cores.
        """
        pack = installed.pack
        self._layer = pack.layer or Layer.WRITE
        self._weighs = frozenset(pack.weighs)
        self._prompt_format = pack.prompt_format
        self._used = EngineUsed(pack.id, pack.sha256, self._layer.value)
        manifest: Payload = {
            "files": [{"path": file.path} for file in pack.files],
            "context_tokens": pack.context_tokens,
            "memory_mb": pack.memory_mb,
            "prompt_format": pack.prompt_format,
            "layer": self._layer.value,
            "doubt_at": {code.value: doubt for code, doubt in pack.doubt_at.items()},
        }
        load = load_payload(installed.folder, manifest, threads or _physical_cores())
        self._process = EngineProcess("drafting", pack.id, load)

    @property
    def used(self) -> EngineUsed:
        return self._used

    @property
    def layer(self) -> Layer:
        return self._layer

    @property
    def weighs(self) -> frozenset[str]:
        return self._weighs

    @property
    def pid(self) -> int | None:
        """Process id of the worker, or None while there is none."""
        return self._process.pid

    def draft(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> Drafted:
        """Draft every section of the task.

        A visit without lines gives an empty draft and starts no process.

        Raises:
            Cancelled: If `cancelled` was set, also while reading.
            PackUnusable, MemoryShort, ProcessorUnsupported: If the pack cannot be loaded.
            EngineFailed: If the process died twice.
        """
        if not task.lines:
            return Drafted(())
        require_processor()
        with self._process.alone(cancelled):
            load_s = self._process.begin_job(on_event, cancelled)
            began = time.perf_counter()
            payload = self._ask("draft", task, on_event, cancelled)
            work_s = time.perf_counter() - began
        drafted = drafted_of(payload, load_s, work_s)
        drafted = replace(drafted, prompts=self._prompts(task))
        log.info(
            "drafted lines=%d read_to=%d prefill=%d saved=%d generated=%d seconds=%.1f",
            *(len(drafted.lines), drafted.read_to, drafted.prefill_tokens),
            *(drafted.saved_tokens, drafted.generated_tokens, drafted.work_s),
        )
        return drafted

    def read_ahead(self, task: DraftTask, on_event: OnEvent, cancelled: threading.Event) -> int:
        """Read the lines of a visit that is still going on, so that its draft starts sooner.

        Returns:
            Prompt tokens evaluated.

        Raises:
            As `draft`.
        """
        if not task.lines:
            return 0
        require_processor()
        with self._process.alone(cancelled):
            self._process.begin_job(on_event, cancelled)
            return int(self._ask("read", task, on_event, cancelled)["prefill_tokens"])

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def _prompts(self, task: DraftTask) -> str:
        """What the model was told: our own texts, or a form it was trained on."""
        if self._prompt_format in ("", "chat"):
            return prompts.fingerprint(task.language, task.template)
        return self._prompt_format

    def _ask(
        self, name: str, task: DraftTask, on_event: OnEvent, cancelled: threading.Event
    ) -> Payload:
        def progress(message: Progress) -> None:
            if message.name == "read":
                tokens, total = message.payload["tokens"], message.payload["total_tokens"]
                on_event(PromptRead(tokens, total))
            elif message.name == "section" and "lines" in message.payload:
                section = message.payload["section"]
                on_event(SectionWritten(section, lines_of(message.payload)))

        return self._process.call(name, task_payload(task), on_event, cancelled, progress)


def _physical_cores() -> int:
    """Threads on virtual cores of one physical core only wait for each other."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    return max(1, min(_MOST_THREADS, cores))


__all__ = ["LlamaDraftingEngine"]
