"""Smoking, drinking, movement, food, sleep, work and home."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.quantities import quantities
from zhenlu.language.en.replies import reply

_SMOKING = re.compile(
    r"\b(?:smok\w*|cigarettes?|tobacco|cigars?|roll-ups|non[- ]?smoker)\b", re.IGNORECASE
)
#: What is smoked and is no tobacco.
_SMOKES_OTHER = re.compile(
    r"\bsmok\w* (?:a bit of |some )?(?:weed|cannabis|pot|marijuana|grass|hash|dope)\b",
    re.IGNORECASE,
)
_VAPING = re.compile(r"\b(?:vap(?:es?|ing|ed)|e-?cigarettes?)\b", re.IGNORECASE)
_ALCOHOL = re.compile(
    r"\b(?:alcohol|beers?|wine|bottles? of wine|pints?|lager|spirits|whisky|vodka|units a week"
    r"|\d+ drinks"
    r"|I drink(?! (?:water|plenty|lots|tea|coffee|enough|milk|a lot of (?:water|tea|coffee)))"
    r"|drinks? (?:a"
    r"|per) (?:day|week|night)|drinker|teetotal|booze|drink (?:socially|occasionally|much|on))\b",
    re.IGNORECASE,
)
_DRUGS = re.compile(
    r"\b(?:alcohol,? (?:or |and )?drugs|no drugs|(?:do|does|doing|don't do|doesn't do|take|"
    r"use) drugs|recreational drugs|marijuana|weed|cannabis"
    r"|cocaine|street drugs|illicit drugs"
    r"|illegal drugs)\b|^\W*(?:and |any |what about )*drugs\W*$|\bany drugs\b(?=[,.? ]*(?:or |"
    r"and )?alcohol)",
    re.IGNORECASE,
)
_EXERCISE = re.compile(
    r"\b(?:exercis\w+|gym|work(?:ing)? out|jog(?:ging)?|swim(?:ming)?|cycling|I cycle|cycle to"
    r"|walk the dog"
    r"|go (?:for )?(?:a )?(?:run|walk)(?:ning|s)?|walk \d+|walk (?:for )?\d+|yoga|sports?"
    r"|play (?:football|tennis|golf|soccer))\b",
    re.IGNORECASE,
)
_DIET = re.compile(
    r"\b(?:diet|salt(?:y)?|sugary|junk food|fast food|takeaways?|vegetables|low-carb|sweets"
    r"|eating (?:well|healthily|better))\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:I work (?:as|in|at|for|from)|I'm an? (?!bit|little|smoker|non|diabetic|asthmatic"
    r"|heavy|social|lot|light|big)|he works|she works|works as|I'm retired|I am retired|retired"
    r"|unemployed|my job (?:is|as))\b(?P<rest>[^.,;!?]{0,40})",
    re.IGNORECASE,
)
_OCCUPATION = re.compile(
    r"\b(?:accountant|teacher|nurse|driver|engineer|builder|plumber|cleaner|student|farmer|cook"
    r"|chef|waiter|waitress|secretary|office|warehouse|mechanic|lawyer|carpenter|electrician"
    r"|retired|unemployed|manager|salesman|shop|factory|construction|hairdresser|programmer"
    r"|receptionist|police\w*|firefighter|gardener|baker)\b",
    re.IGNORECASE,
)
#: What answers "What do you do?": "I'm a roofer, so".
_NAMED_JOB = re.compile(
    r"(?<=\bI'm a )\w+(?:er|or|ist|ian|man|woman)\b|(?<=\bI'm an )\w+(?:er|or|ist|ian)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:live(?:s)? (?:alone|on my own|by myself|with (?!me\b|him\b|us\b)(?:my |his |her |a "
    r"|two |\d )?[a-z]+(?: and (?:my )?[a-z]+)?))\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:don't do drugs|doesn't do drugs|never (?:smoked|have|had|did|drink|touch\w*)|"
    r"don't (?:smoke|drink|vape"
    r"|really (?:exercise|drink))|doesn't (?:smoke|drink)|do not (?:smoke|drink)|non[- ]?smoker"
    r"|teetotal|no (?:alcohol|drugs|smoking|vaping|drinking)|not a (?:smoker|drinker)|never"
    r"|(?:don't|doesn't|do not|won't) touch)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:used to|quit|gave up|stopped|ex-?smoker|former|not any ?more|no longer)\b", re.IGNORECASE
)
_LITTLE = re.compile(
    r"\b(?:occasional(?:ly)?|social(?:ly)?|now and then|rarely|sometimes|weekends?|on (?:fridays"
    r"|saturdays|special)|couple of (?:beers|drinks|glasses|pints)|not much|glass of wine)\b",
    re.IGNORECASE,
)


def habits(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Lifestyle facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    topic = ""
    topic_at = 0
    for remark in remarks:
        if remark.asks:
            topic = _topic(remark.text) or ("" if remark.by_clinician else topic)
            topic_at = remark.segment.id
            continue
        if remark.by_clinician and not remark.dictated:
            continue
        if remark.dictated and remark.part in ("plan", "assessment", "examination"):
            continue
        clauses = _by_habit(remark)
        if len(clauses) > 1:
            for clause in clauses:
                for name in _topics(clause.text)[:1]:
                    if owner(remark, len(remark.text), relations).subject is Subject.PATIENT:
                        found += _habit(clause, name, True)
            found += _circumstances(remark, relations)
            continue
        wanted = [t for q in remark.questions for t in _topics(q.text)]
        asked = wanted[0] if len(set(wanted)) == 1 or (wanted and remark.reply) else ""
        name = (
            _topic(remark.text)
            or asked
            or (
                topic
                if re.search(r"\b(?:quit|gave up|stopped|a day|a week|pack)\b", remark.text)
                and topic == "smoking"
                else ""
            )
            or (
                "alcohol"
                if topic == "alcohol" and remark.segment.id - topic_at <= 2 and _drinks(remark.text)
                else ""
            )
        )
        if asked and not remark.questions:
            name = ""
        both = (
            {t for q in remark.questions for t in _topics(q.text)}
            if remark.reply == "no" and not _topic(remark.text)
            else set()
        )
        for other in sorted(both - {name}):
            found += _habit(remark, other, True)
        if name and _said_already(remark, name, found):
            name = ""
        if name and owner(remark, len(remark.text), relations).subject is Subject.PATIENT:
            found += _habit(remark, name, bool(asked) or name in wanted)
        found += _circumstances(remark, relations)
    return found


def _said_already(remark: Remark, name: str, found: Sequence[Found]) -> bool:
    """As in "Never have. I sing, I wouldn't dare": the sentence before has answered."""
    more = _topic(remark.text) or remark.reply or quantities(remark.text)
    return not (more or _FORMER.search(remark.text)) and any(
        f.fact.name == name and f.fact.segment == remark.segment.id for f in found
    )


_USED_TO_BE = re.compile(r"[,;]?\s*\b(?:it |but |and )*used to be\b", re.IGNORECASE)


def _drinks(text: str) -> bool:
    """As in "Three pints, Brian. Every night", put right once the talk is of drinking."""
    return any(q.unit in _DRINKS for q in quantities(text))


_DRINKS = frozenset({"glass", "pint", "drink", "beer", "bottle"})


def _by_habit(remark: Remark) -> list[Remark]:
    """The clauses of a sentence that speaks of several habits, each with its place."""
    if len(_topics(remark.text)) < 2:
        return []
    clauses = []
    position = 0
    for cut in [*re.finditer(r",\s*(?:and |but )?|\s+(?:and|but)\s+", remark.text), None]:
        end = cut.start() if cut else len(remark.text)
        piece = remark.text[position:end]
        if _topics(piece):
            clauses.append(
                replace(remark, text=piece, offset=remark.offset + position, reply=reply(piece))
            )
        position = cut.end() if cut else end
    return clauses


def _topic(text: str) -> str:
    return next(iter(_topics(text)), "")


def _topics(text: str) -> list[str]:
    """Habits that a text speaks of."""
    named = []
    for name, pattern in (
        ("smoking", _SMOKING),
        ("vaping", _VAPING),
        ("alcohol", _ALCOHOL),
        ("recreational drugs", _DRUGS),
        ("exercise", _EXERCISE),
        ("diet", _DIET),
    ):
        words = _SMOKES_OTHER.sub("", text) if name == "smoking" else text
        if pattern.search(words) or (
            name == "alcohol"
            and re.search(
                r"\b(?:do you|does he|does she|you) drink\b(?! (?:enough|plenty|water|lots))"
                r"|\b(?:are you|is (?:he|she)|you've been) drinking (?:more|much|a lot|heavily"
                r"|less|at all|anything|any|these days|or)\b"
                r"(?! (?:water|fluids?|than usual in fluids))"
                r"|^\W*(?:(?:and|or|any|what about|how about|smoke|smoking"
                r"|do you smoke)[,]? (?:or |and )?)*"
                r"drink(?:ing)?\b\W*(?:at all|much)?\W*$"
                r"|(?:^\W*|\b(?:I|he|she|we) )(?:don't|doesn't|do not|never|hardly|barely|rarely)"
                r" drink\b"
                r"(?! (?:enough|much water|water|tea|coffee|milk|plenty))",
                text,
                re.IGNORECASE,
            )
        ):
            named.append(name)
    return named


def _habit(remark: Remark, name: str, asked: bool) -> list[Found]:  # noqa: PLR0911, PLR0912
    text = remark.text
    if (earlier := _USED_TO_BE.search(text)) and re.search(
        r"\d|\ba (?:pack|few|bottle|glass|pint)\b", text[: earlier.start()]
    ):
        # "A pack a day, used to be two": today's amount counts.
        text = text[: earlier.start()]
    if (
        not asked
        and name in ("exercise", "diet")
        and re.search(r"\b(?:when|pain|hurts?|worse|after|breath)\b", text, re.IGNORECASE)
    ):
        return []
    if name == "diet" and (not _DIET.search(text) or len(text.split()) < 4):
        return []
    if not asked and name == "diet" and not re.search(r"\b(?:I|my|he|she)\b", text):
        return []
    if (
        not asked
        and name in ("smoking", "alcohol")
        and not re.search(
            r"\b(?:I|I've|I'm|he|she|smoker|non[- ]?smoker|denies|patient|drinker|smokes|drinks)\b",
            text,
            re.IGNORECASE,
        )
    ):
        return []
    if (
        name == "alcohol"
        and not asked
        and re.search(r"\b(?:red wine|after|when|worse|trigger|sets)\b", text)
    ):
        return []
    attributes: dict[str, str] = {}
    value = unit = ""
    polarity = Polarity.PRESENT
    if ((remark.reply == "no" and asked) or _NEVER.search(text)) and not _FORMER.search(text):
        polarity = Polarity.ABSENT
        if name == "smoking":
            attributes |= {"status": "never", "text": "does not smoke"}
        elif name == "exercise":
            attributes["text"] = "does not exercise regularly"
    elif _FORMER.search(text) and name in ("smoking", "alcohol", "recreational drugs"):
        attributes["status"] = "former"
    if polarity is Polarity.PRESENT:
        if name == "smoking" and "smok" not in text.lower() and re.search(r"\bvap", text):
            attributes["text"] = "vapes"
        value, unit, more = _amount(name, text)
        attributes |= more
        if not value and _LITTLE.search(text):
            attributes.setdefault("amount", "occasionally")
        if (
            not asked
            and not value
            and not attributes
            and not remark.reply
            and name in ("exercise", "diet")
        ):
            return []
        if name in ("diet", "exercise"):
            attributes["text"] = _own_words(text)
    fact = remark.fact(
        FactKind.LIFESTYLE,
        name,
        polarity=polarity,
        value=value,
        unit=unit,
        attributes=attributes,
        also=remark.also if asked else (),
    )
    return [Found(fact, remark.corrects)]


#: "10 units/week" counts alcohol in whatever sentence it stands.
_UNITS = re.compile(r"\s*(?:units?|u)\s*(?:/|per|a|each)\s*(?:wk|week|day)\b", re.IGNORECASE)


def _amount(name: str, text: str) -> tuple[str, str, dict[str, str]]:
    value = unit = ""
    more: dict[str, str] = {}
    for quantity in quantities(text):
        if quantity.unit == "year":
            if re.match(r"\s*ago", text[quantity.end :]):
                more["quit"] = f"{quantity.value} year{'' if quantity.value == '1' else 's'} ago"
            elif re.search(r"\bfor[,\s]+(?:\w+[,\s]+){0,3}$", text[: quantity.start]):
                more["duration"] = f"{quantity.value} years"
        elif (
            name == "smoking"
            and not _UNITS.match(text[quantity.end :])
            and quantity.unit in ("cigarette", "times_per_day", "")
            and float(quantity.value.split("-")[0]) <= 100
            and not value
            and quantity.value != "0"
        ):
            if quantity.unit == "times_per_day" and not re.match(r"\d", text[quantity.start :]):
                continue
            value, unit = quantity.value, "cigarettes a day"
        elif name == "smoking" and quantity.unit == "pack" and not value:
            value, unit = quantity.value, "packs a day"
        elif (
            name == "alcohol"
            and (quantity.unit == "unit" or quantity.unit in _DRINKS)
            and not value
        ):
            per = re.search(
                r"\b(?:a|per|each|every) (day|night|week|month)\b",
                text[quantity.end : quantity.end + 20],
            )
            value, unit = (
                quantity.value,
                f"{quantity.unit}s/{per.group(1).replace('night', 'day')}"
                if per
                else f"{quantity.unit}s",
            )
        elif name == "exercise" and quantity.unit in ("minute", "hour") and not value:
            value, unit = quantity.value, f"{quantity.unit}s"
        elif name == "exercise" and quantity.unit.startswith("times_per_"):
            count = {"1": "once", "2": "twice"}.get(quantity.value, f"{quantity.value} times")
            more["frequency"] = f"{count} a {quantity.unit.removeprefix('times_per_')}"
    if (
        name == "smoking"
        and not value
        and re.search(r"\ba pack (?:a|per) day\b|\bpack[- ]a[- ]day\b", text, re.IGNORECASE)
    ):
        value, unit = "1", "packs a day"
    return value, unit, more


def _own_words(text: str) -> str:
    """What was said of food or movement, turned to the third person."""
    words = re.sub(
        r"^(?:(?:yes|yeah|well|oh|no|so|okay|mostly|trying to|and)[,.]?\s+)+",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    words = re.sub(
        r",?\s*(?:to be honest|honestly|really|though|I guess|I suppose|you know)\b,?",
        "",
        words,
        flags=re.IGNORECASE,
    )
    for pattern, third in (
        (r"\bI've\b", "has"),
        (r"\bI'm\b", "is"),
        (r"\bI am\b", "is"),
        (r"\bI have\b", "has"),
        (r"\bI do\b(?! not|n't)", "does"),
        (r"\bI don't\b", "does not"),
        (r"\bI (?!can|could|will|would|must|had|was|did)([a-z]+)\b", r"\1s"),
        (r"\bI\b", ""),
        (r"\bmy\b", "the"),
    ):
        words = re.sub(pattern, third, words)
    return words.strip().rstrip(".!,").replace("trys", "tries").replace("gos", "goes")


def _circumstances(remark: Remark, relations: frozenset[str]) -> list[Found]:
    text = remark.text
    found = []
    asked_work = any(
        re.search(r"\b(?:work|job|do for a living|occupation)\b", q.text, re.IGNORECASE)
        for q in remark.questions
    )
    job = _OCCUPATION.search(text) or (_NAMED_JOB.search(text) if asked_work else None)
    if (
        job
        and (_WORK.search(text) or asked_work)
        and owner(remark, job.start(), relations).subject is Subject.PATIENT
    ):
        found.append(
            Found(
                remark.fact(
                    FactKind.LIFESTYLE,
                    "occupation",
                    job.start(),
                    job.end(),
                    attributes={"text": job.group().lower()},
                )
            )
        )
    home = _HOME.search(text)
    if home and re.search(r"\bI\b|\bhe\b|\bshe\b|^live", text, re.IGNORECASE):
        words = (
            re.sub(r"\bmy\b ?", "", home.group())
            .lower()
            .replace("live ", "lives ")
            .replace("on own", "alone")
            .replace("by myself", "alone")
        )
        found.append(
            Found(
                remark.fact(
                    FactKind.LIFESTYLE,
                    "living situation",
                    home.start(),
                    home.end(),
                    attributes={"text": words.replace("livess", "lives")},
                )
            )
        )
    return found
