"""A patient's rights (个人信息保护法 art. 44-47): a copy of everything, and who opened it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.patient_file import AccessLine, PatientFile, VisitFile
from zhenlu.domain.person import Permission
from zhenlu.domain.transcript import Transcript
from zhenlu.domain.visit import Visit
from zhenlu.storage.access import Access
from zhenlu.storage.consents import Consents
from zhenlu.storage.deletion import deletions_of
from zhenlu.storage.follow_ups import FollowUps
from zhenlu.storage.intakes import Intakes
from zhenlu.storage.patients import Patients
from zhenlu.storage.people import People
from zhenlu.storage.records import Records
from zhenlu.storage.seals import seal_events
from zhenlu.storage.transcripts import Transcripts
from zhenlu.storage.visits import Visits

#: Ids of everything that the log may name about a patient, with the visit it belongs to.
_OBJECTS = """
    SELECT id, '' FROM patient WHERE id = :patient
    UNION ALL SELECT id, id FROM visit WHERE patient = :patient
    UNION ALL SELECT visit, visit FROM deletion WHERE patient = :patient
    UNION ALL SELECT id, visit FROM record_version WHERE patient = :patient
    UNION ALL SELECT id, visit FROM cosignature WHERE patient = :patient
    UNION ALL SELECT id, visit FROM due_item WHERE patient = :patient
"""


@dataclass(frozen=True, slots=True)
class PatientFiles:
    """Patients' files as one person may hand them out."""

    access: Access

    def whole(self, patient_id: str) -> PatientFile:
        """Everything the clinic holds about a patient, but the audio.

        Raises:
            ActionForbidden: If the person may not export; the attempt is in the log.
            PatientRefused: Reason "unknown".
        """
        access = self.access
        told = Permission.EXPORT, AuditAction.EXPORT, "patient", patient_id
        with access.changing(*told):
            visits = tuple(map(self._visit, Visits(access).of_patient(patient_id)))
            return PatientFile(
                Patients(access).get(patient_id),
                visits,
                FollowUps(access).of_patient(patient_id),
                deletions_of(access.db, patient_id),
                self._names(),
                access.now(),
            )

    def accesses(self, patient_id: str) -> tuple[AccessLine, ...]:
        """Who did what with what is kept of a patient, in order.

        Raises:
            ActionForbidden: For who may neither export nor read the audit log.
            PatientRefused: Reason "unknown".
        """
        access = self.access
        needed = Permission.EXPORT
        if access.person.may(Permission.READ_AUDIT):
            needed = Permission.READ_AUDIT
        access.require(needed, AuditAction.VIEW, "accesses", patient_id)
        access.note(AuditAction.VIEW, "accesses", patient_id)
        return tuple(self._lines(patient_id))

    def _lines(self, patient_id: str) -> Iterator[AccessLine]:
        visit_of = dict(self.access.db.execute(_OBJECTS, {"patient": patient_id}))
        names = self._names()
        for entry in self.access.audit.entries():
            if entry.about in visit_of:
                yield AccessLine(
                    entry.at,
                    names.get(entry.person, entry.person),
                    entry.action,
                    entry.object_kind,
                    visit_of[entry.about],
                    entry.result,
                )

    def _visit(self, visit: Visit) -> VisitFile:
        access = self.access
        return VisitFile(
            visit,
            Records(access).versions(visit.id),
            Records(access).draft(visit.id),
            self._words(visit),
            Consents(access).of_visit(visit.id),
            seal_events(access.db, visit.id),
        )

    def _words(self, visit: Visit) -> Transcript | None:
        """What was said; before anything was, what was answered in advance."""
        said = Transcripts(self.access).of_visit(visit.id)
        intake = Intakes(self.access).of_visit(visit.id) if said is None else None
        return said if intake is None else intake.transcript

    def _names(self) -> dict[str, str]:
        return {person.id: person.name for person in People(self.access.db).all()}
