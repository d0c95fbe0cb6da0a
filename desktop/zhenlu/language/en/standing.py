"""Where a medicine stands after a remark: taken, ordered, stopped, refused or only spoken of."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactStatus
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.regimen import (
    DOSE_UNITS,
)

ALLERGY = re.compile(
    r"\b(?:allerg\w+|anaphyla\w+|intoleran\w+|react(?:ed|ion) to)\b", re.IGNORECASE
)
_STOP = re.compile(
    r"\b(?:stop(?:ping|ped)?|come off|came off|coming off|hold(?: off)?(?! of)|discontinue[d]?"
    r"|want (?:you|him|her) off|take (?:you|him|her) off|quit taking|pause|leave off|cut out"
    r"|ran out of|weaned? (?:\w+ )?off|no longer (?:take"
    r"|taking|on)|not taking|gave up)\b",
    re.IGNORECASE,
)
#: As in "That can stop the pill working": nobody is told to stop it.
_STOPS_NOT = re.compile(
    r"\bdon't (?:just )?stop\b|\b(?:can|could|may|might|will|would) (?:also |actually )?stop\b"
    r"|\bstop(?:s|ping)? (?:the|your|his|her) [\w ]{2,24}? (?:working|from|being)\b",
    re.IGNORECASE,
)
_STOPPED_AFTER = re.compile(
    r"\bso I (?:stopped|quit|came off)|\b(?:I|he|she|we|they|'ve|have) (?:'ve |have )?(?:stopped"
    r"|quit|came off|gave up|discontinued)\b(?: (?:it|them|taking|that))?(?! (?:smoking"
    r"|drinking))",
    re.IGNORECASE,
)
#: As in "zopiclone but that was stopped", "senna, it didn't suit me so I stopped it".
_WAS_STOPPED = re.compile(
    r"\W{0,3}(?:well|but|though)?\W{0,3}\bnot any ?more\b|[^.;]{0,50}\b(?:I|he|she|we) (?:ran out"
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
#: As in "trimethoprim, actually no": named and taken back.
_DROPPED_AFTER = re.compile(
    r"(?:[,\s]*\d[\w. ]{0,24}?)?\s*[,.]?\s*(?:oh |well |hmm |sorry,? |or )?(?:actually,? no\b"
    r"|no,? not\b"
    r"|no,? (?:wait|scrap that)|(?:actually|no|wait|hmm|in fact|on second thoughts?"
    r"|you know what)[, ]+"
    r"(?:let's|we'll|I'll|we|I) (?:just )?(?:hold off|leave (?:it|that)|skip|wait|won't|not)\b)",
    re.IGNORECASE,
)
#: As in "We'll add amlodipine later, not today".
_NOT_YET = re.compile(
    r"[^.;?!]{0,24}[,;] (?:but )?not (?:today|now|yet|this time|just yet|for now)\b", re.IGNORECASE
)
#: As in "Sertraline is safe, I'd like you to start fifty milligrams once a day".
_THEN_DOSED = re.compile(
    r"[^.;?!]{0,60}\b(?:like you to|want you to|going to|I'll|we'll|let's|so|you can"
    r"|you should) (?:start|take|use|try|give)"
    r"(?: (?:with|it|you|him|her|on|at|that))* \d",
    re.IGNORECASE,
)
#: As in "paracetamol if you're sore": an order in the words for when to take it.
_TAKEN_WHEN = re.compile(
    r"\s*(?:[,\d]\w* ?){0,3}(?:if|for|when(?:ever)?) (?:you(?:'re| are)?|he(?:'s)?|she(?:'s)?"
    r"|it(?:'s)?"
    r"|the|any)\b(?! (?:had|took|take|tried|was|were))",
    re.IGNORECASE,
)
#: As in "some of her Celebrex but I didn't dare take it".
_UNTOUCHED = re.compile(
    r"[^.;?!]{0,30}\b(?:but|and|though) (?:I|he|she|we) (?:didn't|haven't|never|wouldn't|won't"
    r"|did not|have not)"
    r"(?: (?:dare|actually|really|even|want|bother|like))*(?: to)? (?:take|taken|took|use|used"
    r"|tried|try|touch\w*|start\w*)\b",
    re.IGNORECASE,
)
CONTINUE = re.compile(
    r"\b(?:continue|carry on|keep (?:going|taking|on|using|up)|stay on|stick with|remain on"
    r"|keep (?:the|your|his|her)(?= *$)"
    r"|same dose|keep (?:giving|(?:him|her|you) (?:on|taking)))\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:I'll|I will|I'm going to|I am going to|I'm gonna|gonna|we'll|we will|let's"
    r"|we're going to|you(?:'re| are) (?:getting|having|going on)|I'd like (?:you )?to"
    r"|I would like (?:you )?to|I want (?:you )?to"
    r"|you can (?:take|use|try|have|add|repeat|also)|take|use|start|try|add|prescrib\w+"
    r"|put you on|give (?:you|him|her)|switch|go with|go for"
    r"|increase|double|go up|go back|apply|inhale|swallow|have (?:him|her) take|send (?:in|over)"
    r"|rather than|instead|we start with|we can use|I'd (?:suggest|recommend|advise)|I recommend"
    r"|I suggest|I advise|you'll (?:take|need|have)|you need|covering you with"
    r"|start(?:ing)? (?:you|him|her))\b",
    re.IGNORECASE,
)
NOT_ORDERED = re.compile(
    r"\b(?:don't need|doesn't need|not (?:going to )?(?:need|give|giving|prescrib\w+|start"
    r"|starting|necessary|using|use|take|recommend)|no need for|without|wouldn't|won't|avoid"
    r"|I'd avoid|not \w+ then|don't (?:think|want|take|use|start|give|recommend)|shouldn't"
    r"|steer clear|skip|actually no|stay away from|rather not|not keen|can't (?:give|have|take"
    r"|use)|was going to"
    r"|would normally|instead of|rather than|do(?:es)? not need|never|against|no point|hold off"
    r"|not suitable|isn't (?:suitable|right|needed))\b",
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
MIGHT = re.compile(
    r"\b(?:we'd (?:start|give|put|use|try)\b|(?:we|I)'d (?:have to|need|probably|then|normally)\b"
    r"|(?:normally|usually|ordinarily|typically)[, ]+(?:we|I)(?:'d| would|'ll)?\b|(?:we|I)(?:'d"
    r"| would)"
    r" (?:normally|usually)|I can (?:also )?(?:prescribe|give|offer)|we can (?:also )?(?:add in"
    r"|prescribe"
    r"|consider|offer|give)|could (?:also )?(?:give|offer|try|use|consider|prescribe|do|add)"
    r"|(?:might|may) (?:also |then |well |just |have to |need to )*(?:suggest|try|consider|need|add"
    r"|give|use|start|put|increase|go|switch|change|prescribe|want)"
    r"|we'll talk about|later (?:on )?if|if (?:things|it|that|this|the \w+) (?:don't|doesn't"
    r"|isn't|fails?)|would you like|options? (?:is|are|include)|think about (?:starting|adding)"
    r"|discuss|down the (?:line|road)|consider)\b",
    re.IGNORECASE,
)
#: As in "I know that we had put you on the Prozac last year".
_PUT_ON_BEFORE = re.compile(
    r"\b(?:we|I|they|he|she)(?:'d| had) (?:put|started|given|placed) (?:you|him|her)\b[^.;]{0,40}$"
    r"|\b(?:put|started|placed) (?:you|him|her) on\b[^.;]{3,40}\blast (?:year|month|time|visit"
    r"|week)",
    re.IGNORECASE,
)
#: As in "I could give you prochlorperazine, but it doesn't help, so I won't".
_DECIDED_AGAINST = re.compile(r"\b(?:so|but) (?:I|we) (?:won't|don't)\b", re.IGNORECASE)
#: As in "If it goes away we'll try rosuvastatin": a plan for later, unlike "If it hurts, take …".
_ON_A_CONDITION = re.compile(
    r"\W*(?:and |but |so |then |okay,? )*if\b[^.;]{3,80}?\b(?:we|I)(?:'ll| will| would| can| could"
    r"|'d)\b",
    re.IGNORECASE,
)
_ASKED_LEAVE = re.compile(
    r"\W*(?:and |but |so )*if (?:you(?:'re| are)?|that's|that is|it's) (?:agree|ok|okay|alright"
    r"|all right|fine|happy|like)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:I'm on|I am on|we use|we give|we've been (?:giving|using)|I take|I'm taking"
    r"|I've been (?:taking|on|using)|I use|I've (?:taken"
    r"|tried|used|had)|I took|I tried|I rub|I had|he takes|she takes|he's on|she's on|takes"
    r"|taking|took|tried|on (?:an? |some |the )?|been giving|gave (?:him|her)|given|using"
    r"|was put on|put me on|they gave me|prescribed|was on|is on|just|some)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:could I|can I|should I|do I need|might I|may I|what about|would it|is it okay"
    r"|I was wondering)\b",
    re.IGNORECASE,
)
_REMARK_OF_OTHERS = re.compile(
    r"\b(?:somebody|someone|people|the telly|tv|the internet|online|google\w*)\b", re.IGNORECASE
)
ASKS_MEDICINES = re.compile(
    r"\b(?:(?:take|taking|on|use|using) (?:any|anything|other|regular|prescribed)?\s*(?:other "
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
    if _speaks_of_allergy(text, said) or any(ALLERGY.search(q.text) for q in remark.questions):
        return None
    if remark.dictated:
        return _dictated_status(remark, before)
    if remark.by_clinician:
        if re.search(
            r"\bthat(?:'ll| will| would| must|'d) be (?:the|your|his|her) $",
            before, re.I,
        ):
            return FactStatus.TAKEN
        if _PUT_ON_BEFORE.search(text[: said.end + 24]):
            return FactStatus.TAKEN
        return _ordered_status(remark, said, clause)
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
        r"|instead\b)|,\s*(?:and|so) (?=I|we|you|let|just|start"
        r"|stop|then|take)|(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:use|take|start|try|add|give|switch"
        r"|continue|stop|keep|stay|carry|stick|remain|leave|increase|reduce|cut|put|double|swap"
        r"|change|go|come|hold|drop|bring)\b)|\band (?=start|stop|then start|also start|I'll"
        r"|we'll)",
        before,
    )
    return parts[-1]


def _dictated_status(remark: Remark, before: str) -> FactStatus | None:
    own = re.split(r"[.;]\s|,\s*(?=(?:start|add|prescribe|give|continue|stop)\b)", before)[-1]
    if _STOP.search(own) or _WAS_STOPPED.match(remark.text[len(before) :]):
        return FactStatus.STOPPED
    if DECLINES.search(own):
        return FactStatus.REFUSED
    if scope.denied(remark.text, len(before), len(before)) or NOT_ORDERED.search(before):
        return None if remark.part == "history" else FactStatus.REFUSED
    if remark.part == "plan" or re.search(
        r"\b(?:prescribe|start|give|will take)\b", before, re.IGNORECASE
    ):
        return FactStatus.ORDERED
    return FactStatus.TAKEN if remark.part in ("history", "") else None


def _for_later(text: str, clause: str) -> bool:
    """Whether an order hangs on a condition that is not met yet."""
    if _ON_A_CONDITION.match(text) and not _ASKED_LEAVE.match(text):
        return True
    return bool(re.search(r"\b(?:tell|know|see|decide)\b.{0,12}\bif\b", clause, re.IGNORECASE))


def _ordered_status(  # noqa: PLR0911, PLR0912
    remark: Remark, said: Said, clause: str
) -> FactStatus | None:
    text = remark.text
    # Speech without full stops runs on: only the words near the medicine speak of it.
    clause = clause[-80:]
    if MIGHT.search(clause[-34:]):
        after = text[said.end :]
        return FactStatus.REFUSED if _DECIDED_AGAINST.search(after) else None
    if re.search(
        r"\b(?:because of|due to|caused by|from|reaction to|side effects? (?:of|from)|with"
        r"|response to|on) (?:the |your |my )?$",
        clause,
        re.IGNORECASE,
    ) and not re.search(
        r"\b(?:put|start|treat|continue|stay|carry|cover|keep|stick|go|going|step|bump"
        r"|increase)\w*\b",
        clause,
        re.IGNORECASE,
    ):
        return None
    if _STOP.search(clause) and not _STOPS_NOT.search(clause + text[said.start : said.end + 14]):
        return FactStatus.STOPPED
    if CONTINUE.search(clause):
        return FactStatus.ORDERED
    if _for_later(text, clause) or (
        re.match(r"\W*(?:and |or |but )?if\b", clause, re.IGNORECASE)
        and not (dosed(text, said) or _ORDER.search(clause))
    ):
        return None
    if (
        NOT_ORDERED.search(clause)
        or re.search(r"\b(?:no|not)\s+(?:\w+\s+)?$", clause, re.IGNORECASE)
        or scope.denied(text, said.start, said.end)
    ):
        return FactStatus.REFUSED
    if re.match(
        r"[^.,;]{0,40}\b(?:isn't|is not|won't|wouldn't|don't think it's|not) (?:needed|necessary"
        r"|help|a good idea|suitable|recommended|be)\b",
        text[said.end :],
        re.IGNORECASE,
    ):
        return FactStatus.REFUSED
    if _DROPPED_AFTER.match(text[said.end :]) or _NOT_YET.match(text[said.end :]):
        return FactStatus.REFUSED
    if _THEN_DOSED.match(text[said.end :]) and said.kind == "drug":
        return FactStatus.ORDERED
    imagined = scope.imagined(text, said.start, said.end) and not dosed(text, said)
    if MIGHT.search(clause) or (imagined and not _ORDER.search(clause)):
        return None
    if _ORDER.search(clause) or dosed(text, said):
        if re.search(
            r"\byou(?:'re| are| were|'ve been) (?:on|taking|using|already)\b|\bhow (?:about"
            r"|is)\b|\bI see\b",
            clause,
            re.IGNORECASE,
        ):
            return FactStatus.TAKEN
        return FactStatus.ORDERED
    if (
        re.search(r"(?:^|[,.;]|\b(?:and|plus|some))\s*$", clause)
        and _TAKEN_WHEN.match(text[said.end :])
        and said.kind == "drug"
    ):
        return FactStatus.ORDERED
    if re.match(
        r"\s*(?:will be|is|would be) (?:better|best|good|right|the (?:best|right))\b",
        text[said.end :],
    ):
        return None
    return None


def gives_order(text: str) -> bool:
    """Whether the words of a clinician tell to take, start or use something."""
    return bool(_ORDER.search(text) or CONTINUE.search(text))


def dosed(text: str, said: Said) -> bool:
    """Whether a dose or a frequency follows, as in an order."""
    near = text[said.end : said.end + 45]
    return any(
        q.unit in DOSE_UNITS or q.unit.startswith("times_per_d") or q.unit == "hours_apart"
        for q in quantities(near)
    ) and not re.match(r"\W*(?:is|was|are|were|made|caused)\b", near)


def _taken_status(remark: Remark, said: Said, clause: str) -> FactStatus | None:  # noqa: PLR0911
    text = remark.text
    declines = DECLINES.search(text[: said.end + 25]) and " but " not in text[: said.start]
    if declines and not re.search(r"\bstick with (?:\w+ )?$", clause, re.IGNORECASE):
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
    if re.search(r"\b(?:stick with|happy with|keep) (?:the )?$", clause, re.IGNORECASE):
        return None
    if re.search(
        r"\b(?:not|never|haven't|don't|didn't|no|hasn't)\b[^,.]{0,22}$", clause, re.IGNORECASE
    ) and scope.denied(text, said.start, said.end):
        return None
    if (
        _STOP.search(clause)
        or _given_up_after(text, said)
        or (_WAS_ON.search(clause) and not re.search(r"\b(?:since|still|now)\b", text))
    ):
        return FactStatus.STOPPED
    if _UNTOUCHED.match(text[said.end :]):
        return FactStatus.REFUSED
    if scope.imagined(text, said.start, said.end) or _causes(text, said):
        return None
    if re.search(r"\b(?:gave me|was given|they gave|had)\b", text) and re.search(
        r"\b(?:ago|last time|that time|back then|previous)\b", remark.reading.text, re.IGNORECASE
    ):
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
    after = _STOPPED_AFTER.search(text)
    end = after.start() if after else 0
    later = _WAS_STOPPED.match(text[said.end :])
    if later and (after is None or end < said.end):
        end = said.end + later.end()
    if not (after or later):
        return False
    return end <= said.end or not mentions.terms(text[said.end : end], "drug", "drug_class")


def _causes(text: str, said: Said) -> bool:
    """As in "Codeine makes me throw up" tells of a reaction, not of what is taken."""
    return bool(
        re.match(
            r"\s*(?:,\s*it\s+)?(?:makes|made|gives|gave|upsets|doesn't agree|does not agree)\b",
            text[said.end :],
        )
    )
