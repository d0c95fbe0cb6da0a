"""Opens SQLCipher databases, and turns what can go wrong with them into our errors.

The only module that imports sqlite_utils for anything but types. sqlite-utils prefers a
module called `pysqlite3` over the standard library's; giving it sqlcipher3 under that name
makes its own error handling match the connections it gets here.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

import sqlite_utils  # noqa: E402  # must find the stand-in above
from sqlite_utils.migrations import Migrations  # noqa: E402

from zhenlu.domain.errors import (  # noqa: E402
    DiskRefused,
    KeyWrong,
    StoreDamaged,
    StoreMissing,
    ZhenluError,
)
from zhenlu.storage.connection import (  # noqa: E402
    Connection,
    ConstraintBroken,
    keyed,
    told,
    uri_of,
)

__all__ = ["ConstraintBroken", "Database", "Migrations", "connect", "encrypted_copy", "writing"]

KEY_BYTES = 32
_PAGE_BYTES = 4096
#: Steps of SQLite's machine, a few milliseconds.
_STEPS_BETWEEN_LOOKS = 2000


class Database(sqlite_utils.Database):
    """A database whose connection gives way to a fresh one after it met a damaged page.

    SQLCipher refuses a connection sound pages, too, once it has refused it one.
    """

    _connection: Any  # sqlcipher3 has no types

    def __init__(self, reconnect: Callable[[], Connection]) -> None:
        self._reconnect = reconnect
        self.met_damage = False
        super().__init__(reconnect())

    @property
    def conn(self) -> Any:
        """The connection; never one that is spoilt, but in the middle of a transaction."""
        if self._connection.is_spoilt:
            self.met_damage = True
            if not self._connection.in_transaction:
                self._connection = self._reconnect()
        return self._connection

    @conn.setter
    def conn(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Any = None) -> Any:
        """As sqlite_utils; a question that suffers for an earlier one is asked again.

        Raises:
            StoreDamaged: If a page it needs does not hold. Other questions can be asked.
        """
        try:
            return super().execute(sql, parameters)
        except StoreDamaged:
            if self._connection.in_transaction:
                raise
        return super().execute(sql, parameters)


def connect(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    check_pages: bool = True,
    wait_s: float = 5.0,
    pragmas: tuple[str, ...] = (),
) -> Database:
    """Open a database, or make it where there is none yet.

    WAL with synchronous FULL: what was committed survives a power cut. Temporary
    tables stay in memory, so nothing decrypted reaches the disk.

    Args:
        key: 32 bytes, as `keys` derives them for this database.
        read_only: Open a damaged file or one in a folder that cannot be written;
            pages are not checked, each fails when it is read.
        check_pages: Verify the MAC of every page and the structure first. Reads the
            whole file; a second connection of the same session can do without.
        wait_s: How long a write waits for another process to finish its own.
        pragmas: Further settings of a connection that writes.

    Raises:
        KeyWrong: If not one page can be read with this key.
        StoreDamaged: If some pages can and others cannot, or the file is cut short.
        StoreLocked: If another process holds it for longer than `wait_s`.
        StoreMissing: If it is to be read and is not there.
        DiskRefused: Reasons "store_full", "store_read_only", "store_write", "store_open".
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    if read_only:
        return _open_to_read(path, key, wait_s)
    _make_owner_only(path)
    checks = [check_pages]

    def connected() -> Connection:
        # Only the first time: what is opened again has just been found damaged.
        return _writable(path, key, wait_s, pragmas, check_pages=checks.pop() if checks else False)

    return Database(connected)


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that waits its turn at the start rather than failing in the middle.

    A deferred transaction that reads before it writes is refused at once when another
    process wrote in between; an immediate one queues. Inside another it is a savepoint.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    try:
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def encrypted_copy(
    db: Database,
    target: Path,
    key: bytes,
    on_copied: Callable[[int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> None:
    """Write a whole, compact copy under the same key and read every page of it back.

    The database can be written to meanwhile; the copy is of one moment. It appears under
    `target` only when it has been verified.

    Args:
        on_copied: Called every now and then with the bytes written so far.

    Raises:
        DiskRefused: If it cannot be written; nothing is left behind.
        StoreDamaged: If the database or the copy does not hold up.
        Cancelled
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with told(target):
            # SQLite makes the file itself; the folder is owner-only, the copy soon is.
            with _watched(db.conn, unfinished, on_copied, cancelled):
                db.conn.execute("VACUUM INTO ?", [str(unfinished)])
            unfinished.chmod(0o600)
            _verify_copy(unfinished, key, cancelled)
        _flush_to_disk(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _watched(
    connection: Any,
    growing: Path,
    on_copied: Callable[[int], None] | None,
    cancelled: threading.Event | None,
) -> Iterator[None]:
    """While a long statement runs, tell how far it is and stop it where that is asked for."""

    def look() -> int:
        if on_copied is not None and growing.exists():
            on_copied(growing.stat().st_size)
        return cancelled is not None and cancelled.is_set()

    connection.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def check_pages(path: Path, key: bytes, cancelled: threading.Event) -> None:
    """Read every page in use, on a connection of its own.

    Raises:
        StoreDamaged, Cancelled, StoreLocked, DiskRefused.
    """
    connection = keyed(uri_of(path, "ro"), path, key, 5.0)
    try:
        with _watched(connection, path, None, cancelled):
            _check(connection, path)
    except ZhenluError as error:
        raise _sharpened(error, path, key) from None
    finally:
        connection.close()


def page_faults(path: Path, key: bytes) -> int:
    """How many pages of a file do not hold under this key; pages in the WAL are not counted."""
    connection = keyed(uri_of(path, "ro", immutable=True), path, key, 0.0)
    try:
        with told(path):
            return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        connection.close()


def _writable(
    path: Path, key: bytes, wait_s: float, pragmas: tuple[str, ...], *, check_pages: bool
) -> Connection:
    connection = keyed(uri_of(path, "rw"), path, key, wait_s)
    try:
        if check_pages:
            _check(connection, path)
        connection.execute("SELECT count(*) FROM sqlite_master")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
    except ZhenluError as error:
        connection.close()
        raise _sharpened(error, path, key) from None
    return connection


def _open_to_read(path: Path, key: bytes, wait_s: float) -> Database:
    if not path.is_file():
        raise StoreMissing(file=path.name)
    try:
        return Database(lambda: _reading(uri_of(path, "ro"), path, key, wait_s))
    except DiskRefused:
        # In a folder that cannot be written SQLite cannot make its shared-memory file;
        # without a log there is nothing that such a file would be needed for.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return Database(lambda: _reading(uri_of(path, "ro", immutable=True), path, key, wait_s))


def _reading(uri: str, path: Path, key: bytes, wait_s: float) -> Connection:
    connection = keyed(uri, path, key, wait_s)
    try:
        # Without it SQLite refuses a file that lacks its last page, and with it all others.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("PRAGMA query_only = ON")
    except ZhenluError as error:
        connection.close()
        raise _sharpened(error, path, key) from None
    return connection


def _check(connection: Connection, path: Path) -> None:
    """Walk every page in use, each of which answers to its MAC when it is read.

    SQLCipher's own check reads the file past all locks, so that pages which another
    process is just writing would pass for damaged.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise StoreDamaged(file=path.name)


def _sharpened(error: ZhenluError, path: Path, key: bytes) -> ZhenluError:
    """Tell a wrong key from a damaged file: with a wrong key not one page holds."""
    if not isinstance(error, StoreDamaged):
        return error
    pages = -(-path.stat().st_size // _PAGE_BYTES)
    faults = page_faults(path, key)
    if faults >= pages > 1:
        return KeyWrong(file=path.name)
    return StoreDamaged(file=path.name, pages=faults)


def _make_owner_only(path: Path) -> None:
    """Make the file before SQLite does: its log and shared memory take over its permissions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except PermissionError:
        raise DiskRefused("store_read_only", file=path.name) from None
    except OSError as error:
        reason = "store_read_only" if error.errno == errno.EROFS else "store_open"
        raise DiskRefused(reason, file=path.name) from None


def _verify_copy(path: Path, key: bytes, cancelled: threading.Event | None) -> None:
    connection = keyed(uri_of(path, "ro", immutable=True), path, key, 0.0)
    try:
        with _watched(connection, path, None, cancelled):
            _check(connection, path)
    finally:
        connection.close()


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
