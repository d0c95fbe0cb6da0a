"""The audit log as somebody reads it who may: its rows, what their ids stand for, the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhenlu.application.exporting import masked_name
from zhenlu.domain.audit import AuditAction, AuditEntry, AuditObject
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access

#: Ids that stand in one statement.
_AT_ONCE = 400
#: Whose the things are that rows name, and which visit they belong to.
_OWNERS = """
    SELECT id AS object, id AS patient, '' AS visit FROM patient
    UNION ALL SELECT id, patient, id FROM visit
    UNION ALL SELECT visit, patient, '' FROM deletion
    UNION ALL SELECT id, patient, visit FROM record_version
    UNION ALL SELECT id, patient, visit FROM cosignature
    UNION ALL SELECT id, patient, visit FROM due_item
"""


@dataclass(frozen=True, slots=True)
class AuditReading:
    """The log as one person may read it; the reading itself leaves a row."""

    access: Access

    def rows(
        self, *, since: date | None = None, until: date | None = None, person: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Rows as `AuditLog.entries` chooses them.

        Raises:
            ActionForbidden, AuditBroken.
        """
        self._note()
        return tuple(self.access.audit.entries(since=since, until=until, person=person))

    def verify(self) -> int:
        """How many rows hold.

        Raises:
            ActionForbidden.
            AuditBroken: With the first row that does not hold.
        """
        self._note()
        return self.access.audit.verify()

    def objects(self, entries: Iterable[AuditEntry]) -> dict[str, AuditObject]:
        """What the rows are about, by `AuditEntry.object_id`, as far as it is kept.

        The names are masked: whoever reads the log need not be allowed to read records.

        Raises:
            ActionForbidden.
        """
        self.access.require(Permission.READ_AUDIT, AuditAction.VIEW, "audit", "")
        ids = sorted({entry.about for entry in entries if entry.about})
        found: dict[str, AuditObject] = {}
        for at in range(0, len(ids), _AT_ONCE):
            found.update(self._owners(ids[at : at + _AT_ONCE]))
        return found

    def _owners(self, ids: list[str]) -> Iterator[tuple[str, AuditObject]]:
        marks = ", ".join("?" * len(ids))
        query = f"""
            SELECT object, patient.name, coalesce(visit.started, '')
            FROM ({_OWNERS}) AS owned
            JOIN patient ON patient.id = owned.patient
            LEFT JOIN visit ON visit.id = owned.visit
            WHERE object IN ({marks})
        """  # noqa: S608
        for about, name, started in self.access.db.execute(query, ids):
            yield str(about), AuditObject(masked_name(str(name)), str(started))

    def _note(self) -> None:
        self.access.require(Permission.READ_AUDIT, AuditAction.VIEW, "audit", "")
        self.access.note(AuditAction.VIEW, "audit", "")
