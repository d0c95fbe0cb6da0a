"""What a visit promised becomes due items; programmes propose where nothing was promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhenlu.application import promises
from zhenlu.application.chronic_care import ControlClass, Proposal, propose
from zhenlu.application.forms import fill
from zhenlu.application.grounding import SaidWords
from zhenlu.application.programmes import Programme, programme
from zhenlu.application.promises import Promise
from zhenlu.application.proposals import Known
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.record import Record, Section
from zhenlu.domain.template import Template
from zhenlu.domain.visit import Visit

#: Template id → programme whose rules propose the next contact.
_PROGRAMME_OF = {
    "followup-hypertension": "hypertension",
    "followup-diabetes": "diabetes",
}


def due_items(
    record: Record, visit: str, visit_date: date, patient: str = ""
) -> tuple[DueItem, ...]:
    """Everything a record promises for later, in the order of what was said.

    A revisit by condition alone ("come back if it gets worse") is no promise. Where a
    chronic-disease form promises no contact, its programme's interval proposes one.

    Args:
        visit: Id of the visit; item ids are made from it.
        patient: Id of the patient; "" before the visit is filed under one.

    Raises:
        ResourceBroken: If the file of the programme does not hold up.
    """
    promised = promises.promised(record, visit_date)
    if not any(promise.kind is not DueKind.TEST for promise in promised):
        promised += _proposed(record, visit_date)
    return tuple(
        DueItem(f"{visit}-{number}", visit, patient, p.kind, p.what, p.due, segments=p.segments)
        for number, p in enumerate(promised, start=1)
    )


def chronic_proposal(
    record: Record, plan: Programme, previous: Sequence[ControlClass] = ()
) -> Proposal:
    """What the programme makes of a record: class, referral, interval, checklist."""
    age = record.patient.get("age_years")
    return propose(
        plan,
        record.facts,
        record.language,
        age_years=age if isinstance(age, int) else None,
        previous=previous,
        stated=control_class(record),
    )


def control_class(record: Record) -> ControlClass | None:
    """The class a form states, for counting visits in a row; None where it states none."""
    stated = next(
        (value.value for s in record.sections for value in s.fields if value.id == "control"), ""
    )
    return CLASSES.get(stated)


#: Class as the forms print it, in both languages.
CLASSES: dict[str, ControlClass] = {
    "控制满意": ControlClass.SATISFIED,
    "控制不满意": ControlClass.UNSATISFIED,
    "不良反应": ControlClass.ADVERSE_REACTION,
    "并发症": ControlClass.COMPLICATION,
    "controlled": ControlClass.SATISFIED,
    "not controlled": ControlClass.UNSATISFIED,
    "adverse reaction": ControlClass.ADVERSE_REACTION,
    "complication": ControlClass.COMPLICATION,
}


@dataclass(frozen=True, slots=True)
class ContactsThisYear:
    """How many contacts a patient of a programme had, and how many the standard asks for."""

    done: int
    wanted: int


def contacts_this_year(
    plan: Programme, visits: Iterable[date], today: date
) -> ContactsThisYear:
    """Visits of today's calendar year against the yearly number of the programme."""
    done = sum(day.year == today.year and day <= today for day in visits)
    return ContactsThisYear(done, plan.interval.contacts_per_year)


def count_in_earlier(
    sections: Sequence[Section],
    template: Template,
    said: SaidWords,
    visit: Visit,
    earlier: Sequence[Record],
) -> tuple[Section, ...]:
    """A chronic-disease form with what its earlier forms say counted in.

    Two unsatisfied contacts in a row ask for referral: that no single visit can know.

    Args:
        earlier: The patient's earlier records, the latest first.
    """
    classes = earlier_classes(template.id, earlier)
    if not classes or programme_of(template) is None:
        return tuple(sections)
    known = Known(visit.patient, visit.started, classes, said.transcript)
    made = []
    for section in sections:
        part = template.section(section.id)
        if part is None or not part.fields:
            made.append(section)
        else:
            fields = fill(part, said.facts, said.transcript, known)
            made.append(replace(section, fields=fields))
    return tuple(made)


def earlier_classes(template_id: str, earlier: Sequence[Record]) -> tuple[ControlClass, ...]:
    """The classes that earlier forms of a kind state, the latest last.

    Args:
        earlier: The patient's earlier records, the latest first.
    """
    before = [control_class(record) for record in earlier if record.template == template_id]
    return tuple(found for found in reversed(before) if found is not None)


def programme_of(template: Template | Record) -> Programme | None:
    """The chronic-disease programme of a form, None for every other template."""
    id_ = template.id if isinstance(template, Template) else template.template
    name = _PROGRAMME_OF.get(id_)
    return programme(name) if name else None


def _proposed(record: Record, visit_date: date) -> list[Promise]:
    plan = programme_of(record)
    if plan is None:
        return []
    day = chronic_proposal(record, plan).next_contact(visit_date)
    if day is None:
        return []
    what = promises.PLAIN[DueKind.FOLLOWUP, record.language]
    return [Promise(DueKind.FOLLOWUP, what, day, ())]
