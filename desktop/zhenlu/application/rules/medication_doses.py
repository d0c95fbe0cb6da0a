"""Doses over the limit: single, daily over all drugs with the ingredient, and a course too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.medicines.tables import Drug, Entry
from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication_plan import Given, given, milligrams, status
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.facts import FactKind
from zhenlu.domain.transcript import Language

_WEIGHT = re.compile(
    r"(?:体重|weigh(?:t|s|ing))\D{0,6}(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>kg|公斤|千克|斤)",
    re.IGNORECASE,
)
#: Rounding of tablets and of factors must not raise an alarm.
_TOLERANCE = 1.001


def single_dose_too_high(note: Note, rule: Rule) -> Iterator[Hit]:
    """One dose is more than the largest single dose."""
    section = note.place("treatment_plan")
    for drug in given(note):
        for part in drug.parts:
            dose, limit = drug.single_mg(part), part.drug.single_limit(note.language)
            if dose is None or limit is None or dose <= limit * _TOLERANCE:
                continue
            params = {
                "drug": part.drug.name(note.language),
                "dose": milligrams(dose),
                "limit": milligrams(limit),
                "status": status(rule, note, (part.drug, part.entry)),
            }
            yield Hit(section, drug.prescribed.start, drug.prescribed.end, params=params)


def daily_dose_too_high(note: Note, rule: Rule) -> Iterator[Hit]:
    """All drugs of the plan with an ingredient make more of it a day than its limit."""
    for sources in _by_ingredient(note).values():
        ingredient = sources[0][1]
        limit = ingredient.daily_limit(note.language)
        hit = _above(note, rule, ingredient, sources, limit)
        if hit is not None:
            yield hit


def child_dose_too_high(note: Note, rule: Rule) -> Iterator[Hit]:
    """A child gets more a day than its weight allows."""
    age, weight = note.age_years, _weight_kg(note)
    if age is None or age >= rule.thresholds["child_until"] or weight is None:
        return
    for sources in _by_ingredient(note).values():
        ingredient = sources[0][1]
        per_kg = ingredient.child_max_mg_per_kg_day
        limit = None if per_kg is None else per_kg * weight
        hit = _above(note, rule, ingredient, sources, limit)
        if hit is not None:
            yield hit


_Source = tuple[Given, Drug, float, Entry]


def _by_ingredient(note: Note) -> dict[str, list[_Source]]:
    found: dict[str, list[_Source]] = {}
    for drug in given(note):
        for part in drug.parts:
            daily = drug.daily_mg(part)
            if daily is not None:
                found.setdefault(part.drug.id, []).append((drug, part.drug, daily, part.entry))
    return found


def _above(
    note: Note, rule: Rule, ingredient: Drug, sources: list[_Source], limit: float | None
) -> Hit | None:
    total = sum(daily for _, _, daily, _ in sources)
    if limit is None or total <= limit * _TOLERANCE:
        return None
    names = list(dict.fromkeys(drug.name for drug, *_ in sources))
    last = sources[-1][0].prescribed
    params = {
        "drug": ingredient.name(note.language),
        "dose": milligrams(total),
        "limit": milligrams(round(limit, 3)),
        "drugs": words.listed(names, note.language),
        "status": status(rule, note, (ingredient, *(entry for *_, entry in sources))),
    }
    return Hit(note.place("treatment_plan"), last.start, last.end, params=params)


def course_too_long(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug is given for more days than it should be taken or may be supplied."""
    for drug in given(note):
        days = drug.regimen.days
        for part in drug.parts:
            regulated = part.drug.max_days_cn if note.language is Language.ZH else None
            limit = part.drug.max_days or regulated
            if days is None or limit is None or days <= limit:
                continue
            params = {
                "drug": drug.name,
                "days": str(days),
                "limit": str(limit),
                "note": part.drug.note(note.language),
                "status": status(rule, note, (part.drug, part.entry)),
            }
            place = drug.prescribed
            yield Hit(note.place("treatment_plan"), place.start, place.end, params=params)


def _weight_kg(note: Note) -> float | None:
    known = note.known("weight_kg")
    if re.fullmatch(r"\d+(?:\.\d+)?", known):
        return float(known)
    told = _WEIGHT.search(note.whole())
    if told is not None:
        return float(told["value"]) * (0.5 if told["unit"] == "斤" else 1.0)
    for fact in note.record.facts:
        weighed = fact.kind is FactKind.VITAL and fact.name in ("体重", "weight")
        if weighed and fact.unit == "kg" and re.fullmatch(r"\d+(?:\.\d+)?", fact.value):
            return float(fact.value)
    return None


CHECKS: dict[str, Check] = {
    "single_dose_too_high": single_dose_too_high,
    "daily_dose_too_high": daily_dose_too_high,
    "child_dose_too_high": child_dose_too_high,
    "course_too_long": course_too_long,
}
NEEDED = {"child_dose_too_high": frozenset({"child_until"})}
