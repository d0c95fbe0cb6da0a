"""A record begun again: one section, in another template, or by hand with no words at all."""

from __future__ import annotations

from dataclasses import replace

from zhenlu.application.consultation import patient_header, visit_header
from zhenlu.application.correcting import doubted_in, said_in
from zhenlu.application.drafting import draft_by_rules
from zhenlu.application.forms import fill
from zhenlu.application.proposals import Known
from zhenlu.application.reviewing import rechecked
from zhenlu.application.templates import fingerprint, load
from zhenlu.domain.errors import RecordRefused
from zhenlu.domain.record import EngineUsed, Record, Section, Support
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Transcript
from zhenlu.domain.visit import Visit

_RULES = EngineUsed("rules", "", "rules")


def section_redrafted(record: Record, section_id: str, visit: Visit) -> Record:
    """The record with one section written again by the rules, from the words as they read now.

    Raises:
        RecordRefused: Reason "section", if the record has no such section.
        TemplateUnknown: If the template of the record is gone.
    """
    if record.section(section_id) is None:
        known = ", ".join(each.id for each in record.sections)
        raise RecordRefused("section", section=section_id, known=known)
    anew = {each.id: each for each in _sections(record, record_template(record), visit)}
    sections = tuple(
        anew.get(each.id, each) if each.id == section_id else each for each in record.sections
    )
    return rechecked(replace(record, sections=sections))


def in_template(record: Record, template: Template, visit: Visit) -> Record:
    """The same visit drafted by the rules in another template of its language.

    What a person wrote stays where the other template has a section of that id.
    """
    typed = {each.id: each for each in record.sections if is_written_by_hand(each)}
    sections = tuple(
        replace(typed[each.id], title=each.title) if each.id in typed else each
        for each in _sections(record, template, visit)
    )
    return rechecked(
        replace(
            record,
            template=template.id,
            template_sha256=fingerprint(template),
            sections=sections,
            visit=visit_header(visit, template),
            coverage=replace(
                record.coverage, model_read_to_s=None, model_facts_to_s=None
            ),
            engines={**record.engines, "drafting": _RULES},
        )
    )


def by_hand(template: Template, visit: Visit) -> Record:
    """A record that nobody's words stand behind: every section empty, to be typed."""
    empty = Record(
        template=template.id,
        language=template.language,
        transcript=Transcript(template.language),
        patient=patient_header(visit),
        visit=visit_header(visit, template),
        template_sha256=fingerprint(template),
    )
    return rechecked(replace(empty, sections=_sections(empty, template, visit)))


def record_template(record: Record) -> Template:
    """The template that a record follows.

    Raises:
        TemplateUnknown: If it is gone.
    """
    return load(record.template, record.language)


def is_written_by_hand(section: Section) -> bool:
    """Whether something in the section is a person's own."""
    return any(statement.support is Support.CLINICIAN for statement in section.statements)


def _sections(record: Record, template: Template, visit: Visit) -> tuple[Section, ...]:
    if not record.transcript.worded:
        # No words: what a template says where nothing was said would be an invention.
        known = Known(visit.patient, visit.started, transcript=record.transcript)
        return tuple(
            Section(part.id, part.title, fields=fill(part, (), record.transcript, known))
            for part in template.sections
        )
    left_out = doubted_in(record, record.facts)
    return draft_by_rules(template, said_in(record), visit, left_out).sections
