"""The small recorder and the sign in the system's tray, both showing what the strip shows."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from zhenlu.application.events import Event, LockChanged
from zhenlu.application.exporting import masked_name
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.mini_bar.mini_bar import MiniBar
from zhenlu.ui.mini_bar.tray import Tray
from zhenlu.ui.visit.capture import RUNNING, Capture
from zhenlu.ui.visit.visit_page import VisitPage


class MiniBarDesk(QObject):
    """Mirrors the strip; its buttons do what the strip's do."""

    def __init__(self, page: VisitPage, bridge: EventBridge) -> None:
        super().__init__(page)
        self._page, self._is_locked, self._has_record = page, False, False
        self.bar, self.tray = MiniBar(), Tray()
        strip = page.recording.strip
        strip.mini_asked.connect(self._on_mini)
        strip.capture_changed.connect(self._on_capture)
        strip.time_changed.connect(self.bar.show_time)
        strip.time_changed.connect(self.tray.show_time)
        strip.level_changed.connect(self.bar.show_level)
        strip.journal_changed.connect(self.bar.show_journal)
        for small in (self.bar, self.tray):
            small.toggle_asked.connect(self.toggle)
            small.pause_asked.connect(page.pause_toggled)
            small.window_asked.connect(self.show_window)
        self.bar.flag_asked.connect(page.recording.flag_newest)
        self.bar.copy_asked.connect(page.review.copy_next)
        page.review_shown.connect(self._on_review)
        bridge.arrived.connect(self._on_event)
        self._on_capture(strip.capture)
        self.tray.show_sign()

    def show_copied(self, _text: str, title: str) -> None:
        """Say which section was copied; the whole record has no title and needs no next one."""
        self.bar.show_copied(title)

    def close(self) -> None:
        """Leave screen and tray. Does nothing where the window took the bar along."""
        if isValid(self.bar):
            self.bar.close()
        if isValid(self.tray):
            self.tray.hide_sign()

    def toggle(self) -> None:
        """The record key from outside the window; where nothing can begin, the way to it.

        Stopping loses nothing and shows nothing, so it needs no passphrase.
        """
        is_running = self._page.recording.strip.capture in RUNNING
        if is_running or (self._page.opened is not None and not self._is_locked):
            self._page.record_toggled.emit()
        else:
            self.show_window()

    def copy_next(self) -> bool:
        """The key of the next section from outside the window; whether one was copied."""
        can_copy = self._has_record and not self._is_locked
        if can_copy:
            self._page.review.copy_next()
        else:
            self.show_window()
        return can_copy

    def show_window(self) -> None:
        """Back from the bar to the whole window."""
        self.bar.hide()
        window = self._page.window()
        window.showNormal()
        window.raise_()
        window.activateWindow()

    def _on_mini(self) -> None:
        self._say_patient(is_locked=False)
        self.bar.show_at_corner()

    def _on_capture(self, capture: Capture) -> None:
        self.bar.show_capture(capture)
        self.tray.show_capture(capture)
        self._say_patient(is_locked=not self._page.isVisible())

    def _on_review(self, is_shown: bool) -> None:
        """Behind the lock nothing is copied."""
        self._has_record = is_shown
        self.bar.show_record(is_there=is_shown and not self._is_locked)

    def _say_patient(self, *, is_locked: bool) -> None:
        opened = self._page.opened
        is_known = opened is not None and not is_locked
        self.bar.show_patient(masked_name(opened.visit.patient.name) if is_known and opened else "")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, LockChanged):
            self._is_locked = event.locked
            self._say_patient(is_locked=event.locked)
            self._on_review(self._has_record)
