"""A connection to a SQLCipher database whose faults carry our names and whose rows are proved.

With `database` the only module that imports sqlcipher3.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from zhenlu.domain.errors import (
    Cancelled,
    DiskRefused,
    StoreDamaged,
    StoreLocked,
    ZhenluError,
)

#: A trigger or a constraint of the schema said no.
ConstraintBroken = dbapi2.IntegrityError

_SALT_BYTES = 16
#: What is longer may reach beyond its own page; four bytes a character at most.
_LONG_BYTES = 3500


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # sqlcipher3 has no types
    """A cursor whose faults carry our names, and whose long rows are proved."""

    _gave_long_rows = False

    def execute(self, *arguments: Any) -> Any:
        with self.connection.told():
            return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        with self.connection.told():
            return super().executemany(*arguments)

    def executescript(self, *arguments: Any) -> Any:
        with self.connection.told():
            return super().executescript(*arguments)

    def fetchone(self) -> Any:
        with self.connection.told():
            row = super().fetchone()
        self._gave_long_rows |= row is not None and _is_long(row)
        self._prove()
        return row

    def fetchmany(self, *arguments: Any) -> Any:
        with self.connection.told():
            rows = super().fetchmany(*arguments)
        self._gave_long_rows |= any(map(_is_long, rows))
        self._prove()
        return rows

    def fetchall(self) -> Any:
        with self.connection.told():
            rows = super().fetchall()
        self._gave_long_rows |= any(map(_is_long, rows))
        self._prove()
        return rows

    def __next__(self) -> Any:
        try:
            row = super().__next__()
        except dbapi2.Error as error:
            raise self.connection.named(error) or error from None
        except StopIteration:
            self._prove()
            raise
        self._gave_long_rows |= _is_long(row)
        return row

    def _prove(self) -> None:
        if self._gave_long_rows:
            self._gave_long_rows = False
            self.connection.prove()


class Connection(dbapi2.Connection):  # type: ignore[misc]  # sqlcipher3 has no types
    """A connection whose faults carry our names, whoever calls it.

    Attributes:
        is_spoilt: It met a damaged page and may refuse sound ones from now on.
    """

    path: Path = Path()
    is_spoilt = False

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        with self.told():
            super().commit()

    def prove(self) -> None:
        """Make sure that what was just read holds.

        The last of several pages of a long value may fail its MAC, be given as zeros, and
        only the next page that is read tells. In a transaction its end tells.

        Raises:
            StoreDamaged
        """
        if not self.in_transaction:
            cursor = super().cursor(dbapi2.Cursor)
            with self.told():
                cursor.execute("PRAGMA shrink_memory")
                cursor.execute("PRAGMA schema_version").fetchone()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say what went wrong with the file, and remember whether it was damage."""
        try:
            with told(self.path):
                yield
        except StoreDamaged:
            self.is_spoilt = True
            raise

    def named(self, error: Exception) -> ZhenluError | None:
        found = _named(error, self.path)
        self.is_spoilt |= isinstance(found, StoreDamaged)
        return found


def keyed(uri: str, path: Path, key: bytes, wait_s: float) -> Connection:
    """A connection that has its key; whether it is the right one shows at the first read."""
    with told(path):
        connection: Connection = dbapi2.connect(
            uri, uri=True, timeout=wait_s, check_same_thread=False, factory=Connection
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


def uri_of(path: Path, mode: str, *, immutable: bool = False) -> str:
    ending = "&immutable=1" if immutable else ""
    return f"{path.absolute().as_uri()}?mode={mode}{ending}"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what went wrong with the file; errors of the SQL itself pass unchanged."""
    try:
        yield
    except dbapi2.Error as error:
        named = _named(error, path)
        if named is None:
            raise
        # SQLite's message may quote a value that a constraint refused.
        raise named from None
    except MemoryError:
        # So SQLite calls a page that SQLCipher will not encrypt after it met a damaged one.
        raise StoreDamaged(file=path.name) from None
    except OSError:
        raise DiskRefused("store_write", file=path.name) from None


def _named(error: Exception, path: Path) -> ZhenluError | None:
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
    name = path.name
    if kind in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB):
        return StoreDamaged(file=name)
    if kind in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return StoreLocked(file=name)
    if kind == dbapi2.SQLITE_INTERRUPT:
        return Cancelled()
    reason = {
        dbapi2.SQLITE_FULL: "store_full",
        dbapi2.SQLITE_READONLY: "store_read_only",
        dbapi2.SQLITE_IOERR: "store_write",
        dbapi2.SQLITE_CANTOPEN: "store_open",
        dbapi2.SQLITE_PERM: "store_open",
    }.get(kind)
    return DiskRefused(reason, file=name) if reason else None


def _is_long(row: tuple[Any, ...]) -> bool:
    """Whether a row may reach beyond its own page."""
    return (
        sum(
            len(value) if isinstance(value, bytes) else 4 * len(value)
            for value in row
            if isinstance(value, bytes | str)
        )
        > _LONG_BYTES
    )
