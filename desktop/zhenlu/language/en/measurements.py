"""Vital signs and test results with their units, and the tests that are ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.facts import FactKind, FactStatus, Subject
from zhenlu.language.en import mentions
from zhenlu.language.en.account import Remark
from zhenlu.language.en.found import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.en.results import tests
from zhenlu.language.en.vocabulary import lexicon_of
from zhenlu.language.lexicon import Term

_UNITS = {"per_minute": "per minute"}
_BELONGS = {
    "temperature": ("℃", "℉", ""),
    "pulse": ("per_minute", ""),
    "respiratory rate": ("per_minute", ""),
    "oxygen saturation": ("%", ""),
    "weight": ("kg", "lb", "stone", ""),
    "height": ("cm", "m", ""),
    "blood glucose": ("mmol/L", "mg/dL", ""),
    "fasting glucose": ("mmol/L", "mg/dL", ""),
    "BMI": ("kg/m2", ""),
    "waist": ("cm", ""),
}
_LIMIT = re.compile(
    r"\b(?:over|above|below|under|less than|more than|higher than|lower than|goes (?:over|above"
    r"|up)|target|aim(?:ing)? for|goal|should be|want it|if (?:it|your|the)|at least"
    r"|drops?)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_BEFORE_NOW = re.compile(
    r"\b(?:last time|last (?:visit|month|year)|previously|used to be|it was|before that|was)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:at home|home|my (?:machine|monitor|cuff|meter)|I (?:checked|measured|took|check"
    r"|measure)|been measuring|under (?:his|her) arm|in the mornings?|this morning|last night)\b",
    re.IGNORECASE,
)
_ARM = re.compile(
    r"\s*(?:mmHg )?,?(?:on|in) (?:the |your |his |her )?(?P<side>left|right)"
    r"(?= arm| side|\s*[,.;]|\s*$| and\b)",
    re.IGNORECASE,
)
_ARM_BEFORE = re.compile(
    r"\b(?P<side>left|right) arm,?(?: is| was|:)?(?: (?:blood pressure|BP))?\s*$", re.IGNORECASE
)


#: As in "Any low ones?": asked of the readings that were spoken of.
_SAME_READINGS = re.compile(r"\b(?:low|high) ones\b|\bany (?:lows|highs)\b", re.IGNORECASE)


def measurements(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Vital and test facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    topic = ""
    ordering = 0
    for remark in remarks:
        if remark.asks:
            named = _vital_terms(remark.text)
            topic = named[-1].name if named else topic if _SAME_READINGS.search(remark.text) else ""
            if not remark.by_clinician or not re.search(r"\d", remark.text):
                continue
        if re.search(
            r"\bif (?:it|you|your|the|he|she|readings)\b|\bgoes (?:over|above)\b",
            remark.text,
            re.IGNORECASE,
        ):
            continue
        if owner(remark, len(remark.text), relations).subject is not Subject.PATIENT:
            continue
        asked = next(
            (n[-1].name for q in reversed(remark.questions) if (n := _vital_terms(q.text))), ""
        )
        if not asked and any(
            s.name == "fever" for q in remark.questions for s in mentions.symptoms(q.text)
        ):
            asked = "temperature"
        if any(re.search(r"\bscales\b", q.text, re.IGNORECASE) for q in remark.questions):
            asked = "weight"
        vitals, used = _vitals(remark, asked or topic)
        found += vitals
        if vitals:
            topic = vitals[-1].fact.name
        told = tests(remark, used, going_on=ordering == remark.segment.id)
        if any(f.fact.status is FactStatus.ORDERED for f in told):
            ordering = remark.segment.id
        found += told
    return found


def _vital_terms(text: str) -> list[Said]:
    return [
        s
        for s in mentions.terms(text, "vital")
        if not re.match(r"\s*(?:tablets?|medic|pills?|meds|diary|for)", text[s.end :])
    ]


def _vitals(remark: Remark, topic: str) -> tuple[list[Found], set[int]]:
    """Vital signs of a remark and the starts of the numbers they use."""
    text = remark.text
    found: list[Found] = []
    used: set[int] = set()
    terms = _vital_terms(text)
    tests = mentions.terms(text, "test")
    for quantity in quantities(text):
        if (
            remark.dictated
            and remark.part != "examination"
            and re.search(r"\bfever|febrile", text[: quantity.start], re.IGNORECASE)
        ):
            continue
        if _LIMIT.search(text[: quantity.start]) or re.match(
            r"\s*(?:or (?:over|above|more|higher))", text[quantity.end :]
        ):
            continue
        term = _term_for(text, quantity, terms, tests, topic)
        before = text[: quantity.start]
        if term is None or (not quantity.unit and (_I_WAS.search(before) or _dose(before))):
            continue
        if term.name == "weight" and (_CHANGED.search(before) or quantity.value == "0.5"):
            continue
        name = str(term.extra.get("vital", term.name))
        value, unit = _as_measured(name, quantity, term.extra)
        if not value:
            continue
        used.add(quantity.start)
        attributes = {}
        if not remark.by_clinician or (
            _HOME.search(text)
            and re.search(r"\b(?:home|your (?:machine|monitor|readings))\b", text)
        ):
            attributes["by"] = "self"
        posture = re.search(
            r"\b(lying|standing|sitting)\b[^.;\d]{0,20}$", text[: quantity.start], re.IGNORECASE
        )
        if posture and name in ("blood pressure", "pulse"):
            attributes["when"] = posture.group(1).lower()
        elif when := term.extra.get("when"):
            attributes["when"] = str(when)
        elif not remark.by_clinician and (
            match := re.search(
                r"\b(?:last night|this morning|yesterday|on (?:mon|tues|wednes|thurs|fri|satur"
                r"|sun)day(?: night| morning)?|today)\b",
                text,
                re.IGNORECASE,
            )
        ):
            attributes["when"] = re.sub(
                r"^(?:This|Last|Yesterday|Today|On)\b", lambda m: m.group().lower(), match.group()
            )
        elif (
            remark.by_clinician
            and _BEFORE_NOW.search(text[max(0, quantity.start - 26) : quantity.start])
            and re.search(r"\blast\b", text)
        ):
            attributes["when"] = "previous visit"
        if name == "blood pressure" and (
            arm := _ARM.match(text, quantity.end) or _ARM_BEFORE.search(text[: quantity.start])
        ):
            attributes["side"] = arm.group("side").lower()
        found.append(
            Found(
                remark.fact(
                    FactKind.VITAL,
                    name,
                    quantity.start,
                    quantity.end,
                    value=value,
                    unit=unit,
                    attributes=attributes,
                    also=remark.also if topic else (),
                ),
                remark.corrects,
            )
        )
    return found, used


def _dose(before: str) -> bool:
    """As in "Then bisoprolol two point five", while the talk is of weight."""
    return any(len(before.rstrip(" ,")) == drug.end for drug in mentions.terms(before, "drug"))


#: As in "I've gained about ten pounds", "I take two in the morning": no weight of anybody.
_CHANGED = re.compile(
    r"\b(?:gain(?:ed|ing)?|los(?:t|e|ing)|put on|dropped|shed|down|up|tak(?:e|es|ing)|took)"
    r" (?:about |around |nearly |maybe |another |almost )*$",
    re.IGNORECASE,
)
#: As in "Fifty-eight kilos. I was sixty-one": the weight of another time.
_I_WAS = re.compile(r"\b(?:I|he|she) (?:was|used to be) (?:about )?$", re.IGNORECASE)
#: As in "he's twenty-one kilos".
_HE_IS = re.compile(
    r"\b(?:he|she|I|you|baby)(?:'s|'re|'m| is| are| am| was| were) (?:about |only |just |now )*$",
    re.IGNORECASE,
)


def _term_for(  # noqa: PLR0911
    text: str, quantity: Quantity, terms: Sequence[Said], tests: Sequence[Said], topic: str
) -> Term | None:
    """The vital sign that a number belongs to: the nearest before it, else what is talked about."""
    lexicon = lexicon_of("vital")
    if quantity.unit == "mmHg":
        return lexicon.named("blood pressure")
    before = [
        t
        for t in (*terms, *tests)
        if t.end <= quantity.start
        and quantity.start - t.end < 40
        and not re.search(r"[.;]\s", text[t.end : quantity.start])
    ]
    between = sorted(before, key=lambda t: t.end)
    if between:
        nearest = between[-1]
        vital = lexicon.named(nearest.words) or lexicon.named(nearest.name)
        fits = vital is not None and quantity.unit in _BELONGS.get(vital.name, ())
        if fits and (quantity.unit or not re.search(r"\b\d", text[nearest.end : quantity.start])):
            return vital
        if nearest in tests:
            return None
    if quantity.unit in ("℃", "℉"):
        return lexicon.named("temperature")
    if quantity.unit in ("kg",) and (
        re.search(r"\b(?:weigh|weight|scales?|now|today)\b", text, re.IGNORECASE)
        or _HE_IS.search(text[: quantity.start])
    ):
        return lexicon.named("weight")
    after = [t for t in terms if 0 <= t.start - quantity.end < 12]
    if after and quantity.unit in _BELONGS.get(after[0].name, ()):
        return after[0].term
    if topic == "weight" and quantity.unit in ("kg", "lb", "stone"):
        return lexicon.named(topic)
    if (
        topic
        and quantity.unit in _BELONGS.get(topic, ())
        and quantity.unit == ""
        and _plausible(topic, quantity.value)
        and not re.match(r"\s*(?:times|days|weeks|\w+ ago)", text[quantity.end :])
    ):
        return lexicon.named(topic)
    return None


def _plausible(name: str, value: str) -> bool:
    term = lexicon_of("vital").named(name)
    if term is None or "low" not in term.extra:
        return False
    if name == "temperature" and 92 <= float(value.split("-", maxsplit=1)[0]) <= 110:
        return True
    return (
        float(term.extra["low"])
        <= float(value.split("-", maxsplit=1)[0])
        <= float(term.extra["high"])
    )


def _as_measured(name: str, quantity: Quantity, extra: dict[str, object]) -> tuple[str, str]:
    value = quantity.value
    unit = quantity.unit
    if name == "blood pressure":
        return (value, "mmHg") if "/" in value else ("", "")
    if not unit:
        unit = str(extra.get("unit", ""))
        if name == "temperature" and float(value.split("-")[0]) > 90:
            unit = "℉"
        if name == "blood glucose" and float(value.split("-")[0]) >= 35:
            unit = "mg/dL"
    if (
        name in ("temperature", "pulse", "respiratory rate", "oxygen saturation")
        and unit in ("℃", "per minute", "per_minute", "%")
        and not _plausible(name, value)
    ):
        return "", ""
    return value, _UNITS.get(unit, unit)
