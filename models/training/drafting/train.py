"""Train the starter drafting model; it may be stopped at any time and goes on where it was.

    PYTHONPATH=desktop:models/training/speech nice python models/training/drafting/train.py \
        --data build/drafting --out build/drafting/run --minutes 120

Begins with the weights of the pack that ships (or from nothing with --new). Two losses:
the verdict on each claim, and, lightly, the words of the claim itself, which are mostly
copied from the lines above and teach the model where to look.
"""

from __future__ import annotations

import argparse
import logging
import os
import time
from pathlib import Path
from typing import Any

import torch
from batches import Batch, Batches, read_examples
from decoder import Decoder, Shape, read_gguf
from optimiser import Optimiser
from torch import Tensor
from torch.nn import functional
from vocabulary import Vocabulary
from weighing import Weighing, weigh

log = logging.getLogger("train")

_STARTER = Path(__file__).resolve().parents[2] / "starter" / "drafting" / "starter-drafter.gguf"
_CLAIM_WEIGHT = 0.1
_SAVE_EVERY_S, _CHECK_EVERY_S = 120, 420
_REPORT_EVERY = 50
_SMALLEST_RATE = 0.03


class Training:
    """One run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(options.seed)
        self._vocabulary = Vocabulary.read(options.start)
        self._path: Path = options.out / "checkpoint.pt"
        self.network = self._network()
        stored = self._stored()
        if stored:
            self.network.load_state_dict(stored["weights"])
        self._optimiser = Optimiser(self.network, *((0.01, 3e-3) if options.new else (0.004, 8e-4)))
        self._step, self._minutes = 0, 0.0
        if stored:
            self._optimiser.resume(stored["optimiser"])
            self._step, self._minutes = stored["step"], stored["minutes"]
            log.info("goes on at %.1f min, step %d", self._minutes, self._step)
        self.network.to(self._device).train()
        data: Path = options.data
        examples = [
            example
            for path in (data / "train.jsonl", data / "real-en.jsonl")
            if path.is_file()
            for example in read_examples(path, self._vocabulary)
        ]
        log.info("%d examples, %d wrong", len(examples), sum(not e.holds for e in examples))
        self.batches = Batches(
            examples, self._vocabulary, options.batch_tokens, 0.4, options.seed + self._step
        )
        self._tests = {
            path.stem: read_examples(path, self._vocabulary)[: options.check]
            for path in sorted(data.glob("test-*.jsonl"))
        }

    def run(self) -> None:
        """Train until the time is up, then save and check."""
        began, before = time.monotonic(), self._minutes
        saved = checked = began
        mean, tokens = 0.0, 0
        for batch in self.batches:
            share = self._minutes / self._options.minutes
            if share >= 1:
                break
            loss = self.step(batch, share)
            mean = loss if not mean else 0.97 * mean + 0.03 * loss
            tokens += batch.tokens.numel()
            now = time.monotonic()
            self._step, self._minutes = self._step + 1, before + (now - began) / 60
            if self._step % _REPORT_EVERY == 0:
                rate = tokens / (now - began)
                log.info("%.1f min step %d loss %.4f %.0f tokens/s", self._minutes, self._step,
                         mean, rate)  # fmt: skip
            if now - saved > _SAVE_EVERY_S:
                saved = now
                self.save()
            if now - checked > _CHECK_EVERY_S:
                checked = now
                self.check()
        self.save()
        self.check()

    def step(self, batch: Batch, share: float) -> float:
        """One batch at this share of the schedule; returns the loss of the verdicts."""
        rows = torch.arange(len(batch.last))
        with torch.autocast(self._device.type, torch.bfloat16):
            states = self.network(batch.tokens.to(self._device))
            scores = self.network.logits(states[rows, batch.last])
            claims = self._claim_loss(batch, states)
        verdicts = functional.cross_entropy(scores, batch.verdicts.to(self._device))
        (verdicts + _CLAIM_WEIGHT * claims).backward()
        self._optimiser.step(self._rate(share))
        return float(verdicts.detach())

    def _claim_loss(self, batch: Batch, states: Tensor) -> Tensor:
        """Only of claims that hold: what is wrong need not be foretold."""
        words = batch.verdicts.max()
        marked = batch.claims & (batch.verdicts == words)[:, None]
        before = torch.roll(marked, -1, dims=1)
        before[:, -1] = False
        if not bool(before.any()):
            return states.sum() * 0
        targets = batch.tokens[:, 1:][before[:, :-1]].to(self._device)
        return functional.cross_entropy(self.network.logits(states[before]), targets)

    def _rate(self, share: float) -> float:
        """A short rise, level, then straight down."""
        rise = min(1.0, (self._step + 1) / 60)
        return rise * (1.0 if share < 0.4 else max(_SMALLEST_RATE, (1 - share) / 0.6))

    def check(self) -> None:
        """Log how well unseen wordings and terms are weighed."""
        self.network.eval()
        for name, examples in self._tests.items():
            log.info("  %s: %s", name, _shown(weigh(self.network, self._vocabulary, examples)))
        self.network.train()

    def save(self) -> None:
        """Write the state whole or not at all."""
        state = {
            "shape": self.network.shape.to_dict(),
            "weights": self._optimiser.masters(),
            "optimiser": self._optimiser.state(),
            "step": self._step,
            "minutes": self._minutes,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(self._path)

    def _network(self) -> Decoder:
        if self._options.new:
            return Decoder(Shape(vocabulary=len(self._vocabulary.tokens)))
        return read_gguf(self._options.start)

    def _stored(self) -> dict[str, Any] | None:
        """What an earlier, stopped run has reached."""
        if not self._path.is_file():
            return None
        stored: dict[str, Any] = torch.load(self._path, map_location="cpu", weights_only=True)
        return stored


def _shown(weighed: Weighing) -> str:
    return (
        f"area {weighed.area:.4f}, wrong ones caught at 0.5 % / 2 % of the right ones doubted: "
        f"{weighed.caught(0.005):.3f} / {weighed.caught(0.02):.3f}"
    )


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder that examples.py filled")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    parser.add_argument("--minutes", type=float, default=120, help="length of the whole schedule")
    parser.add_argument("--start", type=Path, default=_STARTER, help="GGUF to begin with")
    parser.add_argument("--new", action="store_true", help="random weights, only its vocabulary")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--batch-tokens", type=int, default=4096)
    parser.add_argument("--check", type=int, default=1500, help="test examples a check")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    chosen = options()
    torch.set_num_threads(chosen.threads)
    Training(chosen).run()


if __name__ == "__main__":
    main()
