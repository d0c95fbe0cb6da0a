"""A person's own words in a record: what still stands keeps its evidence, the rest is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhenlu.application.checking import check
from zhenlu.application.grounding import SaidWords, known_age
from zhenlu.application.ledger import draw_up
from zhenlu.application.templates import load
from zhenlu.domain.errors import RecordRefused, TemplateUnknown
from zhenlu.domain.record import Record, Section, Statement, Support


def section_of(record: Record, section_id: str) -> Section:
    """A section by its id.

    Raises:
        RecordRefused: Reason "section", if the record has no such section.
    """
    section = record.section(section_id)
    if section is None:
        known = ", ".join(each.id for each in record.sections)
        raise RecordRefused("section", section=section_id, known=known)
    return section


def rewritten(record: Record, section_id: str, text: str) -> Record:
    """The record with a section as a person wrote it, ledger and findings made anew.

    Raises:
        RecordRefused: Reason "section", if the record has no such section.
    """
    changed = section_rewritten(section_of(record, section_id), text)
    sections = tuple(changed if each.id == section_id else each for each in record.sections)
    return rechecked(replace(record, sections=sections))


def rechecked(record: Record, earlier: Sequence[Record] = ()) -> Record:
    """Ledger and findings of a record as it reads now. Overrides stand where they fit.

    Args:
        earlier: The patient's earlier records, the latest first.
    """
    said = None
    if len(record.transcript):
        age = record.patient.get("age_years")
        header = known_age(age if isinstance(age, int) else None, record.language)
        said = SaidWords.of(record.transcript, record.facts, header)
        try:
            template = load(record.template, record.language)
        except TemplateUnknown:
            template = None
        if template is not None:
            ledger = draw_up(record.sections, record.facts, said, template)
            record = replace(record, ledger=replace(ledger, settled=record.ledger.settled))
    return replace(record, findings=check(record, said=said, earlier=earlier))


def compared(after: Record, before: Record, earlier: Sequence[Record]) -> Record:
    """What a step made of a record, checked against the patient's earlier ones as well.

    Args:
        before: The record that the step began with; what was allowed to stand there stands.
        earlier: The latest first.
    """
    if not earlier or after == before:
        return after
    # Findings that only the comparison gives are unknown to the step: it lost their reasons.
    known = (*before.findings, *after.findings)
    return rechecked(replace(after, findings=known), earlier)


def section_rewritten(section: Section, text: str) -> Section:
    """Statements that still stand word for word stay; what is between them is a person's."""
    statements: list[Statement] = []
    text = rest = text.strip()
    for statement in section.statements:
        before, found, after = rest.partition(statement.text)
        if not found or not statement.text:
            continue
        statements += _typed(before)
        statements.append(statement)
        rest = after
    statements += _typed(rest)
    return replace(section, text=text, statements=tuple(statements))


def _typed(text: str) -> list[Statement]:
    """What a person typed, a line each; bare numbering and punctuation says nothing."""
    return [
        Statement(line.strip(), Support.CLINICIAN)
        for line in text.splitlines()
        if any(character.isalpha() for character in line)
    ]
