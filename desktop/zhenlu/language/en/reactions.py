"""What a substance does to somebody: "it brings me out in hives", "my throat closes up"."""

from __future__ import annotations

import re

from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.labels import allergens
from zhenlu.language.en.mentions import Said

#: What follows a substance that did harm: "I had it last year and my eyelid swelled up".
HARM = re.compile(
    r"\b(?:rash|hives|swell\w*|swoll?en|itch\w*|blister\w*|sick|vomit\w*|thr(?:ew|ow)s? up"
    r"|breath\w*|wheez\w*|collapsed|sets? (?:my|his|her) asthma off|throat clos\w+"
    r"|came (?:up|out)|br(?:ings|ought) (?:me|him|her) (?:up|out))\b",
    re.IGNORECASE,
)


#: As in "He came up in hives when he had egg".
AFTER_HARM = re.compile(
    rf"(?:{HARM.pattern})[^.;?!]{{0,30}}\b(?:when|after|from|with|off|once"
    rf"|if)\b[^.;?!]{{0,24}}$",
    re.IGNORECASE,
)
#: What the harm is called where no complaint of the lexicon names it.
_HARM_NAMES = (
    (r"sw[eo]ll", "swelling"),
    (r"sick|vomit|threw|throw", "vomiting"),
    (r"breath", "shortness of breath"),
    (r"wheez|sets? (?:my|his|her) asthma", "wheeze"),
    (r"throat", "throat swelling"),
    (r"blister", "blisters"),
    (r"itch", "itching"),
    (r"collapsed", "collapse"),
    (r"came (?:up|out)|br(?:ings|ought)", "rash"),
)
#: What a substance asked after does to the one who touched or took it.
DOES_HARM = re.compile(
    r"\b(?:makes?|made|gives?|gave|brings?|brought|c[ao]me (?:up|out)|br[eo]aks? out|broke out"
    r"|swell\w*|swoll?en)\b",
    re.IGNORECASE,
)
#: What is felt now is a complaint, and no memory of what a substance once did.
OF_TODAY = re.compile(
    r"\b(?:now|today|at the moment|currently|still|yesterday|lately|these days|last night"
    r"|this (?:morning|week))\b"
    r"|(?:'ve|'s|\bhave|\bhas) (?:also |now )?(?:had|got|been)\b[^.]*\b(?:for|since)\b",
    re.IGNORECASE,
)
#: As in "I get a rash", "it makes my lips swell", "my throat closes up".
_TELLS_HOW = re.compile(
    r"\W*(?:(?:and|so|well|oh|basically)\W+)*(?:I|it|that|they|he|she|(?:my|his|her) \w+(?: \w+)?)"
    r" (?:(?:just|always|usually|only|end(?:ed)? up|would|will|can) )*"
    r"(?:g[eo]ts?|getting|came|comes?|br[eo]aks?|broke|gives?|gave|ma[kd]es?|brings?|brought"
    r"|sw[eo]lls?|swelled|clos(?:es|ed)|puffs?|puffed|went|goes|go|reacts?|reacted)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def reaction(text: str, said: Said | None) -> str:
    """What the substance does, as standard term; a kind of rash keeps its own word."""
    if match := re.search(
        r"\banaphyla\w+|\bthroat (?:clos(?:ed|es|ing)|swell(?:ed|s)|swelled|swelled up)\b",
        text, re.IGNORECASE,
    ):
        return "anaphylaxis" if match.group().lower().startswith("ana") else "throat swelling"
    start = said.end if said is not None else 0
    for symptom in mentions.symptoms(text):
        if (
            said is not None
            and symptom.start < said.start
            and not re.search(
                r"\b(?:from|with|after|to|when|once|if)\b",
                text[symptom.end : said.start],
            )
        ):
            continue
        if symptom.start < start and said is not None and symptom.start > said.start:
            continue
        if symptom.name == "itching" and re.match(r"\s*(?:red )?rash", text[symptom.end :]):
            return "rash"
        spoken = symptom.words.lower()
        return spoken if spoken in ("hives", "urticaria", "blotches", "welts") else symptom.name
    harmed = HARM.search(text[start:])
    if harmed is None:
        return ""
    return next((name for cue, name in _HARM_NAMES if re.match(cue, harmed.group(), re.I)), "")


def goes_on_to_tell(remark: Remark) -> bool:
    """As in "I'm allergic to penicillin. I get a rash": the sentence after the allergy."""
    if remark.by_clinician or remark.questions or allergens(remark.text):
        return False
    before = _SENTENCE.split(remark.reading.text[: remark.offset].strip())[-1]
    allergic = re.search(r"\ballergic to\b", before, re.IGNORECASE) and allergens(before)
    return bool(allergic and _TELLS_HOW.match(remark.text) and not OF_TODAY.search(remark.text))
