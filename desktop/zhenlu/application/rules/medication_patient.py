"""A drug against the patient: age, pregnancy and breast-feeding, kidneys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.medicines.tables import Part
from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication_plan import Given, given, status
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.finding import Severity

_FILTRATION = re.compile(
    r"(?:eGFR|肾小球滤过率|肌酐清除率|CrCl|creatinine clearance)\D{0,8}?"
    r"(?P<value>\d{1,3}(?:\.\d+)?)",
    re.IGNORECASE,
)
_CREATININE = re.compile(
    r"(?<!尿)(?:血?肌酐|creatinine)(?!清除| clearance)\D{0,6}?"
    r"(?P<value>\d{2,4}(?:\.\d+)?)\s*(?:μmol|µmol|umol)",
    re.IGNORECASE,
)
_TOLD_IN = (
    "chief_complaint",
    "history_of_present_illness",
    "past_history",
    "personal_family_history",
    "auxiliary_exam",
    "diagnosis",
)
#: Cockcroft-Gault, creatinine in μmol/L: factor for men and for women.
_COCKCROFT_GAULT = {"male": 1.23, "female": 1.04}


def too_young(note: Note, rule: Rule) -> Iterator[Hit]:
    """The drug is not for the patient's age. Limits below a year need months: left out."""
    age = note.age_years
    if age is None:
        return
    for drug, part in _parts(note):
        youngest = part.drug.min_age_years
        if youngest is not None and youngest >= 1 and age < youngest:
            yield _hit(note, rule, drug, part, {"age": f"{youngest:g}"})


def not_in_pregnancy(note: Note, rule: Rule) -> Iterator[Hit]:
    """Pregnant or breast-feeding, and the drug is to be avoided or used with caution."""
    if note.sex == "male":
        return
    for state in ("pregnancy", "lactation"):
        if not _is_told(note, rule.words(state, note.language)):
            continue
        for drug, part in _parts(note):
            advice = str(getattr(part.drug, state))
            if advice not in ("avoid", "caution"):
                continue
            named = {
                "state": "".join(rule.words(f"{state}_name", note.language)[:1]),
                "advice": "".join(rule.words(advice, note.language)[:1]),
            }
            yield _hit(note, rule, drug, part, named, advice)


def kidneys(note: Note, rule: Rule) -> Iterator[Hit]:
    """Filtration is below what the drug needs, or a kidney disease leaves it open."""
    filtration = _filtration(note)
    diseased = filtration is None and _is_told(note, rule.words("disease", note.language))
    for drug, part in _parts(note):
        limit = part.drug.renal_below
        if limit is None or not part.drug.renal:
            continue
        below = filtration is not None and filtration < limit
        if not below and not diseased:
            continue
        known = "unknown" if filtration is None else "known"
        told = "".join(rule.words(known, note.language)[:1])
        named = {
            "limit": f"{limit:g}",
            "filtration": told.replace("#", f"{filtration or 0:.0f}"),
            "advice": "".join(rule.words(part.drug.renal, note.language)[:1]),
        }
        yield _hit(note, rule, drug, part, named, "avoid" if below else "caution")


def _parts(note: Note) -> Iterator[tuple[Given, Part]]:
    for drug in given(note):
        if drug.is_systemic:
            yield from ((drug, part) for part in drug.parts)


def _hit(
    note: Note, rule: Rule, drug: Given, part: Part, named: dict[str, str], advice: str = "avoid"
) -> Hit:
    own = part.drug.name(note.language)
    params = {
        "drug": drug.name if own == drug.name else f"{drug.name}({own})",
        "note": part.drug.note(note.language),
        "status": status(rule, note, (part.drug, part.entry)),
        **named,
    }
    severity = None if advice == "avoid" else Severity.HINT
    place = drug.prescribed
    return Hit(note.place("treatment_plan"), place.start, place.end, (), params, severity)


def _is_told(note: Note, wanted: tuple[str, ...]) -> bool:
    """Whether one of these words is said of the patient and not denied."""
    for _, text in note.texts(*_TOLD_IN):
        for clause in scope.clauses(text, note.language):
            for start, end in words.spans(clause.text, wanted):
                at = clause.start + start, clause.start + end
                denied = scope.denied(clause, *at, note.language)
                other = scope.of_relative(clause, at[0], note.language)
                if not denied and not other and not scope.conditional(clause, note.language):
                    return True
    return False


def _filtration(note: Note) -> float | None:
    """eGFR or clearance as told, else reckoned from creatinine, age, sex and weight."""
    text = "\n".join(text for _, text in note.texts(*_TOLD_IN))
    told = _FILTRATION.search(text)
    if told is not None:
        return float(told["value"])
    creatinine, factor = _CREATININE.search(text), _COCKCROFT_GAULT.get(note.sex)
    weight = re.fullmatch(r"\d+(?:\.\d+)?", note.known("weight_kg"))
    if creatinine is None or factor is None or weight is None or note.age_years is None:
        return None
    return (140 - note.age_years) * float(weight.group()) * factor / float(creatinine["value"])


CHECKS: dict[str, Check] = {
    "too_young": too_young,
    "not_in_pregnancy": not_in_pregnancy,
    "kidneys": kidneys,
}
