"""A key that reaches the program while another one has the focus, where the desktop allows it.

Windows gives such keys to whoever asks (`RegisterHotKey`), X11 as well (`XGrabKey`). Under
Wayland and macOS only the desktop's own settings give them; there the window's keys remain.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QKeyCombination, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence


class _Grab(Protocol):
    """A key that is ours until it is given back."""

    def give_back(self) -> None: ...


class GlobalKey(QObject):
    """At most one key at a time.

    Signals:
        pressed: Somewhere on this desktop, whatever has the focus.
    """

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grab: _Grab | None = None

    @property
    def is_possible(self) -> bool:
        """Whether this desktop gives keys to programs."""
        return QGuiApplication.platformName() in ("xcb", "windows")

    def take(self, key: QKeySequence) -> bool:
        """Have this key in place of the one before; False where it is not to be had.

        Another program may have it already. An empty key only gives back.
        """
        self.give_back()
        if not self.is_possible or key.isEmpty():
            return False
        first: QKeyCombination = key[0]  # type: ignore[index]  # missing in the stubs
        self._grab = _grabbed(first, self.pressed.emit)
        return self._grab is not None

    def give_back(self) -> None:
        """Leave the key to others."""
        grab, self._grab = self._grab, None
        if grab is not None:
            grab.give_back()


def _grabbed(key: QKeyCombination, tell: Callable[[], None]) -> _Grab | None:
    if sys.platform == "win32":
        from zhenlu.app.windows_keyboard import WindowsKey

        return WindowsKey.take(key, tell)
    from zhenlu.app.x11_keyboard import X11Key

    return X11Key.take(key, tell)
