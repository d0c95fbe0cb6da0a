"""The English lexicon by kind, with the complaints that are built from a part of the body."""

from __future__ import annotations

from zhenlu.domain.transcript import Language
from zhenlu.language.lexicon import Lexicon, Term, load, worked_out

_PAIN_WORDS = ("pain", "ache", "discomfort", "soreness", "tenderness", "trouble", "twinge")
_SWELLING_WORDS = ("swelling",)


@worked_out()
def lexicon_of(*kinds: str) -> Lexicon:
    """The terms of these kinds alone, so that no other kind hides one of them."""
    terms = load(Language.EN).of_kind(*kinds)
    if "symptom" in kinds:
        terms = (*terms, *_bodily())
    return Lexicon(Language.EN, terms)


@worked_out()
def _bodily() -> tuple[Term, ...]:
    """As in "knee pain", "ear ache", "calf swelling": one complaint for every part of the body."""
    terms = []
    for site in load(Language.EN).of_kind("site"):
        words = (site.name, *site.say)
        extra = {"site": site.name, "group": site.extra.get("group", "")}
        extra["side"] = site.extra.get("side", "")
        for name, nouns in (
            (pain_name(site), _PAIN_WORDS),
            (swelling_name(site), _SWELLING_WORDS),
        ):
            said = tuple(f"{word} {noun}" for word in words for noun in nouns)
            said += tuple(f"{word}ache" for word in words if name == pain_name(site))
            terms.append(Term(name, "symptom", said, site.source, extra))
    return tuple(terms)


def pain_name(site: Term) -> str:
    return str(site.extra.get("pain", f"{site.name} pain"))


def swelling_name(site: Term) -> str:
    return str(site.extra.get("swelling", f"{site.name} swelling"))


@worked_out()
def symptom_group(name: str) -> str:
    """The body system that a complaint belongs to, "" where the lexicon has none."""
    term = lexicon_of("symptom").named(name)
    return str(term.extra.get("group", "")) if term else ""


def is_generic(term: Term) -> bool:
    """Whether a word says nothing without a place: "pain", "swelling", "problems"."""
    return bool(term.extra.get("generic", False))
