"""How well the rules find seeded defects, and how often they speak for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from clean_records import CleanRecord, clean_records
from seeded_defects import seeded_defects

from zhenlu.application.checking import check, rules
from zhenlu.domain.finding import Severity

_BLOCKING = (Severity.ERROR, Severity.RED_FLAG)


@dataclass
class Score:
    """Findings of one loudness.

    Attributes:
        missed: (kind of defect, rule, record) that no finding told.
        false: (rule, where, record) that spoke without a reason.
    """

    seeded: int = 0
    found: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    false: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.seeded

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.false))


@dataclass
class Scores:
    """All of them: what blocks signing, what only warns."""

    records: int
    blocking: Score = field(default_factory=Score)
    warning: Score = field(default_factory=Score)

    def of(self, severity: Severity) -> Score | None:
        """None for a hint: it is an offer, not a claim."""
        if severity in _BLOCKING:
            return self.blocking
        return self.warning if severity is Severity.WARNING else None

    def lines(self) -> list[str]:
        """The figures and the confusion list, to be printed."""
        shown = [f"{self.records} clean records"]
        for name, score in (("blocking", self.blocking), ("warnings", self.warning)):
            shown.append(
                f"{name}: {score.seeded} defects, recall {score.recall:.3f}, "
                f"precision {score.precision:.3f}"
            )
            for kind, rule, record in score.missed:
                shown.append(f"  missed  {rule}  {kind} in {record}")
            counted = Counter((rule, where) for rule, where, _ in score.false)
            for (rule, where), count in sorted(counted.items()):
                shown.append(f"  false   {rule}  {where}: {count}")
        return shown


def score_rules() -> Scores:
    """Check every clean record and every seeded one.

    A finding on a seeded record counts as false unless it is the seeded one, one that the
    defect brings with it, or one that the clean record has as well (counted there).
    """
    clean = clean_records()
    scores = Scores(len(clean))
    before: dict[str, set[str]] = {}
    for record in clean:
        found = check(record.record)
        before[record.id] = {finding.rule for finding in found}
        for finding in found:
            _count_false(scores, finding.severity, finding.rule, "clean", record)
    for defect in seeded_defects():
        found = check(defect.record)
        hit = next((finding for finding in found if finding.rule == defect.rule), None)
        severity = hit.severity if hit else _usual(defect.rule)
        score = scores.of(severity)
        if score is not None:
            score.seeded += 1
            score.found += hit is not None
            if hit is None:
                score.missed.append((defect.kind, defect.rule, defect.clean.id))
        expected = {defect.rule} | defect.also | before[defect.clean.id]
        for finding in found:
            if finding.rule not in expected:
                _count_false(scores, finding.severity, finding.rule, defect.kind, defect.clean)
    return scores


def _count_false(
    scores: Scores, severity: Severity, rule: str, where: str, record: CleanRecord
) -> None:
    score = scores.of(severity)
    if score is not None and rule not in record.true:
        score.false.append((rule, where, record.id))


def _usual(rule: str) -> Severity:
    return next(known.severity for known in rules() if known.id == rule)
