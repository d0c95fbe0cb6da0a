"""Dose, route, frequency, timing and course of a medicine, and how it worked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.language.en.account import Remark
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.plausibility import may_be_taken

DOSE_UNITS = frozenset(
    {"mg", "g", "mcg", "mL", "tablet", "capsule", "puff", "drop", "spray", "sachet"}
    | {"teaspoon", "tablespoon", "unit"}
)
_EFFECT = (
    (
        re.compile(
            r"\b(?:didn't|doesn't|don't|not|hasn't|haven't)\s+(?:\w+\s+){0,3}?(?:help|work"
            r"|do (?:much"
            r"|anything)|make|touch)\w*|\bno (?:help|good|use|effect|relief|better)\b"
            r"|\bnothing helps\b|\b(?:did|does|done|doing) nothing\b|\b(?:useless|"
            r"waste of (?:time|money))\b"
            r"|\bdidn't do a thing\b",
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
            r"|(?<!never )(?<!n't )(?<!hardly )miss (?:it|them|one|some|a \w+)"
            r"|not (?:every day|regularly|always)|mostly|when I remember|skip\w*)\b",
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
    (r"\bsub[- ]?cut\b|\bs/c\b", "injection"),
    (r"\bintraven\w+|\bIV\b", "intravenous"),
    (r"\bsuppositor\w+|rectal", "rectal"),
)
_TIMINGS = (
    (r"(?:at|every|each) night|nightly|(?:before|at) bed(?:time)?|\bnocte\b", "at night"),
    (r"(?:in the|every|each) mornings?|first thing|\bmane\b", "in the morning"),
    (r"in the evenings?|every evening", "in the evening"),
    (r"with (?:food|meals|a meal)|after (?:food|meals|eating)", "with food"),
    (r"before (?:food|meals|eating|breakfast)|empty stomach", "before food"),
    (r"after each loose stool", "after each loose stool"),
    (
        r"(?:as|when|if) (?:needed|required|you need it|necessary)|if you need|when (?:you get"
        r"|the pain)|\bprn\b|as and when|when you need"
        r"|\b(?:if|when(?:ever)?) (?:I|he|she|they|it)(?:'s| is)? (?:needs?|really need|bad)\b"
        r"|\b(?:if|when(?:ever)?) (?:the|any|your|his|her) [\w ]{3,20}? (?:comes?|gets?"
        r"|returns?)\b"
        r"|\b(?:if|when(?:ever)?) (?:you're|you are|he's|she's) (?:\w+ )?(?:sore|in pain|itchy"
        r"|wheezy|uncomfortable|tight|breathless|sick)\b"
        r"|(?<!forget it )(?<!miss it )(?<!forget )(?<!miss one )\b(?:now and (?:then|again)"
        r"|on and off|once in a while|every so often|from time to time)\b",
        "as needed",
    ),
    (r"(?:at|with) (?:the )?(?:onset|start of)", "at onset"),
)
_FORMS = re.compile(
    r"\b(?:tablets?|capsules?|syrup|suspension|gel|cream|ointment|lotion|inhaler|drops|spray"
    r"|patch|sachets?|injections?|lozenges|suppository)\b",
    re.IGNORECASE,
)


def regimen(remark: Remark, said: Said, end: int, first: bool) -> tuple[dict[str, str], str, str]:
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
    lead = text[max(0, said.start - 34) : said.start]
    if not first and not re.search(r"\bof (?:the )?$", lead):
        lead = ""  # What stands before it belongs to the medicine named first.
    lead = re.split(r"[.;,]\s", lead)[-1]
    attributes: dict[str, str] = {}
    found = [_raised(q, after) for q in quantities(after)]
    dose = single_dose(found)
    leading = None
    if dose is None:
        leading = next(
            (
                q
                for q in reversed(quantities(lead))
                if q.unit in DOSE_UNITS and re.match(r"\s*(?:of\s+)?(?:the\s+)?$", lead[q.end :])
            ),
            None,
        )
    if dose is None and leading is None:
        leading = _number_of(said, lead) or _counted_before(said, lead)
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
    if often := frequency(found, after):
        attributes["frequency"] = often
    if days := course(found, after):
        attributes["days"] = days
    whole = lead + text[said.start : said.end] + after
    attributes |= _route(whole) | timing(after + text[said.start : said.end])
    if match := _FORMS.search(text[said.start : said.end + 14]):
        attributes["form"] = match.group().lower()
    if re.search(
        r"\bas needed|if (?:you )?need|when (?:you need|needed)|\bprn\b|when you get the\b",
        after,
        re.IGNORECASE,
    ):
        attributes["timing"] = "as needed"
    return attributes, value, unit


def _route(words: str) -> dict[str, str]:
    """The way it is given, of several the one said first."""
    ways = [
        (match.start(), -number, word)
        for number, (pattern, word) in enumerate(reversed(_ROUTES))
        if (match := re.search(pattern, words, re.IGNORECASE))
    ]
    return {"route": min(ways)[2]} if ways else {}


def _number_of(said: Said, lead: str) -> Quantity | None:
    """As in "four of morphine, four of Zofran": milligrams, as they are ordered aloud."""
    match = re.search(r"(?<![\d.])(\d+(?:\.\d+)?) of $", lead)
    if match is None or said.kind != "drug":
        return None
    unit = str(said.term.extra.get("bare_unit", "mg"))
    return Quantity(match.group(1), unit, match.start(1), match.end(1))


def _counted_before(said: Said, lead: str) -> Quantity | None:
    """As in "two paracetamol four times a day": tablets, of what is counted so."""
    match = re.search(r"(?<![\d.])([1-4])(?: or [2-4])? (?:of (?:the|your|my) )?$", lead)
    if match is None or said.term.extra.get("class") not in _COUNTED_CLASSES:
        return None
    return Quantity(match.group(1), "tablet", match.start(1), match.end(1))


_PIECES = frozenset({"tablet", "capsule", "puff", "sachet"})


def single_dose(found: Sequence[Quantity]) -> Quantity | None:
    """The single dose; of "two tablets, one tablet twice a day" the one with the frequency."""
    doses = [q for q in found if q.unit in DOSE_UNITS]
    if len(doses) > 1 and doses[0].unit in _PIECES and 0 <= doses[1].start - doses[0].end <= 4:
        doses = doses[1:]  # "One capsule of 408 milligrams": the strength is the dose.
    often = next((q.start for q in found if q.unit.startswith("times_per_")), None)
    if not doses or often is None:
        return doses[0] if doses else None
    same = [q for q in doses if q.unit == doses[0].unit and q.end <= often]
    return same[-1] if same else doses[0]


def _raised(quantity: Quantity, after: str) -> Quantity:
    """As in "from 50 to 75 micrograms": the dose that is to be taken now."""
    if "-" in quantity.value and re.search(r"\bfrom\s*$", after[: quantity.start]):
        return replace(quantity, value=quantity.value.rpartition("-")[2])
    return quantity


def _counted(quantity: Quantity) -> str:
    return quantity.unit if quantity.value in ("1", "0.5") else f"{quantity.unit}s"


#: As in "atorvastatin, I think it's forty": the dose, as far as it is remembered.
_HEDGE = re.compile(
    r"[\s,]*(?:(?:well|I think|I believe|I'm on|probably|maybe|it's|that's|is it|about"
    r"|the)[\s,]+)+",
    re.IGNORECASE,
)
#: Medicines of which nobody takes so few milligrams: "paracetamol, two" counts tablets.
_COUNTED_CLASSES = frozenset({"analgesic", "NSAID", "biguanide", "laxative"})


def _bare_dose(said: Said, found: Sequence[Quantity], after: str) -> tuple[str, str]:
    """A dose said without its unit: "metformin five hundred", "ibuprofen four hundred"."""
    if said.kind != "drug":
        return "", ""
    hedge = _HEDGE.match(after)
    nearest = 14 + (hedge.end() if hedge else 0)
    for quantity in found:
        if (
            quantity.unit == ""
            and quantity.start <= nearest
            and (
                float(quantity.value.split("-")[0]) >= 2
                or "." in quantity.value
                or said.term.extra.get("class") in _COUNTED_CLASSES
            )
            and "-" not in quantity.value
        ):
            # "Paracetamol at six this morning" tells the hour.
            if re.search(r"\b(?:at|around|about|since|until)\s*$", after[: quantity.start]):
                continue
            few = float(quantity.value) <= 4 and "." not in quantity.value
            unit = str(said.term.extra.get("bare_unit", ""))
            if unit and float(quantity.value) >= 5:
                return quantity.value, unit
            if few and said.term.extra.get("class") in _COUNTED_CLASSES:
                return quantity.value, "tablet"
            if few and re.match(r"\s*(?:in the|every|each)", after[quantity.end :]):
                continue
            if 1900 <= float(quantity.value) <= 2100 or re.match(
                r"\s*(?:of|days|years|at a time|a day|times)", after[quantity.end :]
            ):
                continue
            decimal = "." in quantity.value
            return quantity.value, "mg" if decimal or float(quantity.value) >= 2 else ""
    return "", ""


def frequency(found: Sequence[Quantity], after: str) -> str:
    for quantity in found:
        if quantity.unit == "times_per_day" and not may_be_taken(quantity.value):
            continue  # "200 mg today, then 100 a day" tells a dose.
        if quantity.unit.startswith("times_per_"):
            per = quantity.unit.removeprefix("times_per_")
            daily = {"day": "daily", "week": "weekly", "month": "monthly"}[per]
            often = {"1": "once", "2": "twice"}.get(quantity.value, f"{quantity.value} times")
            up_to = "up to " if re.search(r"\bup to\s*$", after[: quantity.start]) else ""
            return f"{up_to}{often} {daily}"
        if quantity.unit == "hours_apart":
            return f"every {quantity.value} hours"
    return ""


#: As in "for, well I'd usually say seven, let's do five days".
_INSTEAD = re.compile(
    r"\bfor,? (?:well,? )?(?:I|we)(?:'d| would)?(?: usually| normally)? (?:say|do|give)"
    r"(?: about)? \d+,? (?:but )?(?:let's|we'll|I'll) (?:do|say|give|make it|go for) $",
    re.IGNORECASE,
)


def course(found: Sequence[Quantity], after: str) -> str:
    """How long it is to be taken: "7 days"."""
    for quantity in found:
        if quantity.unit in ("day", "week", "month") and (
            re.search(
                r"\b(?:for|over),?\s+(?:the next |a full |about |another |up to |at least |maybe "
                r"|let's say |say )*$",
                after[: quantity.start],
            )
            or _INSTEAD.search(after[: quantity.start])
            or re.match(r"[- ]?course| (?:at (?:the )?most|max\w*|in all)\b", after[quantity.end :])
            or "/" in after[quantity.start : quantity.end]
            or re.search(r"\bx\s*$", after[: quantity.start])
        ):
            return f"{quantity.value} {quantity.unit}{'' if quantity.value == '1' else 's'}"
    return ""


#: As in "doxycycline and metronidazole, both for seven days".
_SHARED = re.compile(
    r"\b(?:both|all(?: of them)?|the two|each)(?: of (?:them|those))? (?=for )",
    re.IGNORECASE,
)


def shared_course(text: str) -> str:
    """How long all medicines of a sentence are to be taken, where it is said of all."""
    match = _SHARED.search(text)
    return course(quantities(text[match.end() :]), text[match.end() :]) if match else ""


def experience(text: str, said: Said) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for key, table in (("effect", _EFFECT), ("adherence", _ADHERENCE)):
        for pattern, word in table:
            if pattern.search(text[said.end :]):
                attributes[key] = word
                break
    return attributes


def said_as(said: Said) -> dict[str, str]:
    """The brand or other name that was spoken, where it differs from the standard one."""
    spoken = said.words
    if said.kind != "drug" or spoken.lower().rstrip("s") == said.name.lower().rstrip("s"):
        return {}
    spoken = next((w for w in said.term.say if w.lower() == spoken.lower()), spoken)
    if said.name.lower() in spoken.lower() or (len(spoken) < 4 and spoken.upper() != spoken):
        return {}
    return {"said": spoken}


def timing(text: str) -> dict[str, str]:
    for pattern, word in _TIMINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return {"timing": word}
    return {}
