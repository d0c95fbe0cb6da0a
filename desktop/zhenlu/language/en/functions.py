"""Complaints that people tell as something the body does: passing water, opening the bowels.

"It burns when I pass urine", "I'm up three times a night", "I've not been able to go":
the words vary too much for a list, the pattern of verb and occasion does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHO = r"(?:I|you|he|she|we|they|ya)?"
_BE = r"(?:'m|'re|'s|am|are|is|was)?"
_WATER = (
    r"(?:pee(?:s|ing|d)?|wee(?:s|ing|d)?|urinat(?:es?|ing|ion)"
    r"|pass(?:es|ing|ed)?\s+(?:my |your |his |her )?(?:urine|water))\b"
)
_STINGS = (
    r"\b(?:burn(?:s|ing|ed)?|sting(?:s|ing)?|stung|hurt(?:s|ing)?|pain(?:ful)?|sore"
    r"|uncomfortable|discomfort|razor blades)\b"
)
_OFTEN = (
    r"(?:more often|a lot|all the time|more than (?:usual|normal)|constantly|so often|frequently"
    r"|non-?stop|every (?:half )?(?:an )?(?:hour|\d+ minutes|few minutes)|more frequently)"
)
_TIMES = (
    r"(?:once|twice|several times|\d+(?:\s*(?:or|to|-)\s*\d+)? times|\d+\s*(?:or|to|-)\s*\d+"
    r"(?: times)?|a few times|a couple of times)"
)
_NIGHT = r"(?:a|at|in the|during the|per|every|each|through the) night"
_BOWELS = (
    r"(?:open(?:ed|ing)? (?:my|his|her|your) bowels|(?:had |have |having |done )(?:a |any )?"
    r"(?:poo|bowel movements?|BM)|poo(?:ed|ing)?|poop(?:ed|ing)?|mov(?:e|ed|ing) "
    r"(?:my|his|her) bowels|been able to go(?! (?:to (?!the)|out|back|on|up|home|for|without))"
    r"|(?:been|go|going|gone) (?:to (?:the )?(?:toilet|loo|bathroom)\b(?! (?:more|less|a lot"
    r"|all))"
    r"|properly|number two))"
)

_TOLD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            rf"{_STINGS}[^.;?!]{{0,44}}?\b(?:when(?:ever)?|while|to|on|with|as"
            rf"|every time)\s+{_WHO}"
            rf"\s*{_BE}\s*{_WATER}",
            "burning urination",
        ),
        (
            r"\b(?:burn(?:s|ing)?|sting(?:s|ing)?)\b[^.,;?!]{0,12}?\b(?:when(?:ever)?|every time"
            r"|each time|any time)\s+(?:I|you|he|she)"
            r"\s+(?:go|goes)\b",
            "burning urination",
        ),
        (
            r"\b(?:up|wak\w+|woken|get(?:s|ting)? up|got up)\b[^.,;?!]{0,30}?\bto\s+" + _WATER,
            "nocturia",
        ),
        (rf"\b{_WATER}[^.,;?!]{{0,14}}?\b{_TIMES}?\s*(?:at|in the|during the) night\b", "nocturia"),
        (rf"\b{_WATER}[^.,;?!]{{0,24}}?\b{_OFTEN}", "urinary frequency"),
        (
            rf"\b(?:need(?:ing|s)?|hav(?:e|ing)|got|want(?:ing)?) (?:to )?(?:the (?:toilet|loo)"
            rf"|{_WATER})"
            rf"[^.,;?!]{{0,20}}?\b{_OFTEN}",
            "urinary frequency",
        ),
        (
            r"\b(?:not|never|hardly|barely|haven't|hasn't|can't|couldn't|hard|difficult|trouble"
            r"|difficulty|struggl\w+|unable)\b[^.,;?!]{0,22}?\b" + _BOWELS,
            "constipation",
        ),
        (
            r"\bheart(?:'s| is| was| keeps| has been| feels like it's|beat)?\b[^.,;?!]{0,16}?"
            r"\b(?:rac(?:es?|ed|ing)|flutter\w*|pound(?:s|ed|ing)|thump(?:s|ed|ing)|skipping|"
            r"jumping|misses|"
            r"missing)\b",
            "palpitations",
        ),
        (
            r"\b(?:pain(?:ful)?|hurts?|hurting|sore)\b[^.,;?!]{0,16}?\b(?:when(?:ever)?|to|as"
            r"|on) "
            r"(?:I |you |he |she )?swallow(?:s|ing)?\b",
            "painful swallowing",
        ),
        (
            r"\b(?:food|things|it|stuff) (?:sticking|getting stuck|gets stuck|sticks)\b"
            r"(?! (?:out|up|to))",
            "difficulty swallowing",
        ),
        (
            r"\beyes?(?:'s|'re| is| are| has| have| was| were)?(?: been| gone| got| a bit"
            r"| all| so"
            r"| really| very)* (?:red|bloodshot|pink)\b",
            "red eye",
        ),
        (
            r"\beyes?\b[^.;?!]{0,40}?\b(?P<said>gunky|gunk|goopy|crusty|sticky)\b"
            r"|\b(?P<shut>(?:glued|stuck|crusted|gummed) (?:shut|together|closed|up)\b)",
            "eye discharge",
        ),
        (
            r"\b(?:lost|losing|dropped|down) (?:about |around |maybe |nearly |over |almost "
            r"|at least )*(?:a |an |half an? |\d+(?:\.\d+)? )"
            r"(?:stone|pounds?|lbs?|kilos?|kilograms?|kg)\b",
            "weight loss",
        ),
        (
            r"\b(?:put on|gained|up) (?:about |around |maybe |nearly |over |almost "
            r"|at least )*(?:a |an |half an? |\d+(?:\.\d+)? )"
            r"(?:stone|pounds?|lbs?|kilos?|kilograms?|kg)\b",
            "weight gain",
        ),
        (
            r"\b(?:can't|cannot|can not|couldn't) (?:really |even |properly )?feel (?:my|his"
            r"|her) (?:feet|foot|toes|legs?"
            r"|hands?|fingers?|arms?|face|lips?)\b",
            "numbness",
        ),
        (
            r"\bbring(?:s|ing)? (?:(?:his|her|the|all his|all her) (?:milk|feeds?|bottle)|it"
            r"|everything)(?: all)? (?:back )?up\b",
            "vomiting",
        ),
        (r"\bany blood(?=\s*(?:[,.;?!]|$|or\b|and\b))", "blood in stool"),
        (
            r"\b(?:going to|gonna|want to|could|about to|like) (?:throw(?:ing)? up"
            r"|be(?:ing)? sick|vomit(?:ing)?)\b",
            "nausea",
        ),
        (
            r"\b(?:(?:left|right|both) )?ears?(?:'s| is| has| have|'ve)? (?:just "
            r"|completely )*gone"
            r"(?=\s*(?:[,.;!?]|$|and\b|deaf\b))",
            "hearing loss",
        ),
        (
            r"(?:^\W*(?:any )?|\b(?:a|constant|this|any|some|that) )(?P<said>ringing|hiss(?:ing)?"
            r"|buzzing|whooshing|humming)\b(?=\s*(?:[,.;?!]|$|sound|noise|in (?:my|your|the|one)"
            r"|all the time))(?! in (?:my|your|the) (?:chest|phone))",
            "tinnitus",
        ),
        (
            r"\b(?:dysuria|urgency)(?:,| and|/) ?(?P<said>frequency)\b",
            "urinary frequency",
        ),
        (
            r"\bbunged up\b(?=[^.;?!]{0,70}\b(?:nose|face|sinus\w*|head|ears?)\b)",
            "nasal congestion",
        ),
        (
            r"\b(?:ankles?|feet|legs?)\b[^.;?!]{0,20}\blike (?:balloons|tree trunks|footballs)\b",
            "leg swelling",
        ),
        (rf"(?:^\W*|[,.;] ?|\b(?:I was|he was|she was|been) )sick {_TIMES}(?=\W|$)", "vomiting"),
        (
            r"\b(?:can't|couldn't|can hardly|can barely) (?:even )?(?:get|go|walk|climb"
            r"|make it) (?:up "
            r"(?:the |a )?(?:stairs?|hill|steps?)|to the (?:gate|shops?|bathroom|end of the \w+))"
            r"[^.;?!]{0,12}?\bwithout (?:stopping|a rest|having to stop|resting"
            r"|getting my breath)\b",
            "shortness of breath",
        ),
        (r"\broom\b[^.;?!]{0,24}\bspin(?:s|ning)?\b", "vertigo"),
        (
            r"\blights? (?:bothers?|hurts?|bothering|hurting)\b",
            "sensitivity to light",
        ),
        (
            r"\bheart (?:goes|is going|going|beats|is beating|beating|was going)\s+(?:so "
            r"|really |very "
            r"|too )?(?:fast|mad|crazy|wild)\b",
            "palpitations",
        ),
        (
            r"\bchest (?:gets?|goes|feels?|felt|is|was|got)\s+(?:so |really |very |all |a bit "
            r"|quite )?"
            r"tight\b",
            "chest tightness",
        ),
        (
            r"\b(?:can't|couldn't|cannot|can not) (?:quite |really )?(?:breathe|get my breath"
            r"|catch my breath)\b(?! (?:through|out of) (?:my|his|her) nose)"
            r"|\bfighting for breath\b",
            "shortness of breath",
        ),
        (
            r"\bflutter(?:ing|y)?\b[^.,;?!]{0,14}?\bin (?:my|his|her|your|the) (?:chest|heart)\b",
            "palpitations",
        ),
        (
            r"\b(?:can't|couldn't|not|hard of|trouble|difficulty) (?:really "
            r"|quite )?hear(?:ing)?\b(?! (?:back|from"
            r"|about"
            r"|what you))",
            "hearing loss",
        ),
        (
            r"\b(?:gunk|goo|pus|fluid|liquid|discharge|drainage|stuff)\b[^.;?!]{0,26}?\b(?:out of"
            r"|from|in"
            r"|leaking from) (?:the|his|her|my|your) ears?\b",
            "ear discharge",
        ),
    )
)

#: What counts only where the talk is of passing water already.
_OF_WATER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            rf"\b(?:{_TIMES}|up) (?:in the night|{_NIGHT}|at night|overnight|in the night)\b"
            r"|\b(?:get(?:s|ting)?|got) up (?:at|in the|during the|once|twice"
            r"|\d+)\b[^.,;?!]{0,16}?night\b",
            "nocturia",
        ),
        (
            rf"\b(?:go(?:ing|es)?|been|to the (?:loo|toilet|bathroom|restroom)|need(?:ing)? to go"
            rf"|have to go)\b[^.,;?!]{{0,16}}?\b{_OFTEN}",
            "urinary frequency",
        ),
        (
            r"\b(?:burning|burns|stinging|stings)\b(?!,? (?:in |on )?(?:my |his |her |both "
            r"|the |left |"
            r"right )*(?:feet|foot|legs?|hands?|skin|throat|eyes?|chest|stomach"
            r"|toes))(?! when (?:you|they|the nurse) (?:change|clean"
            r"|dress|touch|press|move|take|put))",
            "burning urination",
        ),
        (
            r"\bany(?: \w+ or)? blood\b(?! (?:pressure|tests?|thinners?|sugar|clots?))"
            r"|(?<=\bno )blood\b(?! (?:pressure|tests?))",
            "blood in urine",
        ),
        (r"\b(?:leak(?:s|ing|ed)?|leaky)\b", "urinary incontinence"),
        (rf"\bnight[- ]?times?,? {_TIMES}", "nocturia"),
        (rf"\b{_OFTEN},? (?:I|he|she)(?:'m| is|'s)? (?:go|goes|going)\b", "urinary frequency"),
        (r"\b(?:it's|it is) (?:really |very |so |a bit )?dark\b(?! (?:out|in|at))", "dark urine"),
        (
            r"\bwhen (?:I|he|she)(?:'ve| have|'s| has)? (?:got(?:ta)?|have|has|need"
            r"|needs)(?: to)? go,?"
            r" (?:I|he|she)(?:'ve| have|'s| has)?(?: really)? (?:got(?:ta)?|have|has|need|needs)"
            r"(?: to)?(?: go)?\b|\bonly just (?:make|made) it\b"
            r"|\bdon't (?:always )?make it in time\b",
            "urinary urgency",
        ),
    )
)
_SPEAKS_OF_WATER = re.compile(
    rf"\b(?:{_WATER}|urine|waterworks|water works|bladder|water infections?|cystitis|UTI"
    rf"|passing (?:a lot of |any )?water)", re.IGNORECASE
)


def told(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and standard name of each complaint told as a function of the body."""
    for pattern, name in _TOLD:
        # A group "said" leaves what only sets the scene to other complaints.
        for match in pattern.finditer(sentence):
            group = match.lastgroup or 0
            yield match.start(group), match.end(group), name


def told_of_water(sentence: str) -> Iterator[tuple[int, int, str]]:
    """The same for sentences that speak of passing water only in their context."""
    for pattern, name in _OF_WATER:
        for match in pattern.finditer(sentence):
            yield match.start(), match.end(), name


def speaks_of_water(text: str) -> bool:
    """Whether a text is about passing water."""
    return bool(_SPEAKS_OF_WATER.search(text))


#: A question after a function: what it means if it is not well, by the word for the function.
_FUNCTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            r"\b(?:hearing (?:ok|okay|well|alright|all right|fine)|(?:your|his|her) hearing)\b",
            "hearing loss",
        ),
        (
            r"\b(?:are you eating|is (?:he|she) eating|eating (?:ok|okay|well|alright|all right"
            r"|and|normally)|(?:your|his"
            r"|her) appetite)\b",
            "loss of appetite",
        ),
        (
            r"\b(?:how(?:'s| is) the sleep|sleeping (?:ok|okay|well|alright|all right)"
            r"|how are you sleeping"
            r"|(?:your|his|her) sleep)\b",
            "insomnia",
        ),
        (
            r"\b(?:how(?:'s| is| about)) (?:your|his|her) (?:vision|eyesight|sight)\b"
            r"|\bsight affected\b",
            "vision changes",
        ),
        (
            r"\bhow(?:'s| is| has|'ve| have|'re| are)? (?:your|his|her|the) (?:mood|spirits)\b"
            r"|^\W*(?:and )?(?:your |his |her )?(?:mood|spirits)\b",
            "low mood",
        ),
        (r"\bhow(?:'s| is| has|'s) (?:your|his|her|the) breathing\b", "shortness of breath"),
        (r"\bcan (?:you|he|she) swallow\b|\bswallowing (?:ok|okay|"
         r"alright)\b", "difficulty swallowing"),
        (r"\b(?:can (?:you|he|she) smell|sense of smell)\b", "loss of smell"),
        (r"\b(?:can (?:you|he|she) taste|sense of taste)\b", "loss of taste"),
    )
)
_BADLY = re.compile(
    r"^\W*(?:oh |well )?no\b|\b(?:not (?:so |too |very |that )?(?:great|good|well|really|much)"
    r"|badly|poor|terrible"
    r"|awful|I can't|I don't|hardly|barely|struggl\w+"
    r"|isn't|hasn't|doesn't|rubbish|flat|low|tearful|nothing|not a thing|up and down|off (?:his|"
    r"her|my|their) (?:food|milk)|worse|down)\b",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"\b(?:fine|good|okay|ok|alright|all right|normal|well|yes|yeah|no (?:problem|trouble"
    r"|change)\w*"
    r"|eating (?:alright|well|fine|ok|okay))\b",
    re.IGNORECASE,
)


#: A function that an answer names itself: "Sleeping's rubbish. Eating's okay."
_NAMED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (
        re.compile(
            rf"\b(?:{noun})(?:'s| is| are| has been|'s been|'ve been) (?P<how>[^,.;?!]{{2,30}})",
            re.IGNORECASE,
        ),
        name,
    )
    for noun, name in (
        (r"sleep(?:ing)?", "insomnia"),
        (r"eating|appetite", "loss of appetite"),
        (r"hearing", "hearing loss"),
        (r"mood", "low mood"),
        (r"breathing", "shortness of breath"),
        (r"swallowing", "difficulty swallowing"),
        (r"(?:eye)?sight|vision", "vision changes"),
    )
)


#: Most sentences name no function at all.
_NAMES_ONE = re.compile(
    r"sleep|eating|appetite|hearing|mood|breathing|swallowing|sight|vision", re.IGNORECASE
)


def functions_named(text: str) -> Iterator[tuple[str, str]]:
    """Each complaint whose function a sentence names, with "bad" or "well" for how it is."""
    if not _NAMES_ONE.search(text):
        return
    for pattern, name in _NAMED:
        if (match := pattern.search(text)) and (how := function_answer(match["how"])):
            yield name, how


def function_asked(question: str) -> str:
    """The complaint that is there if the function a question names is not well; else ""."""
    return next((name for pattern, name in _FUNCTIONS if pattern.search(question)), "")


def function_answer(text: str) -> str:
    """As in "bad", "well" or "" for how an answer says a function is."""
    fair = re.search(r"\bnot (?:too |so |that )?bad\b|\bno (?:problem|trouble|change)", text)
    if _BADLY.search(text) and not fair:
        return "bad"
    return "well" if _WELL.search(text) or fair else ""
