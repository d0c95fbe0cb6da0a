"""Medicines that somebody tells of the patient, whatever the facts made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenlu.domain.transcript import Segment
from zhenlu.language.zh import mentions
from zhenlu.language.zh.clauses import cut


def told_medicines(segments: Sequence[Segment]) -> Iterator[tuple[int, str]]:
    """Segment and standard name; asked, supposed and other people's ones are left out."""
    for clause in cut(segments):
        if clause.told:
            for mention in mentions.find(clause.text, "drug"):
                yield clause.segment.id, mention.term.name
