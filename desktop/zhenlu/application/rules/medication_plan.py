"""The drugs of a plan with their ingredients and doses, and what the patient takes besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhenlu.application.medicines import regimens, tables
from zhenlu.application.medicines.confirmations import is_confirmed
from zhenlu.application.medicines.regimens import Regimen
from zhenlu.application.medicines.tables import Drug, Entry, Part
from zhenlu.application.rules import scope
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication import Prescribed, prescribed
from zhenlu.application.rules.note import Note
from zhenlu.domain.facts import FactKind, FactStatus, Polarity, Subject

_TAKEN_PARTS = ("past_history", "medication_use")
#: Ways to take a drug that reach the whole body.
_SYSTEMIC = ("", "oral", "injection")


@dataclass(frozen=True, slots=True)
class Given:
    """One drug of the plan.

    Attributes:
        parts: Its ingredients; empty where the tables do not have it.
    """

    prescribed: Prescribed = field(repr=False)
    parts: tuple[Part, ...]
    regimen: Regimen

    @property
    def name(self) -> str:
        return self.prescribed.name

    @property
    def is_systemic(self) -> bool:
        return self.regimen.route in _SYSTEMIC

    def single_mg(self, part: Part) -> float | None:
        """The single dose of an ingredient; None where the plan or the tables do not tell."""
        if not self._takes_as_told(part):
            return None
        if not isinstance(part.entry, Drug):
            pieces = 1.0 if self.regimen.pieces is None else self.regimen.pieces
            return None if part.mg is None else part.mg * pieces
        return self.regimen.mg

    def daily_mg(self, part: Part) -> float | None:
        """The daily dose of an ingredient."""
        single = self.single_mg(part)
        often = self.regimen.per_day
        return None if single is None or often is None else single * often

    def _takes_as_told(self, part: Part) -> bool:
        """Whether it is taken the way that the limits are for."""
        route = self.regimen.route or "oral"
        return route == part.drug.route


@dataclass(frozen=True, slots=True)
class Taken:
    """A drug that the patient takes or took.

    Attributes:
        ongoing: The history says so; what only a fact tells may be over.
    """

    name: str
    parts: tuple[Part, ...]
    ongoing: bool


@lru_cache(maxsize=1)
def given(note: Note) -> tuple[Given, ...]:
    """The drugs of the plan in the order they stand."""
    known = tables.load()
    return tuple(
        Given(drug, known.parts(drug.name), regimens.read(drug.own, drug.item, note.language))
        for drug in prescribed(note)
    )


def taken(note: Note) -> tuple[Taken, ...]:
    """Drugs of the history and of the facts that the plan does not stop, each once."""
    known = tables.load()
    stopped, history = _stopped(note), frozenset(_of_history(note))
    names = dict.fromkeys((*history, *_of_facts(note)))
    return tuple(
        Taken(name, known.parts(name), name in history) for name in names if name not in stopped
    )


def _of_history(note: Note) -> Iterator[str]:
    for part in _TAKEN_PARTS:
        for term in note.terms(part, "drug"):
            allergy = any(word in term.clause.text for word in ("过敏", "allerg"))
            if term.is_patients and not allergy and not scope.stopped(term.clause, note.language):
                yield term.name


def _of_facts(note: Note) -> Iterator[str]:
    for fact in note.record.facts:
        if (
            fact.kind is FactKind.MEDICATION
            and fact.status is FactStatus.TAKEN
            and fact.polarity is Polarity.PRESENT
            and fact.subject is Subject.PATIENT
        ):
            yield fact.name


def _stopped(note: Note) -> frozenset[str]:
    by_plan = (
        term.name
        for term in note.terms("treatment_plan", "drug")
        if scope.stopped(term.clause, note.language)
    )
    by_fact = (
        fact.name
        for fact in note.record.facts
        if fact.kind is FactKind.MEDICATION
        and fact.status in (FactStatus.STOPPED, FactStatus.REFUSED)
    )
    return frozenset((*by_plan, *by_fact))


def status(rule: Rule, note: Note, entries: Sequence[Entry]) -> str:
    """（待药师核对） behind a sentence until a person of the clinic confirmed every value in it."""
    if is_confirmed(*entries):
        return ""
    return "".join(rule.words("open", note.language)[:1])


def milligrams(value: float) -> str:
    """A weight as it is read: 500mg, 1.5g, 50μg."""
    if value >= 1000:
        return f"{value / 1000:g}g"
    return f"{value * 1000:g}μg" if value < 0.1 else f"{value:g}mg"
