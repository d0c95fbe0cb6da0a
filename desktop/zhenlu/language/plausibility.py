"""What cannot belong to a fact in any language: a side of insomnia, a cough of 200 years.

A clause that goes on about something else may leave its place or its number with the complaint
before it. What no such complaint can have is dropped; the complaint stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from zhenlu.domain.facts import Fact

#: Nobody takes a medicine more often in a day; "then a hundred a day" tells a dose.
_MOST_TIMES_A_DAY = 12
#: Nobody has had a complaint for longer.
_LONGEST_YEARS = 110
_OF_A_PLACE = ("side", "site", "radiation")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def may_be_taken(times_a_day: str) -> bool:
    """Whether a medicine may be taken so often: "4", "3-4"."""
    return float(_last_of(times_a_day)) <= _MOST_TIMES_A_DAY


def without_place(complaint: Fact) -> Fact:
    """A complaint that belongs to no part and no side of the body, without them."""
    kept = {key: said for key, said in complaint.attributes.items() if key not in _OF_A_PLACE}
    return replace(complaint, attributes=kept)


def without_endless_duration(complaint: Fact, years: Mapping[str, float]) -> Fact:
    """A complaint without a duration that nobody lives to.

    Args:
        years: How long each unit of duration of the language is.
    """
    longest = _last_of(complaint.value)
    if complaint.unit not in years or not _NUMBER.fullmatch(longest):
        return complaint
    if float(longest) * years[complaint.unit] <= _LONGEST_YEARS:
        return complaint
    return replace(complaint, value="", unit="")


def _last_of(span: str) -> str:
    return span.rpartition("-")[-1]
