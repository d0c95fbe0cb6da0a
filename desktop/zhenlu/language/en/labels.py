"""Whether an allergy that somebody names still stands, is in doubt, or was ruled out.

"They said penicillin, but the challenge was negative", "egg, he's grown out of it", "I've had it
twice since and been fine": a label that does not hold. "I'm not sure if it was the ibuprofen or
the prawns": one that nobody knows. A label that is asserted wrongly costs a patient the right
drug, one that is dropped wrongly may cost more: what is only doubted stays, marked as doubted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import Polarity
from zhenlu.language.en import mentions
from zhenlu.language.en.mentions import Said

_FINE = r"(?:fine|ok|okay|alright|all right|good|no (?:trouble|problems?|bother|reaction)\w*)"
_NOTHING = (
    r"(?:negative|clear|normal|nothing|fine|not|n't|pass(?:ed)?|false|disproved|no reaction"
    r"|came back clean)"
)
#: A test, a record put right, or years gone by: the label is no more.
_RULED_OUT = re.compile(
    rf"\b(?:tested|testing|tests?|challenged?|prick(?:ed)?|patch)\b[^?!]{{0,70}}?\b{_NOTHING}\b"
    r"(?! sure)"
    r"|\b(?:de-?label\w*|false alarm|mis-?label\w*|wrongly labelled|label(?:led)? in error)\b"
    r"|\b(?:taken|took|take|taking|crossed?|struck|removed?|removing) (?:it|that|this|them|"
    r"the \w+)?"
    r"\s*(?:right )?off\b(?! (?:it|them|the tablets|an?|my|me|him|her)\b)|\bremov(?:ed?|"
    r"ing) (?:it|that)\b"
    r"|\b(?:cross|struck|strik|tak|took|remov)\w* [\w ]{0,24}?\boff (?:my|the|his|her|"
    r"your) (?:chart"
    r"|records?|notes?|list|file)\b|\bcleared (?:me|him|her|us)\b|\ball[- ]clear\b"
    r"|\b(?:grow|grew|grown)(?:ing)? out of\b|\boutgr(?:ow|ew|own)\b"
    r"|\bturns? out|\bturned out (?:I|he|she|it)(?:'m|'s| am| is| was)?(?: not|n't)\b"
    r"|\b(?:that's|that was|it was|it's) (?:a mistake|wrong|an error|rubbish)\b"
    r"|\bby mistake\b|\bin error\b",
    re.IGNORECASE,
)
#: It has been taken or eaten since, or agrees with the patient now.
_TOLERATED = re.compile(
    rf"\b(?:it|that|they|them|those|[a-z]{{5,}})(?:'s| is| are|'re| was| were) (?:absolutely |"
    rf"perfectly "
    rf"|totally |completely |quite |just |always )*{_FINE}\b(?! (?:until|till|before|unless|"
    rf"for \w+ and))"
    r"|\b(?:had|taken|eats?|eaten|eating|drinks?|takes?) (?:it|them|that|those|one|some|"
    r"[\w ]{3,30})?"
    r" ?(?:since|loads of times|plenty of times|many times|twice|all the time|every day"
    r"|and everything)\b"
    rf"|\b{_FINE} with (?:it|them|that)? ?(?:now|since|again)\b"
    rf"|\b(?:had|took|taken|given)\b[^.;?!]{{3,60}}?\band (?:(?:I|he|she)(?: was|'ve been"
    rf"|'s been)?"
    rf"|was|been) (?:absolutely |perfectly |totally |quite |just )*{_FINE}\b(?! (?:until|till))"
    r"|\b(?:had|taken|eats?|eaten) (?:loads|plenty|heaps|lots|tons) of\b"
    r"|\bwith(?:out| no) (?:any |a )?(?:problems?|trouble|reaction|bother|issues?)\b"
    r"|\bnever (?:had )?(?:any |a )?(?:problems?|trouble|bother|reaction)\b",
    re.IGNORECASE,
)
_NOT_TOLERATED = re.compile(r"\b(?:never|not|no|avoid\w*|\w+n't)\b[^.;,]{0,24}$", re.IGNORECASE)
#: Nobody knows whether it was this, or it is put down to something else.
_IN_DOUBT = re.compile(
    r"\b(?:not (?:really |too |entirely )?(?:sure|certain)|don't (?:really )?know) (?:if|whether"
    r"|which|(?:it|that) was)\b|\bquestion mark\b|\b(?:nobody|naebody|no[- ]one)(?:'s| has)?"
    r"(?: ever)? (?:checked|tested|confirmed|proved)|\bI don't think (?:that's|it's|it was"
    r"|that was|I am"
    r"|I'm|he is|he's|she's)\b"
    r"|\b(?:might|may|could) (?:just |only |well )*have been\b|\bnever (?:been )?(?:proven"
    r"|tested|checked"
    r"|confirmed)\b"
    r"|\b(?:reckon(?:s|ed)?|thinks?|thought|said|says|told me|decided) (?:that )?(?:it|that|"
    r"the \w+)"
    r" (?:was|is) (?:just |only |probably |really |more likely )*(?:due to |from |down to )?"
    r"(?:an? |the |my |his |her )?(?:\w+ )?(?:virus|viral|bug|infection|illness|glandular fever|"
    r"anaesthetic"
    r"|measles|heat|coincidence|chance|age)\b"
    r"|\b(?:because|just|only) (?:of |it was |for )?(?:my|his|her) age\b",
    re.IGNORECASE,
)
#: What makes a label stand in spite of all: it did harm again, or a test was positive.
_HARMED = re.compile(
    r"\b(?:rash|hives|swell\w*|swelled|swoll?en|blister\w*|collaps\w+|anaphyla\w+|wheez\w*"
    r"|came (?:up|out)|come (?:up|out)|closed up|positive|still allergic)\b",
    re.IGNORECASE,
)
#: As in "he has cake and omelettes now": eaten today by one who could not as a baby.
_AS_A_BABY = re.compile(
    r"\b(?:as a|when (?:he|she|I) was (?:a |just a )?(?:very )?|(?:he|she|I) was) ?"
    r"(?:baby|tiny|little|small|toddler|wee|newborn)\b|\bused to be\b",
    re.IGNORECASE,
)
_BUT_NOW = re.compile(
    rf"\b(?:but|though|mind|now)\b[^?!]{{0,40}}\b(?:has|have|eats?|eating|drinks?|takes?"
    rf"|{_FINE})\b"
    rf"|\b{_FINE}\b[^?!]{{0,16}}\bnow\b",
    re.IGNORECASE,
)


def standing(words: str) -> Polarity:
    """Whether an allergy stands, from what is said of it alone."""
    if is_ruled_out(words):
        return Polarity.ABSENT
    tolerated = _TOLERATED.search(words)
    if not tolerated and _AS_A_BABY.search(words):
        tolerated = _BUT_NOW.search(words)
    if tolerated and not (
        _NOT_TOLERATED.search(words[: tolerated.start()])
        or _HARMED.search(words[tolerated.start() :])
    ):
        return Polarity.ABSENT
    return Polarity.UNCERTAIN if _IN_DOUBT.search(words) else Polarity.PRESENT


def is_ruled_out(words: str) -> bool:
    """Whether a test, a record put right or the years have done away with an allergy."""
    ruled_out = _RULED_OUT.search(words)
    if ruled_out is None or _THOUGHT_SO.search(words[: ruled_out.start()]):
        return False
    negated = _NEGATED.search(words[: ruled_out.start()])
    return not (negated or _harmed_after(words, ruled_out.end()))


#: As in "I thought I'd grown out of it": only what somebody hoped.
_THOUGHT_SO = re.compile(r"\b(?:thought|hoped|hoping|hope)\b[^.;?!]{0,16}$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|\w+n't)\b[^.;,?!]{0,12}$", re.IGNORECASE)


def _harmed_after(words: str, end: int) -> bool:
    """Whether a "but" brings the harm back; "the rash was viral" explains it away."""
    but = re.search(r"\b(?:but|though|except|then)\b", words[end:], re.IGNORECASE)
    return bool(but and _HARMED.search(words[end + but.end() :]))


def own_words(turn: str, start: int, end: int, others: Sequence[Said]) -> str:
    """What a turn says of the substance at `start`, up to where the next one is spoken of.

    Args:
        others: All substances that the turn names, from left to right.
    """
    first = max((o.end for o in others if o.end <= start), default=0)
    last = min((o.start for o in others if o.start >= end), default=len(turn))
    joined = [o for o in others if o.start >= end and _joins(turn[end : o.start])]
    if joined:
        later = [o.start for o in others if o.start > joined[-1].end]
        last = min(later, default=len(turn))
    earlier = [o for o in others if o.end <= start]
    if earlier and _joins(turn[earlier[-1].end : start]):
        return own_words(turn, earlier[-1].start, earlier[-1].end, others)
    before = re.split(r"[.;?!]\s|,?\s*\bbut\b", turn[first:start])[-1]
    if first and (cut := re.match(r"[^.;?!]*?\b(?:and|but|or)\b", before)):
        before = before[cut.end() :]
    return f"{before}{turn[start : _clause_end(turn, end, last)]}"


#: What is said of all other substances is not said of this one.
_OF_OTHERS = re.compile(
    r"\b(?:medicines?|medications?|antibiotics|tablets|drugs|(?:every|any|nothing)(?:thing)? else"
    r"|the (?:others?|rest))\b",
    re.IGNORECASE,
)


def _clause_end(turn: str, end: int, last: int) -> int:
    """Where the words about a substance end: before the clause that speaks of another."""
    other = _OF_OTHERS.search(turn, end, last)
    if other is None and last == len(turn):
        return last
    stop = other.start() if other else last
    starts = [m.start() for m in re.finditer(r"[.;?!]\s|,?\s+(?:and|but)\b|,\s+(?=(?:I|he|"
                                             r"she)\b)", turn[:stop])]
    return max((at for at in starts if at >= end), default=stop)


def _joins(between: str) -> bool:
    """As in "the ibuprofen or the prawns": what follows is said of both."""
    return bool(re.fullmatch(r"[\s,]*(?:or|and|nor)?\s*(?:the |to |my )?", between, re.IGNORECASE))


def allergens(text: str) -> tuple[Said, ...]:
    """Medicines and other substances that somebody may be allergic to."""
    found = list(mentions.terms(text, "drug", "drug_class"))
    found += [
        s
        for s in mentions.terms(text, "allergen")
        if all(s.end <= o.start or s.start >= o.end for o in found)
    ]
    return tuple(sorted(found, key=lambda s: s.start))
