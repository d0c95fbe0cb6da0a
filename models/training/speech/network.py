"""The recogniser: Whisper's architecture in small, laid out so that CTranslate2 runs it unchanged.

Beside Whisper's own parts there is a phoneme head on the encoder, which is
trained with it and left out of the exported pack.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

#: Positions of a full Whisper window (30 s at 50 a second).
WINDOW_POSITIONS = 1500


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network. The defaults are the starter's: 9.1 M parameters."""

    n_vocab: int
    d: int = 256
    h: int = 4
    enc: int = 4
    dec: int = 3
    ctc: int = 256
    n_mels: int = 80
    n_ctx: int = WINDOW_POSITIONS
    n_text: int = 448

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


def sinusoids(length: int, channels: int) -> Tensor:
    """Whisper's fixed positions, shape (length, channels)."""
    step = math.log(10_000) / (channels // 2 - 1)
    rates = torch.exp(-step * torch.arange(channels // 2))
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention; `scores` keeps the last query and key for the guided loss."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width, bias=False)
        self.v = nn.Linear(width, width)
        self.o = nn.Linear(width, width)
        self.kept: tuple[Tensor, Tensor] | None = None

    def forward(
        self, x: Tensor, memory: Tensor | None = None, bias: Tensor | None = None,
        causal: bool = False,
    ) -> Tensor:  # fmt: skip
        """Attend from `x` to `memory` (or to itself).

        Args:
            bias: Added to the scores, shape (1, 1, 1, keys).
        """
        source = x if memory is None else memory
        q, k, v = self._split(self.q(x)), self._split(self.k(source)), self._split(self.v(source))
        self.kept = (q, k)
        if causal:
            mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        elif x.is_cuda:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        else:
            # On processors the fused call is slower backwards than its plain parts.
            scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
            mixed = torch.softmax(scores if bias is None else scores + bias, -1) @ v
        return self.o(mixed.transpose(1, 2).reshape(x.shape))

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], -1, self.heads, x.shape[2] // self.heads).transpose(1, 2)


class FeedForward(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(functional.gelu(self.fc1(x)))


class EncoderLayer(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(width), Attention(width, heads)
        self.ln2, self.mlp = nn.LayerNorm(width), FeedForward(width)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        x = x + self.attn(self.ln1(x), bias=bias)
        return x + self.mlp(self.ln2(x))


class DecoderLayer(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(width), Attention(width, heads)
        self.lnx, self.xattn = nn.LayerNorm(width), Attention(width, heads)
        self.ln2, self.mlp = nn.LayerNorm(width), FeedForward(width)

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor | None) -> Tensor:
        x = x + self.attn(self.ln1(x), causal=True)
        x = x + self.xattn(self.lnx(x), memory, bias)
        return x + self.mlp(self.ln2(x))


@dataclass(slots=True)
class Encoded:
    """What the encoder made of a batch.

    Attributes:
        states: (batch, content + padding, width).
        bias: Weight of the padding positions, added to the attention scores; None without padding.
        content: Positions that stand for sound.
    """

    states: Tensor
    bias: Tensor | None
    content: int


class Recogniser(nn.Module):
    """Encoder, decoder and phoneme head. Parameter names are those of the checkpoints."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.d
        self.conv1 = nn.Conv1d(shape.n_mels, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.register_buffer("enc_pos", sinusoids(shape.n_ctx, width))
        self.enc = nn.ModuleList(EncoderLayer(width, shape.h) for _ in range(shape.enc))
        self.enc_ln = nn.LayerNorm(width)
        self.emb = nn.Embedding(shape.n_vocab, width)
        self.dec_pos = nn.Parameter(torch.zeros(shape.n_text, width))
        self.dec = nn.ModuleList(DecoderLayer(width, shape.h) for _ in range(shape.dec))
        self.dec_ln = nn.LayerNorm(width)
        self.ctc_ln, self.ctc = nn.LayerNorm(width), nn.Linear(width, shape.ctc)
        self._start()

    def _start(self) -> None:
        nn.init.normal_(self.emb.weight, std=0.02)
        nn.init.normal_(self.dec_pos, std=0.01)
        for name, module in self.named_modules():
            if isinstance(module, nn.Linear):
                # Small residual branches keep the first steps stable at a high rate.
                branch = 0.3 if name.endswith((".o", ".fc2")) else 1.0
                nn.init.normal_(module.weight, std=0.8 * branch / math.sqrt(module.in_features))
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def encode(self, mel: Tensor, padding: int = 0) -> Encoded:
        """Encode windows.

        The recogniser will see its windows padded with zeros to 30 s. Computing
        1500 positions for 5 s of speech would waste most of the work, so a few of
        the padding positions are drawn and weighted to stand for all of them.

        Args:
            mel: (batch, mel bands, frames), two frames a position.
            padding: How many padding positions to draw; 0 takes the window as it is.
        """
        x = self._convolved(mel).transpose(1, 2)
        content = x.shape[1]
        positions = self.enc_pos.to(x.dtype)
        x, bias = x + positions[:content], None
        left = self.shape.n_ctx - content
        if 0 < padding < left:
            silent = self._convolved(mel.new_zeros(1, self.shape.n_mels, 8))[:, :, 2]
            drawn = content + torch.randperm(left, device=mel.device)[:padding]
            pads = (silent[:, None] + positions[drawn]).expand(x.shape[0], -1, -1)
            x = torch.cat([x, pads], 1)
            bias = x.new_zeros(1, 1, 1, x.shape[1])
            bias[..., content:] = math.log(left / padding)
        for layer in self.enc:
            x = layer(x, bias)
        self._last = x[:, :content]
        return Encoded(self.enc_ln(x), bias, content)

    def _convolved(self, mel: Tensor) -> Tensor:
        return functional.gelu(self.conv2(functional.gelu(self.conv1(mel))))

    def phonemes(self) -> Tensor:
        """Log probabilities of phonemes for the last encoded batch, (batch, content, phonemes)."""
        return functional.log_softmax(self.ctc(self.ctc_ln(self._last)).float(), -1)

    def decode(self, tokens: Tensor, encoded: Encoded) -> Tensor:
        """States after each token, (batch, tokens, width)."""
        x = self.emb(tokens) + self.dec_pos[: tokens.shape[1]].to(encoded.states.dtype)
        for layer in self.dec:
            x = layer(x, encoded.states, encoded.bias)
        return self.dec_ln(x)

    def logits(self, states: Tensor) -> Tensor:
        return states @ self.emb.weight.t()

    def guided_loss(self, positions: Tensor, encoded: Encoded, spread: float = 5.0) -> Tensor:
        """Pull some cross-attention heads to where each token is spoken.

        The heads 0 and 1 of the last two decoder layers learn to point at the
        sound; the exported pack names them as its alignment heads.

        Args:
            positions: (batch, tokens) expected encoder position, below 0 where there is none.
            spread: Standard deviation of what still counts as right, in positions.
        """
        rows, columns = (positions >= 0).nonzero(as_tuple=True)
        if not len(rows):
            return positions.new_zeros(())
        places = torch.arange(encoded.states.shape[1], device=positions.device)
        near = -((places[None] - positions[rows, columns][:, None]) ** 2) / (2 * spread**2)
        near[:, encoded.content :] = -1e4
        losses = []
        for layer in self.dec[-2:]:
            q, k = layer.xattn.kept
            for head in (0, 1):
                scores = q[:, head] @ k[:, head].transpose(1, 2) / math.sqrt(q.shape[-1])
                if encoded.bias is not None:
                    scores = scores + encoded.bias[0]
                attended = functional.log_softmax(scores[rows, columns].float(), -1)
                losses.append(-torch.logsumexp(attended + near, -1).mean())
        return torch.stack(losses).mean()
