"""What the talk is about right now, so that "the pain" and "it" find their complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.vocabulary import is_generic, lexicon_of


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


def complaint_name(said: Said, thread: Thread, remark: Remark) -> str:
    """The complaint that a mention stands for; bare "pain" and "swelling" are those of the talk."""
    if not is_generic(said.term):
        return said.name
    asked = [s for q in remark.questions for s in mentions.symptoms(q.text)]
    if len(asked) == 1 and not is_generic(asked[0].term) and asked[0].name.endswith(said.name):
        return asked[0].name
    if said.name == "pain" and re.search(
        r"\b(?:an?|some|this|awful|sharp|burning|bad|of|terrible|horrible|aching)\s+(?:\w+\s+)?$",
        remark.text[: said.start],
        re.IGNORECASE,
    ):
        # "This burning pain" is told anew, "the pain" is the one of the talk.
        return thread.name if re.search(r"pain|ache|sore", thread.name) else "pain"
    if said.name == "pain":
        return (
            thread.name
            if re.search(r"pain|ache|sore", thread.name)
            else ("" if thread.name else "pain")
        )
    if said.name == "swelling" and thread.site:
        site = lexicon_of("site").named(thread.site)
        return str(site.extra.get("swelling", f"{site.name} swelling")) if site else ""
    return "" if thread.name else said.name
