"""What a clinician orders of a medicine: given, continued, stopped, ruled out or left for later."""

from __future__ import annotations

import re

from zhenlu.domain.facts import FactStatus
from zhenlu.language.en import scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.regimen import (
    DOSE_UNITS,
)

#: Everyday words for stopping: "I packed it in", "she binned them", "I knocked that on the head".
GIVEN_UP = (
    r"(?:pack(?:ed)?|jack(?:ed)?|chuck(?:ed)?) (?:it|that|them|those|this) in"
    r"|knock(?:ed)? (?:it|that|them|those) on the head|(?:binned|ditched|dumped|dropped) (?:it|that"
    r"|them|those)|bin (?:it|that|them)|stay(?:ed)? off (?:it|them)|left (?:it|them|that) off"
    r"|couldn't (?:finish|carry on with) (?:it|them|the course)"
)
STOP = re.compile(
    r"\b(?:stop(?:ping|ped)?|come off|came off|coming off|hold(?: off)?(?! of)|discontinue[d]?"
    r"|want (?:you|him|her) off|t(?:ake|ook|aken|aking) (?:you|him|her|me|us) off|quit taking|"
    r"pause|leave off|cut out"
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


#: As in "let's swap the cetirizine for fexofenadine": the first one ends.
_SWAPPED = re.compile(
    r"\b(?:swap|switch|change|replac|exchang)\w*(?: (?:you|him|her|over|from|out))* (?:the "
    r"|your |his |her |from )*$",
    re.IGNORECASE,
)


_FOR_ANOTHER = re.compile(
    r"(?: \w+){0,2}? (?:for|to|with|by|over to|and (?:start|try|use|take)) (?!now\b|a (?:while"
    r"|bit|week|month|few)\b|\d)",
    re.IGNORECASE,
)


#: As in "paracetamol if you're sore": an order in the words for when to take it.
_TAKEN_WHEN = re.compile(
    r"\s*(?:[,\d]\w* ?){0,3}(?:if|for|when(?:ever)?) (?:you(?:'re| are)?|he(?:'s)?|she(?:'s)?"
    r"|it(?:'s)?"
    r"|the|any)\b(?! (?:had|took|take|tried|was|were))",
    re.IGNORECASE,
)


CONTINUE = re.compile(
    r"\b(?:continue|carry on|keep (?:going|taking|on|using|up)|stay on|stick with|remain on"
    r"|keep (?:the|your|his|her)(?= *$)"
    r"|same dose|keep (?:giving|(?:him|her|you) (?:on|taking)))\b",
    re.IGNORECASE,
)


_ORDER = re.compile(
    r"^\W*(?:and |just )?have (?:the|some)\b|\b(?:I'll|I will|I'm going to|I am going to|"
    r"I'm gonna|gonna|we'll|we will|let's"
    r"|we're going to|you(?:'re| are) (?:getting|having|going on)|I'd like (?:you )?to"
    r"|I would like (?:you )?to|I want (?:you )?to|(?:like|want) (?:you|him|her) on"
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


MIGHT = re.compile(
    r"\b(?:(?:I'd|I had|was|were|been) (?:thought|thinking) (?:about|of)|we'd (?:start|give|put|"
    r"use|try)\b|(?:we|I)'d (?:have to|need|probably|then|normally)\b"
    r"|(?:normally|usually|ordinarily|typically)[, ]+(?:we|I)(?:'d| would|'ll)?\b|(?:we|I)(?:'d"
    r"| would)"
    r" (?:normally|usually)|I can (?:also )?(?:prescribe|give|offer)|we can (?:also )?(?:add in"
    r"|prescribe"
    r"|consider|offer|give)|could (?:also )?(?:give|offer|try|use|consider|prescribe|do|add)"
    r"|(?:might|may) (?:look to |also |then |well |just |have to |need to )*(?:suggest|try|"
    r"consider|need|add"
    r"|give|use|start|put|increase|go|switch|change|prescribe|want)"
    r"|we'll talk about|later (?:on )?if|if (?:things|it|that|this|the \w+) (?:don't|doesn't"
    r"|isn't|fails?)|would you like|options? (?:is|are|include)|think about (?:starting|adding)"
    r"|discuss|down the (?:line|road)|consider)\b",
    re.IGNORECASE,
)


#: As in "I know that we had put you on the Prozac last year".
PUT_ON_BEFORE = re.compile(
    r"\b(?:you|he|she)(?:'ve| have| had|'d)? (?:were|was|been) (?:prescribed|given|started on|"
    r"put on)\b"
    r"[^.;]{0,40}$|\b(?:we|I|they|he|she)(?:'d| had) (?:put|started|given|placed) (?:you|him|"
    r"her)\b[^.;]{0,40}$"
    r"|\b(?:put|started|placed) (?:you|him|her) on\b[^.;]{3,40}\blast (?:year|month|time|visit"
    r"|week)",
    re.IGNORECASE,
)


#: As in "I could give you prochlorperazine, but it doesn't help, so I won't".
_DECIDED_AGAINST = re.compile(r"\b(?:so|but) (?:I|we) (?:won't|don't)\b", re.IGNORECASE)


#: As in "Clopidogrel not started, left to your clinic".
NOT_BEGUN = re.compile(
    r"\s*(?:is |was |has been |have been )?not (?:been )?(?:started|given|prescribed|continued|"
    r"needed"
    r"|indicated|offered|appropriate|suitable)\b|\s*(?:withheld|held|declined|deferred|omitted)\b",
    re.IGNORECASE,
)
#: As in "What'll I take then?" "Paracetamol".
_WHAT_TO_TAKE = re.compile(
    r"\bwhat (?:can|could|should|shall|will|do|'ll)? ?I (?:take|use|have)\b|\bwhat'll I (?:take|"
    r"use)\b",
    re.IGNORECASE,
)
#: As in "My colleague wanted to put you on prednisolone but I'd hold fire".
_HELD_BACK = re.compile(
    r"[^.;?!]{0,40}\b(?:but|and) (?:I|we|I think we)(?:'d| would|'ll| will|'m going to)? (?:rather "
    r"|like to |prefer to |sooner )?(?:hold|leave|wait|not\b|avoid|skip|see how|don't|wouldn't|"
    r"won't)"
    r"|[^.;?!]{0,50}[,;] so,? no\b|[^.;?!]{0,80}\bso (?:I|we) (?:won't|don't|shan't)\b",
    re.IGNORECASE,
)
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


#: As in "Every day?" "No, methotrexate once a week": the answer, no denial of what follows.
_ANSWERS_NO = re.compile(
    r"\W*(?:(?:oh|goodness|gosh|heavens|good lord)\W+)*(?:no|nope|neither|never|not at all)"
    r"[,.!]\s+",
    re.IGNORECASE,
)


def _for_later(text: str, clause: str) -> bool:
    """Whether an order hangs on a condition that is not met yet."""
    if _ON_A_CONDITION.match(text) and not _ASKED_LEAVE.match(text):
        return True
    return bool(re.search(r"\b(?:tell|know|see|decide)\b.{0,12}\bif\b", clause, re.IGNORECASE))


def ordered_status(  # noqa: PLR0911, PLR0912
    remark: Remark, said: Said, clause: str
) -> FactStatus | None:
    text = remark.text
    # Speech without full stops runs on: only the words near the medicine speak of it.
    clause = clause[-80:]
    if MIGHT.search(clause[-34:]):
        after = text[said.end :]
        return FactStatus.REFUSED if _DECIDED_AGAINST.search(after) else None
    if re.search(
        r"\b(?:because of|due to|caused by) (?:the |your |my )?$", clause, re.IGNORECASE
    ):
        return None
    if re.search(
        r"\b(?:from|reaction to|side effects? (?:of|from)|with"
        r"|response to|on) (?:the |your |my )?$",
        clause,
        re.IGNORECASE,
    ) and not dosed(text, said) and not re.search(
        r"\b(?:put|start|treat|continue|stay|carry|cover|keep|stick|go|going|step|bump"
        r"|increase)\w*\b",
        clause,
        re.IGNORECASE,
    ):
        return None
    if STOP.search(clause) and not _STOPS_NOT.search(clause + text[said.start : said.end + 14]):
        return FactStatus.STOPPED
    if _SWAPPED.search(clause) and _FOR_ANOTHER.match(text[said.end :]):
        return FactStatus.STOPPED
    if CONTINUE.search(clause):
        return FactStatus.ORDERED
    # "If it were bacterial I'd give you …, but it's fungal, so clotrimazole": that one is given.
    anew = re.split(r"[,;]\s*(?:but|so)\b", text[: said.start])
    if _for_later(text if len(anew) == 1 else anew[-1], clause) or (
        re.match(r"\W*(?:and |or |but )?if\b", clause, re.IGNORECASE)
        and not (dosed(text, said) or _ORDER.search(clause))
    ):
        return None
    if (
        re.search(r"(?:^|[,.;]|\b(?:and|plus|some))\s*$", clause)
        and _TAKEN_WHEN.match(text[said.end :])
        and said.kind == "drug"
    ):
        return FactStatus.ORDERED
    if re.match(r"\s+instead\b", text[said.end :]) and (
        re.fullmatch(r"\W*no,\s*", clause, re.I) or re.search(r"\w, (?:just )?$", clause)
    ):
        return FactStatus.ORDERED
    if _ANSWERS_NO.fullmatch(clause) and dosed(text, said):
        return FactStatus.ORDERED
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
    after = text[said.end :]
    if NOT_BEGUN.match(after):
        return FactStatus.REFUSED
    if _DROPPED_AFTER.match(after) or _NOT_YET.match(after) or _HELD_BACK.match(after):
        return FactStatus.REFUSED
    if _THEN_DOSED.match(text[said.end :]) and said.kind == "drug":
        return FactStatus.ORDERED
    imagined = scope.imagined(text, said.start, said.end) and not dosed(text, said)
    if MIGHT.search(clause) or (imagined and not _ORDER.search(clause)):
        return None
    if not clause.strip(" ,") and any(_WHAT_TO_TAKE.search(q.text) for q in remark.questions):
        return FactStatus.ORDERED
    if _ORDER.search(clause) or dosed(text, said) or _added(clause, after):
        if re.search(
            r"\byou(?:'re| are| were|'ve been) (?:on|taking|using|already)\b|\bhow (?:about"
            r"|is)\b|\bI see\b",
            clause,
            re.IGNORECASE,
        ):
            return FactStatus.TAKEN
        return FactStatus.ORDERED
    if re.match(
        r"\s*(?:will be|is|would be) (?:better|best|good|right|the (?:best|right))\b",
        text[said.end :],
    ):
        return None
    return None


def _added(clause: str, after: str) -> bool:
    """As in "And omeprazole twenty to protect the stomach": one more of an order."""
    return bool(
        re.fullmatch(r"\W*(?:and|plus)\s+(?:some )?", clause, re.IGNORECASE)
        and re.match(r"\s+\d+(?:\.\d+)? (?:to (?:protect|cover)|at night|in the)\b", after)
    )


#: As in "omeprazole forty IV", "fondaparinux 2.5 subcut".
_BY_ROUTE = re.compile(
    r"\s*(?:IV|IM|PO|SC|s/c|sub[- ]?cut\w*|orally|by mouth|now)\b", re.IGNORECASE
)


def gives_order(text: str) -> bool:
    """Whether the words of a clinician tell to take, start or use something."""
    return bool(_ORDER.search(text) or CONTINUE.search(text))


def dosed(text: str, said: Said) -> bool:
    """Whether a dose or a frequency follows, as in an order."""
    near = text[said.end : said.end + 45]
    return any(
        q.unit in DOSE_UNITS
        or q.unit.startswith("times_per_")
        or q.unit == "hours_apart"
        or (not q.unit and _BY_ROUTE.match(near[q.end :]))
        for q in quantities(near)
    ) and not re.match(r"\W*(?:is|was|are|were|made|caused)\b", near)
