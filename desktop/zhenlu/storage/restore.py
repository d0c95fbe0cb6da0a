"""Restores a backup: opened, read, proved, compared, and only then put in place.

    key = unlock(path, "李医生", passphrase)          or unlock_with_recovery_key(path, typed)
    restore(path, key, folder)                        into an empty place
    restore(path, key, folder, replace=True)          the folder that was there is kept beside it

Until the last step everything happens in a folder of its own, so that a refusal, a full
disk or a cancel leaves what was there as it was.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from zhenlu.domain.audit import AuditAction
from zhenlu.domain.backup import BackupHeader, BackupPart, BackupStep, Loss, OnProgress
from zhenlu.domain.errors import (
    BackupBroken,
    DiskRefused,
    JournalRefused,
    KeyFileBroken,
    KeyWrong,
    PassphraseRefused,
    RestoreRefused,
    StoreDamaged,
)
from zhenlu.domain.export import local_time
from zhenlu.domain.person import Permission
from zhenlu.storage import clinic_files, comparison, store_state, witness
from zhenlu.storage.audit_log import AuditLog
from zhenlu.storage.backup import Watch, now_utc, verify_backup
from zhenlu.storage.backup_file import chunks, opened, read_preface
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import connect
from zhenlu.storage.exchange import exchange
from zhenlu.storage.journal import JOURNAL_FILE, Journal
from zhenlu.storage.journal_seal import derived
from zhenlu.storage.key_ring import KeyRing
from zhenlu.storage.keys import KeyFile
from zhenlu.storage.migrations import migrate
from zhenlu.storage.opening import RECORDS_FILE
from zhenlu.storage.people import People, proper_name
from zhenlu.storage.presence import alone

_FILES = {BackupPart.RECORDS: RECORDS_FILE, BackupPart.AUDIO: JOURNAL_FILE}


@dataclass(frozen=True, slots=True)
class BackupKey:
    """What opens a backup.

    Attributes:
        person: Whose passphrase it was; "" for the recovery key.
    """

    data_key: DataKey
    person: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        replaced: Where the folder is that was there before; nothing removes it.
        loss: What it holds that the restored one does not.
    """

    header: BackupHeader
    replaced: Path | None
    loss: Loss


def names(path: Path) -> tuple[str, ...]:
    """Who can open a backup with a passphrase: the one they had when it was made.

    Raises:
        BackupBroken, FileUnreadable.
    """
    return _ring(path).names


def unlock(path: Path, name: str, passphrase: str) -> BackupKey:
    """
    Raises:
        PassphraseRefused: Reason "wrong", also for a name that is not there.
        BackupBroken, FileUnreadable, KeyFileBroken.
    """
    ring = _ring(path)
    slot = ring.slot_of(proper_name(name))
    if slot is None:
        raise PassphraseRefused("wrong")
    return BackupKey(ring.unlock(slot, passphrase), slot.owner)


def unlock_with_recovery_key(path: Path, typed: str) -> BackupKey:
    """
    Raises:
        RecoveryKeyInvalid: Reasons "slip", "other".
        BackupBroken, FileUnreadable, KeyFileBroken.
    """
    return BackupKey(_ring(path).recover(typed))


def verify(
    path: Path,
    key: BackupKey,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
) -> BackupHeader:
    """Read all of a backup without restoring it.

    Raises:
        BackupBroken: With the reason, and the place where there is one.
        FileUnreadable, Cancelled.
    """
    return verify_backup(path, key.data_key, Watch(on_progress, cancelled or threading.Event()))


def restore(
    path: Path,
    key: BackupKey,
    folder: Path,
    *,
    replace: bool = False,
    accept_loss: bool = False,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
    now: Callable[[], datetime] = now_utc,
) -> Restored:
    """Make a data folder out of a backup.

    Audio that was erased here stays erased, and a backup without audio leaves the audio
    that is here. Passphrases are those of the time of the backup.

    Args:
        folder: The store's folder. It may be missing or empty.
        replace: Whether a store that is there may give way; it is kept beside the new one.
        accept_loss: Whether it may even where it is newer, another clinic's or unreadable.

    Raises:
        RestoreRefused: Reasons "exists", "newer" (with what would be lost), "other",
            "unreadable". Nothing was changed, as with all others.
        BackupBroken, FileUnreadable: The backup is not as it was made.
        ActionForbidden: The person's role does not allow it.
        StoreNewer: A newer version of the program made the backup.
        StoreLocked: Reason "open", while a program has the folder open.
        DiskRefused: Reason "restore".
        Cancelled
    """
    watch = Watch(on_progress, cancelled or threading.Event())
    if _is_occupied(folder) and not replace:
        raise RestoreRefused("exists", folder=str(folder))
    with _room(folder) as building, alone(folder):
        header = _unpack(path, key.data_key, building, watch)
        _prove(path, key, building, header)
        lost = Loss()
        if _is_occupied(folder):
            lost = _compared(folder, building, key.data_key, accept_loss)
            _carry_over(folder, building, key.data_key, header)
        _note(building, key, header)
        store_state.remember_backup(building, header, path)
        watch.tell(BackupStep.EXCHANGING, 0, 0)
        replaced = exchange(folder, building, now())
    _remember(folder, key.data_key)
    return Restored(header, replaced, lost)


def _ring(path: Path) -> KeyRing:
    with opened(path) as file:
        return read_preface(path, file).ring


def _is_occupied(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A neighbour on the same disk; it goes unless it took the folder's place."""
    building = folder.with_name(f".{folder.name}.restoring")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        yield building
    except OSError:
        raise DiskRefused("restore", file=folder.name) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _unpack(path: Path, data_key: DataKey, building: Path, watch: Watch) -> BackupHeader:
    with opened(path) as file:
        preface = read_preface(path, file)
    done, total = 0, preface.header.content_bytes
    files: dict[BackupPart, BinaryIO] = {}
    try:
        for chunk in chunks(path, data_key):
            if chunk.part not in files:
                files[chunk.part] = _created(building / _FILES[chunk.part])
            files[chunk.part].write(chunk.content)
            done += len(chunk.content)
            watch.tell(BackupStep.READING, done, total)
        for written in files.values():
            written.flush()
            os.fsync(written.fileno())
    finally:
        for written in files.values():
            written.close()
    KeyFile(building).write(preface.ring.checks[0], preface.ring.slots)
    return preface.header


def _created(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _prove(path: Path, key: BackupKey, building: Path, header: BackupHeader) -> None:
    """Whether this program can work with what was in the backup, and this person may."""
    records = building / RECORDS_FILE
    part = BackupPart.RECORDS
    try:
        if not records.exists():
            raise BackupBroken("content", file=path.name, part=part.value)
        with closing(connect(records, key.data_key.records)) as db:
            migrate(db, records, key.data_key.records)
            if key.person:
                People(db).get(key.person).require(Permission.BACKUP)
        if header.has_audio:
            part = BackupPart.AUDIO
            database_key = derived(key.data_key.journal, "database")
            connect(building / JOURNAL_FILE, database_key).close()
            Journal.open(building / JOURNAL_FILE, key.data_key.journal).close()
    except (StoreDamaged, KeyWrong):
        raise BackupBroken("content", file=path.name, part=part.value) from None


def _compared(folder: Path, building: Path, data_key: DataKey, accept_loss: bool) -> Loss:
    """What would be lost, where that is none or accepted."""
    reason, lost = "newer", Loss()
    try:
        if _belongs_elsewhere(folder, data_key):
            reason = "other"
        else:
            lost = comparison.loss(folder, building, data_key)
    except KeyWrong:
        reason = "other"
    except StoreDamaged:
        reason = "unreadable"
    if accept_loss or (reason == "newer" and not lost.is_any):
        return lost
    raise RestoreRefused(
        reason,
        folder=str(folder),
        since=local_time(lost.since) if lost.since else "",
        changes=lost.changes,
        records=lost.records,
        audio=lost.audio,
    )


def _carry_over(folder: Path, building: Path, data_key: DataKey, header: BackupHeader) -> None:
    """Keep the audio that no backup took along, and keep erased what was erased."""
    if _belongs_elsewhere(folder, data_key):
        return
    present = folder / JOURNAL_FILE
    if not header.has_audio:
        for name in (JOURNAL_FILE, f"{JOURNAL_FILE}-wal"):
            if (folder / name).is_file():
                shutil.copyfile(folder / name, building / name)
                (building / name).chmod(0o600)
        return
    with suppress(StoreDamaged):
        gone = comparison.erased(present, data_key)
        with closing(Journal.open(building / JOURNAL_FILE, data_key.journal)) as journal:
            for visit in gone:
                with suppress(JournalRefused):
                    journal.erase(visit)


def _belongs_elsewhere(folder: Path, data_key: DataKey) -> bool:
    """Whether it is another clinic's store, or none at all."""
    keys = KeyFile(folder)
    if not keys.exists:
        return not (folder / RECORDS_FILE).exists()
    try:
        return keys.read().store != data_key.store
    except KeyFileBroken:
        return False


def _note(building: Path, key: BackupKey, header: BackupHeader) -> None:
    """The restored log tells of the restore."""
    with closing(connect(building / RECORDS_FILE, key.data_key.records, check_pages=False)) as db:
        log = AuditLog(db, key.data_key.audit)
        log.append(AuditAction.RESTORE, "backup", header.id, person=key.person)


def _remember(folder: Path, data_key: DataKey) -> None:
    """This computer has seen that the folder went back to an older state.

    The clinic's own files come back beside it where they are missing.
    """
    path = folder / RECORDS_FILE
    with closing(connect(path, data_key.records, check_pages=False)) as db:
        witness.remember(db, data_key)
        clinic_files.write_out(db, folder.parent)


__all__ = [
    "BackupKey",
    "Restored",
    "names",
    "restore",
    "unlock",
    "unlock_with_recovery_key",
    "verify",
]
