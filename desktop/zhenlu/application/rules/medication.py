"""What is prescribed: not against an allergy, and nobody's but the clinician's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhenlu.application.medicines.confirmations import is_confirmed
from zhenlu.application.rules import allergy_classes, scope, words
from zhenlu.application.rules.allergy_classes import Conflict, Substance
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note, Said, terms_of
from zhenlu.application.rules.scope import Clause
from zhenlu.domain.facts import FactKind, Polarity, Subject
from zhenlu.domain.finding import Severity
from zhenlu.domain.transcript import Language, SpeakerRole

_ITEM = re.compile(r"(?:[^\n。;；.]|\.(?=\d)|(?<=\b\d)\.)+")


@dataclass(frozen=True, slots=True)
class Prescribed:
    """A drug that the plan gives.

    Attributes:
        own: Words from this drug to the next one of the same item.
        item: The whole item it stands in.
    """

    name: str
    start: int
    end: int
    own: str = field(repr=False)
    item: str = field(repr=False)


def prescribed(note: Note) -> Iterator[Prescribed]:
    """Drugs of the plan; what is stopped, ruled out or only warned of is left out."""
    text = note.text("treatment_plan")
    drugs = [t for t in note.terms("treatment_plan", "drug") if not t.denied]
    for item in _ITEM.finditer(text):
        inside = [t for t in drugs if item.start() <= t.start < item.end()]
        inside = _without_brands(inside, text)
        for drug, following in zip(inside, (*inside[1:], None), strict=False):
            if scope.stopped(drug.clause, note.language):
                continue
            stop = following.start if following else item.end()
            yield Prescribed(
                drug.name, drug.start, drug.end, text[drug.start : stop], item.group()
            )


def _without_brands(drugs: list[Said], text: str) -> list[Said]:
    """Paracetamol (Tylenol) is one drug."""
    kept: list[Said] = []
    for drug in drugs:
        last = kept[-1] if kept else None
        if last is None or last.name != drug.name or "(" not in text[last.end : drug.start]:
            kept.append(drug)
    return kept


def allergy_conflict(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug of the plan, or its class, stands among the allergies, or is not tolerated.

    An allergy that nobody confirmed warns and blocks nothing.
    """
    allergens, severe = _allergens(note, rule)
    doubted = _doubted(note, rule)
    untolerated = _untolerated(note, rule)
    if not (allergens or doubted or untolerated):
        return
    not_confirmed = rule.words("not_confirmed", note.language)[0]
    text = note.text("treatment_plan")
    section = note.place("treatment_plan")
    clauses = tuple(scope.clauses(text, note.language))
    reported: set[str] = set()
    for drug in _substances(text, note.terms("treatment_plan")):
        clause = next((c for c in clauses if c.start <= drug.start < c.end), None)
        if clause is None or drug.name in reported or _not_given(clause, drug, note.language):
            continue
        for allergen in allergens:
            conflict = allergy_classes.conflict(allergen, drug, severe)
            if conflict is not None:
                reported.add(drug.name)
                params = {
                    "drug": drug.name,
                    "allergen": allergen.name,
                    "status": _status(rule, note, conflict),
                }
                yield Hit(section, drug.start, drug.end, (), params, conflict.severity)
                break
        for allergen in doubted:
            conflict = allergy_classes.conflict(allergen, drug, severe=False)
            if conflict is not None and drug.name not in reported:
                reported.add(drug.name)
                told = f"{allergen.name}{not_confirmed}"
                params = {"drug": drug.name, "allergen": told, "status": ""}
                yield Hit(section, drug.start, drug.end, (), params, Severity.WARNING)
        if drug.name in untolerated and drug.name not in reported:
            reported.add(drug.name)
            space = " " if note.language is Language.EN else ""
            told = f"{drug.name}{space}{rule.words('intolerance', note.language)[0]}"
            params = {"drug": drug.name, "allergen": told, "status": ""}
            yield Hit(section, drug.start, drug.end, (), params, Severity.WARNING)


def _status(rule: Rule, note: Note, conflict: Conflict) -> str:
    """（待药师核对） until a person of the clinic confirmed the classes that say so."""
    if is_confirmed(*conflict.entries):
        return ""
    return "".join(rule.words("open", note.language)[:1])


def _not_given(clause: Clause, drug: Substance, language: Language) -> bool:
    return scope.stopped(clause, language) or scope.denied(clause, drug.start, drug.end, language)


def _allergens(note: Note, rule: Rule) -> tuple[list[Substance], bool]:
    """What the patient is allergic to by text and facts, and whether it was severe."""
    found: list[Substance] = []
    told: list[str] = []
    own = note.place("allergy_history") if note.is_own_part("allergy_history") else ""
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        if section_id == note.place("treatment_plan"):
            continue
        about = rule.words("allergy", note.language)
        if section_id != own and not words.holds(text, about):
            continue
        substances = _substances(text, note.terms(section_id))
        for clause in scope.clauses(text, note.language):
            if section_id != own and not words.holds(clause.text, about):
                continue
            if _tells_intolerance(clause, rule, note.language) or _tells_doubt(
                clause, rule, note.language
            ):
                continue
            for substance in substances:
                if clause.start <= substance.start < clause.end and _is_own_allergy(
                    clause, substance, note.language
                ):
                    found.append(substance)
                    told.append(text if section_id == own else clause.text)
    for fact in note.record.facts:
        known = fact.kind is FactKind.ALLERGY and fact.subject is Subject.PATIENT
        if known and fact.polarity is Polarity.PRESENT and not fact.is_intolerance:
            found.extend(_substances(fact.name, terms_of(fact.name, note.language)))
            told.append(" ".join(fact.attributes.values()))
    severe = any(words.holds(text, rule.words("severe", note.language)) for text in told)
    return found, severe


def _doubted(note: Note, rule: Rule) -> list[Substance]:
    """What the patient may be allergic to, by facts and by the allergy history."""
    found: list[Substance] = []
    for fact in note.record.facts:
        known = fact.kind is FactKind.ALLERGY and fact.subject is Subject.PATIENT
        if known and fact.polarity is Polarity.UNCERTAIN:
            found.extend(_substances(fact.name, terms_of(fact.name, note.language)))
    about = rule.words("allergy", note.language)
    own = note.is_own_part("allergy_history")
    text = note.text("allergy_history")
    named = _substances(text, note.terms(note.place("allergy_history")))
    for clause in scope.clauses(text, note.language):
        if not _tells_doubt(clause, rule, note.language):
            continue
        found.extend(
            s
            for s in named
            if clause.start <= s.start < clause.end
            and (own or words.holds(clause.text, about))
            and not scope.of_relative(clause, s.start, note.language)
        )
    return found


def _tells_doubt(clause: Clause, rule: Rule, language: Language) -> bool:
    return words.holds(clause.text, rule.words("doubted", language))


def _untolerated(note: Note, rule: Rule) -> frozenset[str]:
    """Drugs that do not agree with the patient, by facts and by the allergy history."""
    told = {f.name for f in note.record.facts if f.is_intolerance and f.subject is Subject.PATIENT}
    section = note.place("allergy_history")
    text = note.text("allergy_history")
    named = _substances(text, note.terms(section))
    for clause in scope.clauses(text, note.language):
        if _tells_intolerance(clause, rule, note.language):
            told |= {s.name for s in named if clause.start <= s.start < clause.end}
    return frozenset(told)


def _tells_intolerance(clause: Clause, rule: Rule, language: Language) -> bool:
    return words.holds(clause.text, rule.words("intolerance", language))


def _is_own_allergy(clause: Clause, substance: Substance, language: Language) -> bool:
    denied = scope.denied(clause, substance.start, substance.end, language)
    return not denied and not scope.of_relative(clause, substance.start, language)


def _substances(text: str, terms: Sequence[Said]) -> tuple[Substance, ...]:
    known = {
        (t.start, t.end): t.name for t in terms if t.kind in ("drug", "drug_class", "allergen")
    }
    return tuple(allergy_classes.substances(text, known))


def drug_not_from_clinician(note: Note, rule: Rule) -> Iterator[Hit]:
    """A drug of the plan that no clinician said: only the doctor prescribes."""
    heard = note.heard()
    if not heard:
        return
    said: dict[str, set[SpeakerRole]] = {}
    for segment, terms in heard:
        for term in terms:
            said.setdefault(term.name, set()).add(segment.role)
    for fact in note.record.facts:
        if fact.kind is FactKind.MEDICATION:
            said.setdefault(fact.name, set()).add(fact.said_by)
    patient_only = {SpeakerRole.PATIENT, SpeakerRole.COMPANION}
    section = note.place("treatment_plan")
    typed = tuple(note.typed(section))
    unchanged = any(
        words.holds(segment.text, rule.words("unchanged", note.language))
        for segment, _ in heard
        if segment.role not in patient_only
    )
    for drug in prescribed(note):
        if any(start <= drug.start < end for start, end in typed):
            continue
        roles = said.get(drug.name, set())
        if not roles or (roles <= patient_only and not unchanged):
            yield Hit(section, drug.start, drug.end, params={"drug": drug.name})


CHECKS: dict[str, Check] = {
    "allergy_conflict": allergy_conflict,
    "drug_not_from_clinician": drug_not_from_clinician,
}
