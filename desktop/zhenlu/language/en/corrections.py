"""Spoken corrections carried out: of "three days, no wait, four days" the last word stands."""

from __future__ import annotations

import re

from zhenlu.language.en.numerals import edit, splice
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.reading import Reading

#: What announces that the words before are to be replaced.
_CORRECTION = re.compile(
    r"[,.;]?\s*\b(?:(?:oh|no|but|that was (?:before|then|the old one|last (?:week|month|year))"
    r"|sorry|wait|hang on|hold on|well|actually|I mean|rather|correction|or"
    r"|make that|make it|scratch that|strike that|let me correct that|I meant|my mistake"
    r"|excuse me"
    r"|pardon me|I beg your pardon|beg your pardon|that should read|should read"
    r"|no no|not \w+(?: \w+)?|that's wrong|that should be|should be|it's|it was"
    r"|I should say|I tell a lie|tell a lie|what am I saying|my bad|hang about|let me see"
    r"|let me start again)"
    r"[,.;]?\s+)+",
    re.IGNORECASE,
)
#: At least one of these has to stand in it; "oh" or "or" alone announces nothing.
_ANNOUNCES = re.compile(
    r"\b(?:no,? (?:wait|sorry|no|actually|I mean|make|not|it's|hang|correction|that's|it was)"
    r"|wait"
    r"|sorry|I mean|I meant|correction"
    r"|make (?:that|it)|scratch that|strike that|correct that|my mistake|excuse me|pardon me"
    r"|hang on"
    r"|hold on|hang about|tell a lie|what am I saying|my bad|that's wrong|should (?:be|read)"
    r"|beg your pardon|or rather"
    r"|actually|I should say)\b"
    r"|[,.;]\s*no[,.]\s*$",
    re.IGNORECASE,
)
#: As in "actually no, not with the warfarin": what follows is the reason, not the new word.
_REASON = re.compile(
    r"\bnot (?:with|because|for|given|on|if|when|in|at|while|after|until)\b", re.IGNORECASE
)
#: One complaint takes another's place only where this is plainly said.
_MEANS = re.compile(
    r"\b(?:no|sorry)\b.*\bI mean\b|\bI meant\b|\bno,? sorry\b|\bsorry,? no\b", re.IGNORECASE
)
_STRUCK = re.compile(
    r"[^.?!:]*[.?!,]?\s*\b(?:scratch|strike|delete|cancel|ignore) that(?: last (?:bit|part"
    r"|sentence))?\b[,.]?\s*",
    re.IGNORECASE,
)

#: What may take the place of an earlier word of the same sort.
_DURATION = (
    r"(?:\d+(?:\.\d+)?(?:\s*(?:to|or|-)\s*\d+)?|an?|a couple of|a few"
    r"|half an?)[\s-]*(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b"
)
_DOSE = (
    r"\d+(?:\.\d+)?\s*(?:milligrams?|mgs?|grams?|g|micrograms?|mcg|mls?|millilit\w+|tablets?"
    r"|puffs?|units?|capsules?|drops?)\b"
)
_TIMES = r"\b(?:once|twice|\d+ times)\b(?: (?:a|per|every) (?:day|week)| daily)?"
_WITH_UNIT = (re.compile(_DURATION, re.IGNORECASE), re.compile(_DOSE, re.IGNORECASE))
_SORTS: tuple[re.Pattern[str], ...] = (
    re.compile(_TIMES, re.IGNORECASE),
    *_WITH_UNIT,
    re.compile(r"\b\d{2,3}/\d{2,3}\b"),
    re.compile(r"\b(?:left|right|both)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
        r"|last (?:week|night|month|year))\b",
        re.IGNORECASE,
    ),
)
_PLAIN_NUMBER = re.compile(r"(?<![\d/.])\d+(?:\.\d+)?(?![\d/]|\.\d)")


def corrected(reading: Reading) -> Reading:
    """The words with what was corrected or struck out in speaking taken away."""
    return edit(_replacing(reading), _STRUCK, "")


def _replacing(reading: Reading) -> Reading:
    position = 0
    while match := _CORRECTION.search(reading.text, position):
        position = match.end()
        if not _ANNOUNCES.search(match.group()) or _REASON.search(match.group()):
            continue
        found = _replaced(reading.text, match)
        if found is None:
            continue
        old_start, old_end, new_start, new_end = found
        gap = reading.text[old_end : match.start()]
        again = gap.strip() and reading.text[new_end:].startswith(gap.rstrip(" ,."))
        if (
            again
            or not gap.strip(" ,.")
            or re.fullmatch(
                rf"(?:\s*(?:{_DOSE}|{_TIMES}|{_DURATION}|\d+|for|by mouth|with food)[\s,.]*)+",
                gap,
                re.IGNORECASE,
            )
        ):
            reading = splice(reading, [(old_start, new_start, "")])
        else:
            new = reading.text[new_start:new_end]
            reading = splice(reading, [(old_start, old_end, new), (match.start(), new_end, "")])
        position = old_start
    return reading


def _replaced(text: str, marker: re.Match[str]) -> tuple[int, int, int, int] | None:
    """Old and new span of what a correction replaces, None where nothing fits."""
    before_from = max(0, marker.start() - 90)
    renamed = _renamed(text, marker, before_from)
    if renamed is not None:
        return renamed
    after = text[marker.end() : marker.end() + 44]
    before = text[before_from : marker.start()]
    for sort, new in _new_words(after):
        plain = sort is _PLAIN_NUMBER
        olds = list(sort.finditer(before))
        # "For seven days, no, sorry, the guideline's five now, five days" gives its reason first.
        again = sort in _WITH_UNIT and olds and _of_one_unit(olds[-1], new, before)
        if new.start() > (6 if plain else 34 if again else 16):
            continue
        bare = list(_PLAIN_NUMBER.finditer(before))
        if sort in _WITH_UNIT and bare and (not olds or bare[-1].start() > olds[-1].start()):
            # "Twenty, no wait, forty milligrams": the unit is said only once.
            olds = bare if len(before) - bare[-1].end() <= 3 else olds
        # "Pulse 88, sorry, 78": of plain numbers only the one right before is meant.
        if not olds or (plain and len(before) - olds[-1].end() > 14):
            continue
        if re.search(r"[.?!;]\s", after[: new.start()]):
            continue
        return (
            before_from + olds[-1].start(),
            before_from + olds[-1].end(),
            marker.end() + new.start(),
            marker.end() + new.end(),
        )
    return None


def _of_one_unit(old: re.Match[str], new: re.Match[str], before: str) -> bool:
    """Whether two measures count the same and nothing stands between the old one and the doubt."""
    old_unit, new_unit = (m.group().split()[-1].lower().rstrip("s") for m in (old, new))
    return old_unit == new_unit and not before[old.end() :].strip(" ,")


#: As in "it's Tuesday, so three days": a day that is only reckoned from.
_RECKONED = re.compile(r"(?: today)?,? so\b", re.IGNORECASE)


def _new_words(after: str) -> list[tuple[re.Pattern[str], re.Match[str]]]:
    """What the words after a correction may be, the first said before all others."""
    found = [
        (sort, new)
        for sort in _SORTS
        if (new := sort.search(after)) and not _RECKONED.match(after, new.end())
    ]
    found.sort(key=lambda pair: pair[1].start())
    if plain := _PLAIN_NUMBER.search(after):
        found.append((_PLAIN_NUMBER, plain))
    return found


def _renamed(
    text: str, marker: re.Match[str], before_from: int
) -> tuple[int, int, int, int] | None:
    """One drug, disease or site named in place of another of the same kind."""
    after = text[marker.end() : marker.end() + 40]
    before = text[before_from : marker.start()]
    for kinds in (("drug", "drug_class"), ("site",), ("disease",), ("test",), ("symptom",)):
        if kinds == ("symptom",) and not _MEANS.search(marker.group()):
            continue
        lexicon = lexicon_of(*kinds)
        new = lexicon.find(after)
        old = lexicon.find(before)
        if new and re.search(rf"\b(?:left|right) {re.escape(new[0].said)}\b", before, re.I):
            continue  # "Down my left leg to the foot, no, right leg" corrects the side.
        if (
            new
            and old
            and new[0].start <= (4 if kinds == ("symptom",) else 14)
            and len(before) - old[-1].end <= (60 if kinds[0] == "drug" else 24)
        ):
            if new[0].term.name == old[-1].term.name:
                continue
            return (
                before_from + old[-1].start,
                before_from + old[-1].end,
                marker.end() + new[0].start,
                marker.end() + new[0].end,
            )
    return None
