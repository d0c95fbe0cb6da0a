"""More of the complaint that is talked about, where neither question nor answer names it."""

from __future__ import annotations

import re

from zhenlu.domain.facts import Polarity, Subject
from zhenlu.language.en import mentions, scope, sides
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked import (
    NOT_OF_COMPLAINT,
    OTHER_TIME,
    speaks_elsewhere,
)
from zhenlu.language.en.complaint_facts import (
    all_details,
    asked_for,
    noted,
)
from zhenlu.language.en.detail import places
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.thread import Thread
from zhenlu.language.en.timing import Detail, durations
from zhenlu.language.en.vocabulary import lexicon_of, pain_name
from zhenlu.language.lexicon import Term


def _pain_shown(remark: Remark, thread: Thread) -> list[Found]:
    """As in "Where does it hurt?" "Here on the hip", when no pain was named before."""
    asked = any(
        re.search(
            r"\bwhere\b[^?]*\b(?:hurt|pain|sore|ache)|\btell me about (?:the|this|your) pain\b",
            q.text,
            re.IGNORECASE,
        )
        for q in remark.questions
    )
    pointed = re.search(r"\bpoint(?:s|ing|ed) (?:at|to) (?:my|his|her|the)\b", remark.text)
    if not (asked or pointed) or "pain" in thread.name or "ache" in thread.name:
        return []
    for mention in lexicon_of("site").find(remark.text):
        name = pain_name(mention.term)
        side = mentions.side_of(remark.text, mention.start, mention.end)
        said = Said(
            name, "symptom", mention.start, mention.end, mention.term, mention.said,
            mention.term.name, side,
        )
        extra = [Detail("side", said.side, said.start)] if said.side else []
        thread.follow(said, name, remark.segment.id)
        present = Polarity.PRESENT, Subject.PATIENT
        return [noted(remark, name, said.start, said.end, *present, extra, True)]
    return []


_IT_HURTS = re.compile(
    rf"\b(?:it|that|they|that one)(?:'s|'ve|'re| is| has| have| are)? (?:been |also |just "
    rf"|really |so |still |always )*"
    rf"(?:{mentions.HURTS}|in waves|comes? (?:in waves|and goes?)|agony|throb\w*|unbearable)\b",
    re.IGNORECASE,
)


_IT_IS = re.compile(
    r"\b(?:it|they|that|that one)(?:'s|'re| is| are| has| have|'ve)?(?: been| gone| got| looks?)? "
    r"(?:(?:all|really|so|very|a bit|quite|also|still) )*(?P<what>red|swollen|itchy|numb|weak|"
    r"stiff)"
    r"\b",
    re.IGNORECASE,
)


def _looks(remark: Remark, term: Term, side: str) -> list[Found]:
    """As in "What's happened with the eye?" "It's the right one, it's really red"."""
    found = []
    for match in _IT_IS.finditer(remark.text):
        what = match["what"].lower()
        if what == "red" and term.name != "eye":
            continue
        said = next(iter(mentions.symptoms(f"{term.name} is {what}")), None)
        if said is None or scope.denied(remark.text, match.start("what"), match.end("what")):
            continue
        given = [Detail("side", side, 0)] if side else []
        at = match.start("what"), match.end("what")
        found.append(
            noted(remark, said.name, *at, Polarity.PRESENT, Subject.PATIENT, given, False)
        )
    return found


def of_place(remark: Remark, thread: Thread) -> list[Found]:
    """As in "It's this hip. The right one. It's been acting up since Easter"."""
    term = thread.place
    if term is None or remark.by_clinician or remark.segment.id - thread.place_at > 1:
        return []
    side = thread.place_side or sides.told(remark.text)
    looks = _looks(remark, term, side)
    if (
        not _IT_HURTS.search(remark.text)
        or re.search(r"pain|ache|sore|cramp", thread.name)
    ):
        return looks
    name = pain_name(term)
    given = [*all_details(remark, name, asked_for(remark))]
    if side:
        given.insert(0, Detail("side", side, 0))
    said = Said(name, "symptom", 0, 0, term, "", term.name, side)
    thread.follow(said, name, remark.segment.id)
    return [*looks, noted(remark, name, 0, 0, Polarity.PRESENT, Subject.PATIENT, given, False)]


def _bare_no(remark: Remark) -> bool:
    """Whether a "no" stands alone and tells nothing more."""
    return remark.reply == "no" and not re.search(r"\w,? \w", remark.text)


def _of_something_else(remark: Remark) -> bool:
    """Whether the question was after an earlier episode or a medicine."""
    return any(
        OTHER_TIME.search(q.text) or mentions.terms(q.text, "drug", "drug_class")
        for q in remark.questions
    )


#: How a medicine is taken, also one that the lexicon does not know.
_DOSE = re.compile(
    r"\b(?:mg|(?:milli|micro)?grams?|millilit\w+|ml|tablets?|capsules?|puffs?)\b", re.IGNORECASE
)


#: As in "How long has the trouble been going on?": all that the patient came with.
_THE_TROUBLE = re.compile(
    r"\b(?:(?:the|this|your) (?:trouble|problem|thing|whole thing|symptoms?)|all (?:this|it|"
    r"of this)"
    r"|it all)\b",
    re.IGNORECASE,
)


SUMS_UP = re.compile(
    r"^\W*(?:okay|right|it's \w+day(?: today)?)?\W*so,? (?:(?:it's|that's|you've|this has|it has"
    r"|he's|she's) (?:been|had)\b|\d+ (?:hours|days|weeks|months)(?: ago| now)?\W*$)",
    re.IGNORECASE,
)


def _summed_up(remark: Remark, thread: Thread) -> list[Found]:
    """As in "So it's been three days, it's red and hot" from the clinician."""
    if not (thread.name and SUMS_UP.match(remark.text)) or remark.segment.id - thread.segment > 4:
        return []
    lasting = [d for d in durations(remark.text) if d.key == "duration"][:1]
    present = Polarity.PRESENT, Subject.PATIENT
    return [noted(remark, thread.main, 0, 0, *present, lasting, False)] if lasting else []


def _on_another_part(text: str, name: str, thread: Thread) -> bool:
    """As in "There's a crust on the left cheek", while the talk is of an itching elbow."""
    match = re.search(r"\b(?:left|right) (?P<part>[a-z]+)", text, re.IGNORECASE)
    part = lexicon_of("site").named(match["part"]) if match else None
    return part is not None and part.name != thread.site and name in ("itching", "rash")


def more_of(remark: Remark, thread: Thread) -> list[Found]:  # noqa: PLR0911, PLR0912
    """Details of the complaint that is being talked about, named by neither question nor answer."""
    if not remark.by_clinician and (placed := _pain_shown(remark, thread)):
        return placed
    if remark.by_clinician and not remark.dictated:
        return _summed_up(remark, thread)
    if (
        not thread.name
        or (remark.by_clinician and not remark.dictated)
        or (_bare_no(remark) and asked_for(remark) != "radiation")
        or _of_something_else(remark)
    ):
        return []
    text = remark.text
    name = thread.name if remark.segment.id - thread.segment <= 2 else thread.main
    wants = asked_for(remark)
    if wants == "duration" and any(_THE_TROUBLE.search(q.text) for q in remark.questions):
        name = thread.main
    if (
        mentions.terms(text, "drug", "drug_class", "disease")
        or _DOSE.search(text)
        or (not wants and speaks_elsewhere(remark))
    ):
        return []
    about = (bool(remark.questions) and (bool(wants) or bool(remark.reply))) or bool(
        re.search(
            r"\b(?:it|it's|they|they're|that|the (?:pain|cough|rash|fever|headache|ache))\b"
            r"|^(?:worse|about|been|going on|getting on|coming up|the best part|nearly|almost|"
            r"mostly|maybe|since|started)|^\W*\w+(?: \w+){0,2}\W*$",
            text,
            re.IGNORECASE,
        )
    )
    if not about:
        return []
    if wants == "duration" and any(NOT_OF_COMPLAINT.search(q.text) for q in remark.questions):
        return []
    found = all_details(remark, name, wants)
    if (
        not wants
        and remark.segment.id != thread.segment
        and not (
            remark.segment.id - thread.segment <= 3
            and re.search(r"\b(?:it|this|they|started|began)\b|^(?:been|going on|getting on|"
                          r"coming up)\b", text, re.I)
        )
    ):
        found = [d for d in found if d.key not in ("duration", "duration_text", "onset")]
    if remark.segment.id != thread.segment and not wants:
        found = [d for d in found if d.key != "course"]
        if remark.questions and not any(mentions.symptoms(q.text) for q in remark.questions):
            found = [d for d in found if d.key not in ("frequency", "episode")]
    if (
        wants == "site"
        and (where := places(text))
        and not any(d.key == "radiation" and where in d.text for d in found)
    ):
        found.append(Detail("site", where, 0))
    side = re.search(
        r"\b(?:on|in) (?:the|my|his|her) (left|right)\b|\b(left|right)(?: side| one| knee"
        r"|-sided)\b|^\W*(?:it's |yeah,? |the |on the )*(left|right)\W*$"
        r"|^\W*(?:oh |yeah,? |well,? )*(both)(?: of them| sides| hands| knees| feet| legs)?\W*$"
        r"|^\W*(?:(?:my|the|just|mostly) )*(left|right) (?:temple|eye|side|ear|hip|leg|arm|hand"
        r"|foot|shoulder)\b",
        text,
        re.IGNORECASE,
    )
    bare = side is not None and side.group(3) is not None
    bare = bare and not any(sides.named(q.text) for q in remark.questions)
    sided = wants == "site" or (wants == "" and not bare)
    if wants == "duration":
        named = [s for q in remark.questions for s in mentions.symptoms(q.text)]
        asked_side = [s.side for s in named if s.side and s.name == name]
        found += [Detail("side", word, 0) for word in asked_side[:1]]
    elsewhere = not wants and _on_another_part(text, name, thread)
    if side and sided and not elsewhere and not any(d.key == "radiation" for d in found):
        # Two sides that compete tell none: a wrong side is worse than none.
        found += [Detail("side", word, 0) for word in (sides.told(text),) if word]
    if not found:
        return []
    told = [noted(remark, name, 0, 0, Polarity.PRESENT, Subject.PATIENT, found, bool(wants))]
    lasting = [d for d in found if d.key in ("duration", "duration_text", "onset")]
    if wants == "duration" and lasting and remark.segment.id - thread.segment <= 2:
        # "I'm not sleeping and my heart races." "Since when?" asks after both.
        told += [
            noted(remark, other, 0, 0, Polarity.PRESENT, Subject.PATIENT, lasting, False)
            for other in thread.together[:3]
            if other != name
        ]
    return told
