"""Lists that belong to somebody else: another's tablets, what a leaflet or the internet names.

Whose they are is told before or after the list, often in a sentence of its own: "Read the
leaflet. Muscle pain, memory loss." "Digoxin, furosemide, those are all Frank's." Such words
are passed over: a wrong medicine is worse than one that is asked for once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark

_MEDICINE = ("drug", "drug_class")
_NAMED = (*_MEDICINE, "symptom", "disease", "procedure")
_THINGS = r"(?:cupboard|drawer|box|boxes|bag|cabinet|shelf|tablets|pills|medicines?|bottles?|stuff)"
_OWNER = (
    r"(?:(?:my|our|his|her) (?:\w+ )?\w+'s|(?-i:[A-Z])[a-z]+'s|mum's|mom's|dad's|hers|theirs|his"
    r"|(?:for|belongs? to) (?:my|our|his|her) (?:\w+ )?\w+)"
)
#: As in "those are all Frank's", "it's Mum's", "They belong to my husband".
_IS_THEIRS = re.compile(
    rf"\b(?:(?:that|those|these|they|it|which|all of (?:it|that|them))(?:'s|'re| is| are|)\s+"
    rf"(?:(?:all|just|actually|really|mostly) )*|(?<=, )(?:all|mostly) ){_OWNER}"
    r"(?= (?:tablets|pills|medicines?|stuff|ones)\b|\W*$|[.,;])",
    re.IGNORECASE,
)
#: As in "The blue box is my wife's".
_THINGS_ARE_THEIRS = re.compile(
    rf"\b{_THINGS}\b[^.;?!]{{0,24}}?\b(?:is|are|'s)(?: all)? {_OWNER}(?=\W*$|[.,;])",
    re.IGNORECASE,
)
#: As in "I looked at the leaflet", "I went on the internet", "My neighbour told me all about hers".
_SOURCE = re.compile(
    r"\b(?:leaflet|(?:went|looked|been|searched) (?:on|it up on|up on) ?(?:the )?(?:internet"
    r"|online|line|web|google)"
    r"|(?:watched|saw) (?:an?|some|the|this) (?:\w+ )?(?:video|programme|documentary|thing)"
    r"|looked it up|(?:doctor|dr) google|googled|insert|the internet|side[- ]effects? list"
    r"|(?:the )?list of side[- ]effects"
    r"|read (?:up|about|the (?:box|packet|label|information|side effects?))"
    r"|(?:neighbour|neighbor|friend|mate|sister|brother|colleague)\b[^.;?!]{0,12}\b(?:told me|was "
    r"telling me|went on) (?:all )?about (?:hers|his|theirs|her own|his own))\b",
    re.IGNORECASE,
)
#: As in "Next door takes all sorts", "My mum's on loads".
_OTHERS_TAKE = re.compile(
    r"^\W*(?:and |but |well |now )*(?!(?:I|we|you)\b)[^.;?!,]{2,30}?(?: takes?| has| have|'s on"
    r"|'s got| is on| are on) (?:all sorts|all kinds|loads|lots|a lot|plenty|everything|dozens"
    rf"|an? (?:\w+ )?{_THINGS})\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:I|I'm|I've|I'd|my|me|mine|we|he|she|it|it's|they|but|so|now|today|then|since)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?:\b(?:and|or|also|his|her|the|an?|some|that|what not|all sorts|even|as well|etc|plus)\b"
    r"|[\s,.;:&-])+",
    re.IGNORECASE,
)


def passed_over(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks of a visit, with the lists of others emptied."""
    kept = list(remarks)
    for at, remark in enumerate(remarks):
        if remark.by_clinician or remark.asks:
            continue
        theirs = _IS_THEIRS.search(remark.text)
        if theirs and not _told_of_complaint(remark.text[: theirs.start()]):
            _give_back(kept, at, theirs)
        if theirs or _THINGS_ARE_THEIRS.search(remark.text) or _OTHERS_TAKE.match(remark.text):
            _pass_over_after(kept, at, _MEDICINE)
        elif _SOURCE.search(remark.text) and not mentions.terms(remark.text, *_NAMED):
            _pass_over_after(kept, at, _NAMED)
    return tuple(kept)


def _told_of_complaint(before: str) -> bool:
    takes = re.search(r"\bI (?:take|use|have|had)\b", before)
    return bool(mentions.symptoms(before)) or takes is not None


def _give_back(kept: list[Remark], at: int, theirs: re.Match[str]) -> None:
    """Empty the medicines named before their owner, in this sentence or in the one before."""
    remark = kept[at]
    if mentions.terms(remark.text[: theirs.start()], *_MEDICINE):
        blank = " " * theirs.end() + remark.text[theirs.end() :]
        kept[at] = replace(remark, text=blank, questions=(), reply="")
    elif at and kept[at - 1].segment is remark.segment:
        before = kept[at - 1]
        own = re.search(r"\bI(?:'m)? (?:take|use|have|on|only|just|also)\b", before.text)
        if mentions.terms(before.text, *_MEDICINE) and not own:
            kept[at - 1] = replace(before, text="", questions=(), reply="")


def _pass_over_after(kept: list[Remark], at: int, kinds: tuple[str, ...]) -> None:
    """Empty the bare list that follows in the same turn."""
    for place in range(at + 1, len(kept)):
        remark = kept[place]
        if remark.segment is not kept[at].segment or not _only_names(remark.text, kinds):
            return
        kept[place] = replace(remark, text="", questions=(), reply="")


def _only_names(text: str, kinds: tuple[str, ...]) -> bool:
    """Whether a sentence only lists: "Muscle pain, liver failure, memory loss, diabetes"."""
    named = mentions.terms(text, *kinds)
    if not named or _OWN.search(text):
        return False
    rest = text
    for said in sorted(named, key=lambda s: s.start, reverse=True):
        rest = f"{rest[: said.start]}{rest[said.end :]}"
    unknown = [word for word in _LISTING.sub(" ", rest).split() if word]
    return len(unknown) <= max(2, len(named))
