"""A record as JSON, schema zhenlu.record/1: what `draft --format json` prints and `check` takes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic import ValidationError

from zhenlu.domain.errors import RecordInvalid, TranscriptInvalid
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Action, Finding, Override
from zhenlu.domain.journal import Gap
from zhenlu.domain.record import (
    Coverage,
    Dropped,
    EngineUsed,
    Evidence,
    FieldValue,
    Layer,
    Ledger,
    LedgerItem,
    Record,
    Section,
    Statement,
)
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.export import transcript_json
from zhenlu.export.schema import (
    CoverageEntry,
    EvidenceEntry,
    FactEntry,
    FindingEntry,
    LedgerLine,
    RecordEntry,
    SectionEntry,
    StatementEntry,
    bad_place,
    looks_chinese,
)
from zhenlu.export.transcript_json import transcript_from_json, transcript_to_json

SCHEMA = "zhenlu.record/1"

Json = dict[str, object]


def to_json(record: Record) -> Json:
    """The contract's record document, keys in its order; json.dumps takes it as it is."""
    document: Json = {
        "schema": SCHEMA,
        "template": record.template,
        "language": record.language.value,
        "patient": dict(record.patient),
        "visit": dict(record.visit),
        "sections": [_section(section) for section in record.sections],
        "facts": [fact_to_json(fact) for fact in record.facts],
        "ledger": ledger_to_json(record.ledger),
        "findings": [finding_to_json(finding) for finding in record.findings],
        "dropped": [_dropped(dropped) for dropped in record.dropped],
        "transcript": transcript_json.segment_list(record.transcript),
        "coverage": _coverage(record.coverage),
        "engines": {name: _engine(used) for name, used in record.engines.items()},
        "timings": {name: round(value, 4) for name, value in record.timings.items()},
    }
    if record.template_sha256:
        document["template_sha256"] = record.template_sha256
    return document


def finding_to_json(finding: Finding) -> Json:
    """A finding as the record document and `check --format json` list it."""
    entry: Json = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "section": finding.section,
        "message": finding.message,
    }
    if finding.start >= 0:
        entry |= {"start": finding.start, "end": finding.end}
    if finding.segments:
        entry["segments"] = list(finding.segments)
    if finding.source:
        entry["source"] = finding.source
    if finding.action is not None:
        entry["action"] = {"kind": finding.action.kind.value, "text": finding.action.text}
    if finding.override is not None:
        given = finding.override
        entry["override"] = {"reason": given.reason, "by": given.by, "at": given.at}
    return entry


def ledger_to_json(ledger: Ledger) -> Json:
    return {
        "said_not_written": [_ledger_item(item) for item in ledger.said_not_written],
        "written_not_said": [_ledger_item(item) for item in ledger.written_not_said],
    }


def from_text(text: str) -> Record:
    """The record of a JSON document.

    Raises:
        RecordInvalid: reason "json" (with line and column) or as `from_json`.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordInvalid("json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise RecordInvalid("json", line=1, column=1) from None
    return from_json(data)


def from_json(data: object) -> Record:
    """A record from its document; only sections with ids and texts are needed.

    Raises:
        RecordInvalid: reason "place" (something is missing or of the wrong kind at
            `place`, never its value), "order" (segment ids or times do not ascend)
            or "schema" (the document names another schema).
    """
    try:
        entry = RecordEntry.model_validate(data)
    except ValidationError as error:
        raise RecordInvalid("place", place=bad_place(error)) from None
    if entry.schema_ is not None and entry.schema_ != SCHEMA:
        raise RecordInvalid("schema", expected=SCHEMA)
    language = entry.language
    if language is None:
        chinese = looks_chinese([section.text for section in entry.sections])
        language = Language.ZH if chinese else Language.EN
    return Record(
        template=entry.template or "",
        language=language,
        sections=tuple(_read_section(section) for section in entry.sections),
        facts=tuple(_read_fact(fact) for fact in entry.facts),
        ledger=Ledger(
            _read_ledger(entry.ledger.said_not_written),
            _read_ledger(entry.ledger.written_not_said),
        ),
        findings=tuple(_read_finding(finding) for finding in entry.findings),
        dropped=tuple(Dropped(**dropped.model_dump()) for dropped in entry.dropped),
        transcript=_read_transcript(entry, language),
        coverage=_read_coverage(entry.coverage),
        engines={name: EngineUsed(**used.model_dump()) for name, used in entry.engines.items()},
        timings=dict(entry.timings),
        patient={key: value for key, value in entry.patient.items() if value is not None},
        visit={key: str(value) for key, value in entry.visit.items() if value is not None},
        template_sha256=entry.template_sha256,
    )


def _read_transcript(entry: RecordEntry, language: Language) -> Transcript:
    try:
        return Transcript(language, transcript_json.segments(entry.transcript))
    except TranscriptInvalid as error:
        raise RecordInvalid("order", **error.params) from None


def _read_coverage(entry: CoverageEntry) -> Coverage:
    gaps = tuple(Gap(**gap.model_dump()) for gap in entry.gaps)
    return Coverage(**{**entry.model_dump(), "gaps": gaps})


def _read_section(entry: SectionEntry) -> Section:
    fields = tuple(
        FieldValue(f.id, f.title, f.value, f.unit, _read_evidence(f.evidence), f.state, f.target)
        for f in entry.fields
    )
    statements = tuple(_read_statement(statement) for statement in entry.statements)
    return Section(entry.id, entry.title, entry.text, statements, fields)


def _read_statement(entry: StatementEntry) -> Statement:
    return Statement(
        text=entry.text,
        support=entry.support,
        evidence=_read_evidence(entry.evidence),
        facts=entry.facts,
        layer=entry.layer,
        note=entry.note,
        standing=entry.standing,
        typed_by_patient=entry.typed_by_patient,
    )


def _read_evidence(entries: Iterable[EvidenceEntry]) -> tuple[Evidence, ...]:
    return tuple(Evidence(entry.segment, entry.start_s, entry.end_s) for entry in entries)


def _read_finding(entry: FindingEntry) -> Finding:
    action, override = entry.action, entry.override
    return Finding(
        rule=entry.rule,
        severity=entry.severity,
        section=entry.section,
        message=entry.message,
        start=entry.start,
        end=entry.end,
        segments=entry.segments,
        source=entry.source,
        action=None if action is None else Action(action.kind, action.text),
        override=None if override is None else Override(**override.model_dump()),
    )


def _read_fact(entry: FactEntry) -> Fact:
    return Fact(**entry.model_dump())


def _read_ledger(entries: Iterable[LedgerLine]) -> tuple[LedgerItem, ...]:
    return tuple(LedgerItem(**entry.model_dump()) for entry in entries)


def _coverage(coverage: Coverage) -> Json:
    entry: Json = {
        "audio_s": round(coverage.audio_s, 3),
        "speech_s": round(coverage.speech_s, 3),
        "drafted_to_s": round(coverage.drafted_to_s, 3),
    }
    if coverage.model_read_to_s is not None:
        entry["model_read_to_s"] = round(coverage.model_read_to_s, 3)
    if coverage.model_facts_to_s is not None:
        entry["model_facts_to_s"] = round(coverage.model_facts_to_s, 3)
    if coverage.unclear_s:
        entry["unclear_s"] = round(coverage.unclear_s, 3)
    if coverage.gaps:
        entry["gaps"] = [_gap(gap) for gap in coverage.gaps]
    return entry


def _gap(gap: Gap) -> Json:
    entry: Json = {
        "at_s": round(gap.at_s, 3),
        "length_s": round(gap.length_s, 3),
        "reason": gap.reason.value,
    }
    if not gap.exact:
        entry["exact"] = False
    return entry


def _section(section: Section) -> Json:
    entry: Json = {
        "id": section.id,
        "title": section.title,
        "text": section.text,
        "statements": [_statement(statement) for statement in section.statements],
    }
    if section.fields:
        entry["fields"] = [_field(value) for value in section.fields]
    return entry


def _field(value: FieldValue) -> Json:
    entry: Json = {
        "id": value.id,
        "title": value.title,
        "value": value.value,
        "unit": value.unit,
        "evidence": _evidence(value.evidence),
        "state": value.state.value,
    }
    return entry | ({"target": value.target} if value.target else {})


def _statement(statement: Statement) -> Json:
    entry: Json = {
        "text": statement.text,
        "support": statement.support.value,
        "evidence": _evidence(statement.evidence),
    }
    if statement.layer is not Layer.RULES:
        entry["layer"] = statement.layer.value
    optional: Json = {
        "facts": list(statement.facts),
        "note": statement.note,
        "standing": statement.standing,
        "typed_by_patient": statement.typed_by_patient,
    }
    return entry | {key: value for key, value in optional.items() if value}


def _evidence(evidence: Iterable[Evidence]) -> list[Json]:
    return [
        {"segment": e.segment, "start_s": round(e.start_s, 3), "end_s": round(e.end_s, 3)}
        for e in evidence
    ]


def fact_to_json(fact: Fact) -> Json:
    """The contract's keys always, the further ones where they say something."""
    entry: Json = {
        "kind": fact.kind.value,
        "name": fact.name,
        "polarity": fact.polarity.value,
        "value": fact.value,
        "unit": fact.unit,
        "segment": fact.segment,
        "subject": fact.subject.value,
        "said_by": fact.said_by.value,
        "start": fact.start,
        "end": fact.end,
        "confidence": round(fact.confidence, 4),
    }
    optional: Json = {
        "attributes": dict(fact.attributes),
        "status": fact.status.value,
        "also": list(fact.also),
    }
    return entry | {key: value for key, value in optional.items() if value}


def _ledger_item(item: LedgerItem) -> Json:
    return {
        "kind": item.kind,
        "name": item.name,
        "section": item.section,
        "segment": item.segment,
    }


def _dropped(dropped: Dropped) -> Json:
    return {
        "section": dropped.section,
        "text": dropped.text,
        "reason": dropped.reason,
        "evidence": list(dropped.evidence),
    }


def _engine(used: EngineUsed) -> Json:
    entry: Json = {"pack": used.pack, "sha256": used.sha256}
    if used.layer:
        entry["layer"] = used.layer
    if used.prompts:
        entry["prompts"] = used.prompts
    return entry


__all__ = [
    "SCHEMA",
    "finding_to_json",
    "from_json",
    "from_text",
    "ledger_to_json",
    "to_json",
    "transcript_from_json",
    "transcript_to_json",
]
