"""What does not fit the person the record is about, or must be known of this person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenlu.application.rules import medication, scope, words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.language.extraction import critical_tokens

_NAME = {
    Language.ZH: re.compile(r"(?:我叫|名字叫|姓名是?|您叫|你叫|您是叫|你是叫)([一-龥]{2,4})"),
    Language.EN: re.compile(
        r"\b(?i:my name is|my name's|you must be|you are|I'm|I am)\s+"
        r"(?:Mr|Mrs|Ms|Miss)?\.?\s*((?!Doctor|Dr|Nurse)[A-Z][a-z]+(?:\s[A-Z][a-z]+)+)"
    ),
}
_AGE = {
    Language.ZH: re.compile(r"我(?:今年|都|快)?(?=[一二三四五六七八九十\d]{1,3}岁)"),
    Language.EN: re.compile(r"\b(?:I'm|I am)\s+(?=\S+(?:[\s-]\S+)?[\s-]years?[\s-]old)", re.I),
}


def age_conflict(note: Note, rule: Rule) -> Iterator[Hit]:
    """Words of another time of life: 绝经 in a girl, 吃奶 in an adult; relatives apart."""
    age = note.age_years
    if age is None:
        return
    limits = rule.thresholds
    foreign: list[str] = []
    if age < limits["adult_from"]:
        foreign += rule.words("adults_only", note.language)
    if age >= limits["elderly_from"]:
        foreign += rule.words("younger_only", note.language)
    if age >= limits["child_until"]:
        foreign += rule.words("children_only", note.language)
    for section_id, text in note.texts(*(section.id for section in note.sections)):
        if section_id == "personal_family_history":
            continue  # relatives of any age
        for clause in scope.clauses(text, note.language):
            for start, end in words.spans(clause.text, foreign):
                place = clause.start + start
                past = words.holds(clause.text, rule.words("past", note.language))
                if not past and not scope.of_relative(clause, clause.end, note.language):
                    found = text[place : clause.start + end]
                    yield Hit(section_id, place, clause.start + end, params={"term": found})
                    return


def other_person(note: Note, rule: Rule) -> Iterator[Hit]:
    """The conversation names another name or age than the open chart."""
    name = note.known("name").casefold()
    for segment in note.record.transcript:
        for match in _NAME[note.language].finditer(segment.text) if name else ():
            heard = match[1].casefold()
            if note.language is Language.ZH:
                surnames = rule.words("surname", note.language)
                other = heard[0] in surnames and not set(heard[:3]) & set(name)
            else:
                other = not set(heard.split()) & set(name.split())
            if other:
                yield Hit(segments=(segment.id,))
                return
        if segment.role is SpeakerRole.PATIENT and _other_age(note, rule, segment.text):
            yield Hit(segments=(segment.id,))
            return


def _other_age(note: Note, rule: Rule, said: str) -> bool:
    match = _AGE[note.language].search(said)
    if note.age_years is None or match is None:
        return False
    ages = (
        float(token.value)
        for token in critical_tokens(said[match.end() :], note.language)
        if token.kind == "number" and re.fullmatch(r"\d{1,3}", token.value)
    )
    told = next(ages, None)
    return told is not None and abs(told - note.age_years) > rule.thresholds["years_apart"]


def last_period_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """A woman who may be pregnant, and a complaint or an order for which it matters."""
    age = note.age_years
    if age is None or not rule.thresholds["from_age"] <= age <= rule.thresholds["to_age"]:
        return
    if words.holds(note.whole(), rule.words("told", note.language)):
        return
    belly = any(
        words.holds(text[c.start : c.end], rule.words("complaint", note.language))
        and not scope.denied(c, c.end, c.end, note.language)
        for _, text in note.texts("chief_complaint")
        for c in scope.clauses(text, note.language)
    )
    plan = note.text("treatment_plan")
    if belly or words.holds(plan, rule.words("risky", note.language)):
        yield Hit(note.place("personal_family_history"))


def child_weight_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """A child is given a medicine by mouth or vein and was not weighed."""
    age = note.age_years
    if age is None or age >= rule.thresholds["child_until"] or note.known("weight_kg"):
        return
    if words.holds(note.whole(), rule.words("weight", note.language)):
        return
    for drug in medication.prescribed(note):
        if not words.holds(drug.own, rule.words("topical", note.language)):
            yield Hit(note.place("vital_signs"), params={"drug": drug.name})
            return


CHECKS: dict[str, Check] = {
    "age_conflict": age_conflict,
    "other_person": other_person,
    "last_period_missing": last_period_missing,
    "child_weight_missing": child_weight_missing,
}
NEEDED = {
    "age_conflict": frozenset({"adult_from", "elderly_from", "child_until"}),
    "other_person": frozenset({"years_apart"}),
    "last_period_missing": frozenset({"from_age", "to_age"}),
    "child_weight_missing": frozenset({"child_until"}),
}
