"""Figures of the encrypted store, each beside plain SQLite in the same run.

    python tests/bench/bench_storage.py [VISITS]

Prints the time to open with and without a passphrase, to append audit rows (p50, p99), to
write and read encrypted and plain with the same settings, to read one patient's history
among VISITS (default 20 000), to verify and to copy. Small rows show what encryption costs
beside the disk's flush; whole records show it with and without our packing, whose time
counts. The kinds take turns in an order left to chance, twenty rows at a time, and medians
are compared, because a disk does not stay the same for a second.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2
from sqlite_utils import Database as AnyDatabase

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.person import Role
from zhenlu.domain.record import Record, Section
from zhenlu.domain.transcript import Language, Segment, Transcript, Word
from zhenlu.storage import store
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import Database, connect, encrypted_copy, writing
from zhenlu.storage.opening import open_records
from zhenlu.storage.record_document import document_of, packed
from zhenlu.storage.store import Store

_KEY = bytes(range(32))
_ROUNDS = 9
_ROWS = 1000
_ROWS_TOGETHER = 20
_PASSPHRASE = "a passphrase for the bench"  # opens nothing but this run's folder
_NOTE_BYTES = 6_000


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def plain(path: Path) -> Database:
    """The same library and settings without a key."""
    connection = sqlcipher3.dbapi2.connect(str(path))
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return AnyDatabase(connection)


def recorded_visit(seed: int) -> bytes:
    """The document of a visit of six minutes, whose transcript times every character."""
    rng = random.Random(seed)
    segments, at = [], 0.0
    for number in range(1, 31):
        said = "".join(rng.choices("咳嗽三天发热头痛没有过敏血压正常吃药", k=rng.randint(8, 30)))
        words = tuple(
            Word(
                character,
                round(at + 0.2 * place, 2),
                round(at + 0.2 * place + 0.18, 2),
                round(rng.random(), 4),
            )
            for place, character in enumerate(said)
        )
        segments.append(Segment(number, said, start_s=at, end_s=words[-1].end_s, words=words))
        at = words[-1].end_s + 0.5
    sections = tuple(Section(name, name, segments[n].text * 3) for n, name in enumerate("abcdefgh"))
    transcript = Transcript(Language.ZH, tuple(segments))
    return document_of(Record("outpatient-initial", Language.ZH, sections, transcript=transcript))


def write_rows(db: Database, start: int, rows: list[bytes]) -> None:
    for n, content in enumerate(rows, start):
        with writing(db):
            db.execute("INSERT INTO note VALUES (?, ?)", [n, content])


def read_rows(db: Database, count: int) -> None:
    for n in range(0, count, 2):
        db.execute("SELECT text FROM note WHERE id = ?", [n]).fetchone()


def page_cost(folder: Path) -> None:
    """What a written page costs the processor beyond plain SQLite; no disk is in it."""
    content, pages, costs = os.urandom(400_000), 98, []
    kinds = (plain(folder / "plain-pages.db"), connect(folder / "encrypted-pages.db", _KEY))
    for db in kinds:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        began = time.process_time()
        write_rows(db, 0, [content] * _ROUNDS)
        costs.append((time.process_time() - began) / _ROUNDS / pages)
        db.close()
    print(f"a written page   plain {costs[0] * 1e6:.0f} µs   encrypted {costs[1] * 1e6:.0f} µs")


def compare(folder: Path) -> None:
    """Small rows, which the disk's flush governs, and records as the store keeps them."""
    page_cost(folder)
    notes = [os.urandom(_NOTE_BYTES) for _ in range(_ROWS_TOGETHER)]
    documents = [recorded_visit(n) for n in range(_ROWS_TOGETHER)]
    print(f"a recorded visit's document   {len(documents[0]) / 1e3:.0f} kB   "
          f"packed {len(packed(documents[0])) / 1e3:.0f} kB")  # fmt: skip
    against_plain(folder, "6 kB row", lambda: notes, lambda: notes)
    against_plain(folder, "record, not packed", lambda: documents, lambda: documents)
    against_plain(
        folder, "record, packed by us", lambda: documents, lambda: list(map(packed, documents))
    )


def against_plain(
    folder: Path, what: str, as_plain: Callable[[], list[bytes]], as_kept: Callable[[], list[bytes]]
) -> None:
    """Write and read the same in both; the time includes making the rows.

    A second plain database tells how far two that are alike differ by chance.
    """
    name = what.replace(" ", "-")
    kinds = [
        (plain(folder / f"plain-{name}.db"), as_plain),
        (connect(folder / f"encrypted-{name}.db", _KEY), as_kept),
        (plain(folder / f"control-{name}.db"), as_plain),
    ]
    write: list[list[float]] = [[] for _ in kinds]
    read: list[list[float]] = [[] for _ in kinds]
    for db, _ in kinds:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
    for start in range(0, _ROWS, _ROWS_TOGETHER):
        for place in random.sample(range(len(kinds)), len(kinds)):
            db, rows = kinds[place]
            write[place].append(seconds(lambda d=db, r=rows, s=start: write_rows(d, s, r())))
    for _ in range(_ROUNDS):
        for place, (db, _) in enumerate(kinds):
            db.execute("PRAGMA shrink_memory")  # pages are decrypted when they are fetched
            read[place].append(seconds(lambda db=db: read_rows(db, _ROWS)))
    for act, times, each in (("write", write, _ROWS_TOGETHER), ("uncached read", read, _ROWS // 2)):
        one, other, control = (statistics.median(taken) / each * 1e3 for taken in times)
        print(f"{act} of a {what}   plain {one:.3f} ms   encrypted {other:.3f} ms   "
              f"ratio {other / one:.2f} (plain to plain {control / one:.2f})")  # fmt: skip
    for db, _ in kinds:
        db.close()


def now() -> datetime:
    return datetime.now(UTC)


def fill(opened: Store, visits: int) -> str:
    """A clinic of VISITS signed visits, five a patient; the id of one patient."""
    db, author = opened.db, opened.person.id
    document = packed(recorded_visit(0))
    with writing(db):
        for n in range(visits):
            patient = f"p{n // 5}"
            if n % 5 == 0:
                row = [patient, f"病人{n // 5}", "", "1970-01-01", ""]
                db.execute(
                    "INSERT INTO patient (id, name, sex, born, number) VALUES (?, ?, ?, ?, ?)", row
                )
            started = f"2026-01-{n % 28 + 1:02}T09:00"
            row = [f"v{n}", patient, "signed", "first", "内科", started]
            db.execute(
                "INSERT INTO visit (id, patient, state, kind, department, started)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            version = [f"r{n}", f"v{n}", patient, 1, n % 5 + 1, author, started, "", "", ""]
            db.execute(
                "INSERT INTO record_version (id, visit, patient, number, position, author, at,"
                " reason, previous, digest, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*version, document],
            )
    return f"p{visits // 10}"


def clinic(folder: Path, visits: int) -> None:
    place = folder / "store"
    store.create(place, "bench", frozenset({Role.ADMIN, Role.DOCTOR}), _PASSPHRASE)
    opened = store.sign_in(place, "bench", _PASSPHRASE)
    times = sorted(
        seconds(lambda: opened.audit.append(AuditAction.VIEW, "record", "r1")) for _ in range(2000)
    )
    print(f"append an audit row   p50 {times[1000] * 1e3:.2f} ms   p99 {times[1980] * 1e3:.2f} ms")
    patient = fill(opened, visits)
    log = AuditLog(opened.db, opened.data_key.audit)
    print(f"verify 2 000 audit rows   {seconds(log.verify) * 1e3:.0f} ms")
    history = statistics.median(
        seconds(lambda: opened.visits.of_patient(patient)) for _ in range(100)
    )
    print(f"a patient's history among {visits} visits, with its audit row   {history * 1e3:.2f} ms")
    path, key = place / "records.db", opened.data_key.records
    # As a program that dies: its file in the folder stays behind without its lock.
    opened.db.close()
    opened.opening.presence.end(in_order=False)
    size = path.stat().st_size / 1e6
    checked = statistics.median(seconds(lambda: connect(path, key).close()) for _ in range(3))
    bare = statistics.median(
        seconds(lambda: connect(path, key, check_pages=False).close()) for _ in range(9)
    )
    print(f"open {size:.0f} MB   every page checked {checked * 1e3:.0f} ms   without {bare * 1e3:.1f} ms")  # noqa: E501
    after_crash = seconds(lambda: open_records(place, opened.data_key, now()).close())
    in_order = statistics.median(
        seconds(lambda: open_records(place, opened.data_key, now()).close()) for _ in range(9)
    )
    print(f"open the folder   left in order {in_order * 1e3:.1f} ms   after a crash {after_crash * 1e3:.0f} ms")  # noqa: E501
    whole = seconds(lambda: store.sign_in(place, "bench", _PASSPHRASE).close())
    print(f"sign in with a passphrase and open   {whole * 1e3:.0f} ms")
    db = connect(path, key, check_pages=False)
    copied = seconds(lambda: encrypted_copy(db, folder / "copy.db", key))
    print(f"verified copy   {copied:.2f} s   {size / copied:.0f} MB/s")
    db.close()


def main() -> None:
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="bench-storage-") as name:
        compare(Path(name))
        clinic(Path(name), visits)


if __name__ == "__main__":
    main()
