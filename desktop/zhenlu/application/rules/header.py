"""The head and the foot of a record: when, where, for whom, by whom, with whose consent.

These rules stay silent on a draft that has no header yet: a record counts as headed
once its visit tells when it began, its department or who signed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.note import Check, Hit, Note

#: An ISO time that tells the minute: 2026-03-02T08:05.
_WITH_MINUTES = 16


def is_headed(note: Note) -> bool:
    return any(note.told(key) for key in ("started", "department", "signer", "signed"))


def visit_header_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """When the visit was, or in which department."""
    if is_headed(note):
        yield from _missing(note, rule, [k for k in ("started", "department") if not note.told(k)])


def patient_header_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """Name, sex, or both age and date of birth."""
    if not is_headed(note):
        return
    absent = [key for key in ("name", "sex") if not note.known(key)]
    if note.age_years is None and not note.known("birth_date") and not note.known("age_months"):
        absent.append("age")
    yield from _missing(note, rule, absent)


def signature_missing(note: Note, _rule: Rule) -> Iterator[Hit]:
    """A signed record without a signer, or one that a doctor had to sign."""
    if not note.told("signed") and not note.told("signer"):
        return
    role = note.told("signer_role")
    if not note.told("signer") or (role and role != "doctor" and note.kind == "outpatient"):
        yield Hit()


def cosignature_missing(note: Note, rule: Rule) -> Iterator[Hit]:
    """Written by a trainee or on probation, and signed by nobody above."""
    learner = words.holds(note.told("author_role"), rule.words("learner", note.language))
    if learner and not note.told("cosigner"):
        yield Hit()


def emergency_without_minutes(note: Note, _rule: Rule) -> Iterator[Hit]:
    """An emergency is told to the minute."""
    started = note.told("started")
    if started and (note.time("started") is None or len(started) < _WITH_MINUTES):
        yield Hit()


def recording_without_consent(note: Note, rule: Rule) -> Iterator[Hit]:
    """A recording exists, and nobody agreed to it or took the consent back."""
    if note.record.coverage.audio_s <= 0 and note.told("recorded") != "true":
        return
    asked = "consent" in note.record.visit or is_headed(note)
    given = note.told("consent")
    if asked and (not given or words.holds(given, rule.words("withdrawn", note.language))):
        yield Hit()


def _missing(note: Note, rule: Rule, absent: list[str]) -> Iterator[Hit]:
    if absent:
        named = [word for key in absent for word in rule.words(f"{key}_name", note.language)]
        yield Hit(params={"missing": words.listed(named, note.language)})


CHECKS: dict[str, Check] = {
    "visit_header_missing": visit_header_missing,
    "patient_header_missing": patient_header_missing,
    "signature_missing": signature_missing,
    "cosignature_missing": cosignature_missing,
    "emergency_without_minutes": emergency_without_minutes,
    "recording_without_consent": recording_without_consent,
}
