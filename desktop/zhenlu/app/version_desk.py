"""What happens to a signed record: it is written again, that is given up, or signed as well."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.app.review_desk import ReviewDesk
from zhenlu.app.visits import open_visit
from zhenlu.domain.errors import ZhenluError
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.visit_page import VisitPage


class VersionDesk(QObject):
    """Works on the versions of the visit in sight."""

    def __init__(
        self,
        review: ReviewDesk,
        page: VisitPage,
        room: Room,
        background: Background,
        notices: Notices,
    ) -> None:
        super().__init__(review)
        self._review, self._page, self._room = review, page, room
        self._background, self._notices = background, notices
        bar = page.review.sign_bar
        bar.amend_asked.connect(bar.ask_reason)
        bar.reason_given.connect(self._on_reason)
        bar.give_up_confirmed.connect(self._on_give_up)
        page.review.versions.cosign_asked.connect(self._on_cosign)

    def _on_reason(self, reason: str) -> None:
        opened = self._review.opened
        if opened is None:
            return
        if not opened.is_signed:
            # A draft over a signed version, from another day: it was asked before signing.
            self._review.reason = reason
            self._page.review.sign_bar.ask_passphrase()
            return
        record, visit = self._review.record, opened.visit.id

        def begin() -> OpenVisit:
            assert record is not None  # noqa: S101 - a signed visit has one
            self._room.store.records.save_draft(visit, record)
            return open_visit(self._room, visit)

        def begun(amended: OpenVisit) -> None:
            self._review.open(amended)
            self._review.reason = reason
            self._page.show_record(amended)

        self._background.run(begin, begun, self._on_refused)

    def _on_give_up(self) -> None:
        opened = self._review.opened
        if opened is None:
            return
        visit = opened.visit.id

        def give_up() -> OpenVisit:
            self._room.store.records.give_up_amendment(visit)
            return open_visit(self._room, visit)

        # What is still being typed belongs to what is thrown away.
        self._page.review.settle()
        self._background.run(give_up, self._on_given_up, self._on_refused)

    def _on_given_up(self, opened: OpenVisit) -> None:
        self._page.show_record(opened)
        self._review.open(opened)

    def _on_cosign(self, version: str, passphrase: str) -> None:
        opened = self._review.opened
        if opened is None:
            return
        visit = opened.visit.id

        def sign() -> OpenVisit:
            self._room.store.confirm(passphrase)
            self._room.store.records.cosign(version)
            return open_visit(self._room, visit)

        self._background.run(sign, self._on_cosigned, self._on_not_cosigned)

    def _on_cosigned(self, opened: OpenVisit) -> None:
        self._review.open(opened)
        self._page.show_signed(opened)

    def _on_not_cosigned(self, error: ZhenluError) -> None:
        self._page.review.versions.refuse(told(error))

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("review", "danger", told(error)))
