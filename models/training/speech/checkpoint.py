"""Checkpoints of the speech model: shape, 32-bit weights, phonemes, optimiser, progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from network import Shape


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint; the first generation named its parts `cfg`, `sd` and `phone`."""
    stored: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    if "cfg" in stored:
        known = set(Shape.__dataclass_fields__)
        shape = {name: value for name, value in stored["cfg"].items() if name in known}
        stored = {"shape": shape, "weights": stored["sd"], "phonemes": stored["phone"],
                  "step": stored["step"]}  # fmt: skip
    return stored
