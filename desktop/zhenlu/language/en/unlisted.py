"""Medicines outside the lexicon, known by the words around them.

What is ordered or taken must not be lost because nobody listed it: a word that stands where
a medicine stands, with a dose or a form beside it, is one, under the name as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities
from zhenlu.language.lexicon import Term

_DOSES = frozenset(
    {"mg", "mcg", "g", "mL", "tablet", "capsule", "puff", "drop", "spray", "sachet", "unit"}
)
_GIVEN = (
    r"(?:prescrib\w+|start(?:ed|ing)?|try|tried|add(?:ed)?|give|gave|given|take|takes|took|taking"
    r"|on|to|called|using|use|uses|with|have|had|stop(?:ped)?|of|and|or|for|plan|the|some|your|my"
    r"|his|her|you|him|a|an|it's|medications?|tablets?|instead|then|also|just|is)"
)
_NAME = (
    r"(?P<name>[A-Za-z][A-Za-z'/-]{3,}"
    r"(?: (?:acid|sodium|oil|hydrochloride|plus|XL|SR|MR|forte|compound))?)"
)
_BEFORE_DOSE = re.compile(
    rf"(?:^|[,.;:]\s*|\b(?P<cue>{_GIVEN})\s+){_NAME}"
    r"(?:,?\s+(?:inhaler|cream|ointment|gel|drops|spray|tablets?|capsules?|syrup|patch(?:es)?"
    r"|injections?|sachets?))?,?\s*(?:at |of )?$",
    re.IGNORECASE,
)
_WITH_FORM = re.compile(
    r"\b(?:prescrib\w+|start(?:ed)? (?:you |him |her )?(?:on )?|give (?:you|him|her) (?:some "
    r"|an? )?"
    r"|put (?:you|him|her) on |try (?:some |an? )?|on |using |use |switch (?:you )?to )\s*"
    r"(?:some |an? |the )?(?P<name>[A-Z][a-z'-]{3,}) "
    r"(?P<form>inhaler|cream|ointment|gel|drops|spray|tablets?|capsules?|syrup|patch(?:es)?"
    r"|injections?|sachets?|mouthwash|shampoo|lotion|pessary|pessaries)\b"
)
#: As in "I've been using Zalvorin, no difference": a name with a capital where a medicine stands.
_USED = re.compile(
    r"\b(?:(?:been|was|am|I'm|he's|she's) (?:using|taking|on|put on|given)|I (?:take|use|took"
    r"|tried|used)"
    r"|prescribed(?: me)?|put me on|tried) (?:some |the )?(?P<name>[A-Z][a-z]{4,})(?=[,.;!]|\s*$"
    r"| (?:for|and|but|every"
    r"|at|in the|twice|once|since)\b)"
)
#: Everyday words that stand before an amount and are no medicine.
_EVERYDAY_WORDS = (
    "about affected after again alcohol allergic allergy almost alone also another antibiotic "
    "antibiotics anything apply approximately area around back bedtime been beer before "
    "between blood both bottle bottles brand breakfast calcium came capsule capsules chew "
    "coffee come continue could count cream creatinine currently daily days dinner dosage "
    "dose doses double doubled down drank drink drinking drinks drop dropped drops during "
    "each ears eight either even evening every everything extra eyes father feed feeds "
    "ferritin fine first five fluid fluids food formula four from full gain gained gave "
    "generic getting give given gives glucose going gone good great haemoglobin half have "
    "having height hemoglobin here hourly increase increased inhale inhaler instead into "
    "juice just keep last least less level levels like liter liters litre litres lose loss "
    "lost lots lunch maximum maybe meals medication medications medicine medicines milk mine "
    "minimum monthly months more morning mornings most mother mouth nearly need needed "
    "needing needs next night nights nine noon normal nose nostril nostrils nothing ointment "
    "okay once only onto over painkiller painkillers patient pill pills please plus potassium "
    "prescription probably protein puff puffs pulse quarter reduce reduced reducing regular "
    "result results right roughly rub sachet sachets salt same second seven should six skin "
    "smoke smoked smokes sodium some something sorry spray sprays start started starting "
    "steroid steroids still stop stopped strength sugar sure swallow syrup tablet tablets "
    "take taken takes taking taper tea thanks that them then there these this those three "
    "times tongue took total twice under units until urine use used using usual usually want "
    "wanted wants was water week weekly weeks weigh weighs weight well went were what when "
    "which whole will wine with without would yeah years your yours "
)
_EVERYDAY_WORDS += (
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays january february march april june july august "
    "september october "
    "november december christmas easter "
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_LIKE_A_MEDICINE = re.compile(
    r"(?:ine|ol|ide|ate|il|in|one|am|azole|mab|nib|pril|artan|statin|mycin|cillin|oxacin|vir|tide"
    r"|gliptin|flozin|phen|parin|xaban|triptan|setron|dipine|zepam|lam|barb|fen|cid|acid|cycline"
    r"|asone|olone|onide|terol|ium|mide|zide|dine|tine|pine|zine|mine|done|sone|lone)$",
    re.IGNORECASE,
)


def unlisted(text: str, known: Sequence[Said]) -> tuple[Said, ...]:
    """Words used as medicines that no lexicon entry covers, from left to right.

    Args:
        known: Terms of any kind already found in the sentence; what they cover is none.
    """
    found: list[Said] = []
    for quantity in quantities(text):
        if quantity.unit not in _DOSES:
            continue
        before = text[: quantity.start]
        lead = re.search(r"(?:\b(?:about|maybe|up to|just|only|one|two)\s+)+$", before)
        if lead:
            before = before[: lead.start()]
        match = _BEFORE_DOSE.search(before)
        if match and _may_be(match, before):
            found.append(_said(match.group("name"), match.start("name"), match.end("name")))
    for match in _WITH_FORM.finditer(text):
        if match.group("name").lower() not in _EVERYDAY:
            found.append(_said(match.group("name"), match.start("name"), match.end("name")))
    for match in _USED.finditer(text):
        name = match.group("name")
        if _LIKE_A_MEDICINE.search(name) and name.lower() not in _EVERYDAY:
            found.append(_said(name, match.start("name"), match.end("name")))
    kept: list[Said] = []
    for said in found:
        covers = [*known, *kept]
        if all(said.end <= k.start or said.start >= k.end for k in covers):
            kept.append(said)
    return tuple(sorted(kept, key=lambda s: s.start))


def _may_be(match: re.Match[str], before: str) -> bool:
    """Whether a word before a dose is likely a medicine's name."""
    name, after_cue = match.group("name"), bool(match.group("cue"))
    words = name.lower().split()
    if words[0] in _EVERYDAY or words[0].endswith(("ing", "n't")) or "'" in name:
        return False
    opens = re.search(r"[.!?]\s*$", before[: match.start("name")]) or match.start("name") == 0
    named = name[0].isupper() and not opens
    return named or bool(_LIKE_A_MEDICINE.search(name)) or (after_cue and name[0].isupper())


def _said(name: str, start: int, end: int) -> Said:
    term = Term(name, "drug", (), "as said", {"unlisted": True})
    return Said(name, "drug", start, end, term, name)
