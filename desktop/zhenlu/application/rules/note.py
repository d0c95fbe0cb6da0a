"""A record as the rules read it: parts by meaning, terms with what is said about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zhenlu.application.rules import scope
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.scope import Clause
from zhenlu.application.templates import load as load_template
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.finding import Severity
from zhenlu.domain.record import Record, Section, Support
from zhenlu.domain.transcript import Language, Segment
from zhenlu.language import lexicon

#: Where a part of the outpatient record stands in the other layouts.
_SOAP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "subjective",
    "personal_family_history": "subjective",
    "vital_signs": "objective",
    "physical_exam": "objective",
    "auxiliary_exam": "objective",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}
_FOLLOW_UP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "medication_use",
    "physical_exam": "vital_signs",
    "personal_family_history": "lifestyle",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}

#: Term kinds the rules look at; "ordinary" wordings only keep shorter ones from matching.
_KINDS = ("symptom", "sign", "disease", "drug", "drug_class", "allergen", "ordinary")


@dataclass(frozen=True, slots=True)
class Said:
    """A lexicon term in a section, with what its clause says about it."""

    name: str
    kind: str
    start: int
    end: int
    denied: bool
    of_relative: bool
    clause: Clause = field(repr=False)

    @property
    def is_patients(self) -> bool:
        return not self.denied and not self.of_relative


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule fired.

    Attributes:
        section: The record's own section id, "" for the whole record.
        params: Values for the rule's sentence.
        severity: Another severity than the rule's, where the data says so.
    """

    section: str = ""
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
    params: dict[str, str] = field(default_factory=dict, repr=False)
    severity: Severity | None = None


#: What a rule's function is.
Check = Callable[["Note", Rule], Iterator[Hit]]


class Note:
    """One record, prepared for many rules."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.language = record.language
        self.kind, self.visit = _kind_and_visit(record)
        self._sections = {section.id: section for section in record.sections}
        self._layout = _layout(self._sections, self.kind)
        self._terms: dict[str, tuple[Said, ...]] = {}
        self._heard: tuple[tuple[Segment, tuple[Said, ...]], ...] | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.record.sections

    def place(self, part: str) -> str:
        """The record's own id of an outpatient part: `diagnosis` stands in `assessment`."""
        return self._layout.get(part, part)

    def is_own_part(self, part: str) -> bool:
        """Whether the part has a section of its own in this layout."""
        return self.place(part) == part

    def raw(self, part: str) -> str:
        section = self._sections.get(self.place(part))
        return section.text if section else ""

    def text(self, part: str) -> str:
        """The part's text; "" where it is blank or says only that nothing was said."""
        text = self.raw(part)
        return "" if scope.is_standing(text, self.language) else text

    def texts(self, *parts: str) -> Iterator[tuple[str, str]]:
        """Section id and text of the parts that hold something, each section once."""
        for section_id in dict.fromkeys(self.place(part) for part in parts):
            text = self.text(section_id)
            if text:
                yield section_id, text

    def terms(self, part: str, *kinds: str) -> tuple[Said, ...]:
        """Lexicon terms of a part in the order they stand."""
        section_id = self.place(part)
        if section_id not in self._terms:
            self._terms[section_id] = terms_of(self.text(section_id), self.language)
        return tuple(t for t in self._terms[section_id] if not kinds or t.kind in kinds)

    def heard(self) -> tuple[tuple[Segment, tuple[Said, ...]], ...]:
        """Segments of the transcript with the lexicon terms in them."""
        if self._heard is None:
            self._heard = tuple(
                (segment, terms_of(segment.text, self.language))
                for segment in self.record.transcript
            )
        return self._heard

    def typed(self, section_id: str) -> Iterator[tuple[int, int]]:
        """Spans of the section that a person typed: they need no source."""
        section = self._sections.get(section_id)
        for statement in section.statements if section else ():
            if statement.support is Support.CLINICIAN and statement.text:
                at = section.text.find(statement.text) if section else -1
                if at >= 0:
                    yield at, at + len(statement.text)

    @property
    def sex(self) -> str:
        return str(self.record.patient.get("sex", ""))

    @property
    def age_years(self) -> int | None:
        age = self.record.patient.get("age_years")
        return age if isinstance(age, int) else None


def terms_of(text: str, language: Language) -> tuple[Said, ...]:
    """Lexicon terms of a text, each with what its clause says about it."""
    if not text:
        return ()
    clauses = tuple(scope.clauses(text, language))
    found: list[Said] = []
    for mention in lexicon.load(language).find(text, *_KINDS):
        if mention.term.kind == "ordinary":
            continue
        clause = next(
            (c for c in clauses if c.start <= mention.start < c.end), Clause(text, 0, len(text))
        )
        denied = scope.denied(clause, mention.start, mention.end, language)
        denied = denied or _goes_on_denying(clause, mention.start, mention.end, found)
        relative = scope.of_relative(clause, mention.start, language)
        found.append(
            Said(
                mention.term.name,
                mention.term.kind,
                mention.start,
                mention.end,
                denied,
                relative,
                clause,
            )
        )
    return tuple(found)


def _goes_on_denying(clause: Clause, start: int, end: int, before: list[Said]) -> bool:
    """否认胸痛,胸闷,心悸: a clause of nothing but a term goes on with the denial before it."""
    if not before or not before[-1].denied or before[-1].clause is clause:
        return False
    bare = re.sub(r"[\s、及和或等]", "", clause.text)
    adjoining = clause.start - before[-1].clause.end <= 1
    return adjoining and len(bare) <= end - start


def _layout(sections: dict[str, Section], kind: str) -> dict[str, str]:
    if "chief_complaint" in sections or "treatment_plan" in sections:
        return {}
    if kind in ("followup", "nursing"):
        return _FOLLOW_UP
    soap = {"subjective", "objective", "assessment", "plan"}
    return _SOAP if soap & set(sections) else {}


def _kind_and_visit(record: Record) -> tuple[str, str]:
    """Kind of record and of visit; the visit's own word goes before the template's."""
    try:
        template = load_template(record.template, record.language)
        kind, visit = template.kind, template.visit_kind
    except TemplateUnknown:
        prefix = record.template.partition("-")[0]
        kind = prefix if prefix in ("followup", "nursing") else "outpatient"
        visit = {"outpatient-revisit": "revisit", "emergency": "emergency"}.get(
            record.template, "first" if kind == "outpatient" else "followup"
        )
    return kind, record.visit.get("kind") or visit
