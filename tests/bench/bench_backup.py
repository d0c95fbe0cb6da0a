"""Figures of backup and restore, beside copying the same bytes without any of it.

    python tests/bench/bench_backup.py [VISITS] [AUDIO_MINUTES] [--folder DIR]

Makes a clinic of VISITS signed visits (default 20 000) with AUDIO_MINUTES (default 30) of
random audio, backs it up with and without audio, reads the backup, and restores it. MB are
those of the backup file. Beside it, in the same run: a plain SQLite database of the same
rows through VACUUM INTO, a check of every page and a copy, which is what a backup would be
without encryption; and a bare copy of the file with a flush.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from bench_storage import fill, plain

from zhenlu.domain.backup import BackupStep, Progress
from zhenlu.domain.person import Role
from zhenlu.storage import restore, store
from zhenlu.storage.backup import back_up
from zhenlu.storage.journal import RATE_HZ
from zhenlu.storage.store import Store

_PASSPHRASE = "a passphrase for the bench"  # opens nothing but this run's folder


class Steps:
    """How long each step of a backup or a restore took."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self.seconds: dict[BackupStep, float] = {}

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        taken = self.seconds.get(progress.step, 0.0)
        self.seconds[progress.step] = taken + now - self._last
        self._last = now

    def told(self) -> str:
        return ", ".join(f"{step.value} {taken:.2f}" for step, taken in self.seconds.items())


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def speak(opened: Store, minutes: int) -> None:
    """Audio that does not compress, as the worst case."""
    rng = np.random.default_rng(0)
    with closing(opened.open_journal()) as journal:
        writer = journal.start("v1")
        for _ in range(minutes * 60):
            writer.append(rng.integers(-9000, 9000, RATE_HZ).astype(np.int16))
        writer.close()


def backing_up(opened: Store, target: Path, *, audio: bool) -> float:
    steps = Steps()
    taken = seconds(lambda: back_up(opened, target, audio=audio, on_progress=steps))
    size = target.stat().st_size / 1e6
    kind = "with audio" if audio else "records alone"
    rate = f"{size:.0f} MB in {taken:.2f} s, {size / taken:.0f} MB/s"
    print(f"back up {kind}: {rate} ({steps.told()})")
    return taken


def without_encryption(opened: Store, folder: Path) -> float:
    """The same rows in plain SQLite: a copy of one moment, checked, and written once more."""
    db = plain(folder / "plain.db")
    db.execute("CREATE TABLE r (id TEXT, document BLOB)")
    rows = opened.db.execute("SELECT id, document FROM record_version")
    with db.conn:
        db.conn.executemany("INSERT INTO r VALUES (?, ?)", rows)

    def work() -> None:
        db.execute("VACUUM INTO ?", [str(folder / "plain-copy.db")])
        checked = plain(folder / "plain-copy.db")
        checked.execute("PRAGMA quick_check(1)").fetchall()
        checked.close()
        bare_copy(folder / "plain-copy.db", folder / "plain-backup.db")

    taken = seconds(work)
    size = (folder / "plain-copy.db").stat().st_size / 1e6
    print(f"the records' documents in plain SQLite: {size:.0f} MB in {taken:.2f} s, {size / taken:.0f} MB/s")  # noqa: E501
    db.close()
    return size / taken


def bare_copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())


def measure(folder: Path, visits: int, minutes: int) -> None:
    place = folder / "store"
    store.create(place, "bench", frozenset({Role.ADMIN, Role.DOCTOR}), _PASSPHRASE)
    opened = store.sign_in(place, "bench", _PASSPHRASE)
    fill(opened, visits)
    speak(opened, minutes)
    records = folder / "records.zhenlu"
    taken = backing_up(opened, records, audio=False)
    rate = without_encryption(opened, folder)
    size = records.stat().st_size / 1e6
    print(f"  records alone take {rate / (size / taken):.2f} × the time a megabyte of plain SQLite takes")  # noqa: E501
    whole = folder / "whole.zhenlu"
    backing_up(opened, whole, audio=True)
    size = whole.stat().st_size / 1e6
    opened.close()
    copied = seconds(lambda: bare_copy(whole, folder / "copy.zhenlu"))
    print(f"a bare copy of that file: {size / copied:.0f} MB/s")
    key = restore.unlock(whole, "bench", _PASSPHRASE)
    taken = seconds(lambda: restore.verify(whole, key))
    print(f"verify: {taken:.2f} s, {size / taken:.0f} MB/s")
    steps = Steps()
    taken = seconds(lambda: restore.restore(whole, key, folder / "restored", on_progress=steps))
    print(f"restore: {taken:.2f} s, {size / taken:.0f} MB/s ({steps.told()})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("visits", type=int, nargs="?", default=20_000)
    parser.add_argument("minutes", type=int, nargs="?", default=30)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-backup-", dir=chosen.folder) as name:
        measure(Path(name), chosen.visits, chosen.minutes)


if __name__ == "__main__":
    main()
