"""Test results: with their unit and date, called what they are, acted on when critical."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from zhenlu import paths
from zhenlu.application.resource_files import read_model
from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language

_FILE = "results.toml"
_GAP = r"[^\d\n。;；,，+]{0,6}?"


class _TestEntry(BaseModel):
    """One `[[test]]`: names, units and limits of adults."""

    model_config = ConfigDict(extra="forbid")

    zh: tuple[str, ...]
    en: tuple[str, ...]
    units: tuple[str, ...] = ()
    low: float
    high: float
    critical_low: float | None = None
    critical_high: float | None = None
    source: str


class _ResultsFile(BaseModel):
    test: tuple[_TestEntry, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """A number that stands behind the name of a test."""

    entry: _TestEntry = field(repr=False)
    value: float
    unit: str
    section: str
    start: int
    end: int

    @property
    def comparable(self) -> bool:
        """Whether the limits are in its unit."""
        return not self.unit or self.unit.casefold() in {u.casefold() for u in self.entry.units}


def result_without_unit(note: Note, rule: Rule) -> Iterator[Hit]:
    """A number without its unit, or an earlier result without its date."""
    for result in _results(note):
        if result.entry.units and not result.unit:
            yield Hit(result.section, result.start, result.end)
    for section_id, text in note.texts("auxiliary_exam"):
        for sentence in scope.sentences(text):
            elsewhere = next(
                words.spans(sentence.text, rule.words("elsewhere", note.language)), None
            )
            if elsewhere and not words.holds(sentence.text, rule.words("date", note.language)):
                yield Hit(section_id, sentence.start + elsewhere[0], sentence.start + elsewhere[1])


def result_contradicts_value(note: Note, rule: Rule) -> Iterator[Hit]:
    """白细胞15.2, and the same line calls it normal."""
    for result in _results(note):
        if not result.comparable:
            continue
        for group, wrong in (
            ("normal", not result.entry.low <= result.value <= result.entry.high),
            ("raised", result.value <= result.entry.high),
            ("lowered", result.value >= result.entry.low),
        ):
            names = _names(result.entry, note.language)
            called = _called(note.text(result.section), names, rule.words(group, note.language))
            if wrong and called:
                yield Hit(result.section, *called)
                break


def critical_without_action(note: Note, rule: Rule) -> Iterator[Hit]:
    """A critical value, and a plan that does nothing about it."""
    plan = note.plan()
    if words.holds(plan, rule.words("action", note.language)):
        return
    for result in _results(note):
        low, high = result.entry.critical_low, result.entry.critical_high
        critical = (low is not None and result.value < low) or (
            high is not None and result.value > high
        )
        if critical and result.comparable:
            yield Hit(result.section, result.start, result.end)


def _results(note: Note) -> Iterator[_Result]:
    for section_id, text in note.texts("auxiliary_exam"):
        for entry in _known():
            for match in _pattern(_names(entry, note.language)).finditer(text):
                unit, value = (match["unit"] or "").rstrip("."), float(match["value"])
                yield _Result(entry, value, unit, section_id, *match.span())


def _called(text: str, names: tuple[str, ...], called: tuple[str, ...]) -> tuple[int, int] | None:
    if not called:
        return None
    listed = "|".join(re.escape(word) for word in called)
    named = "|".join(re.escape(name) for name in names)
    found = re.search(rf"(?:{named})[^\d\n,，。;；]{{0,6}}(?:{listed})", text, re.IGNORECASE)
    return found.span() if found else None


def _names(entry: _TestEntry, language: Language) -> tuple[str, ...]:
    return entry.zh + entry.en if language is Language.ZH else entry.en


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z])(?:{named})(?![A-Za-z]){_GAP}(?P<value>\d{{1,4}}(?:\.\d+)?)(?![\d.]*[-~+])"
        rf"\s*(?P<unit>[×x*]\s?10[^\s,，。;；]{{0,5}}|[%‰]|[A-Za-zμµ/][A-Za-zμµ/·²³]*)?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _known() -> tuple[_TestEntry, ...]:
    return read_model(paths.resources() / "rules" / _FILE, _ResultsFile).test


CHECKS: dict[str, Check] = {
    "result_without_unit": result_without_unit,
    "result_contradicts_value": result_contradicts_value,
    "critical_without_action": critical_without_action,
}
