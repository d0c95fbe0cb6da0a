"""The rule catalogue as data: resources/rules, with the clinic's changes laid over it.

A clinic's file in its own `rules` folder names a rule by id and repeats only the keys
it changes (`on = false`, another severity, another limit).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zhenlu import paths
from zhenlu.application.resource_files import first_bad_key, line_of, read_toml
from zhenlu.application.rules.rule_file import OmittedEntry, Params, RuleEntry, Words
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.finding import Severity
from zhenlu.domain.transcript import Language

_OMITTED = "omitted.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a clinic runs it.

    Attributes:
        check: Name of the function that looks for it.
        section: Section it looks at, by its outpatient id; "" for the whole record.
        kinds: Kinds of template it applies to; empty for all.
        visits: Kinds of visit it applies to; empty for all.
        sex: "male" or "female" where it is about one sex only.
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
    sex: str = ""
    inserts: dict[Language, str] = field(default_factory=dict, hash=False)
    thresholds: dict[str, float] = field(default_factory=dict, hash=False)
    by_language: dict[Language, Words] = field(default_factory=dict, hash=False)

    def words(self, group: str, language: Language) -> tuple[str, ...]:
        """A word list of the rule, empty where the language has none."""
        return self.by_language.get(language, {}).get(group, ())

    def message(self, language: Language, params: dict[str, str]) -> str:
        sentence = self.zh if language is Language.ZH else self.en
        return sentence.format_map(Params(params))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: the file that named it last, and its number there."""

    path: Path
    number: int

    def broken(self, key: str) -> ResourceBroken:
        line = line_of(self.path, "rule", self.number, key)
        named = f"rule.{self.number}.{key}"
        return ResourceBroken("line", file=self.path.name, line=line, key=named)


def load(known_checks: frozenset[tuple[str, frozenset[str]]]) -> tuple[Rule, ...]:
    """All rules that are switched on, by id.

    Args:
        known_checks: Names that a rule may give as `check`, with the thresholds each needs.

    Raises:
        ResourceBroken: reason "line" if an entry does not hold up, with the file and the
            line; "unreadable" or "key" if a whole file does not.
    """
    folders = (paths.resources() / "rules", paths.user_data() / "rules")
    files = tuple(path for folder in folders for path in sorted(folder.glob("*.toml")))
    return _load(files, tuple(path.stat().st_mtime_ns for path in files), known_checks)


def omitted() -> dict[str, dict[Language, str]]:
    """Rules of the specification that the program leaves out, with the reason.

    Raises:
        ResourceBroken: If omitted.toml does not hold up.
    """
    tables = read_toml(paths.resources() / "rules" / _OMITTED).get("omitted", [])
    try:
        entries = [OmittedEntry.model_validate(table) for table in tables]
    except ValidationError as error:
        raise ResourceBroken("key", file=_OMITTED, key=first_bad_key(error)) from None
    return {entry.id: {Language.ZH: entry.zh, Language.EN: entry.en} for entry in entries}


@lru_cache(maxsize=8)
def _load(
    files: tuple[Path, ...],
    _changed_ns: tuple[int, ...],
    known_checks: frozenset[tuple[str, frozenset[str]]],
) -> tuple[Rule, ...]:
    needed = dict(known_checks)
    entries: dict[str, dict[str, Any]] = {}
    places: dict[str, _Place] = {}
    for path in files:
        for number, entry in enumerate(_rule_tables(path), start=1):
            rule_id = str(entry.get("id", f"{path.name}:{number}"))
            entries[rule_id] = _laid_over(entries.get(rule_id, {}), entry)
            places[rule_id] = _Place(path, number)
    checked = (_checked(entries[rule_id], needed, places[rule_id]) for rule_id in sorted(entries))
    return tuple(_rule(entry) for entry in checked if entry.on)


def _checked(
    entry: dict[str, Any], needed: dict[str, frozenset[str]], place: _Place
) -> RuleEntry:
    try:
        checked = RuleEntry.model_validate(entry)
    except ValidationError as error:
        raise place.broken(first_bad_key(error)) from None
    if checked.check not in needed:
        raise place.broken("check")
    if not needed[checked.check] <= set(checked.thresholds):
        raise place.broken("thresholds")
    return checked


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


def _rule(entry: RuleEntry) -> Rule:
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
        sex=entry.sex,
        inserts=entry.insert,
        thresholds=entry.thresholds,
        by_language=entry.words,
    )
