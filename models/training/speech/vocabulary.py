"""The tokenizer: one token a hanzi, single figures, a small English BPE, Whisper's special tokens.

The order of the ids is load-bearing. CTranslate2 takes everything from
<|startoftranscript|> to <|notimestamps|> for one block and all above it for
times; and it takes a model for multilingual only if the empty token is there,
just before <|endoftext|>.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import jieba
import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from zhenlu.domain.transcript import Language

SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>",
    "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip
TIMES = tuple(f"<|{i * 0.02:.2f}|>" for i in range(1501))
_PUNCTUATION = "，。？！、：；（）“”‘’…—《》「」℃％·～"
_CJK = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]"


class Tokens:
    """The tokenizer with its special ids by name."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        ids = {name.strip("<|>"): self._tokenizer.token_to_id(name) for name in SPECIAL}
        self.end, self.start = ids["endoftext"], ids["startoftranscript"]
        self.transcribe, self.previous = ids["transcribe"], ids["startofprev"]
        self.no_speech, self.no_times = ids["nospeech"], ids["notimestamps"]
        self.language = {Language.ZH: ids["zh"], Language.EN: ids["en"]}
        self.first_time = self.no_times + 1
        self.count = self.first_time + len(TIMES)

    def encode(self, text: str) -> list[int]:
        encoded: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return encoded

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """Each token's own text; parts of one character come out as replacement marks."""
        return [self._tokenizer.decode([token]) for token in ids]

    def knows(self, character: str) -> bool:
        return len(self.encode(character)) == 1

    def time(self, seconds: float) -> int:
        """The token of a time within the window, on a grid of 0.1 s."""
        return self.first_time + 5 * round(seconds * 10)

    def listing(self) -> list[str]:
        """All tokens in id order, as CTranslate2 wants them."""
        return [self._tokenizer.id_to_token(i) for i in range(self.count)]


def build(english: Iterable[str], chinese: str, path: Path, merges: int = 2000) -> None:
    """Make a tokenizer and write it as tokenizer.json.

    Args:
        english: Sentences that the English merges are learnt from.
        chinese: Text whose characters get a token each, beside the common ones.
    """
    vocabulary, rules = _english(english, merges)
    known = set(rules)

    def join(first: str, second: str) -> None:
        if (first, second) not in known:
            known.add((first, second))
            rules.append((first, second))
        vocabulary.setdefault(first + second, len(vocabulary))

    # faster-whisper suppresses the first token of " -" and " '": were it the bare
    # space, no English word could follow another.
    for mark in "-'\"(":
        join("Ġ", mark)
    spelt = _byte_spelling()
    for character in [*_PUNCTUATION, *_hanzi(chinese)]:
        parts = [spelt[byte] for byte in character.encode()]
        join(parts[0], parts[1])
        if len(parts) == 3:
            join(parts[0] + parts[1], parts[2])
    _write(vocabulary, rules, path)


def _english(sentences: Iterable[str], merges: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(tokenizers.Regex(r"\d"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    alphabet = sorted(_byte_spelling().values())
    trainer = trainers.BpeTrainer(
        vocab_size=256 + merges, min_frequency=2, initial_alphabet=alphabet, show_progress=False
    )
    learner.train_from_iterator(sentences, trainer)
    model: dict[str, Any] = json.loads(learner.to_str())["model"]
    rules = [tuple(r.split(" ")) if isinstance(r, str) else tuple(r) for r in model["merges"]]
    return dict(model["vocab"]), rules


def _write(vocabulary: dict[str, int], rules: list[tuple[str, str]], path: Path) -> None:
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=rules))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(tokenizers.Regex(_CJK), "isolated"),
            pre_tokenizers.Split(tokenizers.Regex(r"\d"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    content = json.loads(tokenizer.to_str())
    words = len(vocabulary)
    content["model"]["vocab"][""] = words
    content["added_tokens"] = [
        {"id": words + 1 + i, "content": token, "single_word": False, "lstrip": False,
         "rstrip": False, "normalized": False, "special": True}
        for i, token in enumerate((*SPECIAL, *TIMES))
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _hanzi(wanted: str, common: int = 5500) -> list[str]:
    """The most frequent characters of a dictionary, those of GB 2312 level 1, and the wanted."""
    counts: dict[str, int] = {}
    dictionary = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    for line in dictionary.splitlines():
        word, count, *_ = line.split()
        for character in filter(_is_hanzi, word):
            counts[character] = counts.get(character, 0) + int(count)
    chosen = set(sorted(counts, key=lambda c: counts[c], reverse=True)[:common])
    for high in range(0xB0, 0xD8):
        row = bytes(byte for low in range(0xA1, 0xFF) for byte in (high, low))
        chosen.update(row.decode("gb2312", "ignore"))
    return sorted(chosen | set(filter(_is_hanzi, wanted)))


def _is_hanzi(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _byte_spelling() -> dict[int, str]:
    """How byte-level BPE writes each byte as a printable character."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spelling = {byte: chr(byte) for byte in printable}
    others = sorted(set(range(256)) - set(printable))
    spelling.update({byte: chr(256 + i) for i, byte in enumerate(others)})
    return spelling
