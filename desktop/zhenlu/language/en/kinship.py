"""Whose illness a sentence speaks of: the patient's, a relative's or a stranger's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhenlu.domain.facts import Subject
from zhenlu.domain.transcript import SpeakerRole
from zhenlu.language.en.account import Remark
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import worked_out

_CHILD = frozenset({"son", "daughter", "child"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is; `relation` names the relative."""

    subject: Subject = Subject.PATIENT
    relation: str = ""


PATIENT = Owner()

#: A parent's husband or wife is the child's father or mother.
_SPOUSE = {"wife": "mother", "husband": "father"}


@worked_out()
def _person() -> re.Pattern[str]:
    words = sorted(
        {w for t in lexicon_of("relative", "other_person").terms for w in (t.name, *t.say)},
        key=len,
        reverse=True,
    )
    body = "|".join(re.escape(w) for w in words)
    return re.compile(
        rf"\b(?<!as )(?:my|his|her|your|our|the|their|a|with)\s+(?:(?:older|younger|little|big"
        rf"|own|late"
        rf"|best|good|close|other|great|twin|elderly|whole|two|three|maternal|paternal|immediate|2"
        rf"|3)\s+)*(?P<who>{body})\b(?!\s+aspirin)(?!'s (?:had|been|got) (?:it )?checked)"
        rf"|^(?P<who2>(?:mum|mom|dad|mother|father|brother|sister|grandma|grandmother|grandfather"
        rf"|aunt|uncle))\b"
        rf"|\b(?P<who3>(?:someone|somebody|an? (?:guy|man|woman|lady|girl|boy|bloke|fella)))"
        rf" (?=(?:at|from|in|on|next|down|I (?:know|work))\b)"
        rf"|\b(?P<who4>(?-i:[Oo]ur [A-Z][a-z]+))\b",
        re.IGNORECASE,
    )


_FAMILY_HISTORY = re.compile(
    r"\b(?:family history|family hx|runs? in (?:the|your|my) family|anyone in (?:the|your|his"
    r"|her) family|anybody in (?:the|your|his|her) family|in your family|in the family|FH"
    r"|family member)\b|^\W*(?:and )?(?:any |the )?family\W*$",
    re.IGNORECASE,
)
_BACK_TO_PATIENT = re.compile(
    r"\b(?:it's|it is) (?:just |only )?(?:me|mine)\b|(?:[,.;]|\b(?:and|but|so|because"
    r"|then))\s*(?:now |then |also )?(?:I|I've|I'm|me"
    r"|my (?!\w*(?:mum|mom|dad|mother|father|wife|husband|sister|brother|son|daughter|kids"
    r"|children|family|friend|partner)))\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:told|said|says|thinks|thought|noticed|made me|brought|worried|suggested|gave me|drove"
    r"|wanted|wants|asked|reckons|sent|looks after|lives?|live with|living with)\b",
    re.IGNORECASE,
)


#: As in "I take amlodipine myself" from somebody who speaks for the patient.
_COMPANIONS_OWN = re.compile(
    r"\bI(?:'ve|'m| am)? (?:had|have|got|get|was diagnosed|also had|take|took|taking|on|been on"
    r"|was on|been taking|use|was allergic|am allergic|allergic|reacted)\b(?! (?:him|her|them"
    r"|to (?:give|help|remind)))[^,.]*$"
)
_COMPANIONS_BODY = re.compile(r"\b[Mm]y (?:own )?$")


def patient_relations(remarks: Sequence[Remark]) -> frozenset[str]:
    """Relatives that are the patient: "my son has a fever" when a parent speaks."""
    companion = any(r.proxy for r in remarks)
    known = any(r.segment.role is SpeakerRole.PATIENT for r in remarks)
    spoken = [r for r in remarks if not r.by_clinician][:4]
    for remark in spoken:
        match = _person().search(remark.text)
        if match is None or re.match(r"(?:his|her|their|your)\b", match.group(), re.IGNORECASE):
            continue  # "His mum's at work" speaks of the patient's mother, not of the patient.
        name = _relation(match)
        if name == "sibling":
            continue  # "My older one is allergic" speaks of the other child.
        about = re.match(
            r"(?:'s|\s+(?:has|had|is|was|keeps|got|started|woke|who|here|\w+,? (?:he|she)))",
            remark.text[match.end() :],
        )
        if companion and not known and about:
            return frozenset({name})
        if name in _CHILD and about and (companion or _about_child(remarks)):
            return frozenset({name, "child"})
    return _CHILD - {"son", "daughter"} if companion else frozenset()


def _about_child(remarks: Sequence[Remark]) -> bool:
    """Whether the clinician asks about "him" or "her" rather than about "you"."""
    asked = [r.text for r in remarks if r.by_clinician and r.asks][:8]
    third = sum(bool(re.search(r"\b(?:he|she|him|his|her)\b", t, re.IGNORECASE)) for t in asked)
    return third >= max(1, len(asked) // 3)


def owner(remark: Remark, start: int, relations: frozenset[str]) -> Owner:
    """Whose the term at `start` of a remark is."""
    before = remark.text[:start]
    sentence = remark.text
    person = None
    for match in _person().finditer(sentence):
        if match.start() < start:
            person = match
    if person is not None and _relation(person) not in relations:
        between = sentence[person.end() : start]
        if (
            remark.proxy
            and "child" in relations
            and _relation(person) in _SPOUSE
            and not _BACK_TO_PATIENT.search(between)
        ):
            return Owner(Subject.FAMILY, _SPOUSE[_relation(person)])
        if (
            not _BACK_TO_PATIENT.search(between)
            and not _SHARED.search(between)
            and _speaks_of(person, between, sentence)
        ):
            return _as_owner(person)
    theirs = _third_person(remark, before) if person is None else None
    if theirs is not None and theirs.relation not in relations:
        return theirs
    late = _late_person(sentence, start)
    if late is not None and _relation(late) not in relations:
        return _as_owner(late)
    if remark.proxy and (
        _COMPANIONS_OWN.search(before)
        or (remark.segment.role is SpeakerRole.COMPANION and _COMPANIONS_BODY.search(before))
    ):
        return Owner(Subject.FAMILY, "mother or father" if "child" in relations else "companion")
    return PATIENT


_HE_OR_SHE = re.compile(
    r"(?:^|[.,;]\s*|\b(?:and|but|because|so)\s+)(?:he|she)(?:'s|'d)?\s+(?:(?:also|just|only"
    r"|really|always)\s+)*"
    r"(?:has|had|got|been|was|is|takes|took|gets|suffers|died|on|diagnosed)\b[^.;?!]*$",
    re.IGNORECASE,
)


def _third_person(remark: Remark, before: str) -> Owner | None:
    """As in "Is that like my mum's? She's got arthritis": the person that a patient named."""
    if remark.segment.role is not SpeakerRole.PATIENT or not _HE_OR_SHE.search(before):
        return None
    if re.search(r"\bI(?:'ve|'m)?\b", before.rpartition("he ")[2]):
        return None
    named = list(_person().finditer(remark.reading.text[: remark.offset]))
    return _as_owner(named[-1]) if named else None


def _speaks_of(person: re.Match[str], between: str, sentence: str) -> bool:
    """Whether the words after a person tell of that person."""
    if re.match(r"(?:'s)?\s+(?:history|side|words|birthday|opinion|house|advice)", between):
        return "side" in between
    before = sentence[: person.start()]
    only_named = re.search(
        r"\b(?:to|for|from|with|like|by|told|than|after|carrying|lifting|picking up|of)\s*$", before
    )
    told_of = re.match(r"(?:'s)?\s*,?\s*(?:who |has|had|is|was|'s|also|got|died|both)", between)
    return only_named is None or told_of is not None


def _late_person(sentence: str, start: int) -> re.Match[str] | None:
    """As in "Migraine in my mother", "diabetes on my mum's side"."""
    for match in _person().finditer(sentence):
        between = sentence[start : match.start()]
        if (
            match.start() > start
            and re.search(r"\b(?:in|on)\s*$", between)
            and len(between) < 60
            and "." not in between
        ):
            return match
    return None


def asks_family(remark: Remark) -> bool:
    """Whether a question is about the family."""
    return bool(_FAMILY_HISTORY.search(remark.text)) or bool(
        re.search(
            r"\b(?:anyone|anybody|any one) (?:else )?(?:in|at) (?:the |your )?(?:family|home"
            r"|house)",
            remark.text,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:your|his|her) (?:parents|mother|father|family|siblings|relatives)\b",
            remark.text,
            re.IGNORECASE,
        )
    )


def speaks_of_family(text: str) -> bool:
    return bool(_FAMILY_HISTORY.search(text))


def names_another(text: str) -> bool:
    """Whether a relative or a stranger is named in it."""
    return bool(_person().search(text))


def _who(match: re.Match[str]) -> str:
    return match.group("who") or match.group("who2") or match.group("who3") or match.group("who4")


def _relation(match: re.Match[str]) -> str:
    word = _who(match)
    term = lexicon_of("relative", "other_person").named(word)
    return term.name if term else ("relative" if match.group("who4") else word.lower())


def _as_owner(match: re.Match[str]) -> Owner:
    word = _who(match)
    term = lexicon_of("relative", "other_person").named(word)
    kin = match.group("who3") is None and (term is None or term.kind == "relative")
    return Owner(Subject.FAMILY if kin else Subject.OTHER, _relation(match))
