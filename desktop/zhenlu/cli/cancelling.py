"""Ctrl-C as a request: the engines stop, nothing is deleted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def cancelled_by_interrupt() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; a second one interrupts at once."""
    cancelled = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        if cancelled.is_set():
            raise KeyboardInterrupt
        cancelled.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, before)
