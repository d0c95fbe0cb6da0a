"""The manage page: its sub-pages and who works behind each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from zhenlu.app.live_recording import Room
from zhenlu.app.people_desk import PeopleDesk
from zhenlu.app.privacy_desk import PrivacyDesk
from zhenlu.ui.admin.admin_page import AdminPage
from zhenlu.ui.admin.people import PeopleSubPage
from zhenlu.ui.admin.privacy import PrivacySubPage
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notices


class AdminDesk(QObject):
    """Makes the page and its desks.

    Signals:
        lock_minutes_changed: Another idle time holds.
    """

    lock_minutes_changed = Signal(int)

    def __init__(self, room: Room, background: Background, notices: Notices) -> None:
        super().__init__()
        self.people, self.privacy = PeopleSubPage(), PrivacySubPage()
        self.page = AdminPage(notices, (self.people, self.privacy))
        PeopleDesk(self.people, room.store, background)
        PrivacyDesk(self.privacy, room, background).lock_minutes_changed.connect(
            self.lock_minutes_changed
        )

    def close(self) -> None:
        """Stop what still runs."""
