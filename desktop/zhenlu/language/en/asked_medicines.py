"""Medicines that a question names and the answer settles, and those that an answer ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhenlu.domain.facts import FactKind, FactStatus
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.orders import GIVEN_UP, MIGHT
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.regimen import experience, frequency, regimen, said_as, timing
from zhenlu.language.en.standing import ALLERGY
from zhenlu.language.en.vocabulary import lexicon_of

#: As in "I have it with my coffee", "I take them at night".
_HAS_IT = re.compile(r"\bI (?:have|take|do have|do take|use) (?:it|them|that|one)\b", re.IGNORECASE)
#: As in "No, I ran out", "I stopped that last month".
ENDED = re.compile(
    rf"\b(?:{GIVEN_UP})\b|^\W*(?:I )?(?:came off|stopped|finished|gave up|quit)\b|\b(?:ran out|"
    rf"run out|(?:I|he|she"
    r"|we|they)(?:'ve| have|'s| has)? (?:stopped|quit|came off|gave"
    r" up|finished)|(?:it|that) was stopped|don't take (?:it|that|them) any ?more|not any ?more"
    r"|no longer|took me off|been taken off|stopped (?:it|that|them)"
    r"|(?:it|they)(?:'s|'ve| has| have)? (?:finished|run out|ran out))\b",
    re.IGNORECASE,
)


def asked_medicine(
    remark: Remark, named: Sequence[Said], found: Sequence[Found]
) -> tuple[Said, Found] | None:
    """As in "Are you taking your lisinopril?" "Yes, 10 mg every morning"."""
    drugs = named or mentions.terms(remark.text, "drug")
    if remark.by_clinician:
        return None
    if drugs:
        # "Every morning, and I take fish oil": what comes first answers.
        first = re.split(r"[,.]?\s*\b(?:and|but|plus)\b", remark.text[: drugs[0].start])[0]
        if len(first) < 4 or drugs[0].start <= len(first):
            return None
        remark = replace(remark, text=first)
    for question in remark.questions:
        if not re.search(
            r"\b(?:taking|take|takes|having|on|use|using|uses|needing|need|getting on|still have|"
            r"finished"
            r"|completed"
            r"|what about|what happened (?:with|to)|doing (?:with|on)|going with|not the"
            r"|any ?more"
            r"|how about)\b|^\W*(?:and|so)?\W*(?:the|your|his|her)\b|^\W*and (?:\w+ ?){1,3}\W*$",
            question.text,
            re.IGNORECASE,
        ) and not _dose_of_named(question, remark):
            continue
        ended = ENDED.search(remark.text)
        if not ended and (question.open or remark.reply != "yes"):
            often = frequency(quantities(remark.text), remark.text)
            taken = remark.reply != "no" and (
                often
                or timing(remark.text)
                or (_dose_of_named(question, remark) and _holds_dose(remark.text))
                or _HAS_IT.search(remark.text)
                or experience(remark.text, Said("", "", 0, 0, lexicon_of("drug").terms[0]))
            )
            if not taken:
                continue
        if (
            ALLERGY.search(question.text)
            or MIGHT.search(question.text)
            or re.search(r"\bside effects?\b", question.text)
        ):
            continue
        drugs = [
            s
            for s in mentions.terms(question.text, "drug")
            if s.start > 0 or _dose_of_named(question, remark)
        ] or _meant_by(question, found)
        if len(drugs) != 1:
            continue
        said = drugs[0]
        attributes, value, unit = regimen(
            remark, Said(said.name, said.kind, 0, 0, said.term, said.words), len(remark.text), False
        )
        if not value and said.end > 1:
            # "And the lisinopril twenty?" "Every morning": the dose stands in the question.
            told, value, unit = regimen(question, said, len(question.text), False)
            attributes = told | attributes
        attributes |= experience(
            remark.text, Said(said.name, said.kind, 0, 0, said.term)
        ) | said_as(said)
        if not attributes.get("adherence") and re.search(
            r"\bevery (?:single )?day\b", question.text
        ):
            attributes["adherence"] = "regular"
        fact = remark.fact(
            FactKind.MEDICATION,
            said.name,
            value=value,
            unit=unit,
            attributes=attributes,
            status=FactStatus.STOPPED if ended else FactStatus.TAKEN,
            also=(question.segment.id,),
        )
        return said, Found(fact)
    return None


def _dose_of_named(question: Remark, answer: Remark) -> bool:
    """As in "Ramipril?" "Yes, two point five": the bare name asks, a number answers."""
    named = mentions.terms(question.text, "drug")
    bare = len(named) == 1 and not question.text.replace(named[0].words, "").strip(" ?.,")
    first = re.match(r"\W*(?:and|the|your) ", question.text, re.IGNORECASE)
    rest = question.text[first.end() :] if first else question.text
    bare = bare or (len(named) == 1 and not rest.replace(named[0].words, "").strip(" ?.,"))
    return bare and bool(re.match(r"\W*(?:(?:yes|yeah|yep)\W+)?\d", answer.text, re.IGNORECASE))


#: As in "What dose of warfarin are you on?", "How many do you take?"
_ASKS_DOSE = re.compile(
    r"\b(?:what (?:dose|strength)|how (?:much|many)\b[^?]*\b(?:take|taking|on|dose)"
    r"|what are you (?:on"
    r"|taking) now)\b",
    re.IGNORECASE,
)
#: As in "So take three milligrams a day", said of the medicine that is talked about.
_NEW_DOSE = re.compile(
    r"\b(?:take|go (?:up|down|back)?(?: up| down)? ?to|come (?:up|down|back) to"
    r"|drop (?:it |that |you )?(?:down |back )?to"
    r"|increase (?:it|that|you|the dose) to|(?:put|bring|move) (?:it|that|you|the dose) (?:up"
    r"|down)(?: to)?"
    r"|make (?:it|that)|cut (?:it|that) (?:down|back)(?: to)?|reduce (?:it|that|the dose) to"
    r"|up (?:it|that)"
    r" to)\b[^.;?!]{0,12}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The medicine that is talked about, named by whichever side."""

    said: Said
    segment: int

    def near(self, remark: Remark) -> bool:
        """Whether the talk has not left it yet."""
        return remark.segment.id - self.segment <= 8


def topic_of(remark: Remark, before: Topic | None) -> Topic | None:
    """The one medicine that a sentence names, else the one talked about before."""
    if ALLERGY.search(remark.text) or any(ALLERGY.search(q.text) for q in remark.questions):
        return before
    drugs = {s.name: s for s in mentions.terms(remark.text, "drug")}
    if len(drugs) > 1:
        return None
    return Topic(next(iter(drugs.values())), remark.segment.id) if drugs else before


def dose_asked(remark: Remark, topic: Topic | None) -> Found | None:
    """What a patient takes of the medicine talked about: "What dose?" "Four milligrams"."""
    if remark.by_clinician or not remark.questions or topic is None or not topic.near(remark):
        return None
    question = remark.questions[-1]
    if mentions.symptoms(question.text) or ALLERGY.search(question.text):
        return None
    said = replace(topic.said, start=0, end=0)
    if _ASKS_DOSE.search(question.text):
        told = remark
    elif remark.reply == "yes" and not question.open and _holds_dose(question.text):
        told = question
    else:
        return None
    attributes, value, unit = regimen(told, said, len(told.text), True)
    attributes |= timing(remark.text)
    if not (value or attributes.get("frequency")):
        return None
    fact = remark.fact(
        FactKind.MEDICATION,
        said.name,
        value=value,
        unit=unit,
        attributes=attributes | said_as(said),
        status=FactStatus.TAKEN,
        also=(question.segment.id,),
    )
    return Found(fact)


def new_dose(remark: Remark, topic: Topic | None, found: Sequence[Found]) -> Found | None:
    """What a clinician orders of a medicine that is taken, without naming it again."""
    if not remark.by_clinician or remark.asks or topic is None or not topic.near(remark):
        return None
    taken = [f.fact.name for f in found if f.fact.status is FactStatus.TAKEN]
    if topic.said.name == "insulin" and (named := [n for n in taken if n.startswith("insulin ")]):
        # "Should I go up on my insulin?" means the one that is taken.
        term = lexicon_of("drug").named(named[-1])
        own = replace(topic.said, name=named[-1], term=term or topic.said.term)
        topic = replace(topic, said=own)
    if MIGHT.search(remark.text) or topic.said.name not in taken:
        return None
    if goes_on := _goes_on(remark, topic):
        return goes_on
    for dose in quantities(remark.text):
        if dose.unit in _STRENGTHS and _NEW_DOSE.search(remark.text[: dose.start]):
            said = replace(topic.said, start=dose.start, end=dose.start)
            attributes, value, unit = regimen(remark, said, len(remark.text), True)
            fact = remark.fact(
                FactKind.MEDICATION,
                said.name,
                dose.start,
                dose.end,
                value=value,
                unit=unit,
                attributes=attributes | said_as(topic.said),
                status=FactStatus.ORDERED,
            )
            return Found(fact, True)
    return None


#: As in "Yes, keep on with that", "and you need to stop that one".
_THIS_ONE = (
    r" (?:on )?(?:with |taking |giving |using |doing )?(?:it|that(?: one)?|them|those|this)\b"
    r"(?! (?:way|up))"
)
_KEEPS = re.compile(
    rf"\b(?:continue|carry on|keep (?:going|on|taking|giving|using)|stay on|stick){_THIS_ONE}",
    re.IGNORECASE,
)
_STOPS = re.compile(rf"\b(?:stop|come off|leave off|pause){_THIS_ONE}", re.IGNORECASE)


_NOT_SO = re.compile(r"\b(?:not|n't|never|if|can|could)\b[^.;?!]{0,16}$", re.IGNORECASE)


def _goes_on(remark: Remark, topic: Topic) -> Found | None:
    """Whether what is taken goes on or is stopped, said without its name."""
    text = remark.text
    keeps = _KEEPS.search(text)
    match = keeps or _STOPS.search(text)
    if remark.segment.id - topic.segment > 3 or match is None:
        return None
    if _NOT_SO.search(text[: match.start()]):
        return None
    said = replace(topic.said, start=match.end(), end=match.end())
    attributes, value, unit = regimen(remark, said, len(text), True) if keeps else ({}, "", "")
    if keeps:
        attributes["action"] = "continue"
    fact = remark.fact(
        FactKind.MEDICATION,
        said.name,
        match.start(),
        match.end(),
        value=value,
        unit=unit,
        attributes=attributes,
        status=FactStatus.ORDERED if keeps else FactStatus.STOPPED,
    )
    return Found(fact, True)


_STRENGTHS = frozenset({"mg", "mcg", "g", "unit"})


def _holds_dose(text: str) -> bool:
    return any(
        q.unit in _STRENGTHS or q.unit.startswith("times_per_d") or q.unit == "tablet"
        for q in quantities(text)
    )


def _meant_by(question: Remark, found: Sequence[Found]) -> list[Said]:
    """The medicine that "your blue inhaler" in a question stands for."""
    if re.search(r"\b(?:blue|reliever|rescue) (?:inhaler|puffer|one|pump)\b", question.text):
        term = lexicon_of("drug").named("salbutamol")
        return [Said(term.name, "drug", 1, 1, term, term.name)] if term else []
    if re.search(r"\b(?:inhaler|puffer|tablets|cream|spray|drops)\b", question.text):
        for item in reversed(found):
            if item.fact.status is FactStatus.TAKEN and (
                term := lexicon_of("drug").named(item.fact.name)
            ):
                forms = [str(f) for f in term.extra.get("forms", ())]
                if any(f.rstrip("s") in question.text for f in forms):
                    return [Said(term.name, "drug", 1, 1, term, term.name)]
    return []
