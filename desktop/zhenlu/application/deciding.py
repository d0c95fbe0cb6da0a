"""What a clinician decides before signing: each open question of a record, answered once.

A finding is acted on or allowed to stand with a reason; a ledger line is written, struck
out, or left as it is. Every answer gives a new record, checked anew, so that an answer which
raises another question shows it at once.
"""

from __future__ import annotations

from dataclasses import replace

from zhenlu.application.drafting import join
from zhenlu.application.fusion import rule_statement
from zhenlu.application.grounding import SaidWords, known_age
from zhenlu.application.reviewing import rechecked, rewritten
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import ActionKind, Finding
from zhenlu.domain.record import LedgerItem, Record, Statement, Support
from zhenlu.domain.template import TemplateSection
from zhenlu.language.phrasing import phrase


def open_items(record: Record) -> tuple[tuple[LedgerItem, ...], tuple[LedgerItem, ...]]:
    """Ledger lines that nobody has decided on: said but not written, written but not said."""
    settled = set(record.ledger.settled)
    said, written = record.ledger.said_not_written, record.ledger.written_not_said
    return (
        tuple(item for item in said if item not in settled),
        tuple(item for item in written if item not in settled),
    )


def settled(record: Record, item: LedgerItem) -> Record:
    """Leave a ledger line as it is: said and rightly not written, or written on purpose."""
    if item in record.ledger.settled:
        return record
    kept = (*record.ledger.settled, item)
    return replace(record, ledger=replace(record.ledger, settled=kept))


def written_down(record: Record, item: LedgerItem) -> Record:
    """Write what was said but not written into the section where it belongs.

    The words are the rules' own sentence for the fact, with its evidence; the bare name
    where they have none.
    """
    part = _part(record, item.section)
    section = record.section(item.section)
    if part is None or section is None:
        return record
    statement = _sentence_for(record, item) or Statement(item.name, Support.CLINICIAN)
    kept = [s for s in section.statements if not s.standing]
    statements = (*kept, statement)
    if section.text == join(part, record.language, section.statements):
        text = join(part, record.language, statements)
    else:
        # A person changed more than the sentences: what they wrote stays as it is.
        text = f"{section.text}\n{statement.text}"
    changed = replace(section, text=text, statements=statements)
    sections = tuple(changed if s.id == section.id else s for s in record.sections)
    return rechecked(replace(record, sections=sections))


def struck_out(record: Record, item: LedgerItem) -> Record:
    """Take the sentence out that holds what was written but not said."""
    section = record.section(item.section)
    if section is None:
        return record
    for statement in section.statements:
        if item.name in statement.text and statement.text in section.text:
            return rewritten(record, section.id, section.text.replace(statement.text, "", 1))
    return rewritten(record, section.id, section.text.replace(item.name, "", 1))


def allowed_to_stand(
    record: Record, finding: Finding, reason: str, by: str = "", at: str = ""
) -> Record:
    """Let a finding stand with a typed reason.

    Raises:
        RecordRefused: Reason "override", if the reason is blank.
    """
    stands = finding.overridden(reason, by, at)
    findings = tuple(stands if f == finding else f for f in record.findings)
    return replace(record, findings=findings)


def acted_on(record: Record, finding: Finding) -> Record:
    """Do what one click can do about a finding; nothing where it only leads somewhere."""
    section = record.section(finding.section)
    action = finding.action
    if section is None or action is None or action.kind is ActionKind.GO_TO:
        return record
    if action.kind is ActionKind.REPLACE:
        text = section.text[: finding.start] + action.text + section.text[finding.end :]
    else:
        text = f"{section.text}\n{action.text}" if section.text else action.text
    return rewritten(record, section.id, text)


def _part(record: Record, section_id: str) -> TemplateSection | None:
    return load(record.template, record.language).section(section_id)


def _sentence_for(record: Record, item: LedgerItem) -> Statement | None:
    age = record.patient.get("age_years")
    header = known_age(age if isinstance(age, int) else None, record.language)
    said = SaidWords.of(record.transcript, record.facts, header)
    wanted = {at for at, fact in enumerate(record.facts) if _is(fact, item)}
    template = load(record.template, record.language)
    for sentence in phrase(template, record.facts, record.transcript):
        if sentence.section == item.section and wanted & set(sentence.facts):
            return rule_statement(sentence, said)
    return None


def _is(fact: Fact, item: LedgerItem) -> bool:
    return (fact.kind.value, fact.name, fact.segment) == (item.kind, item.name, item.segment)

