"""Details of a complaint: how long, what it is like, how bad, what changes it, where it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.timing import Detail, plural
from zhenlu.language.en.vocabulary import lexicon_of, symptom_group

_SEVERITY = (
    (
        re.compile(
            r"\b(?:worst (?:headache|pain|ever|thing)?\s*(?:of my life|I've ever had|ever))",
            re.IGNORECASE,
        ),
        "worst ever",
    ),
    (
        re.compile(
            r"\b(?:severe|excruciating|unbearable|agony|agonising|agonizing|terrible"
            r"|awful(?! (?:chesty|wheezy|tired|lot)\b)|horrible"
            r"|really bad|very bad|so bad|really painful|really sore)\b",
            re.IGNORECASE,
        ),
        "severe",
    ),
    (re.compile(r"\bmoderate(?:ly)?\b", re.IGNORECASE), "moderate"),
    (
        re.compile(
            r"\b(?:mild(?:ly)?|slight(?:ly)?|a little bit of|not (?:too|that|very) bad|minor)\b",
            re.IGNORECASE,
        ),
        "mild",
    ),
)
_COURSE = (
    (
        re.compile(
            r"\b(?:getting worse|got worse|gets worse every|worsening|worse and worse"
            r"|gotten worse|become worse|progressively worse|worse (?:now|today|lately|since|"
            r"each day"
            r"|every day|over)|been worse|is worse than)\b(?! (?:when|with|at|if|on|after))",
            re.IGNORECASE,
        ),
        "worsening",
    ),
    (
        re.compile(
            r"\b(?:getting better|got(?:ten)? better|improving|improved|easing off|settling"
            r"|better now|bit better|much better|going away|getting a bit better"
            r"|a little better)\b(?! (?:when|with|after|if))",
            re.IGNORECASE,
        ),
        "improving",
    ),
    (
        re.compile(
            r"\b(?:gone now|(?:has|'s|have|is) (?:now |all |completely )?gone(?= (?:now|away"
            r"|completely"
            r"|and|but|today|since|too|as well)\b|\s*[.,;!?]|\s*$)|went away|has resolved|resolved"
            r"|cleared up|has settled|all gone|been normal since|stopped now|no longer there"
            r"|that's better now)\b",
            re.IGNORECASE,
        ),
        "resolved",
    ),
    (
        re.compile(
            r"\b(?:about the same|no better|not (?:getting (?:any )?better|improving|better"
            r"|any better)|unchanged|no change|the same|stayed the same|hasn't changed"
            r"|not gone away)\b",
            re.IGNORECASE,
        ),
        "unchanged",
    ),
)
_ONSET = (
    (
        re.compile(
            r"\b(?:suddenly|all of a sudden|out of the blue|came on quickly|very sudden"
            r"|sudden)\b",
            re.IGNORECASE,
        ),
        "sudden",
    ),
    (
        re.compile(
            r"\b(?:gradual(?:ly)?|slowly|bit by bit|crept up|over time|came on slowly)\b",
            re.IGNORECASE,
        ),
        "gradual",
    ),
)
_OFTEN = (
    (
        re.compile(
            r"\b(?:on and off|off and on|comes and goes|come and go|came and went"
            r"|intermittent(?:ly)?|now and then|every now and then|every so often"
            r"|from time to time)\b",
            re.IGNORECASE,
        ),
        "intermittent",
    ),
    (
        re.compile(
            r"\b(?:constant(?:ly)?|all the time|all day(?: long)?|continuous(?:ly)?|non-?stop"
            r"|the whole time|always there)\b",
            re.IGNORECASE,
        ),
        "constant",
    ),
)
_RADIATES = re.compile(
    r"\b(?:goes?|going|shoots?|shooting|spreads?|spreading|radiat(?:es?|ing)|travels?|travelling"
    r"|moves?|moving|runs?|running|extends?)\b(?P<path>[^.?!;]{0,60})",
    re.IGNORECASE,
)
_NO_RADIATION = re.compile(
    r"\b(?:doesn't|does not|don't|not|hasn't|never|no)\b[^.,;]{0,18}\b(?:go|spread|radiate|move"
    r"|travel|shoot|radiation|radiating|anywhere else)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse|worst|worsens|brings? it on|comes on|came on|sets? it off|triggers?|triggered"
    r"|brought on|aggravat\w+|flares?|hurts (?:more|most|when)|especially|mostly when"
    r"|exacerbated|makes it hurt|only when|when(?:ever)? (?:I|he|she)|painful (?:when|to)"
    r"|bad when|with|on the)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:better|helps?|helped|eases?|eased|relie(?:ved?|ves|f)|goes away|settles?|improves?"
    r"|takes the edge off|alleviat\w+|soothes?|stops when)\b",
    re.IGNORECASE,
)
_PAIN_TYPE = re.compile(r"\b(?:pain|ache|headache|migraine|sore|cramps?|toothache)\b")


def details(sentence: str, complaint: str, *, wants: str = "") -> Iterator[Detail]:  # noqa: PLR0912
    """All other details that a sentence gives of a complaint.

    Args:
        complaint: Standard name, which decides what qualities it can have.
        wants: What the question asked for: "site", "quality", "severity", "radiation",
            "aggravating", "relieving", "trigger", "episode" or "".
    """
    yield from _qualities(sentence, complaint)
    for quantity in quantities(sentence):
        if quantity.unit == "score":
            yield Detail("severity", quantity.value, quantity.start)
    for key, table in (
        ("severity", _SEVERITY),
        ("course", _COURSE),
        ("onset_type", _ONSET),
        ("frequency", _OFTEN),
    ):
        for pattern, word in table:
            if match := pattern.search(sentence):
                if key == "course" and re.search(
                    r"\b(?:usually|normally|always|typically)\b", sentence, re.IGNORECASE
                ):
                    continue
                if key == "severity" and re.search(
                    r"\b(?:not|no|n't)\s*(?:\w+\s+)?$", sentence[: match.start()]
                ):
                    continue
                # Hearing that is gone is a loss that is there.
                lost = complaint.endswith("loss") and "gone" in match.group()
                another = _of_another(sentence[: match.start()], complaint)
                if key == "course" and (lost or another):
                    continue
                yield Detail(key, word, match.start())
                break
    for quantity in quantities(sentence):
        if quantity.unit.startswith("times_per_"):
            per = quantity.unit.removeprefix("times_per_")
            nightly = "night" in sentence[quantity.start : quantity.end].lower()
            if nightly and symptom_group(complaint) == "urinary" and complaint != "nocturia":
                continue
            if re.search(r"\bwith $", sentence[: quantity.start]):
                continue  # "He's forgetful with four times a day" counts doses.
            per = "night" if nightly else per
            often = {"1": "once", "2": "twice"}.get(quantity.value, f"{quantity.value} times")
            yield Detail("frequency", f"{often} a {per}", quantity.start)
        elif quantity.unit == "times" and re.match(
            r"\s*(?:yesterday|last night|today|this morning|overnight|so far)",
            sentence[quantity.end :],
        ):
            often = "twice" if quantity.value == "2" else f"{quantity.value} times"
            yield Detail("frequency", often, quantity.start)
    if wants == "severity" and (
        match := re.search(
            r"\b(?:a|an|about|maybe|say|probably)?\s*(\d{1,2})\b(?!\s*(?:days|weeks|months|/))",
            sentence,
        )
    ):
        yield Detail("severity", f"{match.group(1)}/10", match.start())
    if complaint == "fever":
        for quantity in quantities(sentence):
            if quantity.unit in ("℃", "℉"):
                yield Detail("peak", f"{quantity.value} {quantity.unit}", quantity.start)
    yield from _episode(sentence, wants)
    yield from _radiation(sentence, complaint, wants)
    yield from _factors(sentence, wants)


def _of_another(before: str, complaint: str) -> bool:
    """As in "the cold went away but the cough didn't": what went was not the complaint."""
    clause = re.split(r"[,.;]|\b(?:and|but|so|then)\b", before)[-1]
    if re.search(r"\b(?:the|my|his|her|that) (?:cold|flu|bug|virus|infection)\b", clause, re.I):
        return True
    named = lexicon_of("symptom", "disease").find(clause)
    return bool(named) and named[-1].term.name != complaint


def _qualities(sentence: str, complaint: str) -> Iterator[Detail]:
    pain = bool(_PAIN_TYPE.search(complaint))
    for mention in lexicon_of("quality").find(sentence):
        of = mention.term.extra.get("of", ())
        if complaint in of or (pain and "pain" in of):
            if re.search(
                r"\b(?:no|not|nothing|never|without|nor|isn't|\w+n't)\s+(?:\w+\s+)?$",
                sentence[: mention.start],
                re.IGNORECASE,
            ):
                continue
            if mention.term.name == "pressing" and re.search(
                r"blood\s*$", sentence[: mention.start]
            ):
                continue
            yield Detail("quality", mention.term.name, mention.start)


def _episode(sentence: str, wants: str) -> Iterator[Detail]:
    """How long one attack lasts."""
    for quantity in quantities(sentence):
        if quantity.unit not in ("second", "minute", "hour", "day") or (
            quantity.unit == "day" and wants != "episode"
        ):
            continue
        if wants == "episode" or re.search(
            r"\blast(?:s|ed|ing)?\b[^.]{0,25}$", sentence[: quantity.start]
        ):
            longer = re.match(
                r"[\s,]*(?:(?:to|or|maybe|up to)[\s,]+)*(?:like,? )?(?P<more>a (?:whole "
                r"|full )?(?:day|hour|week)|\d+ (?:minutes|hours|days))\b",
                sentence[quantity.end :],
            )
            if longer:
                yield Detail(
                    "episode",
                    f"{quantity.value} {plural(quantity.value, quantity.unit)} to "
                    f"{longer.group('more')}",
                    quantity.start,
                )
                return
            yield Detail(
                "episode",
                f"{quantity.value} {plural(quantity.value, quantity.unit)}",
                quantity.start,
            )
            return


def _radiation(sentence: str, complaint: str, wants: str) -> Iterator[Detail]:
    if not _PAIN_TYPE.search(complaint) and complaint not in ("numbness", "pins and needles"):
        return
    if _NO_RADIATION.search(sentence) or (
        wants == "radiation" and re.match(r"(?:no|nope|not really)\b", sentence, re.IGNORECASE)
    ):
        yield Detail("radiation", "none", 0)
        return
    for match in _RADIATES.finditer(sentence):
        if not re.match(
            r"\s*(?:down|up|to|into|in|through|across|round|around|from|all the way|right|along"
            r"|towards)\b",
            match.group("path"),
        ):
            continue
        places = _places(match.group("path"))
        if places:
            yield Detail("radiation", places, match.start())
            return
    if wants == "radiation" and (places := _places(sentence)):
        yield Detail("radiation", places, 0)


#: As in "the back of my leg", "back in winter", "back to the doctor".
_NO_BACK = re.compile(r" (?:of|in|to|at|then|when|on|from|home)\b", re.IGNORECASE)


def _places(words: str) -> str:
    """Parts of the body with their side: "left arm", "jaw"."""
    found = []
    for mention in lexicon_of("site").find(words):
        before = words[: mention.start]
        if re.search(r"\b(?:not|no)\b[^,]*$", before, re.IGNORECASE):
            continue
        side = re.search(r"\b(left|right|both)\s*$", before, re.IGNORECASE)
        if mention.said.lower() == "back" and _NO_BACK.match(words, mention.end):
            continue
        if mention.said.lower() == "side" or (
            mention.said.lower().endswith(" side") and words[mention.end :].startswith(" of")
        ):
            continue
        name = mention.term.name if not mention.said.lower().startswith("shin") else "shin"
        if re.search(r"\bbehind (?:my|the|his|her)?\s*(?:left |right )?$", before, re.IGNORECASE):
            name = f"behind the {name}"
            found.append(name)
            continue
        place = f"{side.group(1).lower()} {name}" if side else name
        if place not in found:
            found.append(place if not (side and side.group(1).lower() == "both") else f"{place}s")
    return ", ".join(found)


def places(words: str) -> str:
    """Where a complaint is, for an answer to "where"."""
    return _places(words)


def _factors(sentence: str, wants: str) -> Iterator[Detail]:
    if re.search(r"\b(?:took|take|taking|tablet|milligram|gargl)\b", sentence) and not wants:
        return
    worse = [m.start() for m in _WORSE.finditer(sentence)]
    better = [m.start() for m in _BETTER.finditer(sentence)]
    strong = [w for w in worse if not re.match(r"(?:with|on the)\b", sentence[w:], re.IGNORECASE)]
    worse = strong or worse
    told = False
    for mention in lexicon_of("factor").find(sentence):
        if mention.said.lower() in ("stiff", "drinking") and not worse:
            continue
        key = _factor_key(sentence, mention.start, mention.end, worse, better, wants)
        if key:
            yield Detail(key, mention.term.name, mention.start)
            told = True
    if wants in ("aggravating", "relieving") and not told and (match := _DOING.match(sentence)):
        yield Detail(wants, match.group("what").lower(), match.start("what"))


#: As in "Reaching overhead, mostly": what changes it, in the words of the answer.
_DOING = re.compile(
    r"\W*(?:(?:well|mostly|just|probably|um|when I'm|yeah|oh|maybe|anything|definitely)\W+)*"
    r"(?P<what>(?!nothing|something|anything|everything|going|getting|being|having|taking|doing)"
    r"[a-z]{3,}ing(?: (?!and\b|or\b|but\b|it\b|is\b|makes?\b|mostly\b|yeah\b)[a-z]+){0,2})",
    re.IGNORECASE,
)


def _factor_key(  # noqa: PLR0911
    sentence: str, start: int, end: int, worse: list[int], better: list[int], wants: str
) -> str:
    before = sentence[:start]
    if re.search(r"\b(?:no|not|doesn't|don't|n't)\b[^,.;]{0,16}$", before, re.IGNORECASE):
        return ""
    if re.match(
        r"[^,.;]{0,12}\b(?:helps?|eases|makes it better|relieves|settles|takes)\b",
        sentence[end:],
        re.IGNORECASE,
    ):
        return "relieving"
    if re.match(
        r"[^.;]{0,8}\b(?:it's|it is|I'm|that's|they're)\s+(?:ok|okay|fine|better|alright|gone)\b",
        sentence[end:],
        re.IGNORECASE,
    ):
        return "relieving"
    near_better = max((b for b in better if b < start), default=-1)
    near_worse = max((w for w in worse if w <= start), default=-1)
    if (
        near_better >= 0
        and re.fullmatch(r"[^,.;]{0,40}", sentence[near_better : max(near_worse, near_better)])
        and re.match(r"when|with", sentence[near_worse:] or "-", re.IGNORECASE)
    ):
        return "relieving"
    if near_better > near_worse:
        return "relieving"
    if near_worse >= 0 and "." not in sentence[near_worse:start]:
        strong = _WORSE.match(sentence, near_worse)
        weak = strong is not None and strong.group().lower() in ("with", "on the")
        when = strong is not None and strong.group().lower().startswith("when")
        if wants in ("aggravating", "relieving", "trigger"):
            return wants
        if weak and start - near_worse > 14:
            return ""
        return "aggravating" if not when or start - near_worse < 26 else ""
    if wants in ("aggravating", "relieving", "trigger", "change"):
        return "aggravating" if wants == "change" else wants
    return ""


@lru_cache(maxsize=512)
def wanted(question: str) -> str:
    """What an open question about a complaint asks for."""
    q = question.lower()
    for key, pattern in (
        (
            "episode",
            r"how long (?:does|do|did|would|will) .*\blast\b|how long is each"
            r"|lasts? (?:for )?how long",
        ),
        (
            "duration",
            r"^\W*(?:so,? |okay,? |and )*(?:that's |it's been |for )?(?:about |around |roughly "
            r"|maybe )?\d+ (?:days|weeks|months|hours)\W*$|how long|when did|since when"
            r"|how many (?:days|weeks|months)|when was it|when.*(?:start|begin)",
        ),
        (
            "radiation",
            r"(?:go|spread|move|radiate|travel|shoot)\w*\b.*(?:anywhere|arm|leg|jaw|back|down"
            r"|elsewhere|else)|anywhere else",
        ),
        ("trigger", r"brings? it on|sets? (?:it|them) off|trigger|what causes|bring it on"),
        ("", r"can I help|help you (?:today|with)|can I do for"),
        ("relieving", r"(?:better|help|relieve|ease)(?!.*worse)"),
        ("change", r"better or worse|worse or better"),
        ("site", r"\b(?:worse|more|mainly) (?:on )?(?:one|either) side\b"),
        ("aggravating", r"worse"),
        (
            "severity",
            r"how (?:bad|severe)|out of (?:10|ten)|\bscale\b|/10|\b[01] ?(?:to|-) ?10\b"
            r"|zero to ten",
        ),
        (
            "site",
            r"\bwhere(?:abouts)?\b|which (?:side|knee|ear|part|eye|leg|ankle|hand|foot|hip"
            r"|shoulder|arm|elbow|wrist|toe|finger|one|heel)",
        ),
        ("frequency", r"how often|how many times|how frequent"),
        (
            "quality",
            r"what (?:is|'s|does) (?:it|the pain) (?:like|feel)|describe|what kind of"
            r"|what sort of|what colou?r|dry|sharp",
        ),
    ):
        if re.search(pattern, q):
            return key
    return ""
