"""Figures of the whole journey: wall time of `zhenlu try` and memory of each process.

    python tests/bench/bench_try.py [RUNS]

Prints medians over RUNS (default 3). The baseline in the same run is the start of
the interpreter with the command line imported (`zhenlu --help`).
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import time

import psutil


def _timed(*arguments: str) -> tuple[float, dict[str, float]]:
    """Seconds and peak resident memory in MB by role ("main", "speech", "drafting")."""
    began = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "zhenlu", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ZHENLU_LANGUAGE": "zh"},
    )
    peak: dict[str, float] = {}
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            for each in (process, *process.children(recursive=True)):
                line = each.cmdline()
                role = line[-1] if "worker" in line else "main"
                peak[role] = max(peak.get(role, 0.0), each.memory_info().rss / 2**20)
        time.sleep(0.02)
    return time.perf_counter() - began, peak


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    _timed("--help")  # warm file cache
    helps = [_timed("--help")[0] for _ in range(runs)]
    tries = [_timed("try", "--quiet") for _ in range(runs)]
    baseline = statistics.median(helps)
    whole = statistics.median(seconds for seconds, _ in tries)
    print(f"zhenlu --help            {baseline:6.2f} s")
    print(f"zhenlu try               {whole:6.2f} s   ({whole / baseline:.1f} x --help)")
    for role in sorted({role for _, peak in tries for role in peak}):
        memory = statistics.median(peak.get(role, 0.0) for _, peak in tries)
        print(f"peak memory {role:<12} {memory:6.0f} MB")


if __name__ == "__main__":
    main()
