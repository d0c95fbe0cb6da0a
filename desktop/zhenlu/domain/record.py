"""The record: sections made of statements, each with the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zhenlu.domain.facts import Fact
from zhenlu.domain.finding import Finding
from zhenlu.domain.journal import Gap
from zhenlu.domain.transcript import Language, Transcript


class Support(StrEnum):
    """How far the cited words carry a statement."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONFLICTING = "conflicting"
    CLINICIAN = "clinician"


class Layer(StrEnum):
    """Who drafted a statement."""

    RULES = "rules"
    SELECT = "select"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words behind a statement: a segment and its time in the recording."""

    segment: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a record.

    Attributes:
        facts: The facts it states, as positions in the record's fact list.
            Empty for a statement that a model or a person wrote.
        layer: Who drafted it.
        note: Code of what keeps it from being supported
            ("number", "drug", "side", "negation", "no_evidence", …).
        standing: True for what the standard asks to be written when nothing was
            said ("未提及"): not a claim about the patient, so it needs no evidence.
        typed_by_patient: True where nothing but the patient's own answers before the
            visit stands behind it: 患者自填.
    """

    text: str = field(repr=False)
    support: Support = Support.UNSUPPORTED
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[int, ...] = ()
    layer: Layer = Layer.RULES
    note: str = ""
    standing: bool = False
    typed_by_patient: bool = False


class FieldState(StrEnum):
    """How a form's value came about.

    `said` stands as it was said, `confirm` was said but has to be looked at (measured at
    home, told twice differently, heard badly), `missing` was not said, `worked_out`
    follows from other values by a rule, `out_of_range` was said and cannot be right,
    `confirmed` was looked at, or typed, by a person.
    """

    SAID = "said"
    CONFIRM = "confirm"
    MISSING = "missing"
    WORKED_OUT = "worked_out"
    OUT_OF_RANGE = "out_of_range"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A typed field of a form, filled from a fact or left empty.

    Attributes:
        value: As printed; "" where it was not said, or said out of range, and has to
            be asked for. The evidence of a value out of range leads to the words.
        target: What is aimed for ("<140"), or "".
    """

    id: str
    title: str
    value: str = field(default="", repr=False)
    unit: str = ""
    evidence: tuple[Evidence, ...] = ()
    state: FieldState = FieldState.SAID
    target: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a record.

    Attributes:
        id: Stable section id of the contract (`chief_complaint`, …).
        title: As printed, in the record's language.
        text: What is printed. Statements joined, until a person edits it.
    """

    id: str
    title: str
    text: str = field(default="", repr=False)
    statements: tuple[Statement, ...] = field(default=(), repr=False)
    fields: tuple[FieldValue, ...] = field(default=(), repr=False)

    def placed(self) -> tuple[tuple[int, int, Statement], ...]:
        """The statements that stand in the text, in its order, with first and last place."""
        found, at = [], 0
        for statement in self.statements:
            start = self.text.find(statement.text, at) if statement.text else -1
            if start >= 0:
                at = start + len(statement.text)
                found.append((start, at, statement))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A model sentence that did not enter the record, and why."""

    section: str
    text: str = field(repr=False)
    reason: str = ""
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """One line of the two-way ledger.

    Attributes:
        kind: Fact kind, or the kind of token written but not said
            ("number", "drug", "symptom", "side", …).
        section: Where it belongs or stands.
        segment: Where it was said; 0 for written-not-said.
    """

    kind: str
    name: str = field(repr=False)
    section: str = ""
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Said but not written, and written but not said.

    Attributes:
        settled: Lines that a clinician decided to leave as they are.
    """

    said_not_written: tuple[LedgerItem, ...] = field(default=(), repr=False)
    written_not_said: tuple[LedgerItem, ...] = field(default=(), repr=False)
    settled: tuple[LedgerItem, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the recording the record rests on, in seconds.

    Attributes:
        drafted_to_s: End of the last segment that the rules read; they read all.
        model_read_to_s: End of the last segment that fitted into the model's
            context; None when the model read everything or none was used.
        model_facts_to_s: End of the last segment that the model saw as the rules' facts and
            not in its words, in a section at least; None where it saw all words or none was
            used.
        unclear_s: Speech of which nobody has told yet what was said.
        gaps: Where nothing was recorded: the microphone was gone, or somebody paused.
    """

    audio_s: float = 0.0
    speech_s: float = 0.0
    drafted_to_s: float = 0.0
    model_read_to_s: float | None = None
    unclear_s: float = 0.0
    gaps: tuple[Gap, ...] = ()
    model_facts_to_s: float | None = None


@dataclass(frozen=True, slots=True)
class EngineUsed:
    """Which pack did the work.

    Attributes:
        layer: Only for drafting.
        prompts: What a drafting model was told besides the visit: SHA-256 of the
            instructions and the example, or the name of a form that is fixed with the
            pack. "" where no model drafted.
    """

    pack: str
    sha256: str
    layer: str = ""
    prompts: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A drafted, checked record with everything it rests on.

    Attributes:
        template_sha256: Of the template as it was when the record was drafted, because a
            clinic may change its file; "" where it is not known.
    """

    template: str
    language: Language
    sections: tuple[Section, ...] = field(default=(), repr=False)
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)
    transcript: Transcript = field(
        default_factory=lambda: Transcript(Language.ZH), repr=False
    )
    coverage: Coverage = field(default_factory=Coverage)
    engines: dict[str, EngineUsed] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    patient: dict[str, str | int] = field(default_factory=dict, repr=False)
    visit: dict[str, str] = field(default_factory=dict, repr=False)
    template_sha256: str = ""

    def section(self, section_id: str) -> Section | None:
        """The section of this id, or None where the template has none."""
        return next((s for s in self.sections if s.id == section_id), None)
