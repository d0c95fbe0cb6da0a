"""The starter's vocabulary: byte-level BPE, single digits, taken from a GGUF file.

The file that ships is the source, so that ids in training and in llama.cpp are the same
by construction; `parity.py` checks it on real text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
from tokenizers import AddedToken, Encoding, Regex, Tokenizer, decoders, models, pre_tokenizers

#: llama.cpp's pre-tokenizer "qwen2".
_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What llama.cpp is told about tokens, and the tokenizer that does the same here.

    Attributes:
        tokens: Text of each id, in byte-level spelling.
        types: llama.cpp's token types.
        merges: Pairs in the order of their merging.
    """

    tokens: tuple[str, ...]
    types: tuple[int, ...]
    merges: tuple[str, ...]
    tokenizer: Tokenizer

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """The vocabulary of a GGUF file."""
        fields = gguf.GGUFReader(str(path)).fields
        tokens = tuple(fields["tokenizer.ggml.tokens"].contents())
        types = tuple(fields["tokenizer.ggml.token_type"].contents())
        merges = tuple(fields["tokenizer.ggml.merges"].contents())
        return cls(tokens, types, merges, _tokenizer(tokens, types, merges))

    def ids(self, text: str) -> list[int]:
        """Token ids; special tokens in the text count as such."""
        found: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def encoded(self, texts: Sequence[str]) -> list[Encoding]:
        """Ids and places of many texts."""
        encodings: list[Encoding] = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        return encodings

    def single(self, text: str) -> int:
        """The id of a text that is one token.

        Raises:
            ValueError: If it is none or several.
        """
        ids = self.ids(text)
        if len(ids) != 1:
            raise ValueError(f"{text!r} takes {len(ids)} tokens")
        return ids[0]


def _tokenizer(tokens: Sequence[str], types: Sequence[int], merges: Sequence[str]) -> Tokenizer:
    normal = {t: i for i, t in enumerate(tokens) if types[i] == gguf.TokenType.NORMAL}
    pairs = [(first, second) for first, _, second in (m.partition(" ") for m in merges)]
    tokenizer = Tokenizer(models.BPE(normal, pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    # In the order of their ids: the tokenizer numbers what is added behind the rest.
    for number, (text, kind) in enumerate(zip(tokens, types, strict=True)):
        if kind != gguf.TokenType.NORMAL:
            special = kind == gguf.TokenType.CONTROL
            tokenizer.add_tokens([AddedToken(text, special=special, normalized=False)])
            if tokenizer.token_to_id(text) != number:
                raise ValueError(f"{text!r} is not behind the normal tokens")
    return tokenizer
