"""Transcript → record: rules at once, a model over them where one is at hand.

Three layers, one result. *Rules* turn facts into sentences. *Select* lets a
small model choose among phrasings of exactly those facts. *Write* lets an
instruct model write and cite, and every sentence is verified before it enters.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhenlu.application.forms import fill
from zhenlu.application.fusion import Fused, fuse_selected, fuse_written, rule_statement
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ports import (
    Candidate,
    Drafted,
    DraftingEngine,
    DraftTask,
    OnEvent,
    PromptLine,
    SectionTask,
)
from zhenlu.application.proposals import Known
from zhenlu.domain.record import Dropped, Layer, Section, Statement
from zhenlu.domain.template import Template, TemplateSection
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.phrasing import phrase
from zhenlu.language.sentence import Sentence

#: Generation bound a section. A history rarely needs more than 250 Chinese characters.
_SECTION_TOKENS = 320


@dataclass(frozen=True, slots=True)
class Draft:
    """Sections with everything that is worth knowing about how they came about.

    Attributes:
        engine: None where only the rules drafted.
    """

    sections: tuple[Section, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)
    engine: Drafted | None = field(default=None, repr=False)


def draft_by_rules(template: Template, said: SaidWords, visit: Visit) -> Draft:
    """The rule draft: complete, immediate, always there."""
    by_section = _sentences(template, said)
    sections = tuple(
        _section(
            part,
            [rule_statement(s, said) for s in by_section[part.id]],
            said,
            visit,
        )
        for part in template.sections
    )
    return Draft(sections)


def draft_with_model(
    template: Template,
    said: SaidWords,
    visit: Visit,
    engine: DraftingEngine,
    on_event: OnEvent,
    cancelled: threading.Event,
) -> Draft:
    """The rule draft with what a model may add to it.

    Raises:
        Cancelled: If the person cancelled.
        EngineFailed: If the drafting worker died twice; the caller falls back
            to `draft_by_rules`.
    """
    by_section = _sentences(template, said)
    task = _task_over(template, said.transcript, by_section)
    drafted = engine.draft(task, on_event, cancelled)
    sections = []
    dropped: list[Dropped] = []
    for part in template.sections:
        fused = _fuse(part.id, by_section[part.id], drafted, said, engine.layer)
        dropped.extend(fused.dropped)
        sections.append(_section(part, fused.statements, said, visit))
    return Draft(tuple(sections), tuple(dropped), drafted)


def reading_task(template: Template, transcript: Transcript) -> DraftTask:
    """A visit that still goes on, for the engine to read ahead of its draft."""
    return _task_over(template, transcript, {})


def _task_over(
    template: Template, transcript: Transcript, by_section: Mapping[str, Sequence[Sentence]]
) -> DraftTask:
    return DraftTask(
        template.language,
        template.id,
        tuple(PromptLine(s.id, s.role, s.start_s, s.text) for s in transcript),
        tuple(_task(part, by_section.get(part.id, ())) for part in template.sections),
    )


def _fuse(
    section: str, sentences: Sequence[Sentence], drafted: Drafted, said: SaidWords, layer: Layer
) -> Fused:
    lines = [line for line in drafted.lines if line.section == section]
    if layer is Layer.SELECT:
        return fuse_selected(sentences, lines, said)
    return fuse_written(section, sentences, lines, said)


def _sentences(template: Template, said: SaidWords) -> dict[str, list[Sentence]]:
    by_section: dict[str, list[Sentence]] = {part.id: [] for part in template.sections}
    for sentence in phrase(template, said.facts, said.transcript):
        by_section.setdefault(sentence.section, []).append(sentence)
    return by_section


def _task(part: TemplateSection, sentences: Sequence[Sentence]) -> SectionTask:
    candidates = tuple(
        Candidate(key, (sentence.text, *sentence.variants), sentence.segments)
        for key, sentence in enumerate(sentences)
        if sentence.segments
    )
    return SectionTask(
        part.id, part.title, part.belongs, part.style, candidates, _SECTION_TOKENS
    )


def _section(
    part: TemplateSection, statements: Sequence[Statement], said: SaidWords, visit: Visit
) -> Section:
    known = Known(visit.patient, visit.started, transcript=said.transcript)
    fields = fill(part, said.facts, said.transcript, known)
    text = join(part, said.language, statements)
    return Section(part.id, part.title, text, tuple(statements), fields)


def join(part: TemplateSection, language: Language, statements: Sequence[Statement]) -> str:
    """The printed text of a section; its `when_empty` phrase where nothing was said."""
    texts = [statement.text for statement in statements if statement.text]
    if not texts:
        return part.when_empty
    if part.layout == "list" and not all(statement.standing for statement in statements):
        if len(texts) == 1:
            return texts[0]
        return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
    return ("" if language is Language.ZH else " ").join(texts)

