"""Sides put right after they were told: "left" — "That's his right" — "Oh yes. His right."

The side told last stands, by whomever it is put right. Where it stays open which one is
meant, the side is taken away: a wrong side is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.language.en import sides
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found

_OTHER = {"left": "right", "right": "left"}
#: As in "I must have mixed them up", "Sorry, left, left. I get muddled".
_SWAPPED = re.compile(
    r"\b(?:mix\w* (?:them|it|my left and right) up|(?:get|got) (?:them |it |my left and right )?"
    r"(?:muddled|mixed|confused|the wrong way round)|muddle (?:them|it)|said (?:it|that) wrong"
    r"|wrong (?:one|side|way)|my mistake|I (?:meant|mean)|sorry|so I am|so it is)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:mixed up|mix them up|muddle(?:d| them)?|which is which|can't tell|not sure which"
    r"|don't know which|couldn't tell you which|one or the other)\b",
    re.IGNORECASE,
)
_OR_THE_OTHER = re.compile(
    r"^\W*(?:well,? )?or (?:was|is) it (?:the |my |his |her )?(?P<s>left|right)\b", re.IGNORECASE
)
#: As in "The right.", "Oh, left then", "It's the right": hardly more than the side.
_ONLY_SIDE = re.compile(
    r"^\W*(?:(?:oh|no|nope|yes|yeah|ah|sorry|well|so|actually|it's|it is|that's|is it|I mean"
    r"|I meant|of course|you're right|right|the|his|her|my|on|is)\W+)*"
    r"(?P<s>left|right)(?: (?:one|side|then|leg|arm|eye|ear|knee|hip|hand|foot|wrist|shoulder)"
    r"|(?:\W+(?:sorry|no|I mean))*\W+(?P=s))*\W*$",
    re.IGNORECASE,
)
#: A clinician's words that say which one it is: "You're holding your right one", "his right".
_SHOWN = re.compile(
    r"\b(?:you're|that's|it's|so|showing me|which is)\W+"
    r"(?:(?:\w+ing(?: (?:at|to|up))?|on|actually|that's|is|it's|your|his|her"
    r"|the)\W+)*(?P<s>left|right)\b(?! as (?:you|I)\b)(?! facing\b)",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"\b(?:left|right)(?: (?:one|side|ear|eye|drum))?(?:'s| is| looks)\s+(?:fine|clean|clear|normal"
    r"|okay|ok|good|all right)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Correction:
    """A side that stands from a segment on, "" where none does; `wrong` the one it replaces."""

    segment: int
    side: str
    wrong: str = ""


def put_right(found: Sequence[Found], remarks: Sequence[Remark]) -> list[Found]:
    """What was complained of, found and concluded, with the side that was left standing."""
    corrections = [c for at, _ in enumerate(remarks) for c in _corrected(remarks, at)]
    texts = {r.segment.id: r.segment.text for r in remarks}
    return [
        replace(item, fact=_said_anew(_with_last(item.fact, corrections), texts)) for item in found
    ]


#: As in "A right renal stone. Sorry, the film's flipped. A left renal stone."
_TAKEN_BACK = re.compile(
    r"\b(?:sorry|wrong|flipped|correction|no|I mean|hang on|hold on|wait|should|beg your pardon"
    r"|back to front|the other way)\b",
    re.IGNORECASE,
)


def _said_anew(fact: Fact, texts: Mapping[int, str]) -> Fact:
    """A finding or diagnosis with the side of its second naming, where the first was taken back."""
    side = fact.attributes.get("side", "")
    text = texts.get(fact.segment, "")
    words = text[fact.start : fact.end].split()
    if fact.kind not in (FactKind.EXAM, FactKind.DIAGNOSIS) or side not in _OTHER or not words:
        return fact
    rest = text[fact.end :]
    anew = re.search(
        rf"\b{_OTHER[side]}\b[\w ]{{0,30}}?\b{re.escape(words[-1])}", rest, re.IGNORECASE
    )
    if anew is None or not _TAKEN_BACK.search(rest[: anew.start()]):
        return fact
    return replace(fact, attributes={**fact.attributes, "side": _OTHER[side]})


def _corrected(remarks: Sequence[Remark], at: int) -> list[_Correction]:
    remark = remarks[at]
    if remark.by_clinician:
        return []
    said = remark.segment.id
    if either := _OR_THE_OTHER.search(remark.text):
        return [_Correction(said, "", _OTHER[either["s"].lower()])]
    shown = _shown(remarks, at)
    turn = remark.segment.text
    if side := _side_meant(remark, turn, shown):
        return [_Correction(said, side, _OTHER[side])]
    if shown and _UNSURE.search(remark.text) and not sides.named(turn):
        return [_Correction(said, "", _OTHER[shown])]
    return []


def _side_meant(remark: Remark, turn: str, shown: str) -> str:
    """The side that the speaker agrees to, or puts in place of the one told before."""
    only = _ONLY_SIDE.match(remark.text)
    if only is None:
        told = sides.told(remark.text)
        return told if told in _OTHER and _SWAPPED.search(remark.text) else ""
    side = only["s"].lower()
    agrees = shown == side
    # "Right, sorry" opens a turn rather than naming a side.
    opens = re.match(r"\W*right\b\W*\w", remark.text, re.IGNORECASE)
    return side if agrees or (_SWAPPED.search(turn) and not opens) else ""


def _shown(remarks: Sequence[Remark], at: int) -> str:
    """The one side that the clinician, who looks, named in the turn before."""
    asked = [r for r in remarks[:at] if r.by_clinician]
    if not asked:
        return ""
    turn = [r for r in asked if r.segment is asked[-1].segment]
    text = " ".join(_WELL.sub("", r.text) for r in turn)
    named = [m["s"].lower() for m in _SHOWN.finditer(text)]
    return named[-1] if named else ""


def _with_last(fact: Fact, corrections: Sequence[_Correction]) -> Fact:
    if fact.kind is not FactKind.SYMPTOM or fact.polarity is Polarity.ABSENT:
        return fact
    for correction in corrections:
        side = fact.attributes.get("side", "")
        later = 0 <= correction.segment - fact.segment <= 4
        if not later or side not in _OTHER or side != correction.wrong:
            continue
        kept = {k: v for k, v in fact.attributes.items() if k != "side"}
        if correction.side:
            kept = {"side": correction.side} | kept
        also = tuple(sorted({*fact.also, correction.segment} - {fact.segment}))
        fact = replace(fact, attributes=kept, also=also)
    return fact
