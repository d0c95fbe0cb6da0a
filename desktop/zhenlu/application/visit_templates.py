"""Which template a visit is drafted in, by its kind and by what the patient is followed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhenlu.application.consultation import TemplateFor
from zhenlu.application.programmes import PROGRAMMES, programme
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind, Polarity, Subject
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit

#: Forms of a follow-up contact; the last one is for whatever has no programme.
FOLLOW_UP_FORMS = (*(f"followup-{name}" for name in PROGRAMMES), "nursing-followup")
#: What first visits are drafted in unless somebody chooses.
_USUAL = {Language.ZH: "outpatient-initial", Language.EN: "soap"}
_BY_KIND = {"revisit": "outpatient-revisit", "emergency": "emergency"}


def usual_template(language: Language) -> Template:
    """What visits of a language are drafted in unless somebody chooses.

    Raises:
        TemplateUnknown, ResourceBroken.
    """
    return load(_USUAL[language], language)


def template_of_visit(
    visit: Visit,
    language: Language,
    first: TemplateFor,
    earlier: Sequence[Record] = (),
    chosen: str = "",
) -> Template:
    """The template of a visit that is not drafted yet.

    Args:
        first: What the clinic uses for first visits.
        earlier: The patient's earlier records, the latest first.
        chosen: Id of the template that a person chose; "" leaves it to the visit's kind.

    Raises:
        TemplateUnknown, ResourceBroken.
    """
    name = chosen or _BY_KIND.get(visit.kind, "")
    if not name and visit.kind == "followup":
        name = follow_up_form(earlier)
    return load(name, language) if name else first(language)


def follow_up_form(earlier: Sequence[Record]) -> str:
    """The form for following a patient: the one used last time, else by their diagnoses.

    Args:
        earlier: The patient's earlier records, the latest first.
    """
    for record in earlier:
        if record.template in FOLLOW_UP_FORMS:
            return record.template
    for record in earlier:
        named = " ".join(_conditions(record.facts)).casefold()
        for name in PROGRAMMES:
            plan = programme(name)
            if plan.zh in named or plan.en in named:
                return f"followup-{name}"
    return FOLLOW_UP_FORMS[-1]


def _conditions(facts: Iterable[Fact]) -> Iterable[str]:
    """What the patient has, as diagnosed or told."""
    for fact in facts:
        is_own = fact.subject is Subject.PATIENT and fact.polarity is Polarity.PRESENT
        if is_own and fact.kind in (FactKind.DIAGNOSIS, FactKind.HISTORY):
            yield fact.name
