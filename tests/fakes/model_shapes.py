"""Models of real shape with random weights: their time and memory are real, their words are not.

Built once into a folder outside the repository (`ZHENLU_BENCH_MODELS`, by default
`zhenlu-bench` in the user's cache) and found there again:

- `drafting_pack("0.5b" | "1.5b")`: Qwen2.5 of that size in Q4_0, 152,000 tokens, of which the
  common ones are learnt from our own texts, so that Chinese takes as many tokens as it does
  for the real model.
- `speech_pack()`: Whisper small in int8. It writes a fixed remark of 22 tokens for every
  utterance, about what somebody says in five seconds, whatever was said.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import random_chat_model
from ctranslate2.specs import whisper_spec
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from zhenlu import paths
from zhenlu.domain.pack import Pack, PackFile, PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language
from zhenlu.engines.packs.integrity import InstalledPack

_SEED = 7
#: As Qwen2 splits text before it looks for merges.
_QWEN2_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
#: Tokens learnt from our texts: with these a token holds about 1.5 Chinese characters.
_LEARNT = 6000
_QWEN2_TOKENS = 151_936
_CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class QwenShape:
    """Sizes as the makers of Qwen2.5 published them."""

    blocks: int
    width: int
    feed_forward: int
    heads: int
    heads_kv: int


QWEN = {
    "0.5b": QwenShape(24, 896, 4864, 14, 2),
    "1.5b": QwenShape(28, 1536, 8960, 12, 2),
}


@dataclass(frozen=True, slots=True)
class WhisperShape:
    """Sizes as the makers of Whisper published them."""

    layers: int
    width: int
    heads: int
    tokens: int


WHISPER_SMALL = WhisperShape(12, 768, 12, 51_865)
_POSITIONS, _FRAMES, _MELS = 448, 1500, 80
#: What the random Whisper writes. Characters outside its vocabulary take three tokens each,
#: as many do for the real one.
_REMARK = "嚯嗐咦嘞哎哟呗"


def folder() -> Path:
    """Where the models are kept."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("ZHENLU_BENCH_MODELS") or Path(cache) / "zhenlu-bench")


def drafting_pack(name: str, context_tokens: int = 8192) -> InstalledPack:
    """An instruct model of the shape `name`, built where it is not there yet."""
    shape = QWEN[name]
    file = folder() / f"qwen2-{name}-q4_0-centred.gguf"
    if not file.is_file():
        _build(file, lambda path: _write_qwen(path, shape))
    head = shape.width // shape.heads
    cache = context_tokens * shape.blocks * shape.heads_kv * head * 2 * 2
    pack = Pack(
        id=f"random-qwen2-{name}",
        kind=PackKind.DRAFTING,
        engine="llama.cpp",
        files=(PackFile(file.name, "0" * 64, file.stat().st_size),),
        memory_mb=200 + (file.stat().st_size + cache) // _MIB,
        languages=(Language.ZH, Language.EN),
        licence="none",
        origin="random",
        context_tokens=context_tokens,
        prompt_format="chat",
        layer=Layer.WRITE,
    )
    return InstalledPack(pack, file.parent)


def speech_pack(short_windows: bool = True) -> InstalledPack:
    """Whisper small, built where it is not there yet.

    Args:
        short_windows: False pads every utterance to 30 s, as packs with stock weights need.
    """
    model = folder() / "whisper-small-int8"
    if not (model / "model.bin").is_file():
        _build(model, lambda path: _write_whisper(path, WHISPER_SMALL))
    pack = Pack(
        id="random-whisper-small",
        kind=PackKind.SPEECH,
        engine="faster-whisper",
        files=tuple(
            PackFile(file.name, "0" * 64, file.stat().st_size) for file in sorted(model.iterdir())
        ),
        memory_mb=600,
        languages=(Language.ZH, Language.EN),
        licence="none",
        origin="random",
        short_windows=short_windows,
    )
    return InstalledPack(pack, model)


def _build(target: Path, write: Any) -> None:
    """Under another name first: what breaks off must not pass for a model."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    if unfinished.is_dir():
        shutil.rmtree(unfinished)
    write(unfinished)
    unfinished.rename(target)


# Qwen2


def _write_qwen(path: Path, shape: QwenShape) -> None:
    tokens, merges = _qwen_vocabulary()
    writer = gguf.GGUFWriter(str(path), "qwen2", use_temp_file=True)
    writer.add_name("random-qwen2")
    writer.add_context_length(32_768)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.blocks)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads_kv)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1_000_000.0)
    _add_qwen_tokenizer(writer, tokens, merges)
    for name, values, kind in _qwen_tensors(shape, tokens):
        writer.add_tensor(name, values, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_qwen_tokenizer(writer: gguf.GGUFWriter, tokens: list[str], merges: list[str]) -> None:
    kinds = dict.fromkeys(_CONTROL, gguf.TokenType.CONTROL)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([kinds.get(token, gguf.TokenType.NORMAL) for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_pad_token_id(tokens.index("<|endoftext|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(random_chat_model.CHAT_TEMPLATE)


_Tensor = tuple[str, NDArray[Any], gguf.GGMLQuantizationType | None]


def _qwen_tensors(shape: QwenShape, tokens: list[str]) -> Iterator[_Tensor]:
    random = np.random.default_rng(_SEED)
    width, kv = shape.width, shape.width // shape.heads * shape.heads_kv
    ones = np.ones(width, dtype=np.float32)
    q8 = gguf.GGMLQuantizationType.Q8_0
    yield "token_embd.weight", _q8_0(random, np.ones(len(tokens)), width), q8
    # The real one reads and writes with one table; with random numbers it would write what it
    # has just read again and again.
    yield "output.weight", _q8_0(random, _weights(tokens), width), q8
    yield "output_norm.weight", ones, None
    sizes = {
        "attn_q": (width, width),
        "attn_k": (kv, width),
        "attn_v": (kv, width),
        "attn_output": (width, width),
        "ffn_gate": (shape.feed_forward, width),
        "ffn_up": (shape.feed_forward, width),
        "ffn_down": (width, shape.feed_forward),
    }
    for block in range(shape.blocks):
        for name, (rows, columns) in sizes.items():
            q4 = gguf.GGMLQuantizationType.Q4_0
            # What the tokens have in common passes through attention whole, what tells them
            # apart is averaged away: at full strength only the former would be left.
            gain = 0.3 if name == "attn_output" else 1.0
            yield f"blk.{block}.{name}.weight", _q4_0(random, rows, columns, gain), q4
        for name in ("attn_q", "attn_k", "attn_v"):
            yield f"blk.{block}.{name}.bias", np.zeros(sizes[name][0], dtype=np.float32), None
        for name in ("attn_norm", "ffn_norm"):
            yield f"blk.{block}.{name}.weight", ones, None


def _q4_0(
    random: np.random.Generator, rows: int, columns: int, gain: float = 1.0
) -> NDArray[np.uint8]:
    """A matrix straight in Q4_0: for 32 values a scale in half precision and 4 bits each."""
    blocks = np.empty((rows, columns // 32, 18), dtype=np.uint8)
    # Equally likely steps from -7 to 7 spread by 4.32. With the sixteenth, -8, their mean would
    # not be 0: each block would add to one direction until every token looked the same.
    scale = np.array([gain * columns**-0.5 / 4.32], dtype=np.float16)
    blocks[..., :2] = scale.view(np.uint8)
    steps = random.integers(1, 16, (2, rows, columns // 32, 16), dtype=np.uint8)
    blocks[..., 2:] = steps[0] | steps[1] << 4
    return blocks.reshape(rows, -1)


def _q8_0(
    random: np.random.Generator, weights: NDArray[Any], width: int
) -> NDArray[np.uint8]:
    """A table of tokens in Q8_0, a scale and a byte each for 32 values, its rows weighted."""
    blocks = np.empty((len(weights), width // 32, 34), dtype=np.uint8)
    # Equally likely steps from -127 to 127 spread by 73.
    scales = (weights * width**-0.5 / 73).astype(np.float16)
    blocks[..., :2] = scales.view(np.uint8).reshape(-1, 1, 2)
    steps = random.integers(-127, 128, (len(weights), width // 32, 32), dtype=np.int8)
    blocks[..., 2:] = steps.view(np.uint8)
    return blocks.reshape(len(weights), -1)


def _weights(tokens: list[str]) -> NDArray[Any]:
    """How far each token stands out.

    What gives an answer its form does so more often than a random token, or hardly any
    sentence would end before its bound; the sign for "nothing was said" never does.
    """
    spelling = random_chat_model._byte_spelling()
    weights = np.ones(len(tokens))
    for sign in ("|", ",", *map(str, range(10))):
        weights[tokens.index(sign)] = 1.2
    weights[tokens.index(spelling[ord("\n")])] = 3
    weights[tokens.index("<|im_end|>")] = 9
    weights[tokens.index("-")] = 0
    return weights


def _qwen_vocabulary() -> tuple[list[str], list[str]]:
    """Tokens in byte-level spelling: learnt ones, then pairs of characters nobody says."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_QWEN2_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=_LEARNT, initial_alphabet=alphabet, show_progress=False
    )
    learner.train_from_iterator(_own_texts(), trainer)
    model = json.loads(learner.to_str())["model"]
    merges = [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]
    tokens = sorted(model["vocab"], key=model["vocab"].__getitem__)
    known = set(tokens)
    filler = _pairs(random_chat_model._byte_spelling())
    while len(tokens) < _QWEN2_TOKENS - len(_CONTROL):
        pair = next(filler)
        if pair not in known:
            tokens.append(pair)
    return [*tokens, *_CONTROL], merges


def _own_texts() -> Iterator[str]:
    places = (
        (paths.resources(), "prompts/*/*.toml"),
        (paths.resources(), "templates/**/*.toml"),
        (Path(__file__).parents[1], "visits/*/*.toml"),
    )
    for root, pattern in places:
        for path in sorted(root.glob(pattern)):
            yield path.read_text(encoding="utf-8")


def _pairs(spelling: dict[int, str]) -> Iterator[str]:
    characters = [chr(code) for code in range(0x5000, 0x5000 + 400)]
    for first in characters:
        for second in characters:
            yield "".join(spelling[byte] for byte in (first + second).encode())


# Whisper


def _write_whisper(path: Path, shape: WhisperShape) -> None:
    tokenizer, listing = _whisper_vocabulary(shape.tokens)
    ids = {token: place for place, token in enumerate(listing)}
    specification = whisper_spec.WhisperSpec(
        shape.layers, shape.heads, shape.layers, shape.heads
    )
    _fill_whisper(specification, shape, _remark_ids(ids))
    specification.register_vocabulary(listing)
    config = specification.config
    config.lang_ids = [ids["<|en|>"], ids["<|zh|>"]]
    config.suppress_ids, config.suppress_ids_begin = [], []
    config.alignment_heads = [[shape.layers - 1, head] for head in range(2)]
    specification.validate()
    specification.optimize(quantization="int8")
    path.mkdir(parents=True)
    specification.save(str(path))
    (path / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    shutil.copyfile(
        paths.models() / "starter" / "speech" / "preprocessor_config.json",
        path / "preprocessor_config.json",
    )


def _whisper_vocabulary(count: int) -> tuple[dict[str, Any], list[str]]:
    """The starter's tokenizer with so many tokens more that the table has its real size."""
    starter = paths.models() / "starter" / "speech" / "tokenizer.json"
    tokenizer: dict[str, Any] = json.loads(starter.read_text(encoding="utf-8"))
    vocabulary, added = tokenizer["model"]["vocab"], tokenizer["added_tokens"]
    texts = sorted(vocabulary, key=vocabulary.__getitem__)
    # The empty token marks a model of several languages and stands before the special ones.
    texts.remove("")
    texts += [f"\u0120§{number}" for number in range(count - len(texts) - 1 - len(added))]
    texts.append("")
    tokenizer["model"]["vocab"] = {text: place for place, text in enumerate(texts)}
    for place, token in enumerate(added, start=len(texts)):
        token["id"] = place
    return tokenizer, [*texts, *(token["content"] for token in added)]


def _remark_ids(ids: dict[str, int]) -> list[int]:
    spelling = random_chat_model._byte_spelling()
    return [ids[spelling[byte]] for byte in _REMARK.encode()] + [ids["<|endoftext|>"]]


def _fill_whisper(specification: Any, shape: WhisperShape, remark: list[int]) -> None:
    random = np.random.default_rng(_SEED)
    width = shape.width

    def table(*size: int, spread: float = 0.02) -> NDArray[np.float32]:
        return (random.standard_normal(size, dtype=np.float32) * np.float32(spread)).astype("f4")

    def norm(theirs: Any, gain: float = 1.0) -> None:
        theirs.gamma, theirs.beta = np.full(width, gain, "f4"), np.zeros(width, "f4")

    def linear(theirs: Any, rows: int, columns: int, spread: float = 0.02) -> None:
        theirs.weight, theirs.bias = table(rows, columns, spread=spread), np.zeros(rows, "f4")

    def attention(theirs: Any, first: int, *more: int) -> None:
        norm(theirs.layer_norm)
        for place, rows in enumerate((first, *more)):
            linear(theirs.linear[place], rows * width, width)
        # Small, so that what is written depends on the place in the sentence only.
        linear(theirs.linear[-1], width, width, spread=1e-4)

    def feed_forward(theirs: Any) -> None:
        norm(theirs.layer_norm)
        linear(theirs.linear_0, 4 * width, width)
        linear(theirs.linear_1, width, 4 * width, spread=1e-4)

    encoder, decoder = specification.encoder, specification.decoder
    encoder.conv1.weight, encoder.conv1.bias = table(width, _MELS, 3), np.zeros(width, "f4")
    encoder.conv2.weight, encoder.conv2.bias = table(width, width, 3), np.zeros(width, "f4")
    encoder.position_encodings.encodings = table(_FRAMES, width)
    norm(encoder.layer_norm)
    for layer in encoder.layer:
        attention(layer.self_attention, 3)
        feed_forward(layer.ffn)
    norm(decoder.layer_norm, gain=5.0)
    for layer in decoder.layer:
        attention(layer.self_attention, 3)
        attention(layer.attention, 1, 2)
        feed_forward(layer.ffn)
    tokens = table(shape.tokens, width)
    decoder.embeddings.weight = decoder.projection.weight = tokens
    # Every place points at the token that comes next; the prompt has four.
    following = [remark[(place - 3) % len(remark)] for place in range(_POSITIONS)]
    decoder.position_encodings.encodings = 4 * tokens[following]


__all__ = ["QWEN", "drafting_pack", "folder", "speech_pack"]
