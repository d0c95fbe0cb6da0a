"""Complaints of a visit: what the patient has, what was asked and denied, and its details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import Polarity, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked import NOT_OF_COMPLAINT
from zhenlu.language.en.complaint_facts import (
    asked_for,
    counted_as_asked,
    noted,
    shared_out,
)
from zhenlu.language.en.complaints_asked import of_function, settled_by_answer
from zhenlu.language.en.detail import places
from zhenlu.language.en.elaborations import SUMS_UP, more_of, of_place
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import Owner, owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.reactions import OF_TODAY
from zhenlu.language.en.thread import Thread, complaint_name, follow_question, of_water
from zhenlu.language.en.timing import Detail, durations
from zhenlu.language.en.vocabulary import lexicon_of, swelling_name

_RESTATES = re.compile(
    r"^(?:(?:so|okay|ok|right|and|alright|hi|hello|hey|\w+,|just to (?:recap|summari[sz]e)"
    r"|sounds like|I see"
    r"|I understand)[,.]?\s+(?:that )?)*(?:you(?:'ve| have) (?:had|been having|been|got|also)"
    r"|you(?:'re| are) (?:having|getting|complaining)"
    r"|(?:I hear|I see|I understand|they tell me|the nurse (?:says|said|tells me|told me)"
    r"|it says here)(?: that)? you(?:r|'ve)?\b"
    r"|you (?:mentioned|said|told|reported|came)|(?:he|she)(?:'s| has) had|it's been"
    r"|it started)\b",
    re.IGNORECASE,
)
_OTHER_EPISODE = re.compile(
    r"\b(?:last (?:year|winter|summer|time)|when I was (?:a kid|a child|young|little|pregnant)"
    r"|when (?:he|she) was (?:\d+|tiny|a baby|little|small|born)\b|as a (?:kid|child)|years ago"
    r"|back in (?:19|20)\d\d|in (?:19|20)\d\d|in the past"
    r"|at first but|used to (?:get|have)|previous(?:ly)?)\b",
    re.IGNORECASE,
)
_FROM_DRUG = re.compile(
    r"\b(?:gave|gives|giving|makes?|made|causes?|caused|upsets?|came out in|come out in"
    r"|broke out in|react(?:ed|ion|s)?|allergic|allergy)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:since I started|after (?:taking|starting)|when I (?:take|took)) (?:it|the|them"
    r"|that)\b",
    re.IGNORECASE,
)
_ABOUT_DRUG = re.compile(
    r"\b(?:for|against|brings?|helps?|treats?|with) (?:the |my |his |her |any "
    r"|a )?$", re.IGNORECASE
)
_ADVICE_WANTED = re.compile(
    r"\b(?:is it|could it|should I|will it|would it|what if|do you think)\b", re.IGNORECASE
)


def complaints(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Symptom facts in the order of their mention, not yet joined."""
    thread = Thread()
    found: list[Found] = []
    for remark in remarks:
        thread.hear(remark)
        if remark.asks:
            follow_question(remark, thread)
            continue
        restates = _RESTATES.match(remark.text) or SUMS_UP.match(remark.text)
        if remark.by_clinician and not remark.dictated and not restates:
            continue
        if remark.dictated and remark.part in ("plan", "examination", "assessment"):
            continue
        stated = _stated(remark, thread, relations)
        answered = settled_by_answer(remark, thread, {f.fact.name for f in stated})
        here = {
            f.fact.name
            for f in found
            if f.fact.segment == remark.segment.id and f.fact.polarity is Polarity.PRESENT
        }
        # What was just reported is not denied by the "no" that ends the turn.
        answered = [
            f for f in answered if f.fact.polarity is Polarity.PRESENT or f.fact.name not in here
        ]
        answered = answered or of_function(remark, {f.fact.name for f in stated})
        if not stated and not answered:
            stated = of_place(remark, thread) or more_of(remark, thread)
        here_told = answered + stated
        if not (thread.main or here_told or remark.by_clinician):
            _keep_lasting(remark, thread)
        found += _with_lasting(here_told, thread)
    return found


_IT_CAME = re.compile(
    r"\b(?:came on|come on|started|began|it's been|been (?:like this|going on|about)|flared"
    r"|had it"
    r"|since|again)\b",
    re.IGNORECASE,
)


def _keep_lasting(remark: Remark, thread: Thread) -> None:
    """As in "It's my chest again. Came on Thursday. So four days": the complaint is named later."""
    text = remark.text
    if mentions.terms(text, "drug", "drug_class", "disease") or _OTHER_EPISODE.search(text):
        return
    if any(NOT_OF_COMPLAINT.search(q.text) for q in remark.questions):
        return  # "How many weeks are you?" "Twenty-two" tells a pregnancy.
    asked = asked_for(remark) == "duration"
    told = tuple(
        d
        for d in (*durations(text, asked=asked), *counted_as_asked(remark))
        if d.key == "duration" and d.text != "ago"
    )
    if told and (_IT_CAME.search(remark.reading.text) or asked or thread.lasting):
        thread.lasting, thread.lasting_at = told[-1:], remark.segment.id


def _with_lasting(told: list[Found], thread: Thread) -> list[Found]:
    """What was told, the first complaint with the duration that was given before it."""
    if not thread.lasting:
        return told
    for at, item in enumerate(told):
        fact = item.fact
        if fact.polarity is not Polarity.PRESENT or fact.subject is not Subject.PATIENT:
            continue
        lasting, near = thread.lasting[0], fact.segment - thread.lasting_at <= 4
        thread.lasting = ()
        if near and not fact.value and not fact.attributes.keys() & {"onset", "duration_text"}:
            also = tuple(sorted({*fact.also, thread.lasting_at} - {fact.segment}))
            given = replace(fact, value=lasting.value, unit=lasting.unit, also=also)
            return [*told[:at], replace(item, fact=given), *told[at + 1 :]]
        break
    return told


def _stated(remark: Remark, thread: Thread, relations: frozenset[str]) -> list[Found]:
    """Complaints that the sentence itself names."""
    text = remark.text
    placed: list[tuple[Said, str, Polarity, Owner]] = []
    for said in (*mentions.symptoms(text), *of_water(remark, thread)):
        # "Everyone would be better off without me" is no supposition.
        thought = said.name == "suicidal thoughts" and not remark.by_clinician
        imagined = scope.imagined(text, said.start, said.end) and not thought
        if mentions.is_disease(text, said) or imagined:
            continue
        name = complaint_name(said, thread, remark)
        if not name or not _is_complaint(remark, said, thread) or _is_factor(remark, said):
            continue
        if remark.by_clinician and re.match(r"tender", said.words, re.IGNORECASE):
            continue  # "You've got tenderness over the shoulder" is what the hand found.
        polarity = Polarity.PRESENT
        if scope.denied(text, said.start, said.end):
            polarity = Polarity.ABSENT
        elif scope.doubted(text, said.start):
            polarity = Polarity.UNCERTAIN
        placed.append((said, name, polarity, owner(remark, said.start, relations)))
    wants = asked_for(remark)
    present = [s for s, _, p, _ in placed if p is not Polarity.ABSENT]
    given = shared_out(
        remark,
        [
            (s, n)
            for s, n, p, o in placed
            if p is not Polarity.ABSENT and o.subject is Subject.PATIENT
        ],
        wants,
    )
    found = []
    for said, name, polarity, whose in placed:
        extra = given.get(said.start, []) if polarity is not Polarity.ABSENT else []
        if polarity is Polarity.PRESENT:
            extra = [*_placed(remark.text, said, name, thread), *extra]
        elif name == "stiffness" and not said.site and thread.site:
            extra = [Detail("site", thread.site, said.start), *extra]
        alone = present == [said]
        side = said.side or (_side_nearby(remark, said, name, thread) if alone else "")
        if side and polarity is not Polarity.ABSENT:
            extra = [Detail("side", side, said.start), *extra]
        if whose.relation:
            extra = [Detail("relation", whose.relation, said.start)]
        found.append(
            noted(remark, name, said.start, said.end, polarity, whose.subject, extra, bool(wants))
        )
        if polarity is Polarity.PRESENT and whose.subject is Subject.PATIENT:
            thread.follow(said, name, remark.segment.id)
    return found


def _placed(text: str, said: Said, name: str, thread: Thread) -> list[Detail]:
    """Where a complaint is that does not carry its place in its name."""
    if said.site and not re.search(r"pain|ache$|swelling|^stiff neck", name):
        return [Detail("site", said.site, said.start)]
    after = text[said.end :]
    if name in ("rash", "itching") and re.search(r"\bon (?:my|his|her|the)\b", after):
        return [Detail("site", where, said.start)] if (where := places(after)) else []
    if name == "stiffness" and thread.site:
        return [Detail("site", thread.site, said.start)]
    return []


def _side_nearby(remark: Remark, said: Said, name: str, thread: Thread) -> str:
    """The side of the only complaint of a sentence, told after it or right before.

    As in "a splinter in my left hand. It's all swollen": where the turn has just been.
    """
    place = thread.place
    here = place is not None and remark.segment.id == thread.place_at
    told = _side_told(remark.text[said.end :], name)
    if not told and here and place and not said.site and name == swelling_name(place):
        return thread.place_side
    return told


def _side_told(after: str, name: str) -> str:
    """As in "this pain in my stomach, down here on the right": a pain's side told later."""
    match = re.search(r"\bon (?:the|my|his|her) (left|right)(?: side)?\W*$", after, re.IGNORECASE)
    return match.group(1).lower() if match and name.endswith(("pain", "ache")) else ""


def _is_factor(remark: Remark, said: Said) -> bool:
    """Whether the words answer what brings the complaint on: "not sleeping enough"."""
    if asked_for(remark) not in ("trigger", "aggravating", "relieving", "change"):
        return False
    return any(
        m.start <= said.start and said.end <= m.end for m in lexicon_of("factor").find(remark.text)
    )


def _is_complaint(remark: Remark, said: Said, thread: Thread) -> bool:
    """Whether the mention tells of this illness, not of a drug's effect or an old episode."""
    text = remark.text
    drugs = mentions.terms(text, "drug", "drug_class")
    if (
        _FROM_DRUG.search(text[: said.start])
        and (drugs or _asked_allergy(remark))
        and not _AFTER.search(text)
    ):
        return False
    if drugs and _IN_BRACKETS.search(text[: said.start]) and drugs[0].start < said.start:
        return False
    recalled = _asked_allergy(remark) and not OF_TODAY.search(text)
    if recalled or _of_medicine_before(remark, said, thread):
        return False
    if drugs and _ABOUT_DRUG.search(text[: said.start]) and drugs[0].start < said.start:
        return False
    if re.search(r"\b(?:blood pressure|sugar|cholesterol|heart|water|pain) $", text[: said.start]):
        return False
    only_when = said.name in ("cough", "sneezing") and _ONLY_WHEN.search(text[: said.start])
    return not (only_when or _OTHER_EPISODE.search(text)) and not _ADVICE_WANTED.match(text)


#: As in "Eight if I cough": what brings the pain on.
_ONLY_WHEN = re.compile(r"\b\d+(?:/10)?,? (?:if|when) (?:I|he|she) $", re.IGNORECASE)
#: As in "ramipril stopped 2021 (cough)", "morphine (vomiting only)".
_IN_BRACKETS = re.compile(r"\(\s*(?:\w+ )?$")
_GAVE = re.compile(
    r"\W*(?:(?:but|and|well|oh|no|yes|yeah)[, ]+)*(?:it|they|that) (?:just |really )?"
    r"(?:gave|made|caused|upset)\b",
    re.IGNORECASE,
)


def _of_medicine_before(remark: Remark, said: Said, thread: Thread) -> bool:
    """As in "I was on sertraline. It gave me awful nausea"."""
    before = remark.text[: said.start]
    if not _GAVE.match(before):
        return False
    near = [remark.reading.text[: remark.offset], *(q.reading.text for q in remark.questions)]
    return (
        any(mentions.terms(words, "drug", "drug_class") for words in near)
        or remark.segment.id - thread.medicine <= 3
    )


def _asked_allergy(remark: Remark) -> bool:
    return any(re.search(r"\ballerg", q.text, re.IGNORECASE) for q in remark.questions)


