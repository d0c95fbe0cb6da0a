"""What a session owes to the data it has open: warnings told, terms kept, pages checked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer

from zhenlu.app.live_recording import Room
from zhenlu.application.events import Event, LockChanged
from zhenlu.domain.backup import Reminder
from zhenlu.domain.errors import Cancelled, StoreDamaged, ZhenluError
from zhenlu.domain.person import Permission
from zhenlu.storage.store_state import reminder
from zhenlu.ui.background import Background
from zhenlu.ui.bridge import EventBridge
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told

#: A computer that slept has missed its timers, so the day is looked at every hour.
LOOK_MS = 3_600_000
_BACKUP = "backup"


class Upkeep(QObject):
    """Keeps the terms at sign-in and then once a day, while the window stays open.

    A window that stays open for a month also reads every page of the store, while the screen
    is locked and nothing is recorded; it stops as soon as somebody comes back.
    """

    def __init__(
        self,
        room: Room,
        background: Background,
        bridge: EventBridge,
        notices: Notices,
        look_ms: int = LOOK_MS,
    ) -> None:
        super().__init__()
        self._room, self._background, self._notices = room, background, notices
        self.checking = Background(self)
        self._check_ends = threading.Event()
        bridge.arrived.connect(self._on_event)
        self._done = date.min
        self._looking = QTimer(self)
        self._looking.setInterval(look_ms)
        self._looking.timeout.connect(self.look)

    def begin(self, further: Sequence[ZhenluError] = ()) -> None:
        """Tell what is wrong with the data, and keep the terms where they can be kept.

        Args:
            further: Warnings besides the store's own.
        """
        for warning in (*self._room.store.warnings, *further):
            self._tell(warning)
        if self._room.store.damage is None:
            self.look()
            self._looking.start()

    def look(self) -> None:
        """Keep the terms, unless it was done today."""
        today = self._room.store.clock().astimezone().date()
        if today != self._done:
            self._done = today
            self._background.run(self._keep_terms, self._on_kept, self._on_refused)

    def close(self) -> None:
        self._looking.stop()
        self._check_ends.set()
        self.checking.close()

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, LockChanged):
            return
        self._check_ends.set()
        if event.locked and not event.recording and self._room.store.damage is None:
            ends = self._check_ends = threading.Event()
            self.checking.run(lambda: self._check(ends), self._on_checked, self._on_check_ended)

    def _check(self, ends: threading.Event) -> None:
        store = self._room.store
        now = store.clock()
        if store.opening.is_check_due(now) and not ends.is_set():
            store.opening.check(store.data_key, now, ends)

    def _on_checked(self, _nothing: None) -> None:
        """Sound pages are no news."""

    def _on_check_ended(self, error: ZhenluError) -> None:
        if not isinstance(error, Cancelled):
            self._tell(error)

    def _keep_terms(self) -> Reminder | None:
        """Also looks whether a backup is due, for somebody who can make one."""
        store = self._room.store
        store.retention(self._room.journal).apply()
        store.opening.thin_out_copies(store.clock())
        if not store.person.may(Permission.BACKUP):
            return None
        return reminder(store.folder, store.settings.current().backup_days, store.clock())

    def _on_kept(self, found: Reminder | None) -> None:
        if found is None or not found.is_overdue:
            self._notices.withdraw(_BACKUP)
            return
        words = (
            self.tr("No backup was ever made. Make one under Manage.")
            if found.days is None
            else self.tr("The last backup is {days} days old. Make one under Manage.")
        )
        self._notices.show(Notice(_BACKUP, "info", words.format(days=found.days)))

    def _on_refused(self, error: ZhenluError) -> None:
        # What was not erased stays due: the next look tries again.
        self._done = date.min
        self._tell(error)

    def _tell(self, warning: ZhenluError) -> None:
        words = told(warning)
        state = "danger" if isinstance(warning, StoreDamaged) else "warning"
        self._notices.show(Notice(warning.full_code, state, words))
