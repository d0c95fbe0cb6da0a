"""The small recorder and the sign in the system's tray, both showing what the strip shows."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from shiboken6 import isValid

from zhenlu.app.recording_desk import RecordingDesk
from zhenlu.application.events import Event, LockChanged
from zhenlu.application.exporting import masked_name
from zhenlu.ui.appearance.icons import icon
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.mini_bar.mini_bar import MiniBar
from zhenlu.ui.transcript.model import clock
from zhenlu.ui.visit.capture import SIGNS, Capture
from zhenlu.ui.visit.visit_page import VisitPage


class MiniBarDesk(QObject):
    """Mirrors the strip; its buttons do what the strip's do."""

    def __init__(self, page: VisitPage, recording: RecordingDesk, bridge: EventBridge) -> None:
        super().__init__(page)
        self._page, self._recording = page, recording
        self.bar = MiniBar()
        self._menu = QMenu()
        has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        self._tray = self._in_tray() if has_tray else None
        self._captured_s = 0.0
        strip = page.recording.strip
        strip.mini_asked.connect(self._on_mini)
        strip.capture_changed.connect(self._on_capture)
        strip.time_changed.connect(self._on_time)
        strip.level_changed.connect(self.bar.show_level)
        strip.journal_changed.connect(self.bar.show_journal)
        self.bar.toggle_asked.connect(page.record_toggled)
        self.bar.pause_asked.connect(page.pause_toggled)
        self.bar.flag_asked.connect(page.recording.flag_newest)
        self.bar.window_asked.connect(self.show_window)
        bridge.arrived.connect(self._on_event)
        self._on_capture(strip.capture)

    def close(self) -> None:
        """Leave screen and tray. Does nothing where the window took the bar along."""
        if not isValid(self.bar):
            return
        self.bar.close()
        if self._tray is not None:
            self._tray.hide()

    def show_window(self) -> None:
        """Back from the bar to the whole window."""
        self.bar.hide()
        window = self._page.window()
        window.showNormal()
        window.raise_()
        window.activateWindow()

    def _in_tray(self) -> QSystemTrayIcon:
        tray = QSystemTrayIcon(self)
        back = QAction(self.tr("Show the window"), self._menu)
        back.triggered.connect(self.show_window)
        self._menu.addAction(back)
        tray.setContextMenu(self._menu)
        tray.show()
        return tray

    def _on_mini(self) -> None:
        self._say_patient(is_locked=False)
        self.bar.show_at_corner()

    def _on_capture(self, capture: Capture) -> None:
        self.bar.show_capture(capture)
        self._say_patient(is_locked=not self._page.isVisible())
        if self._tray is not None:
            self._tray.setIcon(icon(*SIGNS[capture]))
            self._say_tray(capture)

    def _on_time(self, captured_s: float) -> None:
        self.bar.show_time(captured_s)
        if self._tray is not None and int(captured_s) != int(self._captured_s):
            self._captured_s = captured_s
            self._say_tray(self._page.recording.strip.capture)

    def _say_tray(self, capture: Capture) -> None:
        words = {
            Capture.RECORDING: self.tr("Recording {time}"),
            Capture.PAUSED: self.tr("Paused at {time}"),
            Capture.GONE: self.tr("The microphone is gone, saved to {time}"),
        }.get(capture, self.tr("Not recording"))
        if self._tray is not None:
            self._tray.setToolTip(words.format(time=clock(self._captured_s)))

    def _say_patient(self, *, is_locked: bool) -> None:
        opened = self._page.opened
        is_known = opened is not None and not is_locked
        self.bar.show_patient(masked_name(opened.visit.patient.name) if is_known and opened else "")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, LockChanged):
            self._say_patient(is_locked=event.locked)

