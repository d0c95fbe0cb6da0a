"""The drafting worker's session: one pack, one model, visits drafted section by section.

Everything before the question for a section is the same for all sections of a visit:
it is read once, and after each answer the model goes back to it. While the visit goes
on, only new lines are read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhenlu.application.ports import (
    Candidate,
    Drafted,
    DraftLine,
    DraftTask,
    PromptLine,
    SectionTask,
)
from zhenlu.domain.errors import EngineFailed, PackUnusable
from zhenlu.domain.record import Layer
from zhenlu.engines.drafting import compact_lines, grammar
from zhenlu.engines.drafting.chat_format import ChatFormat
from zhenlu.engines.drafting.llama_model import Answer, LlamaModel
from zhenlu.engines.drafting.menu import MenuReader
from zhenlu.engines.drafting.messages import drafted_payload, task_of
from zhenlu.engines.drafting.prompt_formats import Pieces, PromptFormat, Written
from zhenlu.engines.drafting.starter_format import StarterFormat
from zhenlu.engines.drafting.windows import Window, cut, offered_in
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
            manifest: The pack's manifest; read are `files`, `context_tokens`,
                `prompt_format` ("starter-1" or "chat") and `layer` ("select" or "write").

        Raises:
            PackUnusable: If the pack cannot do what its manifest says.
            MemoryShort: If its model does not fit into memory.
        """
        self._layer = _layer(manifest)
        limit = int(manifest.get("context_tokens") or _MOST_CONTEXT_TOKENS)
        context_tokens = min(limit, _MOST_CONTEXT_TOKENS)
        self._model = LlamaModel(folder / _model_file(manifest), context_tokens, threads)
        try:
            self._format = _format(manifest, self._layer, self._model)
        except PackUnusable:
            self._model.close()
            raise

    def close(self) -> None:
        """Free the model."""
        self._model.close()

    def read(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Read the lines of an unfinished visit ahead of its draft; answers with the tokens read.

        Raises:
            Cancelled: If called off.
        """
        task = self._own(task_of(payload))
        tally = _Tally()
        with self._model.cancellable(cancelled):
            windows = self._windows(task)
            if windows:
                self._read_window(task, windows[0], tally, emit)
        return {"prefill_tokens": tally.prefill, "saved_tokens": tally.saved}

    def draft(self, payload: Payload, emit: Emit, cancelled: threading.Event) -> Payload:
        """Draft every section of a task (`drafting_messages.task_payload`).

        Raises:
            Cancelled: If called off, also while reading.
            EngineFailed: Reason "context", if not even a short visit fits beside the question.
        """
        task = self._own(task_of(payload))
        with self._model.cancellable(cancelled):
            return drafted_payload(self._drafted(task, emit))

    def _drafted(self, task: DraftTask, emit: Emit) -> Drafted:
        tally = _Tally()
        windows = self._windows(task)
        for number, window in enumerate(windows):
            # A window that offers nothing to choose is covered: the rules have read all of it.
            sections = self._sections(task, window, number == len(windows) - 1)
            if sections:
                self._draft_window(task, window, sections, tally, emit)
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

    def _own(self, task: DraftTask) -> DraftTask:
        """The task without what this layer has no use for."""
        if self._layer is Layer.SELECT:
            sections = (replace(s, candidates=_speaking(s.candidates)) for s in task.sections)
        else:
            sections = (replace(s, candidates=()) for s in task.sections)
        lines = tuple(line for line in task.lines if line.text.strip())
        return replace(task, lines=lines, sections=tuple(sections))

    def _sections(self, task: DraftTask, window: Window, is_last: bool) -> tuple[SectionTask, ...]:
        """What to ask about this window."""
        if self._layer is Layer.WRITE:
            return task.sections
        offered = (offered_in(section, window, is_last) for section in task.sections)
        return tuple(section for section in offered if section.candidates)

    def _draft_window(
        self,
        task: DraftTask,
        window: Window,
        sections: Sequence[SectionTask],
        tally: _Tally,
        emit: Emit,
    ) -> None:
        shared = self._read_window(task, window, tally, emit)
        written: dict[str, list[str]] = {}
        for section in sections:
            lines = self._draft_section(task, section, window, shared, written, tally)
            written[section.section] = [line.text for line in lines]
            tally.lines += lines
            emit("section", {"section": section.section, "lines": len(lines)})

    def _read_window(self, task: DraftTask, window: Window, tally: _Tally, emit: Emit) -> int:
        tokens = self._tokens(self._format.head(task), opens=True)
        for place, line in enumerate(window, start=1):
            tokens += self._model.plain(self._format.line(task, line, place == len(window)))
        kept = self._model.read(
            tokens, lambda read, total: emit("read", {"tokens": read, "total_tokens": total})
        )
        tally.count(len(tokens), kept)
        return len(tokens)

    def _draft_section(
        self,
        task: DraftTask,
        section: SectionTask,
        window: Window,
        shared: int,
        written: Written,
        tally: _Tally,
    ) -> list[DraftLine]:
        question = self._tokens(self._format.question(task, section, written))
        room = self._model.room - shared - self._bound(section) - _MARGIN
        if len(question) > room and written:
            # A record that has grown too long to go on from: ask afresh.
            written = {}
            question = self._tokens(self._format.question(task, section, written))
        if shared + len(question) >= self._model.room:
            tally.complete = False
            return []
        tally.count(shared + len(question), self._model.read_question(shared, question))
        if self._layer is Layer.WRITE:
            answer, lines = self._write(task, section, window)
        else:
            answer, lines = self._choose(task, section, written)
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

    def _choose(
        self, task: DraftTask, section: SectionTask, written: Written
    ) -> tuple[Answer, list[DraftLine]]:
        menu = self._format.menu(task, section, written)
        reader = MenuReader(menu)
        markup = self._format.answers_in_markup
        answer = self._model.write(grammar.choosing(menu), reader, section.max_tokens, markup)
        lines = []
        for choice in reader.chosen:
            candidate = section.candidates[choice.item]
            text = candidate.variants[choice.variant]
            lines.append(DraftLine(section.section, text, candidate.segments, candidate.key))
        return answer, lines

    def _windows(self, task: DraftTask) -> tuple[Window, ...]:
        """The visit in parts that fit beside the longest question and its answer."""
        head = len(self._tokens(self._format.head(task), opens=True))
        room = self._model.room - head - self._reserve(task) - _MARGIN
        if room < _SMALLEST_WINDOW:
            raise EngineFailed("context", tokens=self._model.room - room, room=self._model.room)
        return cut(task.lines, room, lambda line: self._cost(task, line))

    def _reserve(self, task: DraftTask) -> int:
        """Tokens the longest question and answer may take; at most half of what there is."""
        everything = {s.section: [c.variants[0] for c in s.candidates] for s in task.sections}
        needs = [
            len(self._tokens(self._format.question(task, section, everything)))
            + self._bound(section)
            for section in task.sections
        ]
        return min(max(needs, default=0), self._model.room // 2)

    def _bound(self, section: SectionTask) -> int:
        """Tokens an answer may take: inevitable text is finished beyond the section's own bound."""
        longest = max((len(v.encode()) for c in section.candidates for v in c.variants), default=0)
        return section.max_tokens + longest

    def _cost(self, task: DraftTask, line: PromptLine) -> int:
        return len(self._model.plain(self._format.line(task, line, is_last=False)))

    def _tokens(self, pieces: Pieces, opens: bool = False) -> list[int]:
        tokens: list[int] = []
        for piece in pieces:
            tokens += (self._model.control if piece.control else self._model.plain)(piece.text)
        if opens and self._model.opens_with_bos:
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


def _speaking(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates without variants that say nothing."""
    speaking = []
    for candidate in candidates:
        variants = tuple(v for v in candidate.variants if any(map(str.isalnum, v)))
        if variants:
            speaking.append(replace(candidate, variants=variants))
    return tuple(speaking)


def _layer(manifest: Payload) -> Layer:
    layer = str(manifest.get("layer") or Layer.WRITE.value)
    if layer not in (Layer.SELECT.value, Layer.WRITE.value):
        raise PackUnusable("layer")
    return Layer(layer)


def _model_file(manifest: Payload) -> str:
    files = [str(entry["path"]) for entry in manifest.get("files", ())]
    models = [path for path in files if path.lower().endswith(".gguf")]
    if not models:
        raise PackUnusable("files")
    # A model in several files is loaded by naming its first one.
    return min(models)


def _format(manifest: Payload, layer: Layer, model: LlamaModel) -> PromptFormat:
    name = str(manifest.get("prompt_format") or "chat")
    if name == "starter-1":
        if layer is Layer.WRITE:
            raise PackUnusable("layer")
        return StarterFormat()
    if name != "chat":
        raise PackUnusable("prompt_format", format=name)
    if not model.chat_template:
        raise PackUnusable("no_template")
    return ChatFormat(model.chat_template, model.special("bos"), model.special("eos"))


__all__ = ["DraftingSession"]
