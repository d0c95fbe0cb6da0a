"""A medicine just ordered that the patient declines: by its class, or by a pronoun.

"I'd suggest atorvastatin" — "I'm not taking a statin"; "Let's start metformin" — "Not that".
What is declined is the medicine itself: no second one by the name of its class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import Fact, FactKind, FactStatus
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.vocabulary import lexicon_of

_NO = (
    r"(?:absolutely not|no way|no chance|no thank(?:s| you)|not for me|not happening|I'd rather not"
    r"|(?:I|we)(?:'m| am|'re) not (?:taking|having|going|keen|starting|doing)|(?:I|we) (?:won't"
    r"|don't want|don't (?:do|take|like|touch|fancy)|refuse|can't be doing with)|I'll pass|forget"
    r" (?:it|that)|leave (?:it|that) (?:out|off)|definitely not|certainly not|out of the question)"
)
_DECLINES = re.compile(rf"\b{_NO}\b", re.IGNORECASE)
_NO_BEFORE = re.compile(
    r"\b(?:no|not(?: the| a| any| on)?|never|without(?: the)?)\s*$", re.IGNORECASE
)
#: As in "Not that.", "No, I don't want that one", "I won't take it".
_BY_PRONOUN = re.compile(
    rf"^\W*(?:(?:no|oh|well|um|sorry|doctor|thanks|but)\W+)*(?:not (?:that|those|this)(?: one)?\W*$"
    rf"|{_NO}(?: (?:take|have|start|to (?:take|have|start|be on)|be taking|on))? "
    rf"(?:that|it|those|them|this)(?: one| stuff)?(?=\W*$|[,.;]"
    r"| (?:thanks|because|either)\b)|(?:no thank(?:s| you)|I'd rather not|not for me)"
    r"(?:\W+thank(?:s| you))?\W*$)",
    re.IGNORECASE,
)
#: As in "I'm not taking any other tablets", "no statins at the moment": what is taken now; and
#: "I'd rather not have iron again if it's": a wish that hangs on something.
_OF_NOW = re.compile(
    r"[^,.;]*\b(?:other|another|at the moment|at present|right now|currently|yet|if)\b",
    re.IGNORECASE,
)
_ONLY_NO = re.compile(rf"^\W*(?:(?:no|oh)\W+)*{_NO}\W*$", re.IGNORECASE)


class Refusals:
    """What was ordered or offered last, and which class the patient has just named."""

    def __init__(self) -> None:
        self._class: tuple[Said, int] | None = None

    def of(
        self, remark: Remark, offered: Sequence[Said], found: Sequence[Found]
    ) -> list[Found]:
        """Refusals that a patient's remark makes of what the clinician has just ordered.

        Args:
            offered: What was offered, and not ordered.
        """
        if remark.by_clinician:
            self._class = None
            return []
        named = mentions.terms(remark.text, "drug", "drug_class")
        ordered = _ordered_before(remark, found)
        names = [f.name for f in ordered] + [s.name for s in offered]
        declined: list[str] = []
        if self._class and self._class[1] == remark.segment.id and _ONLY_NO.match(remark.text):
            declined = _members(self._class[0], names)
        for said in named:
            if _is_declined(remark, said, named):
                declined += _members(said, names)
            elif remark.asks and said.kind == "drug_class":
                self._class = (said, remark.segment.id)
        # "I'll give you codeine. Do you need a note for work?" "No thanks": of the note.
        told = not named and not remark.asks and not remark.questions
        pronoun = told and _BY_PRONOUN.match(remark.text)
        if pronoun and len({f.name for f in ordered}) == 1:
            declined.append(ordered[0].name)
        return [
            Found(remark.fact(FactKind.MEDICATION, name, status=FactStatus.REFUSED))
            for name in dict.fromkeys(declined)
        ]


def _ordered_before(remark: Remark, found: Sequence[Found]) -> list[Fact]:
    return [
        f.fact
        for f in found
        if f.fact.status is FactStatus.ORDERED
        and f.fact.said_by.is_clinician
        and 0 < remark.segment.id - f.fact.segments[-1] <= 1
    ]


def _is_declined(remark: Remark, said: Said, named: Sequence[Said]) -> bool:
    """Whether the words around a medicine decline it and not another one named there."""
    text = remark.text
    before = max((s.end for s in named if s.end <= said.start), default=0)
    after = min((s.start for s in named if s.start >= said.end), default=len(text))
    lead, tail = text[before : said.start], text[said.end : after]
    goes_on = remark.reading.text[remark.offset + said.end :]
    if _OF_NOW.search(lead) or _OF_NOW.match(goes_on):
        return False
    return any((_NO_BEFORE.search(lead), _DECLINES.search(lead), _DECLINES.search(tail)))


def _members(said: Said, names: Sequence[str]) -> list[str]:
    """Which of these medicines are of the class: atorvastatin is one of the statins."""
    classes = {said.name.rstrip("s").lower(), *map(str, said.term.extra.get("classes", ()))}
    found = []
    for name in names:
        term = lexicon_of("drug").named(name)
        group = str(term.extra.get("class", "")) if term else ""
        if name == said.name or group in classes or group.lower() in classes:
            found.append(name)
    return found
