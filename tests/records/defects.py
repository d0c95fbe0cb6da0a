"""Changes that make a defect: each takes a record and gives the changed one, or None.

None where the change cannot be made, or where the record would still be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language

Change = Callable[[Record], Record | None]
#: Name, the rule that has to find it, rules that rightly speak too, the change.
Kind = tuple[str, str, frozenset[str], Change]

_SOAP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "subjective",
    "vital_signs": "objective",
    "physical_exam": "objective",
    "auxiliary_exam": "objective",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}


def _place(record: Record, part: str) -> Section | None:
    return record.section(part) or record.section(_SOAP.get(part, ""))


def _with_text(record: Record, section: Section, text: str, typed: str = "") -> Record:
    """The record with other words; `typed` ones are the clinician's, who needs no source."""
    kept = tuple(statement for statement in section.statements if statement.text in text)
    if typed:
        kept = (*kept, Statement(typed, Support.CLINICIAN))
    changed = replace(section, text=text, statements=kept)
    return replace(
        record, sections=tuple(changed if s.id == section.id else s for s in record.sections)
    )


def blanked(part: str) -> Change:
    """Empty a part that has a section of its own."""

    def change(record: Record) -> Record | None:
        section = record.section(part)
        if section is None or not _is_outpatient(record) or not section.text:
            return None
        return _with_text(record, section, "")

    return change


def added(part: str, zh: str, en: str, unless: str = "", typed: bool = True) -> Change:
    """Write a sentence behind what a part says: the clinician's own, or one from nowhere."""

    def change(record: Record) -> Record | None:
        section = _place(record, part)
        sentence = zh if record.language is Language.ZH else en
        if section is None or not sentence or (unless and re.search(unless, _whole(record))):
            return None
        ends = section.text.rstrip()
        mark, space = ("。", "") if record.language is Language.ZH else (".", " ")
        mark = "" if not ends or ends[-1] in "。.\n" else mark
        return _with_text(record, section, f"{ends}{mark}{space}{sentence}", sentence * typed)

    return change


def put(part: str, zh: str, en: str, only: str = "outpatient") -> Change:
    """Write something else in place of a part."""

    def change(record: Record) -> Record | None:
        section = record.section(part)
        text = zh if record.language is Language.ZH else en
        if section is None or not text or (only == "outpatient" and not _is_outpatient(record)):
            return None
        return _with_text(record, section, text, text)

    return change


def swapped(pattern: str, by: str, part: str = "", language: Language | None = None) -> Change:
    """Put other words in place of the first that match."""

    def change(record: Record) -> Record | None:
        if language is not None and record.language is not language:
            return None
        for section in record.sections:
            if part and section != _place(record, part):
                continue
            text, count = re.subn(pattern, by, section.text, count=1)
            if count and text != section.text:
                return _with_text(record, section, text)
        return None

    return change


def headed(**changed: str) -> Change:
    """Change the visit's header; "" takes a key out."""

    def change(record: Record) -> Record | None:
        visit = {**record.visit, **changed}
        return replace(record, visit={key: value for key, value in visit.items() if value})

    return change


def both(*changes: Change) -> Change:
    """One defect that takes several changes."""

    def change(record: Record) -> Record | None:
        changed: Record | None = record
        for each in changes:
            changed = each(changed) if changed is not None else None
        return changed

    return change


def of(sex: str = "", ages: tuple[int, int] = (0, 120), kind: str = "") -> Change:
    """Go on only with such a patient or such a visit."""

    def change(record: Record) -> Record | None:
        age = record.patient.get("age_years")
        fits = not sex or record.patient.get("sex") == sex
        fits = fits and isinstance(age, int) and ages[0] <= age <= ages[1]
        return record if fits and (not kind or record.visit.get("kind") == kind) else None

    return change


def unnamed(key: str) -> Change:
    """Take something out of the chart."""

    def change(record: Record) -> Record | None:
        kept = {name: value for name, value in record.patient.items() if name != key}
        return replace(record, patient=kept) if record.template in _OUTPATIENT else None

    return change


_OUTPATIENT = frozenset({"outpatient-initial", "outpatient-revisit", "emergency", "soap"})


def _is_outpatient(record: Record) -> bool:
    return record.template in _OUTPATIENT - {"soap"}


def _whole(record: Record) -> str:
    return "\n".join(section.text for section in record.sections)


def heard(record: Record) -> Record | None:
    """Go on only where there is a conversation to compare with."""
    return record if len(record.transcript) else None


def without(pattern: str) -> Change:
    """Go on only where the record says nothing of the kind."""
    return lambda record: None if re.search(pattern, _whole(record)) else record


def outpatient(record: Record) -> Record | None:
    return record if record.template in _OUTPATIENT else None


def outpatient_form(record: Record) -> Record | None:
    """Go on only where the chief complaint has a section of its own."""
    return record if _is_outpatient(record) else None


def on(template: str) -> Change:
    """Go on only with this template."""
    return lambda record: record if record.template == template else None


def kind(name: str, rule: str, also: str, change: Change) -> Kind:
    """A kind of defect; `also` lists further rules, separated by spaces."""
    return name, rule, frozenset(also.split()), change
