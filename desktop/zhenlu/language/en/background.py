"""Past illnesses, operations, the family's illnesses and allergies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.allergies import allergies, weighed_since
from zhenlu.language.en.family import (
    of_relative,
    of_relative_asked,
    of_relative_instead,
    of_relative_too,
    one_illness,
)
from zhenlu.language.en.found import Found
from zhenlu.language.en.illness_dates import controlled, dated, since
from zhenlu.language.en.kinship import Owner, asks_family, owner, speaks_of_family
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.pregnancy import pregnancies
from zhenlu.language.en.vocabulary import is_generic

_PAST = re.compile(
    r"\b(?:keeps? getting|get a lot of|gets a lot of|recurrent|history of|past history"
    r"|past medical history|PMH|diagnosed|I had|I've had|he had"
    r"|she had|had (?:a|an|my)|used to have|I have|I've got|he has|she has|he's got|she's got"
    r"|suffer(?:s|ed)? (?:from|with)|known|I get|prone to|I'm (?:a |an )?|I am (?:a |an )?|since"
    r"|years ago|as a (?:child|kid|teenager)|when I was|last (?:year|month|winter)|previous"
    r"|background of|with my|for my|because of my|my|treated for|on (?:\w+ )?for)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:I think|I might|maybe|wondering|worried|could it be|is it|another|again|feels like"
    r"|must be|probably|do I have|afraid|scared)\b",
    re.IGNORECASE,
)
_ASKS_ILLNESS = re.compile(
    r"\b(?:(?:medical|health|long[- ]term) (?:problems?|conditions?|issues?|history)"
    r"|past (?:medical )?history|other (?:problems|conditions|illnesses)|any (?:conditions"
    r"|illnesses|diseases)|otherwise (?:well|healthy|fit)|fit and well|medical conditions"
    r"|past history|other medical|been (?:ill|sick) before)\b",
    re.IGNORECASE,
)
_HEALTHY = re.compile(
    r"\b(?:otherwise (?:healthy|fit|well|fine)|fit and (?:well|healthy)|no (?:other )?(?:medical"
    r"|health|chronic) (?:problems|conditions|issues|history)|no past (?:medical )?history"
    r"|never (?:been )?(?:ill|sick)|(?:perfectly|pretty|generally) (?:healthy|fit)"
    r"|no medical problems|nothing else medically)\b",
    re.IGNORECASE,
)
_ASKS_SURGERY = re.compile(r"\b(?:operations?|surger(?:y|ies)|operated)\b", re.IGNORECASE)


def histories(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """History and allergy facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    spoken_of: tuple[str, int] = ("", 0)
    for remark in remarks:
        if remark.by_clinician and (named := one_illness(remark)):
            spoken_of = (named, remark.segment.id)
        if remark.by_clinician and not remark.dictated:
            found += _reviewed(remark)
        if remark.asks:
            continue
        found += allergies(remark, relations)
        found += weighed_since(remark, found)
        if remark.by_clinician and not remark.dictated:
            continue
        if remark.dictated and remark.part in ("plan", "assessment", "examination"):
            continue
        found += _illnesses(remark, relations)
        found += _answered(remark, relations)
        found += dated(remark, found)
        found += (
            of_relative(remark, relations)
            or of_relative_asked(remark, relations)
            or of_relative_instead(remark, relations)
            or of_relative_too(remark, spoken_of, relations)
        )
        found += _pressure(remark)
        found += _general(remark)
        found += pregnancies(remark)
    return found


#: A clinician speaks of an illness as known: "your asthma", "your diabetes review".
_KNOWN = re.compile(
    r"\b(?:your|his|her)\s+(?:\w+ )?$|\b(?:for (?:your|his|her)|here (?:for"
    r"|about)) (?:[\w ]+ and )?$",
    re.IGNORECASE,
)


#: As in "you're on the warfarin because of the atrial fibrillation, and you've got the gout".
_TAKEN_FOR = re.compile(
    r"\byou(?:'re| are) on (?:the|your) [\w ]{3,30}? (?:because of|for) (?:the|your) $"
    r"|\byou(?:'ve| have) got (?:the|your) $",
    re.IGNORECASE,
)


def _reviewed(remark: Remark) -> list[Found]:
    """A long-term illness that the clinician speaks of as the patient's: "your asthma review"."""
    text = remark.text
    found = []
    for said in mentions.terms(text, "disease"):
        if (
            not said.term.extra.get("chronic")
            or is_generic(said.term)
            or not (_KNOWN.search(text[: said.start]) or _TAKEN_FOR.search(text[: said.start]))
            or not re.search(
                r"\b(?:on the|on your|for (?:your|his|her)|review|check(?:-?up)?|here (?:for|"
                r"about)|follow[- ]?up"
                r"|how(?:'s| is| are"
                r"| have))\b",
                text,
                re.IGNORECASE,
            )
            or scope.denied(text, said.start, said.end)
            or asks_family(remark)
        ):
            continue
        found.append(Found(remark.fact(FactKind.HISTORY, said.name, said.start, said.end)))
    return found


#: As in "My brother has asthma and so do I".
_SO_DO_I = re.compile(
    r"[^.;?!]{0,30}?\b(?:so (?:do|have|did|am) I|(?:I do|I have|me|I've got it"
    r"|I've had it),? (?:too|as well)"
    r"|same as me|like me)\b",
    re.IGNORECASE,
)


def _illnesses(remark: Remark, relations: frozenset[str]) -> list[Found]:
    text = remark.text
    found = []
    family_asked = any(asks_family(q) for q in remark.questions) or speaks_of_family(text)
    for said in (*mentions.terms(text, "disease"), *mentions.terms(text, "procedure")):
        whose = owner(remark, said.start, relations)
        pregnant = said.name == "pregnancy" and whose.subject is Subject.FAMILY
        if is_generic(said.term) or (_not_history(remark, said) and not pregnant):
            continue
        if (
            family_asked
            and whose.subject is Subject.PATIENT
            and not re.search(r"\bI(?:'ve)? (?:have|had|got)\b", text[: said.start])
        ):
            whose = Owner(Subject.FAMILY, whose.relation)
        denied = scope.denied(text, said.start, said.end)
        if not denied and scope.imagined(_without_history_cue(text), said.start, said.end):
            continue
        if not denied and whose.subject is Subject.PATIENT and not _is_past(remark, said):
            continue
        polarity = Polarity.ABSENT if denied else Polarity.PRESENT
        if not denied and scope.doubted(text, said.start):
            polarity = Polarity.UNCERTAIN
        attributes = {"relation": whose.relation}
        if polarity is not Polarity.ABSENT:
            attributes |= since(text, said) | controlled(text)
        if said.side:
            attributes["side"] = said.side
        if said.kind == "procedure":
            attributes["procedure"] = said.name
        found.append(
            Found(
                remark.fact(
                    FactKind.HISTORY,
                    said.name,
                    said.start,
                    said.end,
                    polarity=polarity,
                    attributes=attributes,
                    subject=whose.subject,
                    also=remark.also if family_asked or remark.reply else (),
                ),
                remark.corrects,
            )
        )
        if whose.subject is Subject.FAMILY and not denied and _SO_DO_I.match(text[said.end :]):
            found.append(Found(remark.fact(FactKind.HISTORY, said.name, said.start, said.end)))
    return found


def _without_history_cue(text: str) -> str:
    """As in "History of" makes a complaint imagined, but not an illness."""
    return re.sub(
        r"\b(?:family )?history of\b|\bchance (?:of|that|you)\b(?: (?:could|might|may) be\b)?",
        lambda m: " " * len(m.group()),
        text,
        flags=re.IGNORECASE,
    )


#: As in "They said gout but the uric acid was normal, so they took that back".
_TAKEN_BACK = re.compile(
    r"[^.;?!]{0,70}\b(?:took (?:that|it) back|ruled (?:that|it) out|turned out (?:not|it wasn't|"
    r"it's not)"
    r"|(?:but|and) it (?:wasn't|isn't|was not)\b|changed (?:his|her|their) minds?)",
    re.IGNORECASE,
)


def _not_history(remark: Remark, said: Said) -> bool:
    text = remark.text
    before, after = text[: said.start], text[said.end :]
    if re.search(
        r"\b(?:afraid|worried|scared|reading|read|googled|thought|thinks?|reckons?|thinking"
        r"|convinced|could be|is it"
        r"|might be|like|wondering|concerned)\b[^.;]*$",
        before,
        re.IGNORECASE,
    ) and not re.search(r"\b(?:had|have|got|diagnosed)\b[^.;]*$", before):
        return True
    if _TAKEN_BACK.match(after):
        return True
    if said.name == "allergic reaction" and not re.search(r"\bhad an?\b", before):
        return True
    if said.name == "pregnancy" and not re.search(
        r"\b(?:I'm|I am|she's|weeks|months|currently)\s*$", before + " "
    ):
        return not scope.denied(text, said.start, said.end)
    if said.name == "upper respiratory tract infection" and re.match(
        r"\s*(?:drink|compress|pack|air|shower|weather)", after
    ):
        return True
    return bool(
        re.match(
            r"\s*(?:tablets?|risk|medic|pills?|check|review|clinic|nurse|screen|vaccin|shot"
            r"|meds)",
            after,
        )
    ) and said.name not in ("hypertension", "diabetes", "high cholesterol")


def _is_past(remark: Remark, said: Said) -> bool:
    """Whether the patient has or had it, rather than fears to have it now."""
    text = remark.text
    before = text[: said.start]
    chronic = bool(said.term.extra.get("chronic"))
    if _NOW.search(before) and not re.search(r"\b(?:diagnosed|history of|I've had|had)\b", before):
        return False
    if said.kind == "procedure":
        return not re.search(r"\b(?:need|want|will|going to|might)\b", before)
    if remark.dictated:
        return remark.part in ("history", "")
    if chronic:
        return True
    asked = any(
        _ASKS_ILLNESS.search(q.text)
        or mentions.terms(q.text, "disease")
        or re.search(r"\b(?:before|history|problems)\b", q.text)
        for q in remark.questions
    )
    return (
        asked
        or bool(_PAST.search(before))
        or bool(
            re.search(
                r"\b(?:ago|before|in the past|last (?:year|month)|(?:19|20)\d\d|when I was"
                r"|as a child)\b",
                text[said.end :],
            )
        )
    )


#: As in "Did you have asthma as a kid?" "I had it till I was about twelve".
_HAD_IT = re.compile(
    r"\W*(?:(?:yes|yeah|oh|well|only|just)\W+)*(?:(?:I|he|she)(?:'ve)? (?:had|have) (?:it"
    r"|that|one"
    r"|them)\b|(?:I|he|she) did (?:when|as|until|till|years|once|back)\b"
    r"|(?:as a|when (?:I|he|she) was) (?:a )?(?:kid|child|baby|teenager|boy|girl|little"
    r"|young)\b)",
    re.IGNORECASE,
)


def _answered(remark: Remark, relations: frozenset[str]) -> list[Found]:
    """Illnesses that the question named, settled by the reply."""
    had_it = remark.reply != "no" and bool(_HAD_IT.match(remark.text))
    if not (remark.reply or had_it):
        return _named_and_granted(remark)
    named = {
        s.name
        for s in mentions.terms(remark.text, "disease", "procedure")
        if owner(remark, s.start, relations).subject is Subject.PATIENT
    }
    asked = [
        (q, s)
        for q in remark.questions
        if not q.open
        for s in (*mentions.terms(q.text, "disease"), *mentions.terms(q.text, "procedure"))
        if not scope.imagined(_without_history_cue(q.text), s.start, s.end)
        and not is_generic(s.term)
        and not re.search(
            r"\b(?:apart from|other than|besides|aside from|except|mentioned|said)\b"
            r"(?!.*\b(?:any|do|have|is|are|did)\b).*$",
            q.text[: s.start],
            re.IGNORECASE,
        )
    ]
    found = []
    for question, said in asked:
        told = re.match(r"\W*(?:so |and )?you(?:'re| are) pregnant\b", question.text, re.IGNORECASE)
        if said.name in named or (
            said.name in ("pregnancy", "allergic reaction", "drug reaction")
            and remark.reply == "yes"
            and not told
        ):
            continue
        family = asks_family(question)
        if remark.reply != "no" and (len({s.name for _, s in asked}) > 1 or family):
            continue
        polarity = Polarity.ABSENT if remark.reply == "no" else Polarity.PRESENT
        if (
            polarity is Polarity.PRESENT
            and not said.term.extra.get("chronic")
            and not (
                re.search(r"\b(?:ever|history|had|before)\b", question.text)
                or remark.reply == "gone"
                or had_it
            )
        ):
            continue
        attributes = (
            since(remark.text, replace(said, start=0, end=0)) | controlled(remark.text)
            if polarity is Polarity.PRESENT
            else {}
        )
        fact = remark.fact(
            FactKind.HISTORY,
            said.name,
            polarity=polarity,
            attributes=attributes,
            subject=Subject.FAMILY if family else Subject.PATIENT,
            also=(question.segment.id,),
        )
        found.append(Found(fact))
    return found


def _named_and_granted(remark: Remark) -> list[Found]:
    """As in "Diabetes, kidney stones?" "Stones yes, five years ago"."""
    match = re.match(r"\W*(?P<what>[a-z]{4,})\W+(?:yes|yeah)\b", remark.text, re.IGNORECASE)
    if match is None or remark.by_clinician:
        return []
    word = match["what"].lower().rstrip("s")
    return [
        Found(
            remark.fact(
                FactKind.HISTORY,
                said.name,
                attributes=since(remark.text, replace(said, start=0, end=0)),
                also=(question.segment.id,),
            )
        )
        for question in remark.questions
        if not question.open and not asks_family(question)
        for said in mentions.terms(question.text, "disease")
        if word in (w.rstrip("s") for w in f"{said.name} {said.words}".lower().split())
    ][:1]


#: As in "Any other health problems?" "Blood pressure, I'm on amlodipine".
_PRESSURE = re.compile(
    r"^\W*(?:(?:just|only|well|oh|yeah|yes)\W+)*(?:my |a bit of |the |high )*blood pressure\b"
    r"(?!'s| is| was| has)",
    re.IGNORECASE,
)


def _pressure(remark: Remark) -> list[Found]:
    """Hypertension, told by the word for what is measured."""
    asked = any(_ASKS_ILLNESS.search(q.text) and not asks_family(q) for q in remark.questions)
    match = _PRESSURE.match(remark.text) if asked else None
    if match is None or scope.denied(remark.text, match.end(), match.end()):
        return []
    return [Found(remark.fact(FactKind.HISTORY, "hypertension", 0, match.end(), also=remark.also))]


def _general(remark: Remark) -> list[Found]:
    """As in "No medical problems", "no operations", "nothing in the family"."""
    text = remark.text
    found = []
    asked = [q for q in remark.questions if _ASKS_ILLNESS.search(q.text) and not asks_family(q)]
    if _HEALTHY.search(text) or (
        asked and remark.reply == "no" and not mentions.terms(text, "disease")
    ):
        found.append(("chronic illness", Subject.PATIENT))
    if (
        remark.reply == "no"
        and any(
            _ASKS_SURGERY.search(q.text)
            and not re.search(r"\b(?:complication|recover|since|after|heal|problems? with)", q.text)
            and not mentions.terms(q.text, "procedure")
            for q in remark.questions
        )
    ) or re.search(
        r"\bno (?:previous |past )?(?:operations|surger(?:y|ies))\b", text, re.IGNORECASE
    ):
        found.append(("surgery", Subject.PATIENT))
    family = [
        q
        for q in remark.questions
        if asks_family(q) and not re.search(r"\b(?:at home|with you|live|living|house)\b", q.text)
    ]
    if (
        family
        and remark.reply == "no"
        and not mentions.terms(text, "disease")
        and not any(mentions.terms(q.text, "disease") for q in family)
    ):
        found.append(("family history", Subject.FAMILY))
    return [
        Found(
            remark.fact(
                FactKind.HISTORY, name, polarity=Polarity.ABSENT, subject=subject, also=remark.also
            )
        )
        for name, subject in found
    ]
