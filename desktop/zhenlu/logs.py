"""Logs of every process: events, counts and durations, never a patient's word."""

from __future__ import annotations

import io
import logging
import logging.handlers
import os
import traceback
from contextlib import suppress
from pathlib import Path

from zhenlu import paths

_MAX_BYTES = 1_000_000
_KEEP = 5
_FILE = "zhenlu.log"


def folder() -> Path:
    """Where logs lie; made owner-only on first use."""
    place = paths.user_data() / "logs"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def begin() -> None:
    """Write this program's events to the log from now on; other libraries' are left out.

    A folder that cannot be written costs the log, not the work.
    """
    log = logging.getLogger("zhenlu")
    if any(isinstance(handler, _OwnerOnlyRotation) for handler in log.handlers):
        return
    with suppress(OSError):
        log.addHandler(_OwnerOnlyRotation(folder() / _FILE))
        log.setLevel(logging.INFO)


def write_crash(error: BaseException) -> Path:
    """Note where an unexpected error arose: types, files and lines, no values."""
    path = folder() / _FILE
    handler = _OwnerOnlyRotation(path)
    log = logging.getLogger("zhenlu.crash")
    log.propagate = False
    log.addHandler(handler)
    try:
        log.error("unexpected %s", _places(error))
    finally:
        log.removeHandler(handler)
        handler.close()
    return path


def _places(error: BaseException) -> str:
    """An error's kind and where it came from.

    Its message may quote what was being read, so it is left out.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}"


class _WithoutValues(logging.Formatter):
    """Lines of a log; of an exception its kind and places alone."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802  # the base class' name
        error = ei[1] if isinstance(ei, tuple) else None
        return _places(error) if isinstance(error, BaseException) else ""


class _OwnerOnlyRotation(logging.handlers.RotatingFileHandler):
    """A rotating log that only its owner can read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_MAX_BYTES, backupCount=_KEEP, encoding="utf-8", delay=True
        )
        self.setFormatter(_WithoutValues())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A full disk must neither stop the work nor print what was to be logged."""

    def _open(self) -> io.TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        # One that an older version or another program made may be open to others.
        Path(self.baseFilename).chmod(0o600)
        return io.TextIOWrapper(os.fdopen(handle, "ab"), encoding=self.encoding)
