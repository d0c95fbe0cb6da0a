"""Since when an illness is known, and how well it is controlled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities

_SINCE = re.compile(
    r"\b(?:since|in|back in|diagnosed in|from|about|around)\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
#: As in "a stent put in 2015".
_YEAR_NEXT = re.compile(r"\s*(?:in\s+)?\(?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_AS_CHILD = re.compile(
    r"\b(?:as a (?:child|kid|baby|teenager)|when (?:I|he|she) was (?:a (?:child|kid|baby)|little"
    r"|young|small|\d+|one|two))\b",
    re.IGNORECASE,
)
_CONTROL = (
    (
        re.compile(
            r"\b(?:well[- ]controlled|under control|stable|well managed|behaving|controlled)\b",
            re.IGNORECASE,
        ),
        "controlled",
    ),
    (
        re.compile(
            r"\b(?:poorly controlled|not (?:well )?controlled|uncontrolled|out of control)\b",
            re.IGNORECASE,
        ),
        "not controlled",
    ),
)
#: As in "When was that?", asked of what was just told.
_ASKS_YEAR = re.compile(r"\b(?:when was (?:that|it)|what year|when did you have)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def since(text: str, said: Said) -> dict[str, str]:
    """Since when the illness or operation is there, as far as its own words tell."""
    after = text[said.end : said.end + 60]
    year = (
        _SINCE.search(after) or _SINCE.search(text[: said.start]) or _YEAR_NEXT.match(after)
    )
    if year:
        return {"since": year.group("year")}
    if match := _AS_CHILD.search(text):
        young = re.search(r"child|kid", match.group())
        return {"since": "childhood"} if young else {}
    for quantity in quantities(text):
        if quantity.unit not in ("year", "month", "week") or abs(quantity.start - said.end) > 45:
            continue
        if re.match(r"[- ]*old", text[quantity.end :]):
            continue
        unit = quantity.unit if quantity.value == "1" else f"{quantity.unit}s"
        ago = " ago" if re.match(r"\s+(?:or so )?ago|\s+back", text[quantity.end :]) else ""
        if ago or re.search(
            r"\bfor\s+(?:about |over |around |the (?:last|past) |more than |nearly |almost )*$",
            text[: quantity.start],
        ):
            return {"since": f"{quantity.value} {unit}{ago}"}
    if match := re.search(
        r"(?<!for the )(?<!over the )(?<!in the )\blast (?:year|month|winter|summer|week)\b",
        text,
        re.IGNORECASE,
    ):
        return {"since": match.group().lower()}
    return {}


def controlled(text: str) -> dict[str, str]:
    """Whether it is said to be under control."""
    for pattern, word in reversed(_CONTROL):
        if pattern.search(text):
            return {"control": word}
    return {}


def dated(remark: Remark, found: Sequence[Found]) -> list[Found]:
    """The year of what was told last: "I got the cataracts done." "When was that?" "2021"."""
    year = _YEAR.search(remark.text)
    last = next((f.fact for f in reversed(found) if f.fact.kind is FactKind.HISTORY), None)
    if year is None or last is None or not any(_ASKS_YEAR.search(q.text) for q in remark.questions):
        return []
    if remark.segment.id - last.segment > 2 or last.polarity is not Polarity.PRESENT:
        return []
    fact = remark.fact(
        FactKind.HISTORY,
        last.name,
        year.start(),
        year.end(),
        attributes={**last.attributes, "since": year.group()},
        subject=last.subject,
        also=(last.segment,),
    )
    return [Found(fact)]
