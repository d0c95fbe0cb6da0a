"""The drafting worker's session: one pack, one model, visits drafted section by section.

An instruct model writes (writing.py); the starter weighs claims (weighing.py).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from zhenlu.application.ports import DraftTask
from zhenlu.domain.errors import PackUnusable
from zhenlu.domain.record import Layer
from zhenlu.engines.capacity import require_memory
from zhenlu.engines.drafting.chat_format import ChatFormat
from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.messages import drafted_payload, task_of
from zhenlu.engines.drafting.weighing import weigh
from zhenlu.engines.drafting.writing import Writing
from zhenlu.engines.messages import Payload

#: Progress to the program: name and payload.
Emit = Callable[[str, Payload], None]

#: Tokens kept in view at most, whatever the model could take: the keys and values of each
#: cost 12 to 144 KiB of memory, and a longer visit is read in windows.
_MOST_CONTEXT_TOKENS = 8192


class DraftingSession:
    """A loaded drafting pack. Its requests: `draft`, and `read` to work ahead."""

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        """Load the pack.

        Args:
            manifest: The pack's manifest; read are `files`, `context_tokens`, `memory_mb`,
                `doubt_at`, `prompt_format` and `layer` ("weigh-1" and "select", or "chat" and
                "write").

        Raises:
            PackUnusable: If the pack cannot do what its manifest says.
            MemoryShort: If its model does not fit into memory.
        """
        writes = _writes(manifest)
        self._doubt_at: Mapping[str, float] = manifest.get("doubt_at") or {}
        limit = int(manifest.get("context_tokens") or _MOST_CONTEXT_TOKENS)
        context_tokens = min(limit, _MOST_CONTEXT_TOKENS)
        path = folder / _model_file(manifest)
        require_memory("drafting", int(manifest.get("memory_mb") or 0))
        self._model = LlamaModel(path, context_tokens, threads)
        try:
            chat = _chat_format(self._model) if writes else None
        except PackUnusable:
            self._model.close()
            raise
        self._writing = Writing(self._model, chat) if chat is not None else None

    def close(self) -> None:
        """Free the model."""
        self._model.close()

    def read(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Work ahead on a visit that goes on; answers with the tokens read.

        Claims are weighed with the words around them only: for them there is nothing to do.
        Recognition needs its share of the processor meanwhile.

        Raises:
            Cancelled: If called off.
        """
        if self._writing is None:
            return {"prefill_tokens": 0}
        with self._model.cancellable(cancelled), self._model.beside_recognition():
            done = self._writing.work_ahead(_spoken(task_of(payload)), emit)
        return {"prefill_tokens": done.prefill_tokens}

    def draft(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Draft every section of a task (`drafting_messages.task_payload`).

        Raises:
            Cancelled: If called off, also while reading.
            EngineFailed: Reason "context", if not even a short visit fits beside the question.
        """
        task = _spoken(task_of(payload))
        with self._model.cancellable(cancelled):
            if self._writing is None:
                doubt_at = self._doubt_at.get(task.language.value, math.inf)
                return drafted_payload(weigh(self._model, task, doubt_at, emit))
            return drafted_payload(self._writing.draft(task, emit))


def _spoken(task: DraftTask) -> DraftTask:
    """The task without lines on which nothing was said."""
    return replace(task, lines=tuple(line for line in task.lines if line.text.strip()))


def _writes(manifest: Payload) -> bool:
    """Whether a pack writes freely; one that weighs has been trained on a form of its own."""
    layer = str(manifest.get("layer") or Layer.WRITE.value)
    form = str(manifest.get("prompt_format") or "chat")
    if form not in ("chat", "weigh-1"):
        raise PackUnusable("prompt_format", format=form)
    if layer != (Layer.WRITE if form == "chat" else Layer.SELECT).value:
        raise PackUnusable("layer")
    return form == "chat"


def _model_file(manifest: Payload) -> str:
    files = [str(entry["path"]) for entry in manifest.get("files", ())]
    models = [path for path in files if path.lower().endswith(".gguf")]
    if not models:
        raise PackUnusable("files")
    # A model in several files is loaded by naming its first one.
    return min(models)


def _chat_format(model: LlamaModel) -> ChatFormat:
    if not model.chat_template:
        raise PackUnusable("no_template")
    return ChatFormat(model.chat_template, model.special("bos"), model.special("eos"))


__all__ = ["DraftingSession"]
