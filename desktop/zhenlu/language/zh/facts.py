"""Facts of a Chinese visit: read clause by clause, each fact with its place in the words.

Works on natural speech with or without known speakers. Nothing is inferred beyond
what stands in a clause and in the question before it; every fact points to words.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Segment
from zhenlu.language.zh import (
    agreements,
    answers,
    belongings,
    clauses,
    corrections,
    dispositions,
    examinations,
    histories,
    intolerances,
    investigations,
    medications,
    plans,
    plausibility,
    questions,
    sides,
    symptoms,
    vitals,
)
from zhenlu.language.zh.clauses import Clause
from zhenlu.language.zh.conversation import Conversation


def extract(segments: Sequence[Segment]) -> tuple[Fact, ...]:
    """All facts in the order of their first mention; the last correction wins."""
    visit = Conversation(agreements.mark(belongings.given_back(clauses.cut(segments))))
    for clause in visit.clauses:
        visit.begin(clause)
        _rest_on_agreement(clause, visit)
        if (clause.clinician is not True and not clause.agreed) or visit.dictated:
            answers.answer(clause, visit)
        for reader in (
            vitals,
            investigations,
            examinations,
            plans,
            dispositions,
            histories,
            intolerances,
            medications,
            symptoms,
        ):
            reader.hear(clause, visit)
        corrections.hear(clause, visit)
        sides.put_right(clause, visit)
        if clause.question and clause.clinician is not False:
            questions.hear(clause, visit)
    visit.settle()
    return plausibility.without_impossible(visit.facts())


def _rest_on_agreement(clause: Clause, visit: Conversation) -> None:
    """咳嗽三天, 对吧 — 对: the answer is part of what the facts rest on."""
    place = visit.place_of(clause)
    before = visit.clauses[place - 1] if place else clause
    if not before.agreed or before.turn == clause.turn:
        return
    agreed = {c.segment.id for c in visit.clauses if c.agreed and c.turn == before.turn}
    for found in visit.found:
        if agreed & {found.clause.segment.id, *found.also}:
            found.rest_on(clause)
