"""Emergency access (break glass): notes opened by somebody whose role forbids it.

It takes a reason, ends by itself, and shows: what is read under it stands in the audit log
with a result of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final
from uuid import uuid4

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import VisitRefused
from zhenlu.domain.person import EmergencyAccess, Permission
from zhenlu.storage.access import Access
from zhenlu.storage.database import writing

MOST_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Emergencies:
    """Emergency access as one person may take it and another look it up."""

    access: Access

    def open(self, reason: str, minutes: int = 15) -> EmergencyAccess:
        """Read notes for a while without the role for it. Writing stays forbidden.

        Raises:
            VisitRefused: Reason "emergency": no reason, or not 1 to 60 minutes.
        """
        if not reason.strip() or not 1 <= minutes <= MOST_MINUTES:
            raise VisitRefused("emergency", most=MOST_MINUTES)
        access = self.access
        end = access.clock().astimezone(UTC) + timedelta(minutes=minutes)
        given = EmergencyAccess(
            uuid4().hex, access.person.id, access.now(),
            end.isoformat(timespec="milliseconds"), reason.strip(),
        )  # fmt: skip
        with writing(access.db):
            access.db.execute(
                "INSERT INTO emergency_access VALUES (?, ?, ?, ?, ?)",
                [given.id, given.person, given.at, given.until, given.reason],
            )
            access.note(AuditAction.EMERGENCY, "emergency", given.id)
        return given

    def all(self) -> tuple[EmergencyAccess, ...]:
        """Every time it was taken, for who watches over the log.

        Raises:
            ActionForbidden
        """
        self.access.require(Permission.READ_AUDIT, AuditAction.VIEW, "emergency", "")
        self.access.note(AuditAction.VIEW, "emergency", "")
        query = "SELECT id, person, at, until, reason FROM emergency_access ORDER BY at"
        return tuple(EmergencyAccess(*row) for row in self.access.db.execute(query))
