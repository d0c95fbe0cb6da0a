"""Keys of the X server: one that reaches the program from others, and pasting into them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from PySide6.QtCore import QKeyCombination, QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence

_MODIFIERS = Qt.KeyboardModifier

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
#: Modifiers that somebody may still hold down from the key that was pressed.
_HELD = (b"Shift_L", b"Shift_R", b"Alt_L", b"Alt_R", b"Super_L", b"Super_R")
_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class X11Key:
    """A key grabbed on the root window, over a connection of its own to the X server.

    Args:
        connection: Closes the display.
    """

    def __init__(
        self, x11: Any, display: Any, connection: ExitStack, tell: Callable[[], None]
    ) -> None:
        self._x11, self._display, self._connection, self._tell = x11, display, connection, tell
        self._news = QSocketNotifier(
            x11.XConnectionNumber(display), QSocketNotifier.Type.Read
        )
        self._news.activated.connect(self._on_news)

    @classmethod
    def take(cls, key: QKeyCombination, tell: Callable[[], None]) -> X11Key | None:
        """None where the server has no such key or another program holds it."""
        name = QKeySequence(key.key()).toString(QKeySequence.SequenceFormat.PortableText)
        mask = sum(bit for qt, bit in _X11_MASKS.items() if qt in key.keyboardModifiers())
        with ExitStack() as connection:
            server = connection.enter_context(_server())
            if server is None:
                return None
            x11, display = server
            code = x11.XKeysymToKeycode(display, x11.XStringToKeysym(name.encode()))
            if not code or not _grab_on_root(x11, display, code, mask):
                return None
            return cls(x11, display, connection.pop_all(), tell)

    def give_back(self) -> None:
        self._news.setEnabled(False)
        self._news.deleteLater()
        # The server lets go of everything that a connection held.
        self._connection.close()

    def _on_news(self) -> None:
        event = _Event()
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, ctypes.byref(event))
            if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == _KEY_PRESS:
                # While the key is down the keyboard would be ours, and what is pasted as well.
                self._x11.XUngrabKeyboard(self._display, 0)
                self._x11.XSync(self._display, 0)
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


def xlib() -> Any:
    """The library with the types of what is used of it; None where there is none."""
    x11 = _library("libX11.so.6")
    if x11 is None:
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
    x11.XUngrabKeyboard.argtypes = [pointer, number]
    x11.XQueryKeymap.argtypes = [pointer, ctypes.c_char_p]
    for name in ("XConnectionNumber", "XPending", "XCloseDisplay"):
        getattr(x11, name).argtypes = [pointer]
    return x11


def can_paste() -> bool:
    """Whether the X server presses keys for programs (the XTest extension)."""
    xtest = _xtest()
    with _server() as server:
        if server is None or xtest is None:
            return False
        _x11, display = server
        numbers = [ctypes.c_int() for _ in range(4)]
        return bool(xtest.XTestQueryExtension(display, *map(ctypes.byref, numbers)))


def paste() -> None:
    """Press Ctrl+V in whatever window has the focus; nothing where the server does not."""
    xtest = _xtest()
    with _server() as server:
        if server is not None and xtest is not None:
            _press_control_v(*server, xtest)


def _press_control_v(x11: Any, display: Any, xtest: Any) -> None:
    down = ctypes.create_string_buffer(32)
    x11.XQueryKeymap(display, down)

    def code_of(name: bytes) -> int:
        return int(x11.XKeysymToKeycode(display, x11.XStringToKeysym(name)))

    def press(name: bytes, *, is_down: bool) -> None:
        xtest.XTestFakeKeyEvent(display, code_of(name), is_down, 0)

    for name in _HELD:
        code = code_of(name)
        if down.raw[code // 8] >> code % 8 & 1:
            press(name, is_down=False)
    for name, is_down in ((b"Control_L", True), (b"v", True), (b"v", False), (b"Control_L", False)):
        press(name, is_down=is_down)
    x11.XSync(display, 0)


@contextmanager
def _server() -> Iterator[tuple[Any, Any] | None]:
    """Xlib and a display of the X server, closed behind; None where there is none."""
    x11 = xlib()
    display = x11.XOpenDisplay(None) if x11 is not None else None
    if not display:
        yield None
        return
    try:
        yield x11, display
    finally:
        x11.XCloseDisplay(display)


def _xtest() -> Any:
    """The library that presses keys; None where there is none."""
    xtest = _library("libXtst.so.6")
    if xtest is not None:
        pointer, flag = ctypes.c_void_p, ctypes.c_int
        xtest.XTestFakeKeyEvent.argtypes = [pointer, ctypes.c_uint, flag, ctypes.c_ulong]
        xtest.XTestQueryExtension.argtypes = [pointer, *[ctypes.POINTER(flag)] * 4]
    return xtest


def _library(name: str) -> Any:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None
