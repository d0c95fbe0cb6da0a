"""Values a form works out from others; the clinician decides.

A template names the rule (`proposal`) and, for the rules of a chronic-disease
programme, the programme. What cannot be worked out stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhenlu.application import quantities
from zhenlu.application.chronic_care import Action, ControlClass, Proposal, propose
from zhenlu.application.programmes import programme
from zhenlu.application.triage import red_flags
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.template import FieldSpec
from zhenlu.domain.transcript import Language, Transcript
from zhenlu.domain.triage import RedFlag
from zhenlu.domain.visit import Patient

Proposed = tuple[str, tuple[Fact, ...]]

_WEIGHT, _HEIGHT = ("体重", "weight"), ("身高", "height")
_REST = ("注意休息", "卧床休息", "休息", "rest", "stay off work", "stay off school", "sick note")

_REFER = {
    (Action.REFER, Language.ZH): "连续两次控制不满意或不良反应未缓解",
    (Action.REFER, Language.EN): "not controlled, or adverse reaction, twice in a row",
}
_AND = {Language.ZH: "、", Language.EN: "; "}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the facts when a form is filled.

    Attributes:
        started: Start of the visit, ISO 8601 to the minute; "" when unknown.
        previous: Control classes of earlier visits, the latest last.
    """

    patient: Patient = field(default_factory=Patient, repr=False)
    started: str = ""
    previous: tuple[ControlClass, ...] = ()
    transcript: Transcript = field(default_factory=lambda: Transcript(Language.ZH), repr=False)

    @property
    def language(self) -> Language:
        return self.transcript.language

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.started[:10]) if self.started else None


def body_mass_index(_spec: FieldSpec, facts: Sequence[Fact], _known: Known) -> Proposed | None:
    """Weight over height squared, one decimal; None unless both were said."""
    weight, height = _last(facts, _WEIGHT), _last(facts, _HEIGHT)
    if weight is None or height is None:
        return None
    kilograms = quantities.amount(weight.value, weight.unit or "kg", "kg")
    centimetres = quantities.amount(height.value, height.unit or "cm", "cm")
    if not kilograms or not centimetres:
        return None
    return f"{kilograms / (centimetres / 100) ** 2:.1f}", (weight, height)


def control_class(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """The class by the programme's targets: the choice at the class's place in the form."""
    found = _chronic(spec, facts, known)
    if found.control is None:
        return None
    return spec.choices[tuple(ControlClass).index(found.control)], found.facts


def next_contact(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """The last day on which the programme's next contact is in time."""
    found = _chronic(spec, facts, known)
    if found.next_days is None:
        return None
    if known.day is not None:
        return (known.day + timedelta(days=found.next_days)).isoformat(), found.facts
    weeks, rest = divmod(found.next_days, 7)
    if rest:
        months = round(found.next_days / 30)
        text = f"{months}个月内" if known.language is Language.ZH else f"within {months} months"
    else:
        text = f"{weeks}周内" if known.language is Language.ZH else f"within {weeks} weeks"
    return text, found.facts


def referral_reason(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """Why the programme asks for referral; None where it does not."""
    found = _chronic(spec, facts, known)
    reasons = found.emergencies
    if not reasons and found.action is Action.REFER:
        reasons = (_REFER[Action.REFER, known.language],)
    return (_AND[known.language].join(reasons), found.facts) if reasons else None


def danger_checklist(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """Emergency signs whose words came up, for a person to weigh one by one."""
    found = _chronic(spec, facts, known)
    if not found.checklist:
        return None
    return _AND[known.language].join(found.checklist), found.to_weigh


def triage_level(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """The level of the most urgent danger sign: the choice at that place in the form.

    None without a danger sign: that nothing was found is no triage decision.
    """
    flags = _flags(facts, known)
    if not flags:
        return None
    return spec.choices[flags[0].level - 1], _behind(flags[:1], facts)


def triage_department(_spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    flags = _flags(facts, known)
    return (flags[0].department, _behind(flags[:1], facts)) if flags else None


def triage_reason(_spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    flags = _flags(facts, known)
    if not flags:
        return None
    return _AND[known.language].join(f.presentation for f in flags), _behind(flags, facts)


def visit_time(_spec: FieldSpec, _facts: Sequence[Fact], known: Known) -> Proposed | None:
    """The start of the visit to the minute, 24-hour clock."""
    return (known.started[:16].replace("T", " "), ()) if len(known.started) >= 16 else None


def visit_day(_spec: FieldSpec, _facts: Sequence[Fact], known: Known) -> Proposed | None:
    return (known.started[:10], ()) if known.started else None


def rest_until(_spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposed | None:
    """The last day of rest, the day of the visit being the first."""
    rest = [f for f in facts if f.kind is FactKind.INSTRUCTION and f.name in _REST and f.value]
    if not rest or known.day is None:
        return None
    after = quantities.later(known.day, rest[-1].value, rest[-1].unit)
    return ((after - timedelta(days=1)).isoformat(), (rest[-1],)) if after else None


_Rule = Callable[[FieldSpec, Sequence[Fact], Known], Proposed | None]

#: Rules that need a programme.
CHRONIC: dict[str, _Rule] = {
    "control_class": control_class,
    "next_contact": next_contact,
    "referral_reason": referral_reason,
    "danger_checklist": danger_checklist,
}

#: Names that a template may give as `proposal`.
PROPOSALS: dict[str, _Rule] = {
    **CHRONIC,
    "body_mass_index": body_mass_index,
    "triage_level": triage_level,
    "triage_department": triage_department,
    "triage_reason": triage_reason,
    "visit_time": visit_time,
    "visit_day": visit_day,
    "rest_until": rest_until,
}

#: Number of choices that a rule picks by place.
NEEDED_CHOICES = {"control_class": len(ControlClass), "triage_level": 4}


def _chronic(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> Proposal:
    return propose(
        programme(spec.programme),
        facts,
        known.language,
        age_years=known.patient.age_years,
        previous=known.previous,
    )


def _flags(facts: Sequence[Fact], known: Known) -> tuple[RedFlag, ...]:
    return red_flags(facts, known.patient, known.language, tuple(known.transcript))


def _behind(flags: Sequence[RedFlag], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts whose words raised the flags."""
    cited = {segment for flag in flags for segment in flag.segments}
    return tuple(fact for fact in facts if fact.segment in cited)


def _last(facts: Sequence[Fact], names: tuple[str, ...]) -> Fact | None:
    """The last value of a vital sign, one taken here before one taken at home."""
    found = [
        fact
        for fact in facts
        if fact.kind is FactKind.VITAL
        and fact.name in names
        and fact.value
        and fact.polarity is Polarity.PRESENT
    ]
    here = [fact for fact in found if fact.attributes.get("by") != "self"]
    return (here or found)[-1] if found else None
