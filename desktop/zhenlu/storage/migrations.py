"""The schema of the records database, step by step, with a verified copy before each step.

A step that fails is rolled back with its own record, so the database is as it was before
it and the step stays pending. Steps are only ever appended.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from zhenlu.domain.errors import StoreNewer
from zhenlu.storage.database import Database, Migrations, encrypted_copy

RECORDS = Migrations("records")


@RECORDS()
def people_and_audit(db: Database) -> None:
    """Accounts, and the log that can only grow."""
    _run(
        db,
        """
        CREATE TABLE person (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            roles TEXT NOT NULL,
            created TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE audit (
            row INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            person TEXT NOT NULL,
            action TEXT NOT NULL,
            object_kind TEXT NOT NULL,
            object_id TEXT NOT NULL,
            result TEXT NOT NULL,
            host TEXT NOT NULL,
            mac BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE audit_head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            rows INTEGER NOT NULL,
            mac BLOB NOT NULL,
            seal BLOB NOT NULL
        ) STRICT
        """,
        "CREATE INDEX audit_at ON audit (at)",
        "CREATE INDEX audit_person ON audit (person, at)",
        *_only_grows("audit"),
    )


@RECORDS()
def patients_visits_and_records(db: Database) -> None:
    """Who was seen, when, and what was signed."""
    _run(
        db,
        """
        CREATE TABLE patient (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            sex TEXT NOT NULL CHECK (sex IN ('', 'male', 'female')),
            born TEXT NOT NULL,
            number TEXT NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX patient_number ON patient (number) WHERE number <> ''",
        "CREATE INDEX patient_name ON patient (name)",
        """
        CREATE TABLE visit (
            id TEXT PRIMARY KEY,
            patient TEXT NOT NULL REFERENCES patient (id),
            state TEXT NOT NULL,
            kind TEXT NOT NULL,
            department TEXT NOT NULL,
            started TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX visit_patient ON visit (patient, started)",
        "CREATE INDEX visit_started ON visit (started)",
        """
        CREATE TABLE draft (
            visit TEXT PRIMARY KEY REFERENCES visit (id),
            author TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            document BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE record_version (
            id TEXT PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            patient TEXT NOT NULL REFERENCES patient (id),
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            author TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            reason TEXT NOT NULL,
            previous TEXT NOT NULL,
            digest TEXT NOT NULL,
            document BLOB NOT NULL,
            UNIQUE (visit, number),
            UNIQUE (patient, position)
        ) STRICT
        """,
        *_only_grows("record_version"),
    )


def migrate(db: Database, path: Path, key: bytes, steps: Migrations = RECORDS) -> None:
    """Apply what is pending, one step at a time.

    Before each step of a database that already holds something, a copy is written to
    `backups/` beside it and read back whole; without that copy the step is not taken.

    Raises:
        StoreNewer: If the database holds steps that this program does not know.
        DiskRefused: If there is no room for the copy.
        StoreDamaged: If the copy does not hold up.
    """
    pending = [step.name for step in steps.pending(db)]
    applied = [step.name for step in steps.applied(db)]
    known = {step.name for step in steps._migrations}
    if not known.issuperset(applied):
        raise StoreNewer(file=path.name)
    is_new = not applied
    for name, following in zip_longest(pending, pending[1:]):
        if not is_new:
            encrypted_copy(db, _copy_path(path, name), key)
        steps.apply(db, stop_before=following)


def _copy_path(path: Path, step: str) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{path.stem}-before-{step}{path.suffix}"


def _run(db: Database, *statements: str) -> None:
    """One by one, because executescript would commit the step's transaction halfway."""
    for statement in statements:
        db.execute(statement)


def _only_grows(table: str) -> tuple[str, ...]:
    """Triggers that refuse to change or remove a row."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        for verb in ("UPDATE", "DELETE")
    )
