"""A visit's audio from the side of the records: who may make it unreadable, and the trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import JournalRefused, VisitSealed, ZhenluError
from zhenlu.domain.journal import AudioState
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access, is_sealed
from zhenlu.storage.consents import Consents
from zhenlu.storage.journal import Journal


def _nothing() -> None:
    """No recording runs."""


@dataclass(frozen=True, slots=True)
class Audio:
    """Audio as one person may erase it. Its visit, length and gaps stay on record."""

    access: Access
    journal: Journal

    def withdraw(self, visit_id: str, stop: Callable[[], None] = _nothing) -> None:
        """Take back the consent: stop the recording, then erase what was recorded.

        The withdrawal is on record first, so that nothing starts again meanwhile; should
        the erasure fail, `Retention.apply` makes up for it. What was written stays.

        Args:
            stop: Ends a running recording of this visit.

        Raises:
            ConsentMissing: Reasons "none", "refused", "withdrawn".
            VisitSealed: It is withdrawn, and the audio goes once the visit is unsealed.
            JournalRefused: "in_use" by another copy of the program.
            ActionForbidden, StoreDamaged, DiskRefused, StoreLocked.
        """
        Consents(self.access).withdraw(visit_id)
        stop()
        self.erase_kept(visit_id)

    def erase(self, visit_id: str) -> bool:
        """Erase the audio of a visit on a person's own decision.

        Returns:
            False where there was none.

        Raises:
            ActionForbidden, and as `withdraw`.
        """
        self.access.require(Permission.DELETE, AuditAction.DELETE, "audio", visit_id)
        return self.erase_kept(visit_id)

    def erase_kept(self, visit_id: str) -> bool:
        """Erase audio that must not be kept, whoever is signed in. As `erase`."""
        if not self._is_kept(visit_id):
            return False
        try:
            if is_sealed(self.access.db, visit_id):
                raise VisitSealed
            self.journal.erase(visit_id)
        except ZhenluError as error:
            refused = isinstance(error, VisitSealed)
            result = AuditResult.REFUSED if refused else AuditResult.FAILED
            self.access.note(AuditAction.DELETE, "audio", visit_id, result)
            raise
        self.access.note(AuditAction.DELETE, "audio", visit_id)
        return True

    def kept(self) -> tuple[str, ...]:
        """Visits whose audio is there."""
        return tuple(
            visit.visit
            for visit in self.journal.visits()
            if visit.state is not AudioState.ERASED
        )

    def _is_kept(self, visit_id: str) -> bool:
        try:
            return self.journal.visit(visit_id).state is not AudioState.ERASED
        except JournalRefused:
            return False
