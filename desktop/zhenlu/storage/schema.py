"""The schema of the records database, step by step. Steps are only ever appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhenlu.storage.database import Migrations
from zhenlu.storage.first_schema import FIRST_STEPS
from zhenlu.storage.schema_statements import (
    VISIT_DELETED,
    grows_trigger,
    only_grows,
    run,
    word_index,
)

if TYPE_CHECKING:
    from sqlite_utils import Database as AnyDatabase  # what `Migrations` promises its steps

RECORDS = Migrations("records")

for _step in FIRST_STEPS:
    RECORDS()(_step)


@RECORDS()
def cosigning_and_late_entries(db: AnyDatabase) -> None:
    """Who wrote what another signed, second signatures, and the end of a record's term.

    Versions from before this step are chained in the first form: their digests do not
    cover the columns that it adds.
    """
    run(
        db,
        "ALTER TABLE record_version ADD COLUMN writer TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE record_version ADD COLUMN is_late INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE record_version ADD COLUMN form INTEGER NOT NULL DEFAULT 1",
        """
        CREATE TABLE cosignature (
            id TEXT PRIMARY KEY,
            visit TEXT NOT NULL REFERENCES visit (id),
            patient TEXT NOT NULL REFERENCES patient (id),
            version TEXT NOT NULL REFERENCES record_version (id),
            position INTEGER NOT NULL,
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            previous TEXT NOT NULL,
            digest TEXT NOT NULL,
            UNIQUE (patient, position),
            UNIQUE (version, person)
        ) STRICT
        """,
        "CREATE INDEX cosignature_visit ON cosignature (visit)",
        *only_grows("cosignature", VISIT_DELETED),
        "DROP TRIGGER record_version_no_delete",
        grows_trigger("record_version", "DELETE", VISIT_DELETED),
    )


@RECORDS()
def settings_and_terms(db: AnyDatabase) -> None:
    """The clinic's choices, its own files, and the clock that audio is kept by."""
    run(
        db,
        """
        CREATE TABLE clinic_settings (
            number INTEGER PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE clinic_file (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            content TEXT
        ) STRICT
        """,
        "CREATE INDEX clinic_file_name ON clinic_file (name)",
        """
        CREATE TABLE kept_clock (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            kept_s REAL NOT NULL,
            seen_s REAL NOT NULL,
            is_doubted INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE audio_term (
            visit TEXT PRIMARY KEY REFERENCES visit (id),
            signed_s REAL NOT NULL,
            is_doubted INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX audio_term_doubted ON audio_term (is_doubted) WHERE is_doubted",
        """
        CREATE TABLE emergency_access (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            until TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT
        """,
        *only_grows("clinic_settings"),
        *only_grows("clinic_file"),
        *only_grows("emergency_access"),
    )


@RECORDS()
def search(db: AnyDatabase) -> None:
    """What is found by its words. The text is cut by us, so the index keeps no copy of it."""
    run(
        db,
        """
        CREATE TABLE found_in (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('patient', 'visit')),
            id TEXT NOT NULL,
            patient TEXT NOT NULL,
            started TEXT NOT NULL,
            template TEXT NOT NULL,
            UNIQUE (kind, id)
        ) STRICT
        """,
        "CREATE INDEX found_in_started ON found_in (kind, started)",
        word_index("patient_words"),
        word_index("record_words"),
        """
        CREATE TABLE search_form (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            form INTEGER NOT NULL
        ) STRICT
        """,
    )


@RECORDS()
def unfinished_visits(db: AnyDatabase) -> None:
    """Visits that broke off are looked for at every start, among all there ever were."""
    run(
        db,
        """
        CREATE INDEX visit_unfinished ON visit (started)
        WHERE state IN ('recording', 'paused', 'transcribing', 'drafting', 'interrupted')
        """,
    )


@RECORDS()
def voices_of_clinicians(db: AnyDatabase) -> None:
    """How clinicians sound, for those who enrolled themselves."""
    run(
        db,
        """
        CREATE TABLE voice_print (
            person TEXT PRIMARY KEY REFERENCES person (id),
            at TEXT NOT NULL,
            form INTEGER NOT NULL,
            voiced_s REAL NOT NULL,
            features TEXT NOT NULL
        ) STRICT
        """,
    )


@RECORDS()
def end_and_print_of_visits(db: AnyDatabase) -> None:
    """When a visit ended, and which version of its record was printed last."""
    run(
        db,
        "ALTER TABLE visit ADD COLUMN ended TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE visit ADD COLUMN printed_version INTEGER NOT NULL DEFAULT 0",
    )


@RECORDS()
def embeddings_of_clinicians(db: AnyDatabase) -> None:
    """What an imported speaker model makes of an enrolled voice, and which model that was."""
    run(
        db,
        "ALTER TABLE voice_print ADD COLUMN embedding TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE voice_print ADD COLUMN embedder TEXT NOT NULL DEFAULT ''",
    )


@RECORDS()
def part_of_signers(db: AnyDatabase) -> None:
    """As what somebody signed, which later changes of their roles leave as it was.

    Versions from before this step are chained in an earlier form: see `signing_chain`.
    """
    run(db, "ALTER TABLE record_version ADD COLUMN signed_as TEXT NOT NULL DEFAULT ''")


@RECORDS()
def intakes(db: AnyDatabase) -> None:
    """What was answered before a visit, until the visit takes it up."""
    run(
        db,
        """
        CREATE TABLE intake (
            visit TEXT PRIMARY KEY REFERENCES visit (id),
            person TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT
        """,
    )


__all__ = ["RECORDS"]
