"""The draft made by rule for English templates: facts become the sentences of a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.template import Template, TemplateSection
from zhenlu.domain.transcript import Transcript
from zhenlu.language.en import daily_life, handout, letters, objective, planning, subjective
from zhenlu.language.en.notes import Line, Notes
from zhenlu.language.sentence import Sentence

_Write = Callable[[Notes], list[Line]]


_SECTIONS: dict[str, tuple[_Write, ...]] = {
    "chief_complaint": (subjective.chief_complaint,),
    "history_of_present_illness": (subjective.treatment_since, subjective.present_illness),
    "past_history": (subjective.past_history, subjective.long_term_medicines),
    "allergy_history": (subjective.allergies,),
    "personal_family_history": (daily_life.social_history, subjective.family_history),
    "vital_signs": (objective.vital_signs,),
    "physical_exam": (objective.examination,),
    "auxiliary_exam": (objective.results,),
    "diagnosis": (planning.problems,),
    "treatment_plan": (planning.plan,),
    "subjective": (
        subjective.labelled_complaint,
        subjective.present_illness,
        subjective.labelled_past,
        subjective.labelled_medicines,
        subjective.labelled_allergies,
        subjective.labelled_family,
        subjective.labelled_social,
    ),
    "objective": (objective.vital_signs, objective.examination, objective.results),
    "assessment": (letters.judgement,),
    "plan": (planning.plan,),
    "lifestyle": (daily_life.social_history,),
    "medication_use": (subjective.medicines_now,),
    "review_of_systems": (letters.systems,),
    "triage": (),
    "disposition": (letters.disposition,),
    "situation": (letters.situation,),
    "background": (letters.background,),
    "recommendation": (planning.plan,),
    "referral_request": (letters.referral_request,),
    "treatment_given": (letters.treatment_given,),
    "opinion": (letters.opinion,),
    "visit_reason": (handout.visit_reason,),
    "findings": (handout.findings,),
    "medicines": (handout.medicines,),
    "tests": (handout.tests,),
    "self_care": (handout.self_care,),
    "warning_signs": (handout.warning_signs,),
    "next_visit": (handout.next_visit,),
}


def phrase(
    template: Template, facts: Sequence[Fact], transcript: Transcript
) -> tuple[Sentence, ...]:
    """Draft every section of the template, sections in its order.

    A section of which nothing was said gets its standing phrase, which claims nothing.
    """
    ids = frozenset(section.id for section in template.sections)
    notes = Notes(tuple(facts), transcript, ids, template.visit_kind)
    drafted: list[Sentence] = []
    for section in template.sections:
        lines = [line for write in _SECTIONS.get(section.id, ()) for line in write(notes)]
        if section.id not in _SECTIONS:
            lines = _by_kind(section, notes)
        if section.id == "vital_signs":
            lines += _observed_beside(section, notes)
        drafted += [_sentence(section, line) for line in lines if line.facts]
        if not any(line.facts for line in lines) and section.when_empty:
            drafted.append(Sentence(section.id, section.when_empty))
    return tuple(drafted)


def _sentence(section: TemplateSection, line: Line) -> Sentence:
    return Sentence(section.id, line.text, line.facts, line.segments)


def _observed_beside(section: TemplateSection, notes: Notes) -> list[Line]:
    """Findings and results that a form keeps with its measurements."""
    lines: list[Line] = []
    if FactKind.EXAM in section.holds and "physical_exam" not in notes.sections:
        lines += objective.examination(notes)
    if FactKind.TEST in section.holds and "auxiliary_exam" not in notes.sections:
        lines += objective.results(notes)
    return lines


def _by_kind(section: TemplateSection, notes: Notes) -> list[Line]:
    """A section that a clinic added itself: what it holds, kind by kind."""
    lines: list[Line] = []
    for kind in section.holds:
        lines += _KINDS.get(kind, _nothing)(notes)
    return lines


def _nothing(_: Notes) -> list[Line]:
    return []


_KINDS: dict[FactKind, _Write] = {
    FactKind.SYMPTOM: subjective.present_illness,
    FactKind.HISTORY: subjective.past_history,
    FactKind.MEDICATION: subjective.medicines_now,
    FactKind.ALLERGY: subjective.allergies,
    FactKind.VITAL: objective.vital_signs,
    FactKind.EXAM: objective.examination,
    FactKind.TEST: objective.results,
    FactKind.DIAGNOSIS: planning.problems,
    FactKind.INSTRUCTION: planning.plan,
    FactKind.LIFESTYLE: daily_life.social_history,
}
