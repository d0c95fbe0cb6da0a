"""The tables that the records database began with: never changed, only added to.

What came later is in `zhenlu.storage.schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhenlu.storage.schema_statements import (
    TRANSCRIPT_DELETED,
    VISIT_DELETED,
    only_grows,
    run,
)

if TYPE_CHECKING:
    from sqlite_utils import Database as AnyDatabase  # what `Migrations` promises its steps


def people_and_audit(db: AnyDatabase) -> None:
    """Accounts, and the log that can only grow."""
    run(
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
        *only_grows("audit"),
    )


def patients_visits_and_records(db: AnyDatabase) -> None:
    """Who was seen, when, and what was signed."""
    run(
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
        *only_grows("record_version"),
    )


def words_and_facts(db: AnyDatabase) -> None:
    """What was said, as it was recognised; and what the record in force states."""
    run(
        db,
        """
        CREATE TABLE transcript (
            id INTEGER PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            language TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX transcript_visit ON transcript (visit)",
        """
        CREATE TABLE segment (
            transcript INTEGER NOT NULL REFERENCES transcript (id),
            number INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (transcript, number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE correction (
            id INTEGER PRIMARY KEY,
            transcript INTEGER NOT NULL,
            segment INTEGER NOT NULL,
            text TEXT,
            role TEXT,
            source TEXT NOT NULL,
            FOREIGN KEY (transcript, segment) REFERENCES segment (transcript, number)
        ) STRICT
        """,
        "CREATE INDEX correction_segment ON correction (transcript, segment)",
        """
        CREATE TABLE fact (
            visit TEXT NOT NULL REFERENCES visit (id),
            place INTEGER NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            polarity TEXT NOT NULL,
            subject TEXT NOT NULL,
            status TEXT NOT NULL,
            value TEXT NOT NULL,
            unit TEXT NOT NULL,
            first REAL,
            second REAL,
            started TEXT NOT NULL,
            PRIMARY KEY (visit, place)
        ) STRICT, WITHOUT ROWID
        """,
        # Answers who had what and when, the latest first, without a look at the rows.
        """
        CREATE INDEX fact_name ON fact (name, kind, polarity, subject, started, first, second)
        """,
        """
        CREATE TABLE due_item (
            id TEXT PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            patient TEXT NOT NULL REFERENCES patient (id),
            kind TEXT NOT NULL,
            what TEXT NOT NULL,
            due TEXT NOT NULL,
            state TEXT NOT NULL,
            segments TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX due_item_due ON due_item (state, due)",
        "CREATE INDEX due_item_patient ON due_item (patient, due)",
        "CREATE INDEX due_item_visit ON due_item (visit)",
        *only_grows("segment", TRANSCRIPT_DELETED),
        *only_grows("correction", TRANSCRIPT_DELETED),
    )


def consents_seals_and_deletions(db: AnyDatabase) -> None:
    """What a patient agreed to, what is sealed, what was deleted and why."""
    run(
        db,
        """
        CREATE TABLE deletion (
            visit TEXT PRIMARY KEY,
            patient TEXT NOT NULL REFERENCES patient (id),
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            reason TEXT NOT NULL,
            links TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX deletion_patient ON deletion (patient)",
        """
        CREATE TABLE consent (
            id TEXT PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            method TEXT NOT NULL,
            scope TEXT NOT NULL,
            wording TEXT NOT NULL,
            at TEXT NOT NULL,
            noted_by TEXT NOT NULL REFERENCES person (id),
            given_by TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX consent_visit ON consent (visit)",
        """
        CREATE TABLE consent_withdrawal (
            visit TEXT NOT NULL REFERENCES visit (id),
            consent TEXT NOT NULL REFERENCES consent (id),
            at TEXT NOT NULL,
            noted_by TEXT NOT NULL REFERENCES person (id),
            PRIMARY KEY (consent)
        ) STRICT
        """,
        "CREATE INDEX consent_withdrawal_visit ON consent_withdrawal (visit)",
        """
        CREATE TABLE seal (
            id INTEGER PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX seal_visit ON seal (visit)",
        *only_grows("deletion"),
        *only_grows("consent", VISIT_DELETED),
        *only_grows("consent_withdrawal", VISIT_DELETED),
        *only_grows("seal", VISIT_DELETED),
    )


#: In the order in which they are taken.
FIRST_STEPS = (
    people_and_audit,
    patients_visits_and_records,
    words_and_facts,
    consents_seals_and_deletions,
)

__all__ = ["FIRST_STEPS"]
