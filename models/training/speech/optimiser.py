"""Muon for the hidden matrices, Adam for everything else, both on 32-bit masters.

Muon: Jordan et al. 2024, momentum orthogonalised by a Newton–Schulz iteration.
The network itself may be in 16 bits; steps too small for it add up in the masters.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import torch
from torch import Tensor, nn

_CLIP = 2.0
_BETAS = (0.9, 0.98)
_WEIGHT_DECAY = 0.01


class Optimiser:
    """One step for all parameters of a network."""

    def __init__(self, network: nn.Module, matrix_rate: float, other_rate: float) -> None:
        self._rates = (matrix_rate, other_rate)
        self._steps = 0
        self._masters = {n: p.detach().float().clone() for n, p in network.named_parameters()}
        self._parameters = dict(network.named_parameters())
        self._first = {name: torch.zeros_like(m) for name, m in self._masters.items()}
        self._groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
        self._others: list[str] = []
        for name, parameter in self._parameters.items():
            hidden = parameter.ndim == 2 and not name.startswith(("emb", "dec_pos", "ctc"))
            (self._groups[tuple(parameter.shape)] if hidden else self._others).append(name)
        self._second = {name: torch.zeros_like(self._masters[name]) for name in self._others}

    @torch.no_grad()
    def step(self, scale: float) -> float:
        """Apply the gradients and drop them.

        Args:
            scale: Share of the full rates.

        Returns:
            Norm of all gradients together; where it is not finite nothing was applied.
        """
        gradients = {
            name: p.grad.float() for name, p in self._parameters.items() if p.grad is not None
        }
        for parameter in self._parameters.values():
            parameter.grad = None
        norm = math.sqrt(sum(float(g.square().sum()) for g in gradients.values()))
        if not math.isfinite(norm):
            return norm
        self._steps += 1
        for names in self._groups.values():
            present = [name for name in names if name in gradients]
            if present:
                self._step_matrices(present, gradients, self._rates[0] * scale)
        clip = min(1.0, _CLIP / (norm + 1e-6))
        for name in self._others:
            if name in gradients:
                self._step_other(name, gradients[name] * clip, self._rates[1] * scale)
        for name, parameter in self._parameters.items():
            parameter.copy_(self._masters[name])
        return norm

    def _step_matrices(self, names: list[str], gradients: dict[str, Tensor], rate: float) -> None:
        momentum = min(0.95, 0.85 + 0.1 * self._steps / 300)
        ahead = []
        for name in names:
            self._first[name].lerp_(gradients[name], 1 - momentum)
            ahead.append(gradients[name].lerp(self._first[name], momentum))
        directions = _orthogonal(torch.stack(ahead))
        for name, direction in zip(names, directions, strict=True):
            rows, columns = direction.shape
            master = self._masters[name].mul_(1 - rate * _WEIGHT_DECAY)
            master.add_(direction, alpha=-rate * math.sqrt(max(1, rows / columns)))

    def _step_other(self, name: str, gradient: Tensor, rate: float) -> None:
        first, second = self._first[name], self._second[name]
        first.lerp_(gradient, 1 - _BETAS[0])
        second.lerp_(gradient.square(), 1 - _BETAS[1])
        corrected = second / (1 - _BETAS[1] ** self._steps)
        direction = first / (1 - _BETAS[0] ** self._steps) / (corrected.sqrt() + 1e-8)
        self._masters[name].add_(direction, alpha=-rate)

    def masters(self) -> dict[str, Tensor]:
        """The 32-bit weights by name."""
        return self._masters

    def state(self) -> dict[str, Any]:
        """What a later run needs to go on as if it had not stopped."""
        return {"steps": self._steps, "first": self._first, "second": self._second}

    @torch.no_grad()
    def resume(self, state: dict[str, Any]) -> None:
        self._steps = int(state["steps"])
        for mine, stored in ((self._first, state["first"]), (self._second, state["second"])):
            for name, tensor in mine.items():
                tensor.copy_(stored[name])


def _orthogonal(matrices: Tensor, iterations: int = 5) -> Tensor:
    """The nearest orthogonal matrices, roughly; shape (n, rows, columns)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.bfloat16().transpose(-1, -2) if tall else matrices.bfloat16()
    x = x / (x.flatten(-2).norm(dim=-1)[:, None, None] + 1e-7)
    for _ in range(iterations):
        gram = x @ x.transpose(-1, -2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.transpose(-1, -2) if tall else x).float()
