"""The sign in the system's tray: whether it records, and the way back to the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.translation import Translated
from zhenlu.ui.visit.capture import RUNNING, SIGNS, Capture


class Tray(Translated, QMenu):
    """The menu of the sign, which has it as long as it lives. It never names a patient.

    Signals:
        window_asked: Back to the whole window.
        toggle_asked: The record key.
        pause_asked: Pause or go on.
    """

    window_asked = Signal()
    toggle_asked = Signal()
    pause_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._capture, self._second = Capture.IDLE, 0
        self.back, self.toggle, self.pause = (QAction(self) for _ in range(3))
        self.back.triggered.connect(self.window_asked)
        self.toggle.triggered.connect(self.toggle_asked)
        self.pause.triggered.connect(self.pause_asked)
        self.addActions((self.back, self.toggle, self.pause))
        self.sign = QSystemTrayIcon(self)
        self.sign.setContextMenu(self)
        self.retranslate()

    def show_sign(self) -> None:
        """Appear in the tray, where the desktop has one."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.sign.show()

    def hide_sign(self) -> None:
        self.sign.hide()

    def show_capture(self, capture: Capture) -> None:
        self._capture = capture
        self.retranslate()

    def show_time(self, captured_s: float) -> None:
        """Told fifty times a second; said once a second."""
        if int(captured_s) != self._second:
            self._second = int(captured_s)
            self._say_state()

    def retranslate(self) -> None:
        capture = self._capture
        is_paused = capture is Capture.PAUSED
        self.back.setText(self.tr("Show the window"))
        self.toggle.setText(self.tr("Stop") if capture in RUNNING else self.tr("Record"))
        self.toggle.setEnabled(capture is not Capture.CATCHING_UP)
        self.pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self.pause.setEnabled(capture in (Capture.RECORDING, Capture.PAUSED))
        self.sign.setIcon(icon(*SIGNS[capture]))
        self._say_state()

    def _say_state(self) -> None:
        words = {
            Capture.RECORDING: self.tr("Recording {time}"),
            Capture.PAUSED: self.tr("Paused at {time}"),
            Capture.GONE: self.tr("The microphone is gone, saved to {time}"),
        }.get(self._capture, self.tr("Not recording"))
        self.sign.setToolTip(words.format(time=clock(self._second)))
