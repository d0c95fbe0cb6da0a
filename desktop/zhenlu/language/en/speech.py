"""Spoken English made readable: fillers and stutters gone, spoken corrections carried out.

What is left keeps its way back to the words as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from zhenlu.language.en import dialect
from zhenlu.language.en.corrections import corrected
from zhenlu.language.en.numerals import edit, read
from zhenlu.language.en.runs import cuts
from zhenlu.language.reading import Reading

#: Words that fill a pause. "like" and "you know" only between commas.
_FILLER = re.compile(
    r"(?:(?<=^)|(?<=[\s,.]))(?:u+h+m*|u+m+|(?<!the )(?<!an )(?-i:[Ee]+r+m*)|hmm+|mm+(?:-?hmm*)?"
    r"|ahh*|oo+[fh]|ohh*"
    r"|eh)\b[,.…]*\s*"
    r"|,\s*(?:like|you know|you see|I guess|I suppose|let's see|let me see|let me think"
    r"|what else|how do I say|what|I don't know|I dunno|say|well|gosh)\s*(?:,|$)\s*"
    r"|\b(?:you know what|kind of|kinda|sort of|sorta|basically|literally|honestly"
    r"|obviously)\b,?\s*",
    re.IGNORECASE,
)
#: As in "no ibuprofen obviously, paracetamol if you need it": the pause after it stays.
_ASIDE = re.compile(
    r"(?<=[A-Za-z0-9])\s+(?:obviously|honestly|basically|literally),\s*", re.IGNORECASE
)
#: Lower-case "i" of recognisers that write no capitals.
_SMALL_I = re.compile(r"(?<![\w'.])i(?=\s|'|$)")
#: "ten no five milligrams", "five five milligrams": the number said last stands.
_NUMBER_AGAIN = re.compile(
    r"(?<![\d/.])(?P<number>\d+(?:\.\d+)?)(?:,? no,? (?=\d)|,? (?=(?P=number) (?:milli|micro"
    r"|mg)))"
)
_DISSENT = re.compile(r"\b(?:uh-uh|nuh[- ]uh|mm-mm|unh-unh)\b", re.IGNORECASE)
_ASSENT = re.compile(r"\b(?:uh[- ]?huh|mm+[- ]?hmm*|mhm)\b", re.IGNORECASE)
_STUTTER = re.compile(r"\b([A-Za-z']+)((?:\s*,|\s*-|\s*…|\s*\.\.\.)?\s+\1\b)+", re.IGNORECASE)
_DOUBLED_RIGHTLY = frozenset({"no", "very", "really", "so", "that", "had", "yes", "yeah", "bye"})
_CUT_WORD = re.compile(r"\b[A-Za-z]{1,3}-\s+(?=[A-Za-z])")
_CONTRACTION = re.compile(
    r"\b(do|does|did|is|are|was|were|have|has|had|ca|wo|could|would|should) n't\b"
)
#: "ive", "dont", "theres" of recognisers that write no apostrophes.
_NO_APOSTROPHE = re.compile(
    r"\b(?:(?P<negative>do|does|did|is|are|was|were|have|has|had|could|would|should)nt"
    r"|(?P<cant>ca|wo)nt"
    r"|(?P<be>i)m|(?P<have>i|you|we|they)ve|(?P<are>you|they)re"
    r"|(?P<is>that|there|what|where|he|she|let|it|who|how|here)s"
    r"|(?<!may )(?<!might )(?<!could )(?<!can )(?<!as )(?<!very )"
    r"(?P<will>i|you|we|it|that)ll(?= (?:give|see|start|refer|put|prescribe|send|check|take|write"
    r"|need|be|have|get|ring|call|arrange|do|just|also)\b)"
    r"|(?P<would>i)d(?= (?:like|say|rather|suggest|recommend|advise|be|prefer|want)\b))\b",
    re.IGNORECASE,
)
_ENDINGS = {"negative": "n't", "cant": "n't", "be": "'m", "have": "'ve", "are": "'re"}
_ENDINGS |= {"is": "'s", "will": "'ll", "would": "'d"}
_SPACED_CLITIC = re.compile(r"(?<=\w) ('(?:s|m|ve|re|ll|d)\b)")
_SPACED_POINT = re.compile(r"\s+(?=[,.?!;:](?:\s|$))")
#: "ninety eight . two" of recognisers that write the pause as a full stop.
_SPOKEN_POINT = re.compile(
    r"(?<=\b(?:3[5-9]|4[0-2]|9[4-9])) \. (?=\d\b)|(?<=\b10[0-5]) \. (?=\d\b)"
)
_DOTS = re.compile(r"\s*(?:…|\.\.\.+|--+|—)\s*")
#: What a filler leaves behind: "for, er, five days".
_LEFT_COMMA = re.compile(r"\b(for|about|of|in|to|is|was|been|like|the|a), (?=\d)", re.IGNORECASE)
_OXYGEN = re.compile(r"\bO(?:\s|-)?(?:2|two)\b")
_A_ONE_C = re.compile(
    r"\b(?:(?:haemoglobin|hemoglobin|H\s?b)\s+)?A\s?(?:1|one)\s?C\b", re.IGNORECASE
)
_X_RAY = re.compile(r"\bx[\s-]?rays?\b", re.IGNORECASE)

_PRESSURE = re.compile(r"\b(\d{2,3})[,.]? over[,\s]+(\d{2,3})\b", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"\b[A-HJ-Z](?: [A-HJ-Z])+\b")

# Recognisers write every pause as a full stop. What follows goes on where the words before
# cannot end a sentence, or where they are no more than a dose, a time or a place.
_UNFINISHED = (
    r"\b(?:is|are|was|were|been|been like|the|an?|and|or|(?<!know )(?<!aware )(?<!think )of|my"
    r"|your|his|her|do is|it's|maybe|because|than|so we're here)"
)
_GOES_ON = (
    r"(?:in|on|at|over|to|of|from|by|behind|under|near|per|twice|once|every|each|half"
    r"|\d+(?:\.\d+)?\b|as needed|(?:for|after|before|until|around|since) (?:about |the next "
    r"|the last |another |maybe )*(?:\d|a |yesterday|last|meals|food|breakfast|bed)|with (?:food"
    r"|meals|the|water))"
)
#: What makes a piece a sentence of its own.
_CLAUSE = (
    r"\w'(?:s|ve|re|m|ll|d)\b|\b(?:I|you|he|she|it|we|they|there|let|tell|come|call|ring|take"
    r"|use|try|keep|stop|start|is|are|was|were|do|does|did|have|has|had|can|could|will|would"
    r"|should|any|what|why|how|which|who)\b(?!['’]t)"
)
_PAUSE = re.compile(
    rf"(?:(?<=[a-z0-9])|(?<=[a-z0-9]\s))(?<!\bno)(?<!\byes)(?<!\byeah)(?<!\bokay)(?<!\bright)"
    rf"(?<!\bgood)\.\s+(?={_GOES_ON}\b)(?P<first>\w)",
    re.IGNORECASE,
)
_HALTED = re.compile(rf"(?<=\s)(?P<last>{_UNFINISHED})\.\s+(?P<first>[A-Za-z0-9])", re.IGNORECASE)
_PLACED = re.compile(
    r"(?:in|on|at|over|to|with|of|from|by|behind|under|near|around)\b", re.IGNORECASE
)

_SENTENCE_END = re.compile(r"(?<=[.?!;])(?<!\bDr\.)(?<!\bMr\.)(?<!Mrs\.)(?<!vs\.)(?<!\bH\.)\s+|\n+")
_ASKS = re.compile(
    r"^(?:(?:and|so|okay|ok|right|alright|all right|well|now|but|great|good|fine|sure|yeah|yes|no"
    r"|oh|I see|then|thank you|thanks|got it|(?:hi|hey|hello)(?: (?:mum|mom|dad|there|\w+))?)"
    r"[,.]?\s+)*"
    r"(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|any\b|what|when|where|who"
    r"|should|which|why|how|whereabouts|ever|anything|anyone|anybody|tell me|describe)\b",
    re.IGNORECASE,
)
_ASKED_WORD = r"(?:what|when|where|whereabouts|who|which|why|how)"
_OPEN_QUESTION = re.compile(
    rf"(?:^|[,;]\s*|\b(?:and|or|so|but|okay|well|right|now|then|about|for|since|at|in|from|to|of)"
    rf"\s+)\W*{_ASKED_WORD}\b"
    rf"|\b{_ASKED_WORD}(?:'s|\s+(?:is|are|was|were|do|does|did|have|has|had|would|can|could|will"
    r"|long|often|much|many|bad|kind|sort|type|colou?r|side|time|about|else|exactly))\b"
    r"|\b(?:tell me|describe)\b",
    re.IGNORECASE,
)
#: As in "Any blood when you wipe?": settled by yes or no whatever else stands in it.
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:and|so|okay|ok|right|well|now|but|or)[,.]?\s+)*"
    r"(?:any|is there|are there|do you (?:have|get|feel|ever|need|bleed)|does it|have you (?:had"
    r"|got"
    r"|noticed|been|ever|lost)|has (?:he|she) (?:had|been))\b(?!.*\b(?:how (?:long|often|many"
    r"|much"
    r"|bad)"
    r"|where(?:abouts)?|what (?:kind|sort|colou?r|time)|which|or when)\b)",
    re.IGNORECASE,
)
_NO_OPEN = re.compile(r"\b(?:what about|how about|anywhere|somewhere)\b", re.IGNORECASE)
_NOT_ASKED = re.compile(
    r"^(?:(?:and|so|okay|well)[,.]?\s+)*(?:when(?:ever)? (?:I|he|she|it|you)|what I|which|how I"
    r"|any time"
    r"|had (?!you|he|she|it|they|any)|have (?:a|some|one|two|the)\b|is (?:on|taking|allergic)"
    r"|has (?:a|been|had|no)"
    r"|can you (?:see|confirm)|could you|would like|do (?:that|this|some|not|n't|the|your|these"
    r"|it)|will (?:be|start|do)|was (?:on|at|about))",
    re.IGNORECASE,
)
_TAG = re.compile(
    r",?\s*(?:(?:has|is|does|did|was|have|are|do|would|were|had|ca)n't (?:she|he|it|they|you"
    r"|I|we)"
    r"|right|okay|ok|yeah|isn't it|is that right|is that correct|correct|alright"
    r"|all right|does that make sense"
    r"|does that sound (?:ok|okay|good|fair)|is that okay|is that ok|make sense|you see)\?$",
    re.IGNORECASE,
)



@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence of a segment.

    Attributes:
        start: First character in the reading of the whole segment.
        asks: Whether it is a question.
        open: Whether the question wants more than yes or no.
    """

    text: str = field(repr=False)
    start: int
    asks: bool = False
    open: bool = False


@lru_cache(maxsize=4096)
def tidy(text: str) -> Reading:
    """The words of a segment as they were meant, numerals as digits."""
    reading = read(text)
    reading = edit(reading, _DOTS, ", ")
    reading = edit(reading, _CONTRACTION, lambda m: m.group().replace(" ", ""))
    reading = edit(reading, _NO_APOSTROPHE, _with_apostrophe)
    reading = dialect.plain(reading)
    reading = edit(reading, _SPACED_CLITIC, lambda m: m.group(1))
    reading = edit(reading, _SPOKEN_POINT, ".")
    reading = edit(reading, _SPACED_POINT, "")
    reading = edit(reading, _A_ONE_C, "HbA1c")
    reading = edit(reading, _SPELLED_OUT, lambda m: m.group().replace(" ", ""))
    reading = edit(reading, _OXYGEN, "O2")
    reading = edit(reading, _SMALL_I, "I")
    reading = edit(reading, _DISSENT, "no")
    reading = edit(reading, _ASSENT, "yes")
    reading = edit(reading, _ASIDE, ", ")
    reading = edit(reading, _FILLER, lambda m: ", " if m.group().startswith(",") else "")
    reading = edit(reading, _CUT_WORD, "")
    reading = edit(reading, _NUMBER_AGAIN, "")
    reading = edit(reading, _LEFT_COMMA, lambda m: f"{m.group(1)} ")
    for _ in range(2):
        reading = edit(reading, _STUTTER, _once)
    # Numbers that a filler or a stutter kept apart may join now.
    reading = edit(reading, _PRESSURE, lambda m: f"{m.group(1)}/{m.group(2)}")
    reading = edit(reading, _HALTED, _finished)
    reading = edit(reading, _PAUSE, _gone_on)
    return corrected(reading)


def _with_apostrophe(match: re.Match[str]) -> str:
    kind = next(name for name in _ENDINGS if match.group(name))
    word = match.group(kind)
    if match.group().lower() == "its" and re.match(
        r" (?:own|name|colou?r|size|shape)", match.string[match.end() :]
    ):
        return match.group()
    return ("I" if word == "i" else word) + _ENDINGS[kind]


def _gone_on(match: re.Match[str]) -> str:
    """A pause within a sentence is a comma, before a place nothing; other stops stay."""
    following = match.string[match.start("first") :]
    piece = re.split(r"[.?!,]", following, maxsplit=1)[0]
    if len(piece.split()) > 9 or re.search(_CLAUSE, piece, re.IGNORECASE):
        return match.group()
    gap = " " if _PLACED.match(following) else ", "
    return gap + match.group("first").lower()


def _finished(match: re.Match[str]) -> str:
    """As in "It's been like. One forty-five": the number or word that was to come."""
    first = match.group("first")
    return f"{match.group('last')} {first.lower() if first != 'I' else first}"


def _once(match: re.Match[str]) -> str:
    word = match.group(1)
    return match.group() if word.lower() in _DOUBLED_RIGHTLY else word


def utterances(text: str) -> Iterator[Utterance]:
    """The sentences of a tidied segment, questions marked."""
    position = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[position:end]
        begun = 0
        for cut in [*cuts(piece), len(piece)]:
            if piece[begun:cut].strip():
                yield _utterance(piece[begun:cut], position + begun)
            begun = cut
        position = end


def _utterance(piece: str, start: int) -> Utterance:
    asks = _is_question(piece.strip())
    is_open = (
        bool(_OPEN_QUESTION.search(piece))
        and not _NO_OPEN.search(piece)
        and not _YES_OR_NO.match(piece)
    )
    return Utterance(piece, start, asks, asks and is_open)


def _is_question(piece: str) -> bool:
    if piece.endswith("?"):
        without_tag = _TAG.sub("", piece)
        if re.search(r"n't \w+\?$", piece) and without_tag != piece:
            return _inverted(without_tag)
        return without_tag == piece or bool(_ASKS.match(without_tag)) or len(without_tag) < 3
    return bool(_ASKS.match(piece)) and not _NOT_ASKED.match(piece) and _inverted(piece)


def _inverted(piece: str) -> bool:
    """Whether a sentence without question mark asks all the same."""
    return bool(
        re.match(
            r"^(?:\w+[,.]?\s+){0,3}?(?:(?:do|does|did|is|are|was|were|have|has|had|can|could"
            r"|will|would|should)(?:n't)?"
            r" (?:you|he|she|it|they|there|that|this|your|his|her|the|any|I|we)\b|any\b|(?:what"
            r"|when"
            r"|where|how|why|who|which)"
            r" (?:side|ankle|knee|ear|eye|leg|arm|hand|foot|is|are|was|were|do|does|did|long"
            r"|many|much|often|bad|about|have|has|would|kind"
            r"|brings|makes|can)\b"
            r"|(?:which|what) one\b|how's|what's|tell me)",
            piece,
            re.IGNORECASE,
        )
    )
