"""Since when and how long: the durations that a sentence gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhenlu.language.en.quantities import quantities

_TIME_UNITS = {"minute", "hour", "day", "week", "month", "year"}
_WHEN = (
    r"(?:(?:early |late )?(?:yesterday|last night|this morning|this afternoon|today|the weekend"
    r"|childhood|birth|(?:last |this |on )?(?:monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday)"
    r"|last (?:week|weekend|month|year|summer|winter|spring|autumn|fall|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)|christmas|new year|easter"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december)"
    r"|(?:19|20)\d\d|lunch(?:time)?|breakfast|dinner)(?: (?:morning|evening|night|afternoon"
    r"|lunchtime))?)"
)
_SINCE = re.compile(
    rf"\bsince (?:about |around |maybe |the |early )*(?P<when>{_WHEN})", re.IGNORECASE
)
_BEGAN = re.compile(
    rf"\b(?:started|began|came on|came up|begun|starting|noticed it|first noticed|hurt|happened"
    rf"|woke up with)\b[^,.?!]{{0,40}}?\b(?P<when>{_WHEN})",
    re.IGNORECASE,
)
_VAGUE = (
    r"(?:(?:the )?(?:last |past )?(?:a |the )?(?:couple(?: of)?|few"
    r"|several)(?: of)?) (?:more )?(?:hours|days|weeks|months|years|nights)"
)
_VAGUE_FOR = re.compile(
    rf"\b(?:(?:for|over|during|in|since|been|it's been|about|past|last|oh,?|maybe"
    rf"|like)\s+)?(?P<text>{_VAGUE})(?P<ago> ago)?",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:(?<!the )(?<!these )(?<!past )(?<!this )lasts?|nothing for"
    r"|lasting|lasted|takes?|every|within"
    r"|after|another|next|in|at least another"
    r"|repeat|over|until|before|each (?:one|time)|first|goes off after|eases off|wears off"
    r"|off after"
    r"|mostly|age of|by|sleep|sleeping|slept|slept for)\s+(?:\w+\s+){0,2}$|\b(?:off work|away"
    r"|abroad"
    r"|married|retired|pregnant|gave up|quit|stopped|worked|working)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\b(?:for|past|last|that's|part of|good|over|about|around|been|almost|nearly|it's|like|"
    r"maybe|since|say|is"
    r"|was|all right|of|approximately|roughly|probably|two|so|oh|good|now|yeah|just|only"
    r"|started|began"
    r"|hurting|going on|least|than|then|them|this|had it|well|these|those|be)[,]?\s*|^\W*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of a complaint.

    Attributes:
        key: Name of the attribute; "duration" fills value and unit of the fact.
        start: Where it stands in the sentence.
    """

    key: str
    text: str
    start: int
    value: str = ""
    unit: str = ""


def plural(value: str, unit: str) -> str:
    """Unit of a duration as it is written: "1 day", "3 days"."""
    return unit if value == "1" or unit in ("", "%") else f"{unit}s"


def durations(sentence: str, *, asked: bool = False) -> Iterator[Detail]:
    """How long a complaint has been there, as far as the sentence says it.

    Args:
        asked: Whether it answers "how long": then a bare "five days" counts.
    """
    for quantity in quantities(sentence):
        if quantity.unit not in _TIME_UNITS:
            continue
        before, after = sentence[: quantity.start], sentence[quantity.end : quantity.end + 22]
        if re.match(
            r"[\s-]*old\b|\s*(?:apart|later|at a time|off|each|before\b|course|after|in between"
            r"|on,|of (?:treatment|work))",
            after,
        ):
            continue
        if _LASTS.search(before[-34:]) and not re.match(r"\s+(?:ago|now)", after):
            continue
        # "Pain in the side, left, four days": a list of what there is.
        listed = before.rstrip().endswith(",") and re.match(r"\s*(?:[.]|$)", after)
        leads = listed or _LEADS.search(before) or re.match(
            r"\s*(?:ago|now|or so|of\b|history|back\b|already)|[- ](?:of|history)", after
        )
        if asked or leads or "/" in sentence[quantity.start : quantity.end]:
            if quantity.unit == "minute" and not re.match(r"\s*ago", after):
                yield Detail(
                    "episode",
                    f"{quantity.value} {plural(quantity.value, 'minute')}",
                    quantity.start,
                )
                continue
            text = "ago" if re.match(r"\s+(?:or so )?ago|\s+back\b", after) else ""
            yield Detail("duration", text, quantity.start, quantity.value, f"{quantity.unit}s")
    for match in _VAGUE_FOR.finditer(sentence):
        if not _LASTS.search(sentence[: match.start()][-34:]) and not re.search(
            r"\b(?:every|next|in|within)\s*$", sentence[: match.start("text")]
        ):
            text = re.sub(r"^(?:the )?(?:last |past )", "", match.group("text").lower())
            text = re.sub(
                r"^(few|couple|several)",
                lambda m: ("a " if m.group(1) != "several" else "") + m.group(1),
                text,
            )
            yield Detail(
                "duration_text", re.sub(r"\bcouple (?!of)", "couple of ", text), match.start("text")
            )
    for pattern in (_SINCE, _BEGAN):
        for match in pattern.finditer(sentence):
            when = match.group("when").lower().removeprefix("on ")
            yield Detail("onset", _capital_days(when), match.start())


def _capital_days(when: str) -> str:
    return re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|march|april|may"
        r"|june|july|august|september|october|november|december|christmas|easter)\b",
        lambda m: m.group().capitalize(),
        when,
    )
