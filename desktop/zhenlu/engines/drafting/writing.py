"""An instruct model's work: it reads the visit and writes one section after another.

Everything before the question for a section is the same for all of them: it is read once,
and after each answer the model goes back to it. While the visit goes on, new lines are read
and settled sections written; an answer is used again only for exactly the same prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from zhenlu.application.ports import (
    Drafted,
    DraftLine,
    DraftTask,
    PromptFact,
    PromptLine,
    SectionTask,
)
from zhenlu.domain.errors import EngineFailed
from zhenlu.engines.drafting import compact_lines, grammar
from zhenlu.engines.drafting.chat_format import ChatFormat
from zhenlu.engines.drafting.closed_parts import View, with_closed_part
from zhenlu.engines.drafting.kept_answers import KeptAnswers, PromptKey
from zhenlu.engines.drafting.llama_model import Answer, LlamaModel
from zhenlu.engines.drafting.messages import lines_payload
from zhenlu.engines.drafting.prompt_formats import Pieces, tokens_of
from zhenlu.engines.drafting.windows import Window, cut
from zhenlu.engines.messages import Payload

#: Progress to the program: name and payload.
Emit = Callable[[str, Payload], None]

#: Tokens kept free behind question and answer: a few more may be inevitable.
_MARGIN = 32
#: Lines whose tokens are kept: those of a few hours of talk.
_LINES_KEPT = 4096
#: A window of fewer tokens than this would tear sentences from what they answer.
_SMALLEST_WINDOW = 64


@dataclass(slots=True)
class _Tally:
    """What a draft has cost so far."""

    prefill: int = 0
    saved: int = 0
    generated: int = 0
    complete: bool = True
    facts_to: int = 0
    lines: list[DraftLine] = field(default_factory=list, repr=False)

    def count(self, total: int, evaluated: int) -> None:
        self.prefill += evaluated
        self.saved += total - evaluated


@dataclass(frozen=True, slots=True)
class _Passage:
    """A section that is asked of a stretch of talk.

    Attributes:
        view: What of the visit it is drafted from.
        shown: Tokens up to the question.
        is_settled: Whether it is asked in the same words however the visit goes on.
    """

    section: SectionTask
    view: View = field(repr=False)
    shown: list[int] = field(repr=False)
    question: list[int] = field(repr=False)
    grammar: str = field(repr=False)
    is_settled: bool
    key: PromptKey

    @property
    def tokens(self) -> int:
        return len(self.shown) + len(self.question)


class Writing:
    """Writes with one model, for one visit after another."""

    def __init__(self, model: LlamaModel, chat: ChatFormat) -> None:
        self._model = model
        self._chat = chat
        self._answers = KeptAnswers()
        # Every section is asked behind the same lines.
        self._plain = lru_cache(_LINES_KEPT)(model.plain)

    def work_ahead(self, task: DraftTask, emit: Emit) -> Drafted:
        """Write one settled section or, where all of them are written, read what was said since.

        Returns:
            What it has cost: no prompt tokens when there was nothing left to do.

        Raises:
            Cancelled: If called off.
            EngineFailed: As `draft`.
        """
        tally = _Tally()
        views = self._views(task)
        for view in reversed(views):
            for passage in self._passages(task, view, views):
                if passage.is_settled and self._fits(passage) and passage.key not in self._answers:
                    self._answer(task, passage, tally, emit)
                    return _drafted(tally, views)
        if views:
            shown = self._shown(task, views[-1])
            tally.count(len(shown), self._read(shown, emit))
        return _drafted(tally, views)

    def draft(self, task: DraftTask, emit: Emit) -> Drafted:
        """Write every section; what is written of a visit that fits in whole is told at once.

        Raises:
            Cancelled: If called off.
            EngineFailed: Reason "context", if not even a short visit fits beside the question.
        """
        tally = _Tally()
        views = self._views(task)
        for view in views:
            passages = self._passages(task, view, views)
            # What was written ahead is there at once.
            for passage in sorted(passages, key=lambda p: p.key not in self._answers):
                lines = self._lines(task, passage, tally, emit)
                tally.lines += lines
                tally.facts_to = max(tally.facts_to, passage.view.closed_to)
                told = {"lines": lines_payload(lines)} if len(views) == 1 else {}
                emit("section", {"section": passage.section.section, **told})
        order = {section.section: place for place, section in enumerate(task.sections)}
        tally.lines.sort(key=lambda line: order[line.section])
        return _drafted(tally, views)

    # One section

    def _lines(
        self, task: DraftTask, passage: _Passage, tally: _Tally, emit: Emit
    ) -> list[DraftLine]:
        if not self._fits(passage):
            tally.complete = False
            return []
        answer = self._answer(task, passage, tally, emit)
        tally.complete = tally.complete and answer.complete
        text = answer.text if answer.complete else answer.text.rpartition("\n")[0]
        lines = compact_lines.read(text, task.language)
        section = passage.section.section
        return [DraftLine(section, line.text, line.segments) for line in lines]

    def _answer(
        self, task: DraftTask, passage: _Passage, tally: _Tally, emit: Emit
    ) -> Answer:
        known = self._answers.get(passage.key)
        if known is not None:
            tally.count(passage.tokens, evaluated=0)
            return known
        evaluated = self._read(passage.shown, emit)
        kept = self._model.read_question(len(passage.shown), passage.question)
        tally.count(passage.tokens, evaluated + passage.tokens - kept)
        reader = _AnswerReader(compact_lines.nothing(task.language))
        answer = self._model.write(passage.grammar, reader, passage.section.max_tokens)
        tally.generated += answer.tokens
        self._answers.keep(passage.key, answer)
        return answer

    def _read(self, shown: list[int], emit: Emit) -> int:
        """Have these tokens in view; returns how many had to be read for that."""
        kept = self._model.read(
            shown, lambda read, total: emit("read", {"tokens": read, "total_tokens": total})
        )
        return len(shown) - kept

    def _fits(self, passage: _Passage) -> bool:
        return passage.tokens < self._model.room

    # What is asked

    def _passages(
        self, task: DraftTask, view: View, views: tuple[View, ...]
    ) -> list[_Passage]:
        """Every section that is asked of a view, those of most lines first.

        In this order the model only ever goes back, and reads no line twice unless a part
        of the visit was closed in between.
        """
        passages = []
        for section in task.sections:
            seen = self._seen_by(section, task, view, views)
            if not seen.lines:
                continue
            shown = self._shown(task, seen)
            question = tokens_of(self._model, self._chat.question(task, section))
            rules = grammar.writing(seen.ids, task.language)
            key = PromptKey.of(shown + question, rules, section.max_tokens)
            settled = view is not views[-1] or bool(section.read_to)
            passages.append(_Passage(section, seen, shown, question, rules, settled, key))
        return sorted(passages, key=lambda p: (-p.view.closed_to, -len(p.shown)))

    def _seen_by(
        self, section: SectionTask, task: DraftTask, view: View, views: tuple[View, ...]
    ) -> View:
        """What a section is drafted from: a settled one from what was shown at its time."""
        if len(views) > 1:
            return View(_up_to(section.read_to, task, view.lines))
        lines = _up_to(section.read_to, task, task.lines)
        return self._with_closed_part(task, lines) or view

    def _shown(self, task: DraftTask, view: View) -> list[int]:
        tokens = self._opening(self._chat.head(task)) + self._facts(task, view.facts)
        for line in view.lines:
            tokens += self._plain(self._chat.line(task, line))
        return tokens

    def _facts(self, task: DraftTask, facts: tuple[PromptFact, ...]) -> list[int]:
        return self._plain(self._chat.closed(task, facts)) if facts else []

    def _views(self, task: DraftTask) -> tuple[View, ...]:
        """The visit as a whole, its earlier part as facts where need be; else in windows."""
        whole = self._with_closed_part(task, task.lines)
        if whole is not None:
            return (whole,) if whole.lines else ()
        windows = cut(task.lines, self._room(task), lambda line: self._cost(task, line))
        return tuple(map(View, windows))

    def _with_closed_part(self, task: DraftTask, lines: Window) -> View | None:
        return with_closed_part(
            lines,
            task.facts,
            self._room(task),
            lambda line: self._cost(task, line),
            lambda facts: len(self._facts(task, facts)),
        )

    def _cost(self, task: DraftTask, line: PromptLine) -> int:
        return len(self._plain(self._chat.line(task, line)))

    def _room(self, task: DraftTask) -> int:
        """Tokens for the visit beside the longest question and its answer."""
        head = len(self._opening(self._chat.head(task)))
        room = self._model.room - head - self._reserve(task) - _MARGIN
        if room < _SMALLEST_WINDOW:
            raise EngineFailed("context", tokens=self._model.room - room, room=self._model.room)
        return room

    def _reserve(self, task: DraftTask) -> int:
        """Tokens the longest question and answer may take; at most half of what there is."""
        needs = [
            len(tokens_of(self._model, self._chat.question(task, section))) + section.max_tokens
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


class _AnswerReader:
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


def _up_to(line_id: int, task: DraftTask, window: Window) -> Window:
    """The lines of a window up to a line of the visit; all of them for 0."""
    ids = [line.id for line in task.lines]
    if line_id not in ids:
        return window
    wanted = set(ids[: ids.index(line_id) + 1])
    return tuple(line for line in window if line.id in wanted)


def _drafted(tally: _Tally, views: tuple[View, ...]) -> Drafted:
    return Drafted(
        tuple(tally.lines),
        views[-1].lines[-1].id if views else 0,
        tally.prefill,
        tally.saved,
        tally.generated,
        tally.complete,
        facts_to=tally.facts_to,
    )


__all__ = ["Writing"]
