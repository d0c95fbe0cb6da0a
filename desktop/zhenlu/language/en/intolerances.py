"""Drugs that do not agree with the patient and are no allergy: "Codeine makes me sick"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import INTOLERANCE, Fact, FactKind
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner

#: What a drug does that is no sign of an allergy, and what a record calls it.
_EFFECTS = (
    (r"(?:be |feel |really |so |a bit |quite )*(?:nauseous|nauseated|queasy|sick(?: to (?:my|his"
     r"|her) stomach)?)", "nausea"),
    (r"(?:be sick|throw up|vomit|bring everything up)", "vomiting"),
    (r"(?:really |so |terribly |all )*constipated|constipation", "constipation"),
    (r"(?:the |bad )?(?:runs|diarrh\w+)", "diarrhoea"),
    (r"(?:feel |really |so |a bit )*(?:dizzy|light-?headed|woozy)", "dizziness"),
    (r"(?:feel |really |so |a bit )*(?:drowsy|sleepy|groggy)", "drowsiness"),
    (r"(?:a |bad |terrible )*(?:stomach[- ]?ache|tummy ache|stomach pain|heartburn)",
     "stomach upset"),
    (r"(?:a |bad )*headaches?", "headache"),
    (r"cough\w*", "cough"),
)  # fmt: skip
_WHOM = r"(?P<whom>me|him|her)"
_DOES = re.compile(
    rf"^[\s,]*(?:always |just |really |usually |only |tablets? |it )*"
    rf"(?:makes?|made|gives?|gave|turns?) {_WHOM} (?P<effect>[^.,;?!]+)",
    re.IGNORECASE,
)
_UPSETS = re.compile(
    rf"^[\s,]*(?:always |really |usually )*(?:(?:upsets?|irritates?|hurts?) (?:my|his|her)"
    rf" (?:stomach|tummy)|(?:doesn't|does not|never|didn't) (?:really )?agrees? with {_WHOM})",
    re.IGNORECASE,
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
    allergic sign was told; a word of allergy leaves it one.
    """
    kept = list(found)
    for remark in said:
        told = _told(remark, relations)
        if told is not None:
            kept = [f for f in kept if not _stands_for(f.fact, told)]
            kept.append(Found(told))
    return kept


def _told(remark: Remark, relations: frozenset[str]) -> Fact | None:
    text = remark.text
    if remark.asks or (remark.by_clinician and not remark.dictated) or _ALLERGIC.search(text):
        return None
    for drug in mentions.terms(text, "drug", "drug_class"):
        effect = _effect(text, drug.start, drug.end, speaks_for=remark.proxy)
        if effect is None or scope.imagined(text, drug.start, len(text)):
            continue
        if owner(remark, drug.start, relations).relation:
            continue
        return remark.fact(
            FactKind.ALLERGY,
            drug.name,
            drug.start,
            drug.end,
            attributes={"type": INTOLERANCE, "reaction": effect},
            also=remark.also,
        )
    return None


def _effect(text: str, start: int, end: int, *, speaks_for: bool) -> str | None:
    """What the drug does, "" where it is only not tolerated; None where nothing says so.

    Args:
        speaks_for: A companion speaks: "her" is the patient and not somebody's sister.
    """
    does, upsets = _DOES.match(text[end:]), _UPSETS.match(text[end:])
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
    return "" if _CANNOT.search(text[:start]) else None


def _stands_for(fact: Fact, told: Fact) -> bool:
    """Whether a fact was read out of the same words as an intolerance."""
    if fact.segment != told.segment:
        return False
    same_drug = fact.name == told.name
    if fact.kind in (FactKind.ALLERGY, FactKind.MEDICATION):
        return same_drug
    is_effect = fact.kind is FactKind.SYMPTOM and fact.start >= told.start
    return is_effect and fact.name in (told.attributes.get("reaction", ""), "vomiting", "nausea")
