"""Opens SQLCipher databases, and turns what can go wrong with them into our errors.

This is the only module that imports sqlcipher3 or sqlite_utils for anything but
types. sqlite-utils prefers a module called `pysqlite3` over the standard
library's; giving it sqlcipher3 under that name makes its own error handling
match the connections it gets here.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from sqlite_utils import Database  # noqa: E402  # must find the stand-in above
from sqlite_utils.migrations import Migrations  # noqa: E402

from zhenlu.domain.errors import (  # noqa: E402
    DiskRefused,
    KeyWrong,
    StoreDamaged,
    StoreLocked,
    StoreMissing,
    ZhenluError,
)

__all__ = ["ConstraintBroken", "Database", "Migrations", "connect", "encrypted_copy", "writing"]

#: A trigger or a constraint of the schema said no.
ConstraintBroken = dbapi2.IntegrityError

KEY_BYTES = 32
_SALT_BYTES = 16
_PAGE_BYTES = 4096


def connect(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    check_pages: bool = True,
    wait_s: float = 5.0,
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
    connection = _keyed(_uri(path, "rw"), path, key, wait_s)
    try:
        with _told(path):
            if check_pages:
                _check(connection, path)
            connection.execute("SELECT count(*) FROM sqlite_master")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
    except ZhenluError as error:
        connection.close()
        raise _sharpened(error, path, key) from None
    return Database(connection)


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


def encrypted_copy(db: Database, target: Path, key: bytes) -> None:
    """Write a whole, compact copy under the same key and read every page of it back.

    The copy appears under `target` only when it has been verified.

    Raises:
        DiskRefused: If it cannot be written; nothing is left behind.
        StoreDamaged: If the copy does not hold up.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with _told(target):
            # SQLite makes the file itself; the folder is owner-only, the copy soon is.
            db.conn.execute("VACUUM INTO ?", [str(unfinished)])
            unfinished.chmod(0o600)
            _verify_copy(unfinished, key)
        _flush_to_disk(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def page_faults(path: Path, key: bytes) -> int:
    """How many pages of a file do not hold under this key; pages in the WAL are not counted."""
    connection = _keyed(_uri(path, "ro", immutable=True), path, key, 0.0)
    try:
        with _told(path):
            return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        connection.close()


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]  # sqlcipher3 has no types
    """A cursor whose faults carry our names."""

    def execute(self, *arguments: Any) -> Any:
        with _told(self.connection.path):
            return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        with _told(self.connection.path):
            return super().executemany(*arguments)

    def executescript(self, *arguments: Any) -> Any:
        with _told(self.connection.path):
            return super().executescript(*arguments)

    def fetchone(self) -> Any:
        with _told(self.connection.path):
            return super().fetchone()

    def fetchmany(self, *arguments: Any) -> Any:
        with _told(self.connection.path):
            return super().fetchmany(*arguments)

    def fetchall(self) -> Any:
        with _told(self.connection.path):
            return super().fetchall()

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except dbapi2.Error as error:
            raise _named(error, self.connection.path) or error from None


class _Connection(dbapi2.Connection):  # type: ignore[misc]  # sqlcipher3 has no types
    """A connection whose faults carry our names, whoever calls it."""

    path: Path = Path()

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        with _told(self.path):
            super().commit()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what went wrong with the file; errors of the SQL itself pass unchanged."""
    try:
        yield
    except dbapi2.Error as error:
        named = _named(error, path)
        if named is None:
            raise
        # SQLite's message may quote a value that a constraint refused.
        raise named from None
    except OSError:
        raise DiskRefused("store_write", file=path.name) from None


def _named(error: Exception, path: Path) -> ZhenluError | None:
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
    name = path.name
    if kind in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB):
        return StoreDamaged(file=name)
    if kind in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return StoreLocked(file=name)
    reason = {
        dbapi2.SQLITE_FULL: "store_full",
        dbapi2.SQLITE_READONLY: "store_read_only",
        dbapi2.SQLITE_IOERR: "store_write",
        dbapi2.SQLITE_CANTOPEN: "store_open",
        dbapi2.SQLITE_PERM: "store_open",
    }.get(kind)
    return DiskRefused(reason, file=name) if reason else None


def _keyed(uri: str, path: Path, key: bytes, wait_s: float) -> _Connection:
    """A connection that has its key; whether it is the right one shows at the first read."""
    with _told(path):
        connection: _Connection = dbapi2.connect(
            uri, uri=True, timeout=wait_s, check_same_thread=False, factory=_Connection
        )
        connection.path = path
        # SQLCipher otherwise writes its own remarks to stderr.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # With the salt given, damage to the file's first bytes cannot hide the rest.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{_salt(key).hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _salt(key: bytes) -> bytes:
    """The database's salt. It only separates databases, and each has a key of its own."""
    return hmac.digest(key, b"zhenlu database salt", hashlib.sha256)[:_SALT_BYTES]


def _open_to_read(path: Path, key: bytes, wait_s: float) -> Database:
    if not path.is_file():
        raise StoreMissing(file=path.name)
    try:
        return Database(_reading(_uri(path, "ro"), path, key, wait_s))
    except DiskRefused:
        # In a folder that cannot be written SQLite cannot make its shared-memory file;
        # without a log there is nothing that such a file would be needed for.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return Database(_reading(_uri(path, "ro", immutable=True), path, key, wait_s))


def _reading(uri: str, path: Path, key: bytes, wait_s: float) -> _Connection:
    connection = _keyed(uri, path, key, wait_s)
    try:
        # Without it SQLite refuses a file that lacks its last page, and with it all others.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("PRAGMA query_only = ON")
    except ZhenluError as error:
        connection.close()
        raise _sharpened(error, path, key) from None
    return connection


def _check(connection: _Connection, path: Path) -> None:
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


def _uri(path: Path, mode: str, *, immutable: bool = False) -> str:
    ending = "&immutable=1" if immutable else ""
    return f"{path.absolute().as_uri()}?mode={mode}{ending}"


def _verify_copy(path: Path, key: bytes) -> None:
    connection = _keyed(_uri(path, "ro", immutable=True), path, key, 0.0)
    try:
        _check(connection, path)
    finally:
        connection.close()


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
