"""What is known of a backup: its header, how far one has come, and what restoring it would lose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BackupPart(StrEnum):
    """What a backup holds, in this order."""

    RECORDS = "records"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class PartSize:
    """A part and how long it is before it is sealed."""

    part: BackupPart
    bytes: int


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What anyone can read of a backup without a key.

    Attributes:
        id: Made anew for each backup.
        made: When its content was taken, in UTC.
        store: Tells which clinic's data it is, the same for all of its copies.
        program: The version of the program that made it.
    """

    id: str
    made: datetime
    store: str
    program: str
    parts: tuple[PartSize, ...]

    @property
    def has_audio(self) -> bool:
        return any(size.part is BackupPart.AUDIO for size in self.parts)

    @property
    def content_bytes(self) -> int:
        return sum(size.bytes for size in self.parts)


class BackupStep(StrEnum):
    """What a backup or a restore is doing."""

    COPYING = "copying"  # a whole copy of a database that is being written to
    WRITING = "writing"
    VERIFYING = "verifying"
    READING = "reading"
    EXCHANGING = "exchanging"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step has come, in bytes. The total of a copy is an estimate."""

    step: BackupStep
    done: int
    total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that a data folder knows of.

    Attributes:
        path: Where it was written; it may have been moved since.
    """

    id: str
    made: datetime
    path: str
    has_audio: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whether it is time for a backup.

    Attributes:
        last: None where there never was one.
        days: Whole days since the last one; 0 where the clock was set back behind it.
    """

    last: LastBackup | None
    days: int | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """What a data folder holds that a backup does not.

    Attributes:
        rows: Rows of the audit log.
        changes: Those of them that tell of a change, not of a look or a sign-in.
        records: Signed versions of records.
        audio: Visits whose audio is longer than in the backup, or not in it.
        since: When the first of the missing rows was written, ISO 8601 in UTC.
    """

    rows: int = 0
    changes: int = 0
    records: int = 0
    audio: int = 0
    since: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything would be missed: looks and sign-ins are not."""
        return bool(self.changes or self.records or self.audio)
