"""Quality and safety rules over a record: what is missing, contradicts itself or must not wait."""

from __future__ import annotations

from zhenlu.application.rules import (
    catalogue,
    complaint,
    completeness,
    consistency,
    medication,
    privacy,
    safety,
    sources,
    vitals,
)
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Record

#: Every function that a rule file may name.
CHECKS: dict[str, Check] = {
    **completeness.CHECKS,
    **complaint.CHECKS,
    **vitals.CHECKS,
    **consistency.CHECKS,
    **medication.CHECKS,
    **sources.CHECKS,
    **privacy.CHECKS,
    **safety.CHECKS,
}

_NEEDED = completeness.NEEDED | complaint.NEEDED | consistency.NEEDED | sources.NEEDED
_KNOWN = frozenset((name, _NEEDED.get(name, frozenset[str]())) for name in CHECKS)

_LOUDEST_FIRST = (Severity.RED_FLAG, Severity.ERROR, Severity.WARNING, Severity.HINT)


def rules() -> tuple[Rule, ...]:
    """The rules that are switched on.

    Raises:
        ResourceBroken: If a rule file does not hold up.
    """
    return catalogue.load(_KNOWN)


def check(record: Record) -> tuple[Finding, ...]:
    """All findings of a record, the loudest first, then by rule and place.

    Works on any record whose sections have ids and text. Rules that compare with
    what was said stay silent without a transcript.

    Raises:
        ResourceBroken: If a rule file does not hold up.
    """
    if not record.sections:
        return ()
    note = Note(record)
    found = [
        _finding(rule, hit, note)
        for rule in rules()
        if _applies(rule, note)
        for hit in CHECKS[rule.check](note, rule)
    ]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _applies(rule: Rule, note: Note) -> bool:
    return (not rule.kinds or note.kind in rule.kinds) and (
        not rule.visits or note.visit in rule.visits
    )


def _finding(rule: Rule, hit: Hit, note: Note) -> Finding:
    return Finding(
        rule.id,
        hit.severity or rule.severity,
        hit.section,
        rule.message(note.language, hit.params),
        hit.start,
        hit.end,
        hit.segments,
    )


def _order(finding: Finding) -> tuple[int, str, int]:
    return _LOUDEST_FIRST.index(finding.severity), finding.rule, finding.start
