"""Who is due, as the follow-up page lists it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zhenlu.application.exporting import masked_name
from zhenlu.application.visit_templates import FOLLOW_UP_FORMS, follow_up_form
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.follow_up import DueItem
from zhenlu.domain.record import Record
from zhenlu.domain.visit import UNSIGNED, VisitState
from zhenlu.storage.store import Store
from zhenlu.storage.visit_list import ListedVisit
from zhenlu.ui.follow_up.due import DueEntry

#: What falls due by then can be done today.
_AHEAD = timedelta(days=7)
_OPEN = (*UNSIGNED, VisitState.INTERRUPTED)
_MOST_VISITS = 1000


def due_entries(
    store: Store, day: date, begun: Mapping[str, str], forms: dict[str, str]
) -> tuple[DueEntry, ...]:
    """What is due up to a week ahead, the longest overdue first.

    Args:
        begun: Promise to the follow-up visit that was begun for it.
        forms: Patient to form, as far as it was found out; added to, because finding out
            opens a record, which leaves a row.
    """
    due = store.follow_ups.due(day + _AHEAD)
    patients = {patient.id for _, patient in due}
    listed = store.visit_list.read(patients=patients, limit=_MOST_VISITS) if patients else ()
    visits: dict[str, list[ListedVisit]] = {}
    for visit in listed:
        visits.setdefault(visit.patient, []).append(visit)
    for item, patient in due:
        if patient.id not in forms:
            forms[patient.id] = _form(store, item, visits.get(patient.id, []))
    return tuple(
        _entry(item, patient, day, forms[patient.id],
               begun.get(item.id, "") or _begun(visits.get(patient.id, []), item))
        for item, patient in due
    )  # fmt: skip


def newest_record(store: Store, visit_id: str) -> Record | None:
    """The draft of a visit, else its last signed version, else None."""
    draft = store.records.draft(visit_id)
    if draft is not None:
        return draft
    versions = store.records.versions(visit_id)
    return versions[-1].record if versions else None


def _entry(
    item: DueItem, patient: KnownPatient, day: date, form: str, visit: str
) -> DueEntry:
    person = patient.on(day)
    return DueEntry(
        item.id, patient.id, masked_name(patient.name), person.sex, person.age_years,
        item.kind, item.what, item.days_left(day) or 0, form, visit,
    )  # fmt: skip


def _form(store: Store, item: DueItem, visits: list[ListedVisit]) -> str:
    used = next((v.template for v in visits if v.template in FOLLOW_UP_FORMS), "")
    if used:
        return used
    promised = newest_record(store, item.visit)
    earlier = store.records.earlier(item.visit)
    return follow_up_form((promised, *earlier) if promised else earlier)


def _begun(visits: list[ListedVisit], item: DueItem) -> str:
    """A follow-up of the patient that is not signed yet; not the visit that promised this."""
    open_ = (v for v in visits if v.state in _OPEN and v.template in FOLLOW_UP_FORMS)
    return next((v.id for v in open_ if v.id != item.visit), "")
