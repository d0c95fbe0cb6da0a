"""Somebody at work on the records: what they may do, and the row each act leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import ActionForbidden
from zhenlu.domain.person import Permission, Person
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.database import Database, writing


@dataclass(frozen=True, slots=True)
class Access:
    """One person's way to one database.

    Attributes:
        can_write: False where the database is damaged and open to read only.
    """

    db: Database
    person: Person
    audit: AuditLog
    can_write: bool = True

    @contextmanager
    def changing(
        self, permission: Permission, action: AuditAction, kind: str, object_id: str
    ) -> Iterator[None]:
        """A change and its row in the log, both or neither.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        self._require(permission, action, kind, object_id)
        with writing(self.db):
            yield
            self._note(action, kind, object_id, AuditResult.DONE)

    def reading(self, kind: str, object_id: str = "") -> None:
        """Note that this person looks at something.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        self._require(Permission.READ_NOTES, AuditAction.VIEW, kind, object_id)
        self._note(AuditAction.VIEW, kind, object_id, AuditResult.DONE)

    def _require(
        self, permission: Permission, action: AuditAction, kind: str, object_id: str
    ) -> None:
        try:
            self.person.require(permission)
        except ActionForbidden:
            self._note(action, kind, object_id, AuditResult.REFUSED)
            raise

    def _note(self, action: AuditAction, kind: str, object_id: str, result: AuditResult) -> None:
        if self.can_write:
            self.audit.append(action, kind, object_id, person=self.person.id, result=result)
