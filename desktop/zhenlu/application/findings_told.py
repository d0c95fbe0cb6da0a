"""Which findings are worth a look up while a visit goes on, and which were told already."""

from __future__ import annotations

from collections.abc import Iterator

from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Record

#: While the visit goes on only these are worth it, and only for something that was said:
#: what is still missing may yet come.
_URGENT = frozenset({Severity.ERROR, Severity.RED_FLAG})


class FindingsTold:
    """Each finding is told once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def new_in(self, record: Record, *, everything: bool) -> Iterator[Finding]:
        """The findings to tell now.

        Args:
            everything: The visit is over.
        """
        for finding in record.findings:
            key = (finding.rule, finding.section)
            is_urgent = finding.severity in _URGENT and bool(finding.segments)
            if key not in self._told and (everything or is_urgent):
                self._told.add(key)
                yield finding


__all__ = ["FindingsTold"]
