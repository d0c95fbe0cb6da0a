"""What a person types into the search, understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhenlu import paths
from zhenlu.application import asking
from zhenlu.application.asking import understood
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.domain.search import Question

_TODAY = date(2026, 11, 22)  # a Sunday


def ask(text: str) -> Question:
    return understood(text, _TODAY)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("今天", date(2026, 11, 22), date(2026, 11, 22)),
        ("昨天 发热", date(2026, 11, 21), date(2026, 11, 21)),
        ("本周", date(2026, 11, 16), date(2026, 11, 22)),
        ("上周咳嗽的", date(2026, 11, 9), date(2026, 11, 15)),
        ("上个月血压高的", date(2026, 10, 1), date(2026, 10, 31)),
        ("去年", date(2025, 1, 1), date(2025, 12, 31)),
        ("最近 皮疹", date(2026, 10, 24), date(2026, 11, 22)),
        ("最近两周 咳嗽", date(2026, 11, 9), date(2026, 11, 22)),
        ("近10天 咳嗽", date(2026, 11, 13), date(2026, 11, 22)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("headache in the last 7 days", date(2026, 11, 16), date(2026, 11, 22)),
    ],
)
def test_days_are_counted_from_today(text: str, since: date, until: date) -> None:
    question = ask(text)

    assert (question.since, question.until) == (since, until)


def test_the_month_before_january_is_december() -> None:
    question = understood("上个月", date(2027, 1, 31))

    assert (question.since, question.until) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "name"),
    [("上个月血压高的", "血压"), ("last month high blood pressure", "blood pressure")],
)
def test_a_high_blood_pressure_is_a_value_and_no_words(text: str, name: str) -> None:
    question = ask(text)

    (fact,) = question.facts
    assert (fact.kind, fact.names[0], fact.at_least) == (FactKind.VITAL, name, (140, 90))
    assert (question.words, fact.wordings) == ((), ())


def test_the_disease_is_not_the_value() -> None:
    question = ask("高血压")

    (group,) = question.words
    assert (question.facts, group[0]) == ((), "高血压")


@pytest.mark.parametrize(
    ("text", "name", "wording"),
    [
        ("青霉素过敏的病人", "青霉素", "青霉素 过敏"),
        ("对头孢过敏", "头孢菌素类", "头孢 过敏"),
        ("penicillin allergy", "penicillin", "penicillin allerg"),
        ("allergic to amoxicillin", "amoxicillin", "amoxicillin allerg"),
    ],
)
def test_an_allergy_is_asked_for_as_a_fact_and_in_words(
    text: str, name: str, wording: str
) -> None:
    question = ask(text)

    (fact,) = question.facts
    assert (fact.kind, fact.names[0], fact.polarity) == (FactKind.ALLERGY, name, Polarity.PRESENT)
    assert wording in fact.wordings
    assert question.words == ()


def test_a_way_of_saying_it_brings_the_standard_term() -> None:
    stomach, fever = ask("拉肚子 发烧").words
    assert (stomach[:2], fever[:2]) == (("拉肚子", "腹泻"), ("发烧", "发热"))


def test_a_question_in_one_language_finds_records_in_the_other() -> None:
    assert "cough" in ask("咳嗽").words[0]
    assert "头痛" in ask("headache").words[0]
    (allergy,) = ask("青霉素过敏").facts
    assert "penicillin" in allergy.names
    assert "penicillin allerg" in allergy.wordings


def test_terms_are_found_in_words_written_together() -> None:
    (group,) = ask("去年心梗").words
    assert group[:2] == ("心梗", "心肌梗死")


def test_numbers_are_looked_for_as_records_have_them() -> None:
    assert ask("咳嗽三天").words[-1] == ("3天",)
    assert ask("体温38.5").words[-1] == ("38.5",)


def test_what_no_lexicon_knows_is_looked_for_as_it_is() -> None:
    question = ask("王小明")

    assert (question.text, question.words) == ("王小明", (("王小明",),))


def test_fillers_are_no_words_but_parts_of_words_stay() -> None:
    question = ask("patients with the cough and fever")

    assert [group[0] for group in question.words] == ["cough", "fever"]
    assert ask("android").words == (("android",),)


@pytest.mark.parametrize("text", ["", "  ", "的", "???", "\"'*", "{name}过敏", "(("])
def test_nothing_typed_breaks_it(text: str) -> None:
    ask(text)


def test_no_repr_shows_what_was_typed() -> None:
    assert "王小明" not in repr(ask("王小明 青霉素过敏"))
    assert "青霉素" not in repr(ask("王小明 青霉素过敏"))


def test_a_file_that_does_not_hold_up_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "search").mkdir()
    broken = 'source = "x"\n[[period]]\nsay = ["今天"]\nunit = "hour"\nback = 0\n'
    (tmp_path / "search" / "zh.toml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    asking._wordings.cache_clear()

    with pytest.raises(ResourceBroken) as told:
        ask("今天")

    asking._wordings.cache_clear()
    assert told.value.params["key"] == "period.1.unit"
