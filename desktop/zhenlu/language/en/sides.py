"""Left or right as words say it: "the right one" is a side, "right in the middle" is none."""

from __future__ import annotations

import re

#: "Right" and "left" where they are sides of the body, not "right here" or "has left".
WORD = (
    r"(?:right(?!\s+(?:at|in|here|there|now|away|up|over|behind|through|across|round|around|down"
    r"|then|so|okay|after|before|next|above|below|under)\b)"
    r"|(?<!\bhas )(?<!\bhad )(?<!\bhave )(?<!\bI )(?<!\bhe )(?<!\bshe )(?<!\bthey )left(?!\s+"
    r"(?:it|him|me|work|over|out|home|school|alone)\b)|both|bilateral(?:ly)?)"
)
_SIDE = re.compile(rf"\b(?P<side>{WORD})\b(?! times\b)", re.IGNORECASE)
#: A "right" that opens a turn or agrees: "Right, let me look", "All right", "That's right".
_NO_SIDE = re.compile(
    r"(?:^\W*|[.?!]\s+|\b(?:all|that's|that is|yeah|okay|ok|well|so),?\s+)right(?=\s*[,.!?]|\s*$)",
    re.IGNORECASE,
)
#: What a speaker holds to in the end: "it's definitely the left now", "I mean the left".
_INSISTS = re.compile(
    rf"\b(?:definitely|it's|it is|I mean|I meant|mainly|mostly|just|only|actually|sorry,?|no,?)\s+"
    rf"(?:definitely |mainly |mostly |just |only |actually |on |in |all )*(?:the |my |his |her )?"
    rf"(?P<side>{WORD})\b",
    re.IGNORECASE,
)
#: A clause about another time: the side in it is not the side of today.
_THEN = re.compile(
    r"\b(?:last (?:week|month|year|time|summer|winter)|before that|at first|years? ago|when I was"
    r"|used to|at school|previously|in the past|was fine|that's fine|is fine|that one's fine)\b",
    re.IGNORECASE,
)
#: Another side is what it is measured by: "bigger than the right".
_THAN = re.compile(r"\bthan (?:on )?(?:the |my |his |her )?(?:left|right)\b", re.IGNORECASE)


def named(text: str) -> tuple[str, ...]:
    """Each side a text names, once, in order: "left", "right", "bilateral"."""
    plain = _NO_SIDE.sub(lambda m: "~" * len(m.group()), _THAN.sub("", text))
    found: list[str] = []
    for match in _SIDE.finditer(plain):
        word = standard(match.group("side"))
        if word not in found:
            found.append(word)
    return tuple(found)


def told(text: str) -> str:
    """The one side that a text leaves standing; "" where two compete or none is named.

    What is insisted on wins over all, what belongs to another time counts for nothing.
    """
    if insisted := [standard(m.group("side")) for m in _INSISTS.finditer(text)]:
        return insisted[-1] if len(set(insisted)) == 1 else ""
    clauses = re.split(r"[.;!?]\s+|,\s*(?=but\b|well\b|though\b)|\bbut\b", text)
    left = named(". ".join(c for c in clauses if not _THEN.search(c)))
    return left[0] if len(left) == 1 else ""


def together(clause: str) -> str:
    """The side of what a clause finds: both, where it joins them, none where it parts them."""
    sides = named(clause)
    if "bilateral" in sides or re.search(
        r"\b(?:left|right) (?:and|or|&) (?:the )?(?:left|right)\b", clause, re.IGNORECASE
    ):
        return "bilateral"
    return sides[0] if len(sides) == 1 else ""


def standard(word: str) -> str:
    """As in "Both", "bilaterally" → "bilateral"."""
    word = word.lower()
    return "bilateral" if word.startswith("b") else word
