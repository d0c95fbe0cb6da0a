"""Sections that a person wrote while the draft was being made: theirs stand, the draft's wait.

A draft never overwrites what somebody typed. The sentences that gave way are kept with the
record as dropped for that reason, and are offered until the person takes or leaves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhenlu.application.correcting import said_in
from zhenlu.application.drafting import join
from zhenlu.application.grounding import judge
from zhenlu.application.redrafting import is_written_by_hand, record_template
from zhenlu.application.reviewing import rechecked, section_rewritten
from zhenlu.domain.record import (
    Dropped,
    Evidence,
    FieldState,
    Record,
    Section,
    Statement,
    Support,
)
from zhenlu.domain.transcript import Transcript

#: Why a draft's sentence did not enter the record.
GAVE_WAY = "written_by_hand"


def taken_over(section: Section, text: str) -> Section:
    """A drafted section as a person rewrote it while the draft went on; it is theirs now.

    What only was shortened counts as written, too; what was emptied stays empty, told by a
    person's statement without words. Facts are read anew as the visit goes on, so the
    sentences no longer point to them.
    """
    own = section_rewritten(section, text)
    if not own.text:
        return replace(own, statements=(Statement("", Support.CLINICIAN),))
    statements = tuple(replace(each, facts=()) for each in own.statements)
    if not is_written_by_hand(own):
        statements = tuple(replace(each, support=Support.CLINICIAN) for each in statements)
    return replace(own, statements=statements)


def with_section(record: Record, section: Section) -> Record:
    """The record with a section in place of its own of that id; ledger and findings as before."""
    sections = tuple(section if each.id == section.id else each for each in record.sections)
    return replace(record, sections=sections)


def with_theirs(fresh: Record, before: Record, earlier: Sequence[Record] = ()) -> Record:
    """A fresh draft in which everything stands that a person wrote before it was made.

    Args:
        before: The record as the person left it.
        earlier: The patient's earlier records, the latest first.
    """
    theirs = {each.id: each for each in before.sections if is_written_by_hand(each)}
    gave_way = [each for each in fresh.sections if each.id in theirs]
    if not gave_way:
        return fresh
    sections = tuple(
        _laid_around(theirs[each.id], each) if each.id in theirs else each
        for each in fresh.sections
    )
    dropped = (*fresh.dropped, *(line for each in gave_way for line in _dropped(each)))
    # A sentence that stands in their words as it was drafted needs no offer.
    waiting = tuple(d for d in dropped if d.reason != GAVE_WAY or _is_new(d, theirs[d.section]))
    return rechecked(replace(fresh, sections=sections, dropped=waiting), earlier)


def offer_for(record: Record, section_id: str) -> str:
    """What the draft would say in a section that a person wrote; "" where nothing waits."""
    lines = _waiting(record, section_id)
    part = record_template(record).section(section_id) if lines else None
    if part is None:
        return ""
    return join(part, record.language, [Statement(line.text) for line in lines])


def offer_added(record: Record, section_id: str) -> Record:
    """The waiting sentences of the draft stand below what the person wrote."""
    section = record.section(section_id)
    if section is None:
        return record
    said = said_in(record)
    added = []
    for line in _waiting(record, section_id):
        verdict = judge(line.text, line.evidence, said)
        evidence = _evidence(line, record.transcript)
        added.append(Statement(line.text, verdict.support, evidence, note=verdict.note))
    text = "\n".join(filter(None, (section.text, offer_for(record, section_id))))
    theirs = tuple(each for each in section.statements if each.text)
    changed = replace(section, text=text, statements=(*theirs, *added))
    return rechecked(with_section(offer_left(record, section_id), changed))


def offer_left(record: Record, section_id: str) -> Record:
    """The section stays as the person wrote it; the draft's sentences are not offered again."""
    waiting = _waiting(record, section_id)
    return replace(record, dropped=tuple(d for d in record.dropped if d not in waiting))


def _laid_around(theirs: Section, fresh: Section) -> Section:
    """A person's words, with the form's fields as they are known by now.

    Facts were read anew: their places are others.
    """
    confirmed = {each.id: each for each in theirs.fields if each.state is FieldState.CONFIRMED}
    fields = tuple(confirmed.get(each.id, each) for each in fresh.fields)
    statements = tuple(replace(each, facts=()) for each in theirs.statements)
    return replace(theirs, title=fresh.title, statements=statements, fields=fields)


def _waiting(record: Record, section_id: str) -> tuple[Dropped, ...]:
    return tuple(
        d for d in record.dropped if d.reason == GAVE_WAY and d.section == section_id
    )


def _dropped(section: Section) -> list[Dropped]:
    return [
        Dropped(section.id, each.text, GAVE_WAY, tuple(e.segment for e in each.evidence))
        for each in section.statements
        if not each.standing
    ]


def _is_new(line: Dropped, theirs: Section) -> bool:
    return line.text not in theirs.text


def _evidence(line: Dropped, transcript: Transcript) -> tuple[Evidence, ...]:
    heard = (segment for segment in transcript.heard if segment.id in line.evidence)
    return tuple(Evidence(each.id, each.start_s, each.end_s) for each in heard)
