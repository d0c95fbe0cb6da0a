"""Terms in a sentence, with complaints put together from a part of the body and a verb.

"My right knee has been killing me" mentions *knee pain*, side right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhenlu.domain.transcript import Language
from zhenlu.language.en import functions
from zhenlu.language.en.vocabulary import lexicon_of, pain_name, swelling_name
from zhenlu.language.lexicon import Mention, Term, load, worked_out

_SIDE = r"(?P<side>left|right|both|bilateral)"
_PAIN = (
    r"pains?|aches?|aching|discomfort|sore(?:ness)?|tender(?:ness)?|cramps?|spasms?|burning"
    r"|throbbing|stinging"
)
_ACT = (
    r"hurts?|hurting|killing (?:me|him|her)|sore|aching|aches|achy|painful|throbbing|throbs"
    r"|bothering (?:me|him|her)"
    r"|bothers me|playing up|(?:just )?(?:rolled|twisted|turned over|went over|gave way)|acting up"
    r"|giving (?:me|him|her) (?:\w+ )?(?:trouble|grief|problems"
    r"|pain)|cramping|spasming|tender"
)
_BASE: tuple[tuple[str, str], ...] = (
    (
        r"swollen|swelling(?: up)?|swells?(?: up)?|swelled(?: up)?|puffy|puffed up|oedema|edema",
        "swelling",
    ),
    (r"numb(?:ness)?|no feeling|loss of feeling|lost feeling", "numbness"),
    (r"ting(?:le|les|ling|ly)|pins and needles", "pins and needles"),
    (r"weak(?:ness)?", "weakness"),
    (r"stiff(?:ness)?|seizes up|locked up", "stiffness"),
    (r"itch(?:y|ing|es)?", "itching"),
    (r"rash(?:es)?|spots|hives|bumps|blotches|welts", "rash"),
    (r"lump", "lump"),
)
_POSSESSOR = (
    r"(?:(?:the|my|your|his|her|their|our|that|this|a|an|one|whole|entire|area|back of"
    r"|front of|inside of|outside of|around|side of|part of|of|top of|bottom of"
    r"|middle of)\s+)*"
)
_BETWEEN = (
    r"(?:(?:is|are|'s|was|were|has|have|had|'ve|feels?|felt|been|being|keeps?|gets?|got|gone"
    r"|going|started|starts|also|still|really|very|so|all|quite|pretty|a bit|a little|up|to"
    r"|be|the (?:left|right) one|become|becomes|just|always|badly|doctor,?|doc,?|it's|it"
    r"|they're|they|which|that's"
    r"|that)\s+)*"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A term in a sentence.

    Attributes:
        name: Standard name.
        term: The lexicon's entry, or the base entry of a composed complaint.
        site: Part of the body of a composed complaint.
        side: "left", "right", "bilateral" or "".
    """

    name: str
    kind: str
    start: int
    end: int
    term: Term
    words: str = field(default="", repr=False)
    site: str = ""
    side: str = ""


@worked_out(maxsize=8192)
def symptoms(sentence: str) -> tuple[Said, ...]:
    """Complaints of a sentence from left to right; the longest wording first."""
    found = [*_listed(sentence, "symptom"), *_composed(sentence), *_functional(sentence)]
    return _without_overlap(found)


def functional(sentence: str, start: int, end: int, name: str) -> Said:
    """A complaint told as something the body does."""
    term = lexicon_of("symptom").named(name) or Term(name, "symptom")
    side = side_of(sentence, start, end) if _is_sided(term) else ""
    return Said(name, "symptom", start, end, term, sentence[start:end], "", side)


def _functional(sentence: str) -> list[Said]:
    return [functional(sentence, *found) for found in functions.told(sentence)]


def terms(sentence: str, *kinds: str) -> tuple[Said, ...]:
    """Terms of other kinds."""
    found = list(_listed(sentence, *kinds))
    if "disease" in kinds:
        found += _broken(sentence)
    return _without_overlap(found)


_BROKE = re.compile(
    r"\b(?:broke|broken|breaking|fractured|fracture of)\s+(?:my|his|her|your|the|an?)?\s*"
    r"(?:(?P<side>left|right|both)\s+)?(?P<what>[a-z]+)",
    re.IGNORECASE,
)


def _broken(sentence: str) -> list[Said]:
    """As in "She broke her wrist": a fracture and where."""
    term = lexicon_of("disease").named("fracture")
    found = []
    for match in _BROKE.finditer(sentence):
        site = lexicon_of("site").named(match.group("what"))
        if term and site and site.name not in ("skin", "heart"):
            side = _side(match.group("side") or "")
            found.append(
                Said(
                    "fracture", "disease", match.start(), match.end(), term, match.group(),
                    site.name, side,
                )
            )
    return found


def clinical(sentence: str) -> tuple[Said, ...]:
    """Complaints, diseases, drugs, tests and procedures, none hidden by a shorter one."""
    return _without_overlap(
        [
            *symptoms(sentence),
            *_listed(sentence, "disease"),
            *_listed(sentence, "drug", "drug_class"),
            *_listed(sentence, "test"),
            *_listed(sentence, "procedure"),
        ]
    )


def side_of(sentence: str, start: int, end: int) -> str:
    """The side said with a stretch of a sentence."""
    near = sentence[max(0, start - 22) : start]
    inside = sentence[start:end]
    after = sentence[end : end + 26]
    for words, pattern in (
        (inside, rf"\b{_SIDE}\b"),
        (
            near,
            rf"\b{_SIDE}(?:[- ]sided)?(?: (?:lower|upper|inner|outer|side|of|the|my|his|her))*\s*$",
        ),
        (
            after,
            rf"^\s*(?:,\s*)?(?:(?:mostly|mainly|only|just|is|'s|it's)\s+)*(?:on|in|down) (?:the"
            rf"|my|his|her|your)? ?{_SIDE}\b",
        ),
        (after, r"^\s*,?\s*(?:on|in) (?P<side>both) sides"),
    ):
        match = re.search(pattern, words, re.IGNORECASE)
        if match:
            return _side(match.group("side"))
    return ""


def _side(word: str) -> str:
    word = word.lower()
    return "bilateral" if word in ("both", "bilateral") else word


@worked_out(maxsize=8192)
def _listed(sentence: str, *kinds: str) -> tuple[Said, ...]:
    found = lexicon_of(*kinds).find(sentence)
    return tuple(_said(sentence, mention) for mention in found if _meant(sentence, mention))


#: Groups of complaints that have a side, besides all pains.
_SIDED_GROUPS = frozenset({"musculoskeletal", "eyes"})
_SIDED = frozenset(
    {
        "tugging at ear",
        "ear discharge",
        "tinnitus",
        "hearing loss",
        "leg swelling",
        "lump",
        "facial droop",
    }
)


def _is_sided(term: Term) -> bool:
    """Whether a side may belong to a complaint: pain yes, cough no."""
    return (
        bool(term.extra.get("generic"))
        or "site" in term.extra
        or term.extra.get("group") in _SIDED_GROUPS
        or bool(re.search(r"pain|ache|numb|weak|pins", term.name))
        or term.name in _SIDED
    )


def _said(sentence: str, mention: Mention) -> Said:
    term = mention.term
    side = ""
    if term.kind == "symptom" and _is_sided(term):
        side = side_of(sentence, mention.start, mention.end)
    return Said(
        term.name,
        term.kind,
        mention.start,
        mention.end,
        term,
        mention.said,
        str(term.extra.get("site", "")),
        side,
    )


#: Words that mean a complaint only in some company.
_COMPANY: dict[str, re.Pattern[str]] = {
    "falls": re.compile(r"\b(?:any|no|had|have|recent|few)\s*$", re.IGNORECASE),
    "fall": re.compile(
        r"\b(?:a|any|no|recent|(?:did|do|does|has|have)(?:n't| not)(?: you| he| she)?|never|you"
        r"|he|she)\s*$", re.IGNORECASE
    ),
    "honey": re.compile(
        r"\b(?:some|and|with|of|or|try|take|taking|took|tried|us(?:e|ed|ing)|the|lemon|have|had"
        r"|just|give|gave|him|her)\s*$", re.IGNORECASE
    ),
    "bumps": re.compile(
        r"\b(?:any|itchy|red|little|some|small|tiny|raised|these|got|of|with|has|have|no)\s*$",
        re.IGNORECASE,
    ),
    "fit": re.compile(r"\b(?:a|had a|having a)\s*$", re.IGNORECASE),
    "fits": re.compile(r"\b(?:any|no|had|having|of)\s*$", re.IGNORECASE),
    "spots": re.compile(
        r"\b(?:any|red|of|with|some|the|these|purple|got|has|no)\s*$", re.IGNORECASE
    ),
    "lows": re.compile(r"\b(?:any|no|had|having|few|some)\s*$", re.IGNORECASE),
    "gas": re.compile(r"\b(?:any|no|lots? of|much|have|got)\s*$", re.IGNORECASE),
    "faint": re.compile(
        r"\b(?:feel|feeling|felt|going to|gonna|to|did|and|or|didn't|not)\s*$", re.IGNORECASE
    ),
    "a temperature": re.compile(
        r"\b(?:had|has|have|got|run|running|with|runs|ran|spiked|spiking|having)\s*$", re.IGNORECASE
    ),
    "temperatures": re.compile(r"\b(?:any|no|had|have|high|or|the)\s*$", re.IGNORECASE),
    "virus": re.compile(r"\b(?:a|some|this|stomach)\s*$", re.IGNORECASE),
    "a cold": re.compile(r"(?<!such)\s*$", re.IGNORECASE),
    "pe": re.compile(r"(?!)"),
    "ms": re.compile(r"(?!)"),
    "ua": re.compile(r"\b(?:a|the|your)\s*$", re.IGNORECASE),
    "stress": re.compile(
        r"\b(?:much|lot of|of|any|the|some|work|more|no|under|been|with|by|and|from|extra)\s*$",
        re.IGNORECASE,
    ),
    "pressure": re.compile(r"(?<!blood )$", re.IGNORECASE),
    "blood in it": re.compile(
        r"\b(?:any|no|some|is|of|there's|the|bit of|saw|see|seen|been|with)\s*$", re.IGNORECASE
    ),
    "side": re.compile(r"\b(?:left|right)\s*$", re.IGNORECASE),
    "iron": re.compile(r"(?<!low )$", re.IGNORECASE),
    "echo": re.compile(r"\b(?:an|the|your|heart)\s*$", re.IGNORECASE),
    "shakes": re.compile(r"\bthe\s*$", re.IGNORECASE),
    "locks": re.compile(r"\b(?:it|knee|that|and|sometimes|just|or)\s*$", re.IGNORECASE),
    "spotting": re.compile(r"\b(?:some|any|been|no|bit of|or|had|with)\s*$", re.IGNORECASE),
    "ct": re.compile(r"\b(?:a|the|your|on|get|for|of|have)\s*$", re.IGNORECASE),
    "mi": re.compile(r"\b(?:an|previous|prior|of|had)\s*$", re.IGNORECASE),
    "ra": re.compile(r"(?!)"),
    "oa": re.compile(r"\b(?:has|have|with|knee|of)\s*$", re.IGNORECASE),
    "hypo": re.compile(r"\b(?:a|any|no|had|the)\s*$", re.IGNORECASE),
    "bruise": re.compile(r"\b(?:a|some|the|big|any)\s*$", re.IGNORECASE),
    "strep": re.compile(r"(?!.*\b(?:test|swab)\b)", re.IGNORECASE),
    "pregnant": re.compile(
        r"(?:\b(?:I'm|am|is|she's|\w+'s|wife|daughter|weeks|months|currently|you're|be"
        r"|are you)\s*$)", re.IGNORECASE
    ),
}


def _meant(sentence: str, mention: Mention) -> bool:  # noqa: PLR0911
    """Whether a wording with several meanings means the term here."""
    before, after = sentence[: mention.start], sentence[mention.end : mention.end + 30]
    said = mention.said.lower()
    company = _COMPANY.get(said)
    if company is not None and not company.search(before):
        return False
    if said in ("pain", "weak", "stiff") and re.match(
        r"\s*(?:killers?|relief|relievers?|medic)", after
    ):
        return False
    if said == "cold" and not re.match(r"\s*(?:symptoms)", after):
        return False
    if (
        re.match(r"\s+(?:test|swab|vaccine|shot|jab|booster|screen)\b", after)
        and mention.term.kind == "disease"
    ):
        return False
    if mention.term.kind == "symptom" and re.match(
        r"\s+(?:tablets?|medicine|pills?|syrup|mixture|drops|cream|pressure tablets|medication"
        r"|sweets)\b",
        after,
    ):
        return False
    if mention.term.name == "hypertension" and re.match(
        r"\s*(?:medic|pill|tablet|med\b|meds|check|monitor|reading|cuff)", after
    ):
        return "high" in said or "hypertens" in said
    return not re.search(r"\b(?:side|calling in)\s*$", before)


@worked_out()
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of composed complaints with the base each builds; group `site` names the place."""
    words = sorted(
        {w for t in load(Language.EN).of_kind("site") for w in (t.name, *t.say)},
        key=len,
        reverse=True,
    )
    site = r"(?P<site>" + "|".join(re.escape(w) for w in words) + r")s?(?!\w)"
    made: list[tuple[str, str]] = []
    for base, name in ((_PAIN, "pain"), *_BASE):
        made.append(
            (
                rf"\b(?:{base})\b(?:[- ](?:sensation|feeling|pain"
                rf"|attacks))?(?:\s+\w+){{0,1}}?,?\s+(?:in|on|at|around|across|over|of|behind"
                rf"|under|down|all over|on both|into|to|inside|along|through|near)\s+"
                rf"{_POSSESSOR}(?:{_SIDE}(?:[- ]hand)?\s+)?(?:(?:side|inner|outer|whole"
                rf"|side of)\s+(?:of )?(?:the |my |his |her )?)?{site}",
                name,
            )
        )
    for base, name in ((_ACT, "pain"), *_BASE):
        made.append(
            (
                rf"(?:\b{_SIDE}\s+)?(?<![\w]){site},?\s*{_BETWEEN}(?:{base})(?!\w)",
                name,
            )
        )
    made.append(
        (
            rf"\b(?:hurt|injured|sprained|rolled|went over on|turned|twisted|tweaked|pulled"
            rf"|put out|did in|banged|strained"
            rf"|hurting)\s+{_POSSESSOR}(?:{_SIDE}\s+)?{site}",
            "pain",
        )
    )
    made.append(
        (
            rf"(?:\b{_SIDE}\s+)?(?<![\w]){site}\s+(?:rash|itch|numbness|weakness|stiffness"
            rf"|tingling|lump)(?!\w)",
            "",
        )
    )
    made.append(
        (
            rf"\b(?:pulling|tugging|rubbing|grabbing|holding|pulls|tugs|pulled|tugged)(?: at"
            rf"| on)?\s+{_POSSESSOR}(?:{_SIDE}\s+)?(?P<site>ear)s?(?!\w)",
            "tugging at ear",
        )
    )
    return tuple((re.compile(p, re.IGNORECASE), name) for p, name in made)


def _composed(sentence: str) -> list[Said]:
    found = []
    sites = lexicon_of("site")
    for pattern, base in _patterns():
        for match in pattern.finditer(sentence):
            site = sites.named(match.group("site"))
            if site is None or re.match(
                r"\s+(?:pressure|ulcer|infection)", sentence[match.end() :]
            ):
                continue
            name = _composed_name(site, base or _base_of(match.group()))
            term = lexicon_of("symptom").named(name) or Term(name, "symptom")
            told_with = re.search(r"\bthe (left|right) one\b", match.group(), re.IGNORECASE)
            side = match.group("side") or (told_with.group(1) if told_with else "")
            found.append(
                Said(
                    name,
                    "symptom",
                    match.start(),
                    match.end(),
                    term,
                    match.group(),
                    site.name,
                    _side(side) if side else side_of(sentence, match.start(), match.end()),
                )
            )
    return found


def _base_of(words: str) -> str:
    return next(name for base, name in _BASE if re.search(base, words, re.IGNORECASE))


def _composed_name(site: Term, base: str) -> str:
    if base == "pain":
        return pain_name(site)
    if base == "swelling":
        return swelling_name(site)
    if base == "stiffness" and site.name == "neck":
        return "stiff neck"
    return base


def _without_overlap(found: list[Said]) -> tuple[Said, ...]:
    """The longest mention wins where two overlap; a composed one beats a bare "pain"."""
    kept: list[Said] = []
    for said in sorted(found, key=lambda s: (-(s.end - s.start), s.start)):
        if all(said.end <= other.start or said.start >= other.end for other in kept):
            kept.append(said)
    return tuple(sorted(kept, key=lambda s: s.start))
