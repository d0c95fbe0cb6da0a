"""What the clinician found on examination, as said aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.language.en import scope, sides
from zhenlu.language.en.account import Remark
from zhenlu.language.en.findings import in_words, outcome, quality, where_named
from zhenlu.language.en.found import Found
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import Mention

_NOT_EXAMINED = re.compile(
    r"\b(?:(?:listening|looking|feeling|checking) for|risk of|talking about|tell me|they said|"
    r"sent you|whether|worried|worry|feeling"
    r"|you've been|you had|since the|for the last|days"
    r"|(?:weeks|months)(?! (?:size|pregnant))|I'll|I will|let me|let's|I'm going to|"
    r"going to (?:have|look|check|feel|examine"
    r"|listen)|can I|I'd like to|you (?:said|mentioned|told)|take (?:a )?(?:deep )?(?:look"
    r"|listen|breath)|if (?:you|it|he|she|your|the)|if that's|come back|should|might|could be"
    r"|would"
    r"|I want you|make sure|keep (?:the|your)|put your|try to|need to|you can|you need|because"
    r"|due to|means|your (?:mother|father))\b",
    re.IGNORECASE,
)
_EXAMINES = re.compile(
    r"\b(?:there(?:'s| is| are|'re)|I (?:can )?(?:see|feel|hear|don't (?:see|feel|hear)|notice)"
    r"|you(?:'ve| have) (?:got )?(?:a |some |no |got )|looks?|sounds?|feels?|is|are|on exam\w*"
    r"|tender|normal|clear|negative|positive|intact|symmetric\w*|\d out of \d|\d/\d|no |hear"
    r"|heard|shows|'s |a little|a bit|mild|some|:)",
    re.IGNORECASE,
)
_TREATS = re.compile(
    r"\b(?:milligrams?|tablets?|take|prescrib|think (?:this|it|you|that|he|she)|diagnosis|refer"
    r"|review|infection|history|results?|X-ray|ECG|MRI|scan|blood tests?|dipstick|ultrasound"
    r"|test|pressure|temperature|pulse|sats|smoking|exercise|fluids|called|caused"
    r"|side effects?)\b",
    re.IGNORECASE,
)
#: A clause without a subject of its own, or with "it": of the part named before.
_OF_THE_SAME = re.compile(
    r"\W*(?:and |but |okay,? )?(?:it|it's|they|they're|not|non|a (?:bit|little)|slightly|mildly"
    r"|very|quite|red|soft|swollen|bulging|tender|clear|dry|enlarged|warm|full|pale|normal"
    r"|intact)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\W*(?:(?:and |so |okay |well )*you(?:'re| are) (?:still )?(?:a (?:bit|little) |very "
    r"|quite |really )?(?:tender|sore|wheez\w+)\b"
    r"|straight leg raise|there(?:'s| is| are)|no |(?:and |so |but )?I (?:can |could |do |don't "
    r"|can't "
    r"|couldn't |didn't )?"
    r"(?:hear|see|feel)\b)",
    re.IGNORECASE,
)
_AS_ASKED = re.compile(r"\?\s*$")


def examinations(remarks: Sequence[Remark]) -> list[Found]:
    """Exam facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    part = ""
    examining = 0
    for remark in remarks:
        if not remark.by_clinician or remark.asks:
            continue
        if re.search(
            r"\b(?:examine|have a (?:look|listen|feel)|(?:hop|pop|jump) up|shirt off|take a look|"
            r"check you|let me (?:look|listen"
            r"|press|tap"
            r"|feel|check|see)|look in|on exam\w*|listen to|deep breath|lie down|going to press"
            r"|examination"
            r"|physical exam)\b",
            remark.text,
            re.IGNORECASE,
        ):
            examining = remark.segment.id
        if not remark.dictated and re.search(
            r"\b(?:recap|summar|you mentioned|(?<!glad )you said|you told me|to go over|"
            r"having listened)\w*",
            remark.reading.text,
            re.IGNORECASE,
        ):
            continue
        if remark.dictated and remark.part in ("history", "assessment", "plan"):
            continue
        if re.search(
            r"\b(?:temperature|temp|blood pressure|pulse|sats|heart rate|weight"
            r"|weighs)\b[^.]{0,30}\d",
            remark.text,
            re.IGNORECASE,
        ):
            examining = remark.segment.id
        near = examining and remark.segment.id - examining <= 3
        going_on = False
        for clause, offset in _clauses(remark.text):
            part_here, facts = _findings(remark, clause, offset, part, bool(near) or going_on)
            part = part_here or part
            # "There's wheeze, and some crackles": the list goes on.
            going_on = bool(facts)
            found += facts
    return found


def _clauses(text: str) -> list[tuple[str, int]]:
    """Stretches with findings of their own: "chest is clear, there's no wheeze"."""
    pieces = []
    position = 0
    for cut in [
        *re.finditer(
            r"[,;]\s+(?:and\s+|but\s+)?(?=(?:there|the|your|his|her|no |he|she|you|it|some|a |I "
            r"|mild|lips|tongue|power|pulses|heart|lungs|chest|abdomen|neck|positive|negative"
            r"|fundi|sensation|reflexes|gait|tone|strength|coordination|skin|throat|ears?"
            r"|tonsils|vision|gums|(?:left|right)(?:'s| is)"
            r"|range of movement|pupils|eardrums?|fully?)\b)|\s+and\s+(?=(?:there|the|your|his"
            r"|her)\b)|\.\s+",
            text,
            re.IGNORECASE,
        )
    ]:
        pieces.append((text[position : cut.start()], position))
        position = cut.end()
    pieces.append((text[position:], position))
    return pieces


#: What is said of the patient as a whole: "You're a bit pale".
_WHOLE = re.compile(r"\W*(?:and |so |but )?(?:you|he|she)(?:'re|'s| are| is|"
                    r" looks?)\b", re.IGNORECASE)


def _of_whole(state: Mention) -> bool:
    return state.term.name in ("pale", "unwell", "no distress")


def _findings(
    remark: Remark, clause: str, offset: int, part: str, near: bool
) -> tuple[str, list[Found]]:
    if looked := re.search(
        r"\b(?:feel(?: of)?|look(?: at| in)?|check|examine|listen(?: to)?|see) (?:at |of |"
        r"to )?(?:your|his|her|the"
        r"|that) (?P<what>[a-z ]+)$",
        clause.rstrip(" .,"),
        re.IGNORECASE,
    ):
        part_named = lexicon_of("exam").find(looked.group("what"))
        return (part_named[0].term.name if part_named else ""), []
    if _NOT_EXAMINED.search(clause) or (
        _TREATS.search(clause) and not re.search(r"\bon (?:the )?exam", clause)
    ):
        return "", []
    if not _EXAMINES.search(clause) and not remark.dictated and not near:
        return "", []
    parts = [
        p
        for p in lexicon_of("exam").find(clause)
        if not re.match(
            r"\s+(?:rate|attack|failure|disease|problems?|infection)\b", clause[p.end :]
        )
        and not (
            p.said.lower() == "back"
            and re.search(
                r"\b(?:c[ao]me|coming|get|got|call|go|going|see you|straight|right|put|was"
                r"|been)\s*$",
                clause[: p.start],
                re.IGNORECASE,
            )
        )
    ]
    named = parts[0].term.name if parts else ""
    side = sides.together(clause)
    found = []
    signs = _signs(clause)
    states = [
        f
        for f in lexicon_of("finding").find(clause)
        if f.said.lower() not in ("weak", "hot")
        and not any(
            0 <= s.start - f.end <= 12 and re.fullmatch(r"[ ,]*(?:\w+ )?", clause[f.end : s.start])
            and f.term.name in ("soft", "clear", "dry", "red", "full", "reduced")
            for s in signs
        )
        and not any(s.start < f.end and f.start < s.end for s in signs)
    ]
    for sign, following in zip(signs, (*signs[1:], None), strict=False):
        # "Wheeze both sides and crackles at the right base": each has its own.
        after = clause[sign.end : following.start if following else len(clause)]
        own_side = sides.together(after) if len(signs) > 1 else ""
        found.append(_sign(remark, clause, offset, sign, parts, own_side or side))
    if parts and states and not (signs and not near and not states):
        found += _state(remark, clause, offset, parts, states, side)
    elif not parts and _WHOLE.match(clause) and (own := [s for s in states if _of_whole(s)]):
        return named, found + _state(remark, clause, offset, (), own, side, "general appearance")
    elif (
        not parts
        and states
        and part
        and not signs
        and near
        and len(clause) < 60
        and _OF_THE_SAME.match(clause)
    ):
        found += _state(remark, clause, offset, (), states, side, part)
    if not near and not remark.dictated:
        # Outside an examination only plain statements about the body count.
        found = [
            f
            for f in found
            if parts or _PLAIN.match(clause)
        ]
        found = [
            f
            for f in found
            if not re.search(r"\b(?:you'?(?:re|ve)?|it|this|that)\b", clause, re.IGNORECASE)
            or re.search(r"\byour\b|\bthere|\btender\b|\bwheez", clause, re.IGNORECASE)
        ]
    return named, found


def _signs(clause: str) -> list[Mention]:
    """Findings with a name; "tender" beside a part of the body is a state of that part."""
    found = []
    parts = lexicon_of("exam").find(clause)
    for sign in lexicon_of("sign").find(clause):
        over = re.match(
            r"\s*(?:over|along|in|at|on|where|just|here|around|round|low|down"
            r"|to)\b", clause[sign.end :]
        )
        if sign.said.lower() == "swollen" or (sign.said.lower() == "tender" and not over):
            continue
        if any(
            f.start < sign.start and sign.end <= f.end and (parts or f.term.name != "non-tender")
            for f in lexicon_of("finding").find(clause)
        ):
            continue
        if (
            sign.term.name == "swelling"
            and re.search(r"\b(?:leg|ankle)s?\b", clause, re.IGNORECASE) is None
            and sign.said.lower() == "swollen"
        ):
            continue
        found.append(sign)
    return found


def _sign(
    remark: Remark, clause: str, offset: int, sign: Mention, parts: Sequence[Mention], side: str
) -> Found:
    text = remark.text
    start, end = offset + sign.start, offset + sign.end
    after = clause[sign.end : sign.end + 40]
    negative = re.match(r"[^,.;]{0,26}\b(?:negative|absent|not present)\b", after) or re.match(
        r"[^.;]{0,50}\bbut (?:I (?:can't|cannot|couldn't|don't|didn't) (?:hear|feel|see|find)"
        r"|there (?:isn't|aren't|wasn't|weren't))\b",
        clause[sign.end :],
    )
    tested = sign.term.extra.get("tested")
    polarity = Polarity.PRESENT
    attributes = {"side": side}
    if tested:
        result, polarity = outcome(clause, sign)
        attributes = {"finding": result, "side": "" if ", " in result else side}
    elif negative or scope.denied(text, start, end):
        polarity = Polarity.ABSENT
    elif sign.term.name != "swelling" or parts:
        attributes["finding"] = quality(clause, sign)
    where = where_named(clause, sign)
    if not (lexicon_of("site").find(where) or lexicon_of("exam").find(where) or "bone" in where):
        where = ""
    if (
        not where
        and parts
        and sign.term.name in ("swelling", "redness", "warmth", "tenderness", "bruising", "rash")
        and polarity is Polarity.PRESENT
    ):
        where = parts[0].term.name
    if where and where != sign.term.name:
        attributes["site"] = where
    return Found(
        remark.fact(
            FactKind.EXAM, sign.term.name, start, end, polarity=polarity, attributes=attributes
        )
    )


def _state(
    remark: Remark,
    clause: str,
    offset: int,
    parts: Sequence[Mention],
    states: Sequence[Mention],
    side: str,
    part: str = "",
) -> list[Found]:
    """What each examined part is like."""
    found = []
    if not parts:
        words = in_words(clause, states)
        return (
            [
                _state_fact(
                    remark, part, offset + states[0].start, offset + states[-1].end, words, side
                )
            ]
            if words
            else []
        )
    first_state = states[0].start
    group = [p for p in parts if p.start < first_state] or list(parts[:1])
    tender_first = states[0].term.name == "tender" and parts[0].start > states[0].end
    seen = set()
    for place in group if not tender_first else list(parts[:1]):
        if place.term.name in seen or _only_place(clause, place, states):
            continue
        seen.add(place.term.name)
        # "Reduced sensation" is one wording of a finding and names the part too.
        own = [
            s
            for s in states
            if not (place.start < s.end and s.start < place.end) or len(s.said) > len(place.said)
        ]
        own = own if tender_first else _near(clause, place, own)
        words = in_words(clause, own)
        if not words:
            continue
        name = place.term.name
        found.append(
            _state_fact(
                remark,
                name,
                offset + place.start,
                offset + own[-1].end,
                words,
                side,
            )
        )
    return found


def _near(clause: str, place: Mention, states: Sequence[Mention]) -> list[Mention]:
    """States that belong to a part: near it, in speech without full stops too."""
    near: list[Mention] = []
    for state in states:
        start, end = (
            (place.end, state.start) if state.start >= place.end else (state.end, place.start)
        )
        between = clause[start:end]
        last = near[-1].end if near else start
        plain = state.term.name in ("normal", "no distress", "unwell", "present", "full", "regular")
        linked = state.start < place.start or re.search(
            r"\b(?:is|are|was|were|looks?|sounds?|feels?|seems?|appears?|all|exam\w*|:)\b|^\s*$"
            r"|'s\b",
            between,
        )
        if len(between) > 60 or (plain and (len(between) > 34 or not linked)):
            continue
        if not near or state.start - last < 40:
            near.append(state)
    return near


def _only_place(clause: str, place: Mention, states: Sequence[Mention]) -> bool:
    """Whether a part only says where: "tender over the bladder"."""
    return (
        bool(
            re.search(
                r"\b(?:over|in|on|along|of|around)\s+(?:the |your |his |her )?(?:left |right )?$",
                clause[: place.start],
                re.IGNORECASE,
            )
        )
        and states[0].start > place.end
    )


def _state_fact(remark: Remark, name: str, start: int, end: int, words: str, side: str) -> Found:
    single = name in ("throat", "chest", "heart", "abdomen", "neck", "lungs", "fundi", "pupils")
    attributes = {"finding": words, "side": "" if single or f"{side}" in words else side}
    return Found(
        remark.fact(FactKind.EXAM, name, start, max(end, start + 1), attributes=attributes)
    )
