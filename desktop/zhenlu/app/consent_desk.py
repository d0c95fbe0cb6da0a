"""Whether a visit may be recorded, who said so, and what happens when it may not."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from zhenlu.app.live_recording import Room
from zhenlu.app.recording_desk import RecordingDesk
from zhenlu.app.review_desk import ReviewDesk
from zhenlu.app.visits import open_visit
from zhenlu.application.consent_notice import current
from zhenlu.application.redrafting import by_hand
from zhenlu.domain.consent import GUARDIAN_BELOW_YEARS, ConsentMethod, stands_for_recording
from zhenlu.domain.errors import ConsentMissing, ZhenluError
from zhenlu.domain.visit import VisitState
from zhenlu.ui.background import Background
from zhenlu.ui.shell.notices import Notice, Notices
from zhenlu.ui.translation import spoken_language, told
from zhenlu.ui.visit.ask_bar import Question
from zhenlu.ui.visit.open_visit import OpenVisit
from zhenlu.ui.visit.visit_page import VisitPage


class ConsentDesk(QObject):
    """Notes consents of the visit in sight, and asks what has to be asked first."""

    def __init__(
        self,
        page: VisitPage,
        recording: RecordingDesk,
        review: ReviewDesk,
        room: Room,
        background: Background,
        notices: Notices,
    ) -> None:
        super().__init__(page)
        self._page, self._recording, self._review = page, recording, review
        self._room, self._background, self._notices = room, background, notices
        self._is_to_record = False
        page.patient.consent.noted.connect(self._on_noted)
        page.patient.consent.withdraw_asked.connect(self._on_withdraw_asked)
        page.ask.guardian_named.connect(self._on_guardian)
        page.ask.withdrawal_confirmed.connect(self._on_withdraw)
        page.by_hand_asked.connect(self._on_by_hand)
        recording.running_changed.connect(self._on_running)

    def record(self, opened: OpenVisit) -> None:
        """The record key: for a child a guardian is asked before anything is recorded.

        After a no nothing is recorded until another answer is noted with the chip.
        """
        consent = opened.consent
        if consent is not None and not stands_for_recording(consent):
            self._on_refused(ConsentMissing("withdrawn" if consent.withdrawn else "refused"))
        elif not self._recording.is_running and _needs_guardian(opened):
            self._is_to_record = True
            self._page.ask.ask(Question.GUARDIAN)
        elif self._recording.visit:
            self._recording.stop()
        else:
            self._start(opened, ConsentMethod.ORAL)

    def _start(self, opened: OpenVisit, method: ConsentMethod, given_by: str = "") -> None:
        """Record; where there is a record already, more of it."""
        if self._page.is_recording:
            self._recording.start(opened.visit, method, given_by)
            return

        def going_on(present: OpenVisit) -> None:
            self._page.show_going_on(present)
            self._recording.start(present.visit, method, given_by)

        self._page.review.evidence.stop_asked.emit()
        # Behind what is being typed, which is told first.
        self._page.review.settle()
        self._background.run(
            lambda: open_visit(self._room, opened.visit.id), going_on, self._on_refused
        )

    def _on_running(self, is_running: bool) -> None:
        """The record key noted the consent, which the chip has to show from the start."""
        visit = self._recording.visit
        if is_running and visit:
            self._background.run(
                lambda: open_visit(self._room, visit), self._show, self._on_refused
            )

    def _on_guardian(self, who: str) -> None:
        opened = self._page.opened
        if opened is not None and self._is_to_record and not self._recording.visit:
            self._start(opened, ConsentMethod.PROXY, who)
        else:
            self._on_noted(ConsentMethod.PROXY, who)

    def _on_noted(self, method: ConsentMethod, given_by: str) -> None:
        opened = self._page.opened
        if opened is None:
            return
        in_person = method in (ConsentMethod.ORAL, ConsentMethod.WRITTEN)
        if in_person and _is_child(opened):
            self._is_to_record = False
            self._page.ask.ask(Question.GUARDIAN)
            return
        visit = opened.visit.id

        def note() -> OpenVisit:
            wording = current(spoken_language()).version
            self._room.store.consents.note(visit, method, wording, given_by=given_by)
            if method is ConsentMethod.REFUSED:
                # The record that is typed instead begins with what was answered before.
                self._room.filing.take_intake(opened.visit)
            return open_visit(self._room, visit)

        self._page.review.settle()
        self._background.run(note, self._show, self._on_refused)

    def _on_withdraw_asked(self) -> None:
        self._page.ask.ask(Question.WITHDRAW)

    def _on_withdraw(self) -> None:
        opened = self._page.opened
        if opened is None:
            return
        visit = opened.visit.id
        stop = self._recording.ending(visit)

        def withdraw() -> OpenVisit:
            store = self._room.store
            store.audio(self._room.journal).withdraw(visit, stop)
            if store.visits.get(visit).is_at_work:
                store.visits.move(visit, VisitState.INTERRUPTED)
            return open_visit(self._room, visit)

        def withdrawn(after: OpenVisit) -> None:
            self._recording.forget(visit)
            self._show(after)
            words = self.tr("The consent is withdrawn and the sound is erased.")
            self._notices.show(Notice("consent", "ok", words))

        self._page.review.settle()
        self._background.run(withdraw, withdrawn, self._on_refused)

    def _on_by_hand(self) -> None:
        opened = self._page.opened
        if opened is None or self._recording.visit:
            return
        record = opened.record or opened.intake or by_hand(opened.template, opened.visit)

        def begin(_nothing: None) -> None:
            self._show(replace(opened, record=record))
            self._page.review.begin_writing()

        if opened.intake is None:
            begin(None)
        else:
            self._background.run(
                lambda: self._room.filing.take_intake(opened.visit), begin, self._on_refused
            )

    def _show(self, opened: OpenVisit) -> None:
        shown = self._page.opened
        if shown is None or shown.visit.id != opened.visit.id:
            return
        if self._recording.visit == opened.visit.id:
            self._page.show_about(opened)
            return
        # Without a record the page makes itself ready to record.
        self._page.show_record(opened)
        self._review.open(opened)

    def _on_refused(self, error: ZhenluError) -> None:
        self._notices.show(Notice("consent", "danger", told(error)))


def _is_child(opened: OpenVisit) -> bool:
    age = opened.visit.patient.age_years
    return age is not None and age < GUARDIAN_BELOW_YEARS


def _needs_guardian(opened: OpenVisit) -> bool:
    consent = opened.consent
    return _is_child(opened) and (consent is None or not consent.given_by)
