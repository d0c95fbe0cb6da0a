"""Statements that the steps of the records' schema share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as AnyDatabase  # what `Migrations` promises its steps

#: A row that must not go goes with its visit all the same: conditions for `only_grows`.
VISIT_DELETED = "SELECT 1 FROM deletion WHERE visit = old.visit"
TRANSCRIPT_DELETED = (
    "SELECT 1 FROM deletion JOIN transcript USING (visit) WHERE transcript.id = old.transcript"
)


def run(db: AnyDatabase, *statements: str) -> None:
    """One by one, because executescript would commit the step's transaction halfway."""
    for statement in statements:
        db.execute(statement)


def only_grows(table: str, unless: str = "") -> tuple[str, ...]:
    """Triggers that refuse to change a row, or to remove it unless a deletion is on record."""
    return grows_trigger(table, "UPDATE"), grows_trigger(table, "DELETE", unless)


def grows_trigger(table: str, verb: str, unless: str = "") -> str:
    """The one of these triggers that stands before `verb`, "UPDATE" or "DELETE"."""
    condition = f"WHEN NOT EXISTS ({unless}) " if unless else ""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    )


def word_index(name: str) -> str:
    """An index of words that are cut before they come to it, and not kept."""
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5 (words, content = '', contentless_delete = 1,"
        f" tokenize = \"unicode61 remove_diacritics 2\")"
    )


__all__ = [
    "TRANSCRIPT_DELETED",
    "VISIT_DELETED",
    "grows_trigger",
    "only_grows",
    "run",
    "word_index",
]
