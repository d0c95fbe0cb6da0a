"""Drugs that do not agree with the patient and are no allergy: "Codeine makes me sick"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhenlu.domain.facts import INTOLERANCE, Fact, FactKind, FactStatus, Polarity
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said

#: What a drug does that is no sign of an allergy, and what a record calls it.
_EFFECTS = (
    (r"(?:be |feel |really |so |a bit |quite )*(?:nauseous|nauseated|queasy|sick(?: to (?:my|his"
     r"|her) stomach)?)", "nausea"),
    (r"(?:be sick|throw(?:ing)? up|vomit\w*|bring everything up)", "vomiting"),
    (r"(?:really |so |terribly |all )*constipated|constipation", "constipation"),
    (r"(?:the |bad |terrible |awful )*(?:runs|trots|squits|diarrh\w+)", "diarrhoea"),
    (r"(?:feel |really |so |a bit )*(?:dizzy|light-?headed|woozy)", "dizziness"),
    (r"(?:feel |really |so |a bit )*(?:drowsy|sleepy|groggy)", "drowsiness"),
    (r"(?:an? |bad |terrible |upset )*(?:stomach[- ]?ache|tummy ache|stomach pain|heartburn"
     r"|indigestion|(?:upset )?(?:stomach|tummy))", "stomach upset"),
    (r"(?:a |bad )*headaches?", "headache"),
    (r"(?:a |bad |terrible |leg |muscle )*cramps?", "cramps"),
    (r"(?:a |bad |horrible |weird |funny )*(?:nightmares|dreams)", "nightmares"),
    (r"(?:a |terrible |bad |awful )*(?:heartburn|reflux)", "heartburn"),
    (r"(?:like )?(?:a |an )?(?:complete |total )?zombie", "drowsiness"),
    (r"(?:see things|hallucinate)", "hallucinations"),
    (r"(?:an? |this |that |dry |terrible )*cough\w*", "cough"),
)  # fmt: skip
_WHOM = r"(?P<whom>me|him|her)"
#: What may stand between a drug and what it does: "last winter and it", ", I stopped that, it".
_ONWARDS = (
    r"^[\s,]*(?:(?:[^.;?!]{0,40}?[\s,](?:and|but|which|that|because)[\s,]+|[^.;?!]{0,30}?,\s*)?"
    r"(?:it|they|that|which) |[^.;?!]{0,24}? and )?(?:always |just |really |usually |only |"
    r"tablets? )*"
)
_DOES = re.compile(
    rf"{_ONWARDS}(?:makes?|made|gives?|gave|turns?|giving) {_WHOM} (?P<effect>[^.,;?!]+)",
    re.IGNORECASE,
)
_UPSETS = re.compile(
    rf"{_ONWARDS}(?:(?:upsets?|irritates?|hurts?) (?:my|his|her)"
    rf" (?:stomach|tummy)|(?:doesn't|does not|never|didn't) (?:really )?agrees? with {_WHOM})",
    re.IGNORECASE,
)
#: What a drug does, told by a verb of its own.
_DOINGS = (
    (r"(?:bind|bung)s? (?:me|him|her) up|(?:bound|bunged) (?:me|him|her) up", "constipation"),
    (r"(?:goes|went) (?:straight |right )?through (?:me|him|her)", "diarrhoea"),
    (r"I (?:was|kept) (?:throwing up|being sick|vomiting)", "vomiting"),
    (
        r"(?:all that happened was )?(?:that )?I (?:only |just )?(?:got|had) (?:a bit of |a little "
        r"|some |an? )*(?:indigestion|heartburn|tummy upset|upset (?:stomach|tummy)|wind)",
        "stomach upset",
    ),
    (
        r"(?:all that happened was )?(?:that )?I (?:only |just )(?:got|was) (?:a bit |really )?"
        r"constipated",
        "constipation",
    ),
    (r"I (?:see|saw) things|I hallucinated?(?: on it)?", "hallucinations"),
)
_CANNOT = re.compile(
    r"\b(?:can't|cannot|couldn't|never could|don't|doesn't) (?:really )?tolerate\s+(?:the )?$",
    re.IGNORECASE,
)
_ALLERGIC = re.compile(
    r"\b(?:allergic|anaphyla\w+|rash|hives|swell\w*|swoll?en|itch\w*|wheez\w*)\b", re.IGNORECASE
)


def set_apart(
    found: Sequence[Found], said: Sequence[Remark], relations: frozenset[str]
) -> list[Found]:
    """What was found, with intolerances as such: neither complaints nor drugs in use.

    An allergy that somebody else found in the same words becomes an intolerance where no
    allergic sign was told; a word of allergy leaves it one, unless the clinician says that it
    is only a side effect.
    """
    kept = list(found)
    for number, remark in enumerate(said):
        for told in _told(remark, said[max(0, number - 2) : number], relations):
            kept = [f for f in kept if not _stands_for(f.fact, told)]
            kept.append(Found(told))
    for remark in said:
        if not remark.asks and _NO_ALLERGY_AFTER_ALL.search(remark.text):
            kept = [_ruled_out(item, remark) for item in kept]
    words = {remark.segment.id: remark.segment.text for remark in said}
    shown = [f.fact for f in kept if f.fact.kind is FactKind.ALLERGY]
    return [f for f in kept if not any(_reaction_to(f.fact, a, words) for a in shown)]


_TODAY = re.compile(
    r"\b(?:now|today|still|since|yesterday|ago|this (?:morning|week)|last night)\b", re.IGNORECASE
)


def _reaction_to(fact: Fact, allergy: Fact, words: Mapping[int, str]) -> bool:
    """As in "I'm allergic to latex, it gives me hives": no complaint of today's."""
    reaction = allergy.attributes.get("reaction", "")
    reaction = "rash" if reaction in ("hives", "urticaria", "welts", "blotches") else reaction
    if fact.kind is not FactKind.SYMPTOM or fact.segment != allergy.segment:
        return False
    text = words.get(fact.segment, "")
    near = fact.start >= allergy.start and len(text) < 160
    return near and fact.name == reaction and not _TODAY.search(text)


#: As in "That's a side effect, not an allergy", "that isn't a true allergy".
_NO_ALLERGY_AFTER_ALL = re.compile(
    r"\b(?:that|it|this|those)(?:'s| is| was|'re| are)? (?:just |only |really |probably |more )*"
    r"(?:an? )?(?:side[- ]effects?|intolerance)\b"
    r"|\b(?:isn't|is not|wasn't|not|rather than)(?: really| actually| strictly)? an?"
    r"(?: (?:true|real|proper))? allergy\b|\bdoesn't (?:really )?count as an allergy\b"
    r"|\b(?:wouldn't|don't|not|n't) (?:really )?call (?:it|that|this) an allergy\b"
    r"|\bnot (?:really )?allergic(?: as such| exactly)\b",
    re.IGNORECASE,
)


def _ruled_out(item: Found, remark: Remark) -> Found:
    """An allergy told just before the clinician calls it a side effect, as an intolerance."""
    fact = item.fact
    near = 0 <= remark.segment.id - fact.segment <= 2
    if fact.kind is not FactKind.ALLERGY or not near or fact.polarity is not Polarity.PRESENT:
        return item
    if _ALLERGIC.search(fact.attributes.get("reaction", "")):
        return item
    named = {s.name for s in mentions.terms(remark.text, "drug", "drug_class")}
    if named and fact.name not in named:
        return item
    return replace(
        item, fact=replace(fact, attributes={**fact.attributes, "type": INTOLERANCE})
    )


def _told(remark: Remark, before: Sequence[Remark], relations: frozenset[str]) -> list[Fact]:
    """Intolerances that a remark tells, each from the clause of its own drug."""
    text = remark.text
    if (remark.asks and remark.by_clinician) or (remark.by_clinician and not remark.dictated):
        return []
    told = []
    drugs = mentions.terms(text, "drug", "drug_class")
    for number, drug in enumerate(drugs):
        end = drugs[number + 1].start if number + 1 < len(drugs) else len(text)
        clause = text[drug.end : end]
        if end < len(text):
            clause = _NEXT_CLAUSE.split(clause)[0]
        effect = _effect(text[: drug.start], clause, speaks_for=remark.proxy)
        own = text[drugs[number - 1].end if number else 0 : drug.start]
        if effect is None or _ALLERGIC.search(clause) or re.search(r"\ballergic\b", own):
            continue
        others = bool(owner(remark, drug.start, relations).relation)
        if others or scope.imagined(text, drug.start, drug.end):
            continue
        told.append(_intolerance(remark, drug, effect, drug.start, drug.end))
    return told or _told_of_it(remark, before)


#: Where the next drug's clause begins: "…, and I come out in hives with penicillin".
_NEXT_CLAUSE = re.compile(r"[;]\s|,?\s+(?:and|but)\s+(?=(?:I|I'm|my|with|the)\b)", re.IGNORECASE)


def _told_of_it(remark: Remark, before: Sequence[Remark]) -> list[Fact]:
    """As in "And the flucloxacillin?" "Finished it Monday. It upset her tummy a bit"."""
    near = [r for r in before if 0 <= remark.segment.id - r.segment.id <= 1]
    here = [r for r in near if r.segment.id == remark.segment.id]
    if any(mentions.terms(r.text, "drug") for r in here):
        near = here
    asked = remark.questions or (near[-1].questions if near else ())
    named = {s.name: s for r in (*asked, *near) for s in mentions.terms(r.text, "drug")}
    text = remark.text
    if len(named) != 1 or mentions.terms(text, "drug", "drug_class") or _ALLERGIC.search(text):
        return []
    it = re.search(r"(?:^|[\s,])(?=(?:it|they|that) )", text, re.IGNORECASE)
    effect = _effect("", text[it.end() :], speaks_for=remark.proxy) if it else None
    if not effect:
        return []
    return [_intolerance(remark, next(iter(named.values())), effect, 0, 0)]


def _intolerance(remark: Remark, drug: Said, effect: str, start: int, end: int) -> Fact:
    return remark.fact(
        FactKind.ALLERGY,
        drug.name,
        start,
        end,
        attributes={"type": INTOLERANCE, "reaction": effect},
        also=remark.also,
    )


def _effect(before: str, after: str, *, speaks_for: bool) -> str | None:
    """What the drug does, "" where it is only not tolerated; None where nothing says so.

    Args:
        before: What is said up to the drug.
        after: What is said of it after its name.
        speaks_for: A companion speaks: "her" is the patient and not somebody's sister.
    """
    for words, name in _DOINGS:
        if re.match(rf"(?:{_ONWARDS[1:]}|[\s,]*(?:but|and) )(?:{words})\b", after, re.IGNORECASE):
            return name
    does, upsets = _DOES.match(after), _UPSETS.match(after)
    found = does or upsets
    if found is not None and not speaks_for and found["whom"] not in (None, "me"):
        return None
    if does is not None:
        for words, name in _EFFECTS:
            if re.match(rf"(?:{words})\b", does["effect"], re.IGNORECASE):
                return name
        return None
    if upsets is not None:
        return "stomach upset" if "agree" not in upsets.group() else ""
    return "" if _CANNOT.search(before) else None


def _stands_for(fact: Fact, told: Fact) -> bool:
    """Whether a fact was read out of the same words as an intolerance."""
    if fact.segment != told.segment:
        return False
    same_drug = fact.name == told.name
    if fact.kind is FactKind.ALLERGY:
        return same_drug
    if fact.kind is FactKind.MEDICATION:
        undosed = not fact.value and "frequency" not in fact.attributes
        return same_drug and fact.status is FactStatus.TAKEN and undosed
    is_effect = fact.kind is FactKind.SYMPTOM and fact.start >= told.start
    return is_effect and fact.name in (told.attributes.get("reaction", ""), "vomiting", "nausea")
