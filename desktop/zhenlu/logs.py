"""Logs of every process: events, counts and durations, never a patient's word."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path

from zhenlu import paths

_MAX_BYTES = 1_000_000
_KEEP = 5


def folder() -> Path:
    """Where logs lie; made owner-only on first use."""
    place = paths.user_data() / "logs"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def write_crash(error: BaseException) -> Path:
    """Note where an unexpected error arose: types, files and lines, no values.

    The message of an exception may quote what was parsed, so it is left out.
    """
    path = folder() / "zhenlu.log"
    handler = _OwnerOnlyRotation(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("zhenlu.crash")
    log.propagate = False
    log.addHandler(handler)
    try:
        frames = traceback.extract_tb(error.__traceback__)
        places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
        log.error("unexpected %s at %s", type(error).__name__, places)
    finally:
        log.removeHandler(handler)
        handler.close()
    return path


class _OwnerOnlyRotation(logging.handlers.RotatingFileHandler):
    """A rotating log that only its owner can read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MAX_BYTES, backupCount=_KEEP, encoding="utf-8")

    def _open(self):  # type: ignore[no-untyped-def]  # the base class' return type is private
        stream = super()._open()
        Path(self.baseFilename).chmod(0o600)
        return stream
