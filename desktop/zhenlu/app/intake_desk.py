"""The questions before a visit at work: asked, kept answer by answer, told to the staff."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from zhenlu.app.live_recording import Room
from zhenlu.application.intake import drafted
from zhenlu.application.interview import Interview
from zhenlu.domain.errors import VisitRefused, ZhenluError
from zhenlu.domain.finding import Severity
from zhenlu.domain.intake import Intake
from zhenlu.domain.record import Record
from zhenlu.domain.visit import Visit, VisitState
from zhenlu.ui.background import Background
from zhenlu.ui.intake.intake_page import IntakePage
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import spoken_language, told


class IntakeDesk(QObject):
    """One intake at a time.

    Signals:
        begun: The page that takes the window's place.
        handed_over: Somebody from outside the clinic has the computer now.
        ended: Id of the visit; the page is not needed any more.
    """

    begun = Signal(object)
    handed_over = Signal()
    ended = Signal(str)

    def __init__(self, room: Room, background: Background, notices: Notices) -> None:
        super().__init__()
        self._room, self._background, self._notices = room, background, notices
        self._page: IntakePage | None = None
        self._visit: Visit | None = None
        self._told: set[str] = set()

    @property
    def outside(self) -> IntakePage | None:
        """What stands before the closed door while somebody from outside fills it in."""
        page = self._page
        return page if page is not None and page.is_handed_over else None

    def begin(self, visit_id: str) -> None:
        """Ask the questions of a visit that has not begun, from where they were left."""
        self._background.run(lambda: self._asked(visit_id), self._on_asked, self._on_refused)

    def warn(self, visit_id: str, record: Record | None) -> None:
        """Tell the danger signs in what was answered, and no longer those of another visit."""
        if self._visit is None or self._visit.id != visit_id:
            self._forget()
        for finding in record.findings if record is not None else ():
            if finding.severity is Severity.RED_FLAG:
                topic = f"finding {finding.rule}"
                self._told.add(topic)
                self._notices.show(Notice(topic, "danger", finding.message))

    def _forget(self) -> None:
        told, self._told = self._told, set()
        for topic in told:
            self._notices.withdraw(topic)

    def _asked(self, visit_id: str) -> tuple[Visit, Intake]:
        store = self._room.store
        visit = store.visits.get(visit_id)
        if visit.state is not VisitState.PLANNED or store.records.draft(visit_id) is not None:
            raise VisitRefused("begun")
        known = store.intakes.of_visit(visit_id)
        return visit, known or Intake("", spoken_language())

    def _on_asked(self, asked: tuple[Visit, Intake]) -> None:
        self._forget()
        self._visit, intake = asked
        page = IntakePage(Interview(intake, self._visit.patient), self._notices)
        page.answered.connect(self._on_answered)
        page.handed_over.connect(self.handed_over)
        page.left.connect(self._on_left)
        page.handed_back.connect(self._on_left)
        self._page = page
        self.begun.emit(page)

    def _on_answered(self, intake: Intake) -> None:
        visit = self._visit
        assert visit is not None  # noqa: S101 - its page is open
        self._background.run(
            lambda: self._kept(visit, intake), self._on_kept, self._on_not_kept
        )

    def _kept(self, visit: Visit, intake: Intake) -> tuple[str, Record | None]:
        """The answers are on the disk; what the rules make of them, for the danger signs."""
        self._room.store.intakes.put(visit.id, intake)
        if not intake.answers:
            return visit.id, None
        template = self._room.template_of(visit)(intake.language)
        return visit.id, drafted(intake, template, visit)

    def _on_kept(self, kept: tuple[str, Record | None]) -> None:
        self._forget()
        self.warn(*kept)

    def _on_not_kept(self, error: ZhenluError) -> None:
        if self._page is not None:
            self._page.refuse(error)

    def _on_left(self) -> None:
        page, self._page = self._page, None
        visit, self._visit = self._visit, None
        if page is not None and visit is not None:
            self.ended.emit(visit.id)
            page.deleteLater()

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("visit", "danger", told(error)))
