"""Where the patient goes from here: referral and its question, observation, admission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found

#: "referring you to the chest clinic", "send her up to the hospital".
_REFERRED = re.compile(
    r"\b(?:refer(?:ring|red)?|send(?:ing)?)\s+(?:you|him|her|them|the patient)\s+"
    r"(?:up |over |off )?(?:straight )?to\s+(?:the |a |an |our )?(?P<to>[^.,;?!]{3,50}?)"
    r"(?=\s+(?:to|for|so|and|because|about|with a view|urgently|today|straight)\b|[.,;?!]|$)",
    re.IGNORECASE,
)
#: What the colleague is asked: "to check for asthma", "for an endoscopy".
_ASKED = re.compile(
    r"\b(?P<reason>to (?:check|rule out|exclude|look|see|assess|investigate|find out|have|get"
    r"|confirm|consider)\b[^.;?!]{2,80}|for (?:an? |further |urgent )[^.;?!]{3,60}"
    r"|whether [^.;?!]{3,80})",
    re.IGNORECASE,
)
_URGENT = re.compile(r"\b(?<!not )(?<!n't )urgent(?:ly)?\b|\bstraight away\b|\btoday\b", re.I)
_ROUTINE = re.compile(r"\b(?:not|isn't|n't) urgent\b|\broutine\b|\bno rush\b", re.IGNORECASE)
_OBSERVED = re.compile(
    r"\b(?:keep|observe|watch)\b[^.;?!]{0,30}\b(?:observation|under observation|here)\b"
    r"(?:[^.;?!]{0,12}?\bfor (?P<n>\d+|an?|two|three|four|six|eight|twelve) (?P<u>hours?|days?))?",
    re.IGNORECASE,
)
_ADMITTED = re.compile(r"\badmit(?:ting|ted)?\s+(?:you|him|her|to)\b", re.IGNORECASE)
_HOME = re.compile(r"\b(?:you|he|she) can go home\b|\bdischarg(?:e|ing) (?:you|him|her)\b", re.I)
_SICK_NOTE = re.compile(
    r"\b(?:sick|fit|medical|off[- ]work)\s+(?:note|certificate)\b"
    r"(?:[^.;?!]{0,20}?\bfor (?P<n>\d+) (?P<u>days?|weeks?))?",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:may|might|could|no need|don't need|won't|not going to|if|last time|were you)\b",
    re.IGNORECASE,
)
_COUNTS = {"a": "1", "an": "1", "two": "2", "three": "3", "four": "4"}
_COUNTS |= {"six": "6", "eight": "8", "twelve": "12"}


def dispositions(remark: Remark, advised: Sequence[Found]) -> list[Found]:
    """The advice of a remark, referrals among it completed, with where the patient goes.

    Args:
        advised: Instructions already found in the remark.
    """
    text = remark.text
    if _NOT_SO.search(text):
        return list(advised)
    found = _referrals(remark, advised)
    for name, pattern in (
        ("observation", _OBSERVED),
        ("hospital admission", _ADMITTED),
        ("discharge home", _HOME),
        ("sick note", _SICK_NOTE),
    ):
        match = pattern.search(text)
        if match is None or any(f.fact.name == name for f in found):
            continue
        fact = remark.fact(FactKind.INSTRUCTION, name, match.start(), match.end())
        groups = match.groupdict()
        if groups.get("n"):
            unit = groups["u"].casefold()
            fact = replace(
                fact,
                value=_COUNTS.get(groups["n"].casefold(), groups["n"]),
                unit=unit if unit.endswith("s") else f"{unit}s",
            )
        found.append(Found(fact))
    return found


def _referrals(remark: Remark, advised: Sequence[Found]) -> list[Found]:
    text = remark.text
    match = _REFERRED.search(text)
    named = [f for f in advised if f.fact.name.endswith("referral")]
    if match is None and not named:
        return list(advised)
    asked = _ASKED.search(text, match.end("to")) if match else _ASKED.search(text)
    details = {
        "to": match["to"].strip() if match else "",
        "reason": asked["reason"].strip() if asked else "",
        "urgency": "routine" if _ROUTINE.search(text) else "urgent" if _URGENT.search(text) else "",
    }
    known = {key: value for key, value in details.items() if value}
    if named:
        return [
            Found(replace(f.fact, attributes={**f.fact.attributes, **known}), f.corrects)
            if f in named
            else f
            for f in advised
        ]
    start, end = match.span() if match else (0, len(text))
    fact = remark.fact(FactKind.INSTRUCTION, "referral", start, end, attributes=known)
    return [*advised, Found(fact)]
