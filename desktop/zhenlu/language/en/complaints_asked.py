"""Complaints that a question names and the answer settles: "Any fever?" "No"."""

from __future__ import annotations

import re

from zhenlu.domain.facts import Polarity, Subject
from zhenlu.language.en import functions, mentions, scope, sides
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked import (
    ABOUT_OTHERS,
    OTHER_TIME,
    asks_now,
    measured_fever,
)
from zhenlu.language.en.complaint_facts import (
    all_details,
    asked_for,
    noted,
)
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import asks_family
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.thread import Thread, blood_in, complaint_name, of_water
from zhenlu.language.en.timing import Detail
from zhenlu.language.en.vocabulary import is_generic, lexicon_of, pain_name

#: As in "Pain during sex, yes. No to the other two."
_NO_TO_THE_REST = re.compile(
    r"\b(?:no|not) (?:to )?the (?:other|rest)|\bnone of the (?:others?|rest)\b", re.IGNORECASE
)


def _asked_symptoms(question: Remark, thread: Thread) -> list[Said]:
    return [*mentions.symptoms(question.text), *of_water(question, thread)]


def _swollen_like(remark: Remark) -> Remark | None:
    """The question behind "Ankles?" "Like tree trunks, both of them"."""
    like = re.search(r"\blike (?:balloons|tree trunks|footballs)\b", remark.text, re.IGNORECASE)
    asked = [q for q in remark.questions if re.search(r"\b(?:ankle|feet|foot|leg)", q.text, re.I)]
    return asked[-1] if like and asked else None


_POLARITIES = {"bad": Polarity.PRESENT, "well": Polarity.ABSENT}


def of_function(remark: Remark, named: set[str]) -> list[Found]:
    """As in "Is she hearing okay?" "Not so great"."""
    told = [] if remark.by_clinician else list(functions.functions_named(remark.text))
    if told:
        return [
            noted(remark, name, 0, 0, _POLARITIES[how], Subject.PATIENT, [], False)
            for name, how in told
            if name not in named
        ]
    if "leg swelling" not in named and (asked := _swollen_like(remark)):
        given = all_details(remark, "leg swelling", "duration")
        present = Polarity.PRESENT, Subject.PATIENT
        return [noted(remark, "leg swelling", 0, 0, *present, given, False, asked)]
    for question in remark.questions:
        name = functions.function_asked(question.text)
        how = functions.function_answer(remark.text) if name and name not in named else ""
        if how:
            given = all_details(remark, name, "") if how == "bad" else []
            return [
                noted(remark, name, 0, 0, _POLARITIES[how], Subject.PATIENT, given, False, question)
            ]
    return []


def settled_by_answer(  # noqa: PLR0912
    remark: Remark, thread: Thread, named: set[str]
) -> list[Found]:
    """Complaints of the question, as far as the reply settles them."""
    if remark.questions and not remark.reply and "fever" not in named and measured_fever(remark):
        for question in remark.questions:
            fever = next((s for s in mentions.symptoms(question.text) if s.name == "fever"), None)
            if fever is not None:
                thread.follow(fever, "fever", remark.segment.id)
                given = all_details(remark, "fever", "")
                return [
                    noted(
                        remark,
                        "fever",
                        0,
                        0,
                        Polarity.PRESENT,
                        Subject.PATIENT,
                        given,
                        False,
                        question,
                    )
                ]
    reply = remark.reply or _implied(remark)
    if _NO_TO_THE_REST.search(remark.text):
        reply = "no"
    if not reply:
        return (
            _tight(remark, named)
            or _no_blood(remark, thread, named)
            or _well(remark, named)
            or _not_there(remark, named)
        )
    asked = [
        (q, s)
        for q in remark.questions
        if not q.open and not ABOUT_OTHERS.search(q.text) and not asks_family(q)
        for s in _asked_symptoms(q, thread)
        if not scope.imagined(q.text, s.start, s.end)
        and not mentions.is_disease(q.text, s)
        and asks_now(q, s)
    ]
    found = []
    for question, said in asked:
        name = complaint_name(said, thread, remark)
        if not name and reply == "no" and said.name == "pain" and thread.place is not None:
            name = pain_name(thread.place)
        if not name or name in named or (name == thread.name and is_generic(said.term)):
            continue
        if (
            reply == "no"
            and name in (thread.name, thread.main)
            and (
                (said.site and name in ("rash", "itching", "lump"))
                or re.match(
                    r"\s*(?:near|on|in|around|anywhere|elsewhere|down|over)\b",
                    question.text[said.end :],
                )
            )
        ):
            continue  # "Any rash on your face?" asks where, the rash itself is known.
        if reply == "no":
            found.append(
                noted(remark, name, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False, question)
            )
        elif (
            len({s.name for _, s in asked}) == 1
            or _ALL_OF_THEM.search(remark.text)
            or (not remark.reply and len(asked) == 2)
        ):
            # A bare "yes" to a list affirms nothing of it.
            extra = [Detail("course", "resolved", 0)] if remark.reply == "gone" else []
            told = sides.told(remark.text)
            if said.side or (told and mentions.is_sided(said.term)):
                extra.append(Detail("side", said.side or told, 0))
            if said.site and name in (
                "numbness",
                "weakness",
                "rash",
                "pins and needles",
                "itching",
            ):
                extra.append(Detail("site", said.site, 0))
            extra += all_details(remark, name, "")
            found.append(
                noted(
                    remark, name, 0, 0, Polarity.PRESENT, Subject.PATIENT, extra, False, question
                )
            )
            thread.follow(said, name, remark.segment.id)
    return found


#: As in "Yes, both actually": all that was asked after is there.
_ALL_OF_THEM = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|well|oh|um)\W+)*(?:both|all (?:of (?:them|those|that|the above)"
    r"|three|that)\b|the lot\b"
    r"|everything\b)",
    re.IGNORECASE,
)


#: As in "Is it stiff in the mornings?" "Ten minutes or so": when, where or how much says yes.
_HOW_IT_IS = re.compile(
    r"^\W*(?:(?:right|just|down|up|over) )*(?:here|there)\b(?!'s| is| are| was| were)"
    r"|^\W*(?:(?:oh|well|um|maybe|about|just|mostly|mainly|usually|probably|like|I'd say"
    r"|for)\W+)*"
    r"(?:\d|a few|a couple|half an?|an hour|on (?:the|my) \w+|in the (?:mornings?|evenings?"
    r"|night)|at night"
    r"|in (?:my|both|his|her) \w+|when (?:I|he|she|it)\b|if (?:I|he|she)\b|after (?:I|a|food|"
    r"eating|meals)|all (?:the time"
    r"|day|night)"
    r"|since\b|every\b|constant(?:ly)?\b|non-?stop\b|all night"
    r"|like an? (?!baby|log|charm|dream|lamb|top|horse|normal)[a-z]|a touch|a tad|loads|lots"
    r"|off and on|on and off|comes and goes|now and)",
    re.IGNORECASE,
)


def _implied(remark: Remark) -> str:
    """Whether an answer without yes or no says yes by telling when, where or how much."""
    if not remark.questions or remark.asks or remark.by_clinician:
        return ""
    question = remark.questions[-1]
    if question.open or asked_for(remark) or len(remark.text.split()) > 14:
        return ""
    asked = {s.name for s in mentions.symptoms(question.text)}
    joined = re.match(r"\W*(?:any )?[\w ]+ and [\w ]+\W*$", question.text) and len(asked) == 2
    if not (len(asked) == 1 or joined) or OTHER_TIME.search(question.text):
        return ""
    if mentions.terms(remark.text, "drug", "disease") or re.search(
        r"\b(?:not|no|never|none)\b|n't\b|\bago\b",
        remark.text,
    ):
        return ""
    return "yes" if _HOW_IT_IS.match(remark.text) else ""


#: As in "My neck's fine and light's fine", "Wee's normal": what was asked after is well.
_IS_WELL = re.compile(
    r"\b(?P<what>[a-z]+)(?:'s| is| are|'re)(?: all| both| absolutely| perfectly)? (?:fine|ok|okay"
    r"|alright|all right|normal|good)\b",
    re.IGNORECASE,
)
_SAME_THING = {
    "eyes": "sight",
    "wee": "urine", "pee": "urine", "waterworks": "urine", "poo": "stool",
}


def _well(remark: Remark, named: set[str]) -> list[Found]:
    """What a question names and the answer calls well by the part or function concerned."""
    if remark.by_clinician:
        return []
    well = {m["what"].lower() for m in _IS_WELL.finditer(remark.text)}
    if re.search(r"\bweight(?:'s| is|'s been| has been)? (?:the same|steady|"
                 r"stable)\b", remark.text, re.I):
        well.add("weight")
    well |= {_SAME_THING[word] for word in well & _SAME_THING.keys()}
    found = {}
    for question in remark.questions:
        for said in mentions.symptoms(question.text):
            words = set(f"{said.name} {said.words}".lower().split())
            if well & words and said.name not in named:
                found[said.name] = noted(
                    remark, said.name, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False, question
                )
    return list(found.values())


def _not_there(remark: Remark, named: set[str]) -> list[Found]:
    """As in "Any back pain?" "An ache in my tummy, but not my back": denied by its place."""
    for question in remark.questions:
        for said in mentions.symptoms(question.text):
            last = said.name.rpartition(" ")[2]
            denied = re.search(rf"\bno {re.escape(last)}\b", remark.text, re.IGNORECASE)
            if denied and last != said.name and said.name not in named and "pain" not in last:
                absent = Polarity.ABSENT, Subject.PATIENT
                return [noted(remark, said.name, 0, 0, *absent, [], False, question)]
    match = re.search(
        r"\bnot (?:in |on )?(?:my|his|her|the) (?P<where>[a-z ]{3,20})",
        remark.text, re.IGNORECASE,
    )
    site = next(iter(lexicon_of("site").find(match.group("where"))), None) if match else None
    if site is None:
        return []
    return [
        noted(remark, said.name, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False, question)
        for question in remark.questions
        for said in mentions.symptoms(question.text)
        if said.name == pain_name(site.term) and said.name not in named
    ][:1]


_TIGHT = re.compile(
    r"\b(?:just|it's|it is|feels?|goes|gets|bit|more) (?:a bit |all |really |very |of a )*"
    r"tight(?:ness)?\b",
    re.IGNORECASE,
)


def _tight(remark: Remark, named: set[str]) -> list[Found]:
    """As in "Chest pain?" "No pain, just tight"."""
    told = None if remark.by_clinician else _TIGHT.search(remark.text)
    asked = [q for q in remark.questions if re.search(r"\bchest\b", q.text, re.IGNORECASE)]
    if told is None or not asked or "chest tightness" in named:
        return []
    present = Polarity.PRESENT, Subject.PATIENT
    return [noted(remark, "chest tightness", told.start(), told.end(), *present, [], False)]


#: Complaints in which blood may show: "Horrible green stuff. No blood though".
_BLOODY = re.compile(r"\b(?:cough|sputum|diarrhoea|constipation|stool|urin\w+|nocturia|vomiting)\b")


def _no_blood(remark: Remark, thread: Thread, named: set[str]) -> list[Found]:
    """As in "Is there any blood in it?" "It's like water. There's no blood"."""
    if not re.search(
        r"\b(?:no|not any|isn't any|wasn't any|without|haven't seen any"
        r"|didn't see any) blood\b(?! pressure| test| in)",
        remark.text,
        re.IGNORECASE,
    ):
        return []
    asked = [
        noted(remark, said.name, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False, question)
        for question in remark.questions
        for said in mentions.symptoms(question.text)
        if "blood" in said.name and said.name not in named
    ][:1]
    meant = blood_in(thread)
    if asked or remark.by_clinician or meant in named or not _BLOODY.search(thread.name):
        return asked
    return [noted(remark, meant, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False)]
