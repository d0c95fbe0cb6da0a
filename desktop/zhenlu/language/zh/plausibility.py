"""What cannot belong to a Chinese fact: stairs that make hearing worse, a fever of 57℃.

The lexicon says which complaints have no place (`nowhere` of a symptom), to which complaints a
circumstance can belong (`of` of a factor), and between which limits a value is one at all
(`low` and `high` of a vital sign).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.language.lexicon import Term, worked_out
from zhenlu.language.plausibility import may_be_taken, without_endless_duration, without_place
from zhenlu.language.zh import mentions

_YEARS = {"小时": 1 / 8766, "天": 1 / 365.25, "周": 1 / 52.2, "月": 1 / 12, "年": 1.0}
_CIRCUMSTANCES = ("trigger", "aggravating", "relieving")
_TIMES_A_DAY = re.compile(r"每[日天](?:\d+-)?(?P<most>\d+)次")


def without_impossible(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same facts without the values, places and circumstances that cannot be theirs."""
    return tuple(_plausible(fact) for fact in facts if not _is_beyond(fact))


def has_no_place(symptom: str) -> bool:
    """Whether no part or side of the body belongs to a complaint: 失眠, 发热."""
    term = mentions.words().named(symptom, "symptom")
    return term is not None and bool(term.extra.get("nowhere"))


def fits(complaints: Iterable[str], name: str) -> bool:
    """Whether a complaint is among these; 疼痛 stands for every pain."""
    among = tuple(complaints)
    return name in among or ("疼痛" in among and ("痛" in name or name == "不适"))


def _is_beyond(fact: Fact) -> bool:
    """A vital sign that nobody can have: 体温 57℃."""
    term = mentions.words().named(fact.name, "vital") if fact.kind is FactKind.VITAL else None
    if term is None or "low" not in term.extra or not re.fullmatch(r"\d+(?:\.\d+)?", fact.value):
        return False
    return not float(term.extra["low"]) <= float(fact.value) <= float(term.extra["high"])


def _plausible(fact: Fact) -> Fact:
    if fact.kind is FactKind.SYMPTOM:
        return _of_complaint(fact)
    often = _TIMES_A_DAY.search(fact.attributes.get("frequency", ""))
    if fact.kind is FactKind.MEDICATION and often and not may_be_taken(often["most"]):
        kept = {key: said for key, said in fact.attributes.items() if key != "frequency"}
        return replace(fact, attributes=kept)
    return fact


def _of_complaint(fact: Fact) -> Fact:
    kept = {
        key: _possible(said, fact.name) if key in _CIRCUMSTANCES else said
        for key, said in fact.attributes.items()
    }
    fact = replace(fact, attributes={key: said for key, said in kept.items() if said})
    if has_no_place(fact.name):
        fact = without_place(fact)
    return without_endless_duration(fact, _YEARS)


def _possible(circumstances: str, complaint: str) -> str:
    """Those circumstances, joined by 、, that can bring on, worsen or ease the complaint."""
    factors = _factors()
    return "、".join(
        said
        for said in circumstances.split("、")
        if said != complaint
        and (said not in factors or fits(factors[said].extra["of"], complaint))
    )


@worked_out()
def _factors() -> dict[str, Term]:
    """The circumstances of which the lexicon says to what they belong."""
    return {term.name: term for term in mentions.words().of_kind("factor") if "of" in term.extra}
