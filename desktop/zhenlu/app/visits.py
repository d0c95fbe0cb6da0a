"""A visit out of the store, as the visit page shows it."""

from __future__ import annotations

from zhenlu.app.agenda import allergies_in
from zhenlu.app.live_recording import Room
from zhenlu.application.exporting import signature_of
from zhenlu.application.intake import drafted
from zhenlu.application.redrafting import by_hand, record_template
from zhenlu.application.templates import available
from zhenlu.domain.consent import stands_for_recording
from zhenlu.domain.errors import TemplateUnknown
from zhenlu.domain.export import Stamp, local_time
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.intake import Intake
from zhenlu.domain.journal import AudioState
from zhenlu.domain.record import Record
from zhenlu.domain.template import Template
from zhenlu.domain.transcript import Language
from zhenlu.domain.visit import Visit
from zhenlu.ui.translation import spoken_language
from zhenlu.ui.visit.open_visit import OpenVisit, SignedVersion


def open_visit(room: Room, visit_id: str) -> OpenVisit:
    """Everything of one visit.

    Raises:
        VisitUnknown, ActionForbidden.
    """
    store = room.store
    visit = store.visits.get(visit_id)
    draft = store.records.draft(visit_id)
    versions = store.records.versions(visit_id)
    is_signed = bool(versions) and draft is None
    record = versions[-1].record if is_signed else draft
    consents = store.consents.of_visit(visit_id)
    sounds = {each.visit: each for each in room.journal.visits()}
    sound = sounds.get(visit_id)
    intake = store.intakes.of_visit(visit_id) if record is None else None
    template = _template(room, visit, record, intake)
    beginning = drafted(intake, template, visit) if intake and intake.answers else None
    if record is None and consents and not stands_for_recording(consents[-1]):
        record = beginning or by_hand(template, visit)
    return OpenVisit(
        visit,
        template,
        record,
        allergies_in(record),
        consents[-1] if consents else None,
        Stamp(signature_of(store.people, versions[-1])) if is_signed else Stamp(),
        sound is not None and sound.state is not AudioState.ERASED and sound.length_s > 0,
        tuple(_listed(room, version) for version in versions),
        available(template.language),
        beginning,
    )


def visit_language(room: Room, visit: Visit) -> Language:
    """The language that a visit is held in: of what was answered before it, or the window's."""
    intake = room.store.intakes.of_visit(visit.id)
    return intake.language if intake is not None else spoken_language()


def _template(
    room: Room, visit: Visit, record: Record | None, intake: Intake | None
) -> Template:
    """That the record follows; the usual one where there is none, or its own is gone."""
    if record is None:
        return room.template_of(visit)(intake.language if intake else spoken_language())
    try:
        return record_template(record)
    except TemplateUnknown:
        return room.template_of(visit)(record.language)


def _listed(room: Room, version: RecordVersion) -> SignedVersion:
    people, own = room.store.people, room.store.person.id
    return SignedVersion(
        version.id,
        version.number,
        people.get(version.author).name,
        local_time(version.at),
        version.record,
        version.reason,
        version.is_late,
        tuple(people.get(each.person).name for each in version.cosignatures),
        own in (version.author, *(each.person for each in version.cosignatures)),
    )
