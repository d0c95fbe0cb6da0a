"""Signing: everything open is answered, the passphrase is given again, then the text is frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from zhenlu.application.locking import Confirmation, GuardedAct, Reauthentication
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.finding import Finding
from zhenlu.domain.record import Record


class SignedRecords(Protocol):
    """Where drafts become versions: the store."""

    def save_draft(self, visit_id: str, record: Record) -> None: ...

    def sign(self, visit_id: str, shown: Record, reason: str = "") -> RecordVersion: ...


def open_findings(record: Record) -> tuple[Finding, ...]:
    """Findings that signing has to wait for: nobody gave a reason why they may stand."""
    return tuple(finding for finding in record.findings if finding.blocks)


def refuse_open(record: Record) -> None:
    """
    Raises:
        RecordRefused: Reason "findings", with the rules of those that are open.
    """
    if waiting := open_findings(record):
        rules = ", ".join(dict.fromkeys(finding.rule for finding in waiting))
        raise RecordRefused("findings", rules=rules)


def let_stand(record: Record, reason: str, by: str, at: str) -> Record:
    """The record with one reason given for every finding that is open.

    Args:
        by: Id of the person.
        at: When, ISO 8601 in UTC.

    Raises:
        RecordRefused: Reason "override", if the reason is blank.
    """
    findings = tuple(
        finding.overridden(reason, by, at) if finding.blocks else finding
        for finding in record.findings
    )
    return replace(record, findings=findings)


@dataclass(frozen=True, slots=True)
class Signing:
    """Signatures of the person who is signed in."""

    records: SignedRecords
    asking: Reauthentication

    def sign(
        self, visit_id: str, shown: Record, confirmation: Confirmation, reason: str = ""
    ) -> RecordVersion:
        """Freeze what the person has before their eyes as the visit's next version.

        Args:
            reason: Why it is written again; needed when a version is signed already.

        Raises:
            RecordRefused: Reason "findings", with the rules that are open; and as the store.
            PassphraseRefused: Reason "again".
            ActionForbidden, VisitSealed, VisitUnknown.
        """
        refuse_open(shown)
        self.asking.spend(confirmation, GuardedAct.SIGN, visit_id)
        return self.records.sign(visit_id, shown, reason)
