"""A visit out of the store, as the visit page shows it."""

from __future__ import annotations

from datetime import datetime

from zhenlu.app.agenda import allergies_in
from zhenlu.app.live_recording import Room
from zhenlu.domain.export import Signature, Stamp
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.journal import AudioState
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.wording import interface_language


def open_visit(room: Room, visit_id: str) -> OpenVisit:
    """Everything of one visit.

    Raises:
        VisitUnknown, ActionForbidden.
    """
    store = room.store
    visit = store.visits.get(visit_id)
    record = store.records.draft(visit_id)
    versions = store.records.versions(visit_id)
    if record is None and versions:
        record = versions[-1].record
    consents = store.consents.of_visit(visit_id)
    sounds = {each.visit: each for each in room.journal.visits()}
    sound = sounds.get(visit_id)
    template = room.template_for(record.language if record else interface_language())
    is_signed = bool(versions) and store.records.draft(visit_id) is None
    return OpenVisit(
        visit,
        template,
        record,
        allergies_in(record),
        consents[-1] if consents else None,
        _stamp(room, versions[-1]) if is_signed else Stamp(),
        sound is not None and sound.state is not AudioState.ERASED and sound.length_s > 0,
    )


def _stamp(room: Room, version: RecordVersion) -> Stamp:
    """Under which version whose name stands, by this computer's clock."""
    at = datetime.fromisoformat(version.at).astimezone().strftime("%Y-%m-%d %H:%M")
    author = room.store.people.get(version.author).name
    return Stamp(Signature(version.number, author, at, version.digest))
