"""The medicines that a sentence speaks of as medicines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.standing import DECLINES
from zhenlu.language.en.unlisted import unlisted
from zhenlu.language.en.vocabulary import lexicon_of


def medicines_named(remark: Remark) -> list[Said]:
    """Medicines of a remark that are spoken of as medicines."""
    text = remark.text
    if remark.asks and (remark.by_clinician or not DECLINES.search(text)):
        return []
    named = []
    tests = mentions.terms(text, "test")
    if blue := _blue_inhaler(remark):
        named.append(blue)
    listed = mentions.terms(text, "drug", "drug_class")
    known = (*mentions.clinical(text), *mentions.terms(text, "vital"), *listed)
    for said in sorted((*listed, *unlisted(text, known)), key=lambda s: s.start):
        if any(
            t.start <= said.start < t.end and t.end - t.start > said.end - said.start for t in tests
        ):
            continue
        before, after = text[: said.start], text[said.end :]
        if re.match(
            r"[- ]?(?:allerg|thing\b|business\b|label|deficien|overload|level|intake|intoleran|"
            r"spray bottle|channel)",
            after,
            re.IGNORECASE,
        ) or re.search(r"\b(?:low|vitamin [ABCE]|blood|serum|type)\s+$", before):
            continue
        if (
            said.kind == "drug"
            and said.name in ("calcium", "iron", "insulin", "honey")
            and re.match(r"\s+(?:level|channel|resist|\d)", after)
        ):
            continue
        if _only_form(text, said, listed):
            continue
        if said.name in _MEASURED_TOO and re.search(
            r"\b(?:check|test|measure|levels?|bloods?|include|including)\b", before, re.IGNORECASE
        ):
            continue
        named.append(said)
    return sorted(named, key=lambda s: s.start)


def _blue_inhaler(remark: Remark) -> Said | None:
    """The reliever by its colour, where the talk is of inhalers; a blue tablet is none."""
    match = re.search(
        r"\b(?:the|my|his|her|your|an?) blue (?:one|inhaler|puffer|pump)\b",
        remark.text,
        re.IGNORECASE,
    )
    near = " ".join([remark.text, *(q.text for q in remark.questions)])
    term = lexicon_of("drug").named("salbutamol")
    if match is None or term is None or not re.search(
        r"\b(?:inhal|puff|pump|spacer|wheez|asthma)",
        near,
        re.IGNORECASE,
    ):
        return None
    if any(s.name == term.name for s in mentions.terms(remark.text, "drug")):
        return None
    return Said(term.name, "drug", match.start(), match.end(), term, "blue inhaler")


_FORM_WORDS = frozenset(
    {"inhaler", "cream", "ointment", "gel", "lotion", "drops", "eye drops", "ear drops", "spray"}
    | {"nasal spray", "patch", "patches", "the pill", "tablet", "tablets", "capsules", "syrup"}
)


def _only_form(text: str, said: Said, listed: Sequence[Said]) -> bool:
    """As in "hydrocortisone one percent ointment": the form of the medicine beside it."""
    if said.words.lower() not in _FORM_WORDS:
        return False
    return any(
        o.name != said.name
        and (
            0 <= o.start - said.end < 4
            or (o.end <= said.start and re.fullmatch(
                r"(?:[\s\d.%]|percent|per cent)*(?:eye |ear |nasal )?",
                text[o.end : said.start],
            ))
        )
        for o in listed
    )


#: Medicines that are measured in the blood as well.
_MEASURED_TOO = frozenset(
    {"iron", "calcium", "vitamin D", "vitamin B12", "magnesium", "potassium chloride", "folic acid"}
)
