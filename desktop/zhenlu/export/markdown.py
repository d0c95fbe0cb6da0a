"""Markdown: a record that reads well in any viewer, with findings and ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhenlu.domain.export import Stamp
from zhenlu.domain.record import LedgerItem, Record, Section
from zhenlu.domain.transcript import Language
from zhenlu.export.findings import LEDGER_TITLES
from zhenlu.export.page import (
    WORDS,
    field_value,
    needs_label,
    patient_line,
    printed,
    signature,
    signature_label,
    title,
    watermark,
    with_evidence,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])|^(\s*)([#+-])(?=\s)", re.MULTILINE)


def to_markdown(
    record: Record,
    *,
    evidence: bool = False,
    findings: bool = True,
    ledger: bool = False,
    stamp: Stamp | None = None,
) -> str:
    """The record as Markdown.

    Args:
        evidence: Follow each statement with where it was said.
        ledger: Append what was said but not written, and the other way round.
        stamp: Who signed it and who takes it out; without it the record is a draft.
    """
    words = WORDS[record.language]
    parts = [f"# {escaped(title(record))}"]
    if needs_label(record, stamp):
        parts.append(f"> **{words.draft_label}**")
    header = " · ".join(
        f"**{label}**{words.colon}{escaped(value)}" for label, value in patient_line(record)
    )
    if header:
        parts.append(header)
    for section in record.sections:
        if printed(section):
            parts += _section(section, record.language, evidence)
    signed = f"{signature_label(record, stamp)}{words.colon}{escaped(signature(record, stamp))}"
    parts.append(signed.rstrip())
    if watermark(record, stamp):
        parts.append(f"*{escaped(watermark(record, stamp))}*")
    if findings and record.findings:
        parts += [f"## {words.findings}", _findings(record)]
    if ledger:
        parts += _ledger(record)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _section(section: Section, language: Language, evidence: bool) -> list[str]:
    parts = [f"## {escaped(section.title or section.id)}"]
    text = escaped(with_evidence(section) if evidence else section.text)
    if text:
        parts.append(text)
    colon = WORDS[language].colon
    fields = [
        f"- {escaped(value.title)}{colon}{escaped(field_value(value, language))}"
        for value in section.fields
    ]
    return [*parts, "\n".join(fields)] if fields else parts


def _findings(record: Record) -> str:
    titles = {section.id: section.title for section in record.sections}
    lines = []
    for finding in record.findings:
        place = titles.get(finding.section, "")
        where = f" {escaped(place)}:" if place else ""
        lines.append(
            f"- **{finding.rule}** ({finding.severity.value}){where} {escaped(finding.message)}"
        )
    return "\n".join(lines)


def _ledger(record: Record) -> list[str]:
    said, written = LEDGER_TITLES[record.language]
    return [
        f"## {WORDS[record.language].ledger}",
        *_ledger_list(said, record.ledger.said_not_written),
        *_ledger_list(written, record.ledger.written_not_said),
    ]


def _ledger_list(heading: str, items: Iterable[LedgerItem]) -> list[str]:
    lines = [
        f"- {escaped(item.name)}" + (f" [#{item.segment}]" if item.segment else "")
        for item in items
    ]
    return [f"### {heading}", "\n".join(lines)] if lines else []
