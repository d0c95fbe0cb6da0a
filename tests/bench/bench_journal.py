"""What the audio journal costs: figures to read, nothing that passes or fails.

    python tests/bench/bench_journal.py [--seconds N] [--visits N] [--kills N] [--folder DIR]

Records the sample visits' speech, over and over, a second a row. Beside it, in turns so
that a busy computer spoils both alike, the same rows go into a plain SQLite file with the
same durability (WAL, FULL): first through the same kind of statement on one thread, which
shows what encryption costs, and the journal's own thread and queue come on top.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1] / "fakes"))

import numpy as np
from journal_audio import KEY, speech
from journal_damage import PAGE_BYTES, checkpointed, copy_cut
from journal_kills import Recorders

from zhenlu.application.ports import Pcm
from zhenlu.audio.file import read
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.journal import Moment
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal import RATE_HZ, Journal
from zhenlu.storage.journal_file import JournalFile
from zhenlu.storage.journal_pen import Pen

_CLIPS = Path(__file__).parents[1] / "data"
_HOUR_S = 3600
#: Rows written to one of the contestants before it is the other's turn.
_TURN = 20


class PlainRows:
    """The same rows without any encryption."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(
            "CREATE TABLE piece (id INTEGER PRIMARY KEY, visit INTEGER, first INTEGER,"
            " last INTEGER, start_frame INTEGER, frames INTEGER, codec TEXT, wall_s REAL,"
            " monotonic_s REAL, sealed BLOB, UNIQUE (visit, last)) STRICT"
        )
        self._next = 0

    def write(self, samples: Pcm) -> None:
        number, self._next = self._next, self._next + 1
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(
            "INSERT INTO piece (visit, first, last, start_frame, frames, codec, wall_s,"
            " monotonic_s, sealed) VALUES (1, ?, ?, ?, ?, 'pcm', ?, ?, ?)",
            [number, number, number * RATE_HZ, len(samples), 0.0, 0.0, samples.tobytes()],
        )
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()


def seconds_of_speech() -> Iterator[Pcm]:
    """The sample visits, cut into seconds, without end."""
    clips = [
        np.concatenate(list(read(path).chunks)) for path in sorted(_CLIPS.glob("*.flac"))
    ]
    spoken = np.concatenate(clips)
    whole = len(spoken) // RATE_HZ
    return itertools.cycle(np.split(spoken[: whole * RATE_HZ], whole))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(name: str, took_s: list[float]) -> float:
    """Print the spread of many measurements and return the median."""
    ranked = sorted(took_s)
    p50, p99 = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
    print(
        f"  {name:<30} p50 {p50 * 1e3:6.2f} ms  p99 {p99 * 1e3:7.2f} ms"
        f"  max {ranked[-1] * 1e3:7.2f} ms"
    )
    return p50


def appending(folder: Path, seconds: int) -> None:
    """A row at a time: plain, encrypted, and encrypted through the writer's thread."""
    print(f"appending {seconds} rows of one second")
    spoken = seconds_of_speech()
    plain = PlainRows(folder / "plain.db")
    journal = Journal.open(folder / "appending.db", KEY)
    writer = journal.start("threaded")
    journal.start("direct").abandon()
    file = JournalFile(folder / "appending.db", KEY)
    lock = FileLock(folder / "bench.lock")
    lock.take()
    pen = Pen(file, file.visit("direct"), lock)
    moment = Moment(0.0, 0.0)
    ways: dict[str, Callable[[Pcm], object]] = {
        "plain SQLite": plain.write,
        "sealed row in SQLCipher": lambda samples: pen.piece(samples, moment),
        "journal, until acknowledged": writer.write,
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    used = dict.fromkeys(ways, 0.0)
    for _ in range(seconds // _TURN):
        for name, write in ways.items():
            before = time.process_time()
            for samples in itertools.islice(spoken, _TURN):
                start = time.perf_counter()
                write(samples)
                took[name].append(time.perf_counter() - start)
            used[name] += time.process_time() - before
    medians = {name: told(name, times) for name, times in took.items()}
    means = {name: statistics.fmean(times) for name, times in took.items()}
    for name in list(ways)[1:]:
        print(
            f"  {name}: {medians[name] / medians['plain SQLite']:.2f} × plain at the median,"
            f" {means[name] / means['plain SQLite']:.2f} × on average,"
            f" {used[name] / seconds * 1e3:.2f} ms of processor a row"
            f" (plain {used['plain SQLite'] / seconds * 1e3:.2f})"
        )
    pen.lay_down()
    writer.close()
    plain.close()
    journal.close()


def recorded(journal: Journal, visit: str, seconds: int) -> None:
    spoken = seconds_of_speech()
    writer = journal.start(visit)
    for _ in range(seconds):
        writer.append(next(spoken))
    writer.close()


def reading(journal: Journal) -> str:
    whole_s = timed(lambda: sum(len(chunk) for chunk in journal.read("v1").chunks))
    span_s = timed(lambda: journal.span("v1", 3000, 3008))
    return f"read in {whole_s:.2f} s, eight seconds near the end in {span_s * 1e3:.1f} ms"


def an_hour(folder: Path) -> None:
    """Size of an hour, before and after compression, and what reading it takes."""
    path = folder / "hour.db"
    with closing(Journal.open(path, KEY)) as journal:
        took_s = timed(lambda: recorded(journal, "v1", _HOUR_S))
        print(f"an hour of speech, written without waiting for each row: {took_s:.1f} s")
        print(f"  as recorded: {reading(journal)}")
        before = time.perf_counter()
        done = journal.compress("v1")
        took_s = time.perf_counter() - before
        print(
            f"  {done.before_bytes / 1e6:.1f} MB → {done.after_bytes / 1e6:.1f} MB in"
            f" {took_s:.1f} s, ratio {done.after_bytes / done.before_bytes:.2f}"
        )
        print(f"  compressed: {reading(journal)}")
        print(f"  erased in {timed(lambda: journal.erase('v1')):.2f} s")
    print(f"  file: {path.stat().st_size / 1e6:.1f} MB (freed pages are used again)")


def killing(folder: Path, kills: int) -> None:
    """What a recording loses that is killed at a moment of chance."""
    moments, lost, broken = random.Random(7), [], 0
    with closing(Recorders()) as recorders:
        for number in range(kills):
            path = folder / f"killed-{number}.db"
            handed, kept = recorders.killed(path, "v1", number, moments.uniform(0.0, 0.15))
            with closing(Journal.open(path, KEY)) as journal:
                visits = journal.visits()
                length = sum(round(visit.length_s * RATE_HZ) for visit in visits)
                broken += any(not journal.integrity(v.visit).is_intact for v in visits)
            broken += length < kept
            lost.append((handed - length) / RATE_HZ)
    print(f"{kills} recordings killed at a moment of chance")
    print(f"  lost at most {max(lost):.2f} s, at the median {statistics.median(lost):.2f} s")
    print(f"  not whole, or without something that was acknowledged: {broken}")


def cutting(folder: Path) -> None:
    """The journal's files cut at every byte of their last page and of the log's last frame."""
    path = folder / "cut.db"
    said = speech(0.4)
    with closing(Journal.open(path, KEY)) as journal:
        writer = journal.start("v1")
        writer.write(said)
        checkpointed(path)
        size, log = path.stat().st_size, path.with_name(path.name + "-wal")
        writer.write(said)
        frames = log.stat().st_size
        places = [("log", n) for n in range(frames - PAGE_BYTES - 24, frames)]
        places += [("database", n) for n in range(size - PAGE_BYTES, size)]
        unopened = lost = 0
        for name, length in places:
            try:
                with closing(Journal.open(copy_cut(folder / "cut", path, **{name: length}), KEY)) as j:  # noqa: E501
                    heard = sum(len(chunk) for chunk in j.read("v1").chunks)
            except ZhenluError:
                unopened += 1
                continue
            lost += name == "log" and heard < len(said)
        writer.close()
    print(f"{len(places)} power cuts, one at each byte of the last page and of the last frame")
    print(f"  did not open: {unopened}   without what was written before: {lost}")


def opening(folder: Path, visits: int) -> None:
    """What a start costs with many visits in the journal."""
    spoken = seconds_of_speech()
    path = folder / "opening.db"
    with closing(Journal.open(path, KEY)) as journal:
        for number in range(visits):
            writer = journal.start(f"v{number}")
            for _ in range(60):
                writer.append(next(spoken))
            if number % 25:
                writer.close()
            else:
                writer.flush()
                writer.abandon()
    print(f"starting with {visits} visits of a minute, {path.stat().st_size / 1e6:.0f} MB")
    opened: list[Journal] = []
    told("open", [timed(lambda: opened.append(Journal.open(path, KEY))) for _ in range(20)])
    told("unfinished visits", [timed(opened[0].unfinished) for _ in range(20)])
    told("all visits", [timed(opened[0].visits) for _ in range(20)])
    for journal in opened:
        journal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--visits", type=int, default=100)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        appending(folder, chosen.seconds)
        an_hour(folder)
        opening(folder, chosen.visits)
        killing(folder, chosen.kills)
        cutting(folder)


if __name__ == "__main__":
    main()
