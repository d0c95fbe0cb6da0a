"""The schema of the records database, step by step. Steps are only ever appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhenlu.storage.database import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database as AnyDatabase  # what `Migrations` promises its steps

RECORDS = Migrations("records")

#: A row that must not go, except with its visit.
_VISIT_DELETED = "SELECT 1 FROM deletion WHERE visit = old.visit"
_TRANSCRIPT_DELETED = (
    "SELECT 1 FROM deletion JOIN transcript USING (visit) WHERE transcript.id = old.transcript"
)


@RECORDS()
def people_and_audit(db: AnyDatabase) -> None:
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
def patients_visits_and_records(db: AnyDatabase) -> None:
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


@RECORDS()
def words_and_facts(db: AnyDatabase) -> None:
    """What was said, as it was recognised; and what the record in force states."""
    _run(
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
        *_only_grows("segment", _TRANSCRIPT_DELETED),
        *_only_grows("correction", _TRANSCRIPT_DELETED),
    )


@RECORDS()
def consents_seals_and_deletions(db: AnyDatabase) -> None:
    """What a patient agreed to, what is sealed, what was deleted and why."""
    _run(
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
        *_only_grows("deletion"),
        *_only_grows("consent", _VISIT_DELETED),
        *_only_grows("consent_withdrawal", _VISIT_DELETED),
        *_only_grows("seal", _VISIT_DELETED),
    )


@RECORDS()
def cosigning_and_late_entries(db: AnyDatabase) -> None:
    """Who wrote what another signed, second signatures, and the end of a record's term.

    Versions from before this step are chained in the first form: their digests do not
    cover the columns that it adds.
    """
    _run(
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
        *_only_grows("cosignature", _VISIT_DELETED),
        "DROP TRIGGER record_version_no_delete",
        _grows_trigger("record_version", "DELETE", _VISIT_DELETED),
    )


@RECORDS()
def settings_and_terms(db: AnyDatabase) -> None:
    """The clinic's choices, its own files, and the clock that audio is kept by."""
    _run(
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
        *_only_grows("clinic_settings"),
        *_only_grows("clinic_file"),
        *_only_grows("emergency_access"),
    )


@RECORDS()
def search(db: AnyDatabase) -> None:
    """What is found by its words. The text is cut by us, so the index keeps no copy of it."""
    _run(
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
        _word_index("patient_words"),
        _word_index("record_words"),
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
    _run(
        db,
        """
        CREATE INDEX visit_unfinished ON visit (started)
        WHERE state IN ('recording', 'paused', 'transcribing', 'drafting', 'interrupted')
        """,
    )


@RECORDS()
def voices_of_clinicians(db: AnyDatabase) -> None:
    """How clinicians sound, for those who enrolled themselves."""
    _run(
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
    _run(
        db,
        "ALTER TABLE visit ADD COLUMN ended TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE visit ADD COLUMN printed_version INTEGER NOT NULL DEFAULT 0",
    )


@RECORDS()
def embeddings_of_clinicians(db: AnyDatabase) -> None:
    """What an imported speaker model makes of an enrolled voice, and which model that was."""
    _run(
        db,
        "ALTER TABLE voice_print ADD COLUMN embedding TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE voice_print ADD COLUMN embedder TEXT NOT NULL DEFAULT ''",
    )


@RECORDS()
def part_of_signers(db: AnyDatabase) -> None:
    """As what somebody signed, which later changes of their roles leave as it was.

    Versions from before this step are chained in an earlier form: see `signing_chain`.
    """
    _run(db, "ALTER TABLE record_version ADD COLUMN signed_as TEXT NOT NULL DEFAULT ''")


@RECORDS()
def intakes(db: AnyDatabase) -> None:
    """What was answered before a visit, until the visit takes it up."""
    _run(
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


def _run(db: AnyDatabase, *statements: str) -> None:
    """One by one, because executescript would commit the step's transaction halfway."""
    for statement in statements:
        db.execute(statement)


def _only_grows(table: str, unless: str = "") -> tuple[str, ...]:
    """Triggers that refuse to change a row, or to remove it unless a deletion is on record."""
    return _grows_trigger(table, "UPDATE"), _grows_trigger(table, "DELETE", unless)


def _grows_trigger(table: str, verb: str, unless: str = "") -> str:
    condition = f"WHEN NOT EXISTS ({unless}) " if unless else ""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    )


def _word_index(name: str) -> str:
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5 (words, content = '', contentless_delete = 1,"
        f" tokenize = \"unicode61 remove_diacritics 2\")"
    )
