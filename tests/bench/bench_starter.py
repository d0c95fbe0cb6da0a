"""What the shipped starter adds to the rules alone. Prints the table of its model card.

    python tests/bench/bench_starter.py [PACK_FOLDER] [--count N] [--everywhere] [--choose]

Unseen generated encounters and the hand-written visits, as models/training/drafting/evaluate.py
measures them; needs nothing but the product.
"""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_TRAINING = _ROOT / "models" / "training"
sys.path[:0] = [
    str(_ROOT / "desktop"),
    str(_TRAINING / "drafting"),
    str(_TRAINING / "speech"),
    str(_ROOT / "tests" / "visits"),
]

import evaluate

if __name__ == "__main__":
    if len(sys.argv) == 1 or sys.argv[1].startswith("-"):
        sys.argv.insert(1, str(_ROOT / "models" / "starter" / "drafting"))
    evaluate.main()
