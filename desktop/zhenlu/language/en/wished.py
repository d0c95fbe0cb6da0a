"""A medicine that one side brings up and the other turns down in the next breath.

"What about tranexamic acid?" "No, I wouldn't want you on that": it was named, and is not to
be given. "Do you want something for it, tranexamic acid?" "No thanks": the patient declines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.standing import ALLERGY, DECLINES

_ASKS_FOR = re.compile(
    r"\b(?:can I|could I|could I not|should I|(?:do|does|did|would|will) (?:I|he|she|we"
    r"|they) need|may I|what about|how about"
    r"|would .{1,30}help"
    r"|(?:was|were) (?:asking|wondering) about|get some|have some|should I be on)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:do you want|would you like|(?:I'd|I would) (?:offer|suggest|recommend)"
    r"|we could|we can|I could|I can (?:give|prescribe|offer)"
    r"|how about"
    r"|what about|there(?:'s| is)(?: also)?|could (?:give|try|use|offer)|one option|"
    r"happy to (?:take|try))\b",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"^\W*(?:(?:well|oh|hmm|so|I think)\W+)*(?:no\b(?! (?:problem|worries|need to worry))"
    r"|not (?:right now|today|yet|with|for"
    r"|at the moment|really)|I'd (?:rather not|stay away|avoid|steer clear)|I wouldn't"
    r"|I don't want you"
    r"|we(?:'re| are) not there|let's (?:not|leave))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Wished:
    """What was last asked for or offered, and by which side."""

    named: tuple[Said, ...] = field(default=(), repr=False)
    by_clinician: bool = False
    segment: int = 0

    def turned_down(self, remark: Remark, named: Sequence[Said]) -> list[Found]:
        """Refusals that a remark makes of what was brought up just before it.

        Args:
            named: Medicines that the remark itself speaks of; they are judged by its own words.
        """
        found: list[Found] = []
        answers = remark.by_clinician != self.by_clinician and self.named
        if answers and 0 < remark.segment.id - self.segment <= 1:
            said_no = _NOT_THAT.match(remark.text) or (
                not remark.by_clinician and not named and DECLINES.search(remark.text)
            )
            if said_no:
                found = [
                    Found(remark.fact(FactKind.MEDICATION, s.name, status=FactStatus.REFUSED))
                    for s in self.named
                    if s.name not in {n.name for n in named}
                ]
                self.named = ()
        elif remark.segment.id - self.segment > 1:
            self.named = ()
        self._note(remark)
        return found

    def _note(self, remark: Remark) -> None:
        brings_up = _OFFERS if remark.by_clinician else _ASKS_FOR
        cue = brings_up.search(remark.text)
        if cue is None or ALLERGY.search(remark.text):
            return
        named = tuple(
            s
            for s in mentions.terms(remark.text, "drug", "drug_class")
            if s.start >= cue.end() or not remark.by_clinician
        )
        if named:
            self.named, self.by_clinician = named, remark.by_clinician
            self.segment = remark.segment.id
