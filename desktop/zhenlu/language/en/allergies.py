"""What the patient is allergic to and how it shows, or that nothing is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.language.en import scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import Owner, owner
from zhenlu.language.en.labels import allergens, is_ruled_out, own_words, standing
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.reactions import (
    AFTER_HARM,
    DOES_HARM,
    HARM,
    OF_TODAY,
    goes_on_to_tell,
)
from zhenlu.language.en.reactions import reaction as told_reaction
from zhenlu.language.en.vocabulary import lexicon_of

_ALLERGY = re.compile(
    r"\b(?:allerg\w*|anaphyla\w+|NKDA|NKA|reactions? to|react(?:s|ed)? (?:badly |poorly )?to)\b",
    re.IGNORECASE,
)
#: As in "Is there anything you can't take?", "Any medicines that disagree with you?"
_ASKS_UNBEARABLE = re.compile(
    r"\b(?:anything|any (?:medicines?|medications?|drugs?|tablets?|antibiotics|foods?)|things?)\b"
    r"[^?]{0,24}\b(?:can't|cannot|mustn't|shouldn't|(?:doesn't|don't) agree|disagrees?)\b"
    r"|\bbad reactions?\b|\b(?:anything|any \w+) (?:that )?brings? (?:you|him|her) (?:up|out)\b",
    re.IGNORECASE,
)
_NO_ALLERGY = re.compile(
    r"\b(?:no|not|none|denies|without|n't have)\b[^.]{0,25}\ballerg|\bNKDA\b|\bNKA\b"
    r"|\ballergies?:?\s*(?:none|nil|no\b)|\bnot allergic to anything|\bno known (?:drug )?allerg",
    re.IGNORECASE,
)
_NOT_TO_MEDICINES = re.compile(
    r"\bnot to (?:any )?(?:medicines?|drugs?|medications?|tablets)\b"
    r"|^\W*(?:but )?(?:no|not) (?:any )?(?:medicines?|drugs?|medications?|tablets)\b",
    re.IGNORECASE,
)
_AS_ALLERGIC = re.compile(
    r"\b(?:put you down as|mark you(?: down)? as|note you(?:'re| are)|record (?:an? )?|(?:you|he|"
    r"she)"
    r"(?:'re|'s| are| is)(?: now)?) allergic to\b|\b(?:note|put|mark|record|putting|add) (?:that|"
    r"it|"
    r"this) (?:down )?"
    r"as an allergy\b|\badd (?:an? )?.{0,20}allergy\b",
    re.IGNORECASE,
)

#: "I take losartan" in the breath of an answer about allergies is no allergy.
_TAKEN = re.compile(
    r"\b(?:carr(?:y|ies|ying)|take|takes|taking|use|uses|using|am on|I'm on|been on"
    r"|started(?: on)?|(?:I|he"
    r"|she)(?:'ve|'s"
    r"| have| has)? (?:had|eats?)|(?:fine|okay|ok|good) with|(?:gave|give|given) (?:me|him|her)"
    r"|needed|treated with|no|avoid)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def allergies(  # noqa: PLR0911, PLR0912
    remark: Remark, relations: frozenset[str]
) -> list[Found]:
    """What the patient is allergic to, or that nothing is known."""
    text = remark.text
    asked = [q for q in remark.questions if _asks_allergy(q)]
    if remark.by_clinician and not remark.dictated and not _AS_ALLERGIC.search(text):
        return _taken_back(remark)
    none = remark.reply == "no" and not allergens(text)
    if asked and (known := _taken_for_granted(remark, asked)):
        return known
    asked_for = {s.name: s for q in asked for s in allergens(q.text)}
    if asked_for and (remark.reply == "no" or _harmless(text)) and not _NO_ALLERGY.search(text):
        # "Any peanut allergy?" "No" denies this one and says nothing of any other.
        found_here = {s.name for s in allergens(text)}
        return [
            _allergy(remark, name, Polarity.ABSENT)
            for name in asked_for
            if name not in found_here or _harmless(text)
        ]
    if len(asked_for) > 1 and _ALL_OF_THEM.match(text) and not allergens(text):
        return [_allergy(remark, name, Polarity.PRESENT) for name in asked_for]
    told = remark.reply == "yes" or _shows_it(remark, relations)
    if len(asked_for) == 1 and not allergens(text):
        # "It says trimethoprim here?" "That's right, I got a rash with it".
        stands = standing(remark.reading.text[remark.offset :])
        if told or (stands is not Polarity.PRESENT and _speaks_for_self(remark, relations)):
            return [_allergy(remark, next(iter(asked_for)), stands, told_reaction(text, None))]
    if (shunned := _shunned(remark)) is not None:
        return [_allergy(remark, shunned.name, Polarity.PRESENT, told_reaction(text, None))]
    granted = re.match(r"\W*(?:that's right|correct|exactly)\b", text, re.IGNORECASE)
    if granted and any(_NO_ALLERGY.search(q.text) for q in asked):
        return [_allergy(remark, "drug allergy", Polarity.ABSENT)]
    if allergens(text) and _NOT_THIS.search(text):
        return []
    if _NO_ALLERGY.search(text) or (asked and (none or _NOT_TO_MEDICINES.search(text))):
        return [_allergy(remark, "drug allergy", Polarity.ABSENT)]
    if goes_on_to_tell(remark) and (reaction := told_reaction(text, None)):
        return [_allergy(remark, "", Polarity.PRESENT, reaction)]
    if not (asked or _ALLERGY.search(text) or _intolerance(text)):
        return []
    if _ALLERGY.search(text) and scope.imagined(text, _ALLERGY.search(text).start(), len(text)):  # type: ignore[union-attr]
        return []
    found = []
    for said in allergens(text):
        harmed = HARM.search(text[said.end :]) or AFTER_HARM.search(text[: said.start])
        only_taken = _TAKEN.search(text[: said.start]) and not harmed
        if not _near_cue(text, said) and (not asked or only_taken):
            continue
        whose = owner(remark, said.start, relations)
        if _NOT_THE_PATIENT.match(text[said.end :]):
            continue
        if whose.relation in ("wife", "husband", "partner"):
            continue  # Nothing that the patient could have inherited.
        # "You'd better not have it again, I'll note that as an allergy" denies nothing.
        stated = remark.by_clinician and not remark.dictated
        denied = scope.denied(text, said.start, said.end) and not stated
        # "My brother is, but I've had it and been fine" tells of both, each for himself.
        own_story = whose.subject is Subject.FAMILY and re.search(r"\bbut I\b", text[said.end :])
        stands = Polarity.PRESENT if own_story else _stands(remark, said)
        polarity = Polarity.ABSENT if denied else stands
        own = text[: _own_end(text, said)]
        reaction = told_reaction(own, said) if polarity is not Polarity.ABSENT else ""
        found.append(_allergy(remark, said.name, polarity, reaction, whose))
    others = bool(found) or bool(_NOT_THE_PATIENT.search(text))
    if others and asked and not asked_for and remark.reply == "no" and not _of_drugs(found):
        # "No, though cats make me sneeze".
        found.append(_allergy(remark, "drug allergy", Polarity.ABSENT))
    recalls = asked and remark.reply in ("", "yes") and not OF_TODAY.search(text)
    if not found and recalls and (reaction := told_reaction(text, None)):
        found.append(_allergy(remark, "", Polarity.PRESENT, reaction))
    return found


#: As in "Ava's allergic to amoxicillin, not him".
_NOT_THE_PATIENT = re.compile(
    r"[^.;?!]{0,20}[,;] not (?:him|her|me|this one|the (?:little|older|big) one)\b", re.IGNORECASE
)
#: As in "I'll take the amoxicillin allergy off. Anything else?"
_ANY_MORE = re.compile(
    r"^\W*(?:(?:and|so|okay)\W+)*any(?:thing else| ?more|\s+others?)\b", re.IGNORECASE
)


def _asks_allergy(question: Remark) -> bool:
    """Whether a question is after allergies, by its own words or by those right before it."""
    if _ALLERGY.search(question.text) or _ASKS_UNBEARABLE.search(question.text):
        return True
    before = question.reading.text[: question.offset]
    return bool(_ANY_MORE.match(question.text) and _ALLERGY.search(before))


#: As in "Codeine makes her sick, but not allergy": said of this one, not of all.
_NOT_THIS = re.compile(r"\b(?:but|just|it's|that's) not (?:an? |a real )?allerg", re.IGNORECASE)
#: As in "Still penicillin and latex?" "Yes, both".
_ALL_OF_THEM = re.compile(
    r"\W*(?:(?:yes|yeah|yep|that's right|correct)\W+)+(?:both|all (?:of (?:them|those)|three))\b",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"\b(?:besides|apart from|other than|aside from|except(?: for)?|as well as|in addition to)\b"
    r"[^?]{0,24}$",
    re.IGNORECASE,
)


def _taken_for_granted(remark: Remark, asked: list[Remark]) -> list[Found]:
    """As in "Any other allergies besides penicillin?" "No": penicillin stays one."""
    if allergens(remark.text):
        return []
    return [
        _allergy(remark, said.name, Polarity.PRESENT)
        for question in asked
        for said in allergens(question.text)
        if _BESIDES.search(question.text[: said.start])
    ]


def _of_drugs(found: list[Found]) -> bool:
    return any(lexicon_of("drug", "drug_class").named(f.fact.name) for f in found)


#: The clinician speaks of what the record says: "your penicillin allergy", "down as allergic".
_ON_RECORD = re.compile(
    r"\b(?:allerg\w*|label\w*|(?:your|the|his|her) record|on (?:the )?(?:screen|file|system"
    r"|record)"
    r"|tested (?:you|him|her))\b",
    re.IGNORECASE,
)


def _taken_back(remark: Remark) -> list[Found]:
    """As in "We tested you for penicillin and it was negative, I'm taking that off"."""
    text = remark.text
    if remark.asks or not _ON_RECORD.search(text) or scope.imagined(text, len(text), len(text)):
        return []
    return [
        replace(_allergy(remark, said.name, Polarity.ABSENT), corrects=True)
        for said in allergens(text)
        if is_ruled_out(_own_words(remark, said))
    ]


def _stands(remark: Remark, said: Said) -> Polarity:
    """Whether an allergy stands after all that its turn says of the substance."""
    stands = standing(_own_words(remark, said))
    if stands is not Polarity.PRESENT:
        return stands
    # "Labelled with penicillin, but I've had amoxicillin since": the label is in doubt.
    turn = replace(remark, text=remark.reading.text, offset=0)
    of_its_class = [
        other
        for other in allergens(turn.text)
        if str(other.term.extra.get("class", "")).rstrip("s") == said.name.rstrip("s")
    ]
    had = any(standing(_own_words(turn, other)) is Polarity.ABSENT for other in of_its_class)
    return Polarity.UNCERTAIN if had else stands


#: As in "Good, then I'd say you're not allergic": what was just told is no allergy.
_NOT_ALLERGIC = re.compile(
    r"\b(?:you(?:'re| are)|(?:he|she)(?:'s| is)) not (?:really |actually |at all )?allergic\b"
    r"(?! to (?:anything|everything))",
    re.IGNORECASE,
)


def weighed_since(remark: Remark, found: Sequence[Found]) -> list[Found]:
    """What later turns make of an allergy told shortly before.

    "But I had amoxicillin last year and was fine" brings a label of penicillin into doubt; the
    clinician's "then you're not allergic" takes it away.
    """
    labels = [
        f.fact
        for f in found
        if f.fact.kind is FactKind.ALLERGY
        and f.fact.name != "drug allergy"
        and f.fact.subject is Subject.PATIENT
        and f.fact.polarity is not Polarity.ABSENT
        and 0 < remark.segment.id - f.fact.segments[-1] <= 4
    ]
    if remark.asks or not labels:
        return []
    if remark.by_clinician:
        doubted = [f for f in labels if f.polarity is Polarity.UNCERTAIN]
        cleared = _NOT_ALLERGIC.search(remark.text) and not allergens(remark.text)
        return [_since(remark, f, Polarity.ABSENT) for f in doubted if cleared]
    return [
        _since(remark, label, Polarity.UNCERTAIN)
        for label in labels
        if label.polarity is Polarity.PRESENT
        and any(
            _is_of(said, label.name) and standing(_own_words(remark, said)) is Polarity.ABSENT
            for said in allergens(remark.text)
        )
    ]


def _is_of(said: Said, name: str) -> bool:
    """Whether a substance is the one named or belongs to its class."""
    group = str(said.term.extra.get("class", "")).rstrip("s")
    return name.rstrip("s") in (said.name.rstrip("s"), group)


def _since(remark: Remark, label: Fact, polarity: Polarity) -> Found:
    return Found(
        replace(
            label,
            polarity=polarity,
            also=tuple(sorted({*label.also, remark.segment.id} - {label.segment})),
        ),
        True,
    )


def _own_words(remark: Remark, said: Said) -> str:
    turn, offset = remark.reading.text, remark.offset
    return own_words(turn, offset + said.start, offset + said.end, allergens(turn))


def _speaks_for_self(remark: Remark, relations: frozenset[str]) -> bool:
    return owner(remark, len(remark.text), relations).subject is Subject.PATIENT


_ASKS_WHAT_HAPPENS = re.compile(
    r"\bwhat (?:happens|happened) (?:if|when) (?:you|he|she) (?:takes?|took|has|have|had|eats?"
    r"|ate)\b|\b(?:you|he|she) (?:couldn't|can't|cannot|mustn't|shouldn't) (?:have|take|use"
    r"|eat)\b",
    re.IGNORECASE,
)


def _shows_it(remark: Remark, relations: frozenset[str]) -> bool:
    """As in "Any latex allergy?" "Gloves make my hands come up in a rash"."""
    text = remark.text
    harm = DOES_HARM.search(text)
    if harm is None or remark.reply or OF_TODAY.search(text) or not told_reaction(text, None):
        return False
    denied = scope.denied(text, harm.start(), harm.end())
    return not denied and owner(remark, len(text), relations).subject is Subject.PATIENT


def _shunned(remark: Remark) -> Said | None:
    """As in "What happens if you take aspirin?" "I can't take it, my chest goes tight"."""
    asked = [q for q in remark.questions if _ASKS_WHAT_HAPPENS.search(q.text)]
    named = [s for q in asked for s in allergens(q.text)]
    harmed = told_reaction(remark.text, None) or re.search(r"\bcan't (?:take|have)\b", remark.text)
    return named[0] if len(named) == 1 and harmed and not allergens(remark.text) else None


def _harmless(text: str) -> bool:
    """As in "I've had amoxicillin loads of times", "that's wrong": it does no harm."""
    return bool(
        re.search(
            r"\b(?:loads of times|plenty of times|no (?:problem|bother|trouble)|(?:that's"
            r"|it's) (?:wrong"
            r"|not (?:right|true|me))|I (?:can )?eat|never had (?:a )?(?:problem|reaction))\b",
            text,
            re.IGNORECASE,
        )
    )


def _own_end(text: str, said: Said) -> int:
    """Where the words about a substance end: "… to penicillin and codeine makes me sick"."""
    for other in allergens(text):
        does = re.match(r"\s*(?:makes?|gives?|made|gave)\b", text[other.end :])
        if other.start >= said.end and does:
            return other.start
    return len(text)


def _intolerance(text: str) -> bool:
    """As in "Codeine makes me throw up": a reaction told without the word allergy."""
    return bool(
        re.search(r"\b(?:makes|made|gives|gave|brings|brought) me (?:out )?\b", text)
    ) and bool(re.search(r"\bcan't (?:take|have)\b|\ballerg", text, re.IGNORECASE))


def _near_cue(text: str, said: Said) -> bool:
    """Whether the word allergy belongs to this substance."""
    for cue in _ALLERGY.finditer(text):
        gap = (
            text[cue.end() : said.start]
            if cue.end() <= said.start
            else text[said.end : cue.start()]
        )
        if len(gap) <= 40 and not re.search(
            r"[.;]|\b(?:takes?|taking|took|so|start\w*|uses?|using|on|is|was)\b", gap
        ):
            return True
    return bool(re.search(r"\bcan't (?:take|have)\s*$", text[: said.start]))


def _allergy(
    remark: Remark, name: str, polarity: Polarity, reaction: str = "", whose: Owner | None = None
) -> Found:
    said = next((s for s in allergens(remark.text) if s.name == name), None)
    return Found(
        remark.fact(
            FactKind.ALLERGY,
            name,
            said.start if said else 0,
            said.end if said else 0,
            polarity=polarity,
            attributes={
                "text": "no known drug allergies" if name == "drug allergy" else "",
                "reaction": reaction,
                "relation": whose.relation if whose else "",
            },
            subject=whose.subject if whose else Subject.PATIENT,
            also=remark.also,
        ),
        remark.corrects or (polarity is Polarity.ABSENT and name != "drug allergy"),
    )
