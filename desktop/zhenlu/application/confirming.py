"""A form in the hands of a person: what waits for a look, and what they say it should be.

Blood pressure, glucose, weight, class, referral, danger signs and the next date are looked at
one by one, and so are medicines that differ from last time; everything else stands with the
signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zhenlu.application.follow_up import due_items, earlier_classes
from zhenlu.application.forms import unless_filled
from zhenlu.application.proposals import PROPOSALS, Known
from zhenlu.application.reviewing import rechecked
from zhenlu.application.templates import load
from zhenlu.domain.facts import Fact, FactKind
from zhenlu.domain.follow_up import DueItem, DueKind
from zhenlu.domain.record import FieldState, FieldValue, Record, Section
from zhenlu.domain.template import FieldSpec, Template
from zhenlu.domain.visit import Visit

#: Fields whose value a person has to look at, however well it was heard.
MUST_CONFIRM = frozenset({
    "systolic",
    "diastolic",
    "weight",
    "fasting_glucose",
    "postprandial_glucose",
    "control",
    "danger_signs",
    "referral_reason",
    "referral_to",
    "next_visit",
})
_DRUGS, _NEXT = "drugs", "next_visit"
_MEASURED = (FactKind.VITAL, FactKind.TEST)
#: Values that a rule gave, or could not give; whatever else stands there is a person's.
_PROPOSED = (FieldState.WORKED_OUT, FieldState.MISSING)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

#: Section and field of a form.
Place = tuple[str, str]


def waiting(record: Record, before: Record | None = None) -> tuple[Place, ...]:
    """The fields that wait for a person, in form order.

    Args:
        before: The patient's last form of this kind.
    """
    return tuple(
        (section.id, value.id)
        for section in record.sections
        for value in section.fields
        if _waits(value, before)
    )


def _waits(value: FieldValue, before: Record | None) -> bool:
    if value.state in (FieldState.CONFIRM, FieldState.OUT_OF_RANGE):
        return True
    if value.state is FieldState.CONFIRMED or not value.value:
        return False
    if value.id == _DRUGS:
        return before is None or value_of(before, _DRUGS) != value.value
    return value.id in MUST_CONFIRM


def value_of(record: Record, field_id: str) -> str:
    """A field's value wherever it stands; "" where the form has none."""
    values = (value for section in record.sections for value in section.fields)
    return next((value.value for value in values if value.id == field_id), "")


def fault(spec: FieldSpec, value: str) -> str:
    """What is wrong with a typed value: "number", "range", "choice", "date", or "" if nothing."""
    if not value:
        return ""
    if spec.type == "number":
        if not re.fullmatch(r"\d+(\.\d+)?", value):
            return "number"
        is_low = spec.low is not None and float(value) < spec.low
        is_high = spec.high is not None and float(value) > spec.high
        return "range" if is_low or is_high else ""
    if spec.type == "choice":
        return "" if value in spec.choices else "choice"
    if spec.type == "date":
        return "" if due_day(value) else "date"
    return ""


def due_day(value: str) -> date | None:
    """The day that a date field names; None for "in 2 weeks" and for no day of the calendar."""
    found = _ISO_DAY.match(value)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def settled(
    record: Record, place: Place, value: str, visit: Visit, earlier: Sequence[Record] = ()
) -> Record:
    """The record with a field as a person confirmed or typed it, and what follows from it.

    A value that differs from what was said lets go of the words; worked-out values that
    nobody looked at yet are worked out anew. A value with a `fault` changes nothing.

    Args:
        earlier: The patient's earlier records, the latest first.
    """
    template = load(record.template, record.language)
    value = value.strip()
    spec = _spec(template, place)
    if spec is None or fault(spec, value):
        return record
    changed = replace(
        record,
        sections=tuple(
            unless_filled(_with_value(section, place, value))
            if section.id == place[0]
            else section
            for section in record.sections
        ),
    )
    known = Known(
        visit.patient, visit.started, earlier_classes(record.template, earlier), record.transcript
    )
    then, now = _measured_facts(template, record), _measured_facts(template, changed)
    sections = tuple(
        _worked_out_anew(section, template, known, then, now) for section in changed.sections
    )
    return rechecked(replace(changed, sections=sections), earlier)


def promised(record: Record, visit_id: str, day: date) -> tuple[DueItem, ...]:
    """What a form that is signed promises: the next contact on the day it names."""
    items = due_items(record, visit_id, day)
    named = due_day(value_of(record, _NEXT))
    if named is None:
        return items
    contacts = [item for item in items if item.kind is not DueKind.TEST]
    tests = tuple(item for item in items if item.kind is DueKind.TEST)
    title = next(
        (v.title for s in record.sections for v in s.fields if v.id == _NEXT), ""
    )
    first = contacts[0] if contacts else DueItem(
        f"{visit_id}-next", visit_id, "", DueKind.FOLLOWUP, title
    )
    return (replace(first, due=named), *tests)


def _measured_facts(template: Template, record: Record) -> tuple[Fact, ...]:
    """The visit's facts, then the measured values as a person confirmed them."""
    typed = []
    for section in record.sections:
        for value in section.fields:
            spec = _spec(template, (section.id, value.id))
            if spec is None or value.state is not FieldState.CONFIRMED or not value.value:
                continue
            for source in spec.sources:
                if source.kind in _MEASURED and source.part == "value" and source.names:
                    when = {"when": source.when[0]} if source.when else {}
                    typed.append(
                        Fact(source.kind, source.names[0], 0, value=value.value,
                             unit=spec.unit, attributes=when)
                    )  # fmt: skip
                    break
    return (*record.facts, *typed)


def _with_value(section: Section, place: Place, value: str) -> Section:
    return replace(
        section,
        fields=tuple(
            _told(each, value) if each.id == place[1] else each for each in section.fields
        ),
    )


def _told(field: FieldValue, value: str) -> FieldValue:
    state = FieldState.CONFIRMED if value else FieldState.MISSING
    evidence = field.evidence if value == field.value else ()
    return replace(field, value=value, state=state, evidence=evidence)


def _worked_out_anew(
    section: Section,
    template: Template,
    known: Known,
    then: Sequence[Fact],
    now: Sequence[Fact],
) -> Section:
    """Proposals follow the values; what a person said, typed or confirmed stays."""
    made = []
    for value in section.fields:
        spec = _spec(template, (section.id, value.id))
        if spec is None or not spec.proposal or value.state not in _PROPOSED:
            made.append(value)
            continue
        before, after = (_proposal(spec, facts, known) for facts in (then, now))
        if before == after or value.value != before:
            made.append(value)
        else:
            state = FieldState.WORKED_OUT if after else FieldState.MISSING
            made.append(replace(value, value=after, state=state, evidence=()))
    return replace(section, fields=tuple(made))


def _proposal(spec: FieldSpec, facts: Sequence[Fact], known: Known) -> str:
    proposed = PROPOSALS[spec.proposal](spec, facts, known)
    return proposed[0] if proposed else ""


def _spec(template: Template, place: Place) -> FieldSpec | None:
    part = template.section(place[0])
    fields = part.fields if part else ()
    return next((spec for spec in fields if spec.id == place[1]), None)
