"""That llama.cpp reads and weighs what the training framework did: ids, logits, verdicts.

    PYTHONPATH=desktop:models/training/speech python models/training/drafting/parity.py \
        build/drafting/run/checkpoint.pt build/drafting/pack build/drafting/test-zh.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from decoder import Decoder, read_gguf
from export import FILE_NAME, read_checkpoint
from vocabulary import Vocabulary

from zhenlu.engines.drafting.llama_model import LlamaModel
from zhenlu.engines.drafting.weigh_format import FAILS, HOLDS

#: llama.cpp rounds what flows between the layers as well; a doubt moves this much at most.
_LARGEST_DIFFERENCE = 0.05


@dataclass(frozen=True, slots=True)
class Parity:
    """How far both sides agree.

    Attributes:
        same_ids: Share of texts with the same token ids.
        largest: Largest difference of a doubt with the very weights of the file.
        mean: Mean of these differences.
        quantised: Mean difference to the weights before they were quantised.
    """

    same_ids: float
    largest: float
    mean: float
    quantised: float

    @property
    def holds(self) -> bool:
        return self.same_ids == 1.0 and self.largest <= _LARGEST_DIFFERENCE


@torch.no_grad()
def compare(network: Decoder, path: Path, texts: list[str]) -> Parity:
    """Ask llama.cpp, the same weights here, and the trained network about the same texts."""
    vocabulary, stored = Vocabulary.read(path), read_gguf(path).eval()
    words = (vocabulary.single(FAILS), vocabulary.single(HOLDS))

    def doubt(of: Decoder, ids: list[int]) -> float:
        scores = of.logits(of(torch.tensor([ids]))[:, -1])
        return float(scores[0, list(words)].softmax(-1)[0])

    model = LlamaModel(path, 2048, threads=1)
    same, apart, moved = 0, [], []
    try:
        for text in texts:
            ids = vocabulary.ids(text)
            same += model.control(text) == ids
            model.read_question(0, ids)
            theirs = model.preference(*words)
            apart.append(abs(doubt(stored, ids) - theirs))
            moved.append(abs(doubt(network, ids) - theirs))
    finally:
        model.close()
    return Parity(same / len(texts), max(apart), float(np.mean(apart)), float(np.mean(moved)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("pack", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--count", type=int, default=200)
    chosen = parser.parse_args()
    lines = chosen.examples.read_text(encoding="utf-8").splitlines()[: chosen.count]
    texts = [json.loads(line)[0] for line in lines]
    parity = compare(read_checkpoint(chosen.checkpoint), chosen.pack / FILE_NAME, texts)
    print(
        f"same ids {parity.same_ids:.3f}; doubts differ by {parity.mean:.5f} on average and "
        f"{parity.largest:.4f} at most; quantising moved them by {parity.quantised:.5f}"
    )
    sys.exit(0 if parity.holds else 1)


if __name__ == "__main__":
    main()
