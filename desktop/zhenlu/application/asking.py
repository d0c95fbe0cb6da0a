"""Understands what a person types into the search: days, values, allergies, words.

    上个月血压高的        → visits of last month that state a blood pressure from 140/90
    penicillin allergy   → records that state it, then those that word it
    拉肚子 发烧           → 腹泻 or 拉肚子, and 发热 or 发烧

Wordings and limits are data in resources/search; the lexicon adds the standard term to each
way of saying it, and its name in the other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zhenlu import paths
from zhenlu.application.resource_files import read_model
from zhenlu.domain.facts import FactKind
from zhenlu.domain.search import Question, WantedFact
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon
from zhenlu.language.lexicon import Term
from zhenlu.language.zh import numerals

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BETWEEN = re.compile(r"[\s,,。.;;、!!??::\"“”]+(?!\d)|(?<!\d)[.]")
#: Kinds of the lexicon that are no clinical words.
_NOT_ASKED = frozenset({"ordinary"})


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    say: Annotated[tuple[str, ...], Field(min_length=1)]
    source: str = ""


class _Period(_Entry):
    unit: Literal["day", "week", "month", "year"]
    back: Annotated[int, Field(ge=0)]
    span: Annotated[int, Field(ge=1)] = 1


class _Recent(_Entry):
    days: Annotated[int, Field(ge=1)]


class _Value(_Entry):
    kind: FactKind
    name: str
    at_least: Annotated[tuple[float, ...], Field(max_length=2)] = ()
    at_most: float | None = None


class _About(_Entry):
    kind: FactKind
    wording: str
    names: Annotated[tuple[str, ...], Field(min_length=1)]


class _Wordings(BaseModel):
    """A file of resources/search."""

    model_config = ConfigDict(extra="forbid")

    source: str
    fillers: tuple[str, ...] = ()
    period: tuple[_Period, ...] = ()
    recent: tuple[_Recent, ...] = ()
    value: tuple[_Value, ...] = ()
    about: tuple[_About, ...] = ()


@dataclass(slots=True)
class _Reading:
    """A question while it is read: what is understood is taken out of `rest`."""

    rest: str = field(repr=False)
    since: date | None = None
    until: date | None = None
    facts: list[WantedFact] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> None:
        self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"


def understood(text: str, today: date, template: str = "") -> Question:
    """The question behind what was typed, in either language or both.

    Args:
        today: What 上个月 and "last month" count from.

    Raises:
        ResourceBroken: If a file of resources/search does not hold up.
    """
    # Records have their numbers in digits: 最近两周, 咳嗽三天.
    digits = numerals.read(text).text if _CHINESE.search(text) else text
    reading = _Reading(digits.casefold())
    for language in Language:
        wordings = _wordings(language)
        _read_days(reading, wordings, today)
        _read_facts(reading, wordings, language)
        for filler in sorted(wordings.fillers, key=len, reverse=True):
            reading.rest = re.sub(_bounded(re.escape(filler)), " ", reading.rest)
    words = tuple(_groups(reading.rest))
    return Question(text, words, tuple(reading.facts), reading.since, reading.until, template)


def _read_days(reading: _Reading, wordings: _Wordings, today: date) -> None:
    for recent in wordings.recent:
        for say in recent.say:
            found = _search(say.replace("{n}", r"(\d{1,4})"), reading.rest)
            if found and reading.since is None:
                reading.since = today - timedelta(days=int(found[1]) * recent.days - 1)
                reading.until = today
                reading.take(found)
    for period in wordings.period:
        for say in sorted(period.say, key=len, reverse=True):
            found = _search(re.escape(say), reading.rest)
            if found and reading.since is None:
                reading.since, reading.until = _days(period, today)
                reading.take(found)


def _days(period: _Period, today: date) -> tuple[date, date]:
    """First and last day of a period."""
    first = _start(period.unit, today, period.back)
    after = _start(period.unit, today, period.back - period.span)
    return first, after - timedelta(days=1)


def _start(unit: str, today: date, back: int) -> date:
    """The day on which the unit so many back begins; negative ones lie ahead."""
    if unit == "day":
        return today - timedelta(days=back)
    if unit == "week":
        return today - timedelta(days=today.weekday() + 7 * back)
    months = today.year * 12 + today.month - 1 - back
    if unit == "month":
        return date(months // 12, months % 12 + 1, 1)
    return date(today.year - back, 1, 1)


def _read_facts(reading: _Reading, wordings: _Wordings, language: Language) -> None:
    for value in wordings.value:
        for say in value.say:
            if found := _search(re.escape(say), reading.rest):
                term = lexicon.load(language).named(value.name)
                others = _counterparts(term, language) if term else ()
                reading.facts.append(
                    WantedFact(
                        value.kind,
                        (value.name, *others),
                        at_least=value.at_least,
                        at_most=value.at_most,
                    )
                )
                reading.take(found)
                break
    for about in wordings.about:
        for found, term, said in _named(about, reading.rest, language):
            others = _counterparts(term, language)
            told = [about.wording.format(name=name) for name in dict.fromkeys((term.name, said))]
            told += [_worded(about.kind, name, _other(language)) for name in others]
            names = (term.name, *others)
            reading.facts.append(WantedFact(about.kind, names, wordings=tuple(told)))
            reading.take(found)
            break


def _named(
    about: _About, text: str, language: Language
) -> Iterator[tuple[re.Match[str], Term, str]]:
    """Where the text says it of a term of the lexicon."""
    for mention in lexicon.load(language).find(text, *about.names):
        for say in about.say:
            pattern = re.escape(say).replace(re.escape("{name}"), re.escape(mention.said))
            if found := _search(pattern, text):
                yield found, mention.term, mention.said


def _groups(text: str) -> Iterator[tuple[str, ...]]:
    """Words to find, each with its other wordings."""
    for part in filter(None, _BETWEEN.split(text)):
        language = Language.ZH if _CHINESE.search(part) else Language.EN
        known = lexicon.load(language)
        mentions = [m for m in known.find(part) if m.term.kind not in _NOT_ASKED]
        end = 0
        for mention in mentions:
            yield from _left_over(part[end : mention.start], bool(mentions))
            yield tuple(
                dict.fromkeys(
                    (mention.said, mention.term.name, *_counterparts(mention.term, language))
                )
            )
            end = mention.end
        yield from _left_over(part[end:], bool(mentions))


def _left_over(text: str, has_terms: bool) -> Iterator[tuple[str, ...]]:
    """What no term covers. Beside terms a single character is a particle."""
    text = text.strip()
    if len(text) > 1 or (text and not has_terms):
        yield (text,)


def _worded(kind: FactKind, name: str, language: Language) -> str:
    """How a record of this language says such a thing of a name."""
    about = next((each for each in _wordings(language).about if each.kind is kind), None)
    return about.wording.format(name=name) if about else name


def _other(language: Language) -> Language:
    return Language.EN if language is Language.ZH else Language.ZH


def _counterparts(term: Term, language: Language) -> tuple[str, ...]:
    """The term's name in the other language, where the lexicons tie the two."""
    concept = lexicon.load(language).concept(term)
    found = lexicon.load(_other(language)).of_concept(concept) if concept else None
    return (found.name.casefold(),) if found else ()


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(_bounded(pattern), text)


def _bounded(pattern: str) -> str:
    """A pattern that neither begins nor ends within a Latin word."""
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"


@lru_cache(maxsize=2)
def _wordings(language: Language) -> _Wordings:
    return read_model(paths.resources() / "search" / f"{language.value}.toml", _Wordings)
