"""What an examined part or sign is like, in the words of a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import Polarity
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import Mention

_RESULT = re.compile(
    r"\b(?P<word>negative|positive)(?: on (?:the )?(?:left|right)| bilaterally| on both sides)?"
    r"(?: at \d+ degrees)?(?: on (?:the )?(?:left|right))?",
    re.IGNORECASE,
)
#: A "no" before a state denies it across an adverb alone: "no swelling, full range" is full.
_NOT_SO = re.compile(
    r"\b(?:no|not|isn't|aren't|wasn't|weren't|without|non)[ -](?:(?:particularly|very|really"
    r"|obviously|especially|overly|too|so|that|all|at all|visibly|grossly|acutely|any|longer"
    r"|significantly|being|a|looking|an|the|obvious|much|even|quite) )*$",
    re.IGNORECASE,
)


def in_words(clause: str, states: Sequence[Mention]) -> str:
    words: list[str] = []
    for state in states:
        word = state.term.name
        before = clause[: state.start]
        if _NOT_SO.search(before):
            word = {
                "tender": "non-tender",
                "swollen": "not swollen",
                "enlarged": "not enlarged",
                "red": "not red",
                "pus": "no exudate",
                "warm": "not warm",
                "distended": "not distended",
            }.get(word, f"not {word}")
            if state.said.lower() in ("pus", "exudate", "exudates", "white patches", "white spots"):
                word = "no exudate"
        elif word in ("red", "swollen", "tender", "enlarged", "dry", "reduced") and re.search(
            r"\b(?:slightly|a (?:little|bit)|mild(?:ly)?)\b",
            before[-14:] + " " + state.said,
            re.IGNORECASE,
        ):
            word = f"slightly {word}" if word != "tender" else "mildly tender"
        elif word == "pus":
            word = "exudate"
        if word not in words:
            words.append(word)
    if "with exudate" in clause and "enlarged" in words:
        return "enlarged with exudate"
    where = re.search(
        r"\btender\w*\s+(?:over|along|in|at|on)\s+(?:the |your )?([a-z ]+?)(?=[.,;]|$)",
        clause,
        re.IGNORECASE,
    )
    if where and any("tender" in w for w in words):
        words = [
            f"{w} over the {where.group(1).strip()}" if "tender" in w and "non" not in w else w
            for w in words
        ]
    place = re.search(
        r"\breduced\b.*\bon (?:the )?((?:left|right)\s[a-z ]+?)(?=[.,;]|$)", clause, re.IGNORECASE
    )
    if place and any("reduced" in w for w in words):
        words = [f"{w} on the {place.group(1)}" if "reduced" in w else w for w in words]
    return _joined(words)


def outcome(clause: str, test: Mention) -> tuple[str, Polarity]:
    """Result of a named test out of its own words: "Lachman positive, McMurray negative".

    Returns:
        The result as said, each side's own where two are told, and whether the sign is there.
    """
    others = [m for m in lexicon_of("sign").find(clause) if m.start != test.start]
    end = min((m.start for m in others if m.start > test.start), default=len(clause))
    begin = max((m.end for m in others if m.start < test.start), default=0)
    told = list(_RESULT.finditer(clause, test.end, end))
    if not told:
        # "Positive Lachman": only a word right before the name belongs to it.
        told = [
            m
            for m in _RESULT.finditer(clause, begin, test.start)
            if not clause[m.end() : test.start].strip()
        ]
    words = {m.group("word").lower() for m in told}
    polarity = Polarity.ABSENT if words == {"negative"} else Polarity.PRESENT
    return ", ".join(m.group() for m in told), polarity


def quality(clause: str, sign: Mention) -> str:
    """Words that go before a sign: "widespread maculopapular", "mild"."""
    said = sign.said.lower()
    extra = said.replace(sign.term.name.lower(), "").strip()
    named = site_before(clause, sign)
    first = named.start if named else sign.start
    before = re.search(
        r"\b(mild|moderate|severe|marked|slight|some|widespread|fine|coarse|bilateral expiratory"
        r"|expiratory|systolic)\s*$",
        clause[:first],
        re.IGNORECASE,
    )
    words = [before.group(1).lower()] if before and before.group(1).lower() != "some" else []
    if (
        extra
        and extra != said
        and re.fullmatch(r"[a-z ]+", extra)
        and extra not in ("s", "es", "ing")
    ):
        words.append(extra)
    return " ".join(words)


def site_before(clause: str, sign: Mention) -> Mention | None:
    """The place right before a sign: "suprapubic tenderness", "calf swelling"."""
    for mention in lexicon_of("site").find(clause[: sign.start]):
        if not clause[mention.end : sign.start].strip():
            return mention
    return None


def where_named(clause: str, sign: Mention) -> str:
    """The place named with a sign: "over the right lumbar muscles", "suprapubic"."""
    if named := site_before(clause, sign):
        return named.said.lower()
    match = re.match(
        r"\s*(?:is |was )?(?:over|on|in|at|of|along|around|to|across|along)\s+(?:the |your |his "
        r"|her |both )*(?P<where>[a-z ,]+?)(?=[.;,]|$| with | but | at \d| today)",
        clause[sign.end :],
        re.IGNORECASE,
    )
    if match is None or len(match.group("where")) > 50:
        return ""
    side = re.match(r"(?:left|right) (?!side)", match.group("where"))
    if side:
        return match.group("where")[side.end() :].strip()
    where = re.sub(r"^(?:left|right)\s+side$", "", match.group("where").strip())
    if re.search(r"\bboth\b", match.group()):
        where = (
            f"both {where}"
            if " and " not in where
            else where.replace(" and ", " and both ")
            if "both" not in where
            else where
        )
    return where


def _joined(words: list[str]) -> str:
    return " and ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])
