"""Whether a term is denied, doubted, imagined or somebody else's where it stands."""

from __future__ import annotations

import re

#: Words that look like a denial and are none.
_NO_DENIAL = re.compile(
    r"\b(?:no harm in|(?:wasn't|weren't) for (?=the|my|his|her|this)|no (?:wait|problem|worries|"
    r"doubt"
    r"|better|change|improvement|relief|different|sorry"
    r"|good|help|matter|longer than"
    r"|more than|less than|idea|real (?:help|change|relief))"
    r"|not (?:quite|fully|properly|completely|entirely|getting (?:any )?better|improving"
    r"|any better|better|going away|gone|helping|sure"
    r"|certain|only|just|too (?:bad|sure|good|well)"
    r"|much better|helped|helpful|as (?:bad|good)|so (?:bad|good|great|well|much)|great|good"
    r"|settling|great|that bad|until|very well|working)"
    r"|(?:doesn't|didn't|don't|hasn't|haven't|isn't|won't|not|never) (?:really |seem to "
    r"|seems to )?(?:help(?:ed|ing)?|go(?:ne|ing)? away|get(?:ting)? (?:any )?better"
    r"|improv(?:e|ed|ing)|work(?:ed|ing)?|settl(?:e|ed|ing)|stop(?:ped)?|shift(?:ed)?"
    r"|clear(?:ed)? up|cleared|eased|last(?:ed)?|know (?:if|whether|why|what|how))"
    r"|can't (?:stop|shake|sleep|breathe|get rid|catch)|couldn't (?:sleep|stop|breathe|get)"
    r"|not (?:been )?(?:sleeping|eating)"
    r"|don't (?:forget|worry|think (?:it's|this is) (?:anything )?serious)|no (?:more"
    r"|longer) than|nothing (?:helps|works|helped)|without (?:any )?(?:relief|help"
    r"|improvement))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no|not|nor|neither|never|none|without|denies|denied|deny|denying|negative for"
    r"|free (?:of|from)|absent|absence of"
    r"|(?:do|does|did|have|has|had|is|are|was|were|would|could|can|wo|ai|should)n't|cannot"
    r"|can't (?:see|hear|feel|find|detect) (?:an?|any|much)|hardly any|nothing like|unable to|"
    r"lack of|ruled out|rules out)\b",
    re.IGNORECASE,
)
#: Where a denial ends before it reaches the term.
_BREAKS = re.compile(
    r"\b(?:but|however|except(?: for)?|although|though|apart from|other than|besides|instead"
    r"|because|since (?:then|it)"
    r"|only|just|still|yet|then again|on the other hand|which|otherwise|aside from)\b"
    r"|[,.;:]\s*(?:and |then |so |now |yeah |yes |well |okay |ok )*(?:I|I've|I'm|I'd|he|she|it"
    r"|they|we|you|there|that|this|these)(?:'s|'ve|'m|'re|'d|'ll)?\s"
    r"|\b(?:and|so|then)\s+(?:I|he|she|it|they|we|you|there)(?:'s|'ve|'m|'re|'d)?\s"
    r"|[,;.:]?\s*\b(?:and |so )?(?:my|the|his|her|your) (?:\w+ ){1,3}?(?:is|are|was|were|has"
    r"|have|had|hurts?|feels?|started|keeps?|gets?|got|comes?|came)\b"
    r"|,\s*(?:and\s+)?(?:a (?:bit|little) of|some|just a)\b"
    r"|[;:.?!]\s|,\s*(?:and\s+)?(?:positive|reports|has|complains|presents|admits|with a|got|had"
    r"|yes|yeah)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:no|not|never|\w+n't)\b[^,.;]{0,25}\b(?:until|till|before|unless)\b", re.IGNORECASE
)
_DENIED_AFTER = re.compile(
    r"^\s*(?:,?\s*(?:at all|no|none|nil|negative|not really|never|nope|denied|absent|is absent"
    r"|was negative|is negative|are absent))\s*(?:[,.;!]|$)"
    r"|^(?:\s+or \w+(?: \w+)?)?\s+(?:is|are|was|were|has been|have been)\s*(?:n't|not|denied"
    r"|absent|negative|ruled out|excluded)\b"
    r"|^:\s*(?:no|none|nil|negative)\b"
    r"|^\s+(?:isn't|hasn't|haven't|wasn't|aren't) (?:there|present|a problem|been)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:maybe|might (?:have|be)|possibly|perhaps|not sure (?:if|whether|about)"
    r"|don't know (?:if|whether)|wondering (?:if|whether)|could be|may be|may have"
    r"|not certain|I wonder)\b",
    re.IGNORECASE,
)
#: What makes a clause something that has not happened.
_IMAGINED = re.compile(
    r"\b(?:if(?! I\b| we\b| you (?:like|want)\b| it (?:wasn't|weren't|hadn't been) for\b"
    r"| anything\b)|unless|in case|whether|should (?:you|he|she|it"
    r"|there|any)|were to|when(?:ever)? (?:you|they|he|she) (?:get|have|feel|need|notice)"
    r"|(?:come|bring|return|ring)\b[^.;?!]{0,40}\bwith (?:any|new|worse\w*)"
    r"|(?:look|check|listen|test|screen)(?:ing)? for|watch(?:ing)? (?:out )?for|"
    r"look(?:ing)? out for|keep an eye (?:out )?(?:for|on)"
    r"|warning signs?|things like|such as|for example|e\.g\.|let's say|for instance"
    r"|suppose|imagine|(?:can|could|may|might|will|would) (?:sometimes |also |often "
    r"|occasionally |really |certainly |actually )*(?:cause|give|lead|make|get|be|have|develop"
    r"|trigger|turn|help|upset|bring|come|result|feel|affect|happen|mean|indicate|take|become"
    r"|increase|irritate|need)"
    r"|side effects?|risk of|chance of|risks?|prevent|protects?|to (?:rule out|exclude"
    r"|make sure)|rule out|ruling out|worr(?:y|ied|ying) (?:about|that|it)|afraid|scared"
    r"|concerned (?:about|that)|read (?:about|online|that)|googled|heard (?:about|that)"
    r"|(?:some|many|most|other|a lot of) (?:people|patients|folks|children|kids)|in general"
    r"|generally speaking|typically|(?:gives?|causes?|makes?) (?:people|folks|kids)"
    r"|anyone (?:with|who)|people (?:with|who|get)|patients (?:with"
    r"|who)|on the internet|advert"
    r"|unlikely|less likely|doubt|don't think|not think|doesn't (?:look|sound|seem) like"
    r"|I (?:was|am|'m) thinking (?:about|of) (?:my|the)"
    r"|as soon as|the moment|any sign of|signs of|symptoms of"
    # "2 day history of dysuria" tells how long it has been there.
    r"|(?<!hour )(?<!hours )(?<!day )(?<!days )(?<!week )(?<!weeks )(?<!month )(?<!months )"
    r"(?<!year )(?<!years )history of)\b",
    re.IGNORECASE,
)
#: What was read, seen on a screen or told by others, unless it was told of the patient.
_HEARSAY = re.compile(
    r"\b(?:(?:my|an?|the|some|this) (?:app|phone|article|video|podcast|programme|documentary"
    r"|blog|post)"
    r"(?: \w+){0,2} (?:says?|said|saying|claims?|reckons?)|the (?:leaflet|label|box|packet"
    r"|booklet|website|internet|news|papers?|magazine|advert\w*"
    r"|app|web|side effects)|(?:on|in) (?:the |a )?(?:television|TV|telly|news|internet|web"
    r"|Facebook"
    r"|TikTok|YouTube|Instagram|radio|leaflet|papers?|magazine)|(?:someone|somebody|people|everyone"
    r"|everybody)(?: \w+){0,3} (?:told me|tells? me|says?|said|reckons?|keeps? saying|warned me)"
    r"|they say(?: that)?|(?:I|we) (?:read|saw|heard|googled|looked (?:it )?up|watched))\b"
    r"(?!,? (?:that |they |and )*(?:said |says )?(?:I|I'm|I've|I'd|you|my|me|he|she|his|her|this"
    r"|mine|a doctor"
    r"|the doctor|doctor)\b)",
    re.IGNORECASE,
)
_IMAGINED_BREAK = re.compile(
    r"[;:.?!]\s|\b(?:but|however|so|and)\b,?\s+(?:now |then |then )?(?:I|I've|I'm|he|she|it"
    r"|my)\b|\b(?:anyway)\b", re.IGNORECASE
)


def denied(sentence: str, start: int, end: int) -> bool:
    """Whether the term at these characters of a sentence is denied."""
    if _DENIED_AFTER.search(sentence[end : end + 40]):
        return True
    before = _masked(sentence[:start])
    cues = list(_DENIES.finditer(before))
    if not cues:
        return False
    cue = cues[-1]
    between = before[cue.end() :] + sentence[start : start + 1]
    if _BREAKS.search(between) or len(between) > 140:
        return False
    if _answers_no(before, cue) or _says_of_it(before[cue.end() :], sentence[end:]):
        return False
    if _listed_anew(before[cue.end() :], sentence[end : end + 45]):
        return False
    return not _CAUSE.search(before[cue.start() :])


def doubted(sentence: str, start: int) -> bool:
    """Whether the speaker is not sure of the term."""
    cues = list(_DOUBTS.finditer(sentence[:start]))
    return bool(cues) and not _BREAKS.search(sentence[cues[-1].end() : start])


def imagined(sentence: str, start: int, end: int) -> bool:
    """Whether the term stands in a condition, a warning, an example or general talk."""
    before = sentence[:start]
    cues = [*_IMAGINED.finditer(before), *_HEARSAY.finditer(before)]
    if any(not _IMAGINED_BREAK.search(sentence[c.end() : start]) for c in cues):
        return True
    return bool(
        re.search(
            r"^\W*(?:is|are|can be|may be|might be) (?:common|normal (?:with|after|for|at|in)"
            r"|a (?:common|known|possible)"
            r"|possible|unlikely|one of the)"
            r"|^\W*(?:can|could|may|might) (?:happen|occur|come|be)",
            sentence[end : end + 40],
            re.IGNORECASE,
        )
    )


def _masked(before: str) -> str:
    """The words with false denials blanked, positions kept."""
    return _NO_DENIAL.sub(lambda m: "~" * len(m.group()), before)


def _answers_no(before: str, cue: re.Match[str]) -> bool:
    """As in "No, I have a fever": the word answers and denies nothing that follows."""
    if cue.group().lower() not in ("no", "not"):
        return False
    after = before[cue.end() :]
    return bool(
        re.match(
            r"\s+(?:I|I'm|I've|I'd|my|it's|there's|he's|she's|they're|just|only)\s+(?!think\b)"
            r"|[,.]\s*(?:I|I've|I'm|he|she|it|they|we|there|just|only|my|the|his|her|actually"
            r"|well|that|this|let's|let|keep|stick|carry|stay|take|you|we'll|because)\b",
            after,
            re.IGNORECASE,
        )
    )


def _says_of_it(between: str, after: str) -> bool:
    """As in "No, amoxicillin works better": the no answers, the sentence goes on."""
    return between.strip() == "," and bool(
        re.match(r"\s+(?:works?|does (?!not)|suits?|is (?:better|fine|safe|right|enough))\b", after)
    )


def _listed_anew(between: str, after: str) -> bool:
    """As in "No fever, cough for three days": what lasts so long is there."""
    if "," not in between or re.search(r"\b(?:or|nor|and)\s*(?:any\s+)?$", between):
        return False
    return bool(
        re.match(
            r"\s*(?:for|since|x|times) (?:the (?:last|past) )?(?:about )?\d|\s*in (?:19|20)\d\d\b",
            after,
        )
    )
