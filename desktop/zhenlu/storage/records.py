"""Records: one draft a visit, and signed versions that never change.

A signature freezes the document as it is stored (text, statements with their evidence,
facts, transcript, template, engine packs) under a SHA-256 that also covers the patient's
version before it. Whoever changes, removes or reorders one of them breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import uuid4

from pydantic import TypeAdapter

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import RecordAltered, RecordRefused, VisitUnknown
from zhenlu.domain.filed import RecordVersion, needed_to_sign
from zhenlu.domain.person import Permission
from zhenlu.domain.record import Record
from zhenlu.storage.access import Access

_SELECT = """
    SELECT id, visit, patient, number, position, author, at, reason, previous, digest, document
    FROM record_version
"""


#: A row of `_SELECT`.
_Row = tuple[str, str, str, int, int, str, str, str, str, str, bytes]


@dataclass(frozen=True, slots=True)
class Records:
    """Records as one person may see, write and sign them."""

    access: Access

    def save_draft(self, visit_id: str, record: Record) -> None:
        """Keep the present state of a visit's record, in place of the one before.

        Raises:
            VisitUnknown
        """
        change = Permission.WRITE_NOTES, AuditAction.EDIT, "draft", visit_id
        with self.access.changing(*change):
            self._patient_of(visit_id)
            self.access.db.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                [visit_id, self.access.person.id, _now(), _document(record)],
            )

    def draft(self, visit_id: str) -> Record | None:
        """The draft of a visit, or None where there is none (or it was signed)."""
        self.access.reading("draft", visit_id)
        found = self._draft_document(visit_id)
        return None if found is None else _adapter().validate_json(found)

    def sign(self, visit_id: str, shown: Record, reason: str = "") -> RecordVersion:
        """Freeze the draft as the visit's next version.

        Args:
            shown: The record as the person has it before their eyes.
            reason: Why it is written again; needed when a version is signed already.

        Raises:
            ActionForbidden: If the person's role may not sign this record.
            RecordRefused: Reasons "draft" (there is none), "changed" (it is not what is
                shown), "reason".
            VisitUnknown
        """
        version_id, permission = uuid4().hex, needed_to_sign(shown)
        number = self._next_number(visit_id)
        action = AuditAction.SIGN if number == 1 else AuditAction.AMEND
        with self.access.changing(permission, action, "record", version_id):
            document = self._draft_document(visit_id)
            if document is None:
                raise RecordRefused("draft")
            if document != _document(shown):
                raise RecordRefused("changed")
            number = self._next_number(visit_id)
            if number > 1 and not reason.strip():
                raise RecordRefused("reason")
            told = [version_id, visit_id, self._patient_of(visit_id), number]
            self._freeze(told, reason.strip(), document)
            self.access.db.execute("DELETE FROM draft WHERE visit = ?", [visit_id])
            return self._get(version_id)

    def versions(self, visit_id: str) -> tuple[RecordVersion, ...]:
        """The signed versions of a visit, the first first."""
        self.access.reading("record", visit_id)
        rows = self.access.db.execute(f"{_SELECT} WHERE visit = ? ORDER BY number", [visit_id])
        return tuple(map(_version, rows))

    def verify(self, patient_id: str) -> int:
        """Follow the chain of a patient's signed versions.

        Returns:
            How many there are.

        Raises:
            RecordAltered: With the position of the first that does not hold.
        """
        self.access.reading("record", patient_id)
        previous, count = "", 0
        query = f"{_SELECT} WHERE patient = ? ORDER BY position"
        for row in self.access.db.execute(query, [patient_id]):
            count += 1
            *told, before, digest, document = row
            whole = told[4] == count and before == previous
            if not whole or digest != _digest(told, previous, document):
                raise RecordAltered(position=count)
            previous = digest
        return count

    def _freeze(self, told: list[object], reason: str, document: bytes) -> None:
        """Append to the patient's chain; `told` is the id, visit, patient and number."""
        query = "SELECT max(position), digest FROM record_version WHERE patient = ?"
        last, previous = self.access.db.execute(query, [told[2]]).fetchone()
        told = [*told, (last or 0) + 1, self.access.person.id, _now(), reason]
        digest = _digest(told, previous or "", document)
        self.access.db.execute(
            "INSERT INTO record_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*told, previous or "", digest, document],
        )

    def _get(self, version_id: str) -> RecordVersion:
        return _version(self.access.db.execute(f"{_SELECT} WHERE id = ?", [version_id]).fetchone())

    def _next_number(self, visit_id: str) -> int:
        query = "SELECT coalesce(max(number), 0) + 1 FROM record_version WHERE visit = ?"
        return int(self.access.db.execute(query, [visit_id]).fetchone()[0])

    def _patient_of(self, visit_id: str) -> str:
        query = "SELECT patient FROM visit WHERE id = ?"
        found = self.access.db.execute(query, [visit_id]).fetchone()
        if found is None:
            raise VisitUnknown
        return str(found[0])

    def _draft_document(self, visit_id: str) -> bytes | None:
        query = "SELECT document FROM draft WHERE visit = ?"
        found = self.access.db.execute(query, [visit_id]).fetchone()
        return bytes(found[0]) if found else None


@cache
def _adapter() -> TypeAdapter[Record]:
    """Records to JSON and back, field by field; built on first use because it takes 0.1 s."""
    return TypeAdapter(Record)


def _document(record: Record) -> bytes:
    return _adapter().dump_json(record)


def _digest(told: list[object], previous: str, document: bytes) -> str:
    head = json.dumps([*told, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(head.encode("utf-8") + b"\n" + document).hexdigest()


def _version(row: _Row) -> RecordVersion:
    *_, document = row
    return RecordVersion(*row[:10], _adapter().validate_json(document))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
