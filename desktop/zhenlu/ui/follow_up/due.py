"""What the follow-up page shows: promises that fall due, and an open form."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.application.confirming import Place
from zhenlu.application.follow_up import ContactsThisYear
from zhenlu.domain.follow_up import DueKind
from zhenlu.ui.visit.open_visit import OpenVisit


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A line of the list.

    Attributes:
        id: Of the promise.
        name: Masked.
        days: Until it is due; negative once it is overdue.
        form: Id of the form that fits the patient.
        visit: Id of a follow-up visit that was begun for it, "" for none.
    """

    id: str
    patient: str
    name: str = field(repr=False)
    sex: str
    age_years: int | None
    kind: DueKind
    what: str = field(repr=False)
    days: int
    form: str
    visit: str = ""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A follow-up visit with its form.

    Attributes:
        waiting: Fields that a person has to look at, in form order.
        last_day: Of the form before, "" for none.
        last: Title and value of its figures.
        contacts: Of this programme and year; None for a form of no programme.
    """

    opened: OpenVisit
    waiting: tuple[Place, ...] = ()
    last_day: str = ""
    last: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    contacts: ContactsThisYear | None = None
