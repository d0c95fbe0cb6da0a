"""The Chinese rule draft: facts become the sentences of a record.

Follows 《病历书写基本规范》: standard terms, Arabic numerals, no first person,
nothing that was not said. "否认" and "无" stand only where something was asked
and denied. A required section without facts gets its template's own phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.template import Template, TemplateSection
from zhenlu.domain.transcript import SpeakerRole, Transcript
from zhenlu.language.sentence import Sentence
from zhenlu.language.zh.phrases import handout, letters
from zhenlu.language.zh.phrases.complaint import chief_complaint
from zhenlu.language.zh.phrases.findings import (
    auxiliary_exam,
    diagnoses,
    physical_exam,
    vital_signs,
)
from zhenlu.language.zh.phrases.history import (
    allergies,
    lifestyle,
    past_history,
    personal_and_family,
)
from zhenlu.language.zh.phrases.illness import (
    GENERAL_STATE,
    denials,
    follow_up_symptoms,
    present_illness,
    uncertain,
)
from zhenlu.language.zh.phrases.noted import Matters, gather
from zhenlu.language.zh.phrases.plan import drugs_in_use, treatment_plan
from zhenlu.language.zh.phrases.revisit import course_since, revisit_complaint
from zhenlu.language.zh.roles import clinician_score

_Writer = Callable[[TemplateSection, Template, Matters], list[Sentence]]


def phrase(
    template: Template, facts: Sequence[Fact], transcript: Transcript
) -> tuple[Sentence, ...]:
    """Draft every section of the template, sections in its order.

    Positions in `Sentence.facts` count in `facts`.
    """
    matters = gather(facts, _clinician_test(transcript))
    written: list[Sentence] = []
    for part in template.sections:
        sentences = _section(part, template, matters)
        if not sentences and part.required and part.when_empty:
            sentences = [Sentence(part.id, part.when_empty)]
        written += sentences
    return tuple(written)


def _section(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    write = _WRITERS.get(part.id)
    return write(part, template, matters) if write is not None else []


def _complaint(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    write = revisit_complaint if template.visit_kind == "revisit" else chief_complaint
    return write(part.id, matters, part.max_chars)


def _illness(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    if template.visit_kind == "revisit":
        return course_since(part.id, matters)
    return present_illness(part.id, matters, template.section("review_of_systems") is None)


def _systems(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    symptoms = matters.of(FactKind.SYMPTOM)
    return [*uncertain(part.id, symptoms), *denials(part.id, symptoms)]


def _past(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return past_history(part.id, matters)


def _allergies(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return allergies(part.id, matters)


def _personal(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    habits = [n for n in matters.of(FactKind.LIFESTYLE) if n.name not in GENERAL_STATE]
    return personal_and_family(part.id, matters, habits)


def _vitals(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    with_home = template.section("history_of_present_illness") is None
    written = vital_signs(part.id, matters, with_home)
    if FactKind.EXAM in part.holds and template.section("physical_exam") is None:
        written += physical_exam(part.id, matters)
    if FactKind.TEST in part.holds and template.section("auxiliary_exam") is None:
        written += auxiliary_exam(part.id, matters)
    return written


def _exam(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return physical_exam(part.id, matters)


def _auxiliary(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return auxiliary_exam(part.id, matters)


def _diagnosis(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    # A nurse's form holds no diagnoses: what it does not hold is not written there.
    return diagnoses(part.id, matters) if FactKind.DIAGNOSIS in part.holds else []


def _plan(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    returns = "随访" if template.visit_kind == "followup" else "复诊"
    if FactKind.MEDICATION not in part.holds:
        matters = _without_orders(matters)
    apart = letters.DISPOSITIONS if template.section("disposition") else ()
    return treatment_plan(part.id, matters, returns, apart)


def _subjective(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    if template.kind == "outpatient":
        complaint = chief_complaint(part.id, matters, 40)
        return [
            *map(letters.sentence_with_stop, complaint),
            *present_illness(part.id, matters),
            *past_history(part.id, matters),
            *allergies(part.id, matters),
            *_personal(part, template, matters),
        ]
    return follow_up_symptoms(part.id, matters, FactKind.HISTORY in part.holds)


def _objective(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return [
        *vital_signs(part.id, matters, True),
        *physical_exam(part.id, matters),
        *auxiliary_exam(part.id, matters),
    ]


def _lifestyle(part: TemplateSection, _: Template, matters: Matters) -> list[Sentence]:
    return lifestyle(part.id, matters.of(FactKind.LIFESTYLE))


def _medication(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    return drugs_in_use(part.id, matters, template.section("allergy_history") is None)


def _judgement(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    if template.section("situation") is not None:
        return letters.judgement(part.id, matters)
    return _diagnosis(part, template, matters)


def _reason(part: TemplateSection, template: Template, matters: Matters) -> list[Sentence]:
    return handout.visit_reason(part.id, matters, template.visit_kind == "revisit")


def _plain(write: Callable[[str, Matters], list[Sentence]]) -> _Writer:
    """A writer that needs nothing of the template."""
    return lambda part, _, matters: write(part.id, matters)


_WRITERS: dict[str, _Writer] = {
    "chief_complaint": _complaint,
    "history_of_present_illness": _illness,
    "past_history": _past,
    "allergy_history": _allergies,
    "personal_family_history": _personal,
    "vital_signs": _vitals,
    "physical_exam": _exam,
    "auxiliary_exam": _auxiliary,
    "diagnosis": _diagnosis,
    "treatment_plan": _plan,
    "subjective": _subjective,
    "objective": _objective,
    "assessment": _judgement,
    "plan": _plan,
    "lifestyle": _lifestyle,
    "medication_use": _medication,
    "review_of_systems": _systems,
    "disposition": _plain(letters.disposition),
    "situation": _plain(letters.situation),
    "background": _plain(letters.background),
    "recommendation": _plan,
    "referral_request": _plain(letters.referral_request),
    "treatment_given": _plain(letters.treatment_given),
    "opinion": _plain(letters.opinion),
    "visit_reason": _reason,
    "findings": _plain(handout.findings),
    "medicines": _plain(handout.medicines),
    "tests": _plain(handout.tests),
    "self_care": _plain(handout.self_care),
    "warning_signs": _plain(handout.warning_signs),
    "next_visit": _plain(handout.next_visit),
}


def _without_orders(matters: Matters) -> Matters:
    """The matters of a form on which nothing is prescribed."""
    kept = tuple(n for n in matters.all if n.fact.kind is not FactKind.MEDICATION)
    return Matters(kept, matters.said_by_clinician)


def _clinician_test(transcript: Transcript) -> Callable[[int], bool]:
    """Who spoke a segment; by its wording where the role is unknown."""
    spoken = {
        segment.id: (
            segment.role.is_clinician
            if segment.role is not SpeakerRole.UNKNOWN
            else clinician_score(segment.text) > 0
        )
        for segment in transcript
    }
    return lambda segment: spoken.get(segment, False)
