"""What a clause says about the terms in it: denied, conditional, of a relative, stopped."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from zhenlu import paths
from zhenlu.application.resource_files import first_bad_key
from zhenlu.application.rules import words
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language

_FILE = "scope.toml"

_CLAUSE = {
    Language.ZH: re.compile(r"[^,，。;；!！?？\n]+"),
    Language.EN: re.compile(r"(?:[^.;!?\n]|\.(?=\d)|(?<=\b[A-Za-z])\.(?=\s?[a-z]))+"),
}
_SENTENCE = re.compile(r"(?:[^。;；!！?？\n.]|\.(?=\d))+")


class ScopeWords(BaseModel):
    """Word lists of one language in scope.toml."""

    model_config = ConfigDict(extra="forbid")

    standing: tuple[str, ...]
    denial: tuple[str, ...]
    denial_before: tuple[str, ...]
    denial_after: tuple[str, ...]
    denial_ends: tuple[str, ...] = ()
    no_denial: tuple[str, ...]
    condition: tuple[str, ...]
    relatives: tuple[str, ...]
    no_relatives: tuple[str, ...]
    stopped: tuple[str, ...]
    question: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its place in the section's text."""

    text: str
    start: int
    end: int


@cache
def scope_words(language: Language) -> ScopeWords:
    """The shipped lists of a language.

    Raises:
        ResourceBroken: If scope.toml does not hold up.
    """
    path = paths.resources() / "rules" / _FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return ScopeWords.model_validate(data.get(language.value, {}))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResourceBroken("unreadable", file=_FILE) from error
    except ValidationError as error:
        key = f"{language.value}.{first_bad_key(error)}"
        raise ResourceBroken("key", file=_FILE, key=key) from None


def clauses(text: str, language: Language) -> Iterator[Clause]:
    for match in _CLAUSE[language].finditer(text):
        yield Clause(match.group(), *match.span())


def sentences(text: str) -> Iterator[Clause]:
    for match in _SENTENCE.finditer(text):
        yield Clause(match.group(), *match.span())


def denied(clause: Clause, start: int, end: int, language: Language) -> bool:
    """Whether the clause denies what stands at `start:end` of the section's text.

    A denial reaches from its word to the end of the clause, or to a word that ends
    it ("but"); 无明显诱因 and the like deny nothing.
    """
    lists = scope_words(language)
    text = words.pattern(lists.no_denial).sub(lambda m: "·" * len(m.group()), clause.text)
    before, after = text[: start - clause.start], text[end - clause.start :]
    for _, stop in words.spans(before, lists.denial):
        if not words.holds(before[stop:], lists.denial_ends):
            return True
    # 不咳嗽 denies, 不易咳出 does not.
    if any(stop == len(before) for _, stop in words.spans(before, lists.denial_before)):
        return True
    return any(place <= 3 for place, _ in words.spans(after, lists.denial_after))


def of_relative(clause: Clause, start: int, language: Language) -> bool:
    """Whether a relative is named before the term; a relative who reports is not meant."""
    lists = scope_words(language)
    text = words.pattern(lists.no_relatives).sub("", clause.text[: max(0, start - clause.start)])
    return words.holds(text, lists.relatives)


def conditional(clause: Clause, language: Language) -> bool:
    return words.holds(clause.text, scope_words(language).condition)


def stopped(clause: Clause, language: Language) -> bool:
    """Whether a drug in the clause is ended, ruled out or warned of."""
    return words.holds(clause.text, scope_words(language).stopped)


def is_standing(text: str, language: Language) -> bool:
    """Whether a section says only that nothing was said: 未提及, Not mentioned."""
    plain = text.strip().strip("。.!！ ").casefold()
    return not plain or plain in {word.casefold() for word in scope_words(language).standing}


def is_question(text: str, language: Language) -> bool:
    return words.holds(text, scope_words(language).question)
