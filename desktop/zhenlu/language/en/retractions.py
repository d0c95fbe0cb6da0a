"""What a speaker takes back in a later breath, without naming it again.

"I don't have chest pain. Hang on, no, I do." turns the complaint round; "Asthma, yes. Wait,
that's my brother" gives the illness to whom it belongs; "So you have a rash." "No, I don't"
denies what the clinician took for granted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import Owner, owner
from zhenlu.language.en.labels import allergens

_LEAD = (
    r"^\W*(?:(?:oh|no|wait|hang on|hold on|hang about|actually|sorry|well|hmm|but|yes|no wait"
    r"|let me think|I tell a lie|come to think of it|now I think of it)\W+)+"
)
_AFTER_ALL = re.compile(
    _LEAD
    + r"(?:yes\W+)?(?:I|he|she|we) (?:do|have|did|does|has)\b(?!n't| not| n't)"
    r"(?:[ ,]+(?:have it|get it|get that|actually|sorry|too|sometimes|a bit|after all|had it"
    r"|have that))*\W*$",
    re.IGNORECASE,
)
_NOT_AFTER_ALL = re.compile(
    _LEAD + r"(?:I|he|she|we|that's|it's) (?:don't|haven't|didn't|doesn't|hasn't|wrong|not right"
    r"|not true)\b[^.;?!]{0,24}$",
    re.IGNORECASE,
)
_SOMEBODY_ELSES = re.compile(
    r"\b(?:that's|that was|it's|it was|that is)\s+(?=(?:my|his|her|our)\b)", re.IGNORECASE
)
_DENIES_BARELY = re.compile(
    r"^\W*(?:(?:no|nope|actually|oh|well|sorry|wait)\W+)+(?:I|he|she|we) (?:don't|haven't"
    r"|doesn't|hasn't|didn't)"
    r"(?: (?:have|get|got) (?:that|it|any|one))?\W*$",
    re.IGNORECASE,
)
_KINDS = frozenset({FactKind.SYMPTOM, FactKind.HISTORY})


def retractions(
    remarks: Sequence[Remark], found: Sequence[Found], relations: frozenset[str]
) -> list[Found]:
    """What is turned round by a remark that names nothing itself."""
    made: list[Found] = []
    for number, remark in enumerate(remarks):
        if remark.by_clinician or remark.asks or mentions.clinical(remark.text):
            continue
        if (taken := _last_told(remark, found)) is not None:
            made += _turned(remark, taken, relations)
        elif _DENIES_BARELY.match(remark.text):
            made += _not_granted(remark, remarks[:number])
    return made


def _last_told(remark: Remark, found: Sequence[Found]) -> Fact | None:
    """What the speaker named right before in the same turn."""
    here = [
        item.fact
        for item in found
        if item.fact.kind in _KINDS
        and item.fact.segment == remark.segment.id
        and item.fact.end <= remark.reading.span(remark.offset, remark.offset + 1)[1]
    ]
    return max(here, key=lambda fact: fact.start) if here else None


def _turned(remark: Remark, told: Fact, relations: frozenset[str]) -> list[Found]:
    if told.polarity is Polarity.ABSENT:
        if _AFTER_ALL.match(remark.text):
            return [Found(replace(told, polarity=Polarity.PRESENT), True)]
        return []
    if cue := _SOMEBODY_ELSES.search(remark.text):
        whose = _named_after(remark, cue.end(), relations)
        if whose.subject is not Subject.PATIENT:
            given = {**told.attributes, "relation": whose.relation}
            theirs = replace(told, subject=whose.subject, attributes=given)
            return [
                Found(replace(told, polarity=Polarity.ABSENT, attributes={}), True),
                Found(theirs),
            ]
    if _NOT_AFTER_ALL.match(remark.text):
        denied = replace(told, polarity=Polarity.ABSENT, value="", unit="", attributes={})
        return [Found(denied, True)]
    return []


def _named_after(remark: Remark, start: int, relations: frozenset[str]) -> Owner:
    """The person that the words from `start` name."""
    words = re.match(r"(?:\w+ ){1,3}?\w+(?=[\s.,;!']|$)", remark.text[start:])
    end = start + (words.end() if words else 0)
    person = replace(remark, text=f"{remark.text[start:end]} has it")
    return owner(person, len(person.text) - 2, relations)


def _not_granted(remark: Remark, before: Sequence[Remark]) -> list[Found]:
    """The complaint that the clinician stated of the patient right before."""
    stated = next((r for r in reversed(before) if r.by_clinician), None)
    if stated is None or stated.asks or remark.segment.id - stated.segment.id != 1:
        return []
    if re.search(r"\ballergic to\b", stated.text, re.IGNORECASE):
        allergic = {said.name for said in allergens(stated.text)}
        return [
            Found(
                remark.fact(
                    FactKind.ALLERGY, name, polarity=Polarity.ABSENT, also=(stated.segment.id,)
                ),
                True,
            )
            for name in sorted(allergic)
            if len(allergic) == 1
        ]
    named = mentions.symptoms(stated.text)
    if len(named) != 1:
        return []
    fact = remark.fact(
        FactKind.SYMPTOM, named[0].name, polarity=Polarity.ABSENT, also=(stated.segment.id,)
    )
    return [Found(fact, True)]
