"""Vital signs and test results with their units, and the tests that are ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject
from zhenlu.language.en import mentions, scope
from zhenlu.language.en.account import Remark
from zhenlu.language.en.complaints import Found
from zhenlu.language.en.kinship import owner
from zhenlu.language.en.mentions import Said
from zhenlu.language.en.quantities import Quantity, quantities
from zhenlu.language.en.vocabulary import lexicon_of

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
_RESULT = (
    (re.compile(r"\b(?:negative|clear)\b", re.IGNORECASE), "negative"),
    (re.compile(r"\bpositive(?: for (?P<what>[^.;,]+))?", re.IGNORECASE), "positive"),
    (re.compile(r"\b(?:abnormal)\b", re.IGNORECASE), "abnormal"),
    (
        re.compile(
            r"\b(?:normal|fine|okay|ok|good|unremarkable|all right|within normal limits|clean"
            r"|no (?:acute )?(?:changes|abnormalit\w+|fracture))\b",
            re.IGNORECASE,
        ),
        "normal",
    ),
    (re.compile(r"\b(?:high|raised|elevated|up a bit)\b", re.IGNORECASE), "high"),
    (re.compile(r"\b(?:low|reduced)\b", re.IGNORECASE), "low"),
)
_SHOWS = re.compile(
    r"\b(?:shows?|showed|shown|demonstrates?|revealed|reveals?|came back(?: as)?|comes back"
    r"|confirm(?:s|ed))\s+(?P<what>[^.;?!]{3,90})",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:I'll|I will|I'd (?:also )?like to|I'm going to|I am going to|gonna|we'll|we will"
    r"|let's|let me|we need|you need|we should|you should|need to|want (?:you )?to|going to"
    r"|I'd suggest|I'd recommend|recommend|order(?:ing)?|send(?:ing)?|arrange|book|request"
    r"|refer you|get (?:you|an?|some|your)|repeat|have (?:an?|some|your)|do (?:an?|some|your)"
    r"|check|run|go ahead|schedule|plan:?)\b",
    re.IGNORECASE,
)
_NOT_ORDERED = re.compile(
    r"\b(?:don't need|no need|not (?:necessary|needed|going to)|doesn't need|won't|wouldn't"
    r"|don't think (?:we|you) need|could (?:also )?(?:do|get|have|order|arrange)|might (?:need"
    r"|do|consider)|may need|if (?:it|things|that|you'd like)|would (?:normally|only)|hold off"
    r"|not (?:do|get|have))\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:was|were|is|are|came|shows?|showed|today|last (?:week|month|time|year)|results?"
    r"|from (?:last|the)|had|you had|positive|negative|normal|fine|back|'s)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:rather not|don't want|no thanks|not keen|won't have|refuse)\b", re.IGNORECASE
)


def measurements(remarks: Sequence[Remark], relations: frozenset[str]) -> list[Found]:
    """Vital and test facts in the order of their mention, not yet joined."""
    found: list[Found] = []
    topic = ""
    for remark in remarks:
        if remark.asks:
            named = _vital_terms(remark.text)
            topic = named[-1].name if named else ""
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
        vitals, used = _vitals(remark, asked or topic)
        found += vitals
        if vitals:
            topic = vitals[-1].fact.name
        found += _tests(remark, used)
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
        if term is None:
            continue
        name = str(term.extra.get("vital", term.name)) if hasattr(term, "extra") else ""
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
        if when := term.extra.get("when"):
            attributes["when"] = str(when)
        elif not remark.by_clinician and (
            match := re.search(
                r"\b(?:last night|this morning|yesterday|on (?:mon|tues|wednes|thurs|fri|satur"
                r"|sun)day(?: night| morning)?|today)\b",
                text,
                re.IGNORECASE,
            )
        ):
            attributes["when"] = match.group()
        elif (
            remark.by_clinician
            and _BEFORE_NOW.search(text[max(0, quantity.start - 26) : quantity.start])
            and re.search(r"\blast\b", text)
        ):
            attributes["when"] = "previous visit"
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


def _term_for(
    text: str, quantity: Quantity, terms: Sequence[Said], tests: Sequence[Said], topic: str
):  # type: ignore[no-untyped-def]
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
        if vital is not None and quantity.unit in _BELONGS.get(vital.name, ()):
            if not re.search(r"\b\d", text[nearest.end : quantity.start]) or quantity.unit:
                return vital
        if nearest in tests:
            return None
    if quantity.unit in ("℃", "℉"):
        return lexicon.named("temperature")
    if quantity.unit in ("kg",) and re.search(
        r"\b(?:weigh|weight|scales?|now|today)\b", text, re.IGNORECASE
    ):
        return lexicon.named("weight")
    after = [t for t in terms if 0 <= t.start - quantity.end < 12]
    if after and quantity.unit in _BELONGS.get(after[0].name, ()):
        return after[0].term
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


def _tests(remark: Remark, used: set[int]) -> list[Found]:
    text = remark.text
    found = []
    named = [s for s in mentions.terms(text, "test") if not _is_vital(text, s)]
    if not remark.by_clinician:
        return _patient_tests(remark, named)
    for number, said in enumerate(named):
        end = named[number + 1].start if number + 1 < len(named) else len(text)
        after = text[said.end : end]
        clause = re.split(r"[.;!?]\s|,\s*(?:but|and (?:I|we|you))", text[: said.start])[-1]
        if scope.imagined(text, said.start, said.end) and not re.search(
            r"\bto (?:rule out|exclude)\b", text
        ):
            if _NOT_ORDERED.search(clause) or not _ORDERS.search(clause):
                continue
        worded = (
            text[said.end :]
            if re.match(r"\s*(?:is|was|came back)?\s*positive for\b", after)
            else after
        )
        result = _measured(said, after, len(text[: said.end]), used) or _worded(
            text, said, worded, end == len(text)
        )
        attributes: dict[str, str] = {}
        value = unit = ""
        if isinstance(result, tuple):
            value, unit = result
            if word := _worded(text, said, after, False):
                if not word.startswith("shows"):
                    attributes["result"] = word
        elif result:
            attributes["result"] = result
        status = _test_status(remark, clause, bool(result), text)
        if status is None:
            continue
        if status in (FactStatus.ORDERED, FactStatus.REFUSED):
            value = unit = ""
            attributes = {}
        elif match := re.search(
            r"\b(?:last (?:week|month|year|time)|today|yesterday|in (?:january|february|march"
            r"|april|may|june|july|august|september|october|november|december))\b",
            text,
            re.IGNORECASE,
        ):
            attributes["when"] = (
                match.group().lower()
                if not match.group().lower().startswith("in ")
                else "in " + match.group()[3:].capitalize()
            )
        found.append(
            Found(
                remark.fact(
                    FactKind.TEST,
                    said.name,
                    said.start,
                    said.end,
                    value=value,
                    unit=unit,
                    attributes=attributes,
                    status=status,
                ),
                remark.corrects,
            )
        )
    if not named and re.match(r"\s*It (?:was|is)\b.*\blast time\b", text):
        return []
    return found


def _is_vital(text: str, said: Said) -> bool:
    return bool(
        said.name == "fasting glucose"
        and not re.search(r"\b(?:test|result|check|repeat|lab)\b", text)
    )


def _measured(said: Said, after: str, offset: int, used: set[int]) -> tuple[str, str] | None:
    for quantity in quantities(after):
        if offset + quantity.start in used or quantity.start > 26 or "/" in quantity.value:
            continue
        units = said.term.extra.get("units", ())
        if quantity.unit in ("day", "week", "month", "year", "minute", "hour") or (
            quantity.unit and quantity.unit not in units and units
        ):
            continue
        if not units or re.search(r"\b(?:in|for|every)\s+$", after[: quantity.start]):
            continue
        return quantity.value, quantity.unit or (
            units[0] if len(units) == 1 else _likely(said.name, quantity.value, units)
        )
    return None


def _likely(name: str, value: str, units: Sequence[str]) -> str:
    """The unit of a result said without one, where the size of the number decides."""
    number = float(value.split("-", maxsplit=1)[0])
    if name == "HbA1c":
        return "%" if number < 20 else "mmol/mol"
    if name == "haemoglobin":
        return "g/dL" if number < 25 else "g/L"
    if name == "creatinine":
        return "mg/dL" if number < 15 else "umol/L"
    if name == "uric acid":
        return "mg/dL" if number < 25 else "umol/L"
    return "mmol/L" if number < 25 else "mg/dL"


def _worded(text: str, said: Said, after: str, last: bool) -> str:
    if match := _SHOWS.search(after):
        words = match.group("what").strip()
        for pattern, word in _RESULT[:2]:
            if pattern.fullmatch(words):
                return word
        words = re.split(r",?\s+(?:so|which|and (?:I|we|you|that))\b|,\s", words)[0]
        return words.strip(" ,.")
    for pattern, word in _RESULT:
        match = pattern.search(after)
        if (
            match
            and match.start() < 34
            and not re.search(r"\b(?:to|for|if)\b", after[: match.start()])
        ):
            if word == "positive" and match.group("what"):
                return f"positive for {match.group('what').strip()}"
            return word
    return ""


def _test_status(remark: Remark, clause: str, has_result: bool, text: str) -> FactStatus | None:
    if has_result and not re.search(
        r"\b(?:repeat|recheck|order|arrange|book)\b", clause, re.IGNORECASE
    ):
        return FactStatus.DONE
    if _NOT_ORDERED.search(clause):
        return (
            FactStatus.REFUSED
            if re.search(r"\b(?:don't need|no need|not|doesn't need)\b", clause)
            else None
        )
    if re.search(r"\b(?:not|no)\s+(?:\w+\s+)?$", clause, re.IGNORECASE):
        return FactStatus.REFUSED
    if _ORDERS.search(clause) or (remark.dictated and remark.part == "plan"):
        return FactStatus.ORDERED
    if re.search(
        r"\b(?:will|we'll) be (?:done|arranged)|\bas well\b|\bneeds? (?:doing|to be done)\b", text
    ):
        return FactStatus.ORDERED
    return None


def _patient_tests(remark: Remark, named: Sequence[Said]) -> list[Found]:
    text = remark.text
    found = []
    if _REFUSES.search(text):
        return [
            Found(remark.fact(FactKind.TEST, s.name, s.start, s.end, status=FactStatus.REFUSED))
            for s in named
        ]
    for said in named:
        before, after = text[: said.start], text[said.end :]
        if not re.search(r"\b(?:had|did|done|got|took)\b", before + after) or scope.denied(
            text, said.start, said.end
        ):
            continue
        if re.search(r"\b(?:should|could|need|can)\b", before) or scope.imagined(
            text, said.start, said.end
        ):
            continue
        words = _worded(text, said, after, True)
        when = re.search(
            r"\b(?:last (?:week|month|year)|yesterday|\d+ (?:days|weeks|months|years) ago"
            r"|in (?:january|february|march|april|may|june|july|august|september|october"
            r"|november|december))\b",
            text,
            re.IGNORECASE,
        )
        attributes = {"result": words, "by": "patient"}
        if when:
            attributes["when"] = when.group()
        found.append(
            Found(
                remark.fact(
                    FactKind.TEST,
                    said.name,
                    said.start,
                    said.end,
                    attributes=attributes,
                    status=FactStatus.DONE,
                )
            )
        )
    return found


def without_duplicates(found: list[Found]) -> list[Found]:
    """The last value of a vital sign measured twice in one corrected breath."""
    kept: list[Found] = []
    for item in found:
        kept = [
            k
            for k in kept
            if not (
                item.corrects
                and k.fact.name == item.fact.name
                and k.fact.segment == item.fact.segment
            )
        ]
        kept.append(replace(item))
    return kept


def absent(fact_polarity: Polarity) -> bool:
    return fact_polarity is Polarity.ABSENT
