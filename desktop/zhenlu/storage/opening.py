"""Opens the records database of a data folder as safely as its last program left it.

Reading every page of a large database takes seconds. It is done where something may have
happened to it: after a program died, where the file is not as the last one left it, on a
copy that has never been checked here, and once a month. A damaged database opens for
reading only, with the way to the last backup.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from zhenlu.domain.errors import StoreDamaged, StoreMissing
from zhenlu.storage import schema_copies, search_index, store_state
from zhenlu.storage.data_key import DataKey
from zhenlu.storage.database import Database, check_pages, connect
from zhenlu.storage.deletion import last_deletion
from zhenlu.storage.migrations import migrate
from zhenlu.storage.presence import Presence
from zhenlu.storage.store_state import FileMark

RECORDS_FILE = "records.db"
#: Disks lose bits without anyone writing; a backup checks every page, too.
CHECK_EVERY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OpenRecords:
    """An open records database.

    Attributes:
        damage: Set where it is open for reading only.
        was_checked: Whether every page was read just now.
    """

    folder: Path
    db: Database
    presence: Presence
    damage: StoreDamaged | None
    was_checked: bool

    @contextmanager
    def beside(self, data_key: DataKey) -> Iterator[OpenRecords]:
        """The same database over a connection of its own, for another thread.

        Raises:
            StoreDamaged, StoreLocked, DiskRefused.
        """
        path, is_damaged = self.folder / RECORDS_FILE, self.damage is not None
        db = connect(path, data_key.records, read_only=is_damaged, check_pages=False)
        try:
            yield replace(self, db=db)
        finally:
            # What it met makes the next opening careful, too.
            self.db.met_damage |= db.met_damage
            db.close()

    def is_check_due(self, now: datetime) -> bool:
        """Whether every page was last read so long ago that it is time again."""
        return _is_long_ago(store_state.checked_at(self.folder), now)

    def check(self, data_key: DataKey, now: datetime, cancelled: threading.Event) -> None:
        """Read every page while the work goes on, from a thread of its own.

        Raises:
            StoreDamaged: With the way to the last backup; the next opening is careful.
            Cancelled, StoreLocked, DiskRefused.
        """
        path = self.folder / RECORDS_FILE
        try:
            check_pages(path, data_key.records, cancelled)
        except StoreDamaged as damage:
            self.db.met_damage = True
            raise _with_last_backup(damage, self.folder) from None
        store_state.remember_check(self.folder, now)

    def thin_out_copies(self, now: datetime) -> None:
        """Remove copies from before schema steps whose time is over; at opening and daily."""
        deleted = last_deletion(self.db)
        schema_copies.thin_out_copies(self.folder / RECORDS_FILE, now, deleted)

    def close(self) -> None:
        """Leave the folder, in order unless damage was met."""
        self.db.close()
        in_order = self.damage is None and not self.db.met_damage
        mark = FileMark.of(self.folder / RECORDS_FILE)
        if in_order and mark is not None:
            store_state.remember_leaving(self.folder, mark)
        self.presence.end(in_order=in_order)


def open_records(folder: Path, data_key: DataKey, now: datetime) -> OpenRecords:
    """Open the records database, to write or, where it is damaged, to read.

    Raises:
        StoreMissing: If it is gone; no empty one is made.
        StoreDamaged: If so little holds that it cannot even be read.
        StoreLocked, StoreNewer, KeyWrong, DiskRefused.
    """
    path = folder / RECORDS_FILE
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreMissing(file=path.name)
    presence = Presence.begin(folder)
    try:
        return _opened(folder, path, data_key, presence, now)
    except BaseException as error:
        presence.end(in_order=not isinstance(error, StoreDamaged))
        raise


def _opened(
    folder: Path, path: Path, data_key: DataKey, presence: Presence, now: datetime
) -> OpenRecords:
    is_doubtful = bool(presence.orphans) or _is_doubtful(folder, path, now)
    try:
        db = connect(path, data_key.records, check_pages=is_doubtful)
        if is_doubtful:
            presence.settle()
            store_state.remember_check(folder, now)
        _migrate(db, path, data_key)
    except StoreDamaged as found:
        damage = _with_last_backup(found, folder)
        try:
            db = connect(path, data_key.records, read_only=True)
        except StoreDamaged:
            raise damage from None
        return OpenRecords(folder, db, presence, damage, is_doubtful)
    opened = OpenRecords(folder, db, presence, None, is_doubtful)
    opened.thin_out_copies(now)
    return opened


def _migrate(db: Database, path: Path, data_key: DataKey) -> None:
    try:
        migrate(db, path, data_key.records)
        search_index.ensure(db)
    except BaseException:
        db.close()
        raise


def _is_doubtful(folder: Path, path: Path, now: datetime) -> bool:
    """Whether something may have happened to the file since it was last known to be sound."""
    if _is_long_ago(store_state.checked_at(folder), now):
        return True
    return store_state.left_as(folder) != FileMark.of(path)


def _is_long_ago(checked: datetime | None, now: datetime) -> bool:
    """A check of the future tells nothing: a clock was set back."""
    return checked is None or not timedelta(0) <= now - checked <= CHECK_EVERY


def _with_last_backup(damage: StoreDamaged, folder: Path) -> StoreDamaged:
    last = store_state.last_backup(folder)
    if last is None:
        return damage
    made = last.made.astimezone().strftime("%Y-%m-%d %H:%M")
    return StoreDamaged("backed_up", **damage.params, backup=last.path, made=made)
