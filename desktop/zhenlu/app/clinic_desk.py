"""What the clinic says about itself, at work."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.privacy_desk import refusal
from zhenlu.domain.clinic import ClinicSettings
from zhenlu.domain.person import Permission
from zhenlu.storage.store import Store
from zhenlu.ui.admin.clinic import ClinicSubPage
from zhenlu.ui.background import Background


class ClinicDesk(QObject):
    """Joins the sub-page and the clinic's settings."""

    def __init__(self, page: ClinicSubPage, store: Store, background: Background) -> None:
        super().__init__(page)
        self._page, self._store, self._background = page, store, background
        page.refresh_asked.connect(self.refresh)
        page.change_asked.connect(self._on_change)

    def refresh(self) -> None:
        """Show what holds."""
        self._background.run(self._store.settings.current, self._on_settings, self._page.refuse)

    def _on_settings(self, settings: ClinicSettings) -> None:
        self._page.show_settings(settings, refusal(self._store.person, Permission.SETTINGS))

    def _on_change(self, settings: ClinicSettings) -> None:
        change = self._store.settings.change
        self._background.run(
            lambda: change(settings).settings, self._on_changed, self._page.refuse
        )

    def _on_changed(self, _settings: ClinicSettings) -> None:
        self._page.tell(self.tr("Saved. It stands on what is printed from now on."))
        self.refresh()
