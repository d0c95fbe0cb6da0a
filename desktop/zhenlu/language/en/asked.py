"""What a question about complaints asks, and what is no answer about them."""

from __future__ import annotations

import re

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities

ABOUT_OTHERS = re.compile(
    r"\b(?:anyone|anybody|someone|somebody|others|your (?:family|kids|children|wife|husband))\b",
    re.IGNORECASE,
)


def measured_fever(remark: Remark) -> bool:
    """As in "I checked and it was 38.5": the answer to whether there was a fever."""
    return any(
        (q.unit == "℃" and float(q.value.split("-")[0]) >= 37.5)
        or (q.unit == "" and 99.5 <= float(q.value.split("-")[0]) <= 107)
        or (q.unit == "℉" and float(q.value.split("-")[0]) >= 99.5)
        for q in quantities(remark.text)
    )


def asks_now(question: Remark, said: Said) -> bool:
    """Whether the question is about having the complaint, not about its details."""
    before = question.text[: said.start]
    if re.search(r"\b(?:at all|ever|too|as well)? ?with (?:the|your|this|that)\s*$", before) and (
        mentions.symptoms(before)
    ):
        return False  # "Short of breath at all with the chest pain?" asks after the first.
    if re.search(
        r"\b(?:painful|sore|swollen|numb|itchy|stiff|tender|hurting|aching|weak|heavy|blocked"
        r"|racing|bother(?:s|ing)?)$",
        said.words.lower()
    ):
        # "Is the hip painful now?" asks whether it is, unlike "Is the pain worse?".
        return True
    if re.search(
        r"\b(?:with|of|about|for|does|is|are) (?:the|your|that|this|these) (?:\w+ )?$",
        before,
        re.IGNORECASE,
    ) and re.search(r"\b(?:does|is|are|did) (?:the|your|that|this|these)\b", before, re.IGNORECASE):
        return False
    return not re.search(
        r"\b(?:apart from|other than|besides|aside from|in addition to|along with|except"
        r"|you (?:mentioned|said))\b(?!.*\b(?:any|do|have|is|are|did)\b).*$|\b(?:history of"
        r"|ever had|in the past|taken|tried"
        r"|taking|side effects)\b",
        before,
        re.IGNORECASE,
    )


def speaks_elsewhere(remark: Remark) -> bool:
    """Whether a sentence is about habits, medicines or people rather than the complaint."""
    asked = " ".join(q.text for q in remark.questions)
    return bool(
        re.search(
            r"\b(?:smok|alcohol|drink|exercise|diet|medic(?:ation|ine)|tablet|allerg|sleep|work"
            r"|live|family|weigh|pregnan|period|sugars?|blood pressure|taking|taken|readings?"
            r"|operation)",
            asked + " " + remark.text,
            re.IGNORECASE,
        )
    ) or bool(
        re.search(
            r"\b(?:my (?:husband|wife|mother|father|mum|mom|dad|sister|brother|son|daughter"
            r"|friend))\b|\bI (?:took|take|smoke|drink|work|walk|went|had|ate)\b",
            remark.text,
            re.IGNORECASE,
        )
    )


NOT_OF_COMPLAINT = re.compile(
    r"\b(?:smok|tak(?:e|ing)|been on|diagnos|married|work|live|stay|hospital|quit|stop|medic"
    r"|tablet|drink|pregnan|period|how far (?:along|gone|on)|how many weeks (?:are|is))",
    re.IGNORECASE,
)
#: Questions after an earlier episode: what is told then is not of this illness.
OTHER_TIME = re.compile(
    r"\b(?:before|in the past|previously|ever (?:had|hurt|injured"
    r"|broken))\b[^?]*\??$", re.IGNORECASE
)
