from __future__ import annotations

from collections import Counter

import pytest

from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import load


def test_no_standard_name_stands_twice_in_a_kind() -> None:
    counted = Counter((term.kind, term.name.casefold()) for term in load(Language.EN).terms)

    assert [name for name, times in counted.items() if times > 1] == []


def test_every_drug_has_a_class() -> None:
    assert [t.name for t in load(Language.EN).of_kind("drug") if not t.extra.get("class")] == []


def test_no_wording_stands_for_two_drugs() -> None:
    owners: dict[str, set[str]] = {}
    for term in load(Language.EN).of_kind("drug"):
        for said in (term.name, *term.say):
            owners.setdefault(said.casefold(), set()).add(term.name)

    assert {said: names for said, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    "kind",
    ["symptom", "sign", "site", "disease", "drug", "allergen", "test", "vital", "instruction"],
)
def test_every_kind_that_the_modules_read_has_terms(kind: str) -> None:
    assert load(Language.EN).of_kind(kind)
