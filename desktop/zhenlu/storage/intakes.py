"""What was answered before each visit (预问诊); it may change until the visit begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.errors import VisitRefused
from zhenlu.domain.intake import Intake
from zhenlu.domain.person import Permission
from zhenlu.domain.visit import VisitState
from zhenlu.storage.access import Access
from zhenlu.storage.visits import visit_in


@dataclass(frozen=True, slots=True)
class Intakes:
    """Intakes as one person may keep and read them."""

    access: Access

    def put(self, visit_id: str, intake: Intake) -> None:
        """Keep what is answered so far, in place of what was; on the disk when this returns.

        The log has a row for the first answer; what follows is part of the same act.

        Raises:
            VisitRefused: Reason "begun": there are words or a record by now.
            ActionForbidden, VisitSealed, VisitUnknown, DiskRefused.
        """
        access = self.access
        is_first = not self._has(visit_id)
        told = Permission.RECORD, "intake", visit_id, visit_id
        act = (
            access.changing(told[0], AuditAction.CREATE, *told[1:])
            if is_first
            else access.continuing(*told)
        )
        with act:
            self._refuse_begun(visit_id)
            document = _intakes().dump_json(intake).decode("utf-8")
            access.db.execute(
                "INSERT OR REPLACE INTO intake VALUES (?, ?, ?, ?)",
                [visit_id, access.person.id, access.now(), document],
            )

    def of_visit(self, visit_id: str) -> Intake | None:
        """What was answered before a visit; None where nobody was asked."""
        if not self._has(visit_id):
            return None
        self.access.reading("intake", visit_id)
        query = "SELECT document FROM intake WHERE visit = ?"
        (document,) = self.access.db.execute(query, [visit_id]).fetchone()
        return _intakes().validate_json(document)

    def _has(self, visit_id: str) -> bool:
        query = "SELECT 1 FROM intake WHERE visit = ?"
        return self.access.db.execute(query, [visit_id]).fetchone() is not None

    def _refuse_begun(self, visit_id: str) -> None:
        is_waiting = visit_in(self.access.db, visit_id).state is VisitState.PLANNED
        query = "SELECT 1 FROM draft WHERE visit = ?"
        if not is_waiting or self.access.db.execute(query, [visit_id]).fetchone() is not None:
            raise VisitRefused("begun")


@cache
def _intakes() -> TypeAdapter[Intake]:
    return TypeAdapter(Intake)
