"""What a visit promised for later: revisits, repeat tests and follow-up contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DueKind(StrEnum):
    """What is due.

    `revisit` the patient comes back, `test` something is measured or examined
    again, `followup` the clinic gets in touch (a call, a home visit).
    """

    REVISIT = "revisit"
    TEST = "test"
    FOLLOWUP = "followup"


class DueState(StrEnum):
    """Where a promise stands. Overdue is no state: it depends on the day one looks."""

    DUE = "due"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something promised at a visit that somebody has to see to.

    Attributes:
        id: Unique in the store; made from the visit and the place in it.
        visit: Id of the visit that promised it.
        patient: Id of the patient; "" until the visit is filed under one.
        kind: A `DueKind` value.
        what: The promise in the record's words (复查血压, repeat HbA1c).
        due: The day; None where no day was said and none follows from the rules.
        segments: Transcript segments that hold the promise; empty where a rule
            of the chronic-disease standard proposed it.
    """

    id: str
    visit: str
    patient: str
    kind: DueKind
    what: str = field(repr=False)
    due: date | None = None
    state: DueState = DueState.DUE
    segments: tuple[int, ...] = ()

    def days_left(self, today: date) -> int | None:
        """Days until it is due, negative once it has passed; None without a day."""
        return None if self.due is None else (self.due - today).days
