"""Transcript → record: rules at once, a model over them where one is at hand.

Three layers, one result. *Rules* turn facts into sentences. *Select* lets a
small model leave out the facts it doubts. *Write* lets an instruct model write
and cite, and every sentence is verified before it enters.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from zhenlu.application.claims import prompt_facts
from zhenlu.application.events import Event, SectionDrafted
from zhenlu.application.forms import fill, unless_filled
from zhenlu.application.fusion import Fused, fuse_written, rule_statement
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ports import (
    Drafted,
    DraftingEngine,
    DraftLine,
    DraftTask,
    OnEvent,
    PromptLine,
    SectionTask,
    SectionWritten,
)
from zhenlu.application.proposals import Known
from zhenlu.application.settling import settled_at
from zhenlu.application.weighing import claims_to_weigh, doubted, phrase_without
from zhenlu.domain.facts import Fact
from zhenlu.domain.record import Dropped, Layer, Section, Statement
from zhenlu.domain.template import Template, TemplateSection
from zhenlu.domain.transcript import Language, SegmentOrigin, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.sentence import Sentence

#: Ends a sentence that only the patient's answers before the visit carry.
TYPED_BY_PATIENT = {Language.ZH: "（患者自填）", Language.EN: " (filled in by the patient)"}
_FULL_STOPS = "。；.;"

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


def draft_by_rules(
    template: Template, said: SaidWords, visit: Visit, left_out: Collection[int] = ()
) -> Draft:
    """The rule draft: complete, immediate, always there.

    Args:
        left_out: Positions of facts that a model doubted and that stay out.
    """
    sentences = phrase_without(template, said, left_out)
    return Draft(_rule_sections(template, sentences, said, visit, left_out))


def draft_with_model(
    template: Template,
    said: SaidWords,
    visit: Visit,
    engine: DraftingEngine,
    on_event: OnEvent,
    cancelled: threading.Event,
) -> Draft:
    """The rule draft with what a model adds to it or doubts in it.

    The draft names no engine where the model had nothing to say about this visit.

    Raises:
        Cancelled: If the person cancelled.
        EngineFailed: If the drafting worker died twice; the caller falls back
            to `draft_by_rules`.
    """
    sentences = phrase_without(template, said, ())
    if engine.layer is Layer.SELECT:
        return _weighed(template, said, visit, sentences, engine, on_event, cancelled)
    by_section = _by_section(template, sentences)

    def fused(part: TemplateSection, lines: Sequence[DraftLine]) -> tuple[Section, Fused]:
        own = [line for line in lines if line.section == part.id]
        fusion = fuse_written(part.id, by_section[part.id], own, said)
        return _section(part, fusion.statements, said, said.facts, visit), fusion

    def tell(event: Event) -> None:
        if not isinstance(event, SectionWritten):
            on_event(event)
            return
        for part in template.sections:
            if part.id == event.section:
                on_event(SectionDrafted(fused(part, event.lines)[0], engine.layer.value))

    task = writing_task(template, said.transcript, sentences, said.facts)
    drafted = engine.draft(task, tell, cancelled)
    both = [fused(part, drafted.lines) for part in template.sections]
    dropped = tuple(each for _, fusion in both for each in fusion.dropped)
    return Draft(tuple(section for section, _ in both), dropped, drafted)


def writing_task(
    template: Template,
    transcript: Transcript,
    sentences: Sequence[Sentence],
    facts: Sequence[Fact],
) -> DraftTask:
    """A visit, finished or still going on, for an engine that writes.

    Args:
        sentences: The rule draft of this transcript: it tells which sections are settled.
        facts: Of this transcript: they stand for words that the model has no room for.
    """
    settled = settled_at(template, sentences, transcript)
    sections = tuple(
        SectionTask(
            part.id,
            part.title,
            part.belongs,
            part.style,
            max_tokens=_SECTION_TOKENS,
            read_to=settled.get(part.id, 0),
        )
        for part in template.sections
    )
    task = _task(template, transcript, sections)
    return replace(task, facts=prompt_facts(facts, transcript.language))


def _weighed(
    template: Template,
    said: SaidWords,
    visit: Visit,
    sentences: Sequence[Sentence],
    engine: DraftingEngine,
    on_event: OnEvent,
    cancelled: threading.Event,
) -> Draft:
    claims = claims_to_weigh(template, _by_section(template, sentences), said, engine.weighs)
    drafted = None
    left_out: dict[int, Dropped] = {}
    if claims:
        task = _task(template, said.transcript, claims)
        drafted = engine.draft(task, on_event, cancelled)
        left_out = doubted(claims, drafted)
    if left_out:
        sentences = phrase_without(template, said, left_out)
    sections = _rule_sections(template, sentences, said, visit, left_out)
    return Draft(sections, tuple(left_out.values()), drafted)


def _task(
    template: Template, transcript: Transcript, sections: tuple[SectionTask, ...]
) -> DraftTask:
    lines = tuple(PromptLine(s.id, s.role, s.start_s, s.text) for s in transcript.worded)
    return DraftTask(template.language, template.id, lines, sections)


def _by_section(
    template: Template, sentences: Sequence[Sentence]
) -> dict[str, list[Sentence]]:
    by_section: dict[str, list[Sentence]] = {part.id: [] for part in template.sections}
    for sentence in sentences:
        by_section.setdefault(sentence.section, []).append(sentence)
    return by_section


def _rule_sections(
    template: Template,
    sentences: Sequence[Sentence],
    said: SaidWords,
    visit: Visit,
    left_out: Collection[int] = (),
) -> tuple[Section, ...]:
    by_section = _by_section(template, sentences)
    facts = [fact for place, fact in enumerate(said.facts) if place not in left_out]
    return tuple(
        _section(part, [rule_statement(s, said) for s in by_section[part.id]], said, facts, visit)
        for part in template.sections
    )


def _section(
    part: TemplateSection,
    statements: Sequence[Statement],
    said: SaidWords,
    facts: Sequence[Fact],
    visit: Visit,
) -> Section:
    known = Known(visit.patient, visit.started, transcript=said.transcript)
    fields = fill(part, facts, said.transcript, known)
    marked = tuple(_with_origin(statement, said.transcript) for statement in statements)
    written = Section(part.id, part.title, join(part, said.language, marked), marked, fields)
    return unless_filled(written)


def _with_origin(statement: Statement, transcript: Transcript) -> Statement:
    """The statement, marked where only the patient's typed answers stand behind it."""
    typed = {s.id for s in transcript.heard if s.origin is SegmentOrigin.PATIENT_TYPED}
    cited = {evidence.segment for evidence in statement.evidence}
    if not cited or not cited <= typed:
        return statement
    words = statement.text.rstrip(_FULL_STOPS)
    marked = words + TYPED_BY_PATIENT[transcript.language] + statement.text[len(words) :]
    return replace(statement, text=marked, typed_by_patient=True)


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

