"""The encounter generator: what is planted is known, and the tests' share is never trained on."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from zhenlu.application import templates
from zhenlu.domain.facts import Fact, FactKind, FactStatus, Polarity
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.language import lexicon
from zhenlu.language.extraction import extract_facts


@pytest.fixture(scope="module")
def training(drafting_training):
    names = ("bank", "encounters", "examples", "fillings", "labels", "scores")
    return {name: drafting_training(name) for name in names}


@pytest.mark.parametrize("language", Language)
def test_the_same_number_gives_the_same_encounter(training, language: Language) -> None:
    make = training["encounters"].Encounters(language, ["soap"], 1, held_out=False).make

    assert make(7) == make(7)
    assert make(7) != make(8)


@pytest.mark.parametrize("language", Language)
def test_no_term_of_the_test_sets_is_said_in_training(training, language: Language) -> None:
    source = training["encounters"].Encounters(language, ["soap"], 1, held_out=False)

    planted = {truth.fact.name for number in range(60) for truth in source.make(number).truths}

    known = {term.name for term in lexicon.load(language).of_kind("symptom", "drug", "disease")}
    pieces = (p for topic in training["bank"].read_bank(language).pieces.values() for p in topic)
    in_the_bank_itself = {meaning.name for piece in pieces for meaning in piece.meanings}
    drawn = planted & known - in_the_bank_itself
    held_out = {name for name in drawn if training["fillings"].is_held_out(name)}
    assert len(drawn) > 100
    assert held_out == set()


@pytest.mark.parametrize("language", Language)
def test_test_pieces_and_training_pieces_have_nothing_in_common(
    training, language: Language
) -> None:
    bank = training["bank"].read_bank(language)
    trained, tested = bank.part(held_out=False), bank.part(held_out=True)

    for topic in bank.pieces:
        lines = [{piece.lines for piece in part.pieces[topic]} for part in (trained, tested)]
        assert not lines[0] & lines[1]
        assert lines[1], topic
    for name in bank.phrases:
        assert not set(trained.phrases[name]) & set(tested.phrases[name])


@pytest.mark.parametrize("language", Language)
def test_there_are_more_than_forty_complaints(training, language: Language) -> None:
    names = {term.name for term in lexicon.load(language).of_kind("symptom")}
    trained = {name for name in names if not training["fillings"].is_held_out(name)}

    assert len(trained) > 40
    assert len(names - trained) > 10


@pytest.mark.parametrize("language", Language)
def test_every_template_of_the_product_is_drawn(training, language: Language) -> None:
    ids = training["examples"].template_ids(language)
    source = training["encounters"].Encounters(language, ids, 1, held_out=False)

    drawn = {source.make(number).template for number in range(40 * len(ids))}

    assert drawn == set(ids) == {t.id for t in templates.available(language)}


def test_a_nurse_leads_most_follow_ups(training) -> None:
    source = training["encounters"].Encounters(Language.ZH, ["nursing-followup"], 1, held_out=False)

    roles = {s.role for number in range(20) for s in source.make(number).transcript}

    assert {SpeakerRole.NURSE, SpeakerRole.PATIENT, SpeakerRole.COMPANION} <= roles


def test_a_meaning_is_read_with_its_slots(training) -> None:
    meaning = training["bank"]._meaning("medication {药1} ordered {剂} frequency={频}", sure=True)

    assert (meaning.kind, meaning.name) == (FactKind.MEDICATION, "{药1}")
    assert (meaning.status, meaning.value) == (FactStatus.ORDERED, "{剂}")
    assert meaning.attributes == {"frequency": "{频}"}
    assert meaning.polarity is Polarity.PRESENT


def test_a_meaning_of_no_kind_is_refused(training) -> None:
    with pytest.raises(training["bank"].BankBroken):
        training["bank"]._meaning("wish {药1}", sure=True)


@pytest.mark.parametrize("language", Language)
def test_every_sure_meaning_can_be_told_from_a_wrong_one(training, language: Language) -> None:
    source = training["encounters"].Encounters(language, ["soap"], 1, held_out=False)
    right = wrong = 0
    for number in range(25):
        encounter = source.make(number)
        parted = training["labels"].split(extract_facts(encounter.transcript), encounter.truths)
        right += len(parted[training["labels"].Label.RIGHT])
        wrong += len(parted[training["labels"].Label.WRONG])

    # The rules are good and not perfect: without either sort there is nothing to learn.
    assert right > 3 * wrong > 0


def test_a_number_that_was_not_planted_makes_a_fact_wrong(training) -> None:
    labels, encounters = training["labels"], training["encounters"]
    source = encounters.Encounters(Language.ZH, ["soap"], 1, held_out=False)
    timed = next(
        t.fact
        for number in range(100)
        for t in source.make(number).truths
        if t.sure and t.fact.kind is FactKind.SYMPTOM and t.fact.value == "5"
    )
    assert labels.is_same(replace(timed, attributes={"severity": "重"}), timed)
    assert labels.is_same(replace(timed, value="", unit=""), timed)
    assert not labels.is_same(replace(timed, value="4"), timed)
    assert not labels.is_same(replace(timed, polarity=Polarity.ABSENT), timed)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [("咳嗽5天", "咳嗽5天", 1.0), ("", "", 1.0), ("咳嗽", "", 0.0), ("咳嗽3天", "咳嗽5天", 0.75)],
)
def test_overlap_is_that_of_the_longest_common_wording(
    training, one: str, other: str, score: float
) -> None:
    assert training["scores"].rouge_l(list(one), list(other)) == score


def _corruptions(drafting_training, fact: Fact, others: tuple[Fact, ...]) -> list[Fact]:
    turn = drafting_training("corruptions").corrupted
    turned = [turn(fact, others, random.Random(seed)) for seed in range(200)]
    return [one for one in turned if one is not None]


def test_a_denial_is_turned_into_a_complaint(drafting_training) -> None:
    denied = Fact(FactKind.SYMPTOM, "发热", 1, Polarity.ABSENT)

    assert {f.polarity for f in _corruptions(drafting_training, denied, ())} == {Polarity.PRESENT}


def test_an_amount_is_never_left_as_it_was(drafting_training) -> None:
    dose = Fact(FactKind.VITAL, "体温", 1, value="38.5", unit="℃")
    other = Fact(FactKind.VITAL, "体温", 2, value="36.8", unit="℃")

    values = {f.value for f in _corruptions(drafting_training, dose, (other,))}

    assert "38.5" not in values
    assert "36.8" in values


def test_a_borrowed_name_is_one_that_was_said_elsewhere(drafting_training) -> None:
    taken = Fact(FactKind.MEDICATION, "阿莫西林", 1, status=FactStatus.TAKEN)
    other = Fact(FactKind.MEDICATION, "氨溴索", 2, status=FactStatus.ORDERED)
    cough = Fact(FactKind.SYMPTOM, "咳嗽", 3)

    turned = _corruptions(drafting_training, taken, (other, cough))

    assert {f.name for f in turned} == {"阿莫西林", "氨溴索"}
    assert taken not in turned
