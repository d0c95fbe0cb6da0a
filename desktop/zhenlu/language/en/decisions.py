"""What the clinician decides: diagnoses, advice, follow-up and when to come back sooner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.diagnoses import diagnoses
from zhenlu.language.en.dispositions import dispositions
from zhenlu.language.en.follow_ups import follow_ups
from zhenlu.language.en.found import Found
from zhenlu.language.en.vocabulary import lexicon_of

_RETURN_IF = re.compile(
    r"\b(?:if|should)\s+(?:you(?:r|'re| are| get| have| develop| notice| see| feel| start| ever"
    r"| can't| lose)?|he|she|the|it|his|her|my|there(?:'s| is)|any|this|that|things|symptoms"
    r"|or when)\b",
    re.IGNORECASE,
)
_GO = re.compile(
    r"\b(?:come (?:straight |right )?back|come in|go (?:straight |right )?to|call(?: us| me"
    r"| an ambulance| nine| 9\w*)?|ring|see (?:me|us|(?:a|an|your|the)(?: \w+){0,2} (?:doctor|GP"
    r"|dentist|nurse)|someone)|bring (?:him|her)"
    r"|give (?:us|me) a (?:call|ring)|emergency|A&E|A and E|ER\b|seek|let (?:me|us) know|contact"
    r"|get (?:in touch|seen|help)|dial|hospital|return(?!s)|RTC\b|999|911|urgent"
    r"|want (?:you|him|her|them) back|straight back|(?:take|get) (?:him|her|them|yourself) to"
    r"|^(?:or )?sooner\b)",
    re.IGNORECASE,
)
#: Other ways to say on what: "return if fever", "look out for fever", "back with any new pain".
_ON_WHAT = (
    re.compile(
        r"\b(?:return|RTC|come back|sooner|(?:call|ring|go to|see) [\w&]+)\b[^.;?!]{0,16}?"
        r"(?P<on>\bif\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<on>\bif\b)(?=[^.;?!]{3,60}\b(?:call|ring|go to|return|come back|seek)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:come|bring|return|back|ring|call)\b[^.;?!]{0,40}\bwith (?P<on>any|new|worse\w*)\b",
        re.IGNORECASE,
    ),
    re.compile(r"^\W*(?:and )?(?P<on>any)\b(?=[^?]*\b(?:back|ring|call|A&E)\b)", re.IGNORECASE),
)
_LOOKS_OUT_FOR = re.compile(
    r"\b(?:look(?:ing)? out for|watch(?:ing)? (?:out )?for|keep an eye out for) (?P<on>\w)",
    re.IGNORECASE,
)
#: As in "…, and ring us if you get any of those": points back to what was named.
_POINTS_BACK = re.compile(
    r",?\s*\b(?:and |so )?(?:if|when) (?:you|he|she|they) (?:gets?|sees?|notices?|haves?|has)"
    r" (?:any(?: of (?:those|these|that|them))?|those|these|them|that|it)\b",
    re.IGNORECASE,
)
_NO_MORE_SAID = re.compile(
    r"(?:it )?(?:gets? )?(?:worse\w*|worried|concerned|unwell)", re.IGNORECASE
)
_ADVISES = re.compile(
    r"\b(?:should|try|make sure|drink|get|keep|avoid|stop|cut|take|use|rest|I'd|I would|I'll"
    r"|I will|I recommend|recommend|I want|I'd like|need to|you can|don't|do not|encourage"
    r"|advise|start with|carry on|continue|must(?:n't)?|refer\w*|put|check|stay|wash|watch|weigh|"
    r"rinse|ditch|apply"
    r"|lose|losing"
    r"|exercises?|no |with|plenty|we|eat|go|follow|monitor|finish|complete|elevate|ice|wear"
    r"|measure|reduce|limit|schedule|send|start|more|use|keep|prop|raise)\b",
    re.IGNORECASE,
)
_NO_ADVICE = re.compile(
    r"\b(?:are you|do you|did you|have you|you(?:'ve| have) been|you said|that's good|well done"
    r"|glad|if (?:that|it) doesn't|you don't need|don't need|no need|not (?:necessary|needed)"
    r"|we'll talk about|might)\b",
    re.IGNORECASE,
)


def decisions(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Diagnosis, instruction and follow-up facts in order, not yet joined."""
    found: list[Found] = []
    for remark in remarks:
        if not remark.by_clinician:
            continue
        if remark.asks and not re.match(
            r"^(?:so |okay,? )*(?:let's|can you come back|could you come back|why don't"
            r"|shall (?:we|I)|should we|how about we)",
            remark.text,
            re.IGNORECASE,
        ):
            continue
        found += diagnoses(remark, relations)
        precautions = _precautions(remark)
        found += precautions
        found += follow_ups(remark, bool(precautions))
        found += dispositions(remark, _instructions(remark, bool(precautions)))
    return found


def _precautions(remark: Remark) -> list[Found]:
    """As in "If you get a fever, come straight back": what has to bring the patient back."""
    text = remark.text
    cue, go = _on_what(text), _GO.search(text)
    if (
        cue < 0
        or go is None
        or (
            mentions.terms(text, "drug")
            and not re.search(r"\b(?:emergency|call|come (?:straight|right)? ?back)\b", text)
        )
    ):
        return []
    words = _POINTS_BACK.sub("", text[cue : go.start()] if go.start() > cue else text[cue:])
    named = [s.name for s in mentions.symptoms(words) if not s.term.extra.get("generic")]
    named += [
        s.name
        for s in mentions.terms(words, "disease")
        if s.name not in named and not s.term.extra.get("generic")
    ]
    if (
        re.search(
            r"\b(?:not (?:getting )?(?:any )?better|no better|not improving"
            r"|doesn't (?:get better|improve|settle|clear)|isn't (?:any )?better"
            r"|don't (?:get better|improve|settle))\b",
            words,
            re.IGNORECASE,
        )
        and not named
    ):
        return []
    precaution = bool(
        re.search(
            r"\b(?:worse|worr|over|above|under|below|lasts?|more than|unable|can't|swell|red|hot"
            r"|unwell|blood|pain|breath|faint|weak|numb|rest|confus|drows|new|cold|blue|black"
            r"|any other|thoughts"
            r"|act on|harm"
            r"|symptoms?)",
            words,
            re.IGNORECASE,
        )
    )
    readings = [
        f"{m.group(1).lower()} {m.group(2)}"
        for m in re.finditer(
            r"\b(over|above|under|below|more than|less "
            r"than)\s+(\d+(?:\.\d+)?(?:/\d+)?(?:\s*(?:days|hours|minutes|weeks))?)",
            words,
            re.IGNORECASE,
        )
    ]
    own = _own_condition(words)
    bare = _NO_MORE_SAID.fullmatch(own)
    if not named and not bare and (len(own.split()) < 2 or not precaution):
        return []
    urgent = bool(
        re.search(
            r"\b(?:emergency|ambulance|999|911|9\s?1\s?1|A&E|ER|nine one one|hospital"
            r"|immediately|straight away|right away|straight back|right back|same day|urgent\w*"
            r"|straight)\b",
            text,
            re.IGNORECASE,
        )
    )
    where = (
        "seek emergency care"
        if re.search(
            r"\b(?:emergency|ambulance|999|911|9\s?1\s?1|A&E|nine one one|hospital|to the ER)\b",
            text,
            re.IGNORECASE,
        )
        else ("return at once" if urgent else "return sooner")
    )
    return [
        Found(
            remark.fact(
                FactKind.INSTRUCTION,
                "return precautions",
                cue,
                len(text.rstrip()),
                attributes={
                    "condition": own or ", ".join(dict.fromkeys([*named, *readings])),
                    "action": where,
                    "symptoms": ", ".join(dict.fromkeys(named)),
                },
            )
        )
    ]


def _on_what(text: str) -> int:
    """Where the condition begins on which the patient comes back, -1 where none is named."""
    looks_out = _LOOKS_OUT_FOR.search(text)
    if looks_out and _POINTS_BACK.search(text):
        return looks_out.start("on")
    if match := _RETURN_IF.search(text):
        return match.start()
    found = next((m for cue in _ON_WHAT if (m := cue.search(text))), None)
    return found.start("on") if found else -1


def _own_condition(words: str) -> str:
    """The condition in the clinician's words, in the third person."""
    text = re.sub(
        r"^(?:(?:if|should|really|then|so|and|also)\s+)+", "", words.strip(), flags=re.IGNORECASE
    )
    text = re.sub(
        r"\b(?:if\s+)+(?:you\s+(?:if\s+)?)?",
        lambda m: "you " if "you" in m.group().lower() else "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"[,;\s]*(?:or\s+)?(?:please|and|so|I|then|just|you should|you need to|you must"
        r"|I want you to|I'd like you to|do|make sure you|otherwise|always|feel free to|you can"
        r"|to)?[\s,]*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\byou ever\b", "you", text, flags=re.IGNORECASE)
    for pattern, new in (
        (r"\byou(?:'re| are)\b(?: feeling)?", ""),
        (
            r"\byou (?:get|have|develop|notice|see|feel|start|experience)\b(?: any| a| an| some)?",
            "",
        ),
        (r"^there(?:'s| is| are)(?: any| a| an)?\s*", ""),
        (r"\bthere(?:'s| is| are)(?: any| a| an)?\s*", ""),
        (r"\b(?:he|she) (?:gets|has|develops)\b(?: a| an| any)?", ""),
        (r"\b(?:he|she)(?:'s| is)\b", ""),
        (r"\byou can't\b", "unable to"),
        (r"\byour\b", "the"),
        (r"\byou\b", ""),
    ):
        text = re.sub(pattern, new, text, flags=re.IGNORECASE)
    text = re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", text)).strip(" ,.")
    text = re.sub(r"\b(or|and) (?:a|an|any) ", r"\1 ", text)
    return text if 3 <= len(text) <= 140 else ""


def _instructions(remark: Remark, precautions: bool) -> list[Found]:
    text = remark.text
    if remark.dictated and remark.part not in ("plan", ""):
        return []
    cue = _RETURN_IF.search(text) if precautions and not re.search(r"\.\s", text) else None
    until = cue.start() if cue else len(text)
    found = []
    for mention in lexicon_of("instruction").find(text):
        if mention.start >= until:
            break  # What follows is what to do if it gets worse.
        before = re.split(r"[.;!?]\s", text[: mention.start])[-1]
        whole = before + mention.said
        if _NO_ADVICE.search(before) or (not _ADVISES.search(whole) and not remark.dictated):
            continue
        if re.search(
            r"\b(?:you|he|she)(?:'re| are|'s| is)?\s+(?:already|been|do|did)\b[^,]*$", before
        ):
            continue
        referral = mention.term.name.endswith("referral")
        if referral and re.match(r"\W*(?:and |but |so )?if\b", before, re.IGNORECASE):
            continue
        if referral and not re.search(
            r"\b(?:refer\w*|send\w*|see|arrange|book|start|get you|physio|appointment|go to"
            r"|recommend"
            r"|with)\b",
            before + mention.said,
            re.IGNORECASE,
        ):
            continue
        anew = [m.end() for m in re.finditer(r",\s*(?:and|then)\s+", text[: mention.start])]
        own = anew[-1] if anew and anew[-1] == mention.start else 0
        negated = scope.denied(text[own:], mention.start - own, mention.end - own) and not re.match(
            r"(?:no|don't|avoid|must|should|not|stop|(?:told|"
            r"advised) not)\b", mention.said, re.IGNORECASE
        )
        if negated:
            continue
        if (
            mention.term.name in ("rest",)
            and mention.said.lower() == "rest"
            and re.search(r"\b(?:at|the|on)\s*$", before)
        ):
            continue
        attributes = {
            "urgency": "urgent" if referral and re.search(r"\burgent", text, re.IGNORECASE) else ""
        }
        if amount := _amount(text, mention.start, mention.term.name):
            attributes["text"] = amount
        found.append(
            Found(
                remark.fact(
                    FactKind.INSTRUCTION,
                    mention.term.name,
                    mention.start,
                    mention.end,
                    attributes=attributes,
                )
            )
        )
    return found + _cut_down(remark, {f.fact.name for f in found})


#: "Cut down on the coffee and the wine": what is cut down names the advice.
_LESS = re.compile(
    r"\b(?:cut(?:ting)? (?:down|back)(?: on)?|ease off|easy on|less|lay off|reduce|reducing|limit"
    r"|watch)\s+(?:on )?(?:the |your |his |her )?(?P<what>[^.;?!]{3,60})",
    re.IGNORECASE,
)
_LESS_OF = (
    (r"coffees?|caffeine|tea|energy drinks?|cola", "reduce caffeine"),
    (r"wine|alcohol|beers?|drinking|booze|spirits", "reduce alcohol"),
    (r"salt|salty", "reduce salt intake"),
    (r"sugar|sugary|sweets|candy|soda", "low-sugar diet"),
    (r"fat|fatty|fried", "low-fat diet"),
    (r"spicy", "avoid spicy food"),
)


def _cut_down(remark: Remark, named: set[str]) -> list[Found]:
    """Advice to take less of something, whatever the words for it."""
    match = _LESS.search(remark.text)
    if match is None or _NO_ADVICE.search(remark.text[: match.start()]):
        return []
    found = []
    for pattern, name in _LESS_OF:
        what = re.search(rf"\b(?:{pattern})\b", match.group("what"), re.IGNORECASE)
        if what and name not in named:
            start = match.start("what") + what.start()
            end = match.start("what") + what.end()
            found.append(Found(remark.fact(FactKind.INSTRUCTION, name, start, end)))
    return found


def _amount(text: str, start: int, name: str) -> str:
    """How much of it: "30 minutes a day", "until 48 hours after it stops"."""
    if name == "exercise regularly" and (
        match := re.search(
            r"\b\d+ minutes (?:a|every|each|per) (?:day|time)\b|\b\d+ times a week\b", text[start:]
        )
    ):
        return match.group()
    if name in ("stay off work", "stay off school") and (
        match := re.search(r"\b(?:until|for)\s+[a-z0-9 ]+?(?=[.,;]|$)", text[start:])
    ):
        return match.group()
    return ""
