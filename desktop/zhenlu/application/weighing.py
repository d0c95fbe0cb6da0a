"""The *select* layer: a model weighs the rules' facts, and what it doubts is left out.

The rules still write every sentence, from the facts that were believed. What was doubted
does not vanish: it is listed among what was left out, and the ledger shows it as said
and not written. Where a pack was not better than the rules alone it is not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from zhenlu.application.claims import claim, weighable
from zhenlu.application.grounding import SaidWords
from zhenlu.application.ports import Candidate, Drafted, SectionTask
from zhenlu.domain.record import Dropped
from zhenlu.domain.template import Template
from zhenlu.language.phrasing import phrase
from zhenlu.language.sentence import Sentence


def claims_to_weigh(
    template: Template,
    sentences: Mapping[str, Sequence[Sentence]],
    said: SaidWords,
    weighs: Collection[str],
) -> tuple[SectionTask, ...]:
    """Each fact of the sections that the pack may touch, once, in its first section.

    A fact that stands in a section the pack may not touch is not asked about at all.
    """
    protected = {
        fact
        for section, written in sentences.items()
        if section not in weighs
        for sentence in written
        for fact in sentence.facts
    }
    asked: set[int] = set()
    tasks = []
    for part in template.sections:
        if part.id not in weighs:
            continue
        candidates = []
        for fact in _facts_of(sentences.get(part.id, ())):
            if fact in protected or fact in asked or not weighable(said.facts[fact]):
                continue
            asked.add(fact)
            text = claim(said.facts[fact], said.language)
            candidates.append(Candidate(fact, text, said.facts[fact].segments))
        if candidates:
            tasks.append(SectionTask(part.id, part.title, candidates=tuple(candidates)))
    return tuple(tasks)


def doubted(tasks: Sequence[SectionTask], drafted: Drafted) -> dict[int, Dropped]:
    """Positions of the facts that the model did not believe, with their lines for the list."""
    believed = {line.candidate for line in drafted.lines}
    return {
        candidate.key: Dropped(task.section, candidate.text, "doubted", candidate.segments)
        for task in tasks
        for candidate in task.candidates
        if candidate.key not in believed
    }


def phrase_without(
    template: Template, said: SaidWords, left_out: Collection[int]
) -> tuple[Sentence, ...]:
    """The rule draft from all other facts; positions count in `said.facts`."""
    kept = [place for place in range(len(said.facts)) if place not in left_out]
    written = phrase(template, [said.facts[place] for place in kept], said.transcript)
    return tuple(replace(s, facts=tuple(kept[place] for place in s.facts)) for s in written)


def _facts_of(sentences: Sequence[Sentence]) -> list[int]:
    return list(dict.fromkeys(fact for sentence in sentences for fact in sentence.facts))
