"""Pasting into the program in front, where the desktop lets one program press keys in another.

Windows and X11 do. Wayland does not, and macOS only after a person allowed it in the system's
own settings; there the text waits on the clipboard for whoever presses the keys.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication


def can_paste() -> bool:
    """Whether `paste` does anything on this desktop."""
    if sys.platform == "win32":
        return True
    if QGuiApplication.platformName() != "xcb":
        return False
    from zhenlu.app import x11_keyboard

    return x11_keyboard.can_paste()


def paste() -> None:
    """Press the keys that paste.

    Does nothing where one of our own windows is in front, or where it is not possible.
    """
    if QGuiApplication.focusWindow() is not None:
        return
    if sys.platform == "win32":
        from zhenlu.app import windows_keyboard

        windows_keyboard.paste()
    elif QGuiApplication.platformName() == "xcb":
        from zhenlu.app import x11_keyboard

        x11_keyboard.paste()
