"""Quality and safety rules over a record: what is missing, contradicts itself or must not wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zhenlu.application.grounding import SaidWords
from zhenlu.application.rules import catalogue, registry
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Hit, Note
from zhenlu.application.rules.rule_file import Params
from zhenlu.domain.finding import Action, ActionKind, Finding, Severity
from zhenlu.domain.record import Record

_LOUDEST_FIRST = (Severity.RED_FLAG, Severity.ERROR, Severity.WARNING, Severity.HINT)


def rules() -> tuple[Rule, ...]:
    """The rules that are switched on.

    Raises:
        ResourceBroken: If a rule file does not hold up.
    """
    return catalogue.load(registry.KNOWN)


def check(
    record: Record,
    *,
    said: SaidWords | None = None,
    earlier: Sequence[Record] = (),
    now: datetime | None = None,
) -> tuple[Finding, ...]:
    """All findings of a record, the loudest first, then by rule and place.

    Works on any record whose sections have ids and text. A rule stays silent where
    what it compares with is absent: the transcript, the visit's header, the chart,
    earlier visits. A finding that a clinician let stand keeps the reason as long as
    it says the same.

    Args:
        said: The transcript as prepared for drafting; prepared anew if left out.
        earlier: The patient's earlier records, the latest first.
        now: Local time, for rules about records that are late.

    Raises:
        ResourceBroken: If a rule file does not hold up.
    """
    if not record.sections:
        return ()
    note = Note(record, said, earlier, now)
    found = [
        _finding(rule, hit, note)
        for rule in rules()
        if _applies(rule, note)
        for hit in registry.CHECKS[rule.check](note, rule)
    ]
    given = {_identity(finding): finding.override for finding in record.findings}
    ordered = sorted(dict.fromkeys(found), key=_order)
    return tuple(replace(each, override=given.get(_identity(each))) for each in ordered)


def _applies(rule: Rule, note: Note) -> bool:
    return (
        (not rule.kinds or note.kind in rule.kinds)
        and (not rule.visits or note.visit in rule.visits)
        and (not rule.sex or note.sex == rule.sex)
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
        rule.source,
        _action(rule, hit, note),
    )


def _action(rule: Rule, hit: Hit, note: Note) -> Action | None:
    if hit.standard and hit.start >= 0:
        return Action(ActionKind.REPLACE, hit.standard)
    if not hit.section:
        return Action(ActionKind.GO_TO) if hit.segments else None
    asked = rule.inserts.get(note.language, "")
    if asked:
        return Action(ActionKind.INSERT, asked.format_map(Params(hit.params)))
    return Action(ActionKind.GO_TO)


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.section, finding.message


def _order(finding: Finding) -> tuple[int, str, int]:
    return _LOUDEST_FIRST.index(finding.severity), finding.rule, finding.start
