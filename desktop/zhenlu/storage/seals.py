"""Sealing a visit (封存) so that record and audio stay as they are until it is unsealed."""

from __future__ import annotations

from dataclasses import dataclass

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import VisitRefused, VisitUnknown
from zhenlu.domain.filed import SealEvent
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access, is_sealed
from zhenlu.storage.database import Database


@dataclass(frozen=True, slots=True)
class Seals:
    """Seals as one person may set and lift them.

    While a visit is sealed, `Access.changing` refuses every change of its draft, versions,
    transcript and state, and `Audio` every erasure. Sealing twice is allowed: a second
    reason is on record then, and one unsealing lifts both.
    """

    access: Access

    def seal(self, visit_id: str, reason: str) -> None:
        """
        Raises:
            ActionForbidden, VisitUnknown.
            VisitRefused: Reason "reason".
        """
        self._enter(visit_id, reason, sealed=True)

    def unseal(self, visit_id: str, reason: str) -> None:
        """
        Raises:
            ActionForbidden, VisitUnknown.
            VisitRefused: Reasons "reason", "unsealed".
        """
        self._enter(visit_id, reason, sealed=False)

    def is_sealed(self, visit_id: str) -> bool:
        """Whether it is now. That somebody asks tells nothing of a patient, so it is no row."""
        return is_sealed(self.access.db, visit_id)

    def _enter(self, visit_id: str, reason: str, *, sealed: bool) -> None:
        action = AuditAction.SEAL if sealed else AuditAction.UNSEAL
        access = self.access
        with access.changing(Permission.SEAL, action, "visit", visit_id):
            known = "SELECT 1 FROM visit WHERE id = ?"
            if access.db.execute(known, [visit_id]).fetchone() is None:
                raise VisitUnknown
            if not reason.strip():
                raise VisitRefused("reason")
            if not sealed and not is_sealed(access.db, visit_id):
                raise VisitRefused("unsealed")
            access.db.execute(
                "INSERT INTO seal (visit, sealed, person, at, reason) VALUES (?, ?, ?, ?, ?)",
                [visit_id, int(sealed), access.person.id, access.now(), reason.strip()],
            )


def seal_events(db: Database, visit_id: str) -> tuple[SealEvent, ...]:
    """Who sealed and unsealed a visit, for another repository that notes what it does."""
    query = "SELECT sealed, person, at, reason FROM seal WHERE visit = ? ORDER BY id"
    rows = db.execute(query, [visit_id])
    return tuple(SealEvent(bool(sealed), *told) for sealed, *told in rows)
