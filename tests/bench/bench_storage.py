"""Figures of the encrypted store, each beside plain SQLite in the same run.

    python tests/bench/bench_storage.py [VISITS]

Prints the time to open with and without a passphrase, to append audit rows (p50, p99), to
write and read notes encrypted and plain with the same settings, to read one patient's
history among VISITS (default 20 000), to verify and to copy. The two kinds take turns and
the median of rounds is compared, because a disk does not stay the same for a minute.
"""

from __future__ import annotations

import os
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
from zhenlu.storage import store
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import Database, connect, encrypted_copy, writing
from zhenlu.storage.opening import open_records
from zhenlu.storage.store import Store

_KEY = bytes(range(32))
_ROUNDS = 5
_PASSPHRASE = "a passphrase for the bench"  # opens nothing but this run's folder
_DOCUMENT_BYTES = 6_000  # a signed outpatient record with its transcript


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


def write_notes(db: Database, start: int) -> None:
    for n in range(start, start + 200):
        with writing(db):
            db.execute("INSERT INTO note VALUES (?, ?)", [n, os.urandom(_DOCUMENT_BYTES)])


def read_notes(db: Database) -> None:
    for n in range(0, 1000, 2):
        db.execute("SELECT text FROM note WHERE id = ?", [n]).fetchone()


def compare(folder: Path) -> None:
    kinds = {"plain": plain(folder / "plain.db"), "encrypted": connect(folder / "enc.db", _KEY)}
    write: dict[str, list[float]] = {kind: [] for kind in kinds}
    read: dict[str, list[float]] = {kind: [] for kind in kinds}
    for db in kinds.values():
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
    for turn in range(_ROUNDS):
        for kind, db in kinds.items():
            write[kind].append(seconds(lambda db=db, turn=turn: write_notes(db, turn * 200)))
    for _ in range(_ROUNDS):
        for kind, db in kinds.items():
            db.execute("PRAGMA shrink_memory")  # pages are decrypted when they are fetched
            read[kind].append(seconds(lambda db=db: read_notes(db)))
    figures = (("write", write, 200), ("uncached read", read, 500))
    for name, times, count in figures:
        one, other = (statistics.median(times[kind]) / count * 1e3 for kind in kinds)
        print(f"{name} of a 6 kB note   plain {one:.3f} ms   "
              f"encrypted {other:.3f} ms   ratio {other / one:.2f}")  # fmt: skip
    for db in kinds.values():
        db.close()


def now() -> datetime:
    return datetime.now(UTC)


def fill(opened: Store, visits: int) -> str:
    """A clinic of VISITS signed visits, five a patient; the id of one patient."""
    db, author = opened.db, opened.person.id
    document = os.urandom(_DOCUMENT_BYTES)
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
