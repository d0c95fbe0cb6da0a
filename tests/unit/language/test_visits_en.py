"""The English visits, from the words to the drafted note.

The facts a careful clinician would demand, facts that must never appear, and what
the note has to read. What cannot be met yet is marked in the visit file with its
reason and reported as an expected failure; it turns red once it is met.
"""

from __future__ import annotations

from functools import cache

import pytest
from reading_visits import Expectation, Visit, visits

from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactStatus
from zhenlu.domain.transcript import Language
from zhenlu.language.extraction import critical_tokens, extract_facts
from zhenlu.language.phrasing import phrase
from zhenlu.language.sentence import Sentence

_VISITS = {visit.id: visit for visit in visits("en")}
_EXPECTATIONS = [e for visit in _VISITS.values() for e in visit.expectations]


@cache
def _facts(visit_id: str) -> tuple[Fact, ...]:
    return extract_facts(_VISITS[visit_id].transcript)


@cache
def _draft(visit_id: str) -> tuple[Sentence, ...]:
    visit = _VISITS[visit_id]
    return phrase(load(visit.template, Language.EN), _facts(visit_id), visit.transcript)


def _sections(visit_id: str) -> dict[str, str]:
    text: dict[str, list[str]] = {}
    for sentence in _draft(visit_id):
        text.setdefault(sentence.section, []).append(sentence.text)
    return {section: " ".join(sentences) for section, sentences in text.items()}


def _marked(expectation: Expectation) -> object:
    marks = [pytest.mark.xfail(reason=expectation.gap)] if expectation.gap else []
    return pytest.param(expectation, id=expectation.id, marks=marks)


@pytest.mark.parametrize("expectation", [_marked(e) for e in _EXPECTATIONS])
def test_a_visit_gives_what_a_careful_clinician_expects(expectation: Expectation) -> None:
    failure = expectation.failure(_facts(expectation.visit), _sections(expectation.visit))

    assert failure == ""


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_every_number_and_drug_of_a_draft_was_said(visit: Visit) -> None:
    said = {
        (token.kind, token.value)
        for segment in visit.transcript
        for token in critical_tokens(segment.text, Language.EN)
    }
    of_facts = {
        (token.kind, token.value)
        for fact in _facts(visit.id)
        for text in (f"{fact.value}{fact.unit}", *fact.attributes.values())
        for token in critical_tokens(text, Language.EN)
    }

    written = {
        (token.kind, token.value)
        for sentence in _draft(visit.id)
        for token in critical_tokens(sentence.text, Language.EN)
        if token.kind in ("number", "drug")
    }

    assert written - said - of_facts == set()


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_every_sentence_but_a_standing_phrase_rests_on_facts_and_segments(visit: Visit) -> None:
    facts = _facts(visit.id)
    template = load(visit.template, Language.EN)
    standing = {section.when_empty for section in template.sections}

    for sentence in _draft(visit.id):
        assert bool(sentence.facts) != (sentence.text in standing)
        rests_on = {s for at in sentence.facts for s in facts[at].segments}
        assert set(sentence.segments) == rests_on


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_the_mention_of_a_fact_lies_within_its_segment(visit: Visit) -> None:
    for fact in _facts(visit.id):
        assert 0 <= fact.start < fact.end <= len(visit.transcript[fact.segment].text)


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_no_plan_holds_a_medicine_that_was_ruled_out(visit: Visit) -> None:
    facts = _facts(visit.id)
    ordered = {f.name for f in facts if f.status is FactStatus.ORDERED}
    refused = {f.name for f in facts if f.status is FactStatus.REFUSED} - ordered

    planned = {
        token.value
        for sentence in _draft(visit.id)
        if sentence.section == "plan"
        for token in critical_tokens(sentence.text, Language.EN)
        if token.kind == "drug"
    }

    assert planned & refused == set()


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_unknown_roles_bring_no_medicine_into_the_plan_that_roles_kept_out(visit: Visit) -> None:
    known = {f.name for f in _facts(visit.id) if f.status is FactStatus.ORDERED}

    facts = extract_facts(visit.without_roles())

    assert {
        f.name for f in facts if f.status is FactStatus.ORDERED and f.kind == "medication"
    } <= known
