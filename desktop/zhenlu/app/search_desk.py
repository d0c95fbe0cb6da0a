"""The search page at work."""

from __future__ import annotations

import time
from datetime import date

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.app.visits import open_visit
from zhenlu.application.asking import understood
from zhenlu.application.exporting import masked_name
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.filed import KnownPatient
from zhenlu.domain.search import FoundRecord, Question
from zhenlu.ui.background import Background
from zhenlu.ui.search.found import Found
from zhenlu.ui.search.preview import Preview
from zhenlu.ui.search.search_page import SearchPage
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told

_MOST_PATIENTS, _MOST_RECORDS = 5, 30


class SearchDesk(QObject):
    """Looks while somebody types; only the newest question is answered."""

    def __init__(
        self, page: SearchPage, room: Room, background: Background, notices: Notices
    ) -> None:
        super().__init__(page)
        self._page, self._room = page, room
        self._background, self._notices = background, notices
        self._newest = ""
        page.search_asked.connect(self._on_search)
        page.preview_asked.connect(self._on_preview)

    def _on_search(self, text: str) -> None:
        self._newest = text
        if not text:
            self._page.show_found(Found(Question()))
            return

        def look() -> Found | None:
            if text != self._newest:
                return None
            began = time.perf_counter()
            question = understood(text, date.today())
            search = self._room.store.search
            patients = search.patients(text, _MOST_PATIENTS)
            records = search.records(question, _MOST_RECORDS)
            return Found(question, patients, records, time.perf_counter() - began)

        self._background.run(look, self._on_found, self._on_refused)

    def _on_found(self, found: Found | None) -> None:
        if found is not None:
            self._page.show_found(found)

    def _on_preview(self, found: KnownPatient | FoundRecord) -> None:
        if isinstance(found, KnownPatient):
            self._page.show_preview(Preview(masked_name(found.name), found.number))
            return
        self._background.run(lambda: self._read(found), self._page.show_preview, self._on_refused)

    def _read(self, found: FoundRecord) -> Preview:
        opened = open_visit(self._room, found.visit)
        name, when = masked_name(found.patient.name), found.started.replace("T", " ")
        if opened.record is None:
            return Preview(name, when)
        signature = opened.stamp.signature
        return Preview(
            name,
            when,
            signature.version if signature else 0,
            opened.template.title,
            tuple((each.title, each.text) for each in opened.record.sections if each.text),
        )

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("search", "danger", told(error)))
