"""A lock of the system's own, held through an open file.

The system frees it when the process dies, however it dies, so that a crash leaves nothing
behind that would have to be judged. One recording at a time writes to a visit under it,
and it tells which programs have a data folder open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from zhenlu.domain.errors import DiskRefused

if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _taken(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held by one holder at a time, in this process or another.

    Args:
        path: An empty file; it goes when the lock is released.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is ours."""
        return self._handle is not None

    def take(self) -> bool:
        """True if it is ours now, False if somebody else holds it.

        Raises:
            DiskRefused: Reasons "store_read_only", "store_write".
        """
        while True:
            try:
                handle = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            except OSError as error:
                is_forbidden = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
                reason = "store_read_only" if is_forbidden else "store_write"
                raise DiskRefused(reason, file=self.path.name) from error
            try:
                _taken(handle)
            except OSError:
                os.close(handle)
                return False
            if self._is_current(handle):
                self._handle = handle
                return True
            # Its last holder removed the file between our opening and our locking it.
            os.close(handle)

    def release(self) -> None:
        """Let others have it. Does nothing if it is not held."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # Windows removes no open file: there it is closed first.
        if sys.platform == "win32":
            os.close(handle)
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(handle)

    def let_go(self) -> None:
        """Release it and leave the file, as a process that dies does."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False
