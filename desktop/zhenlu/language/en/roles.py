"""Whether a line of English sounds like the clinician or like the patient's side."""

from __future__ import annotations

import re

_CLINICIAN: tuple[tuple[str, float], ...] = (
    (r"\b(?:do|does|did|have|has|are|is|were|any) (?:you|he|she|your|there)\b[^.?]*\?", 1.0),
    (
        r"\b(?:how long|how often|how bad|how much|how many|whereabouts|on a scale"
        r"|what brings you|how can I help|what can I (?:do|help))\b",
        1.2,
    ),
    (
        r"\bany (?:fever|chills|pain|cough|allerg|history|family|other|nausea|vomiting|chest"
        r"|medical|trouble|problems|blood|numbness|rash|change|weight|swelling|headache"
        r"|short)\w*",
        1.0,
    ),
    (
        r"\b(?:I'll|I will|I'm going to|I am going to|I'd like to|we'll|let's|we will"
        r"|we're going to|I want you to|I'd like you to|I would like) (?:prescribe|start|give"
        r"|order|check|send|put|get|have a (?:look|listen)|examine|see you|take a look|listen"
        r"|increase|add|refer|arrange|do|run|go ahead|book|stop|switch|keep|recommend|feel)",
        1.6,
    ),
    (
        r"\b(?:prescribe|prescription for|milligrams? (?:once|twice|three|\d)|refer you"
        r"|come back (?:in|if|to)|follow[- ]up in|see you (?:again )?in|side effects?)\b",
        0.8,
    ),
    (
        r"\b(?:your (?:blood pressure|temperature|heart|lungs|throat|chest|abdomen|X-ray"
        r"|results?|blood tests?|HbA1c|ECG|knee|ears?) (?:is|are|was|were|looks?|sounds?|shows?"
        r"|came|look|sound))\b",
        1.2,
    ),
    (
        r"\b(?:on examination|auscultation|tender(?:ness)?|bilaterally|breath sounds|crackles"
        r"|no wheeze|regular rate|abdomen is soft|differential|diagnosis|consistent with"
        r"|looks like you have|sounds like you have|my impression|afebrile|assessment|plan)\b",
        1.0,
    ),
    (
        r"\b(?:take a deep breath|open wide|say ah+|deep breath in|lie down (?:for me|on|here)"
        r"|pop up|does (?:this"
        r"|that|it) hurt|let me (?:listen|look|examine|check|have|take|feel))\b",
        1.4,
    ),
    (
        r"\b(?:patient|the pt|he is a|she is a|\d+[- ]year[- ]old) (?:presents|reports|denies"
        r"|complains|male|female|man|woman|states|here)\b",
        1.4,
    ),
    (
        r"\b(?:make sure you|drink plenty|you should|you need to|try to|I recommend"
        r"|I'd recommend|I'd advise|I would advise|avoid)\b",
        0.7,
    ),
    (
        r"\b(?:I think|so|right|okay|well),?\s+(?:what )?(?:this is|this looks|these sound"
        r"|it's (?!been|my"
        r"|just|the|all|not|about|like)|that's (?:an? |what we)|he's got|she's got|you've got"
        r"|you have"
        r"|what you've got)\b|\bwhat (?:this|we call|you've got) is\b|\b(?:this is|it's) (?:an? )?"
        r"(?:acute|mild|simple|probably|most likely|nearly always|called)\b|\bI'm concerned\b"
        r"|\bnot a (?:tear|heart attack|stroke|fracture|break)\b|\bI don't think there's\b"
        r"|\bit doesn't (?:look|sound) like\b|\bI don't see anything\b",
        1.2,
    ),
    (
        r"\bif (?:you|your|he|she|there|it|the|things|any)\b.{2,120}\b(?:call|ring|come (?:back"
        r"|straight"
        r"|in)|go to|nine nine nine|999|911|nine one one|ER|A&E|see me|give us|bring (?:him"
        r"|her))\b",
        1.8,
    ),
    (
        r"(?:^|[.!?,]\s+)(?:and |so |then |also |just |okay,? |no,? )*(?:take|use|start|stop|keep"
        r"|drink|rest"
        r"|avoid|cut (?:down|back)|try|increase|go up|continue|carry on|ice|elevate|wash|check"
        r"|come (?:back"
        r"|in)|apply|don't (?:take|drive|eat|stop|let)|get up slowly|wear|finish|rinse|let's|put"
        r"|we'll see"
        r"|more (?:fibre|fiber|water|fruit))\b",
        1.0,
    ),
    (
        r"\b(?:no (?:murmur|wheeze|crackles|guarding|tenderness|swelling of|sign of|evidence)"
        r"|heart sounds"
        r"|pulses (?:are|were)|good pulses|sensation|drawer test|reflexes|is positive|is negative"
        r"|positive for|showed|shows|isn't enlarged|moving (?:it )?well|(?:tummy|belly"
        r"|abdomen)(?:'s| is)"
        r" soft)\b",
        1.0,
    ),
    (
        r"\b(?:you don't need|don't think (?:you|we|she|he) needs?|not at this stage"
        r"|we can (?:skip|add"
        r"|try|talk)|we(?:'re| are) not|we (?:start|should|could)|I was going to|I'd really"
        r"|I would do"
        r"|encourage you|what I'd like|I want to|at (?:goal|target)|your (?:bloods|kidneys|diabetes"
        r"|pressure|LDL|cholesterol|sugar|thyroid|A one C|results)|no (?:problem|\w+ then)"
        r"|see (?:you|him|her) (?:again|back)|I'll (?:see|ring|visit|call|write|refer|speak))\b",
        1.0,
    ),
    (
        r"^(?:great|good|lovely|okay|right|alright)\b.{0,20}\b(?:so|let me|let's|now|and|any"
        r"|what)\b",
        0.7,
    ),
    (r"\b(?:you've had|you have had|you said|you mentioned|you're|you are)\b", 0.4),
)
_PATIENT: tuple[tuple[str, float], ...] = (
    (
        r"\b(?:I've (?:had|got|been)|I have (?:a|had|been|this|got|no)|I had|I feel|I'm feeling"
        r"|I felt|I get|I got|I started|I noticed|I can't|I couldn't|I don't|I didn't|I haven't"
        r"|I take|I'm taking|I took|I tried|I woke|I smoke|I drink|I work|I live|I was)\b",
        1.0,
    ),
    (
        r"\bmy (?:knee|back|head|chest|throat|stomach|tummy|belly|leg|arm|neck|shoulder|ankle"
        r"|nose|ear|eye|foot|hand|skin|heart|mum|mom|mother|dad|father|wife|husband|son|daughter"
        r"|wee|period|blood pressure|sugars?|doctor|boss|job|work)\b",
        1.0,
    ),
    (
        r"\b(?:he's|she's|he|she) (?:been|had|has|won't|woke|threw|started|feels|keeps|isn't"
        r"|didn't|was)\b",
        0.5,
    ),
    (
        r"\b(?:it hurts|it started|it's been|it came|it gets|it feels|it comes|it burns"
        r"|it itches|really bad|killing me|thank you,? doctor|thanks,? doc(?:tor)?|doctor,"
        r"|doc,)\b",
        0.9,
    ),
    (r"^(?:yes|yeah|yep|no|nope|not really|never|nah|a bit|maybe)\b", 0.4),
    (r"\b(?:is it serious|should I|can I|do I need|will I|what is it|what should I|am I)\b", 0.8),
    (
        r"\b(?:will|do|does|should|would) (?:I|he|she) (?:need|have to)\b|\bdo I\b|\bmy (?:friend"
        r"|neighbou?r"
        r"|sister|brother|mate)(?:'s)? (?:on|takes|always|had|got)\b|\bhad hers\b",
        1.2,
    ),
    (
        r"\b(?:you're not (?:going to|gonna)|I(?:'d| would) rather not|I (?:really )?don't (?:want"
        r"|like|fancy)"
        r"|I'm not (?:keen|happy)|can we (?:just|not)|doesn't do well|thank you very much"
        r"|to be honest"
        r"|no thanks)\b",
        1.4,
    ),
    (
        r"\b(?:out of (?:ten|10)|I have to|I went|I came|I put|I heard|I iced|I just|I only|I did"
        r"|I never"
        r"|I've never|I saw|I walk|I keep|I've felt|I checked|I gave|I'm on|my legs?|my feet"
        r"|I sprained)\b",
        0.8,
    ),
    (
        r"^(?:got it|fair enough|that makes sense|makes sense|oh good|great,? thanks|okay,? (?:good"
        r"|thanks|thank you))\b|^oh,? that's a relief\b",
        0.4,
    ),
    (
        r"\b(?:could you|can you) (?:give|help|check|look)\b|\bI(?:'m| am) (?:worried|scared"
        r"|allergic)\b",
        0.7,
    ),
)


def clinician_score(text: str) -> float:
    """How far a line speaks like a clinician.

    Returns:
        Above 0 like a clinician, below 0 like a patient or companion, 0 no sign; roughly -3 to 3.
    """
    words = text.replace("’", "'").replace(" n't", "n't").replace(" '", "'")
    score = sum(
        weight for pattern, weight in _CLINICIAN if re.search(pattern, words, re.IGNORECASE)
    )
    score -= sum(weight for pattern, weight in _PATIENT if re.search(pattern, words, re.IGNORECASE))
    if words.rstrip().endswith("?") and score == 0:
        score = 0.3
    return max(-3.0, min(3.0, score))


_SPEAKS_FOR_ANOTHER = re.compile(
    r"\b(?:he|she)(?:'s|'d|'ll)?\b(?! (?:says|said|told|thinks|thought|reckons))|\b(?:him|hers?"
    r"|his)\b",
    re.IGNORECASE,
)
_SPEAKS_FOR_ONESELF = re.compile(
    r"\b(?:I (?:did|was|feel|felt|go|went|can|can't|don't|didn't|remember|walk|get|got|have|had"
    r"|fell"
    r"|just|never|want)|I'm|I've|my (?!(?:son|daughter|mum|mom|dad|wife|husband|little|baby|boy"
    r"|girl"
    r"|mother|father)\b))",
    re.IGNORECASE,
)


def companion_score(text: str) -> float:
    """How far a line of the patient's side is told by somebody for the patient.

    Returns:
        1 where it speaks of "him" or "her", -1 where it speaks of "me" alone, else 0.
    """
    if _SPEAKS_FOR_ANOTHER.search(text):
        return 1.0
    return -1.0 if _SPEAKS_FOR_ONESELF.search(text) else 0.0
