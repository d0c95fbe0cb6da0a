"""How the chief complaint is worded, and what template text was left behind."""

from __future__ import annotations

from collections.abc import Iterator

from zhenlu.application.drafting import TYPED_BY_PATIENT
from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.completeness import length
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language
from zhenlu.language import lexicon


def _complaint(note: Note) -> str:
    """The complaint where it has a section of its own; a SOAP note has none.

    That the patient filled it in is no part of it, and not counted.
    """
    text = note.text("chief_complaint") if note.is_own_part("chief_complaint") else ""
    return text.removesuffix(TYPED_BY_PATIENT[note.language])


def complaint_too_long(note: Note, rule: Rule) -> Iterator[Hit]:
    text = _complaint(note)
    limit = rule.thresholds["max_words" if note.language is Language.EN else "max_chars"]
    if length(text, note.language) > limit:
        yield Hit("chief_complaint", 0, len(text), params={"limit": f"{limit:g}"})


def complaint_without_duration(note: Note, rule: Rule) -> Iterator[Hit]:
    text = _complaint(note)
    if text and not words.holds(text, rule.words("duration", note.language)):
        yield Hit("chief_complaint", 0, len(text))


def complaint_without_symptom(note: Note, rule: Rule) -> Iterator[Hit]:
    text = _complaint(note)
    if not text or words.holds(text, rule.words("symptom", note.language)):
        return
    if not note.terms("chief_complaint", "symptom", "sign"):
        yield Hit("chief_complaint", 0, len(text))


def diagnosis_as_complaint(note: Note, rule: Rule) -> Iterator[Hit]:
    """It opens with a disease although the history tells of symptoms."""
    text = _complaint(note)
    if not text or words.holds(text, rule.words("reason", note.language)):
        return
    symptoms = {(t.start, t.end) for t in note.terms("chief_complaint", "symptom")}
    history = note.terms("history_of_present_illness", "symptom")
    if not any(term.is_patients for term in history):
        return
    for term in note.terms("chief_complaint", "disease"):
        if text[: term.start].strip() or (term.start, term.end) in symptoms:
            continue
        if words.holds(text[term.start : term.end], rule.words("injury", note.language)):
            continue
        # 高血压10年,头晕3天 tells why the person came.
        if not (symptoms and _chronic(term.name, note.language)):
            yield Hit("chief_complaint", term.start, term.end, params={"diagnosis": term.name})
            return


def _chronic(disease: str, language: Language) -> bool:
    term = lexicon.load(language).named(disease, "disease")
    return bool(term and term.extra.get("chronic"))


def complaint_style(note: Note, rule: Rule) -> Iterator[Hit]:
    """A closing full stop, or the patient named in it."""
    text = _complaint(note)
    stripped = text.rstrip()
    if stripped.endswith(("。", ".")):
        yield Hit("chief_complaint", len(stripped) - 1, len(stripped))
        return
    for start, end in words.spans(text, rule.words("person", note.language)):
        yield Hit("chief_complaint", start, end)
        return


def placeholder_left(note: Note, rule: Rule) -> Iterator[Hit]:
    """Template text that should have been filled in."""
    for section in note.sections:
        for start, end in words.spans(section.text, rule.words("placeholder", note.language)):
            yield Hit(section.id, start, end)
            break


CHECKS: dict[str, Check] = {
    "complaint_too_long": complaint_too_long,
    "complaint_without_duration": complaint_without_duration,
    "complaint_without_symptom": complaint_without_symptom,
    "diagnosis_as_complaint": diagnosis_as_complaint,
    "complaint_style": complaint_style,
    "placeholder_left": placeholder_left,
}
NEEDED = {"complaint_too_long": frozenset({"max_chars", "max_words"})}
