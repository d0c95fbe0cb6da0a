"""What must not be wrong in an English text: numbers, drugs, sides, complaints, diseases.

The spoken transcript and the written record give equal tokens for equal content.
"""

from __future__ import annotations

import re

from zhenlu.language.en import mentions, scope
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.speech import tidy, utterances
from zhenlu.language.en.vocabulary import is_generic
from zhenlu.language.lexicon import worked_out
from zhenlu.language.reading import CriticalToken, Reading

_KIND = {
    "symptom": "symptom",
    "disease": "disease",
    "drug": "drug",
    "drug_class": "drug",
    "test": "test",
    "procedure": "disease",
}
_SIDE = re.compile(r"\b(left|right|both|bilateral(?:ly)?)\b", re.IGNORECASE)
_NO_SIDE = re.compile(
    r"^\W*(?:now|away|then|here|there|okay|ok|so|after|before|over|back|up|thing|direction|on"
    r"|in front|track|\?|,|\.|$)"
    r"|^\W*(?:and|but|well|let's|I|we|that's|sounds)\b",
    re.IGNORECASE,
)
_NO_LEFT = re.compile(
    r"\b(?:I|he|she|they|we|it|has|have|any|is|was|you|just|all|that's|alright|be|had)\s*$",
    re.IGNORECASE,
)
_NO_BOTH = re.compile(
    r"^\W*(?:of (?:us|them|you)|good|fine|the (?:kids|children|parents))", re.IGNORECASE
)
_ALLERGY = re.compile(r"\ballerg(?:ic to|y to|ies to|ies:|y:|ic reaction to)\s*", re.IGNORECASE)


@worked_out(maxsize=4096)
def tokens(text: str) -> tuple[CriticalToken, ...]:
    """Critical tokens of a spoken or written text from left to right."""
    reading = tidy(text)
    found: list[CriticalToken] = []
    for utterance in utterances(reading.text):
        found += _of_sentence(utterance.text, utterance.start, reading)
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))


def _of_sentence(sentence: str, offset: int, reading: Reading) -> list[CriticalToken]:
    named = mentions.clinical(sentence)
    found = []
    for said in named:
        if is_generic(said.term):
            continue
        start, end = reading.span(offset + said.start, offset + said.end)
        # "Pregnancy test negative" is a result, not a denial of the test.
        negated = said.kind != "test" and scope.denied(sentence, said.start, said.end)
        found.append(CriticalToken(_KIND[said.kind], said.name, "", negated, start, end))
    covered = [(s.start, s.end) for s in named if re.search(r"\d", s.words)]
    found += _numbers(sentence, offset, reading, covered)
    found += _sides(sentence, offset, reading)
    return found


def _numbers(
    sentence: str, offset: int, reading: Reading, covered: list[tuple[int, int]]
) -> list[CriticalToken]:
    found = []
    for quantity in quantities(sentence):
        # "type 2 diabetes" and "vitamin B12" hold no quantity.
        if any(start <= quantity.start < end for start, end in covered):
            continue
        start, end = reading.span(offset + quantity.start, offset + quantity.end)
        found.append(CriticalToken("number", quantity.value, quantity.unit, False, start, end))
    return found


def _sides(sentence: str, offset: int, reading: Reading) -> list[CriticalToken]:
    found = []
    for match in _SIDE.finditer(sentence):
        word = match.group().lower()
        after, before = sentence[match.end() :], sentence[: match.start()]
        if word == "right" and _NO_SIDE.match(after) and not _points_at(before):
            continue
        if word == "left" and (
            _NO_LEFT.search(before) or (_NO_SIDE.match(after) and not _points_at(before))
        ):
            continue
        if word == "both" and _NO_BOTH.match(after):
            continue
        start, end = reading.span(offset + match.start(), offset + match.end())
        value = word if word in ("left", "right") else "both"
        found.append(CriticalToken("side", value, "", False, start, end))
    return found


def _points_at(before: str) -> bool:
    """As in "On the right": a side even where no part of the body follows."""
    return bool(re.search(r"\b(?:the|my|his|her|your)\s*$", before, re.IGNORECASE))
