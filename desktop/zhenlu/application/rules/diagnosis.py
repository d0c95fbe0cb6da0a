"""Diagnoses: ordered, named by their standard names, supported, followed by what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhenlu.application.rules import medication, scope, vitals, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.language import lexicon

_ITEM = re.compile(r"[^\n;；]+")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)．:]|[①-⑨]|\(\d\))\s*")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One item of the list, without its number."""

    text: str = field(repr=False)
    start: int
    end: int
    numbered: bool


def diagnoses(note: Note) -> tuple[Diagnosis, ...]:
    """The items in the order they stand."""
    found = []
    for match in _ITEM.finditer(note.text("diagnosis")):
        number = _NUMBER.match(match.group())
        start = match.start() + (number.end() if number else 0)
        text = match.group()[start - match.start() :].strip().rstrip("。.")
        if text:
            found.append(Diagnosis(text, start, start + len(text), number is not None))
    return tuple(found)


def is_open(note: Note, rule: Rule, item: Diagnosis) -> bool:
    """Whether the item itself says that it is not settled: 待查, ？, probable."""
    return words.holds(item.text, rule.words("open", note.language))


def open_without_next_step(note: Note, rule: Rule) -> Iterator[Hit]:
    """待查 and no test, referral or review that would settle it."""
    plan = note.plan()
    if words.holds(plan, rule.words("step", note.language)):
        return
    for item in diagnoses(note):
        if is_open(note, rule, item):
            yield Hit(note.place("diagnosis"), item.start, item.end)
            return


def order_or_side_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """Several diagnoses without their order, or a paired organ without its side."""
    items = diagnoses(note)
    section = note.place("diagnosis")
    if len(items) > 1 and not any(item.numbered for item in items):
        yield Hit(section, items[0].start, items[-1].end)
    sided = rule.words("side", note.language)
    for item in items:
        place = next(words.spans(item.text, rule.words("paired", note.language)), None)
        if place and not words.holds(item.text, sided):
            yield Hit(section, item.start + place[0], item.start + place[1])


def complaint_leads_elsewhere(note: Note, rule: Rule) -> Iterator[Hit]:
    """The complaint belongs to one system, the first diagnosis to others only."""
    items = diagnoses(note)
    complaint = note.text("chief_complaint") if note.is_own_part("chief_complaint") else ""
    if not items or words.holds(complaint, rule.words("general", note.language)):
        return
    told: set[int] = set()
    led: set[int] = set()
    table = words.table(rule.words("leads", note.language))
    for number, (symptoms, diseases) in enumerate(table):
        if words.holds(complaint, symptoms):
            told.add(number)
        if words.holds(items[0].text, diseases):
            led.add(number)
    if told and led and not told & led:
        yield Hit(note.place("diagnosis"), items[0].start, items[0].end)


def unsupported_diagnosis(note: Note, rule: Rule) -> Iterator[Hit]:
    """A settled diagnosis and nothing in the record that speaks for it."""
    rest = "\n".join(text for _, text in note.texts(*_SUPPORTING))
    for item in diagnoses(note):
        if is_open(note, rule, item):
            continue
        for names, support in words.table(rule.words("support", note.language)):
            if words.holds(item.text, names) and not _supported(note, rule, rest, support):
                params = {"diagnosis": item.text}
                yield Hit(note.place("diagnosis"), item.start, item.end, params=params)
                break


_SUPPORTING = (
    "chief_complaint",
    "history_of_present_illness",
    "past_history",
    "personal_family_history",
    "vital_signs",
    "physical_exam",
    "auxiliary_exam",
)


def _supported(note: Note, rule: Rule, rest: str, support: tuple[str, ...]) -> bool:
    if words.holds(rest, [word for word in support if not word.startswith("@")]):
        return True
    limits = rule.thresholds
    if "@pressure" in support:
        return any(
            p.value >= limits["systolic"] or (p.second or 0) >= limits["diastolic"]
            for p in vitals.measured(note, "blood_pressure")
        )
    return "@fever" in support and any(
        t.value >= limits["temperature"] for t in vitals.measured(note, "temperature")
    )


def plan_does_not_fit(note: Note, rule: Rule) -> Iterator[Hit]:
    """A fracture nobody treats or refers, an antibiotic for a cold."""
    plan, section = note.plan(), note.place("diagnosis")
    for item in diagnoses(note):
        if is_open(note, rule, item):
            continue
        for names, steps in words.table(rule.words("needs", note.language)):
            if plan and words.holds(item.text, names) and not words.holds(plan, steps):
                yield Hit(section, item.start, item.end, params={"diagnosis": item.text})
                break
    yield from _antibiotic_for_virus(note, rule)


def _antibiotic_for_virus(note: Note, rule: Rule) -> Iterator[Hit]:
    items = diagnoses(note)
    viral = rule.words("viral", note.language)
    if not items or not all(words.holds(item.text, viral) for item in items):
        return
    if words.holds(note.whole(), rule.words("indication", note.language)):
        return
    for drug in medication.prescribed(note):
        if words.holds(drug.name, rule.words("antibiotic", note.language)):
            params = {"diagnosis": items[0].text}
            yield Hit(note.place("treatment_plan"), drug.start, drug.end, params=params)
            return


def colloquial_diagnosis(note: Note, rule: Rule) -> Iterator[Hit]:
    """心梗 for 心肌梗死: a diagnosis under another name than its standard one."""
    for item in diagnoses(note):
        for said, standard in words.table(rule.words("names", note.language)):
            place = next(words.spans(item.text, said), None)
            # 轮状病毒肠炎 is a name of its own.
            if place is None or place[0] > 0 or standard[0] in item.text:
                continue
            written = item.text[place[0] : place[1]]
            params = {"written": written, "standard": standard[0]}
            start, end = item.start + place[0], item.start + place[1]
            yield Hit(note.place("diagnosis"), start, end, params=params, standard=standard[0])
            break


def notifiable_disease(note: Note, rule: Rule) -> Iterator[Hit]:
    """A disease that the law wants reported, suspected ones included."""
    reported = note.told("reported") or words.holds(
        note.text("treatment_plan"), rule.words("reported", note.language)
    )
    if reported:
        return
    for item in diagnoses(note):
        clause = scope.Clause(item.text, item.start, item.end)
        for group in ("within_2h", "within_24h"):
            place = next(words.spans(item.text, rule.words(group, note.language)), None)
            if place is None:
                continue
            start, end = item.start + place[0], item.start + place[1]
            past = words.holds(item.text, rule.words("past", note.language))
            if not past and not scope.denied(clause, start, end, note.language):
                limit = "2" if group == "within_2h" else "24"
                params = {"disease": item.text[place[0] : place[1]], "hours": limit}
                yield Hit(note.place("diagnosis"), start, end, params=params)
                break


def is_chronic(note: Note, listed: tuple[str, ...]) -> bool:
    """Whether a diagnosis of the record is a chronic disease, by lexicon or by the list."""
    known = lexicon.load(note.language)
    for term in note.terms("diagnosis", "disease"):
        named = known.named(term.name, "disease")
        if named is not None and named.extra.get("chronic"):
            return True
    return words.holds(note.text("diagnosis"), listed)


CHECKS: dict[str, Check] = {
    "open_without_next_step": open_without_next_step,
    "order_or_side_missing": order_or_side_missing,
    "complaint_leads_elsewhere": complaint_leads_elsewhere,
    "unsupported_diagnosis": unsupported_diagnosis,
    "plan_does_not_fit": plan_does_not_fit,
    "colloquial_diagnosis": colloquial_diagnosis,
    "notifiable_disease": notifiable_disease,
}
NEEDED = {"unsupported_diagnosis": frozenset({"systolic", "diastolic", "temperature"})}
