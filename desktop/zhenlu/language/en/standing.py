"""Where a medicine stands after a remark: taken, ordered, stopped, refused or only spoken of."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactStatus
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.orders import (
    GIVEN_UP,
    MIGHT,
    NOT_BEGUN,
    NOT_ORDERED,
    PUT_ON_BEFORE,
    STOP,
    dosed,
    ordered_status,
)

ALLERGY = re.compile(
    r"\b(?:allerg\w+|anaphyla\w+|intoleran\w+|react(?:ed|ion) to)\b", re.IGNORECASE
)
_STOPPED_AFTER = re.compile(
    rf"\b(?:{GIVEN_UP})\b|\bso I (?:stopped|quit|came off)|\b(?:I|he|she|we|they|'ve|"
    rf"have) (?:'ve |have )?(?:stopped"
    r"|quit|came off|gave up|discontinued)\b(?: (?:it|them|taking|that))?(?! (?:smoking"
    r"|drinking))",
    re.IGNORECASE,
)
#: As in "zopiclone but that was stopped", "senna, it didn't suit me so I stopped it".
_WAS_STOPPED = re.compile(
    r"[^.;]{0,60}\bthat's why (?:you|they|we|he|she|I) (?:changed|stopped|switched|swapped)\b"
    r"|\W{0,3}(?:well|but|though)?\W{0,3}\bnot any ?more\b|[^.;]{0,50}\b(?:I|he|she|we) (?:ran out"
    r"|(?:haven't|hasn't) (?:taken|had|used) (?:it|any|them|one)\b)"
    r"|[^.;]{0,40}\b(?:(?:that|it|they|which)(?:'s| was| were| got| has been"
    r"| have been)? (?:been )?"
    r"(?:stopped|discontinued)|(?:stopped|discontinued|came off) (?:because|due|it|them|after|last"
    r"|a (?:while|month|year)))\b",
    re.IGNORECASE,
)
#: As in "I was on sertraline for a year": taken once, not now.
_WAS_ON = re.compile(
    r"\b(?:I|he|she) (?:was|used to be) (?:on|taking) (?:an? |some |the )?$|\bused to take $",
    re.IGNORECASE,
)
#: As in "some of her Celebrex but I didn't dare take it".
_UNTOUCHED = re.compile(
    r"[^.;?!]{0,30}\b(?:but|and|though) (?:I|he|she|we) (?:didn't|haven't|never|wouldn't|won't"
    r"|did not|have not)"
    r"(?: (?:dare|actually|really|even|want|bother|like))*(?: to)? (?:take|taken|took|use|used"
    r"|tried|try|touch\w*|start\w*|open\w*)\b"
    r"|[^.;?!]{0,30}\b(?:but|and|though) (?:(?:never|didn't) (?:opened?|took|taken?|used?|tried|"
    r"touch"
    r"\w*|started?)|I (?:was|am|got|'m) too (?:scared|afraid|frightened|nervous|worried))\b",
    re.IGNORECASE,
)
#: As in "Instead of the ibuprofen take paracetamol": what follows is no longer ruled out.
_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than) (?:(?:the|your|taking|using|having) )*[\w-]+(?: [\w-]+)?,? "
    r"(?=(?:take|use|try|have|start|let's|I'll|we'll|I'd|you)\b)",
    re.IGNORECASE,
)
#: As in "I stopped the aspirin and they put me on warfarin": somebody begins with another one.
_CHANGED_TO = re.compile(
    r"\s+(?:and|so|then|when|once|after) (?=(?:then |later )?(?:I|we|they|he|she|you|it|(?:the|my)"
    r" (?:doctor|GP|hospital|nurse|consultant))(?:'ve|'ll|'d|'s)? (?:(?:have|had|just|then|been) )*"
    r"(?:put|start|gave|give|went|go|switch|mov|chang|continu|carry|keep|kept|tak|took|us"
    r"|prescrib))",
    re.IGNORECASE,
)
#: As in "No thanks, I'll stick to paracetamol": this one is not what is declined.
_STICKS_TO = re.compile(
    r"\b(?:stick(?:ing)? (?:with|to)|happy with|keep to|stay on) (?:(?:the|my) )?(?:\w+ )?$",
    re.IGNORECASE,
)
#: As in "codeine makes me feel sick, I'll leave that".
_DECLINES_IT = re.compile(
    r"[^.;?!]{0,60}\b(?:I'll (?:leave|skip|pass on) (?:it|that|them)|no,? thank(?:s| you)"
    r"|absolutely not|definitely not|no way|no chance|not for me|not happening"
    r"|I'd rather not|I don't want (?:it|that|them|any))\b",
    re.IGNORECASE,
)
DECLINES = re.compile(
    r"\b(?:I'd rather not|rather not|I don't (?:really )?want|don't want|not keen on|no thanks"
    r"|no thank you|I won't (?:take|have)|don't like (?:taking|the idea)|not interested"
    r"|doesn't do well with|doesn't (?:tolerate|agree)|prefer not|refuse|refuses|refused"
    r"|declined?s?"
    r"|I'm not taking|don't fancy|leave (?:the|it|that|them|off)\b|hold off|think about it first"
    r"|wait on that|not (?:right )?now|stick with something else|can we (?:avoid|skip))\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:I (?:only|just|still|usually|sometimes|mostly|always) (?:use|take)|I'm on|I am on"
    r"|we use|we give|we've been (?:giving|using)|I take|I'm taking"
    r"|I've been (?:taking|on|using)|I started|I use|I've (?:taken"
    r"|tried|used|had)|I took|I tried|I rub|I had|he takes|she takes|he's on|she's on|takes"
    r"|taking|took|tried|on (?:an? |some |the )?|been giving|gave (?:him|her)|given|using"
    r"|was put on|put me on|they gave me|prescribed|was on|is on|just|some)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:was (?:going|about|meaning|tempted) to (?:buy|get|take|try|use|start)|(?:thinking|"
    r"thought)"
    r" (?:of|about) (?:taking|trying|buying|getting)|nearly (?:took|bought)|could I|can I|"
    r"should I|do I need|might I|may I|what about|would it|is it okay"
    r"|I was wondering)\b",
    re.IGNORECASE,
)
_REMARK_OF_OTHERS = re.compile(
    r"\b(?:somebody|someone|people|the telly|tv|the internet|online|google\w*)\b", re.IGNORECASE
)
ASKS_MEDICINES = re.compile(
    r"^\W*(?:any |and |current |regular |what |other |your )*(?:meds|medications?|medicines"
    r"|tablets|pills)\W*$"
    r"|\b(?:(?:take|taking|on|use|using) (?:any|anything|other|regular|prescribed)?\s*(?:other "
    r"|regular |prescription |prescribed |daily |current )*(?:medications?|medicines?|meds"
    r"|tablets|pills|drugs|anything regular(?:ly)?)|regular (?:medications?|medicines?|meds"
    r"|tablets)|any (?:medications?|medicines|meds|tablets)(?! allerg)|on anything(?: else)?)\b",
    re.IGNORECASE,
)


def standing_of(remark: Remark, said: Said) -> FactStatus | None:
    """Where the medicine stands after this remark; None where it says nothing of it."""
    text = remark.text
    before = text[: said.start]
    clause = _clause_before(before)
    takes = re.search(r"\b(?:takes|I take|taking|(?:I'm|he's|she's) on)\b[^.;,]*$", clause, re.I)
    asked = any(ALLERGY.search(q.text) for q in remark.questions)
    if _speaks_of_allergy(text, said) or (asked and not takes):
        return None
    if remark.dictated:
        return _dictated_status(remark, said)
    if remark.by_clinician:
        if re.search(
            r"\bthat(?:'ll| will| would| must|'d) be (?:the|your|his|her) $",
            before, re.I,
        ):
            return FactStatus.TAKEN
        if PUT_ON_BEFORE.search(text[: said.end + 24]):
            return FactStatus.TAKEN
        return ordered_status(remark, said, clause)
    return _taken_status(remark, said, clause)


def _speaks_of_allergy(text: str, said: Said) -> bool:
    for cue in ALLERGY.finditer(text):
        if cue.end() <= said.start:
            gap = text[cue.end() : said.start]
            if len(gap) < 30 and not re.search(r"[.;]|\b(?:so|take|start|give|use|is|was)\b", gap):
                return True
        elif re.fullmatch(r"[\s-]*(?:and \w+)?\s*", text[said.end : cue.start()]):
            return True
    return False


def _clause_before(before: str) -> str:
    """What the speaker says about the medicine right before naming it."""
    parts = re.split(
        r"[.;!?]\s|,?\s*\b(?:but|however|otherwise)\b|,\s*(?=just\b|we'll\b|I'll\b|let's\b"
        r"|instead\b)|,?\s*\bso (?=(?:it'll|it's|that's|it will|we're)\b)|,\s*(?:and|so) (?=I|we|"
        r"you|let|just|start"
        r"|stop|then|take)|(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:use|take|start|try|add|give|switch"
        r"|continue|stop|keep|stay|carry|stick|remain|leave|increase|reduce|cut|put|double|swap"
        r"|change|go|come|hold|drop|bring)\b)|\band (?=start|stop|then start|also start|I'll"
        r"|we'll)",
        _INSTEAD_OF.sub(". ", before),
    )
    return _CHANGED_TO.split(parts[-1])[-1]


#: As in "Ramipril stopped 2021 (cough)".
_ENDED = re.compile(
    r"\W*(?:was |has been )?(?:stopped|discontinued|ceased)\b(?! (?:smoking|"
    r"drinking))", re.IGNORECASE
)


def _dictated_status(  # noqa: PLR0911
    remark: Remark, said: Said
) -> FactStatus | None:
    before = remark.text[: said.start]
    own = _clause_before(before)
    goes_on = re.search(r"\b(?:don't|do not|not to) stop\b", own, re.IGNORECASE)
    after = remark.text[said.end :]
    ended = _ENDED.match(after)
    if ended or (STOP.search(own) and not goes_on) or _WAS_STOPPED.match(after):
        return FactStatus.STOPPED
    if DECLINES.search(own) or NOT_BEGUN.match(remark.text[said.end :]):
        return FactStatus.REFUSED
    if scope.denied(remark.text, len(before), len(before)) or NOT_ORDERED.search(before):
        return None if remark.part == "history" else FactStatus.REFUSED
    conditional = re.match(r"\W*(?:and |but )?if\b", own, re.IGNORECASE)
    ordered = re.search(r"\b(?:prescribe|start|give|will take)\b", before, re.IGNORECASE)
    if MIGHT.search(own) or (conditional and remark.part != "plan"):
        return None
    if _TELLS_SOMEBODY.search(own) and not conditional:
        return FactStatus.ORDERED
    tried = not conditional and re.search(r"\b(?:try|switch|add)\b", own, re.IGNORECASE)
    if remark.part == "plan" or ordered or tried:
        return FactStatus.ORDERED
    return FactStatus.TAKEN if remark.part in ("history", "") else None


#: Words of an order that no note on what is taken begins with: "I'll give …", "Take two tablets …".
_TELLS_SOMEBODY = re.compile(
    r"^\W*(?:(?:so|right|and|then|okay|now|well|also)[, ]+)*(?:(?:I|we)(?:'ll| will)\b|(?:I'm|"
    r"we're|I am"
    r"|we are) (?:going to|gonna|giving|starting|prescribing|putting)\b|I'd like\b"
    r"|let's (?!leave|not|hold|wait|see)|(?:take|start|use|try|add|swap|switch|increase|apply)\b)",
    re.IGNORECASE,
)


#: As in "Loads as a teenager. I had trimethoprim every time": for what was then.
_HAD_EACH_TIME = re.compile(
    r"\b(?:had|got|gave (?:me|him|her)|given) [\w -]{3,30} (?:every|each|that|last) time\b",
    re.IGNORECASE,
)


def _taken_status(remark: Remark, said: Said, clause: str) -> FactStatus | None:  # noqa: PLR0911
    text = remark.text
    declines = DECLINES.search(text[: said.end + 25]) and " but " not in text[: said.start]
    declines = declines and not _STICKS_TO.search(clause)
    if declines or _said_of_it_alone(text, said, _DECLINES_IT):
        return FactStatus.REFUSED
    if re.search(
        r"\b(?:offered|lent|wanted (?:me )?to (?:give|try))\b[^.;]*$",
        clause, re.IGNORECASE,
    ):
        declined = re.search(r"\b(?:said no|didn't|haven't|wouldn't|not)\b", text[said.end :])
        return FactStatus.REFUSED if declined else None
    if re.search(r"\bno\s+$", clause, re.IGNORECASE) and re.match(r"\s+then\b", text[said.end :]):
        return FactStatus.REFUSED
    if (
        _WANTED.search(text[: said.start])
        or _REMARK_OF_OTHERS.search(text)
        or re.search(r"\?$", text)
    ):
        return None
    if re.search(r"\b(?:stick (?:with|to)|happy with|keep) (?:the )?$", clause, re.IGNORECASE):
        return None
    if re.search(
        r"\b(?:not|never|haven't|don't|didn't|no|hasn't)\b[^,.]{0,22}$", clause, re.IGNORECASE
    ) and scope.denied(text, said.start, said.end):
        return None
    if (
        STOP.search(clause)
        or _given_up_after(text, said)
        or (_WAS_ON.search(clause) and not re.search(r"\b(?:since|still|now)\b", text))
    ):
        return FactStatus.STOPPED
    if _UNTOUCHED.match(text[said.end :]):
        return FactStatus.REFUSED
    if scope.imagined(text, said.start, said.end) or _causes(text, said):
        return None
    if _HAD_EACH_TIME.search(text) or (re.search(
        r"\b(?:gave me|was given|they gave|had)\b", text
    ) and re.search(
        r"\b(?:ago|last time|that time|back then|previous|at (?:christmas|easter)"
        r"|over (?:christmas|the summer)|with my (?:first|last|second|son|daughter|other)"
        r"|last pregnancy"
        r"|in (?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december|(?:19|20)\d\d)|last (?:year|winter|summer|month))\b",
        remark.reading.text,
        re.IGNORECASE
    )):
        return None
    if re.search(
        r"\b(?:months?|years?) ago\b|\blast (?:year|time)\b|\bas a (?:child|kid)\b|\bin the past\b",
        " ".join([text]),
    ) and re.search(r"\bgave me|was given|had\b", text):
        return None
    asked = any(
        ASKS_MEDICINES.search(q.text)
        or re.search(
            r"\b(?:taken|tried|taking|take|given (?:him|her)|using|what are you on|medicines?"
            r"|medications?|on the pill|on)\b",
            q.text,
            re.IGNORECASE,
        )
        for q in remark.questions
    )
    if (
        asked
        or _TAKES.search(clause)
        or dosed(text, said)
        or re.match(r",?\s*\d", text[said.end :])
        or re.match(
            r"^\W*(?:oh|also|well|then|and|just|some|the|a|an|my|,|plus|\W)*$",
            clause,
            re.IGNORECASE,
        )
    ):
        return FactStatus.TAKEN
    return None


def _given_up_after(text: str, said: Said) -> bool:
    """Whether "so I stopped that" is said of this medicine and not of one named since."""
    after = _STOPPED_AFTER.search(text, said.end)
    later = _WAS_STOPPED.match(text[said.end :])
    if not (after or later):
        return False
    end = after.start() if after else said.end + (later.end() if later else 0)
    return not mentions.terms(text[said.end : end], "drug", "drug_class")


def _said_of_it_alone(text: str, said: Said, cue: re.Pattern[str]) -> bool:
    """Whether what follows a medicine says this of it, with no other one named between."""
    match = cue.match(text[said.end :])
    return match is not None and not mentions.terms(match.group(), "drug", "drug_class")


def _causes(text: str, said: Said) -> bool:
    """As in "Codeine makes me throw up" tells of a reaction, not of what is taken."""
    return bool(
        re.match(
            r"\s*(?:,\s*it\s+)?(?:makes|made|gives|gave|upsets|doesn't agree|does not agree)\b",
            text[said.end :],
        )
    )
