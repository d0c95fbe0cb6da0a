"""The drafting model in its worker process: llama.cpp, one model a process.

`LlamaModel` reads tokens and writes under a grammar. What it does depends on nothing
but its input: greedy, a fixed seed, sums in the same order on any number of threads, and
every token is read in the same batch whether the visit came at once or line by line.
"""

from __future__ import annotations

import ctypes
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from zhenlu.domain.errors import Cancelled, EngineFailed, PackUnusable
from zhenlu.engines.capacity import require_memory, threads_beside_recognition
from zhenlu.engines.drafting.vocabulary import Vocabulary

#: Tokens read at once. Small, so that little is read again when a visit has grown, and
#: so that a cancelled reading stops soon.
BATCH_TOKENS = 64
#: The grammar is first tried on this many likeliest tokens, then on more: testing a whole
#: vocabulary of 150,000 costs more than the model itself.
_LIKELIEST = (8, 512)
_SEED = 20_261
#: Below this size a model is done with a batch before a second thread has woken up; with
#: two threads on a busy computer the starter was up to 100 times slower.
_WORTH_THREADS_BYTES = 64_000_000
_ABORTED, _NO_ROOM = "2", "1"
#: Texts whose tokens are remembered: the lines of a visit are asked for again and again.
_MOST_TEXTS = 4096

#: Called with tokens read so far and tokens to read.
OnRead = Callable[[int, int], None]


@lru_cache(maxsize=1)
def _library() -> Any:
    """llama_cpp, quiet and safe on processors with AMX and on busy ones."""
    # Read by the OpenMP runtime when it is loaded. Threads that wait asleep instead of
    # spinning: with the cores shared, a token took 9 ms and not 50 to 450.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import llama_cpp

    binding: Any = llama_cpp.llama_cpp
    # ctypes does not hold the callback; a collected one is a crash at the next message.
    binding.held_log_callback = binding.llama_log_callback(lambda _level, _text, _data: None)
    binding.llama_log_set(binding.held_log_callback, ctypes.c_void_p(0))
    if b"AMX" in binding.llama_print_system_info():
        # A build with AMX crashes in the first batch of a quantised model
        # (ggml-org/llama.cpp#20824); without the extra buffers it is never used.
        defaults = binding.llama_model_default_params

        def without_extra_buffers() -> Any:
            params = defaults()
            params.use_extra_bufts = False
            return params

        binding.llama_model_default_params = without_extra_buffers
    return llama_cpp


class AnswerReader(Protocol):
    """Follows an answer while it is written."""

    @property
    def is_over(self) -> bool: ...

    def forced(self) -> bytes:
        """Bytes that must come next; empty where the model decides."""
        ...

    def feed(self, piece: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote.

    Attributes:
        tokens: Tokens decoded or forced.
        complete: False if the bound or the context ended it.
    """

    text: str = field(repr=False)
    tokens: int
    complete: bool


class LlamaModel:
    """A GGUF model with one context. Not for two threads."""

    def __init__(self, path: Path, context_tokens: int, threads: int) -> None:
        """Load a model.

        Args:
            context_tokens: Tokens to keep in view; bounded by what the model was made for.

        Raises:
            MemoryShort: If the model does not fit into free memory.
            PackUnusable: Reason "load", if llama.cpp cannot load the file.
        """
        size = _size(path)
        require_memory("drafting", round(size * 1.2 / 2**20))
        is_small = size < _WORTH_THREADS_BYTES
        self._threads = 1 if is_small else threads
        llama_cpp = _library()
        self._binding: Any = llama_cpp.llama_cpp
        try:
            self._llama: Any = llama_cpp.Llama(
                str(path),
                n_ctx=context_tokens,
                n_batch=BATCH_TOKENS,
                n_ubatch=BATCH_TOKENS,
                n_threads=self._threads,
                n_threads_batch=self._threads,
                seed=_SEED,
                # On several threads it sums up the attention of a single token in an order
                # that depends on their number, and behind a long visit a token took a third
                # more processor time than without.
                flash_attn=is_small,
                swa_full=True,
                verbose=False,
            )
        except Exception as error:
            # ValueError for the file, jinja2 errors for its template, RuntimeError for the
            # context: the binding has no class of its own.
            raise PackUnusable("load", file=path.name) from error
        self._vocab: Any = self._llama._model.vocab
        self._context: Any = self._llama.ctx
        self._vocabulary = Vocabulary(self._binding, self._vocab, self._llama.n_vocab())
        self._cancelled: threading.Event | None = None
        self._abort = self._binding.ggml_abort_callback(self._is_cancelled)
        self._binding.llama_set_abort_callback(self._context, self._abort, None)
        self._tokenised = lru_cache(_MOST_TEXTS)(self._tokenise)
        self._read: list[int] = []
        self._in_step = 0

    @property
    def room(self) -> int:
        """Tokens the context holds."""
        return int(self._llama.n_ctx())

    @property
    def chat_template(self) -> str:
        return str(self._llama.metadata.get("tokenizer.chat_template", ""))

    def special(self, which: str) -> str:
        """Text of the "bos" or "eos" token, "" if the vocabulary has none."""
        token = {"bos": self._llama.token_bos, "eos": self._llama.token_eos}[which]()
        return "" if token < 0 else self._vocabulary.text(token)

    @property
    def opens_with_bos(self) -> bool:
        return bool(self._binding.llama_vocab_get_add_bos(self._vocab))

    def plain(self, text: str) -> list[int]:
        """Tokens of text in which nothing counts as a special token."""
        return list(self._tokenised(text))

    def _tokenise(self, text: str) -> tuple[int, ...]:
        ids: list[int] = []
        for part in self._vocabulary.harmless_parts(text):
            ids += self._llama.tokenize(part.encode(), add_bos=False, special=False)
        return tuple(ids)

    def control(self, text: str) -> list[int]:
        """Tokens of the prompt's own frame, special tokens included."""
        ids: list[int] = self._llama.tokenize(text.encode(), add_bos=False, special=True)
        return ids

    def read(self, tokens: Sequence[int], on_read: OnRead) -> int:
        """Have exactly these tokens in view; what is in view already stays.

        Read in batches that begin at multiples of their size, so that the result is the
        same to the last bit whether the text came at once or grew.

        Returns:
            Tokens that were in view already.

        Raises:
            Cancelled: If called off; what was read before stays.
            EngineFailed: Reason "context", if they do not fit; "decode" if llama.cpp fails.
        """
        common = _common(self._read, tokens)
        same = min(common, self._in_step, len(tokens) - 1)
        whole = common == len(tokens) == self._in_step
        kept = self._go_back(len(tokens) if whole else same - same % BATCH_TOKENS)
        self._in_step = kept
        self._go_on(tokens, kept, on_read)
        self._in_step = len(tokens)
        return kept

    def read_question(self, shared: int, tokens: Sequence[int]) -> int:
        """Have the first `shared` of what was read in view, and these tokens after them.

        Returns and raises as `read`.
        """
        wanted = [*self._read[:shared], *tokens]
        kept = self._go_back(min(_common(self._read, wanted), len(wanted) - 1))
        self._go_on(wanted, kept, lambda _read, _total: None)
        return kept

    def preference(self, first: int, second: int) -> float:
        """Probability of the first against the second token as the next one, 0 to 1."""
        pointer = self._binding.llama_get_logits_ith(self._context, -1)
        logits = np.ctypeslib.as_array(pointer, shape=(self._vocabulary.size,))
        return 1.0 / (1.0 + math.exp(float(logits[second]) - float(logits[first])))

    def write(self, grammar: str, reader: AnswerReader, most_tokens: int) -> Answer:
        """Let the model go on from what it has read, greedily, within a grammar.

        Args:
            reader: Follows the answer; inevitable text is read instead of decoded.
            most_tokens: Bound; text that is inevitable by then is still finished.

        Raises:
            Cancelled: If called off.
            EngineFailed: Reason "grammar", if the grammar does not parse.
        """
        written = b""
        tokens = 0
        with self._grammar(grammar) as sampler:
            while not reader.is_over:
                piece, ids = self._inevitable(reader)
                if not ids:
                    token = self._likeliest(sampler) if tokens < most_tokens else -1
                    if token < 0 or len(self._read) >= self.room:
                        return Answer(written.decode("utf-8", "ignore"), tokens, complete=False)
                    if self._binding.llama_vocab_is_eog(self._vocab, token):
                        break
                    piece, ids = self._vocabulary.piece(token), [token]
                if len(self._read) + len(ids) > self.room:
                    return Answer(written.decode("utf-8", "ignore"), tokens, complete=False)
                for token in ids:
                    self._binding.llama_sampler_accept(sampler, token)
                reader.feed(piece)
                written += piece
                tokens += len(ids)
                if not reader.is_over:
                    self._evaluate_in_batches(ids)
        return Answer(written.decode("utf-8", "ignore"), tokens, complete=True)

    @contextmanager
    def beside_recognition(self) -> Iterator[None]:
        """Within, recognition has the processor cores that it works with to itself.

        The number of threads changes no bit of what is read or written.
        """
        beside = min(self._threads, threads_beside_recognition())
        self._binding.llama_set_n_threads(self._context, beside, beside)
        try:
            yield
        finally:
            self._binding.llama_set_n_threads(self._context, self._threads, self._threads)

    @contextmanager
    def cancellable(self, cancelled: threading.Event) -> Iterator[None]:
        """Within, reading and writing stop soon after `cancelled` is set."""
        self._cancelled = cancelled
        try:
            yield
        finally:
            self._cancelled = None

    def close(self) -> None:
        """Free the model now and not when Python gets to it."""
        self._llama._sampler = None
        self._llama.close()

    def _is_cancelled(self, _data: object = None) -> bool:
        return self._cancelled is not None and self._cancelled.is_set()

    @property
    def _can_go_back(self) -> bool:
        """Models with a recurrent state cannot forget their last tokens only."""
        model = self._llama._model.model
        binding = self._binding
        return not (binding.llama_model_is_recurrent(model) or binding.llama_model_is_hybrid(model))

    def _go_back(self, kept: int) -> int:
        """Forget all but the first `kept` tokens; returns how many really stayed."""
        if kept < len(self._read) and not self._can_go_back:
            kept = 0
        self._llama.n_tokens = kept
        del self._read[kept:]
        return kept

    def _go_on(self, tokens: Sequence[int], start: int, on_read: OnRead) -> None:
        if len(tokens) > self.room:
            raise EngineFailed("context", tokens=len(tokens), room=self.room)
        for position in range(start, len(tokens), BATCH_TOKENS):
            self._evaluate(list(tokens[position : position + BATCH_TOKENS]))
            on_read(len(self._read), len(tokens))

    def _evaluate_in_batches(self, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), BATCH_TOKENS):
            self._evaluate(list(ids[start : start + BATCH_TOKENS]))

    def _evaluate(self, ids: list[int]) -> None:
        if self._is_cancelled():
            raise Cancelled
        try:
            self._llama.eval(ids)
        except RuntimeError as error:
            code = str(error).rpartition(" ")[2]
            if code == _ABORTED and self._is_cancelled():
                raise Cancelled from None
            reason = "context" if code == _NO_ROOM else "decode"
            raise EngineFailed(reason, status=code, room=self.room) from None
        self._read += ids

    @contextmanager
    def _grammar(self, grammar: str) -> Iterator[Any]:
        # A grammar that does not parse must never reach a sampler chain: llama.cpp would
        # take the null pointer and die.
        sampler = self._binding.llama_sampler_init_grammar(self._vocab, grammar.encode(), b"root")
        if not sampler:
            raise EngineFailed("grammar", length=len(grammar))
        try:
            yield sampler
        finally:
            self._binding.llama_sampler_free(sampler)

    def _inevitable(self, reader: AnswerReader) -> tuple[bytes, list[int]]:
        """What must come next, as tokens; nothing where that is open or cut inside a character."""
        forced = reader.forced()
        try:
            ids = self.plain(forced.decode()) if forced else []
        except UnicodeDecodeError:
            return b"", []
        # Some tokenizers put a space in front; the grammar would not let that through.
        same = b"".join(map(self._vocabulary.piece, ids)) == forced
        return (forced, ids) if same else (b"", [])

    def _likeliest(self, sampler: Any) -> int:
        """The likeliest token the grammar lets through; -1 if there is none."""
        pointer = self._binding.llama_get_logits_ith(self._context, -1)
        logits = np.array(np.ctypeslib.as_array(pointer, shape=(self._vocabulary.size,)))
        logits[self._vocabulary.special] = -np.inf
        for count in (c for c in _LIKELIEST if c < self._vocabulary.size):
            likely = np.argpartition(-logits, count)[:count].astype(np.int32)
            token = self._allowed(sampler, np.sort(likely), logits)
            if token >= 0:
                return token
        return self._allowed(sampler, np.arange(self._vocabulary.size, dtype=np.int32), logits)

    def _allowed(
        self, sampler: Any, ids: NDArray[np.int32], logits: NDArray[np.float32]
    ) -> int:
        row = np.zeros(len(ids), dtype=[("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])
        row["id"], row["logit"] = ids, logits[ids]
        binding = self._binding
        data = row.ctypes.data_as(binding.llama_token_data_p)
        array = binding.llama_token_data_array(data=data, size=len(ids), selected=-1, sorted=False)
        binding.llama_sampler_apply(sampler, ctypes.byref(array))
        best = int(row["logit"].argmax())
        return int(row["id"][best]) if np.isfinite(row["logit"][best]) else -1


def _common(known: Sequence[int], wanted: Sequence[int]) -> int:
    """Length of the common beginning."""
    for position, (one, other) in enumerate(zip(known, wanted, strict=False)):
        if one != other:
            return position
    return min(len(known), len(wanted))


def _size(path: Path) -> int:
    """Bytes of a model file.

    Raises:
        PackUnusable: Reason "missing", if there is no such file.
    """
    try:
        return path.stat().st_size
    except OSError as error:
        raise PackUnusable("missing", file=path.name) from error
