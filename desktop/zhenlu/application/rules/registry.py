"""Every function that a rule file may name as `check`, and the limits each needs."""

from __future__ import annotations

from zhenlu.application.rules import (
    complaint,
    completeness,
    consistency,
    medication,
    privacy,
    safety,
    sources,
    vitals,
)
from zhenlu.application.rules.note import Check

_MODULES = (
    complaint,
    completeness,
    consistency,
    medication,
    privacy,
    safety,
    sources,
    vitals,
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
