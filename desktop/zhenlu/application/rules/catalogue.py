"""The rule catalogue as data: resources/rules, with the clinic's changes laid over it.

A clinic's file in its own `rules` folder names a rule by id and repeats only the keys
it changes (`on = false`, another severity, another limit).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from zhenlu import paths
from zhenlu.application.resource_files import first_bad_key, read_toml
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.finding import Severity
from zhenlu.domain.transcript import Language

_Words = dict[str, tuple[str, ...]]


class _Params(dict[str, str]):
    """Values of a sentence; one that a rule does not give prints as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _formats(sentence: str) -> str:
    sentence.format_map(_Params())
    return sentence


_Sentence = Annotated[str, Field(min_length=1), AfterValidator(_formats)]


class _RuleEntry(BaseModel):
    """One `[[rule]]` of a file."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")]
    check: Annotated[str, Field(min_length=1)]
    severity: Severity
    section: str = ""
    zh: _Sentence
    en: _Sentence
    source: Annotated[str, Field(min_length=1)]
    on: bool = True
    kinds: tuple[Literal["outpatient", "followup", "nursing"], ...] = ()
    visits: tuple[str, ...] = ()
    thresholds: dict[str, float] = Field(default_factory=dict)
    words: dict[Language, _Words] = Field(default_factory=dict)
    when: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a clinic runs it.

    Attributes:
        check: Name of the function that looks for it.
        section: Section it looks at, by its outpatient id; "" for the whole record.
        kinds: Kinds of template it applies to; empty for all.
        visits: Kinds of visit it applies to; empty for all.
        when: Combinations of word groups and vital conditions; any one is enough.
    """

    id: str
    check: str
    severity: Severity
    section: str
    zh: str
    en: str
    source: str
    kinds: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    thresholds: dict[str, float] = field(default_factory=dict, hash=False)
    by_language: dict[Language, _Words] = field(default_factory=dict, hash=False)
    when: tuple[tuple[str, ...], ...] = ()

    def words(self, group: str, language: Language) -> tuple[str, ...]:
        """A word list of the rule, empty where the language has none."""
        return self.by_language.get(language, {}).get(group, ())

    def message(self, language: Language, params: dict[str, str]) -> str:
        sentence = self.zh if language is Language.ZH else self.en
        return sentence.format_map(_Params(params))


def load(known_checks: frozenset[tuple[str, frozenset[str]]]) -> tuple[Rule, ...]:
    """All rules that are switched on, by id.

    Args:
        known_checks: Names that a rule may give as `check`, with the thresholds each needs.

    Raises:
        ResourceBroken: If a file does not hold up; names the file and the key.
    """
    folders = (paths.resources() / "rules", paths.user_data() / "rules")
    files = tuple(path for folder in folders for path in sorted(folder.glob("*.toml")))
    return _load(files, tuple(path.stat().st_mtime_ns for path in files), known_checks)


@lru_cache(maxsize=8)
def _load(
    files: tuple[Path, ...],
    _changed_ns: tuple[int, ...],
    known_checks: frozenset[tuple[str, frozenset[str]]],
) -> tuple[Rule, ...]:
    needed = dict(known_checks)
    entries: dict[str, dict[str, Any]] = {}
    origin: dict[str, tuple[str, int]] = {}
    for path in files:
        for number, entry in enumerate(_rule_tables(path), start=1):
            rule_id = str(entry.get("id", f"{path.name}:{number}"))
            entries[rule_id] = _laid_over(entries.get(rule_id, {}), entry)
            origin[rule_id] = (path.name, number)
    rules = []
    for rule_id in sorted(entries):
        file, number = origin[rule_id]
        try:
            checked = _RuleEntry.model_validate(entries[rule_id])
        except ValidationError as error:
            key = f"rule.{number}.{first_bad_key(error)}"
            raise ResourceBroken("key", file=file, key=key) from None
        if checked.check not in needed:
            raise ResourceBroken("key", file=file, key=f"rule.{number}.check")
        if not needed[checked.check] <= set(checked.thresholds):
            raise ResourceBroken("key", file=file, key=f"rule.{number}.thresholds")
        if _unknown_condition(checked):
            raise ResourceBroken("key", file=file, key=f"rule.{number}.when")
        if checked.on:
            rules.append(_rule(checked))
    return tuple(rules)


def _unknown_condition(entry: _RuleEntry) -> bool:
    """A condition that is neither a word group of the rule nor a limit it has."""
    groups = {group for listed in entry.words.values() for group in listed}
    named = {c.removeprefix("lasting ") for combination in entry.when for c in combination}
    return not named <= groups | set(entry.thresholds)


def _rule_tables(path: Path) -> list[dict[str, Any]]:
    tables = read_toml(path).get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ResourceBroken("key", file=path.name, key="rule")
    return tables


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A clinic's keys over the shipped ones; tables merge key by key."""
    merged = dict(below)
    for key, value in above.items():
        both_tables = isinstance(value, dict) and isinstance(below.get(key), dict)
        merged[key] = _laid_over(below[key], value) if both_tables else value
    return merged


def _rule(entry: _RuleEntry) -> Rule:
    return Rule(
        id=entry.id,
        check=entry.check,
        severity=entry.severity,
        section=entry.section,
        zh=entry.zh,
        en=entry.en,
        source=entry.source,
        kinds=entry.kinds,
        visits=entry.visits,
        thresholds=entry.thresholds,
        by_language=entry.words,
        when=entry.when,
    )
