"""Words of home as the English of a note: "I cannae", "me chest", "it were me brother".

What changes is only what other modules would misread; a word that everybody understands stays
as it was said. Source: everyday speech of Scotland, Yorkshire, Ireland, Australia and the
southern United States, to be verified by speakers.
"""

from __future__ import annotations

import re

from zhenlu.language.en.numerals import edit, splice
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import worked_out
from zhenlu.language.reading import Reading

_WORDS = {
    "aye": "yes",
    "naw": "no",
    "nowt": "nothing",
    "owt": "anything",
    "summat": "something",
    "reet": "really",
    "wi'": "with",
    "wasnae": "wasn't",
    "isnae": "isn't",
    "didnae": "didn't",
    "doesnae": "doesn't",
    "dinnae": "don't",
    "cannae": "can't",
    "couldnae": "couldn't",
    "havenae": "haven't",
    "hasnae": "hasn't",
    "wouldnae": "wouldn't",
    "willnae": "won't",
    "arvo": "afternoon",
    "y'all": "you",
    "mammy": "mum",
}
_SPOKEN = re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, _WORDS))})(?!\w)", re.IGNORECASE)
#: "It were me brother": Yorkshire has one past for all persons; "if it were" is a condition.
_WERE = re.compile(
    r"(?<!if )(?<!as )(?<!wish )\b(?:it|that|he|she|I) (?P<were>were)\b", re.IGNORECASE
)
#: What stands before "me" where it means "my"; "told me left", "called me back" mean me.
_LEADS = (
    r"(?:(?:^|[,.;:?!]\s+)|\b(?:it's|that's|is|was|were|in|on|of|with|and|but|from|down|up|round"
    r"|around|through|across|off|over|under|behind|hurts?|hurting|done|twisted|banged|jarred"
    r"|makes?|take|takes|taking|use|using|can't) )"
)
_ONES_OWN = (
    r"(?:own|old man|missus|tablets|inhalers?|breath|bowels|waterworks|sugars?|blood pressure"
    r"|nerves|appetite|temperature|paracetamol|insulin"
    r"|back(?!\s+(?:on|to|home|then|up|at|again|in)\b))"
)


@worked_out()
def _possessive() -> re.Pattern[str]:
    """As in "me chest", "ma back": the possessor of a part of the body or a relative."""
    owned = {w for t in lexicon_of("site", "relative").terms for w in (t.name, *t.say)} - {"back"}
    words = "|".join(re.escape(w) for w in sorted(owned, key=len, reverse=True))
    return re.compile(
        rf"(?:{_LEADS}(?P<me>me)|\b(?P<ma>ma))(?= (?:left |right |poor |wee |bad )?"
        rf"(?:{_ONES_OWN}|{words})s?\b)",
        re.IGNORECASE,
    )


def plain(reading: Reading) -> Reading:
    """The same words in the English of a note, with their way back."""
    reading = edit(reading, _SPOKEN, lambda m: _WORDS[m.group().lower()])
    reading = splice(reading, [(*m.span("were"), "was") for m in _WERE.finditer(reading.text)])
    mine = ((m, m.lastgroup or 0) for m in _possessive().finditer(reading.text))
    return splice(reading, [(*match.span(which), "my") for match, which in mine])
