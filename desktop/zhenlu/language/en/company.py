"""Words that mean a complaint, a disease or a test only in some company."""

from __future__ import annotations

import re

from zhenlu.language.lexicon import Mention

#: Words that mean a complaint only in some company.
_COMPANY: dict[str, re.Pattern[str]] = {
    "falls": re.compile(r"\b(?:any|no|had|have|recent|few)\s*$", re.IGNORECASE),
    "fall": re.compile(
        r"\b(?:a|any|no|recent|(?:did|do|does|has|have)(?:n't| not)(?: you| he| she)?|never|you"
        r"|he|she)\s*$", re.IGNORECASE
    ),
    "honey": re.compile(
        r"\b(?:some|and|with|of|or|try|take|taking|took|tried|us(?:e|ed|ing)|the|lemon|have|had"
        r"|just|give|gave|him|her)\s*$", re.IGNORECASE
    ),
    "bumps": re.compile(
        r"\b(?:any|itchy|red|little|some|small|tiny|raised|these|got|of|with|has|have|no)\s*$",
        re.IGNORECASE,
    ),
    "done in": re.compile(
        r"\b(?:feel|feeling|felt|I'm|he's|she's|was|absolutely|completely)\s*$", re.IGNORECASE
    ),
    "weepy": re.compile(
        r"\b(?:feel|feeling|felt|I'm|been|he's|she's|so|very|get|getting|bit"
        r"|you)\s*$", re.IGNORECASE
    ),
    "fit": re.compile(r"\b(?:a|had a|having a)\s*$", re.IGNORECASE),
    "fits": re.compile(r"\b(?:any|no|had|having|of)\s*$", re.IGNORECASE),
    "spots": re.compile(
        r"\b(?:any|red|of|with|some|the|these|purple|got|has|no|just|my|your|get|getting|lots of"
        r"|many"
        r"|few|more|itchy)\s*$", re.IGNORECASE
    ),
    "lows": re.compile(r"\b(?:any|no|had|having|few|some)\s*$", re.IGNORECASE),
    "gas": re.compile(r"\b(?:any|no|lots? of|much|have|got)\s*$", re.IGNORECASE),
    "faint": re.compile(
        r"\b(?:feel|feeling|felt|going to|gonna|to|did|and|or|didn't|not|you)\s*$|^\W*$"
        r"|[?]\s*$", re.IGNORECASE
    ),
    "a temperature": re.compile(
        r"\b(?:had|has|have|got|run|running|with|runs|ran|spiked|spiking|having)\s*$", re.IGNORECASE
    ),
    "temperatures": re.compile(r"\b(?:any|no|had|have|high|or|the)\s*$", re.IGNORECASE),
    "kidneys": re.compile(r"\b(?:bloods?|tests?|check)\b[^.?!]*$|"
                          r"\bI want\b[^.?!]*$", re.IGNORECASE),
    "muddled": re.compile(r"(?<!\bget them )(?<!\bgot them )(?<!\bthem )$", re.IGNORECASE),
    "thyroid": re.compile(
        r"\b(?:bloods?|full count|ferritin|FBC|kidneys?|check (?:the|"
        r"your))\b[^.?!]*$", re.IGNORECASE
    ),
    "virus": re.compile(r"\b(?:a|some|this|stomach)\s*$", re.IGNORECASE),
    "a cold": re.compile(r"(?<!such)\s*$", re.IGNORECASE),
    "pe": re.compile(r"(?!)"),
    "ms": re.compile(r"(?!)"),
    "ua": re.compile(r"\b(?:a|the|your)\s*$", re.IGNORECASE),
    "stress": re.compile(
        r"\b(?:much|lot of|of|any|the|some|work|more|no|under|been|with|by|and|from|extra)\s*$",
        re.IGNORECASE,
    ),
    "pressure": re.compile(r"(?<!blood )$", re.IGNORECASE),
    "blood in it": re.compile(
        r"\b(?:any|no|some|is|of|there's|the|bit of|saw|see|seen|been|with)\s*$", re.IGNORECASE
    ),
    "side": re.compile(r"\b(?:left|right)\s*$", re.IGNORECASE),
    "iron": re.compile(r"(?<!low )$", re.IGNORECASE),
    "echo": re.compile(r"\b(?:an|the|your|heart)\s*$", re.IGNORECASE),
    "shakes": re.compile(r"\bthe\s*$", re.IGNORECASE),
    "locks": re.compile(r"\b(?:it|knee|that|and|sometimes|just|or)\s*$", re.IGNORECASE),
    "spotting": re.compile(r"\b(?:some|any|been|no|bit of|or|had|with|just)\s*$", re.IGNORECASE),
    "ct": re.compile(r"\b(?:a|the|your|on|get|for|of|have)\s*$", re.IGNORECASE),
    "mi": re.compile(r"(?:\b(?:an|previous|prior|of|had|father|mother|brother)|"
                     r"[,:;])\s*$", re.IGNORECASE),
    "ra": re.compile(r"(?!)"),
    "oa": re.compile(r"\b(?:has|have|with|knee|of)\s*$", re.IGNORECASE),
    "hypo": re.compile(r"\b(?:a|any|no|had|the)\s*$", re.IGNORECASE),
    "bruise": re.compile(r"\b(?:a|some|the|big|any)\s*$", re.IGNORECASE),
    "strep": re.compile(r"(?!.*\b(?:test|swab)\b)", re.IGNORECASE),
    "pregnant": re.compile(
        r"(?:\b(?:I'm|am|is|she's|\w+'s|wife|daughter|weeks|months|currently|you're|be"
        r"|are you|(?:I'm|am|she's|is) not)\s*$)", re.IGNORECASE
    ),
}


_OF_NOSE = re.compile(r"\b(?:nose|nostrils?|face|sinus\w*|head|cold|snot|ears?)\b", re.IGNORECASE)


_NEVER = re.compile(r"(?!)")
#: What follows a wording that means something else then: "fell asleep", "can't sleep on my side".
_ANOTHER_SENSE = {
    "fell": re.compile(r"\s+(?:asleep|ill|out|behind|pregnant|in love|for)\b", re.IGNORECASE),
    "can't sleep": re.compile(r"\s+on (?:that|my|the|it|his|her|either|this)\b", re.IGNORECASE),
}


def meant(sentence: str, mention: Mention) -> bool:  # noqa: PLR0911
    """Whether a wording with several meanings means the term here."""
    before, after = sentence[: mention.start], sentence[mention.end : mention.end + 30]
    said = mention.said.lower()
    company = _COMPANY.get(said)
    if company is not None and not company.search(before):
        return False
    if said == "bunged up" and _OF_NOSE.search(sentence):
        return False
    if said in ("pain", "weak", "stiff") and re.match(
        r"\s*(?:killers?|relief|relievers?|medic)", after
    ):
        return False
    if said == "cold" and not re.match(r"\s*(?:symptoms)", after):
        return False
    if (
        re.match(r"\s+(?:test|swab|vaccine|shot|jab|booster|screen)\b", after)
        and mention.term.kind == "disease"
    ):
        return False
    if mention.term.kind == "symptom" and re.match(
        r"\s+(?:tablets?|medicine|pills?|syrup|mixture|drops|cream|pressure tablets|medication"
        r"|sweets)\b",
        after,
    ):
        return False
    if _ANOTHER_SENSE.get(said, _NEVER).match(after):
        return False
    if mention.term.name == "weight gain" and re.match(r"\s*(?:it|that|the|my|his|her)\b", after):
        return False  # "I could put some weight on it" speaks of a leg.
    if mention.term.name == "hypertension" and re.match(
        r"\s*(?:medic|pill|tablet|med\b|meds|check|monitor|reading|cuff)", after
    ):
        return "high" in said or "hypertens" in said
    return not re.search(r"\b(?:side|calling in)\s*$", before)
