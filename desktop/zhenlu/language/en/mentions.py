"""Terms in a sentence, with complaints put together from a part of the body and a verb.

"My right knee has been killing me" mentions *knee pain*, side right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhenlu.domain.transcript import Language
from zhenlu.language.en import functions
from zhenlu.language.en.company import meant
from zhenlu.language.en.vocabulary import lexicon_of, pain_name, swelling_name
from zhenlu.language.lexicon import Mention, Term, load, worked_out

_SIDE = r"(?P<side>left|right|both|bilateral)"
_PAIN = (
    r"pains?|aches?|aching|discomfort|sore(?:ness)?|tender(?:ness)?|cramps?|spasms?|burning"
    r"|throbbing|stinging|niggles?|twinges?"
)
#: What a part of the body does that hurts.
HURTS = (
    r"hurts?|hurting|killing (?:me|him|her)|sore|aching|aches|achy|painful|throbbing|throbs"
    r"|bothering (?:me|him|her|you)"
    r"|bothers me|playing up|(?:just )?(?:rolled|twisted|turned over|went over|gave way)"
    r"|acting up"
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
    r"(?:(?:is|are|'s|was|were|right|proper|dead|pure|has|have|had|'ve|feels?|felt|been|being|keeps?|gets?|got|gone"
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
    side = side_of(sentence, start, end) if is_sided(term) else ""
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
            rf"\b{_SIDE}(?:[- ]sided)?(?: (?:lower|upper|inner|outer|side|of|the|my|his"
            rf"|her))*\s*$",
        ),
        (
            after,
            rf"^\s*(?:,\s*)?(?:(?:mostly|mainly|only|just|is|'s|it's)\s+)*(?:on|in|down) (?:the"
            rf"|my|his|her|your)? ?{_SIDE}\b",
        ),
        (after, r"^\s*,\s*(?P<side>left|right|both)\s*(?=[,.])"),
        (
            after,
            r"^\s*,?\s*(?:(?:on|in) )?(?:the |my )?(?P<side>both|left"
            r"|right)(?:[- ]hand)?[- ]sides?\b",
        ),
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
    return tuple(_said(sentence, mention) for mention in found if meant(sentence, mention))


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


def is_sided(term: Term) -> bool:
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
    if term.kind == "symptom" and is_sided(term):
        side = str(term.extra.get("side", "")) or side_of(sentence, mention.start, mention.end)
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


#: Complaints about a joint or the back that use no word for pain: "it's my knee again", "the
#: knee's been bad", "the problem's my hip".
_TROUBLED = (
    r"(?:\b{side}\s+)?(?<![\w]){site},?\s*{between}(?:bad|terrible|awful|dodgy|on fire|grumbling"
    r"|giving out|murder|a nightmare|troubling (?:me|him|her))(?!\w)",
    r"\b(?:it's|it is) (?:this|that|the|me) (?:{side}\s+)?{site} (?:of mine|again|still)\b",
    r"\b(?:it's|it is|problems?(?: is|'s)?|trouble|bother|issues?|here about|come about"
    r"|came about"
    r"|see you about|about)\s+(?:with\s+)?(?:my|his"
    r"|her)\s+(?:(?:\w+)\s+){{0,1}}?(?:{side}\s+)?{site}(?!\w| (?:pills?"
    r"|tablets?|operation|replacement|surgery|scan|X-ray))",
)


@worked_out()
def _joint() -> str:
    """The parts of the body that pain where they trouble somebody."""
    sites = [
        t for t in load(Language.EN).of_kind("site") if t.extra.get("group") == "musculoskeletal"
    ]
    words = sorted({w for t in sites for w in (t.name, *t.say)}, key=len, reverse=True)
    return r"(?P<site>" + "|".join(re.escape(w) for w in words) + r")s?(?!\w)"


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
    adjectives = (
        (r"sore|painful|achy|aching", "pain"), (r"swollen|puffy", "swelling"),
        (r"numb", "numbness"), (r"tingly", "pins and needles"),
    )
    made.append((rf"\b(?:{_PAIN}),\s+(?:in )?{_SIDE}\s+{site}", "pain"))
    for adjective, name in adjectives:
        # "A sore left ear": the place follows the word for what is wrong with it.
        made.append((rf"\b(?:{adjective})\s+(?:{_SIDE}\s+)?{site}", name))
    for base, name in ((HURTS, "pain"), *_BASE):
        made.append(
            (
                rf"(?:\b{_SIDE}\s+)?(?<![\w]){site},?\s*{_BETWEEN}(?:{base})(?!\w)",
                name,
            )
        )
    made.append(
        (
            rf"\bup (?:all|half the) night with (?:my|his|her) (?:{_SIDE}\s+)?"
            rf"(?!chest|nose|bladder|breathing|lungs?){site}",
            "pain",
        )
    )
    for troubled in _TROUBLED:
        made.append((troubled.format(side=_SIDE, between=_BETWEEN, site=_joint()), "pain"))
    made.append(
        (
            rf"\b(?:hurt|injured|sprained|threw|thrown|wrenched|jarred|knackered|rolled"
            rf"|went over on|turned|twisted|tweaked|pulled"
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
            own_side = str(site.extra.get("side", ""))
            side = own_side or match.group("side") or (told_with.group(1) if told_with else "")
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


def is_disease(text: str, said: Said) -> bool:
    """Whether the words are part of a longer name of a disease."""
    return any(
        d.start <= said.start and said.end <= d.end and d.end - d.start > said.end - said.start
        for d in terms(text, "disease")
    )
