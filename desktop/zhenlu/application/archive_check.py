"""Check a whole archive of records and score it: by record, doctor and month."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhenlu.application.checking import check
from zhenlu.application.resource_files import first_bad_key, in_force, read_toml
from zhenlu.domain.errors import Cancelled, ResourceBroken
from zhenlu.domain.finding import Finding, Severity
from zhenlu.domain.record import Record
from zhenlu.domain.score_sheet import Grade, RecordScore, ScoreSheet

_FILE = "score.toml"
_Points = Annotated[float, Field(ge=0, le=100)]

#: Called with how many records are done and how many there are.
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """A record as the archive holds it.

    Attributes:
        id: A name that tells no patient: a file name, a record's id.
        patient: What keeps the records of one patient together.
        record: None where it could not be read.
    """

    id: str
    patient: str
    record: Record | None
    doctor: str = ""


class RecordArchive(Protocol):
    """Where the records lie: a folder, the encrypted store."""

    def __len__(self) -> int:
        """How many it will give."""
        ...

    def __iter__(self) -> Iterator[ArchivedRecord]:
        """Patient by patient, each patient's records from the earliest on."""
        ...


class _Weights(BaseModel):
    """`[score]` of score.toml: what a finding costs, and where the grades begin."""

    model_config = ConfigDict(extra="forbid")

    error: _Points
    warning: _Points
    hint: _Points
    red_flag: _Points
    grade_a: _Points
    grade_b: _Points


def check_archive(
    archive: RecordArchive,
    on_progress: OnProgress = lambda _done, _total: None,
    cancelled: threading.Event | None = None,
) -> ScoreSheet:
    """Check every record against the patient's earlier ones and score it.

    Raises:
        Cancelled: If `cancelled` was set between two records.
        ResourceBroken: If a rule file or score.toml does not hold up.
    """
    weights = _weights()
    total = len(archive)
    scores: list[RecordScore] = []
    unreadable: list[str] = []
    patient, earlier = "", list[Record]()
    for done, archived in enumerate(archive, start=1):
        if cancelled is not None and cancelled.is_set():
            raise Cancelled
        if archived.patient != patient:
            patient, earlier = archived.patient, []
        if archived.record is None:
            unreadable.append(archived.id)
        else:
            findings = check(archived.record, earlier=earlier)
            scores.append(_scored(archived, archived.record, findings, weights))
            earlier.insert(0, archived.record)
        on_progress(done, total)
    return ScoreSheet(tuple(scores), tuple(unreadable))


def _scored(
    archived: ArchivedRecord,
    record: Record,
    findings: tuple[Finding, ...],
    weights: _Weights,
) -> RecordScore:
    standing = [finding for finding in findings if finding.override is None]
    # A rule that speaks on three drugs is one kind of mistake, at its loudest.
    loudest: dict[str, Severity] = {}
    for finding in standing:
        loudest.setdefault(finding.rule, finding.severity)
    lost = sum(float(getattr(weights, severity.value)) for severity in loudest.values())
    points = max(0.0, 100.0 - lost)
    return RecordScore(
        archived.id,
        archived.doctor or record.visit.get("signer", ""),
        record.visit.get("started", "")[:7],
        points,
        _grade(points, weights),
        dict(Counter(finding.severity for finding in standing)),
        tuple(loudest),
    )


def _grade(points: float, weights: _Weights) -> Grade:
    if points >= weights.grade_a:
        return Grade.A
    return Grade.B if points >= weights.grade_b else Grade.C


def _weights() -> _Weights:
    data = read_toml(in_force("rules", _FILE))
    try:
        return _Weights.model_validate(data.get("score", {}))
    except ValidationError as error:
        raise ResourceBroken("key", file=_FILE, key=f"score.{first_bad_key(error)}") from None
