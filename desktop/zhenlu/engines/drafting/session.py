"""The drafting worker's session: one pack, one model, visits drafted section by section.

An instruct model writes: everything before the question for a section is the same for all
sections of a visit, it is read once, and after each answer the model goes back to it. While
the visit goes on, only new lines are read. The starter weighs claims (weighing.py).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhenlu.application.ports import Drafted, DraftLine, DraftTask, PromptLine, SectionTask
from zhenlu.domain.errors import EngineFailed, PackUnusable
from zhenlu.domain.record import Layer
from zhenlu.engines.drafting import compact_lines, grammar
from zhenlu.engines.drafting.chat_format import ChatFormat
from zhenlu.engines.drafting.llama_model import Answer, LlamaModel
from zhenlu.engines.drafting.messages import drafted_payload, lines_payload, task_of
from zhenlu.engines.drafting.prompt_formats import Pieces, tokens_of
from zhenlu.engines.drafting.weighing import weigh
from zhenlu.engines.drafting.windows import Window, cut
from zhenlu.engines.messages import Payload

#: Progress to the program: name and payload.
Emit = Callable[[str, Payload], None]

#: Tokens kept in view at most, whatever the model could take: the keys and values of each
#: cost 12 to 144 KiB of memory, and a longer visit is read in windows.
_MOST_CONTEXT_TOKENS = 8192
#: Tokens kept free behind question and answer: a few more may be inevitable.
_MARGIN = 32
#: A window of fewer tokens than this would tear sentences from what they answer.
_SMALLEST_WINDOW = 64


@dataclass(slots=True)
class _Tally:
    """What a draft has cost so far."""

    prefill: int = 0
    saved: int = 0
    generated: int = 0
    complete: bool = True
    lines: list[DraftLine] = field(default_factory=list, repr=False)

    def count(self, total: int, kept: int) -> None:
        self.prefill += total - kept
        self.saved += kept


class DraftingSession:
    """A loaded drafting pack. Its requests: `draft`, and `read` to read ahead."""

    def __init__(self, folder: Path, manifest: Payload, threads: int) -> None:
        """Load the pack.

        Args:
            manifest: The pack's manifest; read are `files`, `context_tokens`, `doubt_at`,
                `prompt_format` and `layer` ("weigh-1" and "select", or "chat" and "write").

        Raises:
            PackUnusable: If the pack cannot do what its manifest says.
            MemoryShort: If its model does not fit into memory.
        """
        writes = _writes(manifest)
        self._doubt_at: Mapping[str, float] = manifest.get("doubt_at") or {}
        limit = int(manifest.get("context_tokens") or _MOST_CONTEXT_TOKENS)
        context_tokens = min(limit, _MOST_CONTEXT_TOKENS)
        self._model = LlamaModel(folder / _model_file(manifest), context_tokens, threads)
        try:
            self._chat = _chat_format(self._model) if writes else None
        except PackUnusable:
            self._model.close()
            raise

    def close(self) -> None:
        """Free the model."""
        self._model.close()

    def read(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Read the lines of an unfinished visit ahead of its draft; answers with the tokens read.

        Claims are weighed with the words around them only: for them there is nothing to read.

        Raises:
            Cancelled: If called off.
        """
        task = _spoken(task_of(payload))
        tally = _Tally()
        if self._chat is not None:
            with self._model.cancellable(cancelled):
                windows = self._windows(self._chat, task)
                if windows:
                    self._read_window(self._chat, task, windows[0], tally, emit)
        return {"prefill_tokens": tally.prefill, "saved_tokens": tally.saved}

    def draft(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Draft every section of a task (`drafting_messages.task_payload`).

        Raises:
            Cancelled: If called off, also while reading.
            EngineFailed: Reason "context", if not even a short visit fits beside the question.
        """
        task = _spoken(task_of(payload))
        with self._model.cancellable(cancelled):
            if self._chat is None:
                doubt_at = self._doubt_at.get(task.language.value, math.inf)
                return drafted_payload(weigh(self._model, task, doubt_at, emit))
            return drafted_payload(self._drafted(self._chat, task, emit))

    def _drafted(self, chat: ChatFormat, task: DraftTask, emit: Emit) -> Drafted:
        tally = _Tally()
        windows = self._windows(chat, task)
        for window in windows:
            self._draft_window(chat, task, window, tally, emit, is_whole=len(windows) == 1)
        order = {section.section: place for place, section in enumerate(task.sections)}
        tally.lines.sort(key=lambda line: order[line.section])
        return Drafted(
            tuple(tally.lines),
            windows[-1][-1].id if windows else 0,
            tally.prefill,
            tally.saved,
            tally.generated,
            tally.complete,
        )

    def _draft_window(
        self,
        chat: ChatFormat,
        task: DraftTask,
        window: Window,
        tally: _Tally,
        emit: Emit,
        *,
        is_whole: bool,
    ) -> None:
        """Draft all sections of a window; what is written of a whole visit is told at once."""
        shared = self._read_window(chat, task, window, tally, emit)
        for section in task.sections:
            lines = self._draft_section(chat, task, section, window, shared, tally)
            tally.lines += lines
            told = {"lines": lines_payload(lines)} if is_whole else {}
            emit("section", {"section": section.section, **told})

    def _read_window(
        self, chat: ChatFormat, task: DraftTask, window: Window, tally: _Tally, emit: Emit
    ) -> int:
        tokens = self._opening(chat.head(task))
        for line in window:
            tokens += self._model.plain(chat.line(task, line))
        kept = self._model.read(
            tokens, lambda read, total: emit("read", {"tokens": read, "total_tokens": total})
        )
        tally.count(len(tokens), kept)
        return len(tokens)

    def _draft_section(
        self,
        chat: ChatFormat,
        task: DraftTask,
        section: SectionTask,
        window: Window,
        shared: int,
        tally: _Tally,
    ) -> list[DraftLine]:
        question = tokens_of(self._model, chat.question(task, section))
        if shared + len(question) >= self._model.room:
            tally.complete = False
            return []
        tally.count(shared + len(question), self._model.read_question(shared, question))
        answer, lines = self._write(task, section, window)
        tally.generated += answer.tokens
        tally.complete = tally.complete and answer.complete
        return lines

    def _write(
        self, task: DraftTask, section: SectionTask, window: Window
    ) -> tuple[Answer, list[DraftLine]]:
        ids = tuple(dict.fromkeys(line.id for line in window))
        reader = _WritingReader(compact_lines.nothing(task.language))
        rules = grammar.writing(ids, task.language)
        answer = self._model.write(rules, reader, section.max_tokens)
        text = answer.text if answer.complete else answer.text.rpartition("\n")[0]
        lines = compact_lines.read(text, task.language)
        return answer, [DraftLine(section.section, line.text, line.segments) for line in lines]

    def _windows(self, chat: ChatFormat, task: DraftTask) -> tuple[Window, ...]:
        """The visit in parts that fit beside the longest question and its answer."""
        head = len(self._opening(chat.head(task)))
        room = self._model.room - head - self._reserve(chat, task) - _MARGIN
        if room < _SMALLEST_WINDOW:
            raise EngineFailed("context", tokens=self._model.room - room, room=self._model.room)

        def cost(line: PromptLine) -> int:
            return len(self._model.plain(chat.line(task, line)))

        return cut(task.lines, room, cost)

    def _reserve(self, chat: ChatFormat, task: DraftTask) -> int:
        """Tokens the longest question and answer may take; at most half of what there is."""
        needs = [
            len(tokens_of(self._model, chat.question(task, section))) + section.max_tokens
            for section in task.sections
        ]
        return min(max(needs, default=0), self._model.room // 2)

    def _opening(self, pieces: Pieces) -> list[int]:
        """The tokens that open a prompt, with the model's own opening token where it has one."""
        tokens = tokens_of(self._model, pieces)
        if self._model.opens_with_bos:
            bos = self._model.control(self._model.special("bos"))
            if tokens[: len(bos)] != bos:
                return bos + tokens
        return tokens


class _WritingReader:
    """Follows free writing: once a section is said to be empty, the rest is a formality."""

    def __init__(self, nothing: str) -> None:
        self._nothing = nothing.encode()
        self._answer = b""

    @property
    def is_over(self) -> bool:
        return self._answer == self._nothing

    def forced(self) -> bytes:
        if self._answer and self._nothing.startswith(self._answer):
            return self._nothing[len(self._answer) :]
        return b""

    def feed(self, piece: bytes) -> None:
        self._answer += piece


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
