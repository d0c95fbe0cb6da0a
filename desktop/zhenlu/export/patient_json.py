"""A patient's file as one JSON document, for the patient: named, readable, complete."""

from __future__ import annotations

from zhenlu.application.consent_notice import of_version
from zhenlu.domain.consent import Consent
from zhenlu.domain.errors import ConsentMissing
from zhenlu.domain.filed import RecordVersion
from zhenlu.domain.follow_up import DueItem
from zhenlu.domain.patient_file import AccessLine, PatientFile, VisitFile
from zhenlu.export import record_json, transcript_json
from zhenlu.export.record_json import Json

SCHEMA = "zhenlu.patient/1"
ACCESSES_SCHEMA = "zhenlu.accesses/1"


def to_json(file: PatientFile) -> Json:
    """Everything in a patient's file; json.dumps takes it as it is."""
    patient = file.patient
    return {
        "schema": SCHEMA,
        "made": file.at,
        "patient": {
            "name": patient.name,
            "sex": patient.sex,
            "born": patient.born.isoformat() if patient.born else "",
            "number": patient.number,
        },
        "visits": [_visit(visit, file.names) for visit in file.visits],
        "follow_ups": [_follow_up(item) for item in file.follow_ups],
        "deleted": [
            {"visit": gone.visit, "at": gone.at, "by": _name(gone.person, file.names),
             "reason": gone.reason}
            for gone in file.deletions
        ],
    }  # fmt: skip


def accesses_to_json(lines: tuple[AccessLine, ...]) -> Json:
    """Who opened a patient's data, as the patient may see it."""
    return {
        "schema": ACCESSES_SCHEMA,
        "accesses": [
            {
                "at": line.at,
                "person": line.person,
                "action": line.action.value,
                "object": line.object_kind,
                "visit": line.visit,
                "result": line.result.value,
            }
            for line in lines
        ],
    }


def _visit(file: VisitFile, names: dict[str, str]) -> Json:
    visit, draft, heard = file.visit, file.draft, file.transcript
    return {
        "id": visit.id,
        "started": visit.started,
        "ended": visit.ended,
        "kind": visit.kind,
        "department": visit.department,
        "state": visit.state.value,
        "versions": [_version(version, names) for version in file.versions],
        "draft": record_json.to_json(draft) if draft else None,
        "transcript": transcript_json.segment_list(heard) if heard else [],
        "consents": [_consent(consent, names) for consent in file.consents],
        "seals": [
            {"sealed": seal.is_sealed, "at": seal.at, "by": _name(seal.person, names),
             "reason": seal.reason}
            for seal in file.seals
        ],
    }  # fmt: skip


def _version(version: RecordVersion, names: dict[str, str]) -> Json:
    return {
        "number": version.number,
        "signed": version.at,
        "signed_by": _name(version.author, names),
        "written_by": _name(version.writer, names),
        "late_entry": version.is_late,
        "reason": version.reason,
        "cosigned": [
            {"by": _name(each.person, names), "at": each.at} for each in version.cosignatures
        ],
        "sha256": version.digest,
        "record": record_json.to_json(version.record),
    }


def _consent(consent: Consent, names: dict[str, str]) -> Json:
    return {
        "method": consent.method.value,
        "scope": consent.scope.value,
        "given_by": consent.given_by,
        "wording": consent.wording,
        "notice": _notice(consent.wording),
        "at": consent.at,
        "noted_by": _name(consent.noted_by, names),
        "withdrawn": consent.withdrawn,
    }


def _follow_up(item: DueItem) -> Json:
    return {
        "visit": item.visit,
        "kind": item.kind.value,
        "what": item.what,
        "due": item.due.isoformat() if item.due else "",
        "state": item.state.value,
    }


def _notice(wording: str) -> str:
    """What the patient was told; "" where no file holds that version any more."""
    try:
        return of_version(wording).written
    except ConsentMissing:
        return ""


def _name(person: str, names: dict[str, str]) -> str:
    return names.get(person, person)
