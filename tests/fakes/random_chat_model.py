"""Builds an instruct model of a real architecture with random weights.

A Qwen2 model of a few hundred thousand parameters in GGUF, with a byte-level vocabulary
and a chat template: everything the drafting engine does with an imported model can be
run on it. What it writes means nothing, so only form, not content, can be tested.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import gguf
import numpy as np

from zhenlu.domain.pack import Pack, PackFile, PackKind
from zhenlu.domain.record import Layer
from zhenlu.domain.transcript import Language

#: As Qwen models carry it: a turn for each message, the thought left out on request.
CHAT_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
    "{% endif %}"
)
_CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_DEFINED = ("<think>", "</think>")


def build(
    path: Path,
    *,
    characters: Iterable[str] = "",
    width: int = 128,
    blocks: int = 2,
    context_tokens: int = 4096,
    template: str = CHAT_TEMPLATE,
    opens_with_bos: bool = False,
    seed: int = 7,
) -> Path:
    """Write the model.

    Args:
        characters: Characters that get a token of their own, as common hanzi do in real ones.
        template: "" leaves it out.
        opens_with_bos: Whether every text has to begin with the opening token.
    """
    tokens, merges = _vocabulary(characters)
    tokens += [*_CONTROL, *_DEFINED]
    heads, feed_forward = 4, width * 2
    writer = gguf.GGUFWriter(str(path), "qwen2")
    writer.add_name("random-chat")
    writer.add_context_length(context_tokens)
    writer.add_embedding_length(width)
    writer.add_block_count(blocks)
    writer.add_feed_forward_length(feed_forward)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads // 2)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    writer.add_add_bos_token(opens_with_bos)
    _add_tokenizer(writer, tokens, merges, template)
    random = np.random.default_rng(seed)
    marks = tokens.index("-"), tokens.index(_byte_spelling()[ord("\n")])
    _add_tensors(writer, random, len(tokens), width, blocks, feed_forward, *marks)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def pack() -> Pack:
    """Says of itself what its manifest would."""
    return Pack(
        id="random-chat",
        kind=PackKind.DRAFTING,
        engine="llama.cpp",
        files=(PackFile("chat.gguf", "0" * 64, 1),),
        memory_mb=10,
        languages=(Language.ZH, Language.EN),
        licence="none",
        origin="random",
        context_tokens=4096,
        prompt_format="chat",
        layer=Layer.WRITE,
    )


def _add_tokenizer(
    writer: gguf.GGUFWriter, tokens: list[str], merges: list[str], template: str
) -> None:
    kinds = dict.fromkeys(_CONTROL, gguf.TokenType.CONTROL)
    kinds |= dict.fromkeys(_DEFINED, gguf.TokenType.USER_DEFINED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([kinds.get(token, gguf.TokenType.NORMAL) for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_pad_token_id(tokens.index("<|endoftext|>"))
    if template:
        writer.add_chat_template(template)


def _add_tensors(
    writer: gguf.GGUFWriter,
    random: np.random.Generator,
    vocabulary: int,
    width: int,
    blocks: int,
    feed_forward: int,
    unlikely: int,
    likely: int,
) -> None:
    def matrix(rows: int, columns: int) -> np.ndarray:
        return random.normal(0, columns**-0.5, (rows, columns)).astype(np.float32)

    ones = np.ones(width, dtype=np.float32)
    writer.add_tensor("token_embd.weight", random.normal(0, 1, (vocabulary, width)).astype("f4"))
    output = matrix(vocabulary, width)
    # The sign that opens "nothing was said" never stands out and the line end often does, so
    # that sections get written and sentences come to an end.
    output[unlikely] = 0
    output[likely] *= 3
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", ones)
    for block in range(blocks):
        shapes = {
            "attn_q": (width, width),
            "attn_k": (width // 2, width),
            "attn_v": (width // 2, width),
            "attn_output": (width, width),
            "ffn_gate": (feed_forward, width),
            "ffn_up": (feed_forward, width),
            "ffn_down": (width, feed_forward),
        }
        for name, shape in shapes.items():
            writer.add_tensor(f"blk.{block}.{name}.weight", matrix(*shape))
        for name in ("attn_q", "attn_k", "attn_v"):
            bias = np.zeros(shapes[name][0], dtype=np.float32)
            writer.add_tensor(f"blk.{block}.{name}.bias", bias)
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{block}.{name}.weight", ones)


def _vocabulary(characters: Iterable[str]) -> tuple[list[str], list[str]]:
    """All bytes, and the characters merged from theirs; tokens in byte-level spelling."""
    spelling = _byte_spelling()
    tokens = list(spelling.values())
    merges: list[str] = []
    for character in dict.fromkeys(characters):
        joined, *others = (spelling[byte] for byte in character.encode())
        for other in others:
            merge = f"{joined} {other}"
            joined += other
            if joined not in tokens:
                merges.append(merge)
                tokens.append(joined)
    if not merges:
        merges.append("t h")
        tokens.append("th")
    return tokens, merges


def _byte_spelling() -> dict[int, str]:
    """Byte → the printable character that byte-level vocabularies write for it."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spelling = {byte: chr(byte) for byte in printable}
    for byte in range(256):
        spelling.setdefault(byte, chr(256 + byte - sum(b < byte for b in printable)))
    return dict(sorted(spelling.items()))
