"""The day as the store knows it, for the home page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zhenlu.application.exporting import masked_name
from zhenlu.domain.facts import FactKind, Polarity
from zhenlu.domain.record import Record
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import SIGNED, UNSIGNED, Visit
from zhenlu.storage.store import Store
from zhenlu.storage.visit_list import ListedVisit
from zhenlu.ui.today.agenda import Agenda, AgendaDue, AgendaVisit

#: What falls due by then is shown today.
_AHEAD = timedelta(days=1)
#: Drafts older than the newest hundred are found by searching.
_MOST_UNSIGNED = 100


def agenda_of(store: Store, day: date) -> Agenda:
    """Visits of a day, everything unsigned, and what falls due."""
    listed = store.visit_list.read(states=UNSIGNED, limit=_MOST_UNSIGNED)
    return Agenda(
        day,
        tuple(_shown(store, visit) for visit in store.visits.of_day(day)),
        tuple(_unsigned(store, each) for each in reversed(listed)),
        tuple(
            AgendaDue(item.id, item.visit, masked_name(patient.name), item.what,
                      item.days_left(day) or 0)
            for item, patient in store.follow_ups.due(day + _AHEAD)
        ),
    )  # fmt: skip


def allergies_in(record: Record | None) -> tuple[str, ...]:
    """Substances that a record names as not tolerated; what is no allergy says so."""
    if record is None:
        return ()
    mark = "（不耐受）" if record.language is Language.ZH else " (intolerance)"
    found = (
        f"{f.name}{mark}" if f.is_intolerance else f.name
        for f in record.facts
        if f.kind is FactKind.ALLERGY and f.polarity is Polarity.PRESENT
    )
    return tuple(dict.fromkeys(found))


def _unsigned(store: Store, listed: ListedVisit) -> AgendaVisit:
    return _shown(store, store.visits.get(listed.id))


def _shown(store: Store, visit: Visit) -> AgendaVisit:
    record = store.records.draft(visit.id)
    if record is None and visit.state in SIGNED:
        record = store.records.versions(visit.id)[-1].record
    started = datetime.fromisoformat(visit.started) if visit.started else None
    complaint = record.section("chief_complaint") if record else None
    return AgendaVisit(
        visit.id,
        started.date() if started else date.today(),
        started.strftime("%H:%M") if started else "",
        masked_name(visit.patient.name),
        visit.patient.sex,
        visit.patient.age_years,
        visit.kind,
        complaint.text if complaint else "",
        visit.state,
        sum(finding.blocks for finding in record.findings) if record else 0,
        allergies_in(record),
        has_record=record is not None,
    )
