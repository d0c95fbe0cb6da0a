"""Hand-written Chinese visits, from the words to the drafted record.

The visits are the yardstick of the product: facts a careful clinician would
demand, facts that must never appear, and what the record has to read. What
cannot be met yet is marked in the visit file with its reason and reported as
an expected failure; it turns red once it is met.
"""

from __future__ import annotations

from functools import cache

import pytest
from reading_visits import Expectation, Visit, VisitFileBroken, read_visit, visits

from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact
from zhenlu.domain.transcript import Language
from zhenlu.language.extraction import critical_tokens, extract_facts
from zhenlu.language.phrasing import phrase
from zhenlu.language.roles import assign_roles
from zhenlu.language.sentence import Sentence

_VISITS = {visit.id: visit for visit in visits("zh")}
_EXPECTATIONS = [e for visit in _VISITS.values() for e in visit.expectations]


@cache
def _facts(visit_id: str) -> tuple[Fact, ...]:
    return extract_facts(_VISITS[visit_id].transcript)


@cache
def _draft(visit_id: str) -> tuple[Sentence, ...]:
    visit = _VISITS[visit_id]
    return phrase(load(visit.template, Language.ZH), _facts(visit_id), visit.transcript)


def _sections(visit_id: str) -> dict[str, str]:
    text: dict[str, str] = {}
    for sentence in _draft(visit_id):
        text[sentence.section] = text.get(sentence.section, "") + sentence.text
    return text


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
        for token in critical_tokens(segment.text, Language.ZH)
    }
    # A conversion the extractor made (160斤 → 80kg) is in the facts, with its evidence.
    said |= {
        (token.kind, token.value)
        for fact in _facts(visit.id)
        for token in critical_tokens(
            "，".join((fact.name, fact.value + fact.unit, *fact.attributes.values())), Language.ZH
        )
    }

    written = {
        (token.kind, token.value)
        for sentence in _draft(visit.id)
        for token in critical_tokens(sentence.text, Language.ZH)
        if token.kind in ("number", "drug")
    }

    assert written <= said


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_every_sentence_of_a_draft_cites_its_words(visit: Visit) -> None:
    known = {segment.id for segment in visit.transcript}
    standing = {part.when_empty for part in load(visit.template, Language.ZH).sections}

    for sentence in _draft(visit.id):
        assert set(sentence.segments) <= known
        assert sentence.segments or sentence.text in standing


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_no_fact_is_stated_in_the_first_person(visit: Visit) -> None:
    assert all("我" not in sentence.text for sentence in _draft(visit.id))


@pytest.mark.parametrize("visit", _VISITS.values(), ids=_VISITS)
def test_facts_hold_up_where_nobody_knows_who_speaks(visit: Visit) -> None:
    """A recogniser hands over words without speakers: roles are found, then facts."""
    known = {(f.kind, f.name, f.polarity) for f in _facts(visit.id)}
    guessed = assign_roles(visit.without_roles())
    found = {(f.kind, f.name, f.polarity) for f in extract_facts(guessed)}

    kept = len(known & found) / max(1, len(known))

    assert kept >= 0.85


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_visits_nobody_developed_on_can_be_read(language: str) -> None:
    kept = visits(language, unseen=True)

    assert kept
    assert all(visit.expectations for visit in kept)


def test_a_visit_file_with_an_unknown_key_is_refused(tmp_path) -> None:
    folder = tmp_path / "zh"
    folder.mkdir()
    path = folder / "01-x.toml"
    path.write_text('template = "x"\ntitle = "x"\nfacts = []\nline = []\n', encoding="utf-8")

    with pytest.raises(VisitFileBroken):
        read_visit(path)


def test_a_known_gap_must_name_an_expectation(tmp_path) -> None:
    folder = tmp_path / "zh"
    folder.mkdir()
    path = folder / "01-x.toml"
    path.write_text(
        'template = "x"\ntitle = "x"\nline = []\n[[known_gap]]\nof = "none"\nreason = "x"\n',
        encoding="utf-8",
    )

    with pytest.raises(VisitFileBroken):
        read_visit(path)
