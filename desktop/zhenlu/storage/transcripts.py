"""What was said at a visit: segments as they were recognised, corrections laid over them.

Rows are only added. A visit that is transcribed anew gets a further transcript; the last
one is read, and the earlier stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import SegmentOrderBroken, SegmentUnknown, VisitUnknown
from zhenlu.domain.person import Permission
from zhenlu.domain.transcript import Correction, Language, Segment, SpeakerRole, Transcript
from zhenlu.storage.access import Access


@dataclass(frozen=True, slots=True)
class Transcripts:
    """Transcripts as one person may write and read them."""

    access: Access

    def begin(self, visit_id: str, language: Language) -> None:
        """Open an empty transcript, which from now on is the visit's.

        Raises:
            ActionForbidden, VisitSealed, VisitUnknown.
        """
        access = self.access
        told = Permission.RECORD, AuditAction.CREATE, "transcript", visit_id, visit_id
        with access.changing(*told):
            known = "SELECT 1 FROM visit WHERE id = ?"
            if access.db.execute(known, [visit_id]).fetchone() is None:
                raise VisitUnknown
            statement = "INSERT INTO transcript (visit, language) VALUES (?, ?)"
            access.db.execute(statement, [visit_id, language.value])

    def append(self, visit_id: str, segments: Sequence[Segment]) -> None:
        """Commit later segments; on the disk when this returns.

        Raises:
            SegmentOrderBroken: If an id does not follow the last one.
            VisitUnknown: If no transcript was begun.
            ActionForbidden, VisitSealed, DiskRefused.
        """
        access = self.access
        with access.continuing(Permission.RECORD, "transcript", visit_id, visit_id):
            number, _ = self._current(visit_id)
            query = "SELECT coalesce(max(number), 0) FROM segment WHERE transcript = ?"
            last = int(access.db.execute(query, [number]).fetchone()[0])
            for segment in segments:
                if segment.id <= last:
                    raise SegmentOrderBroken(segment=segment.id)
                last = segment.id
                document = _segments().dump_json(segment).decode("utf-8")
                access.db.execute(
                    "INSERT INTO segment VALUES (?, ?, ?)", [number, segment.id, document]
                )

    def correct(self, visit_id: str, corrections: Sequence[Correction]) -> None:
        """Lay corrections over segments, in this order.

        Raises:
            SegmentUnknown: If the transcript has no such segment; none is entered then.
            ActionForbidden, VisitSealed, VisitUnknown.
        """
        access = self.access
        told = Permission.WRITE_NOTES, AuditAction.EDIT, "transcript", visit_id, visit_id
        with access.changing(*told):
            number, _ = self._current(visit_id)
            known = "SELECT 1 FROM segment WHERE transcript = ? AND number = ?"
            for each in corrections:
                if access.db.execute(known, [number, each.segment]).fetchone() is None:
                    raise SegmentUnknown(segment=each.segment)
                role = each.role.value if each.role else None
                access.db.execute(
                    "INSERT INTO correction (transcript, segment, text, role, source)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [number, each.segment, each.text, role, each.source],
                )

    def of_visit(self, visit_id: str) -> Transcript | None:
        """The visit's transcript as far as it is committed; None where none was begun."""
        self.access.reading("transcript", visit_id)
        try:
            number, language = self._current(visit_id)
        except VisitUnknown:
            return None
        query = "SELECT document FROM segment WHERE transcript = ? ORDER BY number"
        rows = self.access.db.execute(query, [number])
        heard = tuple(_segments().validate_json(document) for (document,) in rows)
        return Transcript(language, heard, self._corrections(number))

    def _corrections(self, number: int) -> tuple[Correction, ...]:
        query = """
            SELECT segment, text, role, source FROM correction WHERE transcript = ? ORDER BY id
        """
        return tuple(
            Correction(segment, text, SpeakerRole(role) if role else None, source)
            for segment, text, role, source in self.access.db.execute(query, [number])
        )

    def _current(self, visit_id: str) -> tuple[int, Language]:
        query = "SELECT id, language FROM transcript WHERE visit = ? ORDER BY id DESC LIMIT 1"
        found = self.access.db.execute(query, [visit_id]).fetchone()
        if found is None:
            raise VisitUnknown
        return int(found[0]), Language(found[1])


@cache
def _segments() -> TypeAdapter[Segment]:
    return TypeAdapter(Segment)
