"""A clinic's day as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhenlu.domain.visit import SIGNED, UNSIGNED, VisitState


@dataclass(frozen=True, slots=True)
class AgendaVisit:
    """A visit on the list.

    Attributes:
        time: "09:30", or "" without one.
        name: Masked, as lists show names.
        reason: The chief complaint of its record, or "".
        needed: Findings that wait for a reason before it can be signed.
        allergies: Substances, for a chip that cannot be overlooked.
        has_record: Something is written already.
        length: Recorded audio of a visit that broke off, as 12:08; "" for others.
    """

    id: str
    day: date
    time: str
    name: str = field(repr=False)
    sex: str = ""
    age_years: int | None = None
    kind: str = "first"
    reason: str = field(default="", repr=False)
    state: VisitState = VisitState.PLANNED
    needed: int = 0
    allergies: tuple[str, ...] = field(default=(), repr=False)
    length: str = ""
    has_record: bool = False

    @property
    def is_signed(self) -> bool:
        return self.state in SIGNED

    @property
    def is_waiting(self) -> bool:
        return self.state is VisitState.PLANNED

    @property
    def takes_answers(self) -> bool:
        """Whether the questions before the visit may be answered; forms ask their own."""
        return self.is_waiting and not self.has_record and self.kind != "followup"

    @property
    def is_unsigned(self) -> bool:
        """There is a draft that nobody has signed."""
        return self.state in UNSIGNED

    @property
    def is_unfinished(self) -> bool:
        """It broke off: the rest can be heard and drafted."""
        return self.state is VisitState.INTERRUPTED


@dataclass(frozen=True, slots=True)
class AgendaDue:
    """Something promised that falls due.

    Attributes:
        what: In the record's words.
        days_left: Negative once the day has passed.
    """

    id: str
    visit: str
    name: str = field(repr=False)
    what: str = field(repr=False)
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """The whole day.

    Attributes:
        visits: Of the day, in their order.
        unsigned: Drafts of any day that wait for a signature, the oldest first.
        due: What falls due by the end of tomorrow, the longest overdue first.
    """

    day: date
    visits: tuple[AgendaVisit, ...] = ()
    unsigned: tuple[AgendaVisit, ...] = ()
    due: tuple[AgendaDue, ...] = ()

    @property
    def due_count(self) -> int:
        """How much of it falls due by the end of the day itself."""
        return sum(item.days_left <= 0 for item in self.due)

    @property
    def unfinished(self) -> tuple[AgendaVisit, ...]:
        return tuple(visit for visit in self.visits if visit.is_unfinished)
