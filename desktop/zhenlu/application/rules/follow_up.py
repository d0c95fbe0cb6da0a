"""What a later visit owes to the earlier ones, and what a follow-up form says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zhenlu.application.rules import scope, vitals, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note

_FOUND = ("physical_exam",)
_DUE = "recheck_due"


def change_untold(note: Note, rule: Rule) -> Iterator[Hit]:
    """A revisit that does not tell how things went and what the treatment did."""
    part = "history_of_present_illness"
    text = note.text(part)
    if text and not words.holds(text, rule.words("change", note.language)):
        yield Hit(note.place(part))


def earlier_sign_not_examined(note: Note, rule: Rule) -> Iterator[Hit]:
    """A finding of the last examination that is not looked at again."""
    if not note.earlier:
        return
    last = note.earlier[0]
    now = {term.name for part in _FOUND for term in note.terms(part)}
    text = note.text("physical_exam")
    lost = [
        term.name
        for term in last.terms("physical_exam", "sign")
        if term.is_patients and term.name not in now
        and last.text("physical_exam")[term.start : term.end] not in text
    ]
    named = list(dict.fromkeys(lost))[: int(rule.thresholds["most"])]
    if named and note.text("physical_exam"):
        place = note.place("physical_exam")
        yield Hit(place, params={"signs": words.listed(named, note.language)})


def undiagnosed_again(note: Note, rule: Rule) -> Iterator[Hit]:
    """The same complaint for the third time, still without a definite diagnosis."""
    needed = int(rule.thresholds["visits"])
    visits = (note, *note.earlier)[:needed]
    if len(visits) < needed:
        return
    complaints = [{t.name for t in v.terms("chief_complaint", "symptom")} for v in visits]
    if not set.intersection(*complaints):
        return
    open_words = rule.words("open", note.language)
    open_each = all(words.holds(visit.text("diagnosis"), open_words) for visit in visits)
    consulted = words.holds(note.whole(), rule.words("consult", note.language))
    if open_each and not consulted:
        yield Hit(note.place("diagnosis"))


def allergy_denied_against_earlier(note: Note, _rule: Rule) -> Iterator[Hit]:
    """Denied today, although an earlier record or the chart knows of one."""
    text = note.text("allergy_history") if note.is_own_part("allergy_history") else ""
    if not text or any(t.is_patients for t in note.terms("allergy_history", *_ALLERGENS)):
        return
    if not any(scope.denied(c, c.end, c.end, note.language) for c in _clauses(note, text)):
        return
    known = [note.known("allergies")] if note.known("allergies") else []
    for before in note.earlier:
        if before.is_own_part("allergy_history"):
            terms = before.terms("allergy_history", *_ALLERGENS)
            known += [term.name for term in terms if term.is_patients]
    if known:
        section = note.place("allergy_history")
        yield Hit(section, 0, len(text), params={"allergen": known[0]})


_ALLERGENS = ("drug", "drug_class", "allergen")


def _clauses(note: Note, text: str) -> Iterator[scope.Clause]:
    return scope.clauses(text, note.language)


def form_lacks_measurement(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A hypertension form without blood pressure, a diabetes form without glucose."""
    needed = {"hypertension": "blood_pressure", "diabetes": "glucose"}
    for word, vital in needed.items():
        written = (value.section for value in vitals.measured(note, vital))
        if word not in note.record.template or any(written):
            continue
        field_ids = ("systolic", "diastolic") if word == "hypertension" else ("glucose",)
        if not set(field_ids) <= {v.id for s in note.sections for v in s.fields if v.value}:
            yield Hit("vital_signs")


def class_contradicts_values(note: Note, rule: Rule) -> Iterator[Hit]:
    """控制满意 with a pressure or glucose above the target, or with an adverse reaction."""
    text = note.text("diagnosis")
    if words.holds(text, rule.words("unsatisfied", note.language)):
        return
    if not words.holds(text, rule.words("satisfied", note.language)):
        return
    if _above_target(note, rule) or _adverse(note, rule):
        yield Hit(note.place("diagnosis"), 0, len(text))


def _above_target(note: Note, rule: Rule) -> bool:
    limits = rule.thresholds
    elderly = note.age_years is not None and note.age_years >= limits["elderly_from"]
    systolic = limits["systolic_elderly"] if elderly else limits["systolic"]
    if "hypertension" in note.record.template:
        pressures = list(vitals.measured(note, "blood_pressure"))
        return any(
            p.value >= systolic or (p.second or 0) >= limits["diastolic"] for p in pressures[:1]
        )
    if "diabetes" in note.record.template:
        return any(g.value >= limits["glucose"] for g in list(vitals.measured(note, "glucose"))[:1])
    return False


def _adverse(note: Note, rule: Rule) -> bool:
    for section_id, text in note.texts("medication_use", "subjective"):
        for clause in scope.clauses(text, note.language):
            for start, end in words.spans(clause.text, rule.words("adverse", note.language)):
                place = clause.start + start
                if section_id and not scope.denied(
                    clause, place, clause.start + end, note.language
                ):
                    return True
    return False


def follow_up_overdue(note: Note, rule: Rule) -> Iterator[Hit]:
    """More days since the last follow-up than four a year leave, or a recheck let pass."""
    if note.day is None:
        return
    days = [before.day for before in note.earlier if before.day is not None]
    last_time = note.time("last_follow_up")
    if last_time is not None:
        days.append(last_time.date())
    due = note.time(_DUE)
    late = due is not None and note.day > due.date()
    if days and note.day - max(days) > timedelta(days=rule.thresholds["days"]):
        late = True
    if late:
        yield Hit()


CHECKS: dict[str, Check] = {
    "change_untold": change_untold,
    "earlier_sign_not_examined": earlier_sign_not_examined,
    "undiagnosed_again": undiagnosed_again,
    "allergy_denied_against_earlier": allergy_denied_against_earlier,
    "form_lacks_measurement": form_lacks_measurement,
    "class_contradicts_values": class_contradicts_values,
    "follow_up_overdue": follow_up_overdue,
}
NEEDED = {
    "earlier_sign_not_examined": frozenset({"most"}),
    "undiagnosed_again": frozenset({"visits"}),
    "class_contradicts_values": frozenset(
        {"elderly_from", "systolic", "systolic_elderly", "diastolic", "glucose"}
    ),
    "follow_up_overdue": frozenset({"days"}),
}
