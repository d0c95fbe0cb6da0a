"""A key over other programs, taken from a real X server and pressed there by XTest."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from zhenlu.app.global_key import GlobalKey
from zhenlu.app.windows_keyboard import virtual_key

_PRESSED_ELSEWHERE = """
import ctypes, sys
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from zhenlu.app.global_key import GlobalKey
from zhenlu.app.x11_keyboard import xlib

application = QApplication([])
key, other = GlobalKey(), GlobalKey()
assert key.take(QKeySequence("Ctrl+F9"))
assert not other.take(QKeySequence("Ctrl+F9")), "given twice"
key.pressed.connect(application.quit)
xtst, x11 = ctypes.CDLL("libXtst.so.6"), xlib()
xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
display = x11.XOpenDisplay(None)

def press():
    codes = [x11.XKeysymToKeycode(display, x11.XStringToKeysym(n)) for n in (b"Control_L", b"F9")]
    for code, is_down in ((codes[0], 1), (codes[1], 1), (codes[1], 0), (codes[0], 0)):
        xtst.XTestFakeKeyEvent(display, code, is_down, 0)
    x11.XSync(display, 0)

QTimer.singleShot(0, press)
QTimer.singleShot(20_000, lambda: application.exit(3))
status = application.exec()
key.give_back()
assert other.take(QKeySequence("Ctrl+F9")), "not given back"
other.give_back()
sys.exit(status)
"""


def test_a_key_that_was_taken_is_told_whatever_has_the_focus(display: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    done = subprocess.run(
        [sys.executable, "-c", _PRESSED_ELSEWHERE],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_no_key_is_taken_where_the_desktop_gives_none(qtbot: QtBot) -> None:
    key = GlobalKey()

    assert not key.is_possible
    assert not key.take(QKeySequence("Ctrl+F9"))


@pytest.mark.parametrize(
    ("key", "number"),
    [(Qt.Key.Key_F9, 0x78), (Qt.Key.Key_R, 0x52), (Qt.Key.Key_Space, None)],
)
def test_keys_have_windows_own_numbers(key: Qt.Key, number: int | None) -> None:
    assert virtual_key(key) == number
