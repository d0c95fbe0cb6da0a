"""The next section goes into another program: a real window of another process gets it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from zhenlu.app import pasting

_OTHER_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

application = QApplication([])
field = QLineEdit()
field.show()

def typed(text):
    print(text, flush=True)
    application.exit(0)

field.textChanged.connect(typed)
QTimer.singleShot(0, lambda: print(int(field.winId()), flush=True))
QTimer.singleShot(30_000, lambda: application.exit(3))
sys.exit(application.exec())
"""

_ZHENLU = """
import ctypes, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication
from zhenlu.app import pasting
from zhenlu.app.global_key import GlobalKey
from zhenlu.app.x11_keyboard import xlib

application = QApplication([])
QGuiApplication.clipboard().setText(sys.argv[2])
x11, xtest = xlib(), ctypes.CDLL("libXtst.so.6")
xtest.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
x11.XSetInputFocus.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_ulong]
display = x11.XOpenDisplay(None)
x11.XSetInputFocus(display, int(sys.argv[1]), 2, 0)
held = [x11.XKeysymToKeycode(display, x11.XStringToKeysym(n)) for n in (b"Shift_L", b"F8")]

def turn(is_down):
    for code in held if is_down else held[::-1]:
        xtest.XTestFakeKeyEvent(display, code, is_down, 0)
    x11.XSync(display, 0)

key = GlobalKey()
assert pasting.can_paste()
assert key.take(QKeySequence("Shift+F8"))
# The keys are still held while the text is pasted, as fingers are slow.
key.pressed.connect(pasting.paste)
QTimer.singleShot(200, lambda: turn(True))
QTimer.singleShot(2_000, lambda: turn(False))
QTimer.singleShot(20_000, application.quit)
application.exec()
"""


def test_a_key_pastes_into_the_program_in_front(display: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    text = "咳嗽、咳痰4天。"
    with _started(_OTHER_PROGRAM, [], environment) as other:
        assert other.stdout is not None
        window = other.stdout.readline().strip()
        with _started(_ZHENLU, [window, text], environment):
            arrived = other.stdout.readline().strip()

    assert arrived == text


@contextmanager
def _started(
    program: str, arguments: list[str], environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.kill()


def test_nothing_can_be_pasted_where_the_desktop_lets_nobody(qtbot: QtBot) -> None:
    assert pasting.can_paste() == (sys.platform == "win32")


def test_pasting_without_a_desktop_does_nothing(qtbot: QtBot) -> None:
    pasting.paste()
