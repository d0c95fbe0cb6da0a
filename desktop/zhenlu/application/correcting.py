"""Corrected words: the facts are read again, and the record follows where nobody wrote in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zhenlu.application.claims import claim
from zhenlu.application.drafting import draft_by_rules
from zhenlu.application.grounding import SaidWords, judge, known_age
from zhenlu.application.reviewing import rechecked
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact
from zhenlu.domain.record import Layer, Record, Section, Statement, Support
from zhenlu.domain.transcript import Correction, Segment, SpeakerRole, Transcript
from zhenlu.domain.visit import Visit
from zhenlu.language.extraction import extract_facts

_OTHER_SIDE = {
    SpeakerRole.DOCTOR: SpeakerRole.PATIENT,
    SpeakerRole.PATIENT: SpeakerRole.DOCTOR,
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record after its transcript was corrected.

    Attributes:
        stale: Ids of sections that a person wrote in and that the rules would write
            otherwise from the corrected words.
    """

    record: Record
    stale: frozenset[str] = frozenset()


def corrected(record: Record, corrections: Sequence[Correction], visit: Visit) -> Corrected:
    """The record with corrections laid over its transcript.

    A section that reads as the rules wrote it is drafted anew, and so is what a model wrote
    where the correction reaches it. What a person changed stays word for word; its
    sentences are only compared with the corrected words again.

    Raises:
        SegmentUnknown: If the transcript has no such segment.
        TemplateUnknown: If the template of the record is gone.
    """
    transcript = record.transcript
    for each in corrections:
        transcript = transcript.correct(each)
    facts = extract_facts(transcript)
    old, new = said_in(record), said_in(replace(record, transcript=transcript, facts=facts))
    template = load(record.template, record.language)
    before = draft_by_rules(template, old, visit, doubted_in(record, old.facts)).sections
    after = draft_by_rules(template, new, visit, doubted_in(record, facts)).sections
    moved = _moved(old.facts, facts)
    reached = {each.segment for each in corrections}
    sections, stale = [], set()
    for section in record.sections:
        was, now = (_of(drafts, section.id) for drafts in (before, after))
        is_reached = (was.text, was.fields) != (now.text, now.fields)
        if section.text == was.text or (is_reached and _is_a_models(section)):
            sections.append(now)
            continue
        sections.append(_read_again(section, moved, reached, new))
        if is_reached:
            stale.add(section.id)
    told = replace(
        record,
        transcript=transcript,
        facts=facts,
        sections=tuple(sections),
        coverage=replace(record.coverage, unclear_s=round(transcript.unclear_s, 2)),
    )
    return Corrected(rechecked(told), frozenset(stale))


def swapped(transcript: Transcript) -> tuple[Correction, ...]:
    """What puts doctor and patient the other way round in the whole transcript."""
    return tuple(
        Correction(segment.id, role=_OTHER_SIDE[segment.role])
        for segment in transcript
        if segment.role in _OTHER_SIDE
    )


def taken_back(now: Transcript, before: Transcript) -> tuple[Correction, ...]:
    """What makes a transcript read as it did before: corrections are never removed."""
    return tuple(
        Correction(was.id, was.text, was.role)
        for reads, was in zip(now, before, strict=True)
        if (reads.text, reads.role) != (was.text, was.role)
    )


def differing(transcript: Transcript) -> dict[int, Segment]:
    """Segments whose words read otherwise than they were heard, as they were heard, by id."""
    return {
        heard.id: heard
        for heard, reads in zip(transcript.heard, transcript, strict=True)
        if heard.text != reads.text
    }


def said_in(record: Record) -> SaidWords:
    """The words and facts of a record, prepared for comparing."""
    age = record.patient.get("age_years")
    header = known_age(age if isinstance(age, int) else None, record.language)
    return SaidWords.of(record.transcript, record.facts, header)


def doubted_in(record: Record, facts: Sequence[Fact]) -> tuple[int, ...]:
    """Positions of facts that the model doubted when the record was drafted."""
    lines = {(d.text, d.evidence) for d in record.dropped if d.reason == "doubted"}
    if not lines:
        return ()
    return tuple(
        place
        for place, fact in enumerate(facts)
        if (claim(fact, record.language), fact.segments) in lines
    )


def _of(sections: Iterable[Section], section_id: str) -> Section:
    empty = Section(section_id, "")
    return next((each for each in sections if each.id == section_id), empty)


def _is_a_models(section: Section) -> bool:
    """Written by a model, with nothing of a person in it."""
    written = any(s.layer is Layer.WRITE for s in section.statements)
    return written and all(s.support is not Support.CLINICIAN for s in section.statements)


def _moved(old: Sequence[Fact], new: Sequence[Fact]) -> dict[int, int]:
    """Where facts stand now that were known before."""
    return {at: new.index(fact) for at, fact in enumerate(old) if fact in new}


def _read_again(
    section: Section, moved: dict[int, int], reached: set[int], said: SaidWords
) -> Section:
    """The section word for word; its sentences are judged again where their words changed."""
    statements = tuple(_judged(s, moved, reached, said) for s in section.statements)
    return replace(section, statements=statements)


def _judged(
    statement: Statement, moved: dict[int, int], reached: set[int], said: SaidWords
) -> Statement:
    facts = tuple(moved[at] for at in statement.facts if at in moved)
    kept = replace(statement, facts=facts)
    cited = [evidence.segment for evidence in statement.evidence]
    if statement.support is Support.CLINICIAN or not reached & set(cited):
        return kept
    verdict = judge(statement.text, cited, said)
    return replace(kept, support=verdict.support, note=verdict.note)
