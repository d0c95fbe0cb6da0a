"""That a record left the program: who may, and the row that tells of it and for what."""

from __future__ import annotations

from dataclasses import dataclass

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.export import ExportReason
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access


@dataclass(frozen=True, slots=True)
class Exports:
    """Copies as one person may take them out."""

    access: Access

    def enter(self, visit_id: str, reason: ExportReason) -> None:
        """Put the copy on record, before it is made: its row names the visit and the reason.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        with self.access.changing(
            Permission.EXPORT, AuditAction.EXPORT, "visit", _told(visit_id, reason)
        ):
            """The row is all there is to change."""

    def enter_print(self, visit_id: str, version: int = 0) -> None:
        """Put on record that a record went to a printer.

        Args:
            version: Number of the signed version; 0 for a draft or a summary for the patient.

        Raises:
            ActionForbidden: The attempt is in the log.
        """
        with self.access.changing(Permission.PRINT, AuditAction.PRINT, "record", visit_id):
            if version:
                self.access.db.execute(
                    "UPDATE visit SET printed_version = ? WHERE id = ?", [version, visit_id]
                )

    def failed(self, visit_id: str, reason: ExportReason) -> None:
        """Put on record that the copy that was entered before could not be made."""
        told = _told(visit_id, reason)
        self.access.note(AuditAction.EXPORT, "visit", told, AuditResult.FAILED)


def _told(visit_id: str, reason: ExportReason) -> str:
    return f"{visit_id}:{reason.value}"
