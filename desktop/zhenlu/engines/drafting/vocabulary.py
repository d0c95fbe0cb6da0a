"""A model's vocabulary, and how text goes through it without being taken for more than text."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Vocabulary:
    """What each token spells, and which ones are no text.

    Attributes:
        size: Number of tokens.
        special: Tokens that are never written: control tokens except those that end an answer,
            and what the model's maker defined (`<think>` and the like).
    """

    def __init__(self, binding: Any, vocab: Any, size: int) -> None:
        """Look through a loaded vocabulary.

        Args:
            binding: The module llama_cpp.llama_cpp.
            vocab: Its pointer to the model's vocabulary.
        """
        self._binding = binding
        self._vocab = vocab
        self.size = size
        marks = [binding.llama_vocab_get_attr(vocab, token) for token in range(size)]
        attributes = np.array(marks, dtype=np.int64)
        ends = np.array([binding.llama_vocab_is_eog(vocab, token) for token in range(size)])
        controls = (attributes & binding.LLAMA_TOKEN_ATTR_CONTROL) != 0
        defined = (attributes & binding.LLAMA_TOKEN_ATTR_USER_DEFINED) != 0
        self.special = np.flatnonzero((controls | defined) & ~ends)
        self._recognised = self._recogniser(np.flatnonzero(defined))

    def text(self, token: int) -> str:
        return self.piece(token).decode("utf-8", "ignore")

    def piece(self, token: int) -> bytes:
        """The bytes that a token spells."""
        buffer = ctypes.create_string_buffer(256)
        length = self._binding.llama_token_to_piece(self._vocab, token, buffer, 256, 0, True)
        return buffer.raw[: max(0, length)]

    def harmless_parts(self, text: str) -> Iterator[str]:
        """Text cut inside everything that llama.cpp would take for a user-defined token.

        It recognises those in any text, told to or not. Control tokens need no cut.
        """
        start = 0
        while found := self._recognised.search(text, start):
            yield text[start : found.start() + 1]
            start = found.start() + 1
        if start < len(text):
            yield text[start:]

    def _recogniser(self, defined: NDArray[np.int64]) -> re.Pattern[str]:
        texts = {self.text(int(token)) for token in defined}
        # Runs of spaces and single signs are defined by some models for plain text.
        marks = sorted((t for t in texts if len(t) > 2 and not t.isspace()), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, marks)) or r"(?!)")


__all__ = ["Vocabulary"]
