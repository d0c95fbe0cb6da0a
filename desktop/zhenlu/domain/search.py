"""What somebody looks for among the clinic's records, and what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.visit import VisitState


@dataclass(frozen=True, slots=True)
class WantedFact:
    """A fact that a record has to state about the patient.

    Attributes:
        names: Standard names of it, one in each language; one of them has to be stated.
        at_least: Lowest value of the first and of the second number (of 150/95 both);
            one of them has to be reached. Empty for no bound.
        at_most: The highest of the first number; None for no bound.
        wordings: How a record says it that was typed and has no facts; empty where no
            words do (a value above a bound).
    """

    kind: FactKind
    names: tuple[str, ...] = field(repr=False)
    polarity: Polarity = Polarity.PRESENT
    at_least: tuple[float, ...] = ()
    at_most: float | None = None
    wordings: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. Everything in it has to hold, facts by fact or by wording.

    Attributes:
        text: As it was typed, for names of patients.
        words: Groups of wordings; of every group one has to stand in the record.
        since: First day of the visit.
        until: Last day, included.
        template: Template id, or "" for any.
    """

    text: str = field(default="", repr=False)
    words: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    facts: tuple[WantedFact, ...] = ()
    since: date | None = None
    until: date | None = None
    template: str = ""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A visit whose record in force answers the question.

    Attributes:
        started: Local time, ISO 8601; "" when unknown.
        section: Id of the section that the excerpt is from; "" where none fits.
        excerpt: The sentence that answers it.
    """

    visit: str
    patient: KnownPatient
    started: str
    template: str
    state: VisitState
    section: str = ""
    excerpt: str = field(default="", repr=False)
