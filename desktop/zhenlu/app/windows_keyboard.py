"""Keys of Windows: one that reaches the program from others, and pasting into them."""

from __future__ import annotations

import ctypes
import itertools
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QKeyCombination, Qt

#: Windows' own numbers (winuser.h).
_WM_HOTKEY, _NO_REPEAT = 0x0312, 0x4000
_SHIFT, _CONTROL, _ALT, _V, _KEY_UP, _IS_DOWN = 0x10, 0x11, 0x12, 0x56, 0x2, 0x8000
_MASKS = {
    Qt.KeyboardModifier.AltModifier: 0x1,
    Qt.KeyboardModifier.ControlModifier: 0x2,
    Qt.KeyboardModifier.ShiftModifier: 0x4,
}
_F1 = 0x70
#: Windows tells the keys of one thread apart by numbers of its choice.
_numbers = itertools.count(1)


class WindowsKey(QAbstractNativeEventFilter):
    """A key registered for the window's thread, whose message comes through Qt's filter."""

    def __init__(self, number: int, tell: Callable[[], None]) -> None:
        super().__init__()
        self._number, self._tell = number, tell

    @classmethod
    def take(cls, key: QKeyCombination, tell: Callable[[], None]) -> WindowsKey | None:
        """None where Windows has no such key or another program holds it."""
        code = virtual_key(key.key())
        mask = sum(bit for qt, bit in _MASKS.items() if qt in key.keyboardModifiers())
        application = QCoreApplication.instance()
        if sys.platform != "win32" or code is None or application is None:
            return None
        number = next(_numbers)
        if not ctypes.windll.user32.RegisterHotKey(None, number, mask | _NO_REPEAT, code):
            return None
        taken = cls(number, tell)
        application.installNativeEventFilter(taken)
        return taken

    def give_back(self) -> None:
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            application.removeNativeEventFilter(self)
            ctypes.windll.user32.UnregisterHotKey(None, self._number)

    def nativeEventFilter(self, event_type: Any, message: int) -> tuple[bool, int]:
        if sys.platform == "win32" and bytes(event_type) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if told.message == _WM_HOTKEY and told.wParam == self._number:
                self._tell()
                return True, 0
        return False, 0


def virtual_key(key: Qt.Key) -> int | None:
    """Windows' number of a key: F1 to F24, letters and digits; None for others."""
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return _F1 + int(key) - int(Qt.Key.Key_F1)
    is_plain = Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9
    return int(key) if is_plain else None


def paste() -> None:
    """Press Ctrl+V in whatever window has the focus."""
    if sys.platform == "win32":
        user32 = ctypes.windll.user32
        for held in (_SHIFT, _ALT):
            if user32.GetAsyncKeyState(held) & _IS_DOWN:
                user32.keybd_event(held, 0, _KEY_UP, 0)
        for key, what in ((_CONTROL, 0), (_V, 0), (_V, _KEY_UP), (_CONTROL, _KEY_UP)):
            user32.keybd_event(key, 0, what, 0)
