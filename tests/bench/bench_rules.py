"""What the rules find and what they cost. Prints figures, judges nothing.

    python tests/bench/bench_rules.py
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
_SHARED = [str(_TESTS / name) for name in ("records", "visits", "fakes")]
sys.path[:0] = [*_SHARED, str(_TESTS.parent / "desktop")]
# A clinic's own rules on this computer would change the figures.
os.environ["ZHENLU_DATA"] = tempfile.gettempdir() + "/zhenlu-bench-no-data"

from clean_records import clean_records
from scoring import score_rules

from zhenlu.application.checking import check, rules
from zhenlu.application.correcting import said_in
from zhenlu.domain.record import Record


def main() -> None:
    """Print accuracy, then time."""
    print(f"{len(rules())} rules")
    for line in score_rules().lines():
        print(line)
    records = [clean.record for clean in clean_records()]
    spoken = [record for record in records if len(record.transcript)]
    said = {id(record): said_in(record) for record in spoken}
    _time("words prepared before", spoken, lambda r: check(r, said=said[id(r)]))
    _time("words prepared within", spoken, check)
    _time("without a conversation", [r for r in records if not len(r.transcript)], check)


def _time(what: str, records: list[Record], checked: Callable[[Record], object]) -> None:
    """Processor time: other programs on the computer do not count."""
    taken = []
    for record in records:
        checked(record)  # the first look compiles word lists
        began = time.process_time()
        checked(record)
        taken.append(1000 * (time.process_time() - began))
    median, worst = statistics.median(taken), max(taken)
    print(f"  {what:24}  median {median:6.1f} ms  longest {worst:6.1f} ms  {len(taken)} records")


if __name__ == "__main__":
    main()
