"""Prescriptions as documents: complete, limited, by generic name, explained by a disease."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from zhenlu.application.rules import diagnosis, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication import Prescribed, prescribed
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.finding import Severity
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon

_COURSE = re.compile(
    r"(?:共|服用?|用|x|×|for)?\s*(?P<count>\d{1,3})\s*-?\s*(?P<unit>天|日量|周|个月|days?|weeks?|months?)(?!后|内|前|复)",
    re.IGNORECASE,
)
_IN_DAYS = {"天": 1, "日量": 1, "周": 7, "个月": 30, "day": 1, "week": 7, "month": 30}


def incomplete_prescription(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug without dose, frequency, route or duration.

    Dose and frequency have to stand with the drug, route and duration may serve the
    whole item ("均口服5天"). What is continued as before needs nothing new. A tablet is
    swallowed without anybody saying so; a lack of route or duration is only a hint.
    """
    section, language = note.place("treatment_plan"), note.language
    for drug in prescribed(note):
        if words.holds(drug.item, rule.words("not_prescribed", language)):
            continue
        missing = _missing(drug, rule, language)
        if missing:
            named = [word for part in missing for word in rule.words(f"{part}_name", language)]
            params = {"drug": drug.name, "missing": words.listed(named, language)}
            soft = None if {"dose", "frequency"} & set(missing) else Severity.HINT
            yield Hit(section, drug.start, drug.end, (), params, soft)


def _missing(drug: Prescribed, rule: Rule, language: Language) -> list[str]:
    if words.holds(drug.item, rule.words("unchanged", language)):
        return []
    own = words.pattern(rule.words("return", language)).sub("", drug.own)
    item = words.pattern(rule.words("return", language)).sub("", drug.item)
    missing = [
        part
        for part, text in (
            ("dose", own),
            ("frequency", own),
            ("route", item),
            ("duration", item),
        )
        if not words.holds(text, rule.words(part, language))
    ]
    if words.holds(item, rule.words("topical", language)):
        missing = [part for part in missing if part not in ("dose", "duration")]
    if words.holds(item, rule.words("when_needed", language)):
        missing = [part for part in missing if part not in ("duration", "frequency")]
    if words.holds(item, rule.words("once", language)):
        missing = [part for part in missing if part not in ("duration", "frequency")]
    if "route" in missing and _by_mouth(drug, own, rule, language):
        missing.remove("route")
    return missing


def _by_mouth(drug: Prescribed, own: str, rule: Rule, language: Language) -> bool:
    """Whether its form leaves no other way: tablets, or a drug that only comes to be swallowed."""
    if words.holds(own, rule.words("swallowed", language)):
        return True
    term = lexicon.load(language).named(drug.name, "drug")
    forms = term.extra.get("forms", ()) if term else ()
    other = rule.words("not_swallowed", language)
    return bool(forms) and not any(words.holds(str(form), other) for form in forms)


def too_many_drugs(note: Note, rule: Rule) -> Iterator[Hit]:
    """More drugs than one prescription may hold."""
    given = list(dict.fromkeys(drug.name for drug in prescribed(note)))
    if len(given) > rule.thresholds["most"]:
        yield Hit(note.place("treatment_plan"), params={"count": str(len(given))})


def supply_too_long(note: Note, rule: Rule) -> Iterator[Hit]:
    """More days than a prescription may cover, without a reason or a chronic disease."""
    limits = rule.thresholds
    usual = limits["emergency_days" if note.visit == "emergency" else "days"]
    if note.language is Language.EN:
        usual = limits["longest"]  # the short limits are those of the Chinese regulation
    reason = words.holds(note.text("treatment_plan"), rule.words("reason", note.language))
    reason = reason or diagnosis.is_chronic(note, rule.words("chronic", note.language))
    for drug in prescribed(note):
        course = _COURSE.search(drug.own) or _COURSE.search(drug.item)
        if course is None:
            continue
        unit = course["unit"].casefold().removesuffix("s")
        days = int(course["count"]) * _IN_DAYS[unit]
        if days > limits["longest"] or (days > usual and not reason):
            params = {"drug": drug.name, "days": str(days)}
            yield Hit(note.place("treatment_plan"), drug.start, drug.end, params=params)


def prescription_not_of_the_day(note: Note, rule: Rule) -> Iterator[Hit]:
    """Dated otherwise than the visit, or said to hold longer than allowed."""
    written = note.time("prescribed")
    if written is not None and note.day is not None and written.date() != note.day:
        yield Hit(note.place("treatment_plan"))
        return
    holds_until = note.time("prescription_until")
    longest = timedelta(days=rule.thresholds["days"])
    if written is not None and holds_until is not None and holds_until - written > longest:
        yield Hit(note.place("treatment_plan"))


def drug_without_indication(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug of a chronic disease, and the disease is nowhere in the record."""
    whole = note.whole()
    for drugs, diseases in words.table(rule.words("for", note.language)):
        # 左甲状腺素 names the gland, but tells of no disease.
        if words.holds(words.pattern(drugs).sub("", whole), diseases):
            continue
        for part in ("past_history", "medication_use", "treatment_plan"):
            for term in note.terms(part, "drug"):
                if term.is_patients and words.pattern(drugs).fullmatch(term.name):
                    params = {"drug": term.name, "disease": diseases[0]}
                    yield Hit(note.place(part), term.start, term.end, params=params)
                    break
            else:
                continue
            break


def trade_name(note: Note, rule: Rule) -> Iterator[Hit]:
    """A brand or a nickname in the plan, without the generic name beside it."""
    text, section = note.text("treatment_plan"), note.place("treatment_plan")
    for drug in prescribed(note):
        written = text[drug.start : drug.end]
        if drug.name.casefold() in drug.item.casefold() or written.casefold() in drug.name:
            continue
        if not words.holds(written, rule.words("accepted", note.language)):
            params = {"written": written, "standard": drug.name}
            yield Hit(section, drug.start, drug.end, params=params, standard=drug.name)


CHECKS: dict[str, Check] = {
    "incomplete_prescription": incomplete_prescription,
    "too_many_drugs": too_many_drugs,
    "supply_too_long": supply_too_long,
    "prescription_not_of_the_day": prescription_not_of_the_day,
    "drug_without_indication": drug_without_indication,
    "trade_name": trade_name,
}
NEEDED = {
    "too_many_drugs": frozenset({"most"}),
    "supply_too_long": frozenset({"days", "emergency_days", "longest"}),
    "prescription_not_of_the_day": frozenset({"days"}),
}
