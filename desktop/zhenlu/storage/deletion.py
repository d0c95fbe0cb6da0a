"""Deleting a visit: its audio first, by destroying the key, then every word of it.

What stays is that there was a visit, who deleted it, when and why, and, where it was
signed, the digests that hold the patient's other signatures together.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.errors import DiskRefused, StoreLocked, VisitRefused, VisitSealed
from zhenlu.domain.filed import Deletion
from zhenlu.domain.person import Permission
from zhenlu.storage import schema_copies, search_index, signing_chain
from zhenlu.storage.access import Access, is_sealed
from zhenlu.storage.audio import Audio
from zhenlu.storage.database import Database
from zhenlu.storage.retention import kept_until
from zhenlu.storage.visits import patient_of

#: Tables that speak of a visit, those that others point to last.
_OF_VISIT = (
    "draft", "fact", "due_item", "audio_term", "cosignature", "record_version",
    "consent_withdrawal", "consent", "seal", "intake",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deletions:
    """Visits as one person may delete them."""

    access: Access
    audio: Audio

    def delete(self, visit_id: str, reason: str) -> None:
        """Delete a visit with everything in it.

        Raises:
            ActionForbidden, VisitUnknown, VisitSealed.
            VisitRefused: Reasons "reason", "retained" (signed, `until` the day it may go).
            JournalRefused: "in_use": it is being recorded.
            StoreDamaged, DiskRefused, StoreLocked: Delete again to finish.
        """
        access = self.access
        told = Permission.DELETE, AuditAction.DELETE, "visit", visit_id
        access.require(*told)
        if is_sealed(access.db, visit_id):
            access.note(AuditAction.DELETE, "visit", visit_id, AuditResult.REFUSED)
            raise VisitSealed
        self._refuse_retained(visit_id, reason)
        self.audio.erase_kept(visit_id)
        with access.changing(*told, visit_id):
            # Somebody may have signed it meanwhile.
            self._refuse_retained(visit_id, reason)
            self._delete(visit_id, reason.strip())
        schema_copies.remove_copies(access.db)
        # The visit is gone; its words on the disk go with the next deletion at the latest.
        with suppress(StoreLocked, DiskRefused):
            search_index.forget(access.db)

    def _refuse_retained(self, visit_id: str, reason: str) -> None:
        access, patient = self.access, patient_of(self.access.db, visit_id)
        if not reason.strip():
            raise VisitRefused("reason")
        if signing_chain.links_of_visit(access.db, visit_id):
            until = kept_until(access.db, patient, access.clock())
            if until is not None:
                raise VisitRefused("retained", until=until.isoformat())

    def _delete(self, visit_id: str, reason: str) -> None:
        db, patient = self.access.db, patient_of(self.access.db, visit_id)
        # What is deleted is overwritten, not only let go.
        db.execute("PRAGMA secure_delete = ON")
        links = json.dumps(signing_chain.links_of_visit(db, visit_id))
        db.execute(
            "INSERT INTO deletion VALUES (?, ?, ?, ?, ?, ?)",
            [visit_id, patient, self.access.person.id, self.access.now(), reason, links],
        )
        transcripts = "(SELECT id FROM transcript WHERE visit = ?)"
        for table in ("correction", "segment"):
            db.execute(f"DELETE FROM {table} WHERE transcript IN {transcripts}", [visit_id])  # noqa: S608
        for table in ("transcript", *_OF_VISIT):
            db.execute(f"DELETE FROM {table} WHERE visit = ?", [visit_id])  # noqa: S608
        search_index.drop_visit(db, visit_id)
        db.execute("DELETE FROM visit WHERE id = ?", [visit_id])


def deletions_of(db: Database, patient_id: str) -> tuple[Deletion, ...]:
    """What was deleted of a patient, the first first."""
    query = """
        SELECT visit, patient, person, at, reason FROM deletion WHERE patient = ? ORDER BY at
    """
    return tuple(Deletion(*row) for row in db.execute(query, [patient_id]))


def last_deletion(db: Database) -> datetime | None:
    """When a visit was last deleted; None if none ever was."""
    (at,) = db.execute("SELECT max(at) FROM deletion").fetchone()
    return datetime.fromisoformat(at) if at else None
