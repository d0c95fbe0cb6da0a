"""What cannot belong to a complaint or a medicine is dropped, and nothing else."""

from __future__ import annotations

import pytest

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.language.en.plausibility import without_impossible


def _symptom(name: str, value: str = "", unit: str = "", **attributes: str) -> Fact:
    return Fact(
        kind=FactKind.SYMPTOM,
        name=name,
        segment=1,
        value=value,
        unit=unit,
        attributes=attributes,
        said_by=SpeakerRole.PATIENT,
        start=0,
        end=1,
    )


@pytest.mark.parametrize("name", ["insomnia", "fever", "loss of appetite", "cough"])
def test_a_complaint_of_no_place_has_neither_side_nor_site(name: str) -> None:
    told = _symptom(name, "2", "days", side="left", site="ear", course="worsening")

    (kept,) = without_impossible([told])

    assert kept == _symptom(name, "2", "days", course="worsening")


@pytest.mark.parametrize("name", ["ear pain", "headache", "rash", "pins and needles"])
def test_a_complaint_of_a_place_keeps_its_side(name: str) -> None:
    told = _symptom(name, side="left")

    assert without_impossible([told]) == (told,)


def test_nobody_has_had_a_complaint_for_longer_than_people_live() -> None:
    (kept,) = without_impossible([_symptom("cough", "200", "years")])

    assert (kept.value, kept.unit) == ("", "")


def test_a_complaint_of_forty_years_stays() -> None:
    told = _symptom("headache", "40", "years")

    assert without_impossible([told]) == (told,)
