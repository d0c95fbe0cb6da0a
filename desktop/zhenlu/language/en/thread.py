"""What the talk is about right now, so that "the pain" and "it" find their complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenlu.language.en import functions, mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.pregnancy import HOW_FAR
from zhenlu.language.en.timing import Detail
from zhenlu.language.en.vocabulary import is_generic, lexicon_of, pain_name, symptom_group
from zhenlu.language.lexicon import Term


@dataclass(slots=True)
class Thread:
    """What the talk is about right now."""

    name: str = ""
    site: str = ""
    main: str = ""
    segment: int = 0
    #: What was told in the same breath as `name`, the first first.
    together: tuple[str, ...] = ()
    #: Where a medicine was spoken of last.
    medicine: int = -9
    #: Where the talk came to passing water.
    water: int = -9
    #: A part of the body named without a complaint, and where: "The right hip."
    place: Term | None = None
    place_side: str = ""
    place_at: int = -9
    #: How long it has been there, told before anybody named a complaint, and where.
    lasting: tuple[Detail, ...] = ()
    lasting_at: int = -9

    #: Whether the patient was asked how far her pregnancy is.
    pregnant: bool = False

    def hear(self, remark: Remark) -> None:
        """Note what a sentence speaks of besides complaints."""
        self.pregnant = self.pregnant or bool(HOW_FAR.search(remark.text))
        if mentions.terms(remark.text, "drug", "drug_class"):
            self.medicine = remark.segment.id
        if functions.speaks_of_water(remark.text):
            self.water = remark.segment.id
        sites = lexicon_of("site").find(remark.text)
        speaks_of_it = not remark.by_clinician or (remark.open and len(sites) == 1)
        if sites and speaks_of_it and not mentions.symptoms(remark.text):
            last = sites[-1]
            self.place, self.place_at = last.term, remark.segment.id
            self.place_side = mentions.side_of(remark.text, last.start, last.end)

    def follow(self, said: Said, name: str, segment: int) -> None:
        if segment != self.segment:
            self.together = ()
        if name not in self.together:
            self.together = (*self.together, name)
        self.name = name
        self.main = self.main or name
        self.segment = segment
        if said.site or not self.site:
            self.site = said.site


_WHICH = re.compile(r"\bwhich (?:side |one )?(?:of )?(?:your )?", re.IGNORECASE)


def follow_question(remark: Remark, thread: Thread) -> None:
    """Take up what a question takes for granted: "Which shoulder?" speaks of a painful one."""
    which = _WHICH.search(remark.text)
    if which and not thread.name:
        for mention in lexicon_of("site").find(remark.text[which.end() :]):
            if mention.start == 0 and mention.term.extra.get("group") == "musculoskeletal":
                name = pain_name(mention.term)
                said = Said(name, "symptom", 0, 0, mention.term, "", mention.term.name)
                thread.follow(said, name, remark.segment.id)
                return
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
    asked = any(s.name == "pain" for q in remark.questions for s in mentions.symptoms(q.text))
    if asked and re.search(r"\bno\s+$", remark.text[: said.start], re.IGNORECASE):
        return pain_name(thread.place) if thread.place else "pain"
    return "pain" if anew or not thread.name else ""


def blood_in(thread: Thread) -> str:
    """What "blood in it" means: in what the talk is of."""
    group = symptom_group(thread.name)
    if thread.name in ("nosebleed", "wound", "bleeding"):
        return ""
    if thread.name == "vomiting":
        return "vomiting blood"
    return {"urinary": "blood in urine", "respiratory": "coughing up blood"}.get(
        group, "coughing up blood" if thread.name in ("cough", "sputum") else "blood in stool"
    )


_WOMB = re.compile(
    r"\b(?:pregnan\w+|periods?|womb|menopaus\w+|spotting|pads|tampons)\b",
    re.IGNORECASE,
)


def _site_asked(remark: Remark) -> str:
    """As in "Ankles?" "They swell": the part of the body that the question names."""
    found = [m for q in remark.questions for m in lexicon_of("site").find(q.text)]
    return found[-1].term.name if found else ""


def complaint_name(said: Said, thread: Thread, remark: Remark) -> str:  # noqa: PLR0911
    """The complaint that a mention stands for; bare "pain" and "swelling" are those of the talk."""
    if re.fullmatch(
        r"any blood|(?:any |the |some )?blood in (?:it|them)",
        said.words, re.IGNORECASE,
    ):
        return blood_in(thread)
    if said.name == "bleeding" and (
        thread.pregnant
        or _WOMB.search(" ".join(r.reading.text for r in (remark, *remark.questions)))
    ):
        return "vaginal bleeding"
    if not is_generic(said.term):
        return said.name
    asked = {s.name for q in remark.questions for s in mentions.symptoms(q.text)}
    same = [name for name in asked if name != said.name and name.endswith(said.name)]
    plainly_denied = re.search(r"\bno\s+$", remark.text[: said.start], re.IGNORECASE)
    if len(same) == 1 and (len(asked) == 1 or plainly_denied):
        return same[0]
    if said.name == "pain":
        return _pain(said, thread, remark)
    near = thread.place if thread.place and remark.segment.id == thread.place_at else None
    where = _site_asked(remark) or thread.site or (near.name if near else "")
    if said.name == "swelling" and where:
        site = lexicon_of("site").named(where)
        return str(site.extra.get("swelling", f"{site.name} swelling")) if site else ""
    return "" if thread.name else said.name


def of_water(remark: Remark, thread: Thread) -> list[Said]:
    """As in "Yes, every hour, and three times at night", once the talk is of passing water."""
    asked = " ".join(q.text for q in remark.questions)
    near = symptom_group(thread.name) == "urinary" and remark.segment.id - thread.segment <= 4
    near = near or 0 <= remark.segment.id - thread.water <= 6
    if not (near or functions.speaks_of_water(f"{asked} {remark.text}")):
        return []
    known = mentions.symptoms(remark.text)
    return [
        mentions.functional(remark.text, start, end, name)
        for start, end, name in functions.told_of_water(remark.text)
        if all(name != k.name and (end <= k.start or start >= k.end) for k in known)
    ]
