"""Archives that `zhenlu check` goes through: a folder of record files, the encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhenlu.application.archive_check import ArchivedRecord
    from zhenlu.domain.record import Record
    from zhenlu.storage.store import Store
    from zhenlu.storage.visit_list import ListedVisit


class RecordFolder:
    """The record JSON files of a folder and the folders in it.

    Each is read twice, first for its place in the order: an archive need not fit into memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = sorted(folder.rglob("*.json"))

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[ArchivedRecord]:
        from zhenlu.application.archive_check import ArchivedRecord

        for path in sorted(self._files, key=_by_patient_and_time):
            record = _record(path)
            name = path.relative_to(self._folder).as_posix()
            # A record without a number or name of the patient stands alone.
            yield ArchivedRecord(name, _patient(record) or name, record)


class SignedRecords:
    """The latest signed version of every visit in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._visits = sorted(store.visit_list.signed(), key=_visit_order)
        self._names = {person.id: person.name for person in store.people.all()}

    def __len__(self) -> int:
        return len(self._visits)

    def __iter__(self) -> Iterator[ArchivedRecord]:
        from dataclasses import replace

        from zhenlu.application.archive_check import ArchivedRecord

        for visit in self._visits:
            version = self._store.records.versions(visit.id)[-1]
            header = {
                "started": visit.started,
                "ended": visit.ended,
                "signed": version.at,
                "signer": version.author,
                "version": str(version.number),
                "printed_version": str(visit.printed_version or ""),
            }
            told = {key: value for key, value in header.items() if value}
            record = replace(version.record, visit={**version.record.visit, **told})
            doctor = self._names.get(version.author, version.author)
            yield ArchivedRecord(version.id, visit.patient, record, doctor)


def _record(path: Path) -> Record | None:
    from zhenlu.cli.reading import read_text
    from zhenlu.domain.errors import InputFault
    from zhenlu.export.record_json import from_text

    try:
        return from_text(read_text(path))
    except InputFault:
        return None


def _patient(record: Record | None) -> str:
    if record is None:
        return ""
    return str(record.patient.get("number") or record.patient.get("name") or "")


def _by_patient_and_time(path: Path) -> tuple[str, str, str]:
    record = _record(path)
    started = record.visit.get("started", "") if record is not None else ""
    return _patient(record), started, path.as_posix()


def _visit_order(visit: ListedVisit) -> tuple[str, str]:
    return visit.patient, visit.started
