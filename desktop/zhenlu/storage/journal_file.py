"""The journal's database: its tables, and the visits and their keys in them.

A database of its own, apart from the records, so that neither waits for the other's
checkpoints. Rows of audio are only added; compressing replaces ten of them by one
that holds the same samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zhenlu.domain.errors import JournalRefused, StoreDamaged, StoreNewer, ZhenluError
from zhenlu.domain.journal import (
    AudioState,
    Gap,
    GapReason,
    JournalledVisit,
    Mark,
    MarkKind,
    Moment,
)
from zhenlu.storage.database import Database, connect, writing
from zhenlu.storage.journal_seal import Codec, Place, SealBroken, VisitSeal, derived

RATE_HZ: Final = 16_000

# `sealed` stands last, so that SQLite finds a row's place without reading its audio.
_SCHEMA: Final = """
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    channels INTEGER NOT NULL,
    state TEXT NOT NULL,
    wall_s REAL NOT NULL,
    monotonic_s REAL NOT NULL,
    frames INTEGER
) STRICT;
CREATE TABLE visit_key (
    visit INTEGER PRIMARY KEY REFERENCES visit,
    wrapped BLOB NOT NULL
) STRICT;
CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL REFERENCES visit,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start_frame INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    codec TEXT NOT NULL,
    wall_s REAL NOT NULL,
    monotonic_s REAL NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (visit, last)
) STRICT;
CREATE TABLE mark (
    id INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL REFERENCES visit,
    kind TEXT NOT NULL,
    frame INTEGER NOT NULL,
    wall_s REAL NOT NULL,
    monotonic_s REAL NOT NULL
) STRICT;
CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL REFERENCES visit,
    frame INTEGER NOT NULL,
    length_s REAL NOT NULL,
    exact INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX mark_of_visit ON mark (visit, id);
CREATE INDEX gap_of_visit ON gap (visit, id);
PRAGMA user_version = 1;
"""
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of audio as it lies in the file.

    Attributes:
        moment: When its last sample arrived.
    """

    place: Place
    moment: Moment
    sealed: bytes


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit's own row. `frames` is None until the recording is closed."""

    id: int
    name: str
    channels: int
    state: AudioState
    started: Moment
    frames: int | None


class JournalFile:
    """One connection to the journal.

    Args:
        path: The database; made where there is none.
        key: The journal's key, 32 bytes.
        read_only: For reading beside a recording, or from a damaged file.

    Raises:
        KeyWrong, StoreDamaged, StoreLocked, StoreMissing, DiskRefused: As `connect`.
        StoreNewer: If a newer version of the program made its tables.
    """

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        self._name, self._wrapping = path.name, derived(key, "visit keys")
        # Hundreds of hours are not read through at each start: every row carries its own
        # seal, and a damaged page is found when its row is wanted. A key that was deleted
        # is overwritten, not only forgotten.
        self.db: Database = connect(
            path,
            derived(key, "database"),
            read_only=read_only,
            check_pages=False,
            pragmas=("secure_delete = ON",),
        )
        try:
            if not read_only:
                self._make_tables()
        except ZhenluError:
            self.close()
            raise

    def close(self) -> None:
        self.db.conn.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on the disk afterwards, or nothing of it."""
        with writing(self.db):
            yield

    def query(self, statement: str, *values: int | str) -> list[tuple[Any, ...]]:
        """All rows of a question.

        Raises:
            StoreDamaged: If a page it needs does not hold. Other questions can be asked.
        """
        return list(self.db.execute(statement, values).fetchall())

    def _make_tables(self) -> None:
        with self.writing():
            ((version,),) = self.query("PRAGMA user_version")
            if version > _VERSION:
                raise StoreNewer(file=self._name)
            if version:
                return
            for statement in _SCHEMA.split(";\n"):
                self.db.conn.execute(statement)

    # Visits

    def add_visit(self, name: str, channels: int, moment: Moment) -> VisitRow:
        """Enter a visit and its new key.

        Raises:
            JournalRefused: "exists".
        """
        if self.query("SELECT 1 FROM visit WHERE name = ?", name):
            raise JournalRefused("exists", visit=name)
        self.db.conn.execute(
            "INSERT INTO visit (name, channels, state, wall_s, monotonic_s) VALUES (?, ?, ?, ?, ?)",
            [name, channels, AudioState.OPEN.value, moment.wall_s, moment.monotonic_s],
        )
        row = self.visit(name)
        self.db.conn.execute(
            "INSERT INTO visit_key (visit, wrapped) VALUES (?, ?)",
            [row.id, VisitSeal.new().wrapped(self._wrapping, name)],
        )
        return row

    def visit(self, name: str) -> VisitRow:
        """
        Raises:
            JournalRefused: "unknown".
        """
        for row in self._visits("WHERE name = ?", name):
            return row
        raise JournalRefused("unknown", visit=name)

    def visits(self) -> list[VisitRow]:
        """All of them, in the order in which they were begun."""
        return self._visits("ORDER BY id")

    def _visits(self, clause: str, *values: str) -> list[VisitRow]:
        rows = self.query(
            f"SELECT id, name, channels, state, wall_s, monotonic_s, frames FROM visit {clause}",  # noqa: S608
            *values,
        )
        return [
            VisitRow(number, name, channels, AudioState(state), Moment(wall, mono), frames)
            for number, name, channels, state, wall, mono, frames in rows
        ]

    def set_state(self, visit: VisitRow, state: AudioState, frames: int | None) -> None:
        """Open, with a length that is not known yet, closed or erased."""
        self.db.conn.execute(
            "UPDATE visit SET state = ?, frames = ? WHERE id = ?", [state.value, frames, visit.id]
        )

    def seal(self, visit: VisitRow) -> VisitSeal:
        """The visit's key.

        Raises:
            JournalRefused: "erased", if it is gone.
            StoreDamaged: If it was altered.
        """
        found = self.wrapped_key(visit)
        if found is None:
            raise JournalRefused("erased", visit=visit.name)
        try:
            return VisitSeal.unwrapped(self._wrapping, visit.name, found)
        except SealBroken:
            raise StoreDamaged(file=self._name) from None

    def wrapped_key(self, visit: VisitRow) -> bytes | None:
        """The visit's key as it lies in the file; None after an erasure."""
        found = self.query("SELECT wrapped FROM visit_key WHERE visit = ?", visit.id)
        return bytes(found[0][0]) if found else None

    # Audio

    def add_piece(self, visit: VisitRow, row: Row) -> None:
        """Raises ConstraintBroken if the visit already has a row of this number."""
        place = row.place
        self.db.conn.execute(
            "INSERT INTO piece (visit, first, last, start_frame, frames, codec, wall_s,"
            " monotonic_s, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                visit.id, place.first, place.last, place.start_frame, place.frames,
                place.codec.value, row.moment.wall_s, row.moment.monotonic_s, row.sealed,
            ],
        )

    def drop_pieces(self, visit: VisitRow, first: int, last: int) -> None:
        self.db.conn.execute(
            "DELETE FROM piece WHERE visit = ? AND last BETWEEN ? AND ?", [visit.id, first, last]
        )

    def numbers(self, visit: VisitRow, after: int = -1, at_most: int = -1) -> list[int]:
        """Last numbers of the rows there are; read from the index, so no audio row is touched."""
        rows = self.query(
            "SELECT last FROM piece WHERE visit = ? AND last > ? ORDER BY last LIMIT ?",
            visit.id, after, at_most,
        )
        return [number for (number,) in rows]

    def piece(self, visit: VisitRow, last: int) -> Row | None:
        """
        Raises:
            StoreDamaged: If a page that it lies on does not hold.
        """
        found = self.place(visit, last)
        sealed = self.query(
            "SELECT sealed FROM piece WHERE visit = ? AND last = ?", visit.id, last
        )
        return Row(*found, bytes(sealed[0][0])) if found and sealed else None

    def place(self, visit: VisitRow, last: int) -> tuple[Place, Moment] | None:
        """Where a row belongs, without reading its audio. Raises as `piece`."""
        found = self.query(
            "SELECT first, start_frame, frames, codec, wall_s, monotonic_s"
            " FROM piece WHERE visit = ? AND last = ?",
            visit.id, last,
        )
        if not found:
            return None
        first, start, frames, codec, wall, mono = found[0]
        place = Place(visit.name, first, last, start, frames, visit.channels, Codec(codec))
        return place, Moment(wall, mono)

    def last_place(self, visit: VisitRow) -> tuple[Place, Moment] | None:
        """The last row that can be reached."""
        newest = self.query("SELECT max(last) FROM piece WHERE visit = ?", visit.id)[0][0]
        if newest is None:
            return None
        with suppress(StoreDamaged):
            return self.place(visit, newest)
        for number in reversed(self.numbers(visit)[:-1]):
            with suppress(StoreDamaged):
                return self.place(visit, number)
        return None

    # Marks and gaps

    def add_mark(self, visit: VisitRow, kind: MarkKind, frame: int, moment: Moment) -> None:
        self.db.conn.execute(
            "INSERT INTO mark (visit, kind, frame, wall_s, monotonic_s) VALUES (?, ?, ?, ?, ?)",
            [visit.id, kind.value, frame, moment.wall_s, moment.monotonic_s],
        )

    def marks(self, visit: VisitRow) -> tuple[Mark, ...]:
        rows = self.query(
            "SELECT kind, frame, wall_s, monotonic_s FROM mark WHERE visit = ? ORDER BY id",
            visit.id,
        )
        return tuple(
            Mark(MarkKind(kind), frame / RATE_HZ, Moment(wall, mono))
            for kind, frame, wall, mono in rows
        )

    def add_gap(
        self, visit: VisitRow, frame: int, length_s: float, reason: GapReason, exact: bool
    ) -> None:
        self.db.conn.execute(
            "INSERT INTO gap (visit, frame, length_s, exact, reason) VALUES (?, ?, ?, ?, ?)",
            [visit.id, frame, float(length_s), int(exact), reason.value],
        )

    def gaps(self, visit: VisitRow) -> tuple[Gap, ...]:
        rows = self.query(
            "SELECT frame, length_s, reason, exact FROM gap WHERE visit = ? ORDER BY id", visit.id
        )
        return tuple(
            Gap(frame / RATE_HZ, length_s, GapReason(reason), bool(exact))
            for frame, length_s, reason, exact in rows
        )

    # What is known of a visit

    def last_moment(self, visit: VisitRow) -> Moment:
        """When something last happened in it.

        A mark made at or after the last row is the later one; the clocks are not asked.
        """
        last = self.last_place(visit)
        marks = self.marks(visit)
        if last is None:
            return marks[-1].moment if marks else visit.started
        if marks and round(marks[-1].at_s * RATE_HZ) >= last[0].end_frame:
            return marks[-1].moment
        return last[1]

    def described(self, visit: VisitRow, now: Moment) -> JournalledVisit:
        last = self.last_place(visit)
        frames = visit.frames if visit.frames is not None else last[0].end_frame if last else 0
        is_open = visit.state is AudioState.OPEN
        return JournalledVisit(
            visit=visit.name,
            state=visit.state,
            channels=visit.channels,
            started=visit.started,
            length_s=frames / RATE_HZ,
            gaps=self.gaps(visit),
            since_last_s=now.since(self.last_moment(visit))[0] if is_open else 0.0,
        )
