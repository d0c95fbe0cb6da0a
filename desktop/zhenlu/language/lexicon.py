"""The lexicon: terms of a small clinic, with the ways people say them.

A lexicon file is TOML, one file a kind, one `[[term]]` a term:

    [[term]]
    name = "咳嗽"                  # standard term, what the record says
    say = ["咳", "老咳嗽"]          # other ways of saying it; the name itself counts
    kind = "symptom"              # optional, default: the file's `kind`
    source = "GK"                 # where it comes from, or "to be verified"

Further keys (class, forms, units, low, high, sides …) belong to the kind and
are read by the module that uses them. `en` of a Chinese entry is its English
name and ties it to the English entry of the same kind. `say` entries match
literally; in English they match whole words regardless of case and of a plural s.

A clinic's own words lie in `lexicon/<language>/` of the data folder, in the same
form. One with the kind and name of a shipped term adds its `say` to that term;
its other keys go before the shipped ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import _lru_cache_wrapper, cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from zhenlu import paths
from zhenlu.domain.errors import ResourceBroken
from zhenlu.domain.transcript import Language

_T = TypeVar("_T")

#: Kinds for looking up and for writing; nothing in a text is taken for one of them.
_NEVER_FOUND = ("abbreviation",)
#: What was worked out from a loaded lexicon and falls with it.
_worked_out: list[Callable[[], None]] = []


def worked_out(
    maxsize: int | None = None,
) -> Callable[[Callable[..., _T]], _lru_cache_wrapper[_T]]:
    """Keep what a function makes of the lexicon until the lexicon is loaded anew."""

    def keep(function: Callable[..., _T]) -> _lru_cache_wrapper[_T]:
        kept = lru_cache(maxsize)(function)
        _worked_out.append(kept.cache_clear)
        return kept

    return keep


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the lexicon.

    Attributes:
        kind: "symptom", "sign", "site", "disease", "drug", "drug_class",
            "allergen", "test", "vital", "exam" …: the file's own word.
        source: Where it comes from; "clinic" for a clinic's own words.
        extra: The entry's further keys as read.
    """

    name: str
    kind: str
    say: tuple[str, ...] = ()
    source: str = "to be verified"
    extra: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a text: characters `start` to `end` of it."""

    term: Term
    start: int
    end: int
    said: str = field(repr=False)


class Lexicon:
    """All terms of one language, found in text longest first."""

    def __init__(self, language: Language, terms: tuple[Term, ...]) -> None:
        self.language = language
        self.terms = terms
        self._by_said: dict[str, list[Term]] = {}
        for term in terms:
            if term.kind in _NEVER_FOUND:
                continue
            for said in (term.name, *term.say):
                known = self._by_said.setdefault(self._key(said), [])
                if term not in known:
                    known.append(term)
        self._by_first = self._index()
        self._by_concept = {
            concept: term for term in reversed(terms) if (concept := self.concept(term))
        }

    def concept(self, term: Term) -> str:
        """What ties a term to its other-language counterpart: kind and English name.

        Empty where a Chinese term has no English name yet.
        """
        english = term.name if self.language is Language.EN else term.extra.get("en", "")
        return f"{term.kind}:{english}" if english else ""

    def of_concept(self, concept: str) -> Term | None:
        """The term that stands for a concept of the other language's lexicon."""
        return self._by_concept.get(concept)

    def of_kind(self, *kinds: str) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.kind in kinds)

    def named(self, said: str, *kinds: str) -> Term | None:
        """The term that this wording stands for, of these kinds if given."""
        for term in self._by_said.get(self._key(said), ()):
            if not kinds or term.kind in kinds:
                return term
        return None

    def find(self, text: str, *kinds: str) -> tuple[Mention, ...]:
        """Non-overlapping mentions from left to right, the longest wording first.

        Where one wording belongs to terms of several kinds, `kinds` decides;
        without it the term that stands first in the lexicon wins.
        """
        found = []
        position = 0
        while position < len(text):
            mention = self.find_at(text, position, *kinds)
            if mention is None:
                position += 1
                continue
            drug = self.drug_across(text, mention)
            if drug is not None:
                position = drug
                continue
            found.append(mention)
            position = mention.end
        return tuple(found)

    def drug_across(self, text: str, mention: Mention) -> int | None:
        """Where a drug begins inside an everyday word and reaches beyond it, else None.

        开头 in 开头孢拉定, 开心 in 开心痛定: nobody starts a sentence with half a drug.
        """
        if mention.term.kind != "ordinary":
            return None
        for start in range(mention.start + 1, mention.end):
            drug = self.find_at(text, start, "drug", "drug_class")
            if drug is not None and drug.end > mention.end:
                return start
        return None

    def find_at(self, text: str, position: int, *kinds: str) -> Mention | None:
        """The longest wording of these kinds (of any, if none are given) that begins here."""
        if self.language is Language.EN and position and text[position - 1].isalnum():
            return None
        for length in self._by_first.get(text[position].casefold(), ()):
            end = position + length
            wording = text[position:end].casefold()
            if wording not in self._by_said or end > len(text):
                continue
            if self.language is Language.EN:
                # An English wording ends at a word boundary, with or without a plural s.
                if text[end : end + 1].casefold() == "s" and not text[end + 1 : end + 2].isalnum():
                    end += 1
                if text[end : end + 1].isalnum() and text[end].isascii():
                    continue
            term = self.named(wording, *kinds)
            if term is not None:
                return Mention(term, position, end, text[position:end])
        return None

    def _key(self, said: str) -> str:
        key = said.casefold()
        if self.language is Language.EN and key not in self._by_said and key.endswith("s"):
            singular = key[:-1]
            if singular in self._by_said:
                return singular
        return key

    def _index(self) -> dict[str, tuple[int, ...]]:
        """How long wordings with this first character are, longest first.

        A search cuts these lengths out of the text and looks them up, instead of
        comparing the text with every wording.
        """
        index: dict[str, set[int]] = {}
        for wording in self._by_said:
            index.setdefault(wording[0], set()).add(len(wording))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in index.items()}


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of one lexicon file.

    Raises:
        ResourceBroken: If the file is no TOML or a term has no name or kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResourceBroken(file=path.name) from error
    terms = []
    for number, entry in enumerate(data.get("term", ()), start=1):
        known = dict(entry)
        name = known.pop("name", "")
        kind = known.pop("kind", data.get("kind", ""))
        say = known.pop("say", ())
        if not (isinstance(name, str) and name and isinstance(kind, str) and kind):
            raise ResourceBroken("term", file=path.name, entry=number)
        if not (isinstance(say, list | tuple) and all(isinstance(s, str) and s for s in say)):
            raise ResourceBroken("term", file=path.name, entry=number)
        source = known.pop("source", data.get("source", "to be verified"))
        terms.append(Term(name, kind, tuple(say), source, known))
    return tuple(terms)


def folders(language: Language) -> tuple[Path, Path]:
    """Where the shipped words of a language lie, and the clinic's own."""
    return (
        paths.resources() / "lexicon" / language.value,
        paths.user_data() / "lexicon" / language.value,
    )


@cache
def load(language: Language) -> Lexicon:
    """The lexicon of a language, files in alphabetical order, the clinic's words over it.

    Raises:
        ResourceBroken: If a file does not hold up.
    """
    shipped, own = (
        [term for path in sorted(folder.glob("*.toml")) for term in read_terms(path)]
        for folder in folders(language)
    )
    return Lexicon(language, merged(shipped, own))


def reload() -> None:
    """Read the files anew: a clinic's words have changed."""
    load.cache_clear()
    for forget in _worked_out:
        forget()


def merged(shipped: Iterable[Term], own: Iterable[Term]) -> tuple[Term, ...]:
    """The clinic's words over the shipped ones: known terms gain wordings, new ones follow."""
    terms = {(term.kind, term.name): term for term in shipped}
    for term in own:
        known = terms.get((term.kind, term.name))
        terms[term.kind, term.name] = term if known is None else _over(term, known)
    return tuple(terms.values())


def _over(own: Term, shipped: Term) -> Term:
    say = tuple(dict.fromkeys((*shipped.say, *own.say)))
    return replace(shipped, say=say, extra={**shipped.extra, **own.extra})
