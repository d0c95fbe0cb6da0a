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
_NAME = r"(?P<name>[A-Za-z][A-Za-z'/-]{3,}(?: (?:acid|sodium|oil|hydrochloride|plus|XL|SR|MR|forte|compound))?)"
_BEFORE_DOSE = re.compile(
    rf"(?:^|[,.;:]\s*|\b(?P<cue>{_GIVEN})\s+){_NAME}"
    r"(?:,?\s+(?:inhaler|cream|ointment|gel|drops|spray|tablets?|capsules?|syrup|patch(?:es)?"
    r"|injections?|sachets?))?,?\s*(?:at |of )?$",
    re.IGNORECASE,
)
_WITH_FORM = re.compile(
    r"\b(?:prescrib\w+|start(?:ed)? (?:you |him |her )?(?:on )?|give (?:you|him|her) (?:some |an? )?"
    r"|put (?:you|him|her) on |try (?:some |an? )?|on |using |use |switch (?:you )?to )\s*"
    r"(?:some |an? |the )?(?P<name>[A-Z][a-z'-]{3,}) "
    r"(?P<form>inhaler|cream|ointment|gel|drops|spray|tablets?|capsules?|syrup|patch(?:es)?"
    r"|injections?|sachets?|mouthwash|shampoo|lotion|pessary|pessaries)\b"
)
#: Everyday words that stand before an amount and are no medicine.
_EVERYDAY = frozenset(
    """about another around almost approximately nearly roughly maybe over under only just least most
    that this them these those there then here when what which with without from into onto your yours
    mine take takes taking took taken give gives given gave have having been were will would could
    should increase increased reduce reduced reducing double doubled drop dropped dose doses dosage
    tablet tablets capsule capsules puff puffs pill pills drops spray sprays sachet sachets inhaler
    cream ointment syrup medicine medicines medication medications half quarter whole full total
    weight weighs weigh lost gained gain lose height pulse sugar salt water coffee tea alcohol wine beer
    litre litres liter liters week weeks daily twice once three four five six seven eight nine times
    morning evening night nights noon bedtime breakfast lunch dinner food meals mornings days months
    years using used use start started starting stop stopped keep continue more less same usual regular
    normal extra maximum minimum every each both either also still even instead plus needed needing
    need needs like fine okay great good right sorry well sure yeah please thanks okay first second
    last next until after before during between want wants wanted getting going gone went come came
    back down onto some same haemoglobin hemoglobin glucose protein ferritin creatinine level levels
    result results was blood urine sodium potassium calcium count units alone only strength maybe
    probably currently usually again having smoke smokes smoked drink drinks drank drinking eight
    taper weekly monthly hourly tongue mouth skin nose nostril nostrils eyes ears affected area
    generic brand prescription painkiller painkillers antibiotic antibiotics steroid steroids loss
    milk formula feeds feed bottle bottles fluid fluids juice about apply rub inhale swallow chew
    patient mother father allergic allergy something anything nothing everything lots""".split()
)
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
        if match and _may_be(match.group("name"), bool(match.group("cue")), before, match):
            found.append(_said(match.group("name"), match.start("name"), match.end("name")))
    for match in _WITH_FORM.finditer(text):
        if match.group("name").lower() not in _EVERYDAY:
            found.append(_said(match.group("name"), match.start("name"), match.end("name")))
    kept: list[Said] = []
    for said in found:
        covers = [*known, *kept]
        if all(said.end <= k.start or said.start >= k.end for k in covers):
            kept.append(said)
    return tuple(sorted(kept, key=lambda s: s.start))


def _may_be(name: str, after_cue: bool, before: str, match: re.Match[str]) -> bool:
    """Whether a word before a dose is likely a medicine's name."""
    words = name.lower().split()
    if words[0] in _EVERYDAY or words[0].endswith(("ing", "n't")) or "'" in name:
        return False
    named = name[0].isupper() and match.start("name") > 0 and not re.search(
        r"[.!?]\s*$", before[: match.start("name")]
    )
    return named or bool(_LIKE_A_MEDICINE.search(name)) or (after_cue and name[0].isupper())


def _said(name: str, start: int, end: int) -> Said:
    return Said(name, "drug", start, end, Term(name, "drug", (), "as said", {"unlisted": True}), name)
