"""The audit log at work."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.privacy_desk import refusal
from zhenlu.domain.person import Permission, Person
from zhenlu.storage.store import Store
from zhenlu.ui.admin.audit import AuditShown, AuditSubPage, AuditWanted
from zhenlu.ui.background import Background


class AuditDesk(QObject):
    """Joins the sub-page and the store; who may not read the log does not come near it.

    The log of years takes seconds to follow, so it is read beside the store's thread.
    """

    def __init__(self, page: AuditSubPage, store: Store, background: Background) -> None:
        super().__init__(page)
        self._page, self._store, self._background = page, store, background
        self._aside = Background(self)
        page.refresh_asked.connect(self.refresh)
        page.rows_asked.connect(self._on_rows)
        page.verify_asked.connect(self._on_verify)

    def refresh(self) -> None:
        """Show the rows that are asked for, as the log has them now."""
        forbidden = refusal(self._store.person, Permission.READ_AUDIT)
        self._page.forbid(forbidden)
        if forbidden is None:
            self._background.run(self._store.people.all, self._on_people, self._page.refuse)

    def close(self) -> None:
        self._aside.close()

    def _on_people(self, people: tuple[Person, ...]) -> None:
        self._page.show_people(people)
        self._page.ask()

    def _on_rows(self, wanted: AuditWanted) -> None:
        def read() -> AuditShown:
            with self._store.beside() as store:
                log = store.audit_reading
                rows = log.rows(since=wanted.since, until=wanted.until, person=wanted.person)
                return AuditShown(rows, log.objects(rows))

        self._aside.run(read, self._on_read, self._page.refuse)

    def _on_read(self, shown: AuditShown) -> None:
        self._page.show_rows(shown)

    def _on_verify(self) -> None:
        def verify() -> int:
            with self._store.beside() as store:
                return store.audit_reading.verify()

        self._aside.run(verify, self._on_verified, self._page.refuse)

    def _on_verified(self, count: int) -> None:
        words = self.tr("The log is whole, no row changed, removed or added. Rows: {count}.")
        self._page.tell(words.format(count=count))
