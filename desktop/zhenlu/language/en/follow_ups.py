"""When the patient is to be seen again, how and on what condition."""

from __future__ import annotations

import re
from dataclasses import replace

from zhenlu.domain.facts import FactKind
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.quantities import quantities

_FOLLOW = re.compile(
    r"\b(?:see you|come back|review(?:ed)?|follow[- ]?up|recheck|check[- ]?up"
    r"|back (?:here )?(?:to see me )?in|(?:speak|talk)(?: again)? in|stitches out"
    r"|see (?:me|him|her|us)|see the (?:nurse|doctor|GP|pharmacist|midwife)|appointment|(?:ring"
    r"|call|phone) (?:you|me|us|him|her)|give it|book in"
    r"|give (?:us|me) a (?:ring|call)|phone you|another look|meet again|(?:let's|we'll) meet|"
    r"visit|return|check in"
    r"|let's repeat|bring (?:him|her) back|repeat (?:the|your)|touch base|recheck|catch up"
    r"|(?:I'll|we'll|I will) be back|F/U|come in\b|come (?:and )?see|pop (?:in|back)"
    r"|speak (?:again|on the phone))\b",
    re.IGNORECASE,
)


#: As in "Do I need to come back?" from the patient: the time in the answer is the next visit.
_ASKS_WHEN_BACK = re.compile(
    r"\b(?:(?:need|have|want me) to (?:come back|be seen|see you)|come back|see you again"
    r"|(?:coming|come) back|see me again|be seen again|next appointment"
    r"|another appointment|follow[- ]?up|when (?:do|should|will|shall) (?:I|we) (?:see|come"
    r"|be seen))\b",
    re.IGNORECASE,
)


#: As in "Two weeks.", "Yes, about a month", where the question asks when.
_BARE_REPLY = r"\W*(?:(?:yes|yeah|say|about|around|make it|probably)\W+)*"
#: As in "Review 1/52", "F/U 2 weeks", as notes are written.
_REVIEW = re.compile(r"(?:^|[.;,]\s*|plan:\s*)(?:review|F/?U|recheck)(?: \w+)?\s+$", re.IGNORECASE)
#: As in "twice a day for a week, then come back to the nurse".
_THEN_BACK = re.compile(
    r",?\s*(?:and )?then (?:come back|back|see (?:me|us|the|him|her))\b", re.IGNORECASE
)
_INTERVAL = {"hour", "day", "week", "month", "year"}


_NAMED_TIME = re.compile(
    r"(?<=\bsee you )(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:next (?:week|month|year)|tomorrow|(?:on |next |this )(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day|in the morning)\b",
    re.IGNORECASE,
)


_SEE_YOU_IN = re.compile(r"\bsee (?:you|him|her)(?: again)? in $", re.IGNORECASE)


def follow_ups(remark: Remark, precautions: bool) -> list[Found]:
    text = remark.text
    asked = any(_ASKS_WHEN_BACK.search(q.text) for q in remark.questions)
    if not (_FOLLOW.search(text) or asked) or (remark.dictated and remark.part not in ("plan", "")):
        return []
    found = []
    intervals = [q for q in quantities(text) if q.unit in _INTERVAL]
    intervals += [
        # "I'll ring you in one week and see you in two."
        replace(q, unit=intervals[-1].unit)
        for q in quantities(text)
        if not q.unit and intervals and _SEE_YOU_IN.search(text[: q.start])
    ]
    # "Repeat the bloods in two weeks and see you in a month": the visit counts.
    intervals.sort(
        key=lambda q: (
            0
            if re.search(
                r"\b(?:see (?:you|him|her|me)|come back|review|follow[- ]up|back)\b[^.]{0,24}$",
                text[: q.start],
            )
            else 1
        )
    )
    for quantity in intervals:
        before = text[: quantity.start]
        cue = list(_FOLLOW.finditer(text))
        near = min((abs(m.start() - quantity.start) for m in cue), default=0)
        if (
            not re.search(
                r"\b(?:in|after|within|for|every|give it)\s+(?:about |another |around |a |the next "
                r"|roughly |or )*$",
                before,
                re.IGNORECASE,
            )
            and not (asked and re.fullmatch(_BARE_REPLY, before, re.IGNORECASE))
            and not _REVIEW.search(before)
        ) or (near > 60 and not asked):
            continue
        after_that = _THEN_BACK.match(text[quantity.end :])
        if re.search(r"\bfor\s+(?:about |another )*$", before) and not after_that:
            continue
        if re.search(
            r"\b(?:lasts?|more than|goes on|going on|worse|over)\b[^.]{0,16}$", before
        ):
            continue
        if re.search(
            r"\b(?:took|last|had|scan|X-ray|milligrams?|tablets?|stool)\b[^.]{0,20}$", before
        ) and not re.search(r"\b(?:see|review|come|follow)\b", before):
            continue
        unit = f"{quantity.unit}s"
        attributes = {"condition": _condition(text), "mode": _mode(text), "purpose": _purpose(text)}
        found.append(
            Found(
                remark.fact(
                    FactKind.FOLLOW_UP,
                    "follow-up",
                    quantity.start,
                    quantity.end,
                    value=quantity.value,
                    unit=unit,
                    attributes=attributes,
                ),
                True,
            )
        )
        break
    if not found and (match := _named_time(text)) and not precautions:
        value, unit = {
            "next week": ("1", "weeks"),
            "next month": ("1", "months"),
            "tomorrow": ("1", "days"),
        }.get(match.group().lower(), ("", ""))
        day = re.search(r"\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b", text, re.IGNORECASE)
        date = match.group() if not value else (day.group() if day else "")
        found.append(
            Found(
                remark.fact(
                    FactKind.FOLLOW_UP,
                    "follow-up",
                    match.start(),
                    match.end(),
                    value=value,
                    unit=unit,
                    attributes={"date": date, "condition": _condition(text), "mode": _mode(text)},
                ),
                True,
            )
        )
    if (
        not found
        and not precautions
        and (condition := _condition(text))
        and re.search(
            r"\b(?:come back|see me|return|review|give (?:us|me) a)\b", text, re.IGNORECASE
        )
    ):
        found.append(
            Found(remark.fact(FactKind.FOLLOW_UP, "follow-up", attributes={"condition": condition}))
        )
    return found


def _named_time(text: str) -> re.Match[str] | None:
    """The day named; of "I'll ring you tomorrow and see you Friday" that of the visit."""
    days = list(_NAMED_TIME.finditer(text))
    visits = [m for m in days if re.search(r"\bsee (?:you|him|her) \W*$", text[: m.start()])]
    return next(iter(visits or days), None)


def _condition(text: str) -> str:
    if re.search(
        r"\bif\b[^.]{0,40}\b(?:not (?:any |getting (?:any )?)?better|no better|not improving"
        r"|not improved|doesn't (?:get better|improve|settle|clear|help)|isn't (?:any )?better"
        r"|not settl\w+|aren't (?:any )?better|don't (?:get better|improve|feel better)|still)\b"
        r"|\bif not\b",
        text,
        re.IGNORECASE,
    ):
        return "if not improving"
    return ""


def _mode(text: str) -> str:
    return (
        "by phone"
        if re.search(
            r"\b(?:ring|call you|phone|give (?:us|me) a (?:ring|call))\b", text, re.IGNORECASE
        )
        else ""
    )


def _purpose(text: str) -> str:
    match = re.search(
        r"\b(?:to|for a) (re-?check (?:the |your |his |her )?[a-z ]+?|check (?:the |your |his "
        r"|her )?[a-z ]+?|wound check|blood test|blood pressure check)(?=[.,;]|$)",
        text,
        re.IGNORECASE,
    )
    return re.sub(r"\b(?:your|his|her) ", "the ", match.group(1).lower()) if match else ""
