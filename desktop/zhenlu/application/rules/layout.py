"""Which kind of record this is, and where the parts of an outpatient record stand in it."""

from __future__ import annotations

from collections.abc import Collection

from zhenlu.application.templates import load as load_template
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.record import Record

_SOAP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "subjective",
    "personal_family_history": "subjective",
    "vital_signs": "objective",
    "physical_exam": "objective",
    "auxiliary_exam": "objective",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}
_FOLLOW_UP = {
    "chief_complaint": "subjective",
    "history_of_present_illness": "subjective",
    "past_history": "subjective",
    "allergy_history": "medication_use",
    "physical_exam": "vital_signs",
    "personal_family_history": "lifestyle",
    "diagnosis": "assessment",
    "treatment_plan": "plan",
}


def places(sections: Collection[str], kind: str) -> dict[str, str]:
    """Outpatient part → section of this record that holds it; a part of its own is not listed."""
    elsewhere = _FOLLOW_UP if kind in ("followup", "nursing") else _SOAP
    return {
        part: section
        for part, section in elsewhere.items()
        if part not in sections and section in sections
    }


def kind_and_visit(record: Record) -> tuple[str, str]:
    """Kind of record and of visit; the visit's own word goes before the template's."""
    try:
        template = load_template(record.template, record.language)
        kind, visit = template.kind, template.visit_kind
    except TemplateUnknown:
        prefix = record.template.partition("-")[0]
        kind = prefix if prefix in ("followup", "nursing") else "outpatient"
        visit = {"outpatient-revisit": "revisit", "emergency": "emergency"}.get(
            record.template, "first" if kind == "outpatient" else "followup"
        )
    return kind, record.visit.get("kind") or visit
