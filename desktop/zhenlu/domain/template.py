"""Templates: what a kind of record holds, in which order, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhenlu.domain.facts import FactKind
from zhenlu.domain.transcript import Language

#: Section ids that every language and every template shares.
SECTION_IDS = (
    "chief_complaint",
    "history_of_present_illness",
    "past_history",
    "allergy_history",
    "personal_family_history",
    "vital_signs",
    "physical_exam",
    "auxiliary_exam",
    "diagnosis",
    "treatment_plan",
    "subjective",
    "objective",
    "assessment",
    "plan",
    # Parts of the follow-up forms of the national public health service standard.
    "lifestyle",
    "medication_use",
    # Emergency.
    "triage",
    "disposition",
    # History and physical.
    "review_of_systems",
    # SBAR; its assessment is `assessment`.
    "situation",
    "background",
    "recommendation",
    # Letters.
    "referral_request",
    "treatment_given",
    "opinion",
    # What the patient takes home.
    "visit_reason",
    "findings",
    "medicines",
    "tests",
    "self_care",
    "warning_signs",
    "next_visit",
)


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Which facts fill a typed field.

    Attributes:
        names: Standard names of the facts that count; empty for any of the kind.
        part: What of the fact is printed: "value", "first" and "second" of a
            pair such as 150/95, "name", "denied" for whether it is denied, or
            the name of an attribute.
        units: Units that `value` may carry; empty for any.
        when: Words of which one must stand in the fact's `when` ("空腹"); empty for any.
        near: Words of which one must stand in the segments behind the fact, the
            question among them ("药": 吃了药有没有不舒服).
        not_near: Words of which none may stand there.
        words: For choices: choice → words of the part that mean it.
    """

    kind: FactKind
    names: tuple[str, ...] = ()
    part: str = "value"
    units: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A typed field of a form.

    Attributes:
        id: Stable name (`systolic`, `next_visit` …).
        type: "number", "text", "choice", "choices" (several may hold) or "date".
        low: Lowest plausible entry, inclusive; None for no bound.
        target: What is aimed for, as printed beside the value ("<140").
        choices: Allowed values of a choice, in form order.
        sources: Facts that fill it, the first that was said wins; empty for a
            field that only a person fills.
        spoken: For choices: choice → the clinician's words that suggest it; a person
            has to confirm what is taken from them.
        proposal: Name of the rule that works a value out.
        programme: Chronic-disease programme whose limits that rule takes, or "".
        thresholds: Editable limits of the field's own reading.
        data_element: Chinese data element code, "" where unknown.
    """

    id: str
    title: str
    type: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    target: str = ""
    choices: tuple[str, ...] = ()
    sources: tuple[FieldSource, ...] = ()
    spoken: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    proposal: str = ""
    programme: str = ""
    thresholds: dict[str, float] = field(default_factory=dict, hash=False)
    data_element: str = ""


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One section of a template.

    Attributes:
        holds: Fact kinds that belong here, in the order they are written.
        required: Whether the standard asks for it.
        when_empty: What is written when nothing was said; "" leaves it blank.
        layout: "prose" joins the sentences, "list" numbers them line by line.
        max_chars: Length hint; 0 for none.
        loinc: LOINC code, "" where unknown.
        data_element: Chinese data element code, "" where unknown.
    """

    id: str
    title: str
    required: bool = False
    holds: tuple[FactKind, ...] = ()
    belongs: str = ""
    style: str = ""
    when_empty: str = ""
    layout: str = "prose"
    max_chars: int = 0
    loinc: str = ""
    data_element: str = ""
    fields: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of record in one language.

    Attributes:
        id: `outpatient-initial`, `followup-hypertension`, `soap` …
        kind: "outpatient", "followup", "nursing", "letter" (to a colleague or an
            office) or "handout" (for the patient): which rules apply.
        visit_kind: "first", "revisit", "emergency" or "followup".
        source: What the layout follows, for the clinician who reads the file.
    """

    id: str
    language: Language
    title: str
    kind: str
    visit_kind: str
    source: str
    sections: tuple[TemplateSection, ...]

    def section(self, section_id: str) -> TemplateSection | None:
        return next((s for s in self.sections if s.id == section_id), None)
