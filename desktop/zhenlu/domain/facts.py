"""Facts: clinical data found in the transcript, normalised, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from zhenlu.domain.transcript import SpeakerRole


class FactKind(StrEnum):
    SYMPTOM = "symptom"
    HISTORY = "history"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    VITAL = "vital"
    EXAM = "exam"
    TEST = "test"
    DIAGNOSIS = "diagnosis"
    INSTRUCTION = "instruction"
    FOLLOW_UP = "follow_up"
    LIFESTYLE = "lifestyle"


class Polarity(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"


class Subject(StrEnum):
    """Whose fact it is."""

    PATIENT = "patient"
    FAMILY = "family"
    OTHER = "other"


class FactStatus(StrEnum):
    """Where a medication, test or treatment stands at this visit.

    `taken` is what the patient already takes or took, `ordered` what this
    visit decides, `done` a test or exam whose result is known, `stopped` and
    `refused` what is ended or ruled out (kept, so that it is never drafted as
    a prescription).
    """

    NONE = ""
    TAKEN = "taken"
    ORDERED = "ordered"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"


#: `attributes["type"]` of an allergy fact that tells of an intolerance instead (FHIR R4
#: AllergyIntolerance.type): the drug does not agree with the patient, and is no allergy.
INTOLERANCE: Final = "intolerance"


@dataclass(frozen=True, slots=True)
class Fact:
    """One clinical datum.

    Attributes:
        name: Standard term of the lexicon (咳嗽, cough, 阿莫西林 …); for vitals
            the measured quantity (血压, temperature …).
        segment: Id of the segment that carries it; the last one where several do.
        value: Symptom: duration as a number or range ("5", "3-4", "半").
            Medication: single dose. Vital, test: the measured value ("150/95").
            Follow-up: the interval. Empty where nothing was said.
        unit: Unit of `value` (天, mg, mmHg, days …).
        attributes: Further detail by name. Symptom: onset, site, side, quality,
            severity, frequency, trigger, aggravating, relieving, course,
            duration_text. Medication: route, frequency, days, adherence,
            effect, form. Allergy: reaction, type. History: since, relation, control.
            Exam: side, finding. Test: result. Instruction: text.
        subject: Whose fact it is; `relation` in attributes names the relative.
        said_by: Role of the speaker of `segment`.
        start: First character of the mention in the segment's text.
        end: Character after the mention.
        also: Other segments the fact rests on (the question, an earlier mention).
        confidence: Lowest confidence of the segments it rests on, 0 to 1.
    """

    kind: FactKind
    name: str = field(repr=False)
    segment: int
    polarity: Polarity = Polarity.PRESENT
    value: str = field(default="", repr=False)
    unit: str = ""
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    status: FactStatus = FactStatus.NONE
    subject: Subject = Subject.PATIENT
    said_by: SpeakerRole = SpeakerRole.UNKNOWN
    start: int = 0
    end: int = 0
    also: tuple[int, ...] = ()
    confidence: float = 1.0

    @property
    def is_intolerance(self) -> bool:
        """Whether a drug does not agree with the patient without an allergy to it."""
        return self.kind is FactKind.ALLERGY and self.attributes.get("type") == INTOLERANCE

    @property
    def segments(self) -> tuple[int, ...]:
        """All segments the fact rests on, ascending."""
        return tuple(sorted({self.segment, *self.also}))
