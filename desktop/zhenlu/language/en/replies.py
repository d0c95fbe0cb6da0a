"""What a sentence answers to the question before it: yes, no, or gone by now."""

from __future__ import annotations

import re

_YES = re.compile(
    r"^(?:(?:oh|well|so|um|hmm|and|but|I mean)[,.]?\s+)*(?:yes|yeah|yep|yup|yea|sure|definitely"
    r"|absolutely|of course|correct|exactly|right\b(?! side| knee| leg| arm| ear| eye| hand"
    r"| foot)"
    r"|a (?:little|(?:wee )?bit|touch|tad|lot)\b|sometimes|occasionally|now and then|it (?:does|"
    r"is|has|did)\b[.,]?$"
    r"|it (?:does|is|has|did)\b(?!n't)(?=[,.]|\s+(?:a bit|sometimes|actually))|I (?:do|have|am"
    r"|did)(?=[.,!]|$| actually| sometimes| a bit| quite)"
    r"|(?:he|she|they) (?:does|has|is|did|do|have)(?=[.,!]|$)|I think so|I guess so|I suppose so"
    r"|afraid so|unfortunately|some\b(?=[.,]|$)|very\b|really\b|quite\b|pretty\b(?! much not)"
    r"|much (?:more|worse)\b|probably\b(?! not)|mostly|slightly|loads|lots|only (?:when|if|at"
    r"|on|after|in|a bit|a little|with|\w+ing)|there (?:was|is|has been|were|are)\b(?! (?:no|not"
    r"|nothing|never))"
    r"|there's (?!no\b|not\b|nothing\b)|one\b(?=[,.]| last| in)|that's right|that is right"
    r"|always|often|both\b|either\b"
    r"|now and then|just (?:when"
    r"|at|a bit|a little)|every (?:day|night|now|so|time|hour|few)|all the time|a fair (?:bit"
    r"|few)"
    r"|now and again|most (?:days|nights|of the time)|quite a (?:bit|lot|few)"
    r"|(?:once|twice|a couple|a few|several|\d+)(?:,? (?:or|to) \w+)?(?: (?:times|of them"
    r"|of those"
    r"|ones?))?(?=[,.]|$| (?:last|when|a|as|in|this|before|over|at|years|every)\b))",
    re.IGNORECASE,
)
#: As in "My boyfriend says I do": yes, as others tell.
_YES_BY_OTHERS = re.compile(
    r"\b(?:says?|said|reckons?|tells? me|told me|thinks?)(?: that)? (?:I|he|she) (?:do|does|have"
    r"|has|am|is|did)\W*$",
    re.IGNORECASE,
)
#: As in "A little bit yes", "It stings a bit, yes": the answer stands at the end.
_YES_LAST = re.compile(r"^[^?]{2,60}[\s,](?:yes|yeah|yep)[.!]?\s*$", re.IGNORECASE)
_NO_LAST = re.compile(
    r"^(?=[^?]*\b(?:not|never|none|n't|nothing|\w+n't)\b)[^?]{2,60}[\s,](?:no|nope)[.!]?\s*$",
    re.IGNORECASE,
)
#: What may open an answer before its "no".
_LEAD = (
    r"(?:(?:oh|god|gosh|lord|heavens|goodness|well|so|um|hmm|and|but|yeah|okay|ok"
    r"|I mean)[,.]?\s+)*"
)
_NO = re.compile(
    r"^(?:(?:he|she|they) (?:says?|said) (?=no\b|not\b))?(?:me[,.]?\s+(?=no\b|never\b))?"
    rf"{_LEAD}(?:no|nope|nah"
    r"|still (?:none|no|nothing|not)|not (?:really|at all|that (?:I|we)|any|anymore|yet|since"
    r"|recently|much|so far|particularly"
    r"|especially|to my|me|as far|for)\b|never|none|nothing|neither|nil|negative"
    r"|divil a bit|nae|I don't know of any|I(?:'m| am) not aware|I (?:don't think so|don't"
    r"|haven't|didn't|"
    r"wouldn't say so)(?=[.,!]|$| think so| but\b)"
    r"|don't think so|(?:he|she|it|they) (?:doesn't|hasn't|isn't|didn't|don't|haven't"
    r"|wasn't)(?=[.,!]|$)|hardly|fortunately not|thankfully not|I'm not(?=[.,]|$)|not)\b",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    r"^(?:no (?:problem|worries|wait|sorry|change|idea)|not sure|not too)\b", re.IGNORECASE
)
_NO_OF_SOMETHING = re.compile(
    rf"^{_LEAD}(?:no|not|never|hardly)\s+"
    r"(?!I\b|him\b|her\b|us\b|either|it\b|it's|I'm|I've|my\b|our\b|the\b|nope|nah|neither|dear"
    r"|love|mate|man\b|miss\b"
    r"|to (?:both|all|any|either|each|that|those|everything)"
    r"|he\b|she\b|we\b|they\b|not\b|nothing|never|none|no\b|thank|doctor|doc\b|sir|ma'am"
    r"|actually|just"
    r"|only|really|at all|that\b|as\b|to my|me\b|for\b|since|recently|so far|any\b|any ?more|yet"
    r"|a (?:drop|thing|sausage|lot|bit of it|peep|trace)\b|much|particularly|especially|none|"
    r"fortunately|thankfully)[a-z]",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"^(?:no,? )?(?:(?:I |he |she )?(?:used to|did)\b(?=.*\b(?:not now|but not|any ?more"
    r"|years ago|twenties"
    r"|thirties|teens|before|gone))|not any ?more|not now|it's gone|used to|not since"
    r"|gone now)\b", re.IGNORECASE
)


#: As in "My sister does, I don't": somebody else has it.
_NOT_I = re.compile(
    r"\b(?:does|has|did|is)\b[^?]{0,20}[,.;]\s*(?:but )?(?:I|not me\b)(?: don't| haven't| didn't"
    r"|'m not)?\W*$",
    re.IGNORECASE,
)


#: As in "She says a little bit", "Doctor, he says no": an interpreter hands on the answer.
_REPORTED = re.compile(
    r"^\W*(?:(?:oh|well|doctor|yeah)\W+)*(?:he|she|they) (?:just )?(?:says?|said|tells? me)"
    r"(?: that)?[,:]? (?=(?:yes|yeah|no\b|not|never|none|a (?:little|bit|lot)|sometimes|only))",
    re.IGNORECASE,
)


def reply(text: str) -> str:
    """As in "yes", "no", "gone" for what was there and is no more, or "" for anything else."""
    text = _REPORTED.sub("", text)
    if _NO_MATTER.match(text) or _NO_OF_SOMETHING.match(text):
        return ""
    if _GONE.match(text):
        return "gone"
    if _NO.match(text) or _NO_LAST.match(text) or _NOT_I.search(text):
        return "no"
    yes = _YES.match(text) or _YES_LAST.match(text) or _YES_BY_OTHERS.search(text)
    return "yes" if yes else ""
