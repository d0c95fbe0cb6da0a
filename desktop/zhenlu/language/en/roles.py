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
        r"\b(?:take a deep breath|open wide|say ah+|deep breath in|lie down|pop up|does (?:this"
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
