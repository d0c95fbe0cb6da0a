"""What a record must not lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.rules import scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language


def section_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """The part is blank or says only that nothing was said."""
    if note.kind != "outpatient" and note.place(rule.section) not in note.section_ids:
        return  # this form has no such part
    text = note.text(rule.section).strip().strip("。.")
    if not text or text in rule.words("nothing", note.language):
        yield Hit(note.place(rule.section))


def section_too_brief(note: Note, rule: Rule) -> Iterator[Hit]:
    """The part is blank or shorter than the limit, counted without punctuation."""
    text = note.text(rule.section)
    limit = "min_words" if note.language is Language.EN else "min_chars"
    if length(text, note.language) < rule.thresholds[limit]:
        yield Hit(note.place(rule.section))


def allergy_status(note: Note, rule: Rule) -> Iterator[Hit]:
    """Neither denied nor known, nor unknown with a reason."""
    own = note.text("allergy_history") if note.is_own_part("allergy_history") else ""
    if own:
        unclear = words.holds(own, rule.words("unclear", note.language))
        if unclear and not words.holds(own, rule.words("reason", note.language)):
            yield Hit(note.place("allergy_history"), 0, len(own))
        return
    elsewhere = (text for _, text in note.texts("past_history", "allergy_history"))
    if not any(words.holds(text, rule.words("status", note.language)) for text in elsewhere):
        yield Hit(note.place("allergy_history"))


def no_pertinent_negative(note: Note, rule: Rule) -> Iterator[Hit]:
    """The examination tells findings but nothing that was looked for and not found."""
    text = note.text("physical_exam")
    # Values alone are vital signs and results, not an examination.
    examined = any(not re.search(r"\d", s.text) for s in scope.sentences(text) if s.text.strip())
    if not examined or not note.text("diagnosis"):
        return
    normal = words.holds(text, rule.words("negative", note.language))
    if not normal and not any(term.denied for term in note.terms("physical_exam")):
        yield Hit(note.place("physical_exam"), 0, len(text))


def history_elements(note: Note, rule: Rule) -> Iterator[Hit]:
    """Too many of onset, course, accompanying symptoms and earlier care are untold."""
    text = note.text(rule.section)
    if not text:
        return
    absent = [
        slot
        for slot in ("onset", "course", "accompanying", "care")
        if not words.holds(text, rule.words(slot, note.language))
    ]
    names = {term.name for term in note.terms(rule.section, "symptom")}
    if "accompanying" in absent and len(names) >= 2:
        absent.remove("accompanying")
    if len(absent) >= rule.thresholds["absent"]:
        listed = "、" if note.language is Language.ZH else ", "
        named = (word for slot in absent for word in rule.words(f"{slot}_name", note.language))
        yield Hit(note.place(rule.section), params={"missing": listed.join(named)})


def no_return_advice(note: Note, rule: Rule) -> Iterator[Hit]:
    """The plan tells neither when to come back nor what to come back for."""
    section = next((s for s in note.sections if s.id == note.place("treatment_plan")), None)
    if section is None:
        return
    if any(value.id == "next_visit" and value.value for value in section.fields):
        return
    plan = note.plan()
    if plan and not words.holds(plan, rule.words("return", note.language)):
        yield Hit(section.id)


def length(text: str, language: Language) -> int:
    """Characters with digits but without punctuation; words in English."""
    if language is Language.EN:
        return len(text.split())
    return sum(character.isalnum() for character in text)


CHECKS: dict[str, Check] = {
    "section_missing": section_missing,
    "section_too_brief": section_too_brief,
    "allergy_status": allergy_status,
    "no_pertinent_negative": no_pertinent_negative,
    "history_elements": history_elements,
    "no_return_advice": no_return_advice,
}
NEEDED = {
    "section_too_brief": frozenset({"min_chars", "min_words"}),
    "history_elements": frozenset({"absent"}),
}
