"""Records: one draft a visit, and signed versions that never change.

A signature freezes the document (text, statements with their evidence,
facts, transcript, template, engine packs, prompts) under a SHA-256 that also covers the
patient's signature before it: see `signing_chain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.filed import Cosignature, RecordVersion, is_late, needed_to_sign
from zhenlu.domain.person import Permission, Role
from zhenlu.domain.record import Record
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.storage import facts, search_index, signing_chain, terms
from zhenlu.storage.access import Access
from zhenlu.storage.record_document import document_of, packed, record_of, unpacked
from zhenlu.storage.visits import move_in, patient_of, visit_in

_SELECT = """
    SELECT id, visit, patient, number, position, author, at, reason, previous, digest,
        writer, is_late, signed_as, document
    FROM record_version
"""

#: Visits without a time are older than any with one, as far as anybody knows.
_EARLIER = """
    SELECT (
        SELECT document FROM record_version
        WHERE record_version.visit = visit.id ORDER BY number DESC LIMIT 1
    ) AS signed
    FROM visit
    WHERE patient = ? AND signed IS NOT NULL AND (
        started < ?
        OR started = ? AND rowid < (SELECT rowid FROM visit WHERE id = ?)
    )
    ORDER BY started DESC, rowid DESC LIMIT ?
"""
#: Checks compare with the last visits; a history of decades would only make them wait.
_MOST_EARLIER = 12

#: A row of `_SELECT`.
_Row = tuple[str, str, str, int, int, str, str, str, str, str, str, int, str, bytes]


@dataclass(frozen=True, slots=True)
class Records:
    """Records as one person may see, write and sign them."""

    access: Access

    def save_draft(self, visit_id: str, record: Record) -> None:
        """Keep the present state of a visit's record, in place of the one before.

        Raises:
            VisitUnknown, VisitSealed, ActionForbidden.
        """
        change = Permission.WRITE_NOTES, AuditAction.EDIT, "draft", visit_id, visit_id
        with self.access.changing(*change):
            visit_in(self.access.db, visit_id)
            self.access.db.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                [visit_id, self.access.person.id, self.access.now(), packed(document_of(record))],
            )
            if self._next_number(visit_id) == 1:
                self._make_findable(visit_id, record)

    def draft(self, visit_id: str) -> Record | None:
        """The draft of a visit, or None where there is none (or it was signed)."""
        self.access.reading("draft", visit_id)
        found = self._draft_row(visit_id)
        return None if found is None else record_of(found[1])

    def give_up_amendment(self, visit_id: str) -> RecordVersion:
        """Throw away what was written over a signed version; that version stands.

        Returns:
            The version in force.

        Raises:
            RecordRefused: Reason "amendment", if nothing is signed or nothing is written
                over it. A first draft is never thrown away.
            VisitUnknown, VisitSealed, ActionForbidden.
        """
        change = Permission.WRITE_NOTES, AuditAction.DELETE, "draft", visit_id, visit_id
        with self.access.changing(*change):
            visit_in(self.access.db, visit_id)
            signed = tuple(self._versions("visit", visit_id))
            if not signed or self._draft_row(visit_id) is None:
                raise RecordRefused("amendment")
            self.access.db.execute("DELETE FROM draft WHERE visit = ?", [visit_id])
            return signed[-1]

    def sign(self, visit_id: str, shown: Record, reason: str = "") -> RecordVersion:
        """Freeze the draft as the visit's next version; the visit is signed or amended then.

        Args:
            shown: The record as the person has it before their eyes.
            reason: Why it is written again; needed when a version is signed already.

        Raises:
            ActionForbidden: If the person's role may not sign this record.
            RecordRefused: Reasons "draft" (there is none), "changed" (it is not what is
                shown), "reason", "unfinished" (the visit is still being recorded or drafted).
            VisitUnknown, VisitSealed.
        """
        access, version_id = self.access, uuid4().hex
        is_first = self._next_number(visit_id) == 1
        action = AuditAction.SIGN if is_first else AuditAction.AMEND
        told = needed_to_sign(shown), action, "record", version_id, visit_id
        with access.changing(*told):
            visit = visit_in(access.db, visit_id)
            writer, document = self._to_be_signed(visit, shown, reason)
            self._freeze(version_id, visit, writer, reason.strip(), document)
            access.db.execute("DELETE FROM draft WHERE visit = ?", [visit_id])
            now = access.clock()
            move_in(access.db, visit, VisitState.SIGNED if is_first else VisitState.AMENDED, now)
            terms.begin(access.db, visit_id, now)
            self._make_findable(visit_id, shown)
            return self._get(version_id)

    def cosign(self, version_id: str) -> RecordVersion:
        """Put a second person's signature under the latest version of a visit.

        Raises:
            ActionForbidden: If the person's role may not sign this record.
            RecordRefused: Reasons "version" (there is none of this id), "superseded" (a
                later one is in force), "cosigned" (this person signed it already).
            VisitSealed
        """
        access, version = self.access, self._get(version_id)
        signature_id, person = uuid4().hex, access.person.id
        told = (
            needed_to_sign(version.record), AuditAction.SIGN, "cosignature", signature_id,
            version.visit,
        )  # fmt: skip
        with access.changing(*told):
            if version.number + 1 != self._next_number(version.visit):
                raise RecordRefused("superseded")
            signed = {version.author, *(c.person for c in self._get(version_id).cosignatures)}
            if person in signed:
                raise RecordRefused("cosigned")
            last, previous = signing_chain.end(access.db, version.patient)
            row: list[object] = [
                signature_id, version.visit, version.patient, version_id, last + 1, person,
                access.now(),
            ]  # fmt: skip
            digest = signing_chain.cosignature_digest(row, previous, version.digest)
            access.db.execute(
                "INSERT INTO cosignature VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*row, previous, digest],
            )
            return self._get(version_id)

    def versions(self, visit_id: str) -> tuple[RecordVersion, ...]:
        """The signed versions of a visit, the first first."""
        self.access.reading("record", visit_id)
        return tuple(self._versions("visit", visit_id))

    def earlier(self, visit_id: str) -> tuple[Record, ...]:
        """What is signed of the same patient's earlier visits, the latest first.

        One record a visit, in its version in force; of a long history the latest part.

        Raises:
            VisitUnknown
        """
        self.access.reading("record", visit_id)
        visit = visit_in(self.access.db, visit_id)
        patient = patient_of(self.access.db, visit_id)
        values = [patient, visit.started, visit.started, visit_id, _MOST_EARLIER]
        rows = self.access.db.execute(_EARLIER, values).fetchall()
        return tuple(record_of(document) for (document,) in rows)

    def verify(self, patient_id: str) -> int:
        """Follow the chain of a patient's signatures.

        Returns:
            How many there are, cosignatures among them.

        Raises:
            RecordAltered: With the position of the first that does not hold.
        """
        self.access.reading("record", patient_id)
        return signing_chain.verify(self.access.db, patient_id)

    def _to_be_signed(self, visit: Visit, shown: Record, reason: str) -> tuple[str, bytes]:
        """Who wrote the draft, and its document."""
        if visit.is_at_work:
            raise RecordRefused("unfinished")
        found = self._draft_row(visit.id)
        if found is None:
            raise RecordRefused("draft")
        writer, document = found[0], unpacked(found[1])
        if document != document_of(shown):
            raise RecordRefused("changed")
        if self._next_number(visit.id) > 1 and not reason.strip():
            raise RecordRefused("reason")
        return writer, document

    def _freeze(
        self, version_id: str, visit: Visit, writer: str, reason: str, document: bytes
    ) -> None:
        """Append to the patient's chain."""
        access, number = self.access, self._next_number(visit.id)
        patient = patient_of(access.db, visit.id)
        last, previous = signing_chain.end(access.db, patient)
        late = int(number == 1 and is_late(visit, access.clock()))
        told: list[object] = [
            version_id, visit.id, patient, number, last + 1, access.person.id, access.now(),
            reason, writer, late, access.person.signs_as.value,
        ]  # fmt: skip
        digest = signing_chain.version_digest(told, previous, document)
        access.db.execute(
            """
            INSERT INTO record_version (
                id, visit, patient, number, position, author, at, reason, writer, is_late,
                signed_as, previous, digest, document, form
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [*told, previous, digest, packed(document), signing_chain.FORM],
        )

    def _make_findable(self, visit_id: str, record: Record) -> None:
        facts.enter(self.access.db, visit_id, record)
        search_index.enter_record(self.access.db, visit_id, record)

    def _get(self, version_id: str) -> RecordVersion:
        for version in self._versions("id", version_id):
            return version
        raise RecordRefused("version")

    def _versions(self, whose: str, one: str) -> Iterator[RecordVersion]:
        query = f"{_SELECT} WHERE {whose} = ? ORDER BY number"
        rows: list[_Row] = self.access.db.execute(query, [one]).fetchall()
        for row in rows:
            writer, late, signed_as, document = row[10:]
            yield RecordVersion(
                *row[:10], record_of(document), writer, bool(late), self._cosignatures(row[0]),
                Role(signed_as) if signed_as else None,
            )  # fmt: skip

    def _cosignatures(self, version_id: str) -> tuple[Cosignature, ...]:
        query = """
            SELECT id, version, position, person, at, digest FROM cosignature
            WHERE version = ? ORDER BY position
        """
        rows = self.access.db.execute(query, [version_id])
        return tuple(Cosignature(*row) for row in rows)

    def _next_number(self, visit_id: str) -> int:
        query = "SELECT coalesce(max(number), 0) + 1 FROM record_version WHERE visit = ?"
        return int(self.access.db.execute(query, [visit_id]).fetchone()[0])

    def _draft_row(self, visit_id: str) -> tuple[str, bytes] | None:
        query = "SELECT author, document FROM draft WHERE visit = ?"
        found = self.access.db.execute(query, [visit_id]).fetchone()
        return (str(found[0]), bytes(found[1])) if found else None
