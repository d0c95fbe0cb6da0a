"""Single keys from a terminal, without waiting for Enter; none where there is no terminal."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def keys_pressed() -> Iterator[queue.SimpleQueue[str]]:
    """Keys as they are pressed. The terminal is left as it was."""
    keys: queue.SimpleQueue[str] = queue.SimpleQueue()
    if not sys.stdin.isatty():
        yield keys
        return
    with _single_keys() as next_key:
        threading.Thread(target=_forward, args=(next_key, keys), name="keys", daemon=True).start()
        yield keys


def _forward(next_key: Callable[[], str], keys: queue.SimpleQueue[str]) -> None:
    while key := next_key():
        keys.put(key)


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _single_keys() -> Iterator[Callable[[], str]]:
        yield msvcrt.getwch
else:
    import termios
    import tty

    @contextmanager
    def _single_keys() -> Iterator[Callable[[], str]]:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield lambda: sys.stdin.read(1)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
