"""Visits as a list shows them: whose, when, where they stand, whether they are signed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhenlu.domain.errors import VisitUnknown
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access

_SELECT = """
    SELECT visit.id, patient.id, patient.name, coalesce(found_in.template, ''), visit.state,
        visit.started, visit.ended, visit.printed_version,
        (SELECT count(*) FROM record_version WHERE record_version.visit = visit.id),
        coalesce((SELECT sealed FROM seal WHERE seal.visit = visit.id ORDER BY id DESC LIMIT 1), 0)
    FROM visit JOIN patient ON patient.id = visit.patient
    LEFT JOIN found_in ON found_in.kind = 'visit' AND found_in.id = visit.id
"""
_SHORTEST_ID = 4
#: In the words of the index `visit_unfinished`, which answers it only so.
_UNFINISHED = "state IN ('recording', 'paused', 'transcribing', 'drafting', 'interrupted')"


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A line of the list.

    Attributes:
        patient: Id of the patient.
        template: Of the record; "" while there is none.
        started, ended: Local time, ISO 8601; "" when unknown.
        printed_version: The version that was printed last; 0 where none was.
        versions: How often it was signed.
    """

    id: str
    patient: str
    name: str = field(repr=False)
    template: str
    state: VisitState
    started: str
    ended: str
    printed_version: int
    versions: int
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class VisitList:
    """The clinic's visits as one person may look through them."""

    access: Access

    def read(
        self,
        *,
        patients: Collection[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        states: Collection[VisitState] | None = None,
        unfinished: bool = False,
        limit: int = 100,
    ) -> tuple[ListedVisit, ...]:
        """Visits, the latest first.

        Args:
            patients: Ids; None for everybody.
            until: Last day, included.
            unfinished: Only those that somebody was at work on, and maybe still is.
            limit: The most that are read.
        """
        self.access.reading("visit")
        where, values = ["1"], list[object]()
        if patients is not None:
            where.append(f"visit.patient IN ({_marks(patients)})")
            values += patients
        if states is not None:
            where.append(f"visit.state IN ({_marks(states)})")
            values += [state.value for state in states]
        if unfinished:
            where.append(_UNFINISHED)
        if since is not None:
            where.append("visit.started >= ?")
            values.append(since.isoformat())
        if until is not None:
            where.append("visit.started < ?")
            values.append((until + timedelta(days=1)).isoformat())
        query = (
            f"{_SELECT} WHERE {' AND '.join(where)}"
            " ORDER BY visit.started DESC, visit.rowid DESC LIMIT ?"
        )
        return tuple(map(_listed, self.access.db.execute(query, [*values, limit])))

    def signed(self) -> tuple[ListedVisit, ...]:
        """Every visit that was ever signed, the latest first."""
        self.access.reading("visit")
        where = "WHERE visit.id IN (SELECT visit FROM record_version) ORDER BY visit.started DESC"
        return tuple(map(_listed, self.access.db.execute(f"{_SELECT} {where}")))

    def one(self, beginning: str) -> ListedVisit:
        """The visit whose id begins so; four characters or more, as many as it takes.

        Raises:
            VisitUnknown: Reason "several" where more than one does.
        """
        self.access.reading("visit")
        if len(beginning) < _SHORTEST_ID or not beginning.isalnum():
            raise VisitUnknown
        query = f"{_SELECT} WHERE visit.id >= ? AND visit.id < ? LIMIT 2"
        # The character after every other one: the primary key answers this as a range.
        rows = self.access.db.execute(query, [beginning, beginning + "\U0010ffff"]).fetchall()
        if len(rows) != 1:
            raise VisitUnknown("several" if rows else "")
        return _listed(rows[0])


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _listed(row: tuple[str, str, str, str, str, str, str, int, int, int]) -> ListedVisit:
    visit_id, patient, name, template, state, started, ended, printed, versions, sealed = row
    return ListedVisit(
        visit_id, patient, name, template, VisitState(state), started, ended, printed, versions,
        bool(sealed),
    )  # fmt: skip
