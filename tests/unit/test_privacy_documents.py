"""The papers that a clinic fills in before it records anybody."""

from __future__ import annotations

import re

import pytest

from zhenlu import paths
from zhenlu.domain.clinic import AUDIO_DAYS, LEAST_RECORD_YEARS
from zhenlu.domain.consent import GUARDIAN_BELOW_YEARS


def text(language: str) -> str:
    path = paths.resources() / "privacy" / f"impact-assessment.{language}.md"
    return path.read_text(encoding="utf-8")


def test_both_languages_ask_the_same() -> None:
    def shape(language: str) -> list[int]:
        return [len(re.findall(mark, text(language), re.M)) for mark in (r"^## ", r"^\| ", r"^- ")]

    assert shape("zh") == shape("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_it_says_of_terms_is_what_the_program_does(language: str) -> None:
    assert " / ".join(map(str, AUDIO_DAYS)) in text(language)
    assert re.search(rf"{LEAST_RECORD_YEARS} ?(年|years)", text(language))
    assert (f"under {GUARDIAN_BELOW_YEARS}" if language == "en" else "十四周岁") in text(language)
