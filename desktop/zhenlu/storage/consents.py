"""What patients agreed to before they were recorded, and what they took back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.consent import (
    Consent,
    ConsentMethod,
    ConsentScope,
    require_consent,
    require_giver,
)
from zhenlu.domain.person import Permission
from zhenlu.storage.access import Access
from zhenlu.storage.visits import visit_in

_SELECT = """
    SELECT consent.id, consent.visit, method, scope, wording, consent.at, consent.noted_by,
        given_by, coalesce(consent_withdrawal.at, '')
    FROM consent LEFT JOIN consent_withdrawal ON consent_withdrawal.consent = consent.id
    WHERE consent.visit = ? ORDER BY consent.rowid
"""


@dataclass(frozen=True, slots=True)
class Consents:
    """Consents as one person may note and read them."""

    access: Access

    def note(
        self,
        visit_id: str,
        method: ConsentMethod,
        wording: str,
        scope: ConsentScope = ConsentScope.RECORD,
        given_by: str = "",
    ) -> Consent:
        """Enter the answer to the question whether this visit may be recorded.

        Args:
            wording: `application.consent_notice.Notice.version` of what was read or shown.
            given_by: Who answered for the patient, name or relation; needed for a proxy
                and for a patient under 14, unless the answer is no.

        Raises:
            ConsentMissing: Reasons "guardian", "giver".
            VisitUnknown, VisitSealed, ActionForbidden.
        """
        access, given_by = self.access, given_by.strip()
        consent = Consent(
            uuid4().hex, visit_id, method, scope, wording, access.now(), access.person.id, given_by
        )
        told = Permission.RECORD, AuditAction.CONSENT, "visit", visit_id, visit_id
        with access.changing(*told):
            patient = visit_in(access.db, visit_id).patient
            require_giver(method, given_by, patient.age_years)
            access.db.execute(
                "INSERT INTO consent VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    consent.id, visit_id, method.value, scope.value, wording, consent.at,
                    consent.noted_by, given_by,
                ],
            )  # fmt: skip
        return consent

    def of_visit(self, visit_id: str) -> tuple[Consent, ...]:
        """Every answer, the first first; the last one holds."""
        self.access.reading("consent", visit_id)
        return self._all(visit_id)

    def require(self, visit_id: str) -> Consent:
        """The consent under which a recording of this visit may start now.

        Raises:
            ConsentMissing: Reasons "none", "refused", "withdrawn", "guardian".
            VisitUnknown, VisitSealed, ActionForbidden.
        """
        with self.access.continuing(Permission.RECORD, "consent", visit_id, visit_id):
            patient = visit_in(self.access.db, visit_id).patient
            answers = self._all(visit_id)
            return require_consent(answers[-1] if answers else None, patient.age_years)

    def withdraw(self, visit_id: str) -> None:
        """Enter that the consent is taken back; no recording may start or go on after it.

        The audio goes with `Audio.withdraw`, which calls this first. A sealed visit keeps
        its audio until it is unsealed, but the withdrawal is on record at once.

        Raises:
            ConsentMissing: Reasons "none", "refused", "withdrawn": there is nothing to
                take back.
            ActionForbidden.
        """
        access = self.access
        with access.changing(Permission.RECORD, AuditAction.CONSENT, "visit", visit_id):
            answers = self._all(visit_id)
            standing = require_consent(answers[-1] if answers else None, None)
            access.db.execute(
                "INSERT INTO consent_withdrawal VALUES (?, ?, ?, ?)",
                [visit_id, standing.id, access.now(), access.person.id],
            )

    def _all(self, visit_id: str) -> tuple[Consent, ...]:
        return tuple(
            Consent(
                consent_id, visit, ConsentMethod(method), ConsentScope(scope), wording, at, by,
                given_by, withdrawn,
            )
            for consent_id, visit, method, scope, wording, at, by, given_by, withdrawn in (
                self.access.db.execute(_SELECT, [visit_id])
            )
        )  # fmt: skip

