"""Reads the records of tests/records: sound ones, the cases of every rule, and clean ones.

A case file is TOML, one `[[case]]` a case:

    rule = "C13"                       # the rule that is looked at
    fires = true                       # whether it has to speak
    record = "outpatient-initial"      # the sound record that is changed; this one by default
    sections.chief_complaint = "…"     # sections that are put in place of the sound ones
    patient = {sex = "female"}         # in place of a man of 56
    visit = {kind = "revisit"}         # the header
    said = "D: 多大年纪\nP: 我今年三十岁"  # the conversation; its facts are taken from it
    fact = [{kind = "medication", name = "阿莫西林", confidence = 0.3}]   # further facts
    missed = ["乏力"]                   # what the ledger lists as said and not written
    unsupported = "心律齐。"             # a statement that its cited words do not carry
    earlier = [{visit = {…}, sections = {…}}]    # records of earlier visits, the latest first
    now = "2026-03-02T10:00"           # the time of the check
    audio_s = 60                       # seconds of recording
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from zhenlu.application.checking import check
from zhenlu.application.templates import load
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.finding import Finding
from zhenlu.domain.record import Coverage, Ledger, LedgerItem, Record, Section, Statement
from zhenlu.domain.transcript import Language, Segment, SpeakerRole, Transcript
from zhenlu.language.extraction import extract_facts

_FOLDER = Path(__file__).parent
_NOT_UNDERSTOOD = "?"
_ROLES = {
    "D": SpeakerRole.DOCTOR,
    "N": SpeakerRole.NURSE,
    "P": SpeakerRole.PATIENT,
    "C": SpeakerRole.COMPANION,
}
_KEYS = {
    *("rule", "fires", "why", "record", "sections", "patient", "visit", "said", "fact"),
    *("missed", "unsupported", "earlier", "now", "audio_s"),
}


class RecordFileBroken(Exception):
    """A file of tests/records says something that nobody reads."""


@dataclass(frozen=True)
class Case:
    """One case of a rule."""

    id: str
    rule: str
    fires: bool
    record: Record
    earlier: tuple[Record, ...] = ()
    now: datetime | None = field(default=None)

    def findings(self) -> tuple[Finding, ...]:
        """What the rule that the case is about finds."""
        found = check(self.record, earlier=self.earlier, now=self.now)
        return tuple(finding for finding in found if finding.rule == self.rule)


def cases() -> tuple[Case, ...]:
    """All cases of all rules, Chinese first.

    Raises:
        RecordFileBroken: If a case has a key that nobody reads.
    """
    made: list[Case] = []
    for language in (Language.ZH, Language.EN):
        for path in sorted((_FOLDER / "rules" / language.value).glob("*.toml")):
            entries = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
            for number, entry in enumerate(entries, start=1):
                if unknown := set(entry) - _KEYS:
                    raise RecordFileBroken(f"{path.name} {number}: {sorted(unknown)}")
                speaks = "fires" if entry["fires"] else "silent"
                name = f"{language.value} {entry['rule']} {speaks} {path.stem}:{number}"
                made.append(_case(name, entry, language))
    return tuple(made)


@cache
def sound(template: str, language: Language) -> Mapping[str, str]:
    """The sections of a record in which no rule finds anything."""
    data = tomllib.loads((_FOLDER / "sound.toml").read_text(encoding="utf-8"))
    texts: Mapping[str, str] = data[language.value][template]
    return texts


def spoken(said: str, language: Language) -> Transcript:
    """Lines such as "D: 咳了几天" as a transcript; "?: " is where nobody was understood."""
    segments = []
    for number, line in enumerate(said.strip().splitlines(), start=1):
        role, _, text = line.strip().partition(":")
        text = text.strip()
        start_s, end_s = float(number), number + 0.9
        unclear = role == _NOT_UNDERSTOOD
        speaker = SpeakerRole.UNKNOWN if unclear else _ROLES[role]
        segments.append(Segment(number, text, speaker, start_s, end_s, unclear=unclear))
    return Transcript(language, tuple(segments))


def sections(template: str, language: Language, texts: Mapping[str, str]) -> tuple[Section, ...]:
    """Sections with the titles of their template."""
    try:
        titles = {part.id: part.title for part in load(template, language).sections}
    except TemplateUnknown:
        titles = {}
    return tuple(Section(id_, titles.get(id_, id_), text) for id_, text in texts.items())


def _case(name: str, entry: dict[str, Any], language: Language) -> Case:
    record = _record(entry, language)
    earlier = tuple(_record(before, language) for before in entry.get("earlier", ()))
    now = datetime.fromisoformat(entry["now"]) if "now" in entry else None
    return Case(name, entry["rule"], entry["fires"], record, earlier, now)


def _record(entry: dict[str, Any], language: Language) -> Record:
    template = entry.get("record", "outpatient-initial")
    parts = sections(template, language, {**sound(template, language), **entry.get("sections", {})})
    doubtful = entry.get("unsupported", "")
    if doubtful:
        parts = tuple(
            Section(p.id, p.title, p.text, (Statement(doubtful, note="wording"),))
            if doubtful in p.text
            else p
            for p in parts
        )
    words = spoken(entry.get("said", ""), language)
    facts = (*extract_facts(words), *(_fact(told) for told in entry.get("fact", ())))
    missed = tuple(LedgerItem("symptom", name, parts[0].id, 1) for name in entry.get("missed", ()))
    return Record(
        template,
        language,
        parts,
        facts,
        Ledger(missed),
        transcript=words,
        coverage=Coverage(float(entry.get("audio_s", 0))),
        patient=entry.get("patient", {"sex": "male", "age_years": 56}),
        visit=entry.get("visit", {}),
    )


def _fact(told: dict[str, Any]) -> Fact:
    return Fact(
        FactKind(told["kind"]),
        told["name"],
        told.get("segment", 1),
        Polarity(told.get("polarity", "present")),
        confidence=told.get("confidence", 1.0),
    )
