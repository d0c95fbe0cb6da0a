"""Every function that a rule file may name as `check`, and the limits each needs."""

from __future__ import annotations

from zhenlu.application.rules import (
    attribution,
    complaint,
    completeness,
    consistency,
    diagnosis,
    follow_up,
    header,
    medication,
    medication_cover,
    medication_doses,
    medication_pairs,
    medication_patient,
    person,
    prescription,
    privacy,
    recognition,
    results,
    safety,
    sources,
    timeline,
    vitals,
    wording,
)
from zhenlu.application.rules.note import Check

_MODULES = (
    attribution,
    complaint,
    completeness,
    consistency,
    diagnosis,
    follow_up,
    header,
    medication,
    medication_cover,
    medication_doses,
    medication_pairs,
    medication_patient,
    person,
    prescription,
    privacy,
    recognition,
    results,
    safety,
    sources,
    timeline,
    vitals,
    wording,
)

CHECKS: dict[str, Check] = {
    name: check for module in _MODULES for name, check in module.CHECKS.items()
}
_NEEDED: dict[str, frozenset[str]] = {
    name: limits
    for module in _MODULES
    for name, limits in getattr(module, "NEEDED", {}).items()
}
#: Name of a check with the thresholds that a rule has to give it.
KNOWN = frozenset((name, _NEEDED.get(name, frozenset[str]())) for name in CHECKS)
