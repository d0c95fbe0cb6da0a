"""The chain of a patient's signatures: each digest covers what was signed and the one before.

Versions and cosignatures count their positions together. Whoever changes, removes or
reorders one of them breaks the chain; a signature that went with a visit whose term was
over leaves its position and digest in the `deletion` row, so that the rest still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from zhenlu.domain.errors import RecordAltered
from zhenlu.storage.database import Database
from zhenlu.storage.record_document import unpacked

#: The second form covers who wrote the draft and whether it is a late entry; the third,
#: as what the person signed.
FORM: Final = 3

_VERSIONS = """
    SELECT position, previous, digest, document, form,
        id, visit, patient, number, position, author, at, reason, writer, is_late,
        signed_as
    FROM record_version WHERE {whose} = ?
"""
_COSIGNATURES = """
    SELECT position, previous, digest, signed,
        id, visit, patient, version, position, person, at
    FROM (
        SELECT cosignature.*, record_version.digest AS signed
        FROM cosignature JOIN record_version ON record_version.id = cosignature.version
    ) WHERE {whose} = ?
"""
#: How much of what is told about a version its digest covers, by the version's form.
_TOLD: Final = {1: 8, 2: 10, FORM: 11}


def end(db: Database, patient_id: str) -> tuple[int, str]:
    """Position and digest of the patient's last signature; 0 and "" where there is none."""
    links = [*_digests(db, "patient", patient_id), *removed(db, patient_id).items()]
    return max(links, default=(0, ""))


def version_digest(told: list[object], previous: str, document: bytes) -> str:
    """SHA-256 over a version.

    Args:
        told: Its id, visit, patient, number, position, author, time, reason, writer,
            whether it is late, and as what it was signed.
    """
    return _digest([*told, FORM, previous], document)


def cosignature_digest(told: list[object], previous: str, signed: str) -> str:
    """SHA-256 over a cosignature.

    Args:
        told: Its id, visit, patient, version, position, person and time.
        signed: Digest of the version.
    """
    return _digest([*told, previous], signed.encode("ascii"))


def links_of_visit(db: Database, visit_id: str) -> dict[int, str]:
    """Digests by position of a visit's signatures."""
    return dict(_digests(db, "visit", visit_id))


def removed(db: Database, patient_id: str) -> dict[int, str]:
    """Digests by position of signatures that were lawfully deleted."""
    query = "SELECT links FROM deletion WHERE patient = ?"
    return {
        int(position): digest
        for (links,) in db.execute(query, [patient_id])
        for position, digest in json.loads(links).items()
    }


def verify(db: Database, patient_id: str) -> int:
    """Follow the chain from its first signature.

    Returns:
        How many signatures there are.

    Raises:
        RecordAltered: With the position of the first that does not hold.
    """
    gone = removed(db, patient_id)
    previous, expected, count = "", 0, 0
    for position, before, digest, computed in sorted(_signatures(db, patient_id)):
        expected += 1
        while expected in gone:
            previous, expected = gone[expected], expected + 1
        if position != expected or before != previous or not computed or digest != computed:
            raise RecordAltered(position=expected)
        previous, count = digest, count + 1
    return count


def _signatures(db: Database, patient_id: str) -> Iterator[tuple[int, str, str, str]]:
    """Position, digest before, digest as stored and as it has to be."""
    for position, before, digest, document, form, *told in db.execute(
        _VERSIONS.format(whose="patient"), [patient_id]
    ):
        try:
            computed = _of_version(form, told, before, unpacked(document))
        except RecordAltered:
            computed = ""
        yield position, before, digest, computed
    for position, before, digest, signed, *told in db.execute(
        _COSIGNATURES.format(whose="patient"), [patient_id]
    ):
        yield position, before, digest, cosignature_digest(told, before, signed)


def _of_version(form: int, told: list[Any], previous: str, document: bytes) -> str:
    covered = told[: _TOLD.get(form, 0)]
    if form == 1:
        return _digest([*covered, previous], document)
    return _digest([*covered, form, previous], document)


def _digests(db: Database, whose: str, one: str) -> Iterator[tuple[int, str]]:
    for table in ("record_version", "cosignature"):
        query = f"SELECT position, digest FROM {table} WHERE {whose} = ?"  # noqa: S608
        yield from db.execute(query, [one])


def _digest(told: list[object], signed: bytes) -> str:
    head = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(head.encode("utf-8") + b"\n" + signed).hexdigest()
