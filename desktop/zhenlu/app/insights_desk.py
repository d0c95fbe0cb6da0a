"""The figures page at work."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.application.day_review import (
    DayReview,
    hours_of,
    most_rewritten,
    share_supported,
)
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.record import Record
from zhenlu.domain.visit import SIGNED, UNSIGNED
from zhenlu.storage.store import Store
from zhenlu.ui.background import Background
from zhenlu.ui.insights.insights_page import InsightsPage
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import told

_WEEKS = timedelta(weeks=4)
#: So many of the latest records are looked through.
_MOST_RECORDS = 150


class InsightsDesk(QObject):
    """Reads the day whenever the page is entered.

    Weeks of records take a moment, so they are read beside the store's thread.
    """

    def __init__(self, page: InsightsPage, room: Room, notices: Notices) -> None:
        super().__init__(page)
        self._page, self._room, self._notices = page, room, notices
        self._aside = Background(self)
        page.refresh_asked.connect(self._on_refresh)

    def _on_refresh(self) -> None:
        self._aside.run(self._reviewed, self._page.show_review, self._on_refused)

    def close(self) -> None:
        self._aside.close()

    def _reviewed(self) -> DayReview:
        with self._room.store.beside() as store:
            return self._review_of(store, datetime.now().date())

    def _review_of(self, store: Store, today: date) -> DayReview:
        visits = store.visits.of_day(today)
        sounds = {each.visit: each.length_s for each in self._room.journal.visits()}
        records = _latest_records(store, today)
        return DayReview(
            today,
            len(visits),
            sum(visit.state in SIGNED for visit in visits),
            len(store.visit_list.read(states=UNSIGNED, limit=_MOST_RECORDS)),
            len(store.follow_ups.due(today)),
            sum(sounds.get(visit.id, 0.0) for visit in visits),
            hours_of(visits),
            most_rewritten(records),
            share_supported(records),
        )

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("insights", "danger", told(error)))


def _latest_records(store: Store, today: date) -> list[Record]:
    listed = store.visit_list.read(
        since=today - _WEEKS, states=(*SIGNED, *UNSIGNED), limit=_MOST_RECORDS
    )
    records = []
    for each in listed:
        versions = store.records.versions(each.id)
        found = versions[-1].record if versions else store.records.draft(each.id)
        if found is not None:
            records.append(found)
    return records
