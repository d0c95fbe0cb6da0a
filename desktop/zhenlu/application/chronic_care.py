"""What a chronic-disease programme makes of a visit: class, referral, next contact.

A proposal, never a decision. Signs of an emergency other than measured values are
handed out as a checklist for a person to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from zhenlu.application.programmes import Measure, Programme, measures
from zhenlu.application.quantities import amount
from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.transcript import Language

_MG_PER_DL = 18.0
_MEASURED = (FactKind.VITAL, FactKind.TEST)
_REACTIONS = ("药物不良反应", "不良反应", "副作用", "side effects", "adverse reaction")


class ControlClass(StrEnum):
    """The four classes of the follow-up forms."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    ADVERSE_REACTION = "adverse_reaction"
    COMPLICATION = "complication"


class Action(StrEnum):
    """What the standard asks for next."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    REFER = "refer"
    REFER_NOW = "refer_now"


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value with the fact behind it."""

    measure: str
    value: float
    fact: Fact = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a visit amounts to.

    Attributes:
        control: None where nothing decisive was measured or said.
        emergencies: Measured reasons to refer at once, in the visit's language.
        checklist: Signs a person has to weigh because their words came up.
        next_days: Days until the next contact; None where no class could be given.
        facts: What class and emergencies rest on.
        to_weigh: The facts behind the checklist.
    """

    control: ControlClass | None
    action: Action | None
    emergencies: tuple[str, ...] = ()
    checklist: tuple[str, ...] = field(default=(), repr=False)
    next_days: int | None = None
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    to_weigh: tuple[Fact, ...] = field(default=(), repr=False)

    def next_contact(self, visit_date: date) -> date | None:
        """The last day on which the next contact is in time."""
        return None if self.next_days is None else visit_date + timedelta(days=self.next_days)


def propose(
    plan: Programme,
    facts: Sequence[Fact],
    language: Language,
    *,
    age_years: int | None = None,
    previous: Sequence[ControlClass] = (),
    stated: ControlClass | None = None,
) -> Proposal:
    """Class, action and interval of one visit.

    Args:
        facts: Of this visit; relatives' facts are passed over.
        previous: Classes of earlier visits, the latest last. Two unsatisfied ones or two
            adverse reactions in a row ask for referral.
        stated: The class the clinician said; it goes before what the values say.
    """
    own = [fact for fact in facts if fact.subject is Subject.PATIENT]
    read = readings(own, language)
    urgent = [
        (limit, found)
        for limit in plan.emergency
        if (found := _last(read, limit.measure)) and limit.reached(found.value)
    ]
    control, used = _control(plan, own, read, age_years)
    if stated is not None:
        control = stated
    action = _action(control, bool(urgent), previous[-1] if previous else None)
    present = [fact for fact in own if fact.polarity is Polarity.PRESENT]
    weighed = [
        (item, [f for f in present if f.name in item.facts(language)]) for item in plan.checklist
    ]
    return Proposal(
        control,
        action,
        tuple(limit.text(language) for limit, _ in urgent),
        tuple(item.text(language) for item, found in weighed if found),
        _interval(plan, action),
        (*used, *(found.fact for _, found in urgent if found.fact not in used)),
        tuple(fact for _, found in weighed for fact in found),
    )


def readings(facts: Sequence[Fact], language: Language) -> tuple[Reading, ...]:
    """Every value a programme can use, in the order they were said."""
    known = measures()
    return tuple(
        Reading(name, value, fact)
        for fact in facts
        for name, measure in known.items()
        if (value := _value(fact, measure, language)) is not None
    )


def _control(
    plan: Programme, facts: Sequence[Fact], read: Sequence[Reading], age_years: int | None
) -> tuple[ControlClass | None, tuple[Fact, ...]]:
    """Adverse reactions go before values; a new complication is for a person to say."""
    reactions = tuple(fact for fact in facts if _is_reaction(fact))
    if reactions:
        return ControlClass.ADVERSE_REACTION, reactions
    limits = plan.targets(age_years)
    found = {measure: _last(read, measure) for measure in limits}
    known = {measure: reading for measure, reading in found.items() if reading is not None}
    used = tuple(dict.fromkeys(id(r.fact) for r in known.values()))
    behind = tuple(next(r.fact for r in known.values() if id(r.fact) == key) for key in used)
    if any(reading.value >= limits[measure] for measure, reading in known.items()):
        return ControlClass.UNSATISFIED, behind
    if len(known) < len(limits):
        return None, ()
    return ControlClass.SATISFIED, behind


def _is_reaction(fact: Fact) -> bool:
    said = fact.attributes.get("adverse_reaction", "")
    if fact.kind is FactKind.MEDICATION and said.startswith(("有", "yes")):
        return True
    return fact.name in _REACTIONS and fact.polarity is Polarity.PRESENT


def _action(
    control: ControlClass | None, is_urgent: bool, before: ControlClass | None
) -> Action | None:
    if is_urgent:
        return Action.REFER_NOW
    if control is None:
        return None
    if control is ControlClass.SATISFIED:
        return Action.CONTINUE
    if control is ControlClass.COMPLICATION:
        return Action.REFER
    # Twice in a row not controlled, or a reaction that did not go away.
    if before in (ControlClass.UNSATISFIED, ControlClass.ADVERSE_REACTION):
        return Action.REFER
    return Action.ADJUST


def _interval(plan: Programme, action: Action | None) -> int | None:
    return {
        None: None,
        Action.CONTINUE: plan.interval.routine_days,
        Action.ADJUST: plan.interval.after_adjustment_days,
        Action.REFER: plan.interval.after_referral_days,
        Action.REFER_NOW: plan.interval.after_referral_days,
    }[action]


def _last(read: Sequence[Reading], measure: str) -> Reading | None:
    """The last value of a measure, one taken here before one taken at home."""
    found = [reading for reading in read if reading.measure == measure]
    here = [r for r in found if r.fact.attributes.get("by") not in ("self", "patient")]
    return (here or found)[-1] if found else None


def _value(fact: Fact, measure: Measure, language: Language) -> float | None:
    if not _measures(fact, measure, language):
        return None
    if measure.part:
        pair = re.fullmatch(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)", fact.value)
        if pair:
            return float(pair[1 if measure.part == "first" else 2])
        # 收缩压 and 舒张压 may be said apart; a single number under 血压 is neither.
        if fact.name in ("血压", "blood pressure"):
            return None
    if measure.unit == "mmol/L" and fact.unit.casefold() == "mg/dl":
        return float(fact.value) / _MG_PER_DL if fact.value.isdigit() else None
    return amount(fact.value, fact.unit or measure.unit, measure.unit or fact.unit)


def _measures(fact: Fact, measure: Measure, language: Language) -> bool:
    """Whether the fact is this measure, taken when the measure asks for it."""
    if fact.kind not in _MEASURED or fact.polarity is not Polarity.PRESENT:
        return False
    if fact.name not in measure.names(language):
        return False
    when = fact.attributes.get("when", "")
    return (
        not measure.when or fact.name in measure.named or any(w in when for w in measure.when)
    )
