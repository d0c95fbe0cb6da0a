"""Findings: quality and safety rules that fired on a record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhenlu.domain.errors import RecordRefused


class Severity(StrEnum):
    """How loudly a finding speaks.

    `error`: signing needs a typed reason. `red_flag`: must be acknowledged.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    RED_FLAG = "red_flag"


class ActionKind(StrEnum):
    """What one click can do about a finding.

    `insert`: put the asked-for field into the section. `replace`: the words of the span
    by the standard ones. `go_to`: show the place in the record, or the words that were said.
    """

    INSERT = "insert"
    REPLACE = "replace"
    GO_TO = "go_to"


@dataclass(frozen=True, slots=True)
class Action:
    """The one-click action of a finding, on its section and span.

    Attributes:
        text: What is inserted or stands in place of the span; "" for `go_to`. What is
            inserted asks ("末次月经：__"), it never answers.
    """

    kind: ActionKind
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Override:
    """A clinician's decision to let a finding stand.

    Attributes:
        reason: As typed.
        by: Id of the person.
        at: When, ISO 8601.
    """

    reason: str = field(repr=False)
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired.

    Attributes:
        rule: Id in the catalogue (C01, F02, K08, G05, S01 …).
        section: Section id, or "" for the whole record.
        start: First character in the section's text; -1 where there is no span.
        segments: Transcript segments that show it.
        message: Sentence in the record's language.
        source: What the rule follows.
        override: Why it may stand; None while it is open.
    """

    rule: str
    severity: Severity
    section: str
    message: str = field(repr=False)
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
    source: str = ""
    action: Action | None = None
    override: Override | None = None

    @property
    def blocks(self) -> bool:
        """Whether signing has to wait for a typed reason or an acknowledgement."""
        return self.override is None and self.severity in (Severity.ERROR, Severity.RED_FLAG)

    def overridden(self, reason: str, by: str = "", at: str = "") -> Finding:
        """The finding with the reason why it may stand.

        Raises:
            RecordRefused: reason "override" if the reason is blank.
        """
        if not reason.strip():
            raise RecordRefused("override")
        return replace(self, override=Override(reason.strip(), by, at))
