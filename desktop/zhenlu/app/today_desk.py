"""The home page at work: the day out of the store, and who is added to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from zhenlu.app.agenda import agenda_of
from zhenlu.application.exporting import masked_name
from zhenlu.domain.errors import ZhenluError
from zhenlu.domain.filed import KnownPatient
from zhenlu.storage.store import Store
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.today.agenda import Agenda
from zhenlu.ui.today.patient_panel import PatientEntered, PatientMatch
from zhenlu.ui.today.today_page import TodayPage
from zhenlu.ui.translation import told

_MOST_MATCHES = 6


class TodayDesk(QObject):
    """Signals:
    planned: Id of a visit that was just added to the day.
    """

    planned = Signal(str)

    def __init__(
        self,
        page: TodayPage,
        store: Store,
        background: Background,
        notices: Notices,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(page)
        self._page, self._store, self._now = page, store, now
        self._background, self._notices = background, notices
        page.refresh_asked.connect(self.refresh)
        page.adding.search_asked.connect(self._on_search)
        page.adding.entered.connect(self._on_entered)

    def refresh(self) -> None:
        """Show the day as the store has it now."""
        self._background.run(
            lambda: agenda_of(self._store, self._now().date()), self._on_agenda, self._on_refused
        )

    def _on_agenda(self, agenda: Agenda) -> None:
        self._page.show_agenda(agenda)

    def _on_search(self, beginning: str) -> None:
        if not beginning:
            self._page.adding.show_matches(())
            return
        self._background.run(
            lambda: self._store.patients.named(beginning, _MOST_MATCHES),
            self._on_found,
            self._on_refused,
        )

    def _on_found(self, patients: tuple[KnownPatient, ...]) -> None:
        self._page.adding.show_matches([
            PatientMatch(p.id, masked_name(p.name), _apart(p)) for p in patients
        ])

    def _on_entered(self, entered: PatientEntered) -> None:
        def add() -> str:
            born = date(int(entered.born_year), 1, 1) if entered.born_year else None
            patient_id = entered.id or self._store.patients.add(
                entered.name, entered.sex, born, entered.number
            ).id
            visit = self._store.visits.add(patient_id, entered.kind, started=self._now())
            return visit.id

        self._background.run(add, self._on_added, self._on_refused)

    def _on_added(self, visit_id: str) -> None:
        self._page.adding.hide()
        self._page.visits.setFocus()
        self.refresh()
        self.planned.emit(visit_id)

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("today", "danger", told(error)))


def _apart(patient: KnownPatient) -> str:
    """What tells those apart whose masked names are alike: day of birth and record number."""
    return " · ".join(filter(None, (str(patient.born or ""), patient.number)))
