"""The clinic's terms at work."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from zhenlu.app.live_recording import Room
from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.errors import ActionForbidden, ZhenluError
from zhenlu.domain.person import Permission, Person
from zhenlu.storage.retention import Due
from zhenlu.ui.admin.privacy import PrivacySubPage
from zhenlu.ui.background import Background


class PrivacyDesk(QObject):
    """Joins the sub-page of terms and the store.

    Signals:
        lock_minutes_changed: Another idle time holds.
    """

    lock_minutes_changed = Signal(int)

    def __init__(self, page: PrivacySubPage, room: Room, background: Background) -> None:
        super().__init__(page)
        self._page, self._store, self._background = page, room.store, background
        self._terms = room.store.retention(room.journal)
        page.refresh_asked.connect(self.refresh)
        page.change_asked.connect(self._on_change)
        page.apply_asked.connect(self._on_apply)
        page.date_confirmed.connect(self._on_date_confirmed)

    def refresh(self) -> None:
        """Show what holds and what is due."""
        self._background.run(self._store.settings.current, self._on_settings, self._page.refuse)
        self._background.run(self._terms.due, self._on_due, self._page.refuse)

    def _on_settings(self, settings: ClinicSettings) -> None:
        forbidden = refusal(self._store.person, Permission.SETTINGS)
        self._page.show_settings(settings, forbidden)

    def _on_due(self, due: Due) -> None:
        self._page.show_due(len(due.audio), is_doubted=due.is_doubted)

    def _on_change(self, settings: ClinicSettings) -> None:
        change = self._store.settings.change
        self._background.run(
            lambda: change(settings).settings, self._on_changed, self._page.refuse
        )

    def _on_changed(self, settings: ClinicSettings) -> None:
        self._page.tell(self.tr("Saved. It applies from now on."))
        self.lock_minutes_changed.emit(settings.lock_minutes)
        self.refresh()

    def _on_apply(self) -> None:
        self._background.run(self._terms.apply, self._on_applied, self._page.refuse)

    def _on_applied(self, erased: tuple[str, ...]) -> None:
        words = self.tr("Audio was erased, the records stay. Visits: {count}.")
        self._page.tell(words.format(count=len(erased)))
        self.refresh()

    def _on_date_confirmed(self) -> None:
        self._background.run(self._terms.confirm_date, self._on_date, self._page.refuse)

    def _on_date(self, _nothing: None) -> None:
        self._page.tell(self.tr("Terms are counted by the present date again."))
        self.refresh()


def refusal(person: Person, permission: Permission) -> ZhenluError | None:
    """Why a person may not do something; None where they may."""
    try:
        person.require(permission)
    except ActionForbidden as error:
        return error
    return None
