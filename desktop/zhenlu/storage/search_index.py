"""Keeps the full-text index beside what it is about, in the same transactions.

The index holds words cut by `language.full_text` and no text, in the encrypted database
like everything else. When the way of cutting changes, `ensure` draws it anew at opening.
"""

from __future__ import annotations

from typing import Final

from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.record import Record
from zhenlu.language import full_text
from zhenlu.storage.database import Database, writing
from zhenlu.storage.record_document import record_of

#: Counts the ways of cutting and of choosing what is entered.
FORM: Final = 1
#: Merged in one transaction, so that a visit that is recorded meanwhile hardly waits.
_PAGES_TOGETHER: Final = 500


def enter_patient(db: Database, patient: KnownPatient) -> None:
    """Make a patient findable by name, pinyin, initials and number."""
    words = f"{full_text.indexed_name(patient.name)} {full_text.indexed(patient.number)}"
    _enter(db, "patient_words", ["patient", patient.id, patient.id, "", ""], words)


def enter_record(db: Database, visit_id: str, record: Record) -> None:
    """Make a visit findable by the words of its record in force."""
    query = "SELECT patient, started FROM visit WHERE id = ?"
    patient, started = db.execute(query, [visit_id]).fetchone()
    words = full_text.indexed("\n".join(_texts(record)))
    _enter(db, "record_words", ["visit", visit_id, patient, started, record.template], words)


def drop_visit(db: Database, visit_id: str) -> None:
    """Take a visit out."""
    query = "SELECT number FROM found_in WHERE kind = 'visit' AND id = ?"
    for (number,) in db.execute(query, [visit_id]).fetchall():
        db.execute("DELETE FROM record_words WHERE rowid = ?", [number])
        db.execute("DELETE FROM found_in WHERE number = ?", [number])


def forget(db: Database) -> None:
    """Take words that are found no more off the disk as well, a few pages at a time.

    A visit that left the index stays in its older pages until they are merged.
    """
    pages = -_PAGES_TOGETHER
    while True:
        before = db.conn.total_changes
        with writing(db):
            db.execute(
                "INSERT INTO record_words (record_words, rank) VALUES ('merge', ?)", [pages]
            )
        # SQLite's own sign that nothing is left to merge.
        if db.conn.total_changes - before < 2:
            return
        pages = _PAGES_TOGETHER


def ensure(db: Database) -> bool:
    """Draw the index anew where another program cut it otherwise. True if it was."""
    found = db.execute("SELECT form FROM search_form").fetchone()
    if found is not None and found[0] == FORM:
        return False
    with writing(db):
        for table in ("found_in", "patient_words", "record_words", "search_form"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
        _enter_all(db)
        db.execute("INSERT INTO search_form VALUES (1, ?)", [FORM])
    return True


def _enter_all(db: Database) -> None:
    query = "SELECT id, name, sex, born, number FROM patient"
    for patient_id, name, _sex, _born, number in db.execute(query):
        enter_patient(db, KnownPatient(patient_id, name, number=number))
    in_force = """
        SELECT visit, document FROM record_version WHERE number = (
            SELECT max(number) FROM record_version AS other
            WHERE other.visit = record_version.visit
        )
        UNION ALL
        SELECT visit, document FROM draft
        WHERE NOT EXISTS (SELECT 1 FROM record_version WHERE record_version.visit = draft.visit)
    """
    for visit_id, document in db.execute(in_force):
        enter_record(db, visit_id, record_of(document))


def _enter(db: Database, table: str, row: list[str], words: str) -> None:
    kind, object_id, *_ = row
    query = "SELECT number FROM found_in WHERE kind = ? AND id = ?"
    found = db.execute(query, [kind, object_id]).fetchone()
    if found:
        number = found[0]
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])  # noqa: S608
    else:
        statement = (
            "INSERT INTO found_in (kind, id, patient, started, template) VALUES (?, ?, ?, ?, ?)"
        )
        number = db.execute(statement, row).lastrowid
    db.execute(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", [number, words])  # noqa: S608


def _texts(record: Record) -> list[str]:
    return [
        text
        for section in record.sections
        for text in (section.text, *(f"{f.title} {f.value}" for f in section.fields if f.value))
    ]
