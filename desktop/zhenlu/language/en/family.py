"""Illnesses of relatives told of what was just spoken of: "My dad has it, too"."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import asks_family, owner
from zhenlu.language.en.vocabulary import is_generic


def of_relative(remark: Remark, relations: frozenset[str]) -> list[Found]:
    """As in "Anyone in the family with asthma?" "My brother's got it"."""
    if remark.by_clinician:
        return []
    clauses = re.split(r"[.;]\s|,?\s+(?:and|but)\s+(?=(?:my|his|her|our|the)\b)", remark.text)
    # "No, but my mum had one" answers for the patient first.
    at = 1 if re.match(r"\W*(?:no|nope|I (?:haven't|don't|didn't))\b", clauses[0]) else 0
    clause = clauses[at] if at < len(clauses) else ""
    if not clause or mentions.terms(clause, "disease"):
        return []
    start = remark.text.index(clause)
    whose = owner(remark, start + len(clause.rstrip(" .!,")), relations)
    if whose.subject is not Subject.FAMILY:
        return []
    had_one = re.search(r"\b(?:has|had|have|got|get)s? (?:one|it|that|them)\b", clause)
    asked = [
        (q, s)
        for q in remark.questions
        if asks_family(q) or had_one
        for s in mentions.terms(q.text, "disease")
        if not is_generic(s.term)
    ]
    if len({s.name for _, s in asked}) != 1 or not re.search(
        r"\b(?:it|that|one|has|did|does|had|have|got|yes|yeah)\b"
        r"|^\W*(?:my|his|her|our) \w+(?: and (?:both |my |his |her |our )*\w+)*\W*$",
        clause,
        re.IGNORECASE,
    ):
        return []
    question, said = asked[0]
    return [_asked_of(remark, question, said.name, whose.relation)]


_IS_SO = re.compile(
    r"\W*(?:yes|yeah|(?:he|she|they) (?:was|were|did|had|has|does|is))\b", re.IGNORECASE
)


def of_relative_asked(remark: Remark, relations: frozenset[str]) -> list[Found]:
    """As in "Your mum was diabetic, wasn't she?" "She was"."""
    if remark.by_clinician or not _IS_SO.match(remark.text):
        return []
    if mentions.terms(remark.text, "disease"):
        return []
    asked = [(q, s) for q in remark.questions for s in mentions.terms(q.text, "disease")]
    if len(asked) != 1 or is_generic(asked[0][1].term):
        return []
    question, said = asked[0]
    whose = owner(question, said.start, relations)
    if whose.subject is not Subject.FAMILY:
        return []
    return [_asked_of(remark, question, said.name, whose.relation)]


def _asked_of(answer: Remark, question: Remark, illness: str, relation: str) -> Found:
    """A relative's illness that the question names and the answer grants."""
    fact = answer.fact(
        FactKind.HISTORY,
        illness,
        attributes={"relation": relation},
        subject=Subject.FAMILY,
        also=(question.segment.id,),
    )
    return Found(fact)


#: As in "You've not had a heart attack?" "No, that was my brother".
_THAT_WAS = re.compile(r"\b(?:that's|that was|that is|it was)\s+(?=my\b)", re.IGNORECASE)


def of_relative_instead(remark: Remark, relations: frozenset[str]) -> list[Found]:
    """An illness asked of the patient that the answer gives to a relative."""
    match = _THAT_WAS.search(remark.text)
    if match is None or remark.by_clinician or mentions.terms(remark.text, "disease"):
        return []
    asked = [(q, named) for q in remark.questions if (named := one_illness(q))]
    person = replace(remark, text=f"{remark.text[match.end() :].rstrip(' .')} has it")
    whose = owner(person, len(person.text) - 2, relations)
    if len(asked) != 1 or whose.subject is not Subject.FAMILY:
        return []
    return [_asked_of(remark, asked[0][0], asked[0][1], whose.relation)]


def one_illness(remark: Remark) -> str:
    """The illness that a sentence speaks of, "" for none or several."""
    named = {s.name for s in mentions.terms(remark.text, "disease") if not is_generic(s.term)}
    return next(iter(named)) if len(named) == 1 else ""


#: As in "My dad has it and my nan had it", said of what was just named.
_HAS_IT_TOO = re.compile(
    r"\b(?:has|had|have|got|gets|gets) (?:it|that|the same(?: thing)?|one)\b(?! checked| done"
    r"| out)",
    re.IGNORECASE,
)


def of_relative_too(
    remark: Remark, spoken_of: tuple[str, int], relations: frozenset[str]
) -> list[Found]:
    """As in "That confirms diabetes." "My dad has it and my nan had it"."""
    name, segment = spoken_of
    if (
        not name
        or remark.segment.id - segment > 1
        or remark.by_clinician
        or mentions.terms(remark.text, "disease")
    ):
        return []
    found = []
    for match in _HAS_IT_TOO.finditer(remark.text):
        whose = owner(remark, match.start(), relations)
        denied = scope.denied(remark.text, match.start(), match.end())
        if whose.subject is Subject.FAMILY and not denied:
            fact = remark.fact(
                FactKind.HISTORY,
                name,
                attributes={"relation": whose.relation},
                subject=Subject.FAMILY,
                also=(segment,),
            )
            found.append(Found(fact))
    return found
