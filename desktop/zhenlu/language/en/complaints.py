"""Complaints of a visit: what the patient has, what was asked and denied, and its details."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import Polarity, Subject
from zhenlu.language.en import functions, mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.asked import (
    ABOUT_OTHERS,
    NOT_OF_COMPLAINT,
    asks_now,
    measured_fever,
    speaks_elsewhere,
)
from zhenlu.language.en.complaint_facts import (
    all_details,
    asked_for,
    noted,
    shared_out,
)
from zhenlu.language.en.detail import places
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import Owner, asks_family, owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.thread import Thread, complaint_name, follow_question
from zhenlu.language.en.timing import Detail
from zhenlu.language.en.vocabulary import is_generic, lexicon_of, symptom_group

_RESTATES = re.compile(
    r"^(?:(?:so|okay|ok|right|and|alright|just to (?:recap|summari[sz]e)|sounds like|I see"
    r"|I understand)[,.]?\s+(?:that )?)*(?:you(?:'ve| have) (?:had|been having|been|got|also)"
    r"|you(?:'re| are) (?:having|getting|complaining)"
    r"|you (?:mentioned|said|told|reported|came)|(?:he|she)(?:'s| has) had|it's been|it started)\b",
    re.IGNORECASE,
)
_OTHER_EPISODE = re.compile(
    r"\b(?:last (?:year|winter|summer|time)|when I was (?:a kid|a child|young|little|pregnant)"
    r"|as a (?:kid|child)|years ago|back in (?:19|20)\d\d|in (?:19|20)\d\d|in the past"
    r"|at first but|used to (?:get|have)|previous(?:ly)?)\b",
    re.IGNORECASE,
)
_FROM_DRUG = re.compile(
    r"\b(?:gave|gives|giving|makes?|made|causes?|caused|upsets?|came out in|come out in"
    r"|broke out in|react(?:ed|ion|s)?|allergic|allergy)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:since I started|after (?:taking|starting)|when I (?:take|took)) (?:it|the|them|that)\b",
    re.IGNORECASE,
)
_ABOUT_DRUG = re.compile(
    r"\b(?:for|against|brings?|helps?|treats?|with) (?:the |my |his |her |any |a )?$", re.IGNORECASE
)
_ADVICE_WANTED = re.compile(
    r"\b(?:is it|could it|should I|will it|would it|what if|do you think)\b", re.IGNORECASE
)


#: As in "Pain during sex, yes. No to the other two."
_NO_TO_THE_REST = re.compile(
    r"\b(?:no|not) (?:to )?the (?:other|rest)|\bnone of the (?:others?|rest)\b", re.IGNORECASE
)
#: Questions after an earlier episode: what is told then is not of this illness.
_OTHER_TIME = re.compile(
    r"\b(?:before|in the past|previously|ever (?:had|hurt|injured"
    r"|broken))\b[^?]*\??$", re.IGNORECASE
)


def complaints(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Symptom facts in the order of their mention, not yet joined."""
    thread = Thread()
    found: list[Found] = []
    for remark in remarks:
        if remark.asks:
            follow_question(remark, thread)
            continue
        if remark.by_clinician and not remark.dictated and not _RESTATES.match(remark.text):
            continue
        if remark.dictated and remark.part in ("plan", "examination", "assessment"):
            continue
        stated = _stated(remark, thread, relations)
        answered = _answered(remark, thread, {f.fact.name for f in stated})
        here = {
            f.fact.name
            for f in found
            if f.fact.segment == remark.segment.id and f.fact.polarity is Polarity.PRESENT
        }
        # What was just reported is not denied by the "no" that ends the turn.
        answered = [
            f for f in answered if f.fact.polarity is Polarity.PRESENT or f.fact.name not in here
        ]
        answered = answered or _of_function(remark, {f.fact.name for f in stated})
        if not stated and not answered:
            stated = _more_of(remark, thread)
        found += answered + stated
    return found


def _stated(remark: Remark, thread: Thread, relations: frozenset[str]) -> list[Found]:
    """Complaints that the sentence itself names."""
    text = remark.text
    placed: list[tuple[Said, str, Polarity, Owner]] = []
    for said in (*mentions.symptoms(text), *_of_water(remark, thread)):
        if _is_disease(text, said) or scope.imagined(text, said.start, said.end):
            continue
        name = complaint_name(said, thread, remark)
        if not name or not _is_complaint(remark, said) or _is_factor(remark, said):
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
        side = said.side or (_side_told(text[said.end :], name) if present == [said] else "")
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
    if said.site and "pain" not in name and "swelling" not in name and name != "stiff neck":
        return [Detail("site", said.site, said.start)]
    after = text[said.end :]
    if name in ("rash", "itching") and re.search(r"\bon (?:my|his|her|the)\b", after):
        return [Detail("site", where, said.start)] if (where := places(after)) else []
    if name == "stiffness" and thread.site:
        return [Detail("site", thread.site, said.start)]
    return []


def _side_told(after: str, name: str) -> str:
    """As in "this pain in my stomach, down here on the right": a pain's side told later."""
    match = re.search(r"\bon (?:the|my|his|her) (left|right)(?: side)?\W*$", after, re.IGNORECASE)
    return match.group(1).lower() if match and name.endswith(("pain", "ache")) else ""


def _of_water(remark: Remark, thread: Thread) -> list[Said]:
    """As in "Yes, every hour, and three times at night", once the talk is of passing water."""
    asked = " ".join(q.text for q in remark.questions)
    near = symptom_group(thread.name) == "urinary" and remark.segment.id - thread.segment <= 4
    if not (near or functions.speaks_of_water(f"{asked} {remark.text}")):
        return []
    known = mentions.symptoms(remark.text)
    return [
        mentions.functional(remark.text, start, end, name)
        for start, end, name in functions.told_of_water(remark.text)
        if all(name != k.name and (end <= k.start or start >= k.end) for k in known)
    ]


def _asked_symptoms(question: Remark, thread: Thread) -> list[Said]:
    return [*mentions.symptoms(question.text), *_of_water(question, thread)]


def _of_function(remark: Remark, named: set[str]) -> list[Found]:
    """As in "Is she hearing okay?" "Not so great"."""
    for question in remark.questions:
        name = functions.function_asked(question.text)
        how = functions.function_answer(remark.text) if name and name not in named else ""
        if how:
            polarity = Polarity.PRESENT if how == "bad" else Polarity.ABSENT
            return [noted(remark, name, 0, 0, polarity, Subject.PATIENT, [], False, question)]
    return []


def _is_factor(remark: Remark, said: Said) -> bool:
    """Whether the words answer what brings the complaint on: "not sleeping enough"."""
    if asked_for(remark) not in ("trigger", "aggravating", "relieving", "change"):
        return False
    return any(
        m.start <= said.start and said.end <= m.end for m in lexicon_of("factor").find(remark.text)
    )


def _is_disease(text: str, said: Said) -> bool:
    """Whether the words are part of a longer name of a disease."""
    return any(
        d.start <= said.start and said.end <= d.end and d.end - d.start > said.end - said.start
        for d in mentions.terms(text, "disease")
    )


def _is_complaint(remark: Remark, said: Said) -> bool:
    """Whether the mention tells of this illness, not of a drug's effect or an old episode."""
    text = remark.text
    drugs = mentions.terms(text, "drug", "drug_class")
    if (
        _FROM_DRUG.search(text[: said.start])
        and (drugs or _asked_allergy(remark))
        and not _AFTER.search(text)
    ):
        return False
    if _asked_allergy(remark) or _of_medicine_before(remark, said):
        return False
    if drugs and _ABOUT_DRUG.search(text[: said.start]) and drugs[0].start < said.start:
        return False
    if re.search(r"\b(?:blood pressure|sugar|cholesterol|heart|water|pain) $", text[: said.start]):
        return False
    return not _OTHER_EPISODE.search(text) and not _ADVICE_WANTED.match(text)


def _of_medicine_before(remark: Remark, said: Said) -> bool:
    """As in "I was on sertraline. It gave me awful nausea"."""
    before = remark.text[: said.start]
    gave = r"\W*(?:but |and )?(?:it|they|that) (?:gave|made|caused|upset)\b"
    if not re.match(gave, before, re.IGNORECASE):
        return False
    return bool(mentions.terms(remark.reading.text[: remark.offset], "drug", "drug_class"))


def _asked_allergy(remark: Remark) -> bool:
    return any(re.search(r"\ballerg", q.text, re.IGNORECASE) for q in remark.questions)


def _answered(remark: Remark, thread: Thread, named: set[str]) -> list[Found]:
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
    reply = remark.reply
    if _NO_TO_THE_REST.search(remark.text):
        reply = "no"
    if not reply:
        return _no_blood(remark, named)
    asked = [
        (q, s)
        for q in remark.questions
        if not q.open and not ABOUT_OTHERS.search(q.text) and not asks_family(q)
        for s in _asked_symptoms(q, thread)
        if not scope.imagined(q.text, s.start, s.end)
        and not _is_disease(q.text, s)
        and asks_now(q, s)
    ]
    found = []
    for question, said in asked:
        name = complaint_name(said, thread, remark)
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
        elif len({s.name for _, s in asked}) == 1:
            # "Yes" to a list affirms nothing of it.
            extra = [Detail("course", "resolved", 0)] if remark.reply == "gone" else []
            if said.side:
                extra.append(Detail("side", said.side, 0))
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


def _no_blood(remark: Remark, named: set[str]) -> list[Found]:
    """As in "Is there any blood in it?" "It's like water. There's no blood"."""
    if not re.search(
        r"\b(?:no|not any|isn't any|wasn't any|without|haven't seen any"
        r"|didn't see any) blood\b(?! pressure| test| in)",
        remark.text,
        re.IGNORECASE,
    ):
        return []
    return [
        noted(remark, said.name, 0, 0, Polarity.ABSENT, Subject.PATIENT, [], False, question)
        for question in remark.questions
        for said in mentions.symptoms(question.text)
        if "blood" in said.name and said.name not in named
    ][:1]


def _bare_no(remark: Remark) -> bool:
    """Whether a "no" stands alone and tells nothing more."""
    return remark.reply == "no" and not re.search(r"\w,? \w", remark.text)


def _of_something_else(remark: Remark) -> bool:
    """Whether the question was after an earlier episode or a medicine."""
    return any(
        _OTHER_TIME.search(q.text) or mentions.terms(q.text, "drug", "drug_class")
        for q in remark.questions
    )


#: How a medicine is taken, also one that the lexicon does not know.
_DOSE = re.compile(
    r"\b(?:mg|(?:milli|micro)?grams?|millilit\w+|ml|tablets?|capsules?|puffs?)\b", re.IGNORECASE
)


def _more_of(remark: Remark, thread: Thread) -> list[Found]:
    """Details of the complaint that is being talked about, named by neither question nor answer."""
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
    if (
        mentions.terms(text, "drug", "drug_class", "disease")
        or _DOSE.search(text)
        or (not wants and speaks_elsewhere(remark))
    ):
        return []
    about = (bool(remark.questions) and (bool(wants) or bool(remark.reply))) or bool(
        re.search(
            r"\b(?:it|it's|they|they're|that|the (?:pain|cough|rash|fever|headache|ache))\b"
            r"|^(?:worse|about|mostly|maybe|since|started)|^\W*\w+(?: \w+){0,2}\W*$",
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
            and re.search(r"\b(?:it|this|they|started|began)\b", text)
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
        r"|-sided)\b|^\W*(?:it's |yeah,? |the |on the )*(left|right)\W*$",
        text,
        re.IGNORECASE,
    )
    bare = side is not None and side.group(3) is not None
    placed = wants == "site" or (wants == "" and not bare)
    if side and placed and not any(d.key == "radiation" for d in found):
        found.append(Detail("side", next(g for g in side.groups() if g).lower(), 0))
    if not found:
        return []
    return [noted(remark, name, 0, 0, Polarity.PRESENT, Subject.PATIENT, found, bool(wants))]




