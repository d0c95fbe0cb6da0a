"""Values a form may propose from what was measured; the clinician decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from zhenlu.application import quantities
from zhenlu.domain.facts import Fact, FactKind, Polarity
from zhenlu.domain.template import FieldSpec

Proposed = tuple[str, tuple[Fact, ...]]


def hypertension_control(
    spec: FieldSpec, facts: Sequence[Fact], age_years: int | None
) -> Proposed | None:
    """The class of this follow-up by the thresholds in the template.

    An adverse reaction goes before the value. Whether a complication is new is for
    the clinician to say; it is never proposed. None without a blood pressure.
    """
    reaction = [f for f in facts if f.attributes.get("adverse_reaction", "").startswith("有")]
    if reaction:
        return "不良反应", tuple(reaction)
    measured = _last(facts, "血压")
    pair = re.fullmatch(r"(\d+)/(\d+)", measured.value) if measured else None
    if measured is None or pair is None:
        return None
    limits = spec.thresholds
    older = age_years is not None and age_years >= limits["older_age"]
    prefix = "older_" if older else ""
    satisfied = (
        int(pair[1]) < limits[f"{prefix}systolic"] and int(pair[2]) < limits[f"{prefix}diastolic"]
    )
    return "控制满意" if satisfied else "控制不满意", (measured,)


def body_mass_index(
    _spec: FieldSpec, facts: Sequence[Fact], _age_years: int | None
) -> Proposed | None:
    """Weight over height squared, one decimal; None unless both were said."""
    weight, height = _last(facts, "体重"), _last(facts, "身高")
    if weight is None or height is None:
        return None
    kilograms = quantities.amount(weight.value, weight.unit or "kg", "kg")
    centimetres = quantities.amount(height.value, height.unit or "cm", "cm")
    if not kilograms or not centimetres:
        return None
    return f"{kilograms / (centimetres / 100) ** 2:.1f}", (weight, height)


#: Names that a template may give as `proposal`.
PROPOSALS: dict[str, Callable[[FieldSpec, Sequence[Fact], int | None], Proposed | None]] = {
    "hypertension_control": hypertension_control,
    "body_mass_index": body_mass_index,
}

#: Thresholds that a proposal cannot do without.
NEEDED_THRESHOLDS = {
    "hypertension_control": frozenset(
        {"systolic", "diastolic", "older_age", "older_systolic", "older_diastolic"}
    ),
    "body_mass_index": frozenset[str](),
}


def _last(facts: Sequence[Fact], name: str) -> Fact | None:
    """The last value of a vital sign, one taken here before one taken at home."""
    found = [
        fact
        for fact in facts
        if fact.kind is FactKind.VITAL
        and fact.name == name
        and fact.value
        and fact.polarity is Polarity.PRESENT
    ]
    here = [fact for fact in found if fact.attributes.get("by") != "self"]
    return (here or found)[-1] if found else None
