"""Somebody at work on the records: what they may do, and the row each act leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import ActionForbidden, VisitSealed
from zhenlu.domain.person import Permission, Person
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import Database, writing


def utc_now() -> datetime:
    """This computer's time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Access:
    """One person's way to one database.

    Attributes:
        can_write: False where the database is damaged and open to read only.
        clock: Tells the time, with its zone.
    """

    db: Database
    person: Person
    audit: AuditLog
    can_write: bool = True
    clock: Callable[[], datetime] = utc_now

    def now(self) -> str:
        """The time as rows carry it: ISO 8601 in UTC, to the millisecond."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    @contextmanager
    def changing(
        self, permission: Permission, action: AuditAction, kind: str, object_id: str,
        visit: str = "",
    ) -> Iterator[None]:
        """A change and its row in the log, both or neither.

        Args:
            visit: The visit whose record, words or audio change; not if it is sealed.

        Raises:
            ActionForbidden, VisitSealed: The attempt is in the log.
        """
        result = self._permitted(permission, action, kind, object_id)
        with self._unless_sealed(visit, action, kind, object_id):
            yield
            self._note(action, kind, object_id, result)

    @contextmanager
    def continuing(
        self, permission: Permission, kind: str, object_id: str, visit: str = ""
    ) -> Iterator[None]:
        """A further part of what the log already tells of: no row, unless it is refused.

        Raises:
            ActionForbidden, VisitSealed: The attempt is in the log.
        """
        self._permitted(permission, AuditAction.EDIT, kind, object_id)
        with self._unless_sealed(visit, AuditAction.EDIT, kind, object_id):
            yield

    def reading(self, kind: str, object_id: str = "") -> None:
        """Note that this person looks at something.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        result = self._permitted(Permission.READ_NOTES, AuditAction.VIEW, kind, object_id)
        self._note(AuditAction.VIEW, kind, object_id, result)

    def require(
        self, permission: Permission, action: AuditAction, kind: str, object_id: str
    ) -> None:
        """Go on only where this person may.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        self._permitted(permission, action, kind, object_id)

    def note(
        self, action: AuditAction, kind: str, object_id: str,
        result: AuditResult = AuditResult.DONE,
    ) -> None:
        """Enter an act that happened outside this database, such as erasing audio."""
        self._note(action, kind, object_id, result)

    def _permitted(
        self, permission: Permission, action: AuditAction, kind: str, object_id: str
    ) -> AuditResult:
        """How the log will call the act when it is done."""
        try:
            self.person.require(permission)
        except ActionForbidden:
            if permission is Permission.READ_NOTES and self._is_emergency():
                return AuditResult.EMERGENCY
            self._note(action, kind, object_id, AuditResult.REFUSED)
            raise
        return AuditResult.DONE

    def _is_emergency(self) -> bool:
        query = "SELECT 1 FROM emergency_access WHERE person = ? AND at <= ? AND until > ?"
        now = self.now()
        return self.db.execute(query, [self.person.id, now, now]).fetchone() is not None

    @contextmanager
    def _unless_sealed(
        self, visit: str, action: AuditAction, kind: str, object_id: str
    ) -> Iterator[None]:
        with writing(self.db):
            if not (visit and is_sealed(self.db, visit)):
                yield
                return
        self._note(action, kind, object_id, AuditResult.REFUSED)
        raise VisitSealed

    def _note(self, action: AuditAction, kind: str, object_id: str, result: AuditResult) -> None:
        if self.can_write:
            self.audit.append(
                action, kind, object_id, person=self.person.id, result=result, at=self.clock()
            )


def is_sealed(db: Database, visit_id: str) -> bool:
    """Whether the last word on this visit was to seal it."""
    query = "SELECT sealed FROM seal WHERE visit = ? ORDER BY id DESC LIMIT 1"
    found = db.execute(query, [visit_id]).fetchone()
    return found is not None and bool(found[0])
