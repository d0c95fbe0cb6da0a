"""The decoder: Qwen3's architecture in small, weights named as GGUF names them.

Root-mean-square norms, rotary positions (the halves of a head are the pairs), grouped
queries, a norm on every query and key, gated feed-forward, embeddings shared with the
output.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import gguf
import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a decoder. The defaults are the starter's: 6.8 M parameters."""

    vocabulary: int = 8000
    width: int = 256
    blocks: int = 6
    heads: int = 4
    key_heads: int = 2
    head_width: int = 64
    feed_forward: int = 768
    rope_base: float = 10_000.0
    epsilon: float = 1e-6

    def to_dict(self) -> dict[str, float]:
        return asdict(self)


class _Norm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self._epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), self._epsilon)


class Block(nn.Module):
    """Attention and feed-forward, each added to what flows by."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._shape = shape
        width, queries = shape.width, shape.heads * shape.head_width
        keys = shape.key_heads * shape.head_width
        self.attn_norm = _Norm(width, shape.epsilon)
        self.attn_q = nn.Linear(width, queries, bias=False)
        self.attn_k = nn.Linear(width, keys, bias=False)
        self.attn_v = nn.Linear(width, keys, bias=False)
        self.attn_q_norm = _Norm(shape.head_width, shape.epsilon)
        self.attn_k_norm = _Norm(shape.head_width, shape.epsilon)
        self.attn_output = nn.Linear(queries, width, bias=False)
        self.ffn_norm = _Norm(width, shape.epsilon)
        self.ffn_gate = nn.Linear(width, shape.feed_forward, bias=False)
        self.ffn_up = nn.Linear(width, shape.feed_forward, bias=False)
        self.ffn_down = nn.Linear(shape.feed_forward, width, bias=False)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        """Shapes: x (batch, time, width), mask (time, time) added to the scores."""
        x = x + self._attended(self.attn_norm(x), turn, mask)
        hidden = self.ffn_norm(x)
        return x + self.ffn_down(functional.silu(self.ffn_gate(hidden)) * self.ffn_up(hidden))

    def _attended(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        batch, time, _ = x.shape
        size, shared = self._shape.head_width, self._shape.key_heads
        group = self._shape.heads // shared
        query = self.attn_q_norm(self.attn_q(x).view(batch, time, -1, size))
        key = self.attn_k_norm(self.attn_k(x).view(batch, time, shared, size))
        value = self.attn_v(x).view(batch, time, shared, size)
        query, key = _turned(query, turn) * size**-0.5, _turned(key, turn)
        # Plain products: on processors the fused call is slower backwards.
        query = query.view(batch, time, shared, group, size).permute(0, 2, 3, 1, 4)
        query = query.reshape(batch * shared, group * time, size)
        key = key.permute(0, 2, 3, 1).reshape(batch * shared, size, time)
        value = value.permute(0, 2, 1, 3).reshape(batch * shared, time, size)
        scores = (query @ key).view(batch * shared, group, time, time).float() + mask
        weights = scores.softmax(-1).to(x.dtype).view(batch * shared, group * time, time)
        mixed = (weights @ value).view(batch, shared, group, time, size)
        return self.attn_output(mixed.permute(0, 3, 1, 2, 4).reshape(batch, time, -1))


class Decoder(nn.Module):
    """Tokens in, states out; `logits` turns chosen states into scores of the next token."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.blocks))
        self.output_norm = _Norm(shape.width, shape.epsilon)
        self._start()

    def forward(self, tokens: Tensor) -> Tensor:
        """Shapes: tokens (batch, time) → (batch, time, width)."""
        time = tokens.shape[1]
        x = self.embeddings(tokens)
        turn = self._turn(time, x)
        mask = torch.triu(torch.full((time, time), -1e9, device=x.device), 1)
        for block in self.blk:
            x = block(x, turn, mask)
        return self.output_norm(x)

    def logits(self, states: Tensor) -> Tensor:
        return functional.linear(states, self.embeddings.weight.to(states.dtype)).float()

    def _turn(self, time: int, x: Tensor) -> tuple[Tensor, Tensor]:
        size = self.shape.head_width
        rates = self.shape.rope_base ** (-torch.arange(0, size, 2, device=x.device).float() / size)
        angles = torch.arange(time, device=x.device).float()[:, None] * rates
        return angles.cos()[:, None].to(x.dtype), angles.sin()[:, None].to(x.dtype)

    def _start(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                last = name.endswith(("attn_output.weight", "ffn_down.weight"))
                scale = 0.02 if name.startswith("emb") else parameter.shape[1] ** -0.5
                deep = math.sqrt(2 * self.shape.blocks) if last else 1.0
                nn.init.normal_(parameter, std=scale / deep)


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    first, second = x.chunk(2, -1)
    cosine, sine = turn
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)


def gguf_name(name: str) -> str:
    """What GGUF calls a parameter."""
    return name.replace("embeddings.", "token_embd.")


def read_gguf(path: Path) -> Decoder:
    """A decoder with the weights of a GGUF file, quantised ones included."""
    reader = gguf.GGUFReader(str(path))

    def number(key: str) -> float:
        return reader.fields[f"qwen3.{key}"].contents()

    shape = Shape(
        vocabulary=len(reader.fields["tokenizer.ggml.tokens"].data),
        width=int(number("embedding_length")),
        blocks=int(number("block_count")),
        heads=int(number("attention.head_count")),
        key_heads=int(number("attention.head_count_kv")),
        head_width=int(number("attention.key_length")),
        feed_forward=int(number("feed_forward_length")),
        rope_base=float(number("rope.freq_base")),
    )
    decoder = Decoder(shape)
    stored = {t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in reader.tensors}
    weights = {
        name: torch.tensor(stored[gguf_name(name)]).view(parameter.shape)
        for name, parameter in decoder.named_parameters()
    }
    decoder.load_state_dict(weights)
    return decoder
