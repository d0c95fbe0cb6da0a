"""A record as the rules read it: parts by meaning, terms with what is said about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zhenlu.application.grounding import SaidWords, known_age
from zhenlu.application.rules import layout, scope
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.scope import Clause
from zhenlu.domain.finding import Severity
from zhenlu.domain.record import Record, Section, Support
from zhenlu.domain.transcript import Language, Segment
from zhenlu.language import lexicon

#: Further sections that tell what is to be done.
_PLANNING = ("disposition", "recommendation", "opinion", "next_visit", "referral_request")
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
        standard: What the span should read instead, where that is known.
    """

    section: str = ""
    start: int = -1
    end: int = -1
    segments: tuple[int, ...] = ()
    params: dict[str, str] = field(default_factory=dict, repr=False)
    severity: Severity | None = None
    standard: str = field(default="", repr=False)


#: What a rule's function is.
Check = Callable[["Note", Rule], Iterator[Hit]]


class Note:
    """One record, prepared for many rules.

    Attributes:
        earlier: The patient's earlier records, the latest first.
        now: Local time of the check; None where time plays no part.
        danger: The danger signs by rule or level, once the first of their rules looked for them.
    """

    def __init__(
        self,
        record: Record,
        said: SaidWords | None = None,
        earlier: Sequence[Record] = (),
        now: datetime | None = None,
    ) -> None:
        self.record = record
        self.language = record.language
        self.kind, self.visit = layout.kind_and_visit(record)
        self.earlier = tuple(Note(before) for before in earlier if before.sections)
        self.now = now
        self.danger: Mapping[str, Sequence[Hit]] | None = None
        self._said = said
        self._sections = {section.id: section for section in record.sections}
        self._layout = layout.places(self._sections, self.kind)
        self._terms: dict[str, tuple[Said, ...]] = {}
        self._heard: tuple[tuple[Segment, tuple[Said, ...]], ...] | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.record.sections

    @property
    def section_ids(self) -> frozenset[str]:
        return frozenset(self._sections)

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

    @property
    def said(self) -> SaidWords:
        """The transcript prepared for comparing; made once, or as it was handed in."""
        if self._said is None:
            header = known_age(self.age_years, self.language)
            self._said = SaidWords.of(self.record.transcript, self.record.facts, header)
        return self._said

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

    def plan(self) -> str:
        """What is to be done, wherever the layout writes it: plan, disposition, opinion …"""
        return "\n".join(text for _, text in self.texts("treatment_plan", *_PLANNING))

    def whole(self) -> str:
        """All sections as one text, one line each."""
        return "\n".join(text for _, text in self.texts(*(s.id for s in self.sections)))

    def told(self, key: str) -> str:
        """What the visit's header says: `started`, `department`, `signer` …; "" if nothing."""
        return str(self.record.visit.get(key, "")).strip()

    def known(self, key: str) -> str:
        """What the chart says of the patient: `name`, `birth_date`, `weight_kg` …"""
        return str(self.record.patient.get(key, "")).strip()

    @property
    def sex(self) -> str:
        return self.known("sex")

    @property
    def age_years(self) -> int | None:
        age = self.record.patient.get("age_years")
        return age if isinstance(age, int) else None

    def time(self, key: str) -> datetime | None:
        """A time of the header as local time; None where it is absent or no ISO time."""
        try:
            told = datetime.fromisoformat(self.told(key))
        except ValueError:
            return None
        return told if told.tzinfo is None else told.astimezone().replace(tzinfo=None)

    @property
    def day(self) -> date | None:
        """The day of the visit."""
        started = self.time("started")
        return started.date() if started else None


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
