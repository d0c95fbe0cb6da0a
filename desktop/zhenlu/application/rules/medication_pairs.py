"""Drugs that do not go together: interactions, the same ingredient twice, two of one class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from zhenlu.application.medicines import tables
from zhenlu.application.medicines.confirmations import is_confirmed
from zhenlu.application.medicines.tables import Danger, Drug, Interaction, Part
from zhenlu.application.rules import words
from zhenlu.application.rules.catalogue import Rule
from zhenlu.application.rules.medication_plan import Given, given, status, taken
from zhenlu.application.rules.note import Check, Hit, Note
from zhenlu.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class _Used:
    """A drug in use.

    Attributes:
        place: Where it stands in the plan; None for what is taken besides.
        ongoing: It is of the plan or of the history, not only told as taken before.
    """

    name: str
    parts: tuple[Part, ...]
    place: tuple[int, int] | None
    ongoing: bool = True

    def holding(self, wanted: Sequence[str]) -> tuple[Part, ...]:
        """Ingredients that are, or belong to, one of these ids and groups."""
        return tuple(p for p in self.parts if {p.drug.id, *p.drug.groups} & set(wanted))


def interaction(note: Note, rule: Rule) -> Iterator[Hit]:
    """Two or three drugs interact, at least one of them of the plan."""
    used = _in_use(note)
    for entry in tables.load().interactions:
        for fitting in _fitting(entry, used):
            newest = next((one for one in reversed(fitting) if one.place), None)
            if newest is None or (entry.severity is Danger.MODERATE and not _all_given(fitting)):
                continue
            # 布洛芬 taken before and 萘普生 given now is a change of drug, not two at once.
            if entry.a == entry.b and not all(one.ongoing for one in fitting):
                continue
            yield _interaction_hit(note, rule, entry, fitting, newest)
            break


def _fitting(entry: Interaction, used: Sequence[_Used]) -> Iterator[tuple[_Used, ...]]:
    """Different drugs, one for every side of the entry."""
    sides = [side for side in (entry.a, entry.b, entry.c) if side]
    if not all(any(one.holding(side) for one in used) for side in sides):
        return
    for chosen in combinations(used, len(sides)):
        for order in _orders(chosen):
            held = [one.holding(side) for one, side in zip(order, sides, strict=True)]
            ingredients = {part.drug.id for parts in held for part in parts[:1]}
            if all(held) and len(ingredients) == len(sides):
                yield chosen
                break


def _orders(chosen: tuple[_Used, ...]) -> Iterator[tuple[_Used, ...]]:
    if len(chosen) == 1:
        yield chosen
        return
    for at, first in enumerate(chosen):
        for rest in _orders((*chosen[:at], *chosen[at + 1 :])):
            yield (first, *rest)


def _all_given(fitting: Sequence[_Used]) -> bool:
    return all(one.place is not None for one in fitting)


def _interaction_hit(
    note: Note, rule: Rule, entry: Interaction, fitting: Sequence[_Used], newest: _Used
) -> Hit:
    severity = {Danger.MAJOR: Severity.WARNING, Danger.MODERATE: Severity.HINT}.get(entry.severity)
    if severity is None:
        # What nobody of the clinic has confirmed reminds, and does not block.
        severity = Severity.ERROR if is_confirmed(entry) else Severity.WARNING
    params = {
        "drugs": " + ".join(one.name for one in fitting),
        "advice": entry.advice(note.language),
        "status": status(rule, note, (entry,)),
    }
    start, end = newest.place or (-1, -1)
    return Hit(note.place("treatment_plan"), start, end, (), params, severity)


def duplicate_ingredient(note: Note, rule: Rule) -> Iterator[Hit]:
    """One ingredient stands in two drugs of the plan: paracetamol in two cold remedies."""
    holders: dict[str, list[tuple[Given, Part]]] = {}
    for drug in _systemic(note):
        for part in drug.parts:
            if part.drug.daily_max_mg is not None or part.drug.groups:
                holders.setdefault(part.drug.id, []).append((drug, part))
    for found in holders.values():
        names = list(dict.fromkeys(drug.name for drug, _ in found))
        if len(names) < 2:
            continue
        ingredient, last = found[0][1].drug, found[-1][0].prescribed
        params = {
            "ingredient": ingredient.name(note.language),
            "drugs": words.listed(names, note.language),
            "status": status(rule, note, [part.entry for _, part in found]),
        }
        yield Hit(note.place("treatment_plan"), last.start, last.end, params=params)


def duplicate_class(note: Note, rule: Rule) -> Iterator[Hit]:
    """Two different drugs of one class stand in the plan."""
    groups = tables.load().groups
    members: dict[str, dict[str, tuple[Given, Drug]]] = {}
    for drug in _systemic(note):
        for part in drug.parts:
            for group in part.drug.groups:
                if groups[group].duplicate:
                    members.setdefault(group, {}).setdefault(part.drug.id, (drug, part.drug))
    for group, found in members.items():
        names = list(dict.fromkeys(drug.name for drug, _ in found.values()))
        if len(found) < 2 or len(names) < 2:
            continue
        last = list(found.values())[-1][0].prescribed
        params = {
            "group": groups[group].name(note.language),
            "drugs": words.listed(names, note.language),
            "status": status(rule, note, [drug for _, drug in found.values()]),
        }
        yield Hit(note.place("treatment_plan"), last.start, last.end, params=params)


def _systemic(note: Note) -> tuple[Given, ...]:
    return tuple(drug for drug in given(note) if drug.is_systemic)


def _in_use(note: Note) -> tuple[_Used, ...]:
    """What is taken besides, then the plan; a drug that the plan goes on with counts there."""
    plan = tuple(
        _Used(drug.name, drug.parts, (drug.prescribed.start, drug.prescribed.end))
        for drug in _systemic(note)
        if drug.parts
    )
    planned = {one.name for one in plan}
    besides = (
        _Used(t.name, t.parts, None, t.ongoing) for t in taken(note) if t.name not in planned
    )
    return (*(one for one in besides if one.parts), *plan)


CHECKS: dict[str, Check] = {
    "interaction": interaction,
    "duplicate_ingredient": duplicate_ingredient,
    "duplicate_class": duplicate_class,
}
