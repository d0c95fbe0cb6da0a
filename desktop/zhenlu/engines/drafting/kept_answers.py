"""Answers that the model has given to prompts, so that none has to be given twice.

A model that writes greedily answers the same prompt in the same words. So what it wrote
ahead while the visit went on holds at the end, if the prompt at the end is the same to the
last token; there is nothing to decide about it. The answers are a patient's words: they
stay in the memory of the worker, and a limited number of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from zhenlu.engines.drafting.llama_model import Answer

#: More than two visits of many sections, each written a few times.
_MOST = 128


@dataclass(frozen=True, slots=True)
class PromptKey:
    """Everything an answer depends on, as a digest."""

    digest: bytes

    @classmethod
    def of(cls, tokens: Sequence[int], grammar: str, most_tokens: int) -> PromptKey:
        read = np.asarray(tokens, dtype=np.int32).tobytes()
        bound = f"\n{most_tokens}\n{grammar}".encode()
        return cls(sha256(read + bound).digest())


class KeptAnswers:
    """The latest answers by their prompts; the ones longest unused go first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[PromptKey, Answer] = OrderedDict()

    def __contains__(self, prompt: PromptKey) -> bool:
        return prompt in self._answers

    def get(self, prompt: PromptKey) -> Answer | None:
        """The answer to exactly this prompt, if it was given."""
        if prompt in self._answers:
            self._answers.move_to_end(prompt)
        return self._answers.get(prompt)

    def keep(self, prompt: PromptKey, answer: Answer) -> None:
        self._answers[prompt] = answer
        while len(self._answers) > _MOST:
            self._answers.popitem(last=False)


__all__ = ["KeptAnswers", "PromptKey"]
