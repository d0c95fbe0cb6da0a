"""Train the starter speech model, for as long as told; it may be stopped and goes on where it was.

    PYTHONPATH=desktop nice python models/training/speech/train.py --minutes 180 --out build/speech

Writes `checkpoint.pt` every few minutes and, at the end, a pack in `pack/`.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from checkpoint import read_checkpoint
from export import export
from network import Recogniser, Shape, sinusoids
from optimiser import Optimiser
from speaking import Speakers
from torch import Tensor
from torch.nn import functional
from vocabulary import Tokens
from windows import WINDOW_S, Batch, Pool, Recipe, Windows

log = logging.getLogger("train")

_TOKENIZER = Path(__file__).resolve().parents[2] / "starter" / "speech" / "tokenizer.json"
_SAVE_EVERY_S = 180
_REPORT_EVERY = 25
_SMALLEST_RATE = 0.03


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the schedule.

    Attributes:
        until: Share of the time at which it ends.
        longest_s: Speech in a window: short ones first, they teach more a second.
        phoneme_weight: Of the phoneme head's loss: much at first, so that the encoder hears
            sounds before the decoder knows words.
    """

    until: float
    longest_s: float
    phoneme_weight: float


FROM_NOTHING = (
    Stage(0.15, 3.0, 0.6), Stage(0.35, 5.5, 0.5), Stage(0.62, 9.5, 0.35), Stage(1.0, WINDOW_S, 0.2),
)  # fmt: skip
FURTHER = (Stage(0.25, 10.0, 0.3), Stage(1.0, WINDOW_S, 0.25))


@dataclass(slots=True)
class Progress:
    """How far a run has come."""

    step: int = 0
    minutes: float = 0.0


class Training:
    """One run, from nothing or from a checkpoint."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._tokens = Tokens(options.tokenizer)
        self._path: Path = options.out / "checkpoint.pt"
        self._progress = Progress()
        stored = self._stored()
        self._further = stored is not None
        torch.manual_seed(options.seed)
        shape = Shape(**stored["shape"]) if stored else Shape(self._tokens.count)
        self.network = Recogniser(shape)
        if stored:
            self.network.load_state_dict(stored["weights"], strict=False)
        else:
            self._give_times_an_order()
        self.network.to(self._device)
        rates = (0.006, 8e-4) if self._further else (0.02, 2e-3)
        self._optimiser = Optimiser(self.network, *(rate * options.rates for rate in rates))
        self.network.bfloat16().train()
        self._pool = Pool(options.pool_s, dict(stored["phonemes"]) if stored else {})
        if stored and "optimiser" in stored:
            self._optimiser.resume(stored["optimiser"])
            self._progress = Progress(stored["step"], stored["minutes"])
        self._rng = random.Random(options.seed + self._progress.step)
        seed = options.seed + self._progress.step + 1
        self._windows = Windows(self._pool, self._tokens, seed)

    def _stored(self) -> dict[str, Any] | None:
        """The newest state: this run's own, else the one named as the start."""
        for path in (self._path, self._options.start):
            if path is not None and path.is_file():
                log.info("from %s", path)
                return read_checkpoint(path)
        return None

    def _give_times_an_order(self) -> None:
        """Neighbouring times start out alike; apart they would be 1501 unrelated words."""
        first, width = self._tokens.first_time, self.network.shape.d
        with torch.no_grad():
            times = self.network.emb.weight[first : first + 1501]
            times.copy_(sinusoids(1501, width) * 0.03)

    def run(self) -> None:
        """Train until the time is up, then save."""
        options = self._options
        speakers = Speakers(
            options.tokenizer,
            sorted(options.dialogues.glob("*.jsonl")) if options.dialogues else [],
            options.seed + self._progress.step,
            options.speakers,
        )
        try:
            while self._pool.seconds < min(options.pool_s / 4, 3600):
                for group in speakers.take(wait=True):
                    self._pool.add(group)
            self._loop(speakers)
        finally:
            speakers.stop()
            self.save()

    def _loop(self, speakers: Speakers) -> None:
        started, before = time.monotonic(), self._progress.minutes
        saved, sums = started, defaultdict[str, float](float)
        while self._progress.minutes < self._options.minutes:
            for group in speakers.take():
                self._pool.add(group)
            for name, value in self.step(self._progress.minutes / self._options.minutes).items():
                sums[name] += value / _REPORT_EVERY
            self._progress.step += 1
            self._progress.minutes = before + (time.monotonic() - started) / 60
            if self._progress.step % _REPORT_EVERY == 0:
                shown = " ".join(f"{name}={value:.3f}" for name, value in sums.items())
                log.info("%.1f min step %d %s", self._progress.minutes, self._progress.step, shown)
                sums.clear()
            if time.monotonic() - saved > _SAVE_EVERY_S:
                saved = time.monotonic()
                self.save()

    def step(self, share: float) -> dict[str, float]:
        """One batch at this share of the schedule."""
        stage = next(s for s in (FURTHER if self._further else FROM_NOTHING) if share < s.until)
        recipe = Recipe(longest_s=stage.longest_s)
        if stage.longest_s < 9:
            recipe = replace(recipe, cut=0.0)
        if not self._further and share < 0.15:
            # Words first; times and prompts once there are some.
            recipe = replace(recipe, times=0.3, prompts=0.05)
        batch = self._windows.batch(self._options.batch_s, recipe)
        losses = self._losses(batch)
        weights = {"text": 1.0, "phonemes": stage.phoneme_weight, "guide": self._guide(share)}
        total = torch.stack([losses[name] * weight for name, weight in weights.items()]).sum()
        total.backward()
        values = {name: float(loss.detach()) for name, loss in losses.items()}
        return {**values, "norm": self._optimiser.step(self._rate(share))}

    def _guide(self, share: float) -> float:
        last = 0.9 if self._further else 0.4
        return 0.3 if share < last else 0.03

    def _rate(self, share: float) -> float:
        """Share of the full rate: a short rise, level, then straight down to almost nothing."""
        rise = min(1.0, (self._progress.step + 1) / (40 if self._further else 150))
        level = 0.3 if self._further else 0.55
        fall = 1.0 if share < level else max(_SMALLEST_RATE, (1 - share) / (1 - level))
        return rise * fall

    def _losses(self, batch: Batch) -> dict[str, Tensor]:
        tokens = self._with_gaps(batch.tokens.to(self._device))
        targets, places = batch.targets.to(self._device), batch.places.to(self._device)
        mel = batch.mel.to(self._device, torch.bfloat16)
        encoded = self.network.encode(mel, self._rng.randint(24, 56))
        states = self.network.decode(tokens, encoded)
        counted = targets >= 0
        logits = self.network.logits(states[counted]).float()
        return {
            "text": functional.cross_entropy(logits, targets[counted]),
            "phonemes": self._phoneme_loss(batch),
            "guide": self.network.guided_loss(places, encoded),
        }

    def _with_gaps(self, tokens: Tensor) -> Tensor:
        """Replace some words by others: the decoder must listen instead of guessing on.

        The encoder hears well long before the decoder trusts it.
        """
        words = tokens < self._tokens.end
        drawn = tokens[words]
        if not len(drawn):
            return tokens
        others = drawn[torch.randint(len(drawn), tokens.shape, device=tokens.device)]
        gaps = words & (torch.rand(tokens.shape, device=tokens.device) < self._options.gaps)
        return torch.where(gaps, others, tokens)

    def _phoneme_loss(self, batch: Batch) -> Tensor:
        scores = self.network.phonemes()
        kept = [
            (i, [p for p in phonemes if p < scores.shape[2]])
            for i, phonemes in enumerate(batch.phonemes)
            if phonemes and len(phonemes) * 1.15 + 1 < batch.positions[i]
        ]
        if not kept:
            return scores.sum() * 0
        rows = [i for i, _ in kept]
        loss = functional.ctc_loss(
            scores[rows].transpose(0, 1),
            torch.tensor([p for _, phonemes in kept for p in phonemes], device=scores.device),
            batch.positions[rows].clamp_max(scores.shape[1]),
            torch.tensor([len(phonemes) for _, phonemes in kept]),
            reduction="sum",
            zero_infinity=True,
        )
        return loss / sum(len(phonemes) for _, phonemes in kept)

    def save(self) -> None:
        """Write the state whole or not at all."""
        state = {
            "shape": self.network.shape.to_dict(),
            "weights": self._optimiser.masters(),
            "phonemes": self._pool.phonemes,
            "optimiser": self._optimiser.state(),
            "step": self._progress.step,
            "minutes": self._progress.minutes,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(self._path)
        log.info("saved step %d", self._progress.step)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and pack")
    parser.add_argument("--minutes", type=float, default=180, help="length of the whole schedule")
    parser.add_argument("--start", type=Path, help="checkpoint to begin with")
    parser.add_argument("--dialogues", type=Path, help="folder with dialogues in JSON lines")
    parser.add_argument("--tokenizer", type=Path, default=_TOKENIZER)
    parser.add_argument("--speakers", type=int, default=1, help="speaking processes")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--batch-s", type=float, default=72, help="seconds of sound a step")
    parser.add_argument("--pool-s", type=float, default=20_000, help="seconds kept in memory")
    parser.add_argument("--gaps", type=float, default=0.15, help="share of words replaced")
    parser.add_argument(
        "--rates", type=float, default=1.0, help="share of the usual rates; less for few steps"
    )
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    chosen = options()
    torch.set_num_threads(chosen.threads)
    training = Training(chosen)
    training.run()
    export(chosen.out / "checkpoint.pt", chosen.tokenizer, chosen.out / "pack")


if __name__ == "__main__":
    main()
