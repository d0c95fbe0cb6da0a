"""The audit log's entries: who did what to which object, without a word of any note."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class AuditAction(StrEnum):
    """What is worth a line."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    SIGN = "sign"
    AMEND = "amend"
    PRINT = "print"
    COPY = "copy"
    EXPORT = "export"
    DELETE = "delete"
    LOGIN = "login"
    RECOVER = "recover"
    CONSENT = "consent"
    SETTINGS = "settings"
    BACKUP = "backup"
    RESTORE = "restore"
    SEAL = "seal"
    UNSEAL = "unseal"
    EMERGENCY = "emergency"


class AuditResult(StrEnum):
    """How it ended."""

    DONE = "done"
    EMERGENCY = "emergency"  # done under emergency access, by somebody whose role forbids it
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log.

    Attributes:
        row: Counts from 1 without gaps.
        at: ISO 8601 in UTC, to the millisecond.
        person: Id of who did it; "" where nobody had signed in.
        object_kind: "person", "patient", "visit", "record", "store", …
        object_id: Its id; never a name or a word of its content.
        host: Name of the computer.
    """

    row: int
    at: str
    person: str
    action: AuditAction
    object_kind: str
    object_id: str
    result: AuditResult
    host: str

    @property
    def about(self) -> str:
        """The id alone: an export's row also tells behind a colon what the copy is for."""
        return self.object_id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class AuditObject:
    """What an id of the log stands for, for somebody who reads it.

    Attributes:
        patient: Whose it is, masked.
        started: When the visit began that it belongs to, in ISO 8601; "" where it belongs to
            none, or to one that was deleted.
    """

    patient: str = field(repr=False)
    started: str = ""
