"""Keeps what a person types into the draft while the visit is still being recorded."""

from __future__ import annotations

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.application.hand_written import with_section
from zhenlu.application.redrafting import by_hand
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.record import Section
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told
from zhenlu.ui.visit.visit_page import VisitPage


class DraftWriting(QObject):
    """Each pause in typing is kept as a draft by hand: a power cut takes none of it.

    The finished draft is laid around these sections when it is kept.
    """

    def __init__(
        self, page: VisitPage, room: Room, background: Background, notices: Notices
    ) -> None:
        super().__init__(page)
        self._page, self._room = page, room
        self._background, self._notices = background, notices
        page.recording.draft.section_written.connect(self._on_written)

    def _on_written(self, section: Section) -> None:
        opened = self._page.opened
        if opened is None:
            return
        visit, template = opened.visit, opened.template

        def keep() -> None:
            records = self._room.store.records
            before = records.draft(visit.id) or by_hand(template, visit)
            records.save_draft(visit.id, with_section(before, section))

        self._background.run(keep, self._on_kept, self._on_refused)

    def _on_kept(self, _nothing: None) -> None:
        """Nothing to show: the words stand where they were typed."""

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("typing", "danger", told(error)))
