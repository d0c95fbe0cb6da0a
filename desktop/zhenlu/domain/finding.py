"""Findings: quality and safety rules that fired on a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How loudly a finding speaks.

    `error`: signing needs a typed reason. `red_flag`: must be acknowledged.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    RED_FLAG = "red_flag"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired.

    Attributes:
        rule: Id in the catalogue (C01, F02, K08, G05, S01 …).
        section: Section id, or "" for the whole record.
        start: First character in the section's text; -1 where there is no span.
        segments: Transcript segments that show it.
        message: Sentence in the record's language.
    """

    rule: str
    severity: Severity
    section: str
    message: str = field(repr=False)
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
