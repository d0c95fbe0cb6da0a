"""What the talk is about right now, so that "the pain" and "it" find their complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.vocabulary import is_generic, lexicon_of, symptom_group


@dataclass(slots=True)
class Thread:
    """What the talk is about right now."""

    name: str = ""
    site: str = ""
    main: str = ""
    segment: int = 0

    def follow(self, said: Said, name: str, segment: int) -> None:
        self.name = name
        self.main = self.main or name
        self.segment = segment
        if said.site or not self.site:
            self.site = said.site


def follow_question(remark: Remark, thread: Thread) -> None:
    named = [s for s in mentions.symptoms(remark.text) if not is_generic(s.term)]
    if named and remark.open:
        thread.follow(named[-1], named[-1].name, remark.segment.id)


def _pain(said: Said, thread: Thread, remark: Remark) -> str:
    """The pain of the talk, or a new one: "this burning pain" is told anew."""
    known = bool(re.search(r"pain|ache|sore", thread.name))
    anew = re.search(
        r"\b(?:an?|some|this|awful|sharp|burning|bad|of|terrible|horrible|aching)\s+(?:\w+\s+)?$",
        remark.text[: said.start],
        re.IGNORECASE,
    )
    if known:
        return thread.name
    return "pain" if anew or not thread.name else ""


def _blood_in(thread: Thread) -> str:
    """What "blood in it" means: in what the talk is of."""
    group = symptom_group(thread.name)
    if thread.name == "vomiting":
        return "vomiting blood"
    return {"urinary": "blood in urine", "respiratory": "coughing up blood"}.get(
        group, "coughing up blood" if thread.name in ("cough", "sputum") else "blood in stool"
    )


def complaint_name(said: Said, thread: Thread, remark: Remark) -> str:
    """The complaint that a mention stands for; bare "pain" and "swelling" are those of the talk."""
    if re.fullmatch(r"(?:any |the |some )?blood in (?:it|them)", said.words, re.IGNORECASE):
        return _blood_in(thread)
    if not is_generic(said.term):
        return said.name
    asked = {s.name for q in remark.questions for s in mentions.symptoms(q.text)}
    same = [name for name in asked if name != said.name and name.endswith(said.name)]
    plainly_denied = re.search(r"\bno\s+$", remark.text[: said.start], re.IGNORECASE)
    if len(same) == 1 and (len(asked) == 1 or plainly_denied):
        return same[0]
    if said.name == "pain":
        return _pain(said, thread, remark)
    if said.name == "swelling" and thread.site:
        site = lexicon_of("site").named(thread.site)
        return str(site.extra.get("swelling", f"{site.name} swelling")) if site else ""
    return "" if thread.name else said.name
