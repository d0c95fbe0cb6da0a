"""Medicines of a visit: taken, ordered, stopped, refused, with dose and course."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.complaints import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.en.vocabulary import lexicon_of

_DOSE_UNITS = {
    "mg", "g", "mcg", "mL", "tablet", "capsule", "puff", "drop", "spray", "sachet", "teaspoon", "tablespoon", "unit",
}  # fmt: skip
_ALLERGY = re.compile(
    r"\b(?:allerg\w+|anaphyla\w+|intoleran\w+|react(?:ed|ion) to)\b", re.IGNORECASE
)
_STOP = re.compile(
    r"\b(?:stop(?:ping|ped)?|come off|came off|coming off|hold(?: off)?(?! of)|discontinue[d]?"
    r"|quit taking|pause|leave off|cut out|ran out of|weaned? (?:\w+ )?off|no longer (?:take"
    r"|taking|on)|not taking|gave up)\b",
    re.IGNORECASE,
)
_STOPPED_AFTER = re.compile(
    r"\bso I (?:stopped|quit|came off)|\b(?:I|he|she|we|they|'ve|have) (?:'ve |have )?(?:stopped"
    r"|quit|came off|gave up|discontinued)\b(?: (?:it|them|taking|that))?(?! (?:smoking"
    r"|drinking))",
    re.IGNORECASE,
)
_CONTINUE = re.compile(
    r"\b(?:continue|carry on|keep (?:going|taking|on|using|up)|stay on|stick with|remain on"
    r"|same dose)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:I'll|I will|I'm going to|I am going to|I'm gonna|gonna|we'll|we will|let's"
    r"|we're going to|I'd like (?:you )?to|I would like (?:you )?to|I want (?:you )?to"
    r"|you can (?:take|use|try|have|add|repeat|also)|take|use|start|try|add|prescrib\w+"
    r"|put you on|give (?:you|him|her)|switch"
    r"|increase|double|go up|go back|apply|inhale|swallow|have (?:him|her) take|send (?:in|over)"
    r"|rather than|instead|we start with|we can use|I'd (?:suggest|recommend|advise)|I recommend"
    r"|I suggest|I advise|you'll (?:take|need|have)|you need|covering you with"
    r"|start(?:ing)? (?:you|him|her))\b",
    re.IGNORECASE,
)
_NOT_ORDERED = re.compile(
    r"\b(?:don't need|doesn't need|not (?:going to )?(?:need|give|giving|prescrib\w+|start"
    r"|starting|necessary|using|use|take|recommend)|no need for|without|wouldn't|won't|avoid"
    r"|I'd avoid|not \w+ then|don't (?:think|want|take|use|start|give|recommend)|shouldn't"
    r"|steer clear|stay away from|rather not|not keen|can't (?:give|have|take|use)|was going to"
    r"|would normally|instead of|rather than|do(?:es)? not need|never|against|no point|hold off"
    r"|not suitable|isn't (?:suitable|right|needed))\b",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:I'd rather not|rather not|I don't (?:really )?want|don't want|not keen on|no thanks"
    r"|no thank you|I won't (?:take|have)|don't like (?:taking|the idea)|not interested"
    r"|doesn't do well with|doesn't (?:tolerate|agree)|prefer not|refuse|refuses|declines?"
    r"|I'm not taking|stick with something else|can we (?:avoid|skip))\b",
    re.IGNORECASE,
)
_MIGHT = re.compile(
    r"\b(?:I can (?:also )?(?:prescribe|give|offer)|we can (?:also )?(?:add in|prescribe"
    r"|consider|offer|give)|could (?:also )?(?:give|offer|try|use|consider|prescribe|do|add)"
    r"|might (?:suggest|try|consider|need|add|give|use)|may (?:need|consider|try)"
    r"|we'll talk about|later (?:on )?if|if (?:things|it|that|this|the \w+) (?:don't|doesn't"
    r"|isn't|fails?)|would you like|options? (?:is|are|include)|think about (?:starting|adding)"
    r"|discuss|down the (?:line|road)|consider)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:I'm on|I am on|I take|I'm taking|I've been (?:taking|on|using)|I use|I've (?:taken"
    r"|tried|used|had)|I took|I tried|I rub|I had|he takes|she takes|he's on|she's on|takes"
    r"|taking|took|tried|on (?:an? |some |the )?|been giving|gave (?:him|her)|given|using"
    r"|was put on|put me on|they gave me|prescribed|was on|is on|just|some)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:always gets|is on|takes|'s on|was given|got|gave (?:her|him)|swears by|had)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:could I|can I|should I|do I need|might I|may I|what about|would it|is it okay"
    r"|I was wondering)\b",
    re.IGNORECASE,
)
_REMARK_OF_OTHERS = re.compile(
    r"\b(?:somebody|someone|people|the telly|tv|the internet|online|google\w*)\b", re.IGNORECASE
)
_EFFECT = (
    (
        re.compile(
            r"\b(?:didn't|doesn't|don't|not|hasn't|haven't)\s+(?:\w+\s+)?(?:help|work|do (?:much"
            r"|anything)|make)\w*|\bno (?:help|good|use|effect|relief|better)\b"
            r"|\bnothing helps\b",
            re.IGNORECASE,
        ),
        "no relief",
    ),
    (
        re.compile(
            r"\b(?:takes the edge off|helps? a (?:bit|little)|helped a (?:bit|little)"
            r"|some relief|a bit of relief|for a bit|for a (?:while|few hours))\b",
            re.IGNORECASE,
        ),
        "partial relief",
    ),
    (
        re.compile(
            r"\b(?:helps?|helped|works?|worked(?: fine| well)?|does the trick|brings? (?:it"
            r"|the fever) down)\b",
            re.IGNORECASE,
        ),
        "helpful",
    ),
)
_ADHERENCE = (
    (
        re.compile(
            r"\b(?:missed (?:it|a few|one|some|a couple|\w+ doses?)|forget|forgot|forgetting"
            r"|not (?:every day|regularly|always)|now and then|mostly|when I remember|skip\w*"
            r"|on and off)\b",
            re.IGNORECASE,
        ),
        "misses doses",
    ),
    (
        re.compile(
            r"\b(?:never miss|every (?:single )?day|every morning|every night|regularly"
            r"|religiously|without fail|as prescribed)\b",
            re.IGNORECASE,
        ),
        "regular",
    ),
)
_ROUTES = (
    (r"under (?:the|your|my) tongue|sublingual", "under the tongue"),
    (r"by mouth|orally|\bpo\b|swallow", "by mouth"),
    (r"\binhal(?:e|er|ed)\b|puffs?", "inhaled"),
    (r"\bcream|ointment|gel|lotion|rub|apply|topical|on the skin\b", "topical"),
    (r"\bnasal|nose spray|each nostril|up (?:the|your) nose", "nasal"),
    (r"\beye drops?|in (?:the|each|your) eyes?", "eye"),
    (r"\bear drops?|in (?:the|each|your) ears?\b", "ear"),
    (r"\binject(?:ion|ed)?|subcutaneous|under the skin|intramuscular", "injection"),
    (r"\bintraven\w+|\bIV\b", "intravenous"),
    (r"\bsuppositor\w+|rectal", "rectal"),
)
_TIMINGS = (
    (r"(?:at|every|each) night|nightly|(?:before|at) bed(?:time)?", "at night"),
    (r"(?:in the|every|each) mornings?|first thing", "in the morning"),
    (r"in the evenings?|every evening", "in the evening"),
    (r"with (?:food|meals|a meal)|after (?:food|meals|eating)", "with food"),
    (r"before (?:food|meals|eating|breakfast)|empty stomach", "before food"),
    (r"after each loose stool", "after each loose stool"),
    (
        r"(?:as|when|if) (?:needed|required|you need it|necessary)|if you need|when (?:you get"
        r"|the pain)|prn|as and when|when you need",
        "as needed",
    ),
    (r"(?:at|with) (?:the )?(?:onset|start of)", "at onset"),
)
_FORMS = re.compile(
    r"\b(?:tablets?|capsules?|syrup|suspension|gel|cream|ointment|lotion|inhaler|drops|spray"
    r"|patch|sachets?|injections?|lozenges|suppository)\b",
    re.IGNORECASE,
)
_GENERAL_DENIAL = re.compile(
    r"\b(?:not (?:on|taking) (?:any|anything)|no (?:regular )?(?:medications?|medicines?|tablets"
    r"|meds)|don't take (?:any|anything)|isn't on any|takes nothing|nothing regular"
    r"|no regular)\b",
    re.IGNORECASE,
)
_ASKS_MEDICINES = re.compile(
    r"\b(?:(?:take|taking|on|use|using) (?:any|anything|other|regular|prescribed)?\s*(?:other "
    r"|regular |prescription |prescribed |daily |current )*(?:medications?|medicines?|meds"
    r"|tablets|pills|drugs|anything regular(?:ly)?)|regular (?:medications?|medicines?|meds"
    r"|tablets)|any (?:medications?|medicines|meds|tablets)(?! allerg)|on anything(?: else)?)\b",
    re.IGNORECASE,
)


def treatments(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Medication facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    last: tuple[Said, str, int] | None = None
    for remark in remarks:
        named = _named(remark)
        asked = _asked_medicine(remark, {s.name for s in named})
        if asked is not None:
            found.append(asked[1])
            last = (asked[0], "taken", remark.segment.id)
            continue
        if not named:
            found += _unnamed(remark, last)
            found += _denied_all(remark)
            if last is not None and not remark.asks and remark.by_clinician:
                found += _more_of_order(remark, last, found)
            found += _by_form(remark, found)
            continue
        for number, said in enumerate(named):
            end = named[number + 1].start if number + 1 < len(named) else len(remark.text)
            status = _status(remark, said, named)
            if status is None:
                continue
            whose = owner(remark, said.start, relations)
            if whose.subject is not Subject.PATIENT and status is FactStatus.TAKEN:
                continue
            if remark.text[said.end :].startswith("'s ") and status is FactStatus.TAKEN:
                pass
            attributes, value, unit = _regimen(remark, said, end, number == 0)
            if status is FactStatus.REFUSED:
                attributes, value, unit = {}, "", ""
            if status in (FactStatus.TAKEN, FactStatus.STOPPED) and not remark.by_clinician:
                attributes |= _experience(remark.text, said)
            if status is FactStatus.ORDERED and _CONTINUE.search(remark.text[: said.start]):
                attributes["action"] = "continue"
            elif status is FactStatus.ORDERED and re.search(
                r"\bincrease|go up|double|put (?:it|that) up\b",
                remark.text[: said.start],
                re.IGNORECASE,
            ):
                attributes["action"] = "increase"
            attributes |= _said_as(said)
            fact = remark.fact(
                FactKind.MEDICATION,
                said.name,
                said.start,
                said.end,
                value=value,
                unit=unit,
                attributes=attributes,
                status=status,
                also=remark.also if remark.reply else (),
            )
            found.append(Found(fact, remark.corrects))
            if status in (FactStatus.ORDERED, FactStatus.TAKEN, FactStatus.STOPPED):
                last = (said, status.value, remark.segment.id)
        found += _denied_all(remark) if not named else []
    return found


def _named(remark: Remark) -> list[Said]:
    """Medicines of a remark that are spoken of as medicines."""
    text = remark.text
    if remark.asks and (remark.by_clinician or not _DECLINES.search(text)):
        return []
    named = []
    tests = mentions.terms(text, "test")
    for said in mentions.terms(text, "drug", "drug_class"):
        if any(
            t.start <= said.start < t.end and t.end - t.start > said.end - said.start for t in tests
        ):
            continue
        before, after = text[: said.start], text[said.end :]
        if re.match(
            r"[- ]?(?:allerg|level|intake|intoleran|spray bottle|channel)", after, re.IGNORECASE
        ) or re.search(r"\b(?:low|vitamin [ABCE]|blood|serum|type)\s+$", before):
            continue
        if (
            said.kind == "drug"
            and said.name in ("calcium", "iron", "insulin", "honey")
            and re.match(r"\s+(?:level|channel|resist|\d)", after)
        ):
            continue
        if said.words.lower() in ("inhaler", "cream", "the pill") and any(
            o.name != said.name and abs(o.start - said.end) < 4
            for o in mentions.terms(text, "drug")
        ):
            continue
        named.append(said)
    return named


def _status(remark: Remark, said: Said, named: list[Said]) -> FactStatus | None:
    """Where the medicine stands after this remark; None where it says nothing of it."""
    text = remark.text
    before = text[: said.start]
    clause = _clause_before(before)
    if _speaks_of_allergy(text, said) or any(_ALLERGY.search(q.text) for q in remark.questions):
        return None
    if remark.dictated:
        return _dictated_status(remark, before)
    if remark.by_clinician:
        return _ordered_status(remark, said, clause, before)
    return _taken_status(remark, said, clause)


def _speaks_of_allergy(text: str, said: Said) -> bool:
    for cue in _ALLERGY.finditer(text):
        if cue.end() <= said.start:
            gap = text[cue.end() : said.start]
            if len(gap) < 30 and not re.search(r"[.;]|\b(?:so|take|start|give|use|is|was)\b", gap):
                return True
        elif re.fullmatch(r"[\s-]*(?:and \w+)?\s*", text[said.end : cue.start()]):
            return True
    return False


def _clause_before(before: str) -> str:
    """What the speaker says about the medicine right before naming it."""
    parts = re.split(
        r"[.;!?]\s|,?\s*\b(?:but|however|otherwise)\b|,\s*(?:and|so) (?=I|we|you|let|just|start"
        r"|stop|then|take)|\band (?=start|stop|then start|also start|I'll|we'll)",
        before,
    )
    return parts[-1]


def _dictated_status(remark: Remark, before: str) -> FactStatus | None:
    if _STOP.search(before):
        return FactStatus.STOPPED
    if scope.denied(remark.text, len(before), len(before)) or _NOT_ORDERED.search(before):
        return None if remark.part == "history" else FactStatus.REFUSED
    if remark.part == "plan" or re.search(
        r"\b(?:prescribe|start|give|will take)\b", before, re.IGNORECASE
    ):
        return FactStatus.ORDERED
    return FactStatus.TAKEN if remark.part in ("history", "") else None


def _ordered_status(remark: Remark, said: Said, clause: str, before: str) -> FactStatus | None:
    text = remark.text
    if re.search(
        r"\b(?:because of|due to|caused by|from|reaction to|side effects? (?:of|from)|with"
        r"|response to|on) (?:the |your |my )?$",
        clause,
        re.IGNORECASE,
    ) and not re.search(
        r"\b(?:put|start|treat|continue|stay|carry|cover|keep going|stick)\w*\b",
        clause,
        re.IGNORECASE,
    ):
        return None
    if _STOP.search(clause) and not re.search(r"\bdon't (?:just )?stop\b", clause, re.IGNORECASE):
        return FactStatus.STOPPED
    if _CONTINUE.search(clause):
        return FactStatus.ORDERED
    if (
        _NOT_ORDERED.search(clause)
        or re.search(r"\b(?:no|not)\s+(?:\w+\s+)?$", clause, re.IGNORECASE)
        or scope.denied(text, said.start, said.end)
    ):
        return FactStatus.REFUSED
    if re.match(
        r"[^.,;]{0,40}\b(?:isn't|is not|won't|wouldn't|don't think it's|not) (?:needed|necessary"
        r"|help|a good idea|suitable|recommended|be)\b",
        text[said.end :],
        re.IGNORECASE,
    ):
        return FactStatus.REFUSED
    if _MIGHT.search(clause) or (
        scope.imagined(text, said.start, said.end) and not _dosed(text, said)
    ):
        return None
    if _ORDER.search(clause) or _dosed(text, said):
        if re.search(
            r"\byou(?:'re| are| were|'ve been) (?:on|taking|using|already)\b|\bhow (?:about"
            r"|is)\b|\bI see\b",
            clause,
            re.IGNORECASE,
        ):
            return FactStatus.TAKEN
        return FactStatus.ORDERED
    if re.match(
        r"\s*(?:will be|is|would be) (?:better|best|good|right|the (?:best|right))\b",
        text[said.end :],
    ):
        return None
    return None


def _dosed(text: str, said: Said) -> bool:
    """Whether a dose or a frequency follows, as in an order."""
    near = text[said.end : said.end + 45]
    return any(
        q.unit in _DOSE_UNITS or q.unit.startswith("times_per_d") or q.unit == "hours_apart"
        for q in quantities(near)
    ) and not re.match(r"\W*(?:is|was|are|were|made|caused)\b", near)


def _taken_status(remark: Remark, said: Said, clause: str) -> FactStatus | None:
    text = remark.text
    if _DECLINES.search(text[: said.end + 25]) and not re.search(r"\bbut\b", text[: said.start]):
        if not re.search(r"\bstick with (?:\w+ )?$", clause, re.IGNORECASE):
            return FactStatus.REFUSED
    if re.search(r"\bno\s+$", clause, re.IGNORECASE) and re.match(r"\s+then\b", text[said.end :]):
        return FactStatus.REFUSED
    if (
        _WANTED.search(text[: said.start])
        or _REMARK_OF_OTHERS.search(text)
        or re.search(r"\?$", text)
    ):
        return None
    if re.search(r"\b(?:stick with|happy with|keep) (?:the )?$", clause, re.IGNORECASE):
        return None
    if re.search(
        r"\b(?:not|never|haven't|don't|didn't|no|hasn't)\b[^,.]{0,22}$", clause, re.IGNORECASE
    ) and scope.denied(text, said.start, said.end):
        return None
    if _STOP.search(clause) or _STOPPED_AFTER.search(text):
        return FactStatus.STOPPED
    if scope.imagined(text, said.start, said.end) or _causes(text, said):
        return None
    if re.search(r"\b(?:gave me|was given|they gave)\b", text) and re.search(
        r"\b(?:ago|last time|that time|back then|previous)\b", remark.reading.text
    ):
        return None
    if re.search(
        r"\b(?:months?|years?) ago\b|\blast (?:year|time)\b|\bas a (?:child|kid)\b|\bin the past\b",
        " ".join([text]),
    ) and re.search(r"\bgave me|was given|had\b", text):
        return None
    asked = any(
        _ASKS_MEDICINES.search(q.text)
        or re.search(
            r"\b(?:taken|tried|taking|take|given (?:him|her)|using|what are you on|medicines?"
            r"|medications?|on the pill|on)\b",
            q.text,
            re.IGNORECASE,
        )
        for q in remark.questions
    )
    if (
        asked
        or _TAKES.search(clause)
        or _dosed(text, said)
        or re.match(r"^\W*(?:and|just|some|the|a|an|my|,|plus|\W)*$", clause, re.IGNORECASE)
    ):
        return FactStatus.TAKEN
    return None


def _causes(text: str, said: Said) -> bool:
    """ "Codeine makes me throw up" tells of a reaction, not of what is taken."""
    return bool(
        re.match(
            r"\s*(?:,\s*it\s+)?(?:makes|made|gives|gave|upsets|doesn't agree|does not agree)\b",
            text[said.end :],
        )
    )


def _regimen(remark: Remark, said: Said, end: int, first: bool) -> tuple[dict[str, str], str, str]:
    """Dose, frequency, route, duration of a course, timing and form near a medicine."""
    text = remark.text
    after = re.sub(
        r"\b(?:rather than|instead of)\b[^,.;]*",
        lambda m: " " * len(m.group()),
        text[said.end : end],
        flags=re.IGNORECASE,
    )
    cut = re.search(
        r"[;!?]\s|\.\s|,?\s+(?:but|because|so (?:I|he|she)|and (?:I'm|I am|he's|she's"
        r"|then (?:come|see)|come back|see me|we'll|rest))\b",
        after,
    )
    if cut and (cut.group().strip() not in (".",)):
        after = after[: cut.start()]
    lead = text[max(0, said.start - 34) : said.start] if first else ""
    lead = re.split(r"[.;,]\s", lead)[-1]
    attributes: dict[str, str] = {}
    found = quantities(after)
    dose = next((q for q in found if q.unit in _DOSE_UNITS), None)
    leading = None
    if dose is None:
        leading = next(
            (
                q
                for q in reversed(quantities(lead))
                if q.unit in _DOSE_UNITS and re.match(r"\s*(?:of\s+)?(?:the\s+)?$", lead[q.end :])
            ),
            None,
        )
    value, unit = (
        (dose.value, dose.unit)
        if dose
        else ((leading.value, leading.unit) if leading else _bare_dose(said, found, after))
    )
    count = next(
        (
            q
            for q in found
            if dose is not None
            and q is not dose
            and q.unit in ("tablet", "capsule", "puff")
            and dose.unit in ("mg", "g", "mcg")
        ),
        None,
    )
    if count is not None:
        attributes["amount"] = f"{count.value} {_counted(count)}"
    if often := _frequency(found, after):
        attributes["frequency"] = often
    if days := _course(found, after):
        attributes["days"] = days
    whole = lead + text[said.start : said.end] + after
    for table, key in ((_ROUTES, "route"), (_TIMINGS, "timing")):
        for pattern, word in table:
            if re.search(
                pattern,
                whole if key == "route" else after + text[said.start : said.end],
                re.IGNORECASE,
            ):
                attributes.setdefault(key, word)
                break
    if match := _FORMS.search(text[said.start : said.end + 14]):
        attributes["form"] = match.group().lower()
    if re.search(
        r"\bas needed|if (?:you )?need|when (?:you need|needed)|prn|when you get the\b",
        after,
        re.IGNORECASE,
    ):
        attributes["timing"] = "as needed"
    return attributes, value, unit


def _counted(quantity: Quantity) -> str:
    return quantity.unit if quantity.value in ("1", "0.5") else f"{quantity.unit}s"


def _bare_dose(said: Said, found: Sequence[Quantity], after: str) -> tuple[str, str]:
    """A dose said without its unit: "metformin five hundred", "ibuprofen four hundred"."""
    if said.kind != "drug":
        return "", ""
    for quantity in found:
        if (
            quantity.unit == ""
            and quantity.start <= 14
            and float(quantity.value.split("-")[0]) >= 2
            and "-" not in quantity.value
        ):
            if 1900 <= float(quantity.value) <= 2100 or re.match(
                r"\s*(?:of|days|years)", after[quantity.end :]
            ):
                continue
            return quantity.value, "mg" if float(quantity.value) >= 2 else ""
    return "", ""


def _frequency(found: Sequence[Quantity], after: str) -> str:
    for quantity in found:
        if quantity.unit.startswith("times_per_"):
            per = quantity.unit.removeprefix("times_per_")
            daily = {"day": "daily", "week": "weekly", "month": "monthly"}[per]
            often = {"1": "once", "2": "twice"}.get(quantity.value, f"{quantity.value} times")
            up_to = "up to " if re.search(r"\bup to\s*$", after[: quantity.start]) else ""
            return f"{up_to}{often} {daily}"
        if quantity.unit == "hours_apart":
            return f"every {quantity.value} hours"
    return ""


def _course(found: Sequence[Quantity], after: str) -> str:
    """How long it is to be taken: "7 days"."""
    for quantity in found:
        if quantity.unit in ("day", "week", "month") and (
            re.search(
                r"\b(?:for|over)\s+(?:the next |a full |about |another |up to |at least |maybe )*$",
                after[: quantity.start],
            )
            or re.match(r"[- ]?course", after[quantity.end :])
            or re.search(r"\bx\s*$", after[: quantity.start])
        ):
            return f"{quantity.value} {quantity.unit if quantity.value == '1' else quantity.unit + 's'}"
    return ""


def _experience(text: str, said: Said) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for key, table in (("effect", _EFFECT), ("adherence", _ADHERENCE)):
        for pattern, word in table:
            if pattern.search(text[said.end :]):
                attributes[key] = word
                break
    return attributes


def _said_as(said: Said) -> dict[str, str]:
    """The brand or other name that was spoken, where it differs from the standard one."""
    spoken = said.words
    if said.kind != "drug" or spoken.lower().rstrip("s") == said.name.lower().rstrip("s"):
        return {}
    spoken = next((w for w in said.term.say if w.lower() == spoken.lower()), spoken)
    if said.name.lower() in spoken.lower() or (len(spoken) < 4 and spoken.upper() != spoken):
        return {}
    return {"said": spoken}


def _asked_medicine(remark: Remark, named: set[str]) -> tuple[Said, Found] | None:
    """ "Are you taking your lisinopril?" "Yes, 10 mg every morning"."""
    if remark.by_clinician or named or remark.reply != "yes":
        return None
    for question in remark.questions:
        if question.open or not re.search(
            r"\b(?:taking|take|takes|on|use|using)\b", question.text, re.IGNORECASE
        ):
            continue
        if (
            _ALLERGY.search(question.text)
            or _MIGHT.search(question.text)
            or re.search(r"\bside effects?\b", question.text)
        ):
            continue
        drugs = [s for s in mentions.terms(question.text, "drug") if s.start > 0]
        if len(drugs) != 1:
            continue
        said = drugs[0]
        attributes, value, unit = _regimen(
            remark, Said(said.name, said.kind, 0, 0, said.term, said.words), len(remark.text), False
        )
        attributes |= _experience(
            remark.text, Said(said.name, said.kind, 0, 0, said.term)
        ) | _said_as(said)
        if not attributes.get("adherence") and re.search(
            r"\bevery (?:single )?day\b", question.text
        ):
            attributes["adherence"] = "regular"
        fact = remark.fact(
            FactKind.MEDICATION,
            said.name,
            value=value,
            unit=unit,
            attributes=attributes,
            status=FactStatus.TAKEN,
            also=(question.segment.id,),
        )
        return said, Found(fact)
    return None


def _unnamed(remark: Remark, last: tuple[Said, str, int] | None) -> list[Found]:
    """ "I stopped it", "I never miss them": more about the medicine named before."""
    if last is None or remark.asks or remark.by_clinician:
        return []
    said, status, segment = last
    text = remark.text
    if status == "taken" and re.search(
        r"\bI (?:stopped|came off|quit) (?:it|them|taking (?:it|them))\b|\bso I stopped\b",
        text,
        re.IGNORECASE,
    ):
        fact = remark.fact(FactKind.MEDICATION, said.name, status=FactStatus.STOPPED)
        return [Found(fact, True)]
    if (
        status == "taken"
        and re.search(r"\b(?:it|them|they|that|the \w+)\b", text)
        and remark.segment.id - segment <= 3
    ):
        attributes = _experience(text, Said(said.name, said.kind, 0, 0, said.term))
        about = re.search(
            r"\b(?:it|they|that|them|the \w+) (?:\w+ ){0,2}(?:help|work)\w*|\b(?:miss|forget"
            r"|edge off|brings? (?:it|the fever) down|doses?)\w*\b",
            text,
            re.IGNORECASE,
        )
        if attributes and about and len(text) < 90:
            fact = remark.fact(
                FactKind.MEDICATION, said.name, attributes=attributes, status=FactStatus.TAKEN
            )
            return [Found(fact)]
    if status == "taken" and remark.questions and not mentions.symptoms(text):
        found = quantities(text)
        dose = next((q for q in found if q.unit in _DOSE_UNITS), None)
        often = _frequency(found, text)
        if dose or (
            often
            and any(re.search(r"\b(?:dose|take|taking|often)\b", q.text) for q in remark.questions)
        ):
            attributes = (
                {"frequency": often}
                | _timing(text)
                | _experience(text, Said(said.name, said.kind, 0, 0, said.term))
            )
            fact = remark.fact(
                FactKind.MEDICATION,
                said.name,
                value=dose.value if dose else "",
                unit=dose.unit if dose else "",
                attributes=attributes,
                status=FactStatus.TAKEN,
                also=remark.also,
            )
            return [Found(fact)]
    return []


def _by_form(remark: Remark, found: Sequence[Found]) -> list[Found]:
    """ "And the gel, three times a day": the medicine in use that has this form."""
    if remark.asks or not remark.by_clinician:
        return []
    match = re.search(
        r"\bthe (gel|cream|ointment|lotion|inhaler|spray|drops|patch|syrup)\b",
        remark.text,
        re.IGNORECASE,
    )
    if (
        match is None
        or _NOT_ORDERED.search(remark.text[: match.start()])
        or _MIGHT.search(remark.text[: match.start()])
        or not _dosed(remark.text, Said("", "", 0, match.end(), lexicon_of("drug").terms[0]))
    ):
        return []
    for item in reversed(found):
        if (
            item.fact.status is FactStatus.TAKEN
            and item.fact.attributes.get("form") == match.group(1).lower()
        ):
            near = quantities(remark.text[match.end() :])
            attributes = {
                "frequency": _frequency(near, remark.text[match.end() :]),
                "form": item.fact.attributes["form"],
                "route": item.fact.attributes.get("route", ""),
                "said": item.fact.attributes.get("said", ""),
                "action": "continue",
            }
            fact = remark.fact(
                FactKind.MEDICATION,
                item.fact.name,
                match.start(),
                match.end(),
                attributes=attributes,
                status=FactStatus.ORDERED,
                also=(item.fact.segment,),
            )
            return [Found(fact)]
    return []


def _timing(text: str) -> dict[str, str]:
    for pattern, word in _TIMINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return {"timing": word}
    return {}


def _more_of_order(remark: Remark, last: tuple[Said, str, int], found: list[Found]) -> list[Found]:
    """ "Take it with food for a week": the course of the medicine just ordered."""
    said, status, _ = last
    text = re.sub(r"\b(?:rather than|instead of)\b[^,.;]*", "", remark.text, flags=re.IGNORECASE)
    if status != "ordered" or not found or remark.segment.id - found[-1].fact.segment > 0:
        return []
    if not re.search(
        r"\b(?:take|use|apply|it|them|that's|tablet|puff)\b", text, re.IGNORECASE
    ) or re.search(
        r"\b(?:come back|see you|review|call|if (?:you|it|there))\b", text, re.IGNORECASE
    ):
        return []
    near = quantities(text)
    dose = next((q for q in near if q.unit in _DOSE_UNITS), None)
    attributes = {"frequency": _frequency(near, text), "days": _course(near, text)} | _timing(text)
    if not dose and not any(attributes.values()):
        return []
    fact = remark.fact(
        FactKind.MEDICATION,
        said.name,
        value=dose.value if dose else "",
        unit=dose.unit if dose else "",
        attributes=attributes,
        status=FactStatus.ORDERED,
    )
    return [Found(fact)]


def _denied_all(remark: Remark) -> list[Found]:
    """ "I'm not on any medication"."""
    if remark.asks or (remark.by_clinician and not remark.dictated):
        return []
    asked = [
        q
        for q in remark.questions
        if _ASKS_MEDICINES.search(q.text)
        and not re.search(r"\ballerg|side effect", q.text, re.IGNORECASE)
    ]
    nothing = (
        bool(asked)
        and (remark.reply == "no" or re.match(r"nothing\b", remark.text, re.IGNORECASE))
        and not re.search(r"\b(?:else|other)\b", asked[-1].text)
    )
    if not nothing and not _GENERAL_DENIAL.search(remark.text):
        return []
    fact = remark.fact(
        FactKind.MEDICATION,
        "regular medication",
        polarity=Polarity.ABSENT,
        status=FactStatus.TAKEN,
        also=remark.also,
    )
    return [Found(fact)]


def is_medicine(name: str) -> bool:
    return lexicon_of("drug", "drug_class").named(name) is not None
