"""A key that reaches the program while another one has the focus, where the desktop allows it.

Windows gives such keys to whoever asks (`RegisterHotKey`), X11 as well (`XGrabKey`). Under
Wayland and macOS only the desktop's own settings give them; there the window's keys remain.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QKeyCombination, QObject, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

_MODIFIERS = Qt.KeyboardModifier


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
        from zhenlu.app.windows_key import WindowsKey

        return WindowsKey.take(key, tell)
    return _X11Key.take(key, tell)


#: X11's own numbers (X.h): masks of modifiers, the event of a pressed key.
_CONTROL, _SHIFT, _ALT, _CAPS_LOCK, _NUM_LOCK = 1 << 2, 1 << 0, 1 << 3, 1 << 1, 1 << 4
_KEY_PRESS, _GRAB_ASYNC = 2, 1
_X11_MASKS = {
    _MODIFIERS.ControlModifier: _CONTROL,
    _MODIFIERS.ShiftModifier: _SHIFT,
    _MODIFIERS.AltModifier: _ALT,
}
#: A key counts also while a lock is on, which X11 takes for another key.
_LOCKS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
#: Larger than any event of Xlib: 24 longs.
_Event = ctypes.c_long * 24
_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class _X11Key:
    """A key grabbed on the root window, over a connection of its own to the X server."""

    def __init__(self, x11: Any, display: Any, code: int, tell: Callable[[], None]) -> None:
        self._x11, self._display, self._code, self._tell = x11, display, code, tell
        self._news = QSocketNotifier(
            x11.XConnectionNumber(display), QSocketNotifier.Type.Read
        )
        self._news.activated.connect(self._on_news)

    @classmethod
    def take(cls, key: QKeyCombination, tell: Callable[[], None]) -> _X11Key | None:
        """None where the server has no such key or another program holds it."""
        x11 = _xlib()
        display = x11.XOpenDisplay(None) if x11 is not None else None
        if x11 is None or not display:
            return None
        name = QKeySequence(key.key()).toString(QKeySequence.SequenceFormat.PortableText)
        code = x11.XKeysymToKeycode(display, x11.XStringToKeysym(name.encode()))
        mask = sum(bit for qt, bit in _X11_MASKS.items() if qt in key.keyboardModifiers())
        if not code or not _grab_on_root(x11, display, code, mask):
            x11.XCloseDisplay(display)
            return None
        return cls(x11, display, code, tell)

    def give_back(self) -> None:
        self._news.setEnabled(False)
        self._news.deleteLater()
        # The server lets go of everything that a connection held.
        self._x11.XCloseDisplay(self._display)

    def _on_news(self) -> None:
        event = _Event()
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, ctypes.byref(event))
            if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == _KEY_PRESS:
                self._tell()


def _grab_on_root(x11: Any, display: Any, code: int, mask: int) -> bool:
    """Whether the server gave the key; without a handler Xlib would end the program."""
    refused: list[bool] = []

    def on_error(_display: object, _error: object) -> int:
        refused.append(True)
        return 0

    handler = _OnError(on_error)
    before = x11.XSetErrorHandler(handler)
    root = x11.XDefaultRootWindow(display)
    for locks in _LOCKS:
        x11.XGrabKey(display, code, mask | locks, root, 0, _GRAB_ASYNC, _GRAB_ASYNC)
    x11.XSync(display, 0)
    x11.XSetErrorHandler(ctypes.cast(before, _OnError))
    return not refused


def _xlib() -> Any:
    """The library with the types of what is used of it; None where there is none."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    pointer, number, flag = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = pointer, [ctypes.c_char_p]
    x11.XStringToKeysym.restype, x11.XStringToKeysym.argtypes = number, [ctypes.c_char_p]
    x11.XKeysymToKeycode.restype = ctypes.c_ubyte
    x11.XKeysymToKeycode.argtypes = [pointer, number]
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = number, [pointer]
    x11.XGrabKey.argtypes = [pointer, flag, ctypes.c_uint, number, flag, flag, flag]
    x11.XSetErrorHandler.restype, x11.XSetErrorHandler.argtypes = pointer, [_OnError]
    x11.XNextEvent.argtypes = [pointer, pointer]
    x11.XSync.argtypes = [pointer, flag]
    for name in ("XConnectionNumber", "XPending", "XCloseDisplay"):
        getattr(x11, name).argtypes = [pointer]
    return x11
