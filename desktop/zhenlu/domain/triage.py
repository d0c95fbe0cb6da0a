"""Danger signs that a visit brought up, and how urgent they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class TriageLevel(IntEnum):
    """Urgency, 1 the most urgent. The program suggests a level and never closes one."""

    IMMEDIATE = 1
    TEN_MINUTES = 2
    THIRTY_MINUTES = 3
    ROUTINE = 4


class Acknowledger(StrEnum):
    """Who has to confirm having seen a danger sign."""

    DOCTOR = "doctor"
    DOCTOR_AND_NURSE = "doctor_and_nurse"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A danger sign, in the language of the visit.

    Attributes:
        id: Stable name of the presentation (`acute_coronary`).
        rule: Rule of the quality catalogue it belongs to (S01 …), or "".
        presentation: What it looks like, for the person who decides.
        department: Where the patient belongs.
        action: What to do now.
        segments: Where it was said, ascending; empty where nothing was cited.
        source: What the entry follows.
    """

    id: str
    rule: str
    level: TriageLevel
    presentation: str = field(repr=False)
    department: str
    action: str = field(repr=False)
    acknowledge: Acknowledger
    segments: tuple[int, ...] = ()
    source: str = ""
