"""Past illnesses with their dates, and work, as answers tell them."""

from __future__ import annotations

import pytest
from spoken_lines import spoken_lines

from zhenlu.domain.facts import Fact, FactKind, Subject
from zhenlu.language.en.facts import extract


def _facts(*lines: str) -> tuple[Fact, ...]:
    return extract(spoken_lines(*lines))


@pytest.mark.parametrize(
    ("lines", "name", "year"),
    [
        (["P: I had a stent put in in twenty fifteen."], "coronary stent", "2015"),
        (["D: How's your eyesight?", "P: Fine since I got the cataracts done.",
          "D: When was that?", "P: Twenty twenty-one. Both of them."], "cataract surgery", "2021"),
    ],
)  # fmt: skip
def test_an_operation_keeps_its_year(lines: list[str], name: str, year: str) -> None:
    told = next(f for f in _facts(*lines) if f.name == name)

    assert told.attributes["since"] == year


def test_an_illness_of_childhood_is_the_patients_and_a_sisters() -> None:
    facts = _facts(
        "D: Did you have asthma as a kid?",
        "P: I had it till I was about twelve. My sister still has it.",
    )

    assert {f.subject for f in facts if f.kind is FactKind.HISTORY} == {
        Subject.PATIENT,
        Subject.FAMILY,
    }


def test_any_trade_answers_what_the_occupation_is() -> None:
    (told,) = _facts("D: Occupation?", "P: I'm a roofer, so.")

    assert (told.name, told.attributes["text"]) == ("occupation", "roofer")
