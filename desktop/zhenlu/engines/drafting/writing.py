"""An instruct model's work: it reads the visit and writes one section after another.

Everything before the question for a section is the same for all of them: it is read once,
and after each answer the model goes back to it. While the visit goes on, new lines are read
and settled sections written; an answer is used again only for exactly the same prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zhenlu.application.ports import Drafted, DraftLine, DraftTask, PromptLine, SectionTask
from zhenlu.domain.errors import EngineFailed
from zhenlu.engines.drafting import compact_lines, grammar
from zhenlu.engines.drafting.chat_format import ChatFormat
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

    def count(self, total: int, evaluated: int) -> None:
        self.prefill += evaluated
        self.saved += total - evaluated


@dataclass(frozen=True, slots=True)
class _Passage:
    """A section that is asked of a stretch of talk.

    Attributes:
        shown: Tokens up to the question.
        is_settled: Whether it is asked in the same words however the visit goes on.
    """

    section: SectionTask
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

    def work_ahead(self, task: DraftTask, emit: Emit) -> Drafted:
        """Write one settled section or, where all of them are written, read what was said since.

        Returns:
            What it has cost: no prompt tokens when there was nothing left to do.

        Raises:
            Cancelled: If called off.
            EngineFailed: As `draft`.
        """
        tally = _Tally()
        windows = self._windows(task)
        for window in reversed(windows):
            for passage in self._passages(task, window, is_open=window is windows[-1]):
                if passage.is_settled and self._fits(passage) and passage.key not in self._answers:
                    self._answer(task, passage, tally, emit)
                    return _drafted(tally, windows)
        if windows:
            shown = self._shown(task, windows[-1])
            tally.count(len(shown), self._read(shown, emit))
        return _drafted(tally, windows)

    def draft(self, task: DraftTask, emit: Emit) -> Drafted:
        """Write every section; what is written of a visit that fits in whole is told at once.

        Raises:
            Cancelled: If called off.
            EngineFailed: Reason "context", if not even a short visit fits beside the question.
        """
        tally = _Tally()
        windows = self._windows(task)
        for window in windows:
            passages = self._passages(task, window, is_open=window is windows[-1])
            # What was written ahead is there at once.
            for passage in sorted(passages, key=lambda p: p.key not in self._answers):
                lines = self._lines(task, passage, tally, emit)
                tally.lines += lines
                told = {"lines": lines_payload(lines)} if len(windows) == 1 else {}
                emit("section", {"section": passage.section.section, **told})
        order = {section.section: place for place, section in enumerate(task.sections)}
        tally.lines.sort(key=lambda line: order[line.section])
        return _drafted(tally, windows)

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

    def _passages(self, task: DraftTask, window: Window, *, is_open: bool) -> list[_Passage]:
        """Every section that is asked of a window, those of most lines first.

        In this order the model only ever goes back, and reads no line twice.

        Args:
            is_open: Whether lines may still be added to the window.
        """
        lines_of = {
            section: _up_to(section.read_to, task, window) for section in task.sections
        }
        passages = []
        for section, lines in lines_of.items():
            if not lines:
                continue
            shown = self._shown(task, lines)
            question = tokens_of(self._model, self._chat.question(task, section))
            rules = grammar.writing(tuple(dict.fromkeys(x.id for x in lines)), task.language)
            key = PromptKey.of(shown + question, rules, section.max_tokens)
            settled = not is_open or bool(section.read_to)
            passages.append(_Passage(section, shown, question, rules, settled, key))
        return sorted(passages, key=lambda passage: -len(passage.shown))

    def _shown(self, task: DraftTask, lines: Window) -> list[int]:
        tokens = self._opening(self._chat.head(task))
        for line in lines:
            tokens += self._model.plain(self._chat.line(task, line))
        return tokens

    def _windows(self, task: DraftTask) -> tuple[Window, ...]:
        """The visit in parts that fit beside the longest question and its answer."""
        head = len(self._opening(self._chat.head(task)))
        room = self._model.room - head - self._reserve(task) - _MARGIN
        if room < _SMALLEST_WINDOW:
            raise EngineFailed("context", tokens=self._model.room - room, room=self._model.room)

        def cost(line: PromptLine) -> int:
            return len(self._model.plain(self._chat.line(task, line)))

        return cut(task.lines, room, cost)

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


def _drafted(tally: _Tally, windows: tuple[Window, ...]) -> Drafted:
    return Drafted(
        tuple(tally.lines),
        windows[-1][-1].id if windows else 0,
        tally.prefill,
        tally.saved,
        tally.generated,
        tally.complete,
    )


__all__ = ["Writing"]
