"""Clean records: hand-written ones, and the hand-written visits drafted and completed.

A clean record has no blocking finding that is not true of it. What a rule rightly finds
all the same is listed by hand in `true`: a chest pain visit has its red flag, and a doctor
who did not say how long to take a drug left that open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import reading_visits
from reading_records import sections

from zhenlu.application.consultation import Consultation
from zhenlu.application.templates import load
from zhenlu.domain.record import Record, Section, Statement, Support
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Patient, Visit

_FOLDER = Path(__file__).parent / "clean"
_DEPARTMENT = {Language.ZH: "全科", Language.EN: "General practice"}
_HEADER = {
    "started": "2026-03-02T09:10",
    "ended": "2026-03-02T09:30",
    "signed": "2026-03-02T09:40",
    "signer": "chen",
    "signer_role": "doctor",
    "consent": "oral",
}


@dataclass(frozen=True)
class CleanRecord:
    """A record and the rules that rightly speak on it."""

    id: str
    record: Record
    true: frozenset[str]


@cache
def clean_records() -> tuple[CleanRecord, ...]:
    """All of them, Chinese first, the hand-written before the drafted."""
    return tuple(
        record
        for language in (Language.ZH, Language.EN)
        for record in (*_written(language), *_drafted(language))
    )


def _written(language: Language) -> Iterator[CleanRecord]:
    path = _FOLDER / f"{language.value}.toml"
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["record"]:
        template = entry.get("record", "outpatient-initial")
        kind = load(template, language).visit_kind
        record = Record(
            template,
            language,
            sections(template, language, entry["sections"]),
            patient=entry["patient"],
            visit=_header(language, kind) | entry.get("visit", {}),
        )
        name = f"{language.value} {entry['id']}"
        yield CleanRecord(name, record, frozenset(entry.get("true", ())))


def _drafted(language: Language) -> Iterator[CleanRecord]:
    completions, last = _completions(), _read_to(language)
    for visit in reading_visits.visits(language.value):
        name = f"{language.value} {visit.id}"
        if visit.number > last or name in left_out():
            # Nobody has gone through its draft yet and said which findings are right,
            # or the draft was read and found wrong.
            continue
        entry = completions.get(name, {})
        template = load(visit.template, language)
        known = {
            "name": "",
            "sex": "male",
            "age_years": 45,
            **visit.patient,
            **entry.get("patient", {}),
        }
        patient = Patient(known["name"] or _NAME[language], known["sex"], known["age_years"])
        about = Visit(visit.id, patient=patient, kind=template.visit_kind)
        consultation = Consultation(about, lambda _language, template=template: template)
        record = consultation.from_transcript(visit.transcript, None)
        record = replace(
            record,
            visit=_header(language, template.visit_kind),
            patient=record.patient | entry.get("patient", {}),
            sections=tuple(_typed(s, entry.get("typed", {})) for s in record.sections),
        )
        yield CleanRecord(name, record, frozenset(entry.get("true", ())))


_NAME = {Language.ZH: "王建国", Language.EN: "Alex Smith"}


def _header(language: Language, kind: str) -> dict[str, str]:
    return {**_HEADER, "kind": kind, "department": _DEPARTMENT[language]}


def _typed(section: Section, completed: dict[str, str]) -> Section:
    """The section with what the clinician typed: in place of it, or after it with a `+`."""
    text = completed.get(section.id)
    if text is None:
        return section
    statement = Statement(text.removeprefix("+"), Support.CLINICIAN)
    if not text.startswith("+"):
        return replace(section, text=text, statements=(statement,))
    joined = (
        f"{section.text}{'' if section.text.endswith(('。', chr(10))) else ' '}{statement.text}"
    )
    return replace(section, text=joined, statements=(*section.statements, statement))


def _read_to(language: Language) -> int:
    return int(_visits_file()["read_to"][language.value])


def left_out() -> dict[str, str]:
    """Visits whose draft was read and is wrong: why, by "zh 75-early-pregnancy"."""
    return dict(_visits_file()["left_out"])


@cache
def _completions() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in _visits_file()["visit"]}


@cache
def _visits_file() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "visits.toml").read_text(encoding="utf-8"))
