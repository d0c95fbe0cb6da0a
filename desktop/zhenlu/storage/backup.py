"""Makes a backup while the program runs and writes: copy, seal, read back, name.

    back_up(opened, stick / "zhenlu-2026-11-24.zhenlu", on_progress=…, cancelled=…)

Each database is first copied whole and still encrypted (SQLite's VACUUM INTO, of one
moment), into the data folder, and the copy's every page is checked. From there it goes,
sealed a second time under a key of this backup's own, to a file that is called `.part`
until all of it has been read back.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from zhenlu import __version__
from zhenlu.domain.audit import AuditAction, AuditResult
from zhenlu.domain.backup import (
    BackupHeader,
    BackupPart,
    BackupStep,
    OnProgress,
    PartSize,
    Progress,
)
from zhenlu.domain.errors import (
    ActionForbidden,
    BackupRefused,
    Cancelled,
    DiskRefused,
    StoreLocked,
    ZhenluError,
)
from zhenlu.domain.person import Permission
from zhenlu.storage import store_state
from zhenlu.storage.backup_file import (
    SALT_BYTES,
    chunks,
    read_header,
    sealed_chunks,
    write_preface,
)
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import connect, encrypted_copy
from zhenlu.storage.file_lock import FileLock
from zhenlu.storage.journal import JOURNAL_FILE
from zhenlu.storage.journal_seal import derived
from zhenlu.storage.key_ring import KeyRing
from zhenlu.storage.keys import KeyFile
from zhenlu.storage.opening import RECORDS_FILE
from zhenlu.storage.store import Store
from zhenlu.whole_file import flush_folder

#: Where copies lie until they are sealed; what a killed program left there goes next time.
_ROOM = ".backup"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far it is, and who may stop it."""

    on_progress: OnProgress | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: BackupStep, done: int, total: int) -> None:
        """
        Raises:
            Cancelled: If that was asked for meanwhile.
        """
        if self.cancelled.is_set():
            raise Cancelled
        if self.on_progress is not None:
            self.on_progress(Progress(step, done, total))


def now_utc() -> datetime:
    return datetime.now(UTC)


def back_up(
    opened: Store,
    target: Path,
    *,
    audio: bool = True,
    on_progress: OnProgress | None = None,
    cancelled: threading.Event | None = None,
    now: Callable[[], datetime] = now_utc,
) -> BackupHeader:
    """Write everything in a data folder into one encrypted file, and read it back.

    The program can go on writing and recording; what comes after this begins is not in it.

    Args:
        target: A file that is not there yet, in a folder that is.
        audio: Whether the audio journal goes along.

    Raises:
        ActionForbidden: The attempt is in the log.
        BackupRefused: Reasons "exists", "folder", "inside".
        DiskRefused: Reasons "backup", "backup_too_large" for the target, "store_…" for
            the copies in the data folder. No half backup is left.
        StoreDamaged: What is damaged is not written over the memory of sound backups.
        StoreLocked: Reason "backup", while another backup of this folder is made.
        Cancelled: Nothing is left behind.
    """
    watch = Watch(on_progress, cancelled or threading.Event())
    _refuse_unfit(opened.folder, target)
    if opened.damage is not None:
        raise opened.damage
    try:
        opened.person.require(Permission.BACKUP)
        opened.clinic_files.take_in()
        header = _made(opened, target, audio, watch, now)
    except ZhenluError as error:
        is_refused = isinstance(error, ActionForbidden)
        # The reason to give up may well keep this from being written, too.
        with suppress(ZhenluError):
            _note(opened, AuditResult.REFUSED if is_refused else AuditResult.FAILED)
        raise
    _note(opened, AuditResult.DONE, header.id)
    store_state.remember_backup(opened.folder, header, target)
    store_state.remember_check(opened.folder, header.made)
    return header


def _made(
    opened: Store, target: Path, audio: bool, watch: Watch, now: Callable[[], datetime]
) -> BackupHeader:
    data_key, ring = opened.data_key, KeyFile(opened.folder).read()
    with _room(opened.folder) as room:
        made = now().replace(microsecond=0)
        sources = _copies(opened.folder, data_key, room, audio, watch)
        sizes = tuple(PartSize(part, path.stat().st_size) for part, path in sources.items())
        header = BackupHeader(uuid4().hex, made, data_key.store, __version__, sizes)
        with _unfinished(target) as unfinished:
            _write(unfinished, header, ring, data_key, sources, watch)
            verify_backup(unfinished, data_key, watch)
            # Only now does it get the name of a backup.
            unfinished.replace(target)
            flush_folder(target.parent)
    return header


def _note(opened: Store, result: AuditResult, backup: str = "") -> None:
    person = opened.person.id
    opened.audit.append(AuditAction.BACKUP, "backup", backup, person=person, result=result)


def verify_backup(path: Path, data_key: DataKey, watch: Watch) -> BackupHeader:
    """Read all of a backup.

    Raises:
        BackupBroken, FileUnreadable, Cancelled.
    """
    header, done = read_header(path), 0
    for chunk in chunks(path, data_key):
        done += len(chunk.content)
        watch.tell(BackupStep.VERIFYING, done, header.content_bytes)
    return header


def _refuse_unfit(folder: Path, target: Path) -> None:
    if not target.parent.is_dir():
        raise BackupRefused("folder", folder=str(target.parent))
    if target.absolute().resolve().is_relative_to(folder.absolute().resolve()):
        raise BackupRefused("inside", file=target.name)
    if target.exists():
        raise BackupRefused("exists", file=target.name)


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """An empty folder for copies, for one backup at a time."""
    lock = FileLock(folder / "backup.lock")
    if not lock.take():
        raise StoreLocked("backup", file=folder.name)
    room = folder / _ROOM
    try:
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        yield room
    except OSError:
        raise DiskRefused("store_write", file=folder.name) from None
    finally:
        shutil.rmtree(room, ignore_errors=True)
        lock.release()


def _copies(
    folder: Path, data_key: DataKey, room: Path, audio: bool, watch: Watch
) -> dict[BackupPart, Path]:
    """Whole, verified, encrypted copies of the databases."""
    wanted = {BackupPart.RECORDS: (folder / RECORDS_FILE, data_key.records)}
    journal = folder / JOURNAL_FILE
    if audio and journal.is_file() and journal.stat().st_size:
        wanted[BackupPart.AUDIO] = (journal, derived(data_key.journal, "database"))
    total = sum(path.stat().st_size for path, _ in wanted.values())
    copies: dict[BackupPart, Path] = {}
    before = 0
    for part, (path, key) in wanted.items():
        copies[part] = room / path.name

        def copied(size: int, before: int = before) -> None:
            watch.tell(BackupStep.COPYING, min(before + size, total), total)

        # A connection of its own: the window's is not kept waiting.
        db = connect(path, key, check_pages=False)
        try:
            encrypted_copy(db, copies[part], key, copied, watch.cancelled)
        finally:
            db.close()
        before += path.stat().st_size
    return copies


def _write(
    path: Path,
    header: BackupHeader,
    ring: KeyRing,
    data_key: DataKey,
    sources: dict[BackupPart, Path],
    watch: Watch,
) -> None:
    salt = os.urandom(SALT_BYTES)
    key, done, total = data_key.backup(salt), 0, header.content_bytes
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(handle, "wb") as file:
        digest = write_preface(file, header, ring, salt)
        for index, size in enumerate(header.parts):
            with sources[size.part].open("rb") as source:
                for sealed in sealed_chunks(source, index, size.bytes, key, digest):
                    file.write(sealed)
                    done += len(sealed)
                    watch.tell(BackupStep.WRITING, min(done, total), total)
        _flush(file)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """The name of the file while it is not whole; it goes unless it was renamed."""
    path = target.with_name(target.name + ".part")
    try:
        path.unlink(missing_ok=True)
        yield path
    except OSError as error:
        # A stick in FAT format takes no file beyond 4 GB.
        reason = "backup_too_large" if error.errno == errno.EFBIG else "backup"
        raise DiskRefused(reason, file=target.name) from None
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _flush(file: BinaryIO) -> None:
    """To the medium itself, so that reading back does not read the computer's memory."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
